"""Blocks in reading order, which a format's reader hands on before they become passages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.documents import Box, Change, PassageKind, ReadingWarning
from ingest.balance import Balance


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, table row or footnote as a reader found it.

    Attributes:
        kind: paragraph, heading, table (one row, its header repeated) or footnote (it comes
            right after the block that carries its mark).
        text: logical order, NFC, without an automatic number. A number that was typed stays in
            the text, before a tab where the file has one; ``ingest.passages`` parts it.
        label: the automatic number as it is printed, or a footnote's mark; None otherwise.
        level: 1–9 for a heading whose level the format tells; the list level, from 0, for an
            automatically numbered paragraph; None otherwise.
        page: where it begins, from 1; None where the format has no pages.
        boxes: its place, in points, origin top left.
        style: name of the paragraph's style where there is one.
        changes: places in ``FileContent.changes`` of the tracked changes that it holds.
        deleted_before: places of those that deleted whole paragraphs right before it.
        added: letters and digits of its text that the source does not have there: names of columns
            and automatic numbers in a table's row (``ingest.balance``).
        turns: the further pages that it is on: each with how many of its letters and digits
            are on that page and after it.
        rest: of a footnote, the text behind its mark in the block that calls it, a space before
            it included; None where the format does not tell.
        is_bold: whether most letters of a paragraph are; False where the format does not tell.
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


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """The format of a paragraph.

    Attributes:
        centred: whether it is in the middle of the page.
        bold: whether most of its letters are.
        size: of most of its letters, in points; 0 where the format does not tell.
    """

    centred: bool = False
    bold: bool = False
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class PrintedParagraph:
    """A paragraph of the first page as its page shows it: a cover is read in two dimensions.

    Attributes:
        text: one line, without the raised signs that may call a note.
        look: how it is set; None where the format does not tell.
        cell: which column of a table, or of text side by side, it is in; None where nothing
            is next to it.
        is_close: whether it follows on the one before without a space, in the same cell.
        is_heading: whether the format calls it one.
        is_item: whether it is numbered, or a note.
        style: name of the paragraph's style where there is one.
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
    """The content of one file, as a reader found it.

    Attributes:
        blocks: in reading order.
        running: lines of page headers and footers, each once: for metadata only.
        pages: how many the file has; None where the format has no pages.
        properties: what the file says of itself: ``title``, ``author``, ``created`` (ISO 8601),
            ``language`` …
        warnings: what was met on the way.
        changes: tracked changes, in reading order; ``Block.changes`` says where they are, and
            what no block holds was deleted as a whole.
        balance: of the letters in the source and those handed on, part by part; empty where the
            reader strikes none.
        cover: the paragraphs of the first page, cell by cell; empty where the reader does not tell
            their places, and the blocks are all that is known.
    """

    blocks: tuple[Block, ...]
    running: tuple[str, ...] = ()
    pages: int | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[ReadingWarning, ...] = ()
    changes: tuple[Change, ...] = ()
    balance: tuple[Balance, ...] = ()
    cover: tuple[PrintedParagraph, ...] = ()
