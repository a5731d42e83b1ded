"""Table cells enclosed by the lines on a page, several times faster than with pdfplumber."""

from __future__ import annotations

import itertools
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf
from operator import itemgetter
from typing import Final, NamedTuple

from ingest.pdf.content.frames import Rectangle

MOST_EDGES: Final = 4000
"""Most edges of a table; drawings with more are maps and charts, and the search is quadratic."""

THIN: Final = 3.0
"""Points: a filled rectangle lower than this is a rule, a higher one a shade."""

NEAR: Final = 1.5
"""Points by which edges that meet may differ."""

TOLERANCE: Final = 3.0
"""Points within which edges are one or cross, and the shortest length of an edge."""

SHORTEST_PART: Final = 1.0
"""Shortest edge, in points, before joining; both values are pdfplumber's."""

Row = tuple[Rectangle | None, ...]
Point = tuple[float, float]


class PagePath(NamedTuple):
    """A path drawn on a page, of the kind ``line``, ``rect`` or ``curve``; only curves have points.

    ``box`` is around it, in points, origin top left. ``is_stroked``: a pen draws it.
    """

    kind: str
    box: Rectangle
    height: float
    is_stroked: bool
    points: Sequence[Point] = ()


_Edge = tuple[float, float, float, float, float]
"""A straight edge: x0, top, x1, bottom, and the length drawn."""

_LENGTH: Final = 4
_X: Final = 0
_Y: Final = 1
"""Indexes of a rectangle's start; its end is two further."""


def find_cells(
    drawings: Sequence[PagePath], left: float, top: float
) -> tuple[tuple[Row, ...], ...]:
    """Return the cells of each ruled table, row by row; None where another cell spans.

    ``left`` and ``top`` are the displayed part's start, in points.
    """
    rules = _find_rules(drawings)
    return tuple(
        tuple(
            tuple(
                cell and (cell[0] - left, cell[1] - top, cell[2] - left, cell[3] - top)
                for cell in row
            )
            for row in _join_shaded(rows, rules)
        )
        for rows in find_tables(drawings)
    )


def find_tables(drawings: Sequence[PagePath]) -> list[list[Row]]:
    """Return the cells of each table, row by row, with cells of shades."""
    edges = list(_find_edges(drawings))
    if len(edges) > MOST_EDGES:
        return []
    upright = _join(_snap((edge for across, edge in edges if across == _X), _X), _Y)
    level = _join(_snap((edge for across, edge in edges if across == _Y), _Y), _X)
    return list(map(_build_rows, _group_touching(list(_find_smallest_cells(upright, level)))))


def _group_touching(cells: Sequence[Rectangle]) -> list[list[Rectangle]]:
    """Group cells that share corners into tables, topmost first; drop single cells."""
    at_corner: dict[Point, list[Rectangle]] = defaultdict(list)
    for cell in cells:
        for corner in _list_corners(cell):
            at_corner[corner].append(cell)
    tables: list[list[Rectangle]] = []
    visited: set[Rectangle] = set()
    for cell in cells:
        if cell in visited:
            continue
        visited.add(cell)
        table = [cell]
        for member in table:
            for corner in _list_corners(member):
                new = [other for other in at_corner.pop(corner, ()) if other not in visited]
                visited.update(new)
                table += new
        tables.append(table)
    tables.sort(key=lambda table: min((top, x0) for x0, top, _, _ in table))
    return [table for table in tables if len(table) > 1]


def _list_corners(cell: Rectangle) -> Iterator[Point]:
    x0, top, x1, bottom = cell
    return itertools.product((x0, x1), (top, bottom))


def _build_rows(cells: Iterable[Rectangle]) -> list[Row]:
    ordered = sorted(cells, key=itemgetter(_Y, _X))
    columns = sorted({cell[_X] for cell in ordered})
    rows: list[Row] = []
    for _, row in itertools.groupby(ordered, itemgetter(_Y)):
        begins = {cell[_X]: cell for cell in row}
        rows.append(tuple(map(begins.get, columns)))
    return rows


def _find_edges(drawings: Iterable[PagePath]) -> Iterator[tuple[int | None, _Edge]]:
    """Yield the edges of lines, rectangles and curves with the axis they cross; None if askew."""
    for kind, (x0, top, x1, bottom), height, *_ in drawings:
        if kind == "line" and top == bottom:
            yield _Y, (x0, top, x1, bottom, x1 - x0)
        elif kind == "line":
            yield _X, (x0, top, x1, bottom, height)
    for kind, (x0, top, x1, bottom), height, *_ in drawings:
        if kind == "rect":
            yield _Y, (x0, top, x1, top, x1 - x0)
            yield _Y, (x0, top + height, x1, bottom, x1 - x0)
            yield _X, (x0, top, x0, bottom, height)
            yield _X, (x1, top, x1, bottom, height)
    for drawing in drawings:
        for (ax, ay), (bx, by) in itertools.pairwise(drawing.points):
            across = _X if ax == bx else _Y if ay == by else None
            length = abs(ay - by) if across == _X else abs(ax - bx)
            yield across, (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), length)


