"""How does a file become a Document? This is the one public way in."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from corpus.documents import Document, Passage
from corpus.errors import CorruptFileError, NoTextError, ReadError, UnreadableError
from ingest import cover, formats, language, passages
from ingest.blocks import Reading

__all__ = ["READER", "read"]

READER: Final = 1
"""Version of the readers. It counts up when they read better, so that files are read again."""

_COVER_BLOCKS: Final = 40


def read(path: Path) -> Document:
    """Read one file.

    Args:
        path: of a DOCX, PDF or plain text file.

    Returns:
        The document, with passages in reading order, each with label, heading path, page, boxes
        (points, origin top left), language and mentions.

    Raises:
        ReadError: one of its kinds (``corpus.errors``), when the file gives no passages.
    """
    kind = formats.detect(path)
    try:
        reading = _reading(path, kind)
    except ReadError:
        raise
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
            f"{path.name} cannot be read ({type(error).__name__}: {str(error)[:200]}). Open it in "
            "its program and save it again."
        ) from error
    return _document(path, kind, reading)


def _reading(path: Path, kind: str) -> Reading:
    # Imported here: a run over text files loads neither pdfplumber nor python-docx.
    if kind == "docx":
        from ingest import word

        return word.read(path)
    if kind == "pdf":
        from ingest import pdf

        return pdf.read(path)
    from ingest import plain

    return plain.read(path)


def _document(path: Path, kind: str, reading: Reading) -> Document:
    warnings = list(reading.warnings)
    texts = [block.text for block in reading.blocks]
    version_language, doubts = language.of_version(
        file_name=path.name,
        cover=texts[:_COVER_BLOCKS],
        running=reading.running,
        texts=texts,
        declared=reading.properties.get("language"),
    )
    warnings.extend(doubts)
    metadata, conflicts = cover.metadata(path, reading, version_language)
    warnings.extend(conflicts)
    found = passages.passages(reading.blocks, version_language)
    if not found:
        raise NoTextError(f"{path.name} holds no text. Check that it is the file you meant.")
    return Document(
        file=path,
        format=kind,
        language=version_language,
        pages=reading.pages,
        metadata=metadata,
        passages=tuple(_with_mentions(passage) for passage in found),
        warnings=tuple(warnings),
        changes=reading.changes,
    )


def _with_mentions(passage: Passage) -> Passage:
    return passage
