"""Which stretches of a page stay free from row to row, so that columns stand beside them?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Final

from ingest.pdf.drawn import Glyph

GUTTER: Final = 8.0
"""Points that stay free between columns at least."""

GUTTER_ROWS: Final = 6
"""Rows in a row with text on both sides that a gutter runs through at least: the spaces of so many
lines do not stand under each other by chance."""

FEWEST_BOTH: Final = 2
COLUMN: Final = 5.0
"""Where columns end at different heights, so few of those rows need text on both sides, and more
than so many ems of it."""

ALIGNED: Final = 0.35
"""Share of rows that begin, or end, in one place beside a gutter: half of the lines of columns of
text do, words of stretched lines do not."""

SPACED: Final = 0.8
"""Share of rows with a space drawn before a gutter if it runs through stretched lines."""


def gutters_of(rows: Sequence[Sequence[Glyph]]) -> Iterator[tuple[int, float]]:
    """Each row that a gutter runs through, with text on both sides, and the gutter's middle.

    Args:
        rows: the glyphs of each row, from the top of the page.
    """
    open_gutters: list[tuple[float, float, list[int]]] = []
    closed: list[tuple[float, float, list[int], int]] = []
    for at, row in enumerate(rows):
        free = _free(row)
        still: list[tuple[float, float, list[int]]] = []
        for low, high, through in open_gutters:
            parts = [(max(low, a), min(high, b), inner) for a, b, inner in free]
            parts = [part for part in parts if part[1] - part[0] >= GUTTER]
            if not parts:
                closed.append((low, high, through, at))
                continue
            best = max(parts, key=lambda part: part[1] - part[0])
            still.append((best[0], best[1], [*through, at] if best[2] else through))
        still.extend(
            (a, b, [at])
            for a, b, inner in free
            if inner and not any(min(b, high) - max(a, low) >= GUTTER for low, high, _ in still)
        )
        open_gutters = still
    closed.extend((*gutter, len(rows)) for gutter in open_gutters)
    for low, high, through, end in closed:
        middle = (low + high) / 2
        is_long = len(through) >= GUTTER_ROWS and not _in_stretched_lines(rows, through, middle)
        if is_long or _between_columns(rows, through, end, middle):
            yield from ((at, middle) for at in through)


def _free(row: Sequence[Glyph]) -> list[tuple[float, float, bool]]:
    """The free stretches of a row that are wide enough, and whether text stands on both sides."""
    edge = float("-inf")
    free: list[tuple[float, float, bool]] = []
    for glyph in sorted(row, key=attrgetter("x0")):
        if glyph.text.isspace():
            continue
        if glyph.x0 - edge >= GUTTER:
            free.append((edge, glyph.x0, edge > float("-inf")))
        edge = max(edge, glyph.x1)
    free.append((edge, float("inf"), False))
    return free


def _in_stretched_lines(
    rows: Sequence[Sequence[Glyph]], through: Sequence[int], middle: float
) -> bool:
    """Whether spaces of justified lines stand under each other by chance.

    In a narrow column two words a line are stretched apart, line after line. There a space is
    drawn behind the first, and the second begins anywhere.
    """
    spaced = 0
    ends: Counter[int] = Counter()
    starts: Counter[int] = Counter()
    for at in through:
        left, right = _sides(rows[at], middle)
        end = max(glyph.x1 for glyph in left)
        start = min(glyph.x0 for glyph in right)
        spaced += any(g.text.isspace() and end - 1 < g.x0 < start for g in rows[at])
        ends[round(end)] += 1
        starts[round(start)] += 1
    aligned = max(*ends.values(), *starts.values())
    return spaced >= SPACED * len(through) and aligned < ALIGNED * len(through)


def _between_columns(
    rows: Sequence[Sequence[Glyph]], through: Sequence[int], end: int, middle: float
) -> bool:
    """Whether it parts columns whose lines stand on different heights, or that end early.

    Every line of the second begins in one place; lines on one side alone count as well.
    """
    if len(through) < FEWEST_BOTH:
        return False
    starts: list[float] = []
    count = 0
    for row in rows[through[0] : end]:
        left, right = _sides(row, middle)
        count += bool(left or right)
        if right:
            starts.append(min(glyph.x0 for glyph in right))
        if left and right:
            size = max(glyph.size for glyph in left)
            if any(_width(side) < COLUMN * size for side in (left, right)):
                return False
    return count >= GUTTER_ROWS and len(starts) > 2 and max(starts) - min(starts) < 1


def _sides(row: Sequence[Glyph], middle: float) -> tuple[list[Glyph], list[Glyph]]:
    letters = [glyph for glyph in row if not glyph.text.isspace()]
    return (
        [glyph for glyph in letters if glyph.x0 <= middle],
        [glyph for glyph in letters if glyph.x0 > middle],
    )


def _width(side: Sequence[Glyph]) -> float:
    return max(glyph.x1 for glyph in side) - min(glyph.x0 for glyph in side)
