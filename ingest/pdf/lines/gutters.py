"""Gutters of a page: stretches free from row to row, with columns on both sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from operator import itemgetter
from typing import Final

from ingest.pdf.content import Glyph

GUTTER: Final = 8.0
"""Narrowest gutter between columns, in points."""

GUTTER_ROWS: Final = 6
"""Fewest rows with text on both sides of a gutter; spaces align by chance in fewer."""

FEWEST_BOTH: Final = 2
COLUMN: Final = 5.0
"""Fewest rows, and ems of text, on both sides where columns end at different heights."""

ALIGNED: Final = 0.35
"""Share of rows that start or end in one place at a gutter: columns have half."""

LEARNED_ROWS: Final = 12
KNOWN_ROWS: Final = 2
EDGE: Final = 2.0
"""Rows of a gutter worth learning, rows on later pages, and points its column may move."""

SPACED: Final = 0.8
"""Share of rows with a drawn space before a gutter that is only in stretched lines."""

_EDGES: Final = itemgetter(Glyph._fields.index("x0"), Glyph._fields.index("x1"))


def find_gutters(rows: Sequence[Sequence[Glyph]]) -> Iterator[tuple[int, float]]:
    """Yield each row, from the top, that has a gutter with text on both sides, and its middle."""
    open_gutters: list[tuple[tuple[float, float], list[int]]] = []
    closed: list[tuple[tuple[float, float], list[int], int]] = []
    for index, row in enumerate(rows):
        free = find_free_stretches(map(_EDGES, _list_letters(row)))
        inner = [stretch for stretch in free if is_between(stretch)]
        still_open: list[tuple[tuple[float, float], list[int]]] = []
        for gutter, row_indexes in open_gutters:
            rest = narrow_gutter(gutter, free)
            if rest is None:
                closed.append((gutter, row_indexes, index))
            else:
                runs_through = any(narrow_gutter(rest, [stretch]) for stretch in inner)
                still_open.append((rest, [*row_indexes, index] if runs_through else row_indexes))
        new_gutters = [
            s for s in inner if not any(narrow_gutter(s, [gutter]) for gutter, _ in still_open)
        ]
        open_gutters = [*still_open, *((stretch, [index]) for stretch in new_gutters)]
    closed.extend((*gutter, len(rows)) for gutter in open_gutters)
    for gutter, row_indexes, end in closed:
        middle = sum(gutter) / 2
        is_long = len(row_indexes) >= GUTTER_ROWS and not _is_in_stretched_lines(
            rows, row_indexes, middle
        )
        if is_long or _is_between_columns(rows, row_indexes, end, middle):
            yield from ((index, middle) for index in row_indexes)


@dataclass(slots=True)
class KnownColumns:
    """The columns of earlier pages; a last page with short columns alone proves nothing."""

    _starts: list[tuple[float, float]] = field(default_factory=list)

    def learn(self, rows: Sequence[Sequence[Glyph]], gutters: Sequence[tuple[int, float]]) -> None:
        """Note gutters through many rows, and where the column after each begins."""
        for middle, count in Counter(round(middle) for _, middle in gutters).items():
            if count < LEARNED_ROWS:
                continue
            row_indexes = [rows[index] for index, other in gutters if round(other) == middle]
            sides = [_split_sides(row, middle)[1] for row in row_indexes]
            starts = Counter(round(min(glyph.x0 for glyph in side)) for side in sides if side)
            start, aligned = starts.most_common(1)[0]
            if aligned > ALIGNED * count and all(abs(start - s) > GUTTER for _, s in self._starts):
                self._starts.append((middle, start))

    def find_gutters(self, rows: Sequence[Sequence[Glyph]]) -> Iterator[tuple[int, float]]:
        """Yield each row with text on both sides of a known gutter, and its middle."""
        for middle, start in self._starts:
            run: list[int] = []
            for index in range(len(rows) + 1):
                sides = _split_sides(rows[index], middle) if index < len(rows) else ([], [])
                if index < len(rows) and _is_free(sides, middle, start):
                    run.append(index)
                    continue
                both = [place for place in run if all(_split_sides(rows[place], middle))]
                begins = [min(g.x0 for g in _split_sides(rows[place], middle)[1]) for place in both]
                if len(run) >= KNOWN_ROWS and any(abs(x - start) < EDGE for x in begins):
                    yield from ((place, middle) for place in both)
                run = []


def _is_free(sides: tuple[list[Glyph], list[Glyph]], middle: float, start: float) -> bool:
    left, right = sides
    return all(glyph.x1 <= middle for glyph in left) and all(
        glyph.x0 > start - EDGE for glyph in right
    )


def find_free_stretches(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return left and right edge of each free stretch as wide as a gutter, from left to right.

    ``spans`` are the edges of things on one height. First and last stretch are infinite.
    """
    edge = -inf
    free: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if left - edge >= GUTTER:
            free.append((edge, left))
        edge = max(edge, right)
    return [*free, (edge, inf)]


