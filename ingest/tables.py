"""Dataclasses of a file's paragraphs and tables, and conversion of them to blocks.

A row reads ``Header: cell | Header: cell``, the header row itself ``Header | Header``. A table that
only arranges a page becomes paragraphs, cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from corpus.documents import Box
from ingest.balance import count_letters
from ingest.blocks import Block, ParagraphFormat

CELL_SEPARATOR: Final = " | "

LONGEST_HEADER: Final = 120
"""Characters of a column name; a longer one is not repeated in each row."""
LONGEST_GUESSED_HEADER: Final = 60
_MANY_PARAGRAPHS: Final = 5
_RUNNING_TEXT: Final = 200
"""Characters in one cell that make it running text."""
_COVER_ROWS: Final = 12


@dataclass(frozen=True, slots=True)
class DocumentNote:
    """A footnote or endnote with its mark; ``rest`` is the caller's text after the mark."""

    label: str
    text: str
    changes: tuple[int, ...] = ()
    rest: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as printed; ``shapes`` has the content of its text boxes."""

    text: str
    label: str | None = None
    heading: int | None = None
    list_level: int | None = None
    style: str | None = None
    notes: tuple[DocumentNote, ...] = ()
    shapes: tuple[Item, ...] = ()
    changes: tuple[int, ...] = ()
    deleted_before: tuple[int, ...] = ()
    look: ParagraphFormat | None = None
    bare: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell that begins at ``column`` (0-based) and covers ``span`` columns."""

    column: int
    span: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row, without cells that continue from above; ``box`` is None without pages."""

    cells: tuple[Cell, ...]
    is_header: bool = False
    is_bold: bool = False
    changes: tuple[int, ...] = ()
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``has_lines`` tells whether lines separate its columns."""

    rows: tuple[Row, ...]
    columns: int
    has_lines: bool


Item = Paragraph | Table


def build_blocks(items: Iterable[Item], *, opens_document: bool = False) -> Iterator[Block]:
    """Yield the blocks of items in reading order, each note and text box after its carrier."""
    for item in items:
        if isinstance(item, Paragraph):
            opens_document = opens_document and not item.text
            yield from _make_paragraph_blocks(item)
        elif is_layout(item, opens_document=opens_document):
            for row in item.rows:
                for cell in row.cells:
                    yield from build_blocks(cell.items)
        else:
            opens_document = False
            yield from _make_row_blocks(item)


def _make_paragraph_blocks(item: Paragraph) -> Iterator[Block]:
    if item.text:
        is_heading = item.heading is not None
        yield Block(
            "heading" if is_heading else "paragraph",
            item.text,
            label=item.label,
            level=item.heading if is_heading else item.list_level if item.label else None,
            style=item.style,
            changes=item.changes,
            deleted_before=item.deleted_before,
            is_bold=item.look is not None and item.look.bold,
            is_italic=item.look is not None and item.look.italic,
        )
    yield from _make_notes(item.notes)
    yield from build_blocks(item.shapes)


def _make_notes(notes: Iterable[DocumentNote]) -> Iterator[Block]:
    for note in notes:
        yield Block(
            "footnote",
            note.text,
            label=note.label or None,
            changes=note.changes,
            rest=note.rest,
        )


def _make_row_blocks(table: Table) -> Iterator[Block]:
    for text, row, added in format_rows(table):
        called, inner = _collect_notes_and_inner(row, text)
        if text:
            yield Block("table", text, changes=_list_changes(row), added=added)
        yield from _make_notes(called)
        yield from build_blocks(inner)


def _list_changes(row: Row) -> tuple[int, ...]:
    inside = (
        index
        for cell in row.cells
        for item in cell.items
        if isinstance(item, Paragraph)
        for index in (*item.deleted_before, *item.changes)
    )
    return (*row.changes, *inside)


def _collect_notes_and_inner(row: Row, text: str) -> tuple[list[DocumentNote], list[Item]]:
    """Return the notes that a row calls, and the text boxes and tables inside it."""
    notes: list[DocumentNote] = []
    inner: list[Item] = []
    for index, cell in enumerate(row.cells):
        for place, item in enumerate(cell.items):
            if isinstance(item, Paragraph):
                behind = Cell(cell.column, cell.span, cell.items[place + 1 :])
                following = sum(
                    bool(cell_text(other_cell)) for other_cell in row.cells[index + 1 :]
                )
                others = text.rsplit(CELL_SEPARATOR, following)[1:] if following else []
                ends = CELL_SEPARATOR.join(["", *others])
                below = cell_text(behind)
                notes += (
                    replace(note, rest=f"{note.rest}{below and f' {below}'}{ends}")
                    if note.rest is not None
                    else note
                    for note in item.notes
                )
                inner += item.shapes
            else:
                inner.append(item)
    return notes, inner


