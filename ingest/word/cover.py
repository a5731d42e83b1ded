"""First paragraphs of a Word file as printed, for the cover: tables column by column."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Final

from ingest.blocks import PrintedParagraph
from ingest.tables import Item, Paragraph, Table

_MOST: Final = 80
"""Most paragraphs of a cover: a Council cover has 15 to 25, one with boxes twice as many."""

_MOST_ROWS: Final = 15
"""Most rows of a cover's table: the Council's has five, and one for each box."""


def describe_paragraphs(items: Iterable[Item]) -> tuple[PrintedParagraph, ...]:
    """Return the first paragraphs, tables column by column, split at soft breaks."""
    return tuple(itertools.islice(_describe_items(items, None, itertools.count()), _MOST))


def _describe_items(
    items: Iterable[Item], cell: int | None, ids: Iterator[int]
) -> Iterator[PrintedParagraph]:
    for item in items:
        if isinstance(item, Paragraph):
            yield from _describe_lines(item, cell)
            if item.shapes:
                yield from _describe_items(item.shapes, next(ids), ids)
        else:
            yield from _describe_table(item, cell, ids)


def _describe_table(
    table: Table, cell: int | None, ids: Iterator[int]
) -> Iterator[PrintedParagraph]:
    """Yield a cover table column by column; a table too long for a cover is only ``…``."""
    if table.columns > 1 and len(table.rows) > _MOST_ROWS:
        yield PrintedParagraph("…", None, cell, is_item=True)
        return
    rows: list[dict[int, list[Item]]] = []
    for row in table.rows:
        cells = {part.column: list(part.items) for part in row.cells if part.items}
        spans = {part.column: part.span for part in row.cells}
        (first, *others) = cells or {0: []}
        if not others and (table.columns == 1 or spans.get(first, 1) == table.columns):
            yield from _describe_columns(rows, ids)
            rows = []
            yield from _describe_items(cells.get(first, []), cell, ids)
        else:
            rows.append(cells)
    yield from _describe_columns(rows, ids)


def _describe_columns(
    rows: list[dict[int, list[Item]]], ids: Iterator[int]
) -> Iterator[PrintedParagraph]:
    for column in sorted({column for row in rows for column in row}):
        cell = next(ids)
        for row in rows:
            yield from _describe_items(row.get(column, ()), cell, ids)


def _describe_lines(item: Paragraph, cell: int | None) -> Iterator[PrintedParagraph]:
    text = item.text if item.bare is None else item.bare
    for index, line in enumerate(text.split("\n") if text else ()):
        yield PrintedParagraph(
            line,
            item.look,
            cell,
            is_close=index > 0,
            is_heading=item.heading is not None,
            is_item=bool(item.label),
            style=item.style,
        )
