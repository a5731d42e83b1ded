"""Catalogue of documents, languages and files; places of passages in PDFs; unreadable files."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Final

from corpus.documents import Box
from corpus.extract import symbols
from corpus.languages import BY_CODE
from corpus.text import fold
from index.store import FileRecord, Row, Store
from ingest.balance import UNBALANCED
from ingest.files import archives

_NUMBERS: Final = re.compile(r"(\d+)")
_RUN: Final = 6
_SAME_PASSAGE: Final = 0.6
"""Least share of letter runs in common by which a Word passage is found in a PDF."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A document as a list shows it.

    Attributes:
        key: its symbol, or a substitute.
        title: in the preferred language, else in English, else in any; the source likewise.
        date: ISO 8601.
        meeting: as its symbol has it.
        series: C or INF, or None.
        passages: numbers in shown versions, by language (None where that is unknown).
        name: of one of its files.
        superseded_by: symbol of its newest revision; None where this is the newest.
        revises: symbol of its direct predecessor, where the index has that.
    """

    id: int
    key: str
    symbol: str | None
    title: str | None
    title_language: str | None
    source: str | None
    date: str | None
    meeting: str | None
    series: str | None
    original_language: str | None
    passages: Mapping[str | None, int]
    name: str
    superseded_by: str | None = None
    revises: str | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of the document among the six, in the order of the United Nations."""
        return tuple(code for code in BY_CODE if code in self.passages)

    @property
    def missing(self) -> tuple[str, ...]:
        """Languages among the six that the document lacks."""
        return tuple(code for code in BY_CODE if code not in self.passages)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that a version of a document was read from.

    ``path`` is in an archive as ``ingest.files.archives`` writes it. ``pages`` is their number,
    None where the format has none. ``same_as`` is the id of the version shown instead, or None.
    """

    version_id: int
    path: Path
    language: str | None
    format: str
    pages: int | None
    bytes: int
    sha256: str
    same_as: int | None

    @property
    def name(self) -> str:
        r"""File name without folders; bytes that are not UTF-8 become ``\xNN``."""
        return os.fsencode(self.path.name).decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class PagePlace:
    """The place of a passage on the pages of a file.

    ``page`` counts from 1. ``boxes`` may be on any page; none where the place is unknown.
    """

    source: SourceFile
    page: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that gives no passages: name, path for people, error code, and remedy."""

    name: str
    shown: str
    code: str
    message: str


def entries(store: Store, languages: Sequence[str] = ()) -> tuple[CatalogueEntry, ...]:
    """List the documents, the newest meeting first; titles are in the first language with one."""
    documents = store.documents.all()
    versions: dict[int, list[Row]] = {row["id"]: [] for row in documents}
    for row in store.versions.read_shown():
        versions[row["document_id"]].append(row)
    newest = store.documents.superseding()
    before = store.documents.revising()
    all_entries = [
        replace(
            _make_entry(row, versions[row["id"]], languages),
            superseded_by=newest.get(row["id"], (0, None))[1],
            revises=before.get(row["id"]),
        )
        for row in documents
        if versions[row["id"]]
    ]
    numbers = {row["id"]: _sort_key(row["number"] or row["symbol"] or "") for row in documents}
    all_entries.sort(
        key=lambda entry: (entry.series or "~", numbers[entry.id], _sort_key(entry.key))
    )
    # Groups with a number of the group's own before others, the newest first.
    return tuple(sorted(all_entries, key=lambda entry: _newest_first(entry.meeting)))


def find(store: Store, symbol: str) -> int | None:
    """Return the id of a document by its symbol in any form; None where there is none."""
    parsed = symbols.parse_asked(symbol)
    wanted = parsed.symbol.canonical if parsed else symbol
    return store.documents.id_of(wanted, symbol)


def files(store: Store, document_id: int) -> tuple[SourceFile, ...]:
    """List the files of a document, by language, shown ones first, equal ones of a name once."""
    sources = [
        _find_living(store, _make_source(row)) for row in store.files.of_document(document_id)
    ]
    once: dict[tuple[str, str], SourceFile] = {}
    for file in sources:
        once.setdefault((file.sha256, file.name), file)
    return tuple(once.values())


def file_of_content(store: Store, sha256: str) -> SourceFile | None:
    """Return a file with this SHA-256 that gave a version; None where there is none."""
    source = next((_make_source(row) for row in store.files.of_content(sha256)), None)
    return source and _find_living(store, source)


def version_passages(store: Store, document_id: int, language: str | None) -> list[int]:
    """Return passage ids of the shown version in a language, in reading order."""
    version = store.versions.find_shown(document_id, language)
    return [] if version is None else store.passages.ids_in(version)


