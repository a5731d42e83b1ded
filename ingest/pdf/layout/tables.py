"""How does a ruled table on a page read: as rows with their headers repeated, or as text?

Rows read as those of Word tables do: ``Header: cell | Header: cell``, the header row itself
``Header | Header``. A table that only arranges text (one column, the boxes of a cover, cells of
running text) is read cell by cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ingest.pdf.drawn import Glyph, Rectangle
from ingest.pdf.lines import Line

CELL_SEPARATOR: Final = " | "
LONGEST_HEADER: Final = 120
"""Characters; a longer header is printed in its own row only."""
LONGEST_GUESSED_HEADER: Final = 60
COVER_ROWS: Final = 12
RUNNING_TEXT: Final = 400
"""Characters in one cell above which it holds running text."""


@dataclass(slots=True)
class Cell:
    """One cell.

    Attributes:
        box: left, top, right, bottom, in points.
        column: its first column, from 0 in reading direction.
        span: how many columns it covers.
        lines: its lines, from the top.
        text: its text as one line; set once the document's habits are known.
        paragraphs: how many paragraphs it holds.
    """

    box: Rectangle
    column: int
    span: int
    lines: list[Line] = field(default_factory=list)
    text: str = ""
    paragraphs: int = 0


@dataclass(slots=True)
class Table:
    """One ruled table of one page, its cells in reading order."""

    page: int
    box: Rectangle
    rtl: bool
    edges: tuple[float, ...]
    rows: list[list[Cell]]

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return len(self.edges)

    def cells(self) -> list[Cell]:
        """All cells, row by row."""
        return [cell for row in self.rows for cell in row]


def table_of(
    rows: Sequence[Sequence[Rectangle | None]],
    glyphs: Sequence[Glyph],
    page: int,
    *,
    rtl: bool,
    make_lines: Callable[[Sequence[Glyph]], list[Line]],
) -> tuple[Table | None, set[int]]:
    """The table whose cells are ``rows``, and the places of the glyphs that stand in it.

    None where the cells do not make a table: one column, or one cell with text.

    Args:
        rows: the cells of each row, None where a cell of another row or column reaches over.
        glyphs: of the page.
        page: its number, from 1.
        rtl: whether its columns follow each other from right to left.
        make_lines: makes lines of a cell's glyphs.
    """
    boxes = [cell for row in rows for cell in row if cell is not None]
    if not boxes:
        return None, set()
    edges = _edges(box[2] if rtl else box[0] for box in boxes)
    if len(edges) < 2:
        return None, set()
    if rtl:
        edges.reverse()
    used: set[int] = set()
    held: dict[Rectangle, list[Glyph]] = {}
    for at, glyph in enumerate(glyphs):
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.baseline - 0.3 * glyph.size
        for box in boxes:
            if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                held.setdefault(box, []).append(glyph)
                used.add(at)
                break
    found: list[list[Cell]] = []
    for row in rows:
        cells = [
            Cell(box, *_columns(box, edges, rtl=rtl), lines=make_lines(held[box]))
            for box in row
            if box is not None and box in held
        ]
        cells = [cell for cell in cells if cell.lines]
        if cells:
            found.append(sorted(cells, key=lambda cell: cell.column))
    if sum(len(cells) for cells in found) < 2 or all(len(cells) == 1 for cells in found):
        return None, set()
    whole = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    return Table(page, whole, rtl, tuple(edges), found), used


def _edges(values: Iterable[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 3:
            edges.append(value)
    return edges


def _columns(box: Rectangle, edges: Sequence[float], *, rtl: bool) -> tuple[int, int]:
    if rtl:
        inside = [at for at, edge in enumerate(edges) if box[0] + 3 < edge <= box[2] + 3]
    else:
        inside = [at for at, edge in enumerate(edges) if box[0] - 3 <= edge < box[2] - 3]
    return (inside[0], len(inside)) if inside else (0, 1)


def is_layout(table: Table) -> bool:
    """Whether the table only arranges text: then it is read cell by cell.

    It is, if more than half of its words stand in cells of running text; or if it stands on the
    first page, has at most three columns, few rows and none that names the columns, as a cover has.
    """
    cells = table.cells()
    total = sum(len(cell.text) for cell in cells)
    running = sum(
        len(cell.text) for cell in cells if cell.paragraphs > 5 or len(cell.text) > RUNNING_TEXT
    )
    if running * 2 > total:
        return not looks_like_header(table)
    if table.page > 1 or table.columns > 3 or looks_like_header(table):
        return False
    return len(table.rows) <= COVER_ROWS


def looks_like_header(table: Table) -> bool:
    """Whether the first row names the columns: filled, different, short, without digits or end.

    In two columns a first row is as often a pair like those below it: there it must be bold, and
    the second row not.
    """
    return _is_header(table, _after_caption(table))


def _after_caption(table: Table) -> int:
    """The place of the first row that is more than one cell over all columns."""
    return next((at for at, row in enumerate(table.rows) if len(row) > 1), 0)


def _is_header(table: Table, at: int) -> bool:
    if len(table.rows) < at + 2:
        return False
    first = table.rows[at]
    texts = [cell.text for cell in first]
    if sum(cell.span for cell in first) < table.columns - 1 or len(set(texts)) != len(texts):
        return False
    if len(first) < 2:
        return False
    bold = [_is_bold(row) for row in table.rows[at : at + 2]]
    if bold[0] and not bold[1]:
        # Bold over lighter text, it may be longer, and years may stand over columns.
        return all(len(text) <= LONGEST_HEADER for text in texts) and not all(
            _is_number(text) for text in texts
        )
    return table.columns >= 3 and all(
        len(text) <= LONGEST_GUESSED_HEADER
        and not text.rstrip().endswith((".", "。", ";", "；"))
        and not _is_number(text)
        for text in texts
    )


def _is_number(text: str) -> bool:
    return any(char.isdigit() for char in text) and not any(char.isalpha() for char in text)


def _is_bold(row: Sequence[Cell]) -> bool:
    return all(line.bold for cell in row for line in cell.lines)


def rows_as_text(table: Table, header: Sequence[Cell] = ()) -> list[tuple[str, list[Cell]]]:
    """Each row's text with its cells, merged cells once.

    Args:
        table: whose cells have their texts.
        header: the header of the part of the table on the page before.
    """
    by_column: dict[int, str] = {}
    rows = table.rows
    result: list[tuple[str, list[Cell]]] = []
    if header and [cell.text for cell in header] == [cell.text for cell in rows[0]]:
        rows = rows[1:]
    elif not header and looks_like_header(table):
        first = _after_caption(table)
        result.extend((row[0].text, row) for row in rows[:first])
        header, rows = rows[first], rows[first + 1 :]
        result.append((CELL_SEPARATOR.join(cell.text for cell in header), list(header)))
        # Cells that span several columns are parted by a second row of names below them.
        if len(rows) > 1 and any(cell.span > 1 for cell in header) and _names_parts(rows[0]):
            header = [*header, *rows[0]]
            result.append((CELL_SEPARATOR.join(cell.text for cell in rows[0]), list(rows[0])))
            rows = rows[1:]
    for cell in header:
        text = cell.text.rstrip(" :：")
        if text and len(text) <= LONGEST_HEADER:
            for column in range(cell.column, cell.column + cell.span):
                before = by_column.get(column)
                by_column[column] = f"{before} {text}" if before else text
    for row in rows:
        parts = []
        for cell in row:
            name = by_column.get(cell.column, "") if cell.span == 1 or len(row) > 1 else ""
            parts.append(f"{name}: {cell.text}" if name and name != cell.text else cell.text)
        result.append((CELL_SEPARATOR.join(parts), row))
    return result


def _names_parts(row: Sequence[Cell]) -> bool:
    return row[0].column > 0 and all(len(cell.text) <= LONGEST_GUESSED_HEADER for cell in row)


def header_of(table: Table) -> list[Cell]:
    """The row that names the columns, for the part of the table on the next page; or none."""
    return table.rows[_after_caption(table)] if looks_like_header(table) else []