def _snap(edges: Iterable[_Edge], across: int) -> Iterator[_Edge]:
    """Yield the edges across one axis, moved to the mean of those nearly in line."""
    clusters: dict[float, list[_Edge]] = {}
    parts = [edge for edge in edges if edge[_LENGTH] >= SHORTEST_PART]
    last = -inf
    for place in sorted({edge[across] for edge in parts}):
        clusters[place] = clusters[last] if place <= last + TOLERANCE else []
        last = place
    for edge in parts:
        clusters[edge[across]].append(edge)
    for cluster in {id(cluster): cluster for cluster in clusters.values()}.values():
        middle = sum(edge[across] for edge in cluster) / len(cluster)
        for edge in cluster:
            step = middle - edge[across]
            x0, top, x1, bottom, length = edge
            if across == _X:
                yield x0 + step, top, x1 + step, bottom, length
            else:
                yield x0, top + step, x1, bottom + step, length


def _join(edges: Iterable[_Edge], along: int) -> list[_Edge]:
    """Return the edges along one axis, joined where they meet, without short ones."""
    across, end = 1 - along, along + 2
    result: list[_Edge] = []
    for _, line in itertools.groupby(sorted(edges, key=itemgetter(across)), itemgetter(across)):
        parts: list[_Edge] = []
        for edge in sorted(line, key=itemgetter(along)):
            if not parts or edge[along] > parts[-1][end] + TOLERANCE:
                parts.append(edge)
            elif edge[end] > parts[-1][end]:
                x0, top, x1, bottom, length = parts[-1]
                if along == _X:
                    parts[-1] = (x0, top, edge[end], bottom, edge[end] - x0)
                else:
                    parts[-1] = (x0, top, x1, edge[end], length + (edge[end] - bottom))
        result += [edge for edge in parts if edge[_LENGTH] >= TOLERANCE]
    return result


def _find_smallest_cells(upright: Iterable[_Edge], level: Sequence[_Edge]) -> Iterator[Rectangle]:
    """Yield the smallest cell whose upper left corner is a crossing, for each crossing."""
    crossings: dict[Point, tuple[set[Rectangle], set[Rectangle]]] = {}
    for x0, top, x1, bottom, _ in upright:
        for start, y, end, low, _ in level:
            if (
                top <= y + TOLERANCE
                and bottom >= y - TOLERANCE
                and start - TOLERANCE <= x0 <= end + TOLERANCE
            ):
                crossing = crossings.setdefault((x0, y), (set(), set()))
                crossing[_X].add((x0, top, x1, bottom))
                crossing[_Y].add((start, y, end, low))
    points = sorted(crossings)
    columns: dict[float, list[Point]] = defaultdict(list)
    rows: dict[float, list[Point]] = defaultdict(list)
    for point in points:
        columns[point[_X]].append(point)
        rows[point[_Y]].append(point)
    for point in points:
        below, right = columns[point[_X]], rows[point[_Y]]
        below, right = below[bisect(below, point) :], right[bisect(right, point) :]
        corner = _find_opposite_corner(point, below, right, crossings)
        if corner:
            yield (*point, *corner)


def _find_opposite_corner(
    point: Point,
    below: Iterable[Point],
    right: Iterable[Point],
    crossings: Mapping[Point, tuple[set[Rectangle], set[Rectangle]]],
) -> Point | None:
    """Return the lower right corner of the smallest cell that begins at a crossing, or None."""
    upright, level = crossings[point]
    tops = [(other[_X], crossings[other][_X]) for other in right if level & crossings[other][_Y]]
    for other in below:
        if upright.isdisjoint(crossings[other][_X]):
            continue
        for x, edges in tops:
            corner = crossings.get((x, other[_Y]))
            if corner and corner[_X] & edges and corner[_Y] & crossings[other][_Y]:
                return x, other[_Y]
    return None


def _find_rules(drawings: Iterable[PagePath]) -> list[Rectangle]:
    """Return the horizontal lines that are drawn, without edges of shades."""
    lines: list[Rectangle] = []
    for kind, box, _, is_stroked, _ in drawings:
        if kind == "line" or (kind == "rect" and box[3] - box[1] < THIN):
            lines.append(box)
        elif kind == "rect" and is_stroked:
            lines.append((box[0], box[1], box[2], box[1]))
            lines.append((box[0], box[3], box[2], box[3]))
    return [box for box in lines if box[3] - box[1] < THIN]


def _join_shaded(rows: Sequence[Row], rules: Sequence[Rectangle]) -> list[Row]:
    """Join rows that only a shade separates: Word shades a cell's paragraph line by line."""
    result: list[Row] = []
    for row in rows:
        lower = [cell for cell in row if cell is not None]
        upper = [cell for cell in result[-1] if cell is not None] if result else []
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
            result[-1] = tuple(cell and longer.get(cell, cell) for cell in result[-1])
        else:
            result.append(row)
    return result


def _goes_on(upper: Rectangle, lower: Rectangle) -> bool:
    return all(
        abs(a - b) < NEAR
        for a, b in ((upper[0], lower[0]), (upper[2], lower[2]), (upper[3], lower[1]))
    )


def _is_ruled(cell: Rectangle, rules: Sequence[Rectangle]) -> bool:
    covered = sum(
        max(0.0, min(cell[2], x1) - max(cell[0], x0))
        for x0, top, x1, bottom in rules
        if top - NEAR < cell[1] < bottom + NEAR
    )
    return covered > (cell[2] - cell[0]) / 2
