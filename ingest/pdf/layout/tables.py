"""A ruled table on a page, as rows with repeated headers (as in Word), or as plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.balance import Ledger, count_letters
from ingest.pdf.content import Glyph, Rectangle
from ingest.pdf.layout.paragraphs import enclose, split_paragraphs
from ingest.pdf.lines import Habits, Line, join_paragraph
from ingest.tables import (
    CELL_SEPARATOR,
    LONGEST_GUESSED_HEADER,
    LONGEST_HEADER,
    Cell,
    Paragraph,
    Row,
    Table,
    cell_text,
    find_headers_by_column,
)

CELL_PADDING: Final = 5.4
"""Points between a cell's rule and its text, as in Word."""

COVER_ROWS: Final = 12
RUNNING_TEXT: Final = 400
"""Characters above which a cell has running text."""


_FEWEST_CUT_COLUMNS: Final = 3
"""Columns of a table from which an empty first cell shows a row that a page break cuts."""

_UNREAD: Final = Table((), 0, has_lines=True)


@dataclass(slots=True)
class RuledCell:
    """One cell as drawn; ``box`` is left, top, right, bottom, in points.

    ``column`` is its first column, 0-based in reading direction; ``span`` counts columns.
    """

    box: Rectangle
    column: int
    span: int
    lines: list[Line]

    @property
    def edge(self) -> float:
        """Largest end of its lines, on the scale of ``Line.end``."""
        return (-self.box[0] if self.lines[0].rtl else self.box[2]) - CELL_PADDING


@dataclass(slots=True)
class RuledTable:
    """A ruled table of one page, with cells in reading order; ``read`` sets ``words``."""

    page: int
    box: Rectangle
    rtl: bool
    edges: tuple[float, ...]
    rows: list[list[RuledCell]]
    words: Table = _UNREAD

    def list_cells(self) -> list[RuledCell]:
        """Return all cells, row by row."""
        return [cell for row in self.rows for cell in row]

    def read(self, habits: Habits) -> None:
        """Join the lines of each cell to paragraphs, in ``words``."""
        rows = tuple(
            Row(
                tuple(
                    Cell(cell.column, cell.span, tuple(_read_paragraphs(cell, habits)))
                    for cell in row
                ),
                is_bold=all(line.bold for cell in row for line in cell.lines),
                box=enclose(self.page, [_map_to_page(cell) for cell in row]),
            )
            for row in self.rows
        )
        self.words = Table(rows, len(self.edges), has_lines=True)


def _map_to_page(cell: RuledCell) -> Rectangle:
    frame = cell.lines[0].frame
    return frame.map_to_page(cell.box) if frame else cell.box


def _read_paragraphs(cell: RuledCell, habits: Habits) -> Iterator[Paragraph]:
    for paragraph in split_paragraphs(cell.lines, right=cell.edge, habits=habits):
        yield Paragraph(join_paragraph(paragraph.lines, habits, right=cell.edge))


def build_table(
    rows: Sequence[Sequence[Rectangle | None]],
    glyphs: Sequence[Glyph],
    page: int,
    *,
    rtl: bool,
    make_lines: Callable[[Sequence[Glyph]], list[Line]],
) -> tuple[RuledTable | None, set[int]]:
    """Build a table from its cells, and return the indexes of the glyphs in it.

    The table is None for one column, or one cell with text. ``rows`` has None where another cell
    spans.
    """
    boxes = [cell for row in rows for cell in row if cell is not None]
    if not boxes:
        return None, set()
    edges = _merge_edges(box[2] if rtl else box[0] for box in boxes)
    if len(edges) < 2:
        return None, set()
    if rtl:
        edges.reverse()
    x0, top, x1, bottom = zip(*boxes, strict=True)
    whole = (min(x0), min(top), max(x1), max(bottom))
    inside, used = _sort_into_boxes(boxes, whole, glyphs)
    result: list[list[RuledCell]] = []
    for row in rows:
        cells = [
            RuledCell(box, *_find_columns(box, edges, rtl=rtl), lines=make_lines(inside[box]))
            for box in row
            if box is not None and box in inside
        ]
        cells = [cell for cell in cells if cell.lines]
        if cells:
            result.append(sorted(cells, key=lambda cell: cell.column))
    if sum(len(cells) for cells in result) < 2 or all(len(cells) == 1 for cells in result):
        return None, set()
    return RuledTable(page, whole, rtl, tuple(edges), result), used


def _sort_into_boxes(
    boxes: Sequence[Rectangle], whole: Rectangle, glyphs: Sequence[Glyph]
) -> tuple[dict[Rectangle, list[Glyph]], set[int]]:
    inside: dict[Rectangle, list[Glyph]] = {}
    used: set[int] = set()
    left, top, right, bottom = whole
    rows: dict[float, list[Rectangle]] = {}
    for index, glyph in enumerate(glyphs):
        _, x0, x1, baseline, size, _, _, _ = glyph
        x, y = (x0 + x1) / 2, baseline - 0.3 * size
        if not (left <= x <= right and top <= y <= bottom):
            continue
        if y not in rows:
            rows[y] = [box for box in boxes if box[1] <= y <= box[3]]
        for box in rows[y]:
            if box[0] <= x <= box[2]:
                inside.setdefault(box, []).append(glyph)
                used.add(index)
                break
    return inside, used