def place_on_page(store: Store, passage_id: int) -> PagePlace | None:
    """Find a passage on the pages of its PDF: its own file, or the PDF of the same text.

    None means that there is no PDF, or no known page. A page without boxes means that the passage
    was not found on it.
    """
    passage = store.passages.row(passage_id)
    if passage is None:
        return None
    of_document = [_make_source(row) for row in store.files.of_document(passage["document_id"])]
    if passage["format"] == "pdf":
        own = next(file for file in of_document if file.version_id == passage["version_id"])
        boxes = _parse_boxes(passage["boxes"])
        page = boxes[0].page if boxes else passage["page"]
        return PagePlace(_find_living(store, own), page, boxes) if page else None
    other = next(
        (f for f in of_document if f.same_as == passage["version_id"] and f.format == "pdf"), None
    )
    if other is None:
        return None
    place = _find_in_other(store, other, passage)
    return place and replace(place, source=_find_living(store, place.source))


def unreadable(store: Store) -> tuple[Unreadable, ...]:
    """List the files that give no passages, by name."""
    return tuple(
        _make_unreadable(file, file.code, file.message or "")
        for file in store.files.all()
        if file.code
    )


def list_unbalanced(store: Store) -> tuple[Unreadable, ...]:
    """List the files with missing or doubled letters, by name."""
    return tuple(
        _make_unreadable(file, warning.code, warning.message)
        for file in store.files.all()
        for warning in file.warnings
        if warning.code in UNBALANCED
    )


def list_lacking(documents: Iterable[CatalogueEntry]) -> dict[str, tuple[CatalogueEntry, ...]]:
    """List for each of the six languages the documents that lack it."""
    listed = tuple(documents)
    return {code: tuple(entry for entry in listed if code in entry.missing) for code in BY_CODE}


# --- the inside ----------------------------------------------------------------------------------


def _make_entry(document: Row, versions: Sequence[Row], languages: Sequence[str]) -> CatalogueEntry:
    order = [*languages, "en"]
    preferred = sorted(
        versions,
        key=lambda row: order.index(row["language"]) if row["language"] in order else len(order),
    )
    titled = next((row for row in preferred if row["title"]), preferred[0])
    passages: dict[str | None, int] = {}
    for row in versions:
        passages.setdefault(row["language"], row["passages"])
    return CatalogueEntry(
        id=document["id"],
        key=document["key"],
        symbol=document["symbol"],
        title=titled["title"],
        title_language=titled["language"],
        source=next((row["source"] for row in preferred if row["source"]), None),
        date=document["date"],
        meeting=document["meeting"],
        series=document["series"],
        original_language=document["original_language"],
        passages=passages,
        name=PurePath(preferred[0]["shown"]).name,
    )


def _make_unreadable(file: FileRecord, code: str, message: str) -> Unreadable:
    return Unreadable(PurePath(file.display_name).name, file.display_name, code, message)


def _sort_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key that puts 4 before 12."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in _NUMBERS.split(text)
        if part
    )


def _newest_first(meeting: str | None) -> tuple[int, int, str]:
    if meeting is None:
        return (2, 0, "")
    return (0, -int(meeting), "") if meeting.isdecimal() else (1, 0, meeting)


def _make_source(row: Row) -> SourceFile:
    return SourceFile(
        version_id=row["version_id"],
        path=Path(os.fsdecode(row["path"])),
        language=row["language"],
        format=row["format"],
        pages=row["pages"],
        bytes=row["bytes"],
        sha256=row["sha256"],
        same_as=row["same_as"],
    )


def _find_living(store: Store, source: SourceFile) -> SourceFile:
    """Return a source at a path where its content still exists, if there is one."""
    if archives.exists(source.path):
        return source
    same = (_make_source(row) for row in store.files.of_content(source.sha256))
    path = next((file.path for file in same if archives.exists(file.path)), source.path)
    return replace(source, path=path)


def _parse_boxes(stored: str) -> tuple[Box, ...]:
    return tuple(Box(int(page), *sides) for page, *sides in json.loads(stored))


def _find_in_other(store: Store, other: SourceFile, passage: Row) -> PagePlace | None:
    """Find a passage's page in another file by its words, else by its borrowed page, or None."""
    wanted = _cut_runs(passage["text"])
    page = passage["borrowed_page"]
    best: tuple[float, int, str] | None = None
    for row in store.passages.rows_in(other.version_id):
        runs = _cut_runs(row["text"])
        share = len(wanted & runs) / max(len(wanted), len(runs), 1)  # of the larger set
        # Of several alike, as the heads of tables are, the one on the passage's page.
        rank = share + (0.01 if row["page"] == page else 0.0)
        if share >= _SAME_PASSAGE and row["page"] and (best is None or rank > best[0]):
            best = (rank, row["page"], row["boxes"])
    if best:
        boxes = _parse_boxes(best[2])
        return PagePlace(other, boxes[0].page if boxes else best[1], boxes)
    return PagePlace(other, page, ()) if page else None


def _cut_runs(text: str) -> frozenset[str]:
    letters = "".join(fold(text).split())
    return frozenset(
        letters[start : start + _RUN] for start in range(max(1, len(letters) - _RUN + 1))
    )
