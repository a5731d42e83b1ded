"""Dataclasses of a document's content, from file to hit: Document, Metadata, Passage, Mention."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path, PurePath
from typing import Final, Literal

PassageKind = Literal["paragraph", "heading", "table", "footnote"]

ChangeKind = Literal["inserted", "deleted", "add", "modify", "suppress", "no-change"]
"""Kinds of change: tracked ones, and the marks of proposals ADD, MOD, SUP, NOC."""

Provenance = Literal["file-name", "cover", "page-header", "core-properties", "text"]
"""The place where a fact about a document was read."""

HEADING_SEPARATOR: Final = " › "
"""Separator of headings when a heading path is shown as one line."""


def path_text(path: PurePath | str) -> str:
    r"""Return a path as text for people and JSON; bytes that are not UTF-8 become ``\xNN``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: in points, origin at the top left corner, pages from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """A problem that the reader should know, though the file could be read."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change that a file proposes: tracked in Word, or marked ADD, MOD, SUP or NOC.

    Attributes:
        kind: ``inserted`` and ``deleted`` are tracked, the others are marks of proposals.
        text: the inserted or deleted words, or the heading or paragraph that a mark applies to.
        author: name in Word; it and ``date`` (ISO 8601) are those of a tracked change.
        passage: 0-based place of the passage; None where the whole paragraph was deleted.
        proposal: number behind the mark (``ARB/39A7/1``), or None.
    """

    kind: ChangeKind
    text: str
    author: str | None = None
    date: str | None = None
    label: str | None = None
    passage: int | None = None
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A reference in a passage; ``start`` and ``end`` are offsets in the passage's text.

    Attributes:
        canonical: one form for all languages (``PP Res. 140 (Rev. Bucharest, 2022)``).
        kind: document, resolution, decision, recommendation, action-line or sdg.
        body: PP, Council, UNGA …; ``number`` is ``140`` or ``70/125``, ``edition`` ``2022``.
    """

    canonical: str
    kind: str
    body: str | None
    number: str | None
    edition: str | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of search and citation: a numbered paragraph, heading, table row or footnote.

    Attributes:
        label: number as it is printed (``2.10.1``, ``a)``, ``一、``), which ``text`` lacks.
        label_path: labels that lead here, so that ``a)`` under 2.1 is cited as 2.1 a).
        heading: headings above it, from the outside in, each with its number.
        page: its first page, from 1; None where the format has no pages.
        language: ISO 639-1 code; None where it is not clear.
        start: offset in the version's text (passages joined by a newline).
        piece: 0 for a whole paragraph; 1, 2, … for pieces of a long one with a common label.
        called_at: offset of a footnote's mark in the whole paragraph or row before it, if known.
    """

    kind: PassageKind
    text: str
    label: str | None = None
    label_path: tuple[str, ...] = ()
    heading: tuple[str, ...] = ()
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    language: str | None = None
    start: int = 0
    piece: int = 0
    mentions: tuple[Mention, ...] = ()
    called_at: int | None = None

    @property
    def heading_line(self) -> str | None:
        """The heading path as one line, or None where there is none."""
        return HEADING_SEPARATOR.join(self.heading) or None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table in its document; None or empty where something is not sure.

    ``number`` is from 1 below the column names. ``cells`` are pairs of column name and text.
    ``caption`` is the numbered line above the table, ``table`` the number in it.
    """

    table: str | None
    number: int | None
    cells: tuple[tuple[str, str], ...]
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class LeadIn:
    """The sentence that leads into a list; without it no item of the list is a quotation.

    ``is_first``: it is the first sentence of its paragraph. ``is_next``: the item follows at once.
    """

    label: str | None
    text: str
    is_next: bool
    is_first: bool = True


@dataclass(frozen=True, slots=True)
class Metadata:
    """The facts about a document from its file name, cover, page header and properties.

    ``date`` is ISO 8601; None is unknown. ``countries`` are those of ``source``, ISO 3166-1
    alpha-3. ``meeting_days`` has first and last day (``2023-10-16/2023-10-17``).
    """

    symbol: str | None = None
    title: str | None = None
    source: str | None = None
    countries: tuple[str, ...] = ()
    date: str | None = None
    meeting: str | None = None
    series: str | None = None
    number: str | None = None
    revision: str | None = None
    addendum: str | None = None
    original_language: str | None = None
    meeting_place: str | None = None
    meeting_days: str | None = None
    agenda_item: str | None = None

    def as_dict(self) -> dict[str, str | list[str] | None]:
        """Return the fields by name, in the order of the contract; no countries become None."""
        known = {item.name: getattr(self, item.name) for item in fields(self)}
        return {**known, "countries": list(self.countries) or None}


@dataclass(frozen=True, slots=True)
class Document:
    """The content of one file: one version (one language) of a document.

    Attributes:
        format: ``docx``, ``pdf``, ``txt`` …
        language: ISO 639-1 code of the version; None where it is not clear.
        pages: number of pages; None where the format has none.
        changes: tracked changes, for formats that have them, and marks of proposals.
        provenance: source of each fact of the metadata, and of the language.
    """

    file: Path
    format: str
    language: str | None
    pages: int | None
    metadata: Metadata
    passages: tuple[Passage, ...]
    warnings: tuple[ReadingWarning, ...] = ()
    changes: tuple[Change, ...] = field(default=())
    provenance: Mapping[str, Provenance] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document as a list of ITU names it, whether or not a file of it is there.

    Attributes:
        name: of its files, without format and language (``S24-CWGWSIS41-C-0003``).
        symbol: as it is cited; the name where the grammar reads no symbol from it.
        titles: by language, ISO 639-1; the lists have English, French and Spanish.
        date: on which it was received, ISO 8601.
        access: code of who may have the files; ``path`` is their folder on ITU's site.
    """

    name: str
    symbol: str
    titles: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    date: str | None = None
    meeting: str | None = None
    access: str | None = None
    path: str | None = None

    def title(self, language: str | None = None) -> tuple[str | None, str | None]:
        """Return the title in a language, else in English, else in any, and its language."""
        for code in (language, "en", *self.titles):
            if code and self.titles.get(code):
                return self.titles[code], code
        return None, None
