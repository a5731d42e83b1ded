"""Tables with cells, rebuilt from their rows' texts: the inverse of ``tables.format_rows``."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

from corpus import tables
from corpus.documents import TableRow
from ingest.tables import CELL_SEPARATOR, Cell, Paragraph, Row, Table, cell_text, format_rows

_CAPTION: Final = re.compile(
    rf"(?:{'|'.join(tables.load_shipped('reading')['tables'])})\s?"
    r"(?P<number>[A-Z]?\d{1,3}(?:[.\-–]\d{1,3})*)\s*(?:[.:–—](?:\s|$)|：|$)",
    re.IGNORECASE,
)
"""Beginning of a table's caption; in a sentence about a table no sign follows the number."""


def rebuild_rows(lines: Sequence[str], wanted: Sequence[int], above: str | None) -> list[TableRow]:
    """Return the rows at the indexes ``wanted`` with their cells, from the texts of adjacent rows.

    If ``above`` is a caption and one table follows, rows carry number and caption. A row has its
    own number only if the first row names columns.
    """
    caption = _CAPTION.match((above or "").strip())
    tables = rebuild_tables(lines)
    is_alone = len(tables) == 1
    starts = [*accumulate((len(table.rows) for table in tables), initial=0)]
    rows = []
    for index in wanted:
        place = bisect_right(starts, index) - 1
        row = _make_row(tables[place], index - starts[place], counts=is_alone)
        if caption and is_alone:
            row = replace(row, table=caption["number"], caption=(above or "").strip())
        rows.append(row)
    return rows


def _make_row(table: Table, index: int, *, counts: bool) -> TableRow:
    header, *_ = table.rows
    row = table.rows[index]
    has_names = header.is_header and row is not header
    names = {
        column: cell_text(cell).rstrip(" :：")
        for cell in header.cells
        for column in range(cell.column, cell.column + cell.span)
        if has_names
    }
    cells = tuple(
        (
            " ".join(dict.fromkeys(names.get(cell.column + more, "") for more in range(cell.span))),
            cell_text(cell),
        )
        for cell in row.cells
    )
    counted = index if counts and has_names else None
    own = cells[0][1].rstrip(".") if cells else ""
    return TableRow(
        table=None,
        number=None if own.isdecimal() and counted != int(own) else counted,
        cells=cells if len(cells) > 1 or any(name for name, _ in cells) else (),
    )


def rebuild_tables(lines: Sequence[str]) -> list[Table]:
    """Rebuild the tables whose rows have these texts; several tables may follow each other.

    Cells below a header lack the column names. Without certain cells, the table has one column.
    """
    tables: list[Table] = []
    index = 0
    while index < len(lines):
        table = _read_with_header(lines[index:])
        if table is None:
            rest = range(index + 1, len(lines))
            end = next((to for to in rest if _read_with_header(lines[to : to + 2])), len(lines))
            table = _read_without_header(lines[index:end])
        tables.append(table)
        index += len(table.rows)
    return tables


def _read_with_header(lines: Sequence[str]) -> Table | None:
    """Return the table whose header is the first line; None where the second line does not fit."""
    first_line = lines[0].split(CELL_SEPARATOR)
    for header in (first_line, ["", *first_line]):  # the first column often has no name
        names = [name.rstrip(" :：") for name in header]
        rows = [_build_row(header, is_header=True)]
        for line in lines[1:]:
            row = _read_named_row(line, names, opens=len(rows) == 1)
            if row is None or line == lines[0]:
                break
            rows.append(row)
        table = Table(tuple(rows), len(names), has_lines=True)
        if len(names) > 1 and len(rows) > 1 and _reads_as(table, lines):
            return table
    return None


def _read_without_header(lines: Sequence[str]) -> Table:
    rows = [line.split(CELL_SEPARATOR) for line in lines]
    for made in (rows, [[line] for line in lines]):
        table = Table(tuple(map(_build_row, made)), max(map(len, made)), has_lines=True)
        if _reads_as(table, lines):
            break
    return table


def _build_row(texts: Sequence[str], *, is_header: bool = False) -> Row:
    cells = (Cell(column, 1, (Paragraph(text),)) for column, text in enumerate(texts) if text)
    return Row(tuple(cells), is_header)


def _read_named_row(line: str, names: Sequence[str], *, opens: bool) -> Row | None:
    """Return the row of a line whose cells begin with column names, or None."""
    first, *others = line.split(CELL_SEPARATOR)
    cells: list[tuple[int, int, str]] = []
    if not names[0] and _read_cell(first, names, 0) is None:
        cells.append((0, 1, first))
    else:
        others = [first, *others]
    is_named = False
    for part in others:
        cell = _read_cell(part, names, sum(cells[-1][:2]) if cells else 0)
        if cell is None and not is_named:
            return None
        if cell is None:  # the sign between cells is within one
            column, span, text = cells.pop()
            cell = column, span, f"{text}{CELL_SEPARATOR}{part}"
        cells.append(cell)
        is_named = True
    if not is_named and opens:
        return None
    return Row(tuple(Cell(column, span, (Paragraph(text),)) for column, span, text in cells))


def _read_cell(part: str, names: Sequence[str], free: int) -> tuple[int, int, str] | None:
    """Return column, span and text of the cell, by the longest column name that fits."""
    best: tuple[int, int, int, str] | None = None
    for column in range(free, len(names)):
        for end in range(column + 1, len(names) + 1):
            name = " ".join(dict.fromkeys(filter(None, names[column:end])))
            if not part.startswith(name):
                break
            is_named = name and part[len(name) :].startswith(": ")
            if (is_named or part == name) and (best is None or len(name) > best[0]):
                text = part[len(name) + 2 :] if is_named else part
                best = len(name), column, end - column, text
    return best[1:] if best else None


def _reads_as(table: Table, lines: Sequence[str]) -> bool:
    return [text for text, _, _ in format_rows(table)] == [*lines[: len(table.rows)]]
