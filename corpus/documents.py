"""Frozen values that are passed along from file to hit, and nothing that computes them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path, PurePath
from typing import Final, Literal

PassageKind = Literal["paragraph", "heading", "table", "footnote"]

ChangeKind = Literal["inserted", "deleted", "add", "modify", "suppress", "no-change"]
"""Tracked changes, and the marks of proposals: ADD, MOD, SUP, NOC."""

Provenance = Literal["file-name", "cover", "page-header", "core-properties", "text"]
"""The place where a fact about a document was read."""

HEADING_SEPARATOR: Final = " › "
"""Separator of the headings of a passage's heading path when it is shown as one line."""


def path_text(path: PurePath | str) -> str:
    r"""Return a path for people and JSON: bytes that are not UTF-8 are shown as ``\xNN``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: points, origin at the top left corner; pages count from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """Something that the reader of the result should know, though the file could be read."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change that a file proposes: tracked in Word, or marked ADD, MOD, SUP or NOC.

    Attributes:
        kind: ``inserted`` and ``deleted`` were tracked; ``add``, ``modify``, ``suppress`` and
            ``no-change`` are the marks of proposals.
        text: what was inserted or deleted; what the mark applies to: the heading or paragraph
            behind it (empty where nothing follows).
        author: of a tracked change, as Word names him.
        date: of a tracked change, ISO 8601.
        label: of the passage, or None.
        passage: place of the passage in the document, from 0: the one that holds the words or,
            for deleted ones, held them; the one that the mark applies to, or else the mark's own.
            None where the whole paragraph was deleted.
        proposal: the proposal's number behind the mark (``ARB/39A7/1``), or None.
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
    """A reference in a passage.

    Attributes:
        canonical: its one form, whatever the language (``PP Res. 140 (Rev. Bucharest, 2022)``).
        kind: document, resolution, decision, recommendation, action-line or sdg.
        body: PP, Council, UNGA … as the command's contract lists them.
        number: ``"140"``, ``"70/125"``.
        edition: ``"2022"``, or None where the text names none.
        start: offset of its first character in the passage's text.
        end: offset behind its last character.
        text: the words there.
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
    """The unit that is found and cited: a numbered paragraph, a heading, a table row, a footnote.

    Attributes:
        kind: one of paragraph, heading, table, footnote.
        text: exactly what is cited; the label is not part of it.
        label: the number as it is printed (``2.10.1``, ``a)``, ``一、``), or None.
        label_path: the labels that lead here, so that ``a)`` under 2.1 is cited as 2.1 a).
        heading: the headings above it, from the outside in, each with its number.
        page: where it begins, counted from 1; None where the format has no pages.
        boxes: its place on its pages.
        language: ISO 639-1 code; None where it is not clear.
        start: offset of its first character in the version's text (passages joined by a newline).
        piece: 0 for a whole paragraph; 1, 2, … for the pieces of a long one, which share its label.
        mentions: the references in its text.
        called_at: of a footnote, the offset of its mark in the whole paragraph or row before it;
            None where it is not known.
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
    """A row of a table as its document has it; what is not sure is None, or empty.

    Attributes:
        table: number of the table, as the line above it says (``2``).
        number: of the row, counted from 1 below the names of the columns.
        cells: the name of its column and the text of each cell that has any.
        caption: the line above the table that numbers it.
    """

    table: str | None
    number: int | None
    cells: tuple[tuple[str, str], ...]
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class LeadIn:
    """The sentence that leads into a list, without which an item of it is no quotation.

    Attributes:
        label: the number of its paragraph as it is printed, or None.
        text: the sentence.
        is_first: whether no other sentence of its paragraph precedes it.
        is_next: whether what it leads into follows it at once, and not behind other items.
    """

    label: str | None
    text: str
    is_next: bool
    is_first: bool = True


@dataclass(frozen=True, slots=True)
class Metadata:
    """The facts about a document from its file name, cover, page header and properties.

    Numbers are strings, as they are written; ``date`` is ISO 8601; whatever is not known is None.
    ``meeting_place`` is where the meeting is held, in the language of the version, and
    ``meeting_days`` its first and last day (``2023-10-16/2023-10-17``); ``countries`` are those
    that ``source`` names, as ISO 3166-1 alpha-3 codes.
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
        """Return the fields by their names, in the order of the contract; None for no country."""
        known = {item.name: getattr(self, item.name) for item in fields(self)}
        return {**known, "countries": list(self.countries) or None}


@dataclass(frozen=True, slots=True)
class Document:
    """The content of one file: one version (one language) of a document.

    Attributes:
        file: where it was read from.
        format: ``docx``, ``pdf``, ``txt`` …
        language: of the version, ISO 639-1; None where it is not clear.
        pages: how many the file has; None where the format has no pages.
        metadata: of the document.
        passages: in reading order.
        warnings: what was met on the way.
        changes: tracked changes, for the formats that have them, and marks of proposals.
        provenance: where each fact of the metadata, and the language, was read.
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
        source: who submitted it, as the list has it.
        date: on which it was received, ISO 8601.
        meeting: as the list names it.
        access: code of who may have the files, as the list has it.
        path: folder of its files on ITU's site, as the list has it.
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