def _merge_edges(values: Iterable[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 3:
            edges.append(value)
    return edges


def _find_columns(box: Rectangle, edges: Sequence[float], *, rtl: bool) -> tuple[int, int]:
    if rtl:
        inside = [index for index, edge in enumerate(edges) if box[0] + 3 < edge <= box[2] + 3]
    else:
        inside = [index for index, edge in enumerate(edges) if box[0] - 3 <= edge < box[2] - 3]
    return (inside[0], len(inside)) if inside else (0, 1)


def is_layout(table: Table, page: int) -> bool:
    """Whether a table only arranges text, so that it is read cell by cell.

    True if over half of its words are running text. Also for a cover: on page 1, at most three
    columns, few rows and no header.
    """
    cells = [(cell, len(cell_text(cell))) for row in table.rows for cell in row.cells]
    running = sum(length for cell, length in cells if len(cell.items) > 5 or length > RUNNING_TEXT)
    if running * 2 > sum(length for _, length in cells):
        return find_header(table) is None
    if page > 1 or table.columns > 3 or find_header(table) is not None:
        return False
    return len(table.rows) <= COVER_ROWS


def join_cut_row(above: Table, below: Table) -> tuple[Table, Table] | None:
    """Return both parts of a table with the row joined that the page break cuts; None for no cut.

    Of a cut row the next page has only the cells that go on, never the first one, and at most half.
    """
    if not above.rows or not below.rows or above.columns < _FEWEST_CUT_COLUMNS:
        return None
    row, rest = above.rows[-1], below.rows[0]
    rests = {(cell.column, cell.span): cell for cell in rest.cells}
    places = [(cell.column, cell.span) for cell in row.cells]
    filled = sum(cell.span for cell in rest.cells)
    if (
        0 in {column for column, _ in rests}
        or not rests.keys() <= set(places)
        or 2 * filled > above.columns
    ):
        return None
    cells = [
        replace(cell, items=(*cell.items, *rests[place].items)) if place in rests else cell
        for place, cell in zip(places, row.cells, strict=True)
    ]
    joined = replace(row, cells=tuple(cells))
    return replace(above, rows=(*above.rows[:-1], joined)), replace(below, rows=below.rows[1:])


def find_header(table: Table) -> Row | None:
    """Return the row that names the columns, or None: filled, different, short, without digits.

    Of two columns it must be the only bold row of the first two, as pairs look alike.
    """
    index = _find_first_row(table)
    if len(table.rows) < index + 2:
        return None
    first, second = table.rows[index : index + 2]
    texts = _list_texts(first)
    if sum(cell.span for cell in first.cells) < table.columns - 1:
        return None
    if len(texts) < 2 or len(set(texts)) != len(texts):
        return None
    if first.is_bold and not second.is_bold:
        # Bold over lighter text, it may be longer, and years may be over columns.
        names = all(len(text) <= LONGEST_HEADER for text in texts) and not all(
            _is_number(text) for text in texts
        )
    else:
        names = table.columns >= 3 and all(
            len(text) <= LONGEST_GUESSED_HEADER
            and not text.rstrip().endswith((".", "。", ";", "；"))
            and not _is_number(text)
            for text in texts
        )
    return first if names else None


def _find_first_row(table: Table) -> int:
    return next((index for index, row in enumerate(table.rows) if len(row.cells) > 1), 0)


def _list_texts(row: Row) -> list[str]:
    return [cell_text(cell) for cell in row.cells]


def _is_number(text: str) -> bool:
    return any(char.isdigit() for char in text) and not any(char.isalpha() for char in text)


def format_rows(table: Table, header: Row | None, ledger: Ledger) -> list[tuple[str, Row]]:
    """Return each row's text with the row, merged cells once.

    ``header`` is that of the page before. ``ledger`` notes repeated headers and column names.
    """
    rows = table.rows
    result: list[tuple[str, Row]] = []
    headers = [header] if header else []
    if header and _list_texts(header) == _list_texts(rows[0]):
        ledger.leave_out("repeated-header", "".join(_list_texts(rows[0])))
        rows = rows[1:]
    elif not header and (names := find_header(table)):
        first = _find_first_row(table)
        result.extend((cell_text(row.cells[0]), row) for row in rows[:first])
        headers, rows = [names], rows[first + 1 :]
        # Cells that span several columns are parted by a second row of names below them.
        if len(rows) > 1 and any(cell.span > 1 for cell in names.cells) and _names_parts(rows[0]):
            headers, rows = [names, rows[0]], rows[1:]
        result.extend((CELL_SEPARATOR.join(_list_texts(row)), row) for row in headers)
    by_column = find_headers_by_column(headers)
    for row in rows:
        parts = []
        for cell in row.cells:
            text = cell_text(cell)
            over_all = cell.span > 1 and len(row.cells) == 1
            name = "" if over_all else " ".join(by_column.get(cell.column, ()))
            if name and name != text:
                ledger.add("table", count_letters(name))
                text = f"{name}: {text}"
            parts.append(text)
        result.append((CELL_SEPARATOR.join(parts), row))
    return result


def _names_parts(row: Row) -> bool:
    return row.cells[0].column > 0 and all(
        len(text) <= LONGEST_GUESSED_HEADER for text in _list_texts(row)
    )
