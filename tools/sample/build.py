"""Make the sample's files from its texts: ``python -m tools.sample.build``.

For every document of ``documents.toml`` and each of its languages, a Word file and, through
LibreOffice, a PDF. What has not changed is not written again.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile

from corpus.sample import FILES
from tools.sample.package import content_hash, word_file
from tools.sample.printing import PrintingError, Sheet, print_pdfs
from tools.sample.texts import SampleDocument, SampleTextError, read_documents, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SAMPLE: Final = FILES.parent
"""The folder with ``documents.toml`` and ``text/``."""

_MANIFEST: Final = "manifest.toml"


@dataclass(frozen=True, slots=True)
class Version:
    """One language of one document, with the places of its files below ``files/``."""

    document: SampleDocument
    language: str

    @property
    def docx(self) -> str:
        """Path of the Word file: ``CWGWSIS40/S24-CWGWSIS40-INF-0004!!MSW-E.docx``."""
        return f"{self.document.meeting_code}/{self.document.file_name(self.language, 'MSW')}"

    @property
    def pdf(self) -> str:
        """Path of the PDF."""
        return f"{self.document.meeting_code}/{self.document.file_name(self.language, 'PDF')}"

    def word_file(self, sample: Path) -> bytes:
        """The Word file's bytes, made from the text in the folder ``sample``.

        Raises:
            SampleTextError: the text does not keep to the format.
        """
        path = sample / "text" / self.document.folder / f"{self.language}.txt"
        return word_file(self.document, read_text(path), self.language)


@dataclass(frozen=True, slots=True)
class Entry:
    """Entry of the manifest for one version.

    Attributes:
        docx: path of the Word file below ``files/``.
        pdf: path of the PDF.
        content: hash of what is in the Word file (see ``package.content_hash``).
        printed: hash of the Word file that the PDF was printed from; empty where there is none.
    """

    docx: str
    pdf: str
    content: str
    printed: str = ""


def versions(sample: Path = SAMPLE) -> Iterator[Version]:
    """All versions of the sample in the folder ``sample``.

    Raises:
        SampleTextError: ``documents.toml`` is not as it should be.
    """
    for document in read_documents(sample):
        for language in document.languages:
            yield Version(document, language)


def read_manifest(files: Path) -> dict[str, Entry]:
    """The manifest's entries by the path of their Word file; none where there is no manifest."""
    path = files / _MANIFEST
    if not path.is_file():
        return {}
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("file", [])
    return {row["docx"]: Entry(**row) for row in rows}


def make(
    sample: Path = SAMPLE, files: Path = FILES, *, only: str | None = None, with_pdf: bool = True
) -> int:
    """Write the files that are missing or whose text has changed; returns how many were written.

    Args:
        sample: folder of the texts.
        files: folder to write to; on a whole run, files of documents that are gone are removed.
        only: folder name of one document, to leave the others alone.
        with_pdf: whether to print the PDFs too.

    Raises:
        SampleTextError: a text does not keep to the format.
        PrintingError: the PDFs could not be printed (the Word files are written).
    """
    chosen = [item for item in versions(sample) if only in {None, item.document.folder}]
    if not chosen:
        raise SampleTextError(f"{sample / 'documents.toml'} has no document in the folder {only}")
    before = read_manifest(files)
    entries = dict(before) if only else {}
    written = 0
    for version in chosen:
        docx = version.word_file(sample)
        entry = Entry(version.docx, version.pdf, content_hash(docx))
        entry = replace(entry, printed=before.get(entry.docx, entry).printed)
        entries[entry.docx] = entry
        if not _is_as_on_disk(files / entry.docx, entry, before):
            _write(files / entry.docx, docx)
            written += 1
    _write_manifest(files, entries)
    if not only:
        _remove_others(files, entries)
    if with_pdf:
        written += _print(chosen, files, entries)
    return written


def _is_as_on_disk(path: Path, entry: Entry, before: dict[str, Entry]) -> bool:
    known = before.get(entry.docx)
    if known is None or known.content != entry.content:
        return False
    try:
        return content_hash(path.read_bytes()) == entry.content
    except (FileNotFoundError, BadZipFile):
        return False


def _print(chosen: Sequence[Version], files: Path, entries: dict[str, Entry]) -> int:
    waiting = [
        version
        for version in chosen
        if entries[version.docx].printed != entries[version.docx].content
        or not (files / version.pdf).is_file()
    ]
    # A call per meeting: starting LibreOffice is slow, and what a call has done is kept.
    for _, group in groupby(waiting, key=lambda version: version.document.meeting):
        batch = list(group)
        print_pdfs(
            [Sheet(files / item.docx, files / item.pdf, item.document.issued) for item in batch]
        )
        for item in batch:
            entry = entries[item.docx]
            entries[item.docx] = replace(entry, printed=entry.content)
        _write_manifest(files, entries)
    return len(waiting)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.part")
    partial.write_bytes(content)
    partial.replace(path)


def _write_manifest(files: Path, entries: dict[str, Entry]) -> None:
    lines = ["# Written by `python -m tools.sample.build`; do not edit.\n"]
    lines.extend(
        f'\n[[file]]\ndocx = "{entry.docx}"\npdf = "{entry.pdf}"\n'
        f'content = "{entry.content}"\nprinted = "{entry.printed}"\n'
        for _, entry in sorted(entries.items())
    )
    _write(files / _MANIFEST, "".join(lines).encode())


def _remove_others(files: Path, entries: dict[str, Entry]) -> None:
    kept = {path for entry in entries.values() for path in (entry.docx, entry.pdf)}
    for path in sorted(files.glob("CWGWSIS*/S*!*")):
        if path.relative_to(files).as_posix() not in kept:
            path.unlink()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the script; returns its exit code: 0 done, 1 something is wrong (said on stderr)."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.sample.build",
        description="Write the sample's Word and PDF files from its texts.",
    )
    parser.add_argument("--only", metavar="FOLDER", help="one document, by its folder in text/")
    parser.add_argument("--no-pdf", action="store_true", help="Word files only")
    options = parser.parse_args(arguments)
    try:
        written = make(only=options.only, with_pdf=not options.no_pdf)
    except (SampleTextError, PrintingError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stderr.write(f"{written} files written to {FILES}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
