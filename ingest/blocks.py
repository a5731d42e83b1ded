"""Blocks in reading order: the form in which every reader returns a file's text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.documents import Box, Change, PassageKind, ReadingWarning
from ingest.balance import Balance


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, table row or footnote.

    Attributes:
        kind: a table row repeats its header; a footnote follows the block with its mark.
        text: NFC, in logical order; without an automatic number, but with a typed one.
        label: the automatic number as printed, or a footnote's mark.
        level: 1–9 for a heading; list level from 0 for an automatically numbered paragraph.
        page: first page, 1-based; None where the format has no pages.
        boxes: in points, origin top left.
        changes: indexes in ``FileContent.changes`` of its tracked changes.
        deleted_before: indexes of changes that deleted whole paragraphs right before it.
        added: letters and digits that the source lacks there, such as repeated column names.
        turns: for each further page, its number and the letters and digits from there on.
    """

    kind: PassageKind
    text: str
    label: str | None = None
    level: int | None = None
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    style: str | None = None
    changes: tuple[int, ...] = ()
    deleted_before: tuple[int, ...] = ()
    added: int = 0
    turns: tuple[tuple[int, int], ...] = ()
    rest: str | None = None
    is_bold: bool = False
    is_italic: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """The format of a paragraph; False or 0 where the format of the file does not tell.

    It is ``bold`` if most of its letters are, and ``italic`` if nearly all are. ``size`` is that of
    most letters, in points.
    """

    centred: bool = False
    bold: bool = False
    size: float = 0.0
    italic: bool = False


@dataclass(frozen=True, slots=True)
class PrintedParagraph:
    """A paragraph of the first page as it is printed, for reading the cover.

    Attributes:
        text: one line, without raised marks of notes.
        cell: number of its table cell or column; None where nothing is next to it.
        is_close: whether it follows the paragraph before in the same cell without extra space.
        is_item: whether it is numbered, or a note.
    """

    text: str
    look: ParagraphFormat | None = None
    cell: int | None = None
    is_close: bool = False
    is_heading: bool = False
    is_item: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class FileContent:
    """The content of one file, as its reader returns it.

    Attributes:
        running: distinct lines of page headers and footers, for metadata only.
        pages: number of pages; None where the format has none.
        properties: file properties: ``title``, ``author``, ``created`` (ISO 8601), ``language`` …
        changes: tracked changes in reading order; no block has what was deleted as a whole.
        balance: one balance a part; empty where the reader counts no letters.
        cover: first page's paragraphs, cell by cell; empty where places are unknown.
    """

    blocks: tuple[Block, ...]
    running: tuple[str, ...] = ()
    pages: int | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[ReadingWarning, ...] = ()
    changes: tuple[Change, ...] = ()
    balance: tuple[Balance, ...] = ()
    cover: tuple[PrintedParagraph, ...] = ()