def is_between(stretch: tuple[float, float]) -> bool:
    """Whether something is on both sides of a free stretch."""
    return stretch[0] > -inf and stretch[1] < inf


def narrow_gutter(
    gutter: tuple[float, float], free: Iterable[tuple[float, float]]
) -> tuple[float, float] | None:
    """Return a gutter's widest part that is free on the next height too, or None if narrow."""
    parts = [(max(gutter[0], left), min(gutter[1], right)) for left, right in free]
    widest = max(parts, key=lambda part: part[1] - part[0])
    return widest if widest[1] - widest[0] >= GUTTER else None


def _is_in_stretched_lines(
    rows: Sequence[Sequence[Glyph]], row_indexes: Sequence[int], middle: float
) -> bool:
    """Whether a gutter is only spaces of justified lines: drawn, with words that start anywhere."""
    spaced = 0
    ends: Counter[int] = Counter()
    starts: Counter[int] = Counter()
    for index in row_indexes:
        left, right = _split_sides(rows[index], middle)
        end = max(glyph.x1 for glyph in left)
        start = min(glyph.x0 for glyph in right)
        spaced += any(g.text.isspace() and end - 1 < g.x0 < start for g in rows[index])
        ends[round(end)] += 1
        starts[round(start)] += 1
    aligned = max(*ends.values(), *starts.values())
    return spaced >= SPACED * len(row_indexes) and aligned < ALIGNED * len(row_indexes)


def _is_between_columns(
    rows: Sequence[Sequence[Glyph]], row_indexes: Sequence[int], end: int, middle: float
) -> bool:
    """Whether a gutter separates columns of different line heights, or that end early."""
    if len(row_indexes) < FEWEST_BOTH:
        return False
    starts: list[float] = []
    count = 0
    for row in rows[row_indexes[0] : end]:
        left, right = _split_sides(row, middle)
        count += bool(left or right)
        if right:
            starts.append(min(glyph.x0 for glyph in right))
        if left and right:
            size = max(glyph.size for glyph in left)
            if any(_measure_width(side) < COLUMN * size for side in (left, right)):
                return False
    return count >= GUTTER_ROWS and len(starts) > 2 and max(starts) - min(starts) < 1


def _list_letters(row: Iterable[Glyph]) -> list[Glyph]:
    return [glyph for glyph in row if not glyph.text.isspace()]


def _split_sides(row: Sequence[Glyph], middle: float) -> tuple[list[Glyph], list[Glyph]]:
    letters = _list_letters(row)
    return (
        [glyph for glyph in letters if glyph.x0 <= middle],
        [glyph for glyph in letters if glyph.x0 > middle],
    )


def _measure_width(side: Sequence[Glyph]) -> float:
    return max(glyph.x1 for glyph in side) - min(glyph.x0 for glyph in side)
