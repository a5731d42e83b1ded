"""Which cells do the rules on a page enclose?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ingest.pdf.drawn.frames import Rectangle

MOST_EDGES: Final = 4000
"""Drawings with more edges than this (maps, charts) are not searched for tables: the search is
quadratic, and a full page of table has a few hundred."""

THIN: Final = 3.0
"""Points: a filled rectangle that is lower than this is a rule, a higher one is a shade."""

NEAR: Final = 1.5
"""Points by which edges differ that meet."""

Row = tuple[Rectangle | None, ...]


def cells_on(page: Any, left: float, top: float) -> tuple[tuple[Row, ...], ...]:
    """The cells of each ruled table on a page of pdfplumber's, row by row.

    None stands in a row where a cell of another row or column reaches over.

    Args:
        page: whose layout is known.
        left: where the part of it that is displayed begins, in points.
        top: the same.
    """
    try:
        if not page.edges or len(page.edges) > MOST_EDGES:
            return ()
        found = [[tuple(row.cells) for row in table.rows] for table in page.find_tables()]
        rules = _rules(page)
    except Exception:  # noqa: BLE001
        return ()
    return tuple(
        tuple(
            tuple(
                cell and (cell[0] - left, cell[1] - top, cell[2] - left, cell[3] - top)
                for cell in row
            )
            for row in _unshaded(rows, rules)
        )
        for rows in found
    )


def _rules(page: Any) -> list[Rectangle]:
    """The horizontal lines that are drawn, and not only where a shade begins or ends."""
    drawn = [(item["x0"], item["top"], item["x1"], item["bottom"]) for item in page.lines]
    for item in page.rects:
        box = (item["x0"], item["top"], item["x1"], item["bottom"])
        if box[3] - box[1] < THIN:
            drawn.append(box)
        elif item["stroke"]:
            drawn.append((box[0], box[1], box[2], box[1]))
            drawn.append((box[0], box[3], box[2], box[3]))
    return [box for box in drawn if box[3] - box[1] < THIN]


def _unshaded(rows: Sequence[Row], rules: Sequence[Rectangle]) -> list[Row]:
    """The rows, those joined to the one above that only the shades behind the text make.

    Word shades a paragraph in a cell line by line. Where no rule parts a cell from the one above,
    and what stands beside both is one cell, the lower one is the rest of the upper one.
    """
    joined: list[Row] = []
    for row in rows:
        lower = [cell for cell in row if cell is not None]
        upper = [cell for cell in joined[-1] if cell is not None] if joined else []
        above = {
            cell: next((other for other in upper if _goes_on(other, cell)), None) for cell in lower
        }
        if (
            lower
            and all(other is not None for other in above.values())
            and not any(_is_ruled(cell, rules) for cell in lower)
            and any(other[3] > lower[0][3] - NEAR for other in upper)
        ):
            longer = {
                other: (other[0], other[1], other[2], cell[3])
                for cell, other in above.items()
                if other is not None
            }
            joined[-1] = tuple(cell and longer.get(cell, cell) for cell in joined[-1])
        else:
            joined.append(row)
    return joined


def _goes_on(upper: Rectangle, lower: Rectangle) -> bool:
    return all(
        abs(a - b) < NEAR
        for a, b in ((upper[0], lower[0]), (upper[2], lower[2]), (upper[3], lower[1]))
    )


def _is_ruled(cell: Rectangle, rules: Sequence[Rectangle]) -> bool:
    """Whether rules run along most of the upper edge of a cell."""
    covered = sum(
        max(0.0, min(cell[2], x1) - max(cell[0], x0))
        for x0, top, x1, bottom in rules
        if top - NEAR < cell[1] < bottom + NEAR
    )
    return covered > (cell[2] - cell[0]) / 2
