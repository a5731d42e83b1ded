"""Stretches of a page that stay free from row to row, with columns next to them.

Rows of glyphs ask here before lines are made of them, and ``ingest.pdf.layout.columns`` asks again
with the lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from operator import itemgetter
from typing import Final

from ingest.pdf.content import Glyph

GUTTER: Final = 8.0
"""Points that stay free between columns at least."""

GUTTER_ROWS: Final = 6
"""Rows in a row with text on both sides that a gutter runs through at least. The spaces of so many
lines are not under each other by chance."""

FEWEST_BOTH: Final = 2
COLUMN: Final = 5.0
"""Rows with text on both sides, and ems of it, at least where columns end at different heights."""

ALIGNED: Final = 0.35
"""Share of rows that begin, or end, in one place next to a gutter. Half of the lines of columns of
text do, words of stretched lines do not."""

LEARNED_ROWS: Final = 12
KNOWN_ROWS: Final = 2
EDGE: Final = 2.0
"""Rows of a gutter that is looked for on the next pages, and its rows there at least. The last are
points by which the column behind it begins elsewhere."""

SPACED: Final = 0.8
"""Share of rows with a space drawn before a gutter if it runs through stretched lines."""

_EDGES: Final = itemgetter(Glyph._fields.index("x0"), Glyph._fields.index("x1"))


def find_gutters(rows: Sequence[Sequence[Glyph]]) -> Iterator[tuple[int, float]]:
    """Yield each row that a gutter runs through, with text on both sides, and the gutter's middle.

    Args:
        rows: the glyphs of each row, from the top of the page.
    """
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
    """The columns of the pages read so far.

    On the last page they are short and have different heights: the page alone proves nothing.
    """

    _starts: list[tuple[float, float]] = field(default_factory=list)

    def learn(self, rows: Sequence[Sequence[Glyph]], gutters: Sequence[tuple[int, float]]) -> None:
        """Note the gutters that run through many rows, and where the column behind them begins."""
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
        """Yield each row with text on both sides of a gutter known from before, and its middle.

        It runs through some rows below each other, and the second column begins where it did.
        """
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
    """Return the free stretches, from left to right, that are as wide as a gutter.

    Args:
        spans: left and right edge of each thing on one height, in any order.

    Returns:
        Left and right edge of each; the first begins and the last ends at infinity.
    """
    edge = -inf
    free: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if left - edge >= GUTTER:
            free.append((edge, left))
        edge = max(edge, right)
    return [*free, (edge, inf)]


def is_between(stretch: tuple[float, float]) -> bool:
    """Whether a free stretch has something on both sides."""
    return stretch[0] > -inf and stretch[1] < inf


def narrow_gutter(
    gutter: tuple[float, float], free: Iterable[tuple[float, float]]
) -> tuple[float, float] | None:
    """Return the widest part of a gutter that is free on the next height, too.

    None where no part is as wide as a gutter: it ends there.
    """
    parts = [(max(gutter[0], left), min(gutter[1], right)) for left, right in free]
    widest = max(parts, key=lambda part: part[1] - part[0])
    return widest if widest[1] - widest[0] >= GUTTER else None


def _is_in_stretched_lines(
    rows: Sequence[Sequence[Glyph]], row_indexes: Sequence[int], middle: float
) -> bool:
    """Whether spaces of justified lines are under each other by chance.

    In a narrow column two words a line are stretched apart, line after line. There a space is
    drawn behind the first, and the second begins anywhere.
    """
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
    """Whether it parts columns whose lines have different heights, or that end early.

    Every line of the second begins in one place; lines on one side alone count as well.
    """
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
