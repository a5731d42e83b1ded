"""The reader of one file into a Document: the public entry of this package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Final, cast

from corpus.documents import Document, ReadingWarning
from corpus.errors import (
    CorruptFileError,
    NoTextError,
    ReadError,
    UnreadableError,
    UnsupportedFormatError,
)
from corpus.extract import references
from corpus.languages import BY_CODE, missing_tables
from ingest import balance, changes, cover, office, passages
from ingest.blocks import FileContent
from ingest.contents import drop_contents
from ingest.files import FORMATS, archives, detect, guess_format

READERS_VERSION: Final = 22
"""Version of the readers; a higher one makes the index read all files again."""

_LONGEST_MESSAGE: Final = 480


def read(path: Path) -> Document:
    """Read one file, or one document in a ZIP archive (``archive.zip!/in/name.docx``).

    Boxes are in points, origin top left. Raises ReadError when the file gives no passages.
    """
    if archives.split(path) is None:
        return _read(path, path)
    with archives.extract(path) as unpacked, _rename_errors(archives.format_path(path), unpacked):
        return _read(unpacked, path)


def _read(path: Path, shown: Path) -> Document:
    """Read the file at ``path``; the document gets the path ``shown``."""
    kind = detect(path)
    try:
        before = path.stat()
        reading = _read_blocks(path, kind)
        after = path.stat()
    except ReadError as error:
        message = _join_to_line(error.message)
        if message == error.message:
            raise
        raise type(error)(message) from error
    except OSError as error:
        raise UnreadableError(
            f"{path.name} cannot be read: {error.strerror or error}. Check the disk and try again."
        ) from error
    except MemoryError:
        raise
    except Exception as error:
        # A reader's library stumbled over something that nobody foresaw. The file is named, the run
        # goes on.
        raise CorruptFileError(
            f"{path.name} cannot be read ({type(error).__name__}: "
            f"{_join_to_line(str(error)[:200])}). "
            "Open it in its program and save it again."
        ) from error
    doubts = []
    named = guess_format(path)
    if named and named != kind:
        doubts.append(
            ReadingWarning(
                "wrong-extension",
                f"{path.name} is named as {FORMATS[named].title} but is {FORMATS[kind].title}; it "
                "was read as that.",
            )
        )
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        doubts.append(
            ReadingWarning(
                "changed-file",
                f"{path.name} was written to while it was read. Ingest it again when it is done.",
            )
        )
    return _make_document(shown, kind, reading, doubts)


def _join_to_line(message: str) -> str:
    whole = " ".join(message.splitlines())
    half = _LONGEST_MESSAGE // 2
    return whole if len(whole) <= _LONGEST_MESSAGE else f"{whole[:half]} … {whole[-half:]}"


def _read_blocks(path: Path, kind: str) -> FileContent:
    if FORMATS[kind].becomes:
        with office.convert(path, kind) as copy, _rename_errors(path.name, copy):
            return _read_blocks(copy, copy.suffix.removeprefix("."))
    if kind == "zip":
        raise UnsupportedFormatError(
            f"{path.name} is an archive of documents, not one. Ingest it, or name a document in it "
            f"({path.name}!/name.docx)."
        )
    # Imported here: a run over text files loads neither pdfplumber nor python-docx.
    reader = import_module(FORMATS[kind].reader)
    return cast("FileContent", reader.read(path))


@contextmanager
def _rename_errors(name: str, copy: Path) -> Iterator[None]:
    """Let errors about a temporary copy name the original file."""
    try:
        yield
    except ReadError as error:
        message = error.message.replace(str(copy), name)
        if name not in message:
            message = message.replace(copy.name, name)
        raise type(error)(message) from error


def _make_document(
    path: Path, kind: str, reading: FileContent, doubts_of_file: list[ReadingWarning]
) -> Document:
    reading = replace(reading, blocks=drop_contents(reading.blocks))
    warnings = [
        *doubts_of_file,
        *reading.warnings,
        *balance.list_warnings(path.name, reading.balance),
    ]
    texts = [block.text for block in reading.blocks]
    lines = cover.cover_lines(reading)
    version_language, doubts = cover.version_language(
        file_name=path.name,
        cover=lines,
        running=reading.running,
        texts=texts,
        declared=reading.properties.get("language"),
    )
    warnings.extend(doubts)
    if version_language in BY_CODE and (missing := missing_tables(version_language)):
        warnings.append(
            ReadingWarning(
                "missing-words",
                f"{path.name}: {BY_CODE[version_language].english_name} has no table of "
                f"{', '.join(missing)}: what these tell is not found in it.",
            )
        )
    known = cover.facts(path, reading, version_language)
    warnings.extend(known.warnings)
    found = passages.passages(reading.blocks, version_language)
    if not found:
        raise NoTextError(f"{path.name} holds no text. Check that it is the file you meant.")
    mentions = references.find_in_document(
        found,
        references.DocumentFrame(
            known.metadata.symbol, path.name, (*lines, *reading.running), known.metadata.date
        ),
    )
    return Document(
        file=path,
        format=kind,
        language=version_language,
        pages=reading.pages,
        metadata=known.metadata,
        passages=tuple(
            replace(passage, mentions=in_passage)
            for passage, in_passage in zip(found, mentions, strict=True)
        ),
        warnings=tuple(warnings),
        changes=changes.place_changes(reading, found),
        provenance=known.provenance,
    )