def is_layout(table: Table, *, opens_document: bool = False) -> bool:
    """Whether a table only arranges text, so that its cells are read one after the other.

    True for one column, and if over half of its words are in cells of running text. Two more cases
    count only without header row and column lines. One is a cover, which opens the document with at
    most three columns and twelve rows. The other has two columns and a cell over 200 characters.
    """
    cells = [cell for row in table.rows for cell in row.cells if cell.items]
    if table.columns <= 1 or len(cells) <= 1 or all(len(row.cells) <= 1 for row in table.rows):
        return True
    lengths = [len(cell_text(cell)) for cell in cells]
    has_header = any(row.is_header for row in table.rows) or _looks_like_header(table)
    running = sum(
        length
        for cell, length in zip(cells, lengths, strict=True)
        if _is_running_text(cell) and not (has_header and _is_list(cell))
    )
    if running * 2 > sum(lengths):
        return True
    if table.has_lines or has_header:
        return False
    is_cover = opens_document and table.columns <= 3 and len(table.rows) <= _COVER_ROWS
    return is_cover or (table.columns <= 2 and max(lengths) > _RUNNING_TEXT)


def _is_running_text(cell: Cell) -> bool:
    paragraphs = [item for item in _list_paragraphs(cell) if item.text]
    numbered = sum(1 for item in paragraphs if item.label is not None)
    has_heading = any(item.heading is not None for item in paragraphs[:-1])
    return numbered >= 2 or has_heading or len(paragraphs) > _MANY_PARAGRAPHS


def _is_list(cell: Cell) -> bool:
    """Whether the cell holds a numbered list of short items, and at most a lead-in."""
    paragraphs = [item for item in _list_paragraphs(cell) if item.text]
    return sum(item.label is not None for item in paragraphs) >= 2 and all(
        item.heading is None
        and len(item.text) <= _RUNNING_TEXT
        and (item.label is not None or index == 0)
        for index, item in enumerate(paragraphs)
    )


def format_rows(table: Table) -> Iterator[tuple[str, Row, int]]:
    """Yield each row's text, the row, and the count of added letters (column names, numbers).

    The text is empty where only tables and boxes inside the row have words.
    """
    headers = list(takewhile(lambda row: row.is_header, table.rows))
    if len(headers) == len(table.rows):
        headers = []
    if not headers and _looks_like_header(table):
        headers = [table.rows[0]]
    by_column = find_headers_by_column(headers)
    for index, row in enumerate(table.rows):
        parts = []
        added = 0
        for cell in row.cells:
            text = cell_text(cell)
            header = "" if index < len(headers) else _find_header(cell, by_column)
            if not text:
                continue
            added += sum(count_letters(item.label or "") for item in _list_paragraphs(cell))
            if header and header != text:
                text = f"{header}: {text}"
                added += count_letters(header)
            parts.append(text)
        yield CELL_SEPARATOR.join(parts), row, added


def cell_text(cell: Cell) -> str:
    """Return the cell's own paragraphs as one line, without inner tables and text boxes."""
    return " ".join(
        part
        for item in _list_paragraphs(cell)
        for part in (item.label, " ".join(item.text.split("\n")).replace("\t", " "))
        if part
    )


def _list_paragraphs(cell: Cell) -> Iterator[Paragraph]:
    return (item for item in cell.items if isinstance(item, Paragraph))


def find_headers_by_column(headers: Iterable[Row]) -> Mapping[int, list[str]]:
    """Return the header names of each column, from the top; leave long names out."""
    by_column: dict[int, list[str]] = {}
    for row in headers:
        for cell in row.cells:
            text = cell_text(cell).rstrip(" :：")
            if not text or len(text) > LONGEST_HEADER:
                continue
            for column in range(cell.column, cell.column + cell.span):
                texts = by_column.setdefault(column, [])
                if text not in texts:
                    texts.append(text)
    return by_column


def _find_header(cell: Cell, by_column: Mapping[int, list[str]]) -> str:
    texts: dict[str, None] = {}
    for column in range(cell.column, cell.column + cell.span):
        texts.update(dict.fromkeys(by_column.get(column, ())))
    header = " ".join(texts)
    return header if len(header) <= LONGEST_HEADER else ""


def _looks_like_header(table: Table) -> bool:
    """Whether the first row names the columns: filled, different, short cells without digits."""
    if len(table.rows) < 2:
        return False
    first, second = table.rows[:2]
    texts = [cell_text(cell) for cell in first.cells]
    if len(texts) >= 3 and not texts[0]:
        # The column of running numbers, or of what the rows are about, often has no name.
        texts[0] = "№"
    if len(texts) != table.columns or len(set(texts)) != len(texts):
        return False
    if not all(
        text
        and len(text) <= LONGEST_GUESSED_HEADER
        and not text.endswith((".", "。", "؛", ";", ":", "："))
        and not _has_digit(text)
        for text in texts
    ):
        return False
    return (
        table.columns >= 3
        or (first.is_bold and not second.is_bold)
        or _has_figures_below(table)
        or (table.has_lines and _has_list_below(table))
    )


def _has_figures_below(table: Table) -> bool:
    below: dict[int, list[str]] = {}
    for row in table.rows[1:]:
        for cell in row.cells:
            if text := cell_text(cell):
                below.setdefault(cell.column, []).append(text)
    return any(len(texts) >= 2 and all(map(_has_digit, texts)) for texts in below.values())


def _has_list_below(table: Table) -> bool:
    return any(_is_list(cell) for row in table.rows[1:] for cell in row.cells if cell.column == 0)


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)
