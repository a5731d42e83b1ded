"""Rows: glyphs on one height of a page, split at columns."""

from __future__ import annotations

import bisect
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from operator import itemgetter
from typing import Final

from ingest.pdf.content import Glyph
from ingest.pdf.lines.gutters import KnownColumns, find_gutters

SPACE_GAP: Final = 0.2
"""Gap from which an undrawn space is assumed, in ems: kerning is below 0.1, spaces are 0.22."""

SEGMENT_GAP: Final = 1.5
"""Gap that separates columns or cells, in ems: columns have 1.8, stretched spaces below 1.5."""

MOST_STRETCHED: Final = 6.0
STRETCHED_ALIKE: Final = 0.35
"""Ems: widest space of a justified line, and difference between its spaces."""

FLUSH: Final = 2.0
"""Points by which edges of full lines differ, with hanging punctuation."""

FULL_LINES: Final = 3
"""Lines without a wide gap and with the same ends that show a column's edges."""

SAME_BASELINE: Final = 0.25
"""Share of their size within which the heights of one line's glyphs differ."""

THIN: Final = 0.06
"""Ems below which a glyph is part of the letter under it: a lam-alef's alef."""

CELL_GAP: Final = 0.3
WIDEST_BY: Final = 1.3
CELL_ROWS: Final = 4
"""Fewest ems between cells, factor to a row's next gap, and rows around that show cells."""

TOUCHING: Final = 0.4
"""Points by which edges of touching cells may differ between rows."""

RAISED_BY: Final = (0.1, 0.8)
"""Range of a raised mark's height above the baseline, as shares of the line's size."""

RAISED_SIZE: Final = 0.82
"""Largest share of a raised mark's size: 0.58 in LibreOffice, 0.8 in browsers."""


_X0: Final = Glyph._fields.index("x0")
_BASELINE: Final = Glyph._fields.index("baseline")


@dataclass(slots=True)
class LineRow:
    """The glyphs on one height of a page; places and size are in points.

    ``raised`` are smaller glyphs above the baseline. ``gutters`` has the x of each gutter through
    it, ``full_lines`` the edges of lines that fill their column.
    """

    baseline: float
    size: float
    glyphs: list[Glyph]
    raised: list[Glyph]
    gutters: list[float] = field(default_factory=list)
    full_lines: list[tuple[float, float]] = field(default_factory=list)


def build_rows(
    glyphs: Iterable[Glyph], columns: KnownColumns | None = None, *, is_first: bool = False
) -> list[LineRow]:
    """Return a page's rows from the top, with raised, lowered signs; ``columns`` learn from it."""
    rows: list[LineRow] = []
    thin: list[Glyph] = []
    row: LineRow | None = None
    for glyph in sorted(glyphs, key=itemgetter(_BASELINE)):
        text, x0, x1, baseline, size, _, _, _ = glyph
        if x1 - x0 < THIN * size and text.strip():
            thin.append(glyph)
        elif row and (
            baseline == row.baseline
            or baseline - row.baseline < SAME_BASELINE * max(min(size, row.size), 1.0)
        ):
            row.glyphs.append(glyph)
        else:
            row = LineRow(baseline, size, [glyph], [])
            rows.append(row)
    _carry(thin, rows)
    for row in rows:
        row.size = find_main_size(row.glyphs)
    rows = _join_raised(rows)
    by_row = [row.glyphs for row in rows]
    gutters = list(find_gutters(by_row))
    if columns is not None:
        with_gutter = {index for index, _ in gutters}
        columns.learn(by_row, gutters)
        gutters += [
            (index, middle)
            for index, middle in columns.find_gutters(by_row)
            if index not in with_gutter
        ]
    for index, gutter in gutters:
        rows[index].gutters.append(gutter)
    if any(row.gutters for row in rows):
        _find_full_lines(rows)
    if is_first and len(rows) > 1:
        _part_full_cells(rows)
    return rows


def _part_full_cells(rows: Sequence[LineRow]) -> None:
    """Note a gutter in cover rows whose left cell reaches the right one, as nearby rows show."""
    gaps = [_find_gap_edges(row) for row in rows]
    ends = [_find_line_edges(row) for row in rows]
    for index, row in enumerate(rows):
        around = [
            place
            for place in range(max(0, index - CELL_ROWS), min(len(rows), index + CELL_ROWS + 1))
            if place != index and abs(rows[place].size - row.size) < 0.2 * row.size
        ]
        wide_gaps = [
            gap
            for place in around
            for gap in gaps[place]
            if gap[1] - gap[0] > SEGMENT_GAP * row.size
        ]
        if wide_gaps:
            edges = [edge for place in around for edge in ends[place]]
            gutter = _find_cell_gutter(row, gaps[index], wide_gaps, edges)
            if gutter is not None:
                row.gutters.append(gutter)
                ends[index] = _find_line_edges(row)


def _find_line_edges(row: LineRow) -> list[tuple[float, float]]:
    """Return where a row's lines end and begin, except lines of one letter."""
    return [(side[-1].x1, side[0].x0) for side in _split_sides(row) if len(side) > 1]


def _find_cell_gutter(
    row: LineRow,
    gaps: Sequence[tuple[float, float]],
    wide_gaps: Sequence[tuple[float, float]],
    edges: Sequence[tuple[float, float]],
) -> float | None:
    """Return the place of a cover row's narrow gap between two cells, or None."""
    narrow = sorted(
        (gap for gap in gaps if gap[1] - gap[0] <= SEGMENT_GAP * row.size),
        key=lambda gap: gap[0] - gap[1],
    )
    widths = [right - left for left, right in narrow[:2]]
    other = widths[1] if len(widths) > 1 else 0.0
    if widths and widths[0] >= max(CELL_GAP * row.size, WIDEST_BY * other):
        left, right = narrow[0]
        if any(abs(gap[1] - right) < 1 or abs(gap[0] - left) < 1 for gap in wide_gaps):
            return (left + right) / 2
    # Where cells touch, no space is drawn between them, and several rows show where one begins.
    ordered = sorted(row.glyphs, key=_find_left_edge)
    for before, after in itertools.pairwise(ordered):
        gap = (after.x0 - before.x1) / row.size
        if before.text.isspace() or after.text.isspace() or not THIN <= gap < CELL_GAP:
            continue
        begins = [abs(gap[1] - after.x0) < TOUCHING for gap in (*wide_gaps, *edges)]
        ends = [abs(gap[0] - before.x1) < TOUCHING for gap in (*wide_gaps, *edges)]
        if any(sum(matches) > 1 and any(matches[: len(wide_gaps)]) for matches in (begins, ends)):
            return (before.x1 + after.x0) / 2
    return None


def _find_gap_edges(row: LineRow) -> list[tuple[float, float]]:
    ordered = sorted(row.glyphs, key=_find_left_edge)
    return [(ordered[index].x0 - gap, ordered[index].x0) for index, gap in _find_spaces(ordered)]


def _carry(thin: Sequence[Glyph], rows: list[LineRow]) -> None:
    baselines = [row.baseline for row in rows]
    for glyph in thin:
        index = bisect.bisect_left(baselines, glyph.baseline)
        near_rows = rows[max(0, index - 2) : index + 2]
        bearers = [
            (abs(row.baseline - glyph.baseline), place)
            for place, row in enumerate(near_rows)
            if any(o.x0 - 1 <= glyph.x0 <= o.x1 + 1 for o in row.glyphs if o.text.strip())
        ]
        if bearers and min(bearers)[0] < RAISED_BY[1] * glyph.size:
            near_rows[min(bearers)[1]].glyphs.append(glyph)
        else:
            rows.insert(index, LineRow(glyph.baseline, glyph.size, [glyph], []))
            baselines.insert(index, glyph.baseline)


def find_main_size(glyphs: Sequence[Glyph]) -> float:
    """Return the font size of most of the glyphs, in points."""
    exact = [glyph.size for glyph in glyphs if not glyph.text.isspace()]
    if not exact:
        return glyphs[0].size
    if exact.count(exact[0]) * 2 > len(exact):
        return round(exact[0], 1)
    sizes = Counter([round(size, 1) for size in exact])
    return max(sizes, key=sizes.__getitem__)


def _join_raised(rows: list[LineRow]) -> list[LineRow]:
    """Join rows of small glyphs to the nearest row below or above."""
    hosts: dict[int, LineRow] = {}
    for index, row in enumerate(rows):
        near = rows[max(0, index - 1) : index + 3]
        if not any(0 < abs(other.baseline - row.baseline) < other.size for other in near):
            continue
        for glyph in row.glyphs:
            host = _find_host(glyph, index, rows)
            if host is not None and id(glyph) not in hosts:
                (host.raised if glyph.baseline < host.baseline else host.glyphs).append(glyph)
                hosts[id(glyph)] = host
    result: list[LineRow] = []
    for row in rows:
        own = [glyph for glyph in row.glyphs if hosts.get(id(glyph), row) is row]
        if own:
            row.glyphs = own
            result.append(row)
        elif row.raised:
            # What is raised above raised signs goes where these went.
            hosts[id(row.glyphs[0])].raised.extend(row.raised)
    return result


def _find_host(glyph: Glyph, index: int, rows: Sequence[LineRow]) -> LineRow | None:
    for other in (index + 1, index + 2, index - 1):
        if not 0 <= other < len(rows):
            continue
        row = rows[other]
        rise = (row.baseline - glyph.baseline) / row.size if row.size else 0
        raised = RAISED_BY[0] < rise < RAISED_BY[1]
        lowered = -0.35 < rise < 0
        if (raised or lowered) and glyph.size < RAISED_SIZE * row.size:
            reach = row.size
            if any(
                other_glyph.x0 - reach < glyph.x0 < other_glyph.x1 + reach
                and other_glyph.size > glyph.size / RAISED_SIZE
                for other_glyph in row.glyphs
                if not other_glyph.text.isspace()
            ):
                return row
    return None


def _find_full_lines(rows: Sequence[LineRow]) -> None:
    """Note each row's lines that fill their column: their wide spaces separate no cells."""
    edges: Counter[tuple[int, int]] = Counter()
    columns: Counter[int] = Counter()
    ends: dict[int, float] = {}
    sides: list[tuple[LineRow, float, float]] = []
    for row in rows:
        for side in _split_sides(row):
            left, right = side[0].x0, max(glyph.x1 for glyph in side)
            sides.append((row, left, right))
            if row.gutters:
                columns[round(left)] += 1
                ends[round(left)] = max(right, ends.get(round(left), right))
            if not _find_wide_gaps(side, _find_spaces(side), SEGMENT_GAP * row.size):
                edges[round(left / FLUSH), round(right / FLUSH)] += 1
    for row, left, right in sides:
        near = sum(
            edges[round(left / FLUSH) + a, round(right / FLUSH) + b]
            for a in (-1, 0, 1)
            for b in (-1, 0, 1)
        )
        # A Chinese line that holds one space has all its room in it: it fills its column too.
        fills = columns[round(left)] > FULL_LINES and right > ends[round(left)] - FLUSH
        if near >= FULL_LINES or (near > 1 and fills and _has_drawn_spaces(row, left, right)):
            row.full_lines.append((left, right))


def _has_drawn_spaces(row: LineRow, left: float, right: float) -> bool:
    """Whether each wide gap between two places has a drawn space, unlike gaps of cells."""
    ordered = sorted(
        (glyph for glyph in row.glyphs if left - 1 <= glyph.x0 <= right), key=itemgetter(_X0)
    )
    return all(
        any(before.x0 < glyph.x0 < ordered[index].x0 for glyph in ordered if glyph.text.isspace())
        for index in _find_wide_gaps(ordered, _find_spaces(ordered), SEGMENT_GAP * row.size)
        for before in [next(g for g in reversed(ordered[:index]) if g.text.strip())]
    )


def _split_sides(row: LineRow) -> Iterator[list[Glyph]]:
    letters = sorted([g for g in row.glyphs if not g.text.isspace()], key=itemgetter(_X0))
    if not row.gutters:
        yield from [letters] if letters else []
        return
    gutters = sorted(row.gutters)
    for _, side in itertools.groupby(letters, lambda glyph: bisect.bisect(gutters, glyph.x0)):
        yield list(side)


def _is_in_full_line(
    ordered: Sequence[Glyph], index: int, full_lines: Sequence[tuple[float, float]]
) -> bool:
    """Whether the gap before a glyph is a space in a line that fills its column."""
    before = next((glyph for glyph in reversed(ordered[:index]) if glyph.text.strip()), None)
    after = ordered[index]
    numbers = before is None or before.text[-1:].isdigit() or after.text[:1].isdigit()
    if before is None or (numbers and not ordered[index - 1].text.isspace()):
        return False
    return any(left - 1 <= before.x0 and after.x1 <= right + 1 for left, right in full_lines)


def split_row(row: LineRow) -> Iterator[list[Glyph]]:
    """Yield a row's glyphs from left to right, split at columns and cells."""
    ordered = sorted(row.glyphs + row.raised, key=_find_left_edge)
    widest = SEGMENT_GAP * row.size
    at_gutters = _find_first_behind(ordered, row.gutters)
    gaps = _find_spaces(ordered)
    splits = at_gutters
    if at_gutters or not _is_stretched(ordered, gaps, widest):
        splits = _find_wide_gaps(ordered, gaps, widest) | at_gutters
    splits -= {
        index for index in splits - at_gutters if _is_in_full_line(ordered, index, row.full_lines)
    }
    start = 0
    for index in sorted(splits):
        if index > start:
            yield ordered[start:index]
            start = index
    if ordered:
        yield ordered[start:]


def _find_wide_gaps(
    ordered: Sequence[Glyph], gaps: Sequence[tuple[int, float]], widest: float
) -> set[int]:
    """Return the indexes of glyphs that begin a segment, after gaps unlike their neighbours."""
    wide = {index for index, gap in gaps if gap > widest}
    if len(wide) < 2:
        return wide
    stretched: set[int] = set()
    for (first, gap), (second, other) in itertools.pairwise(gaps):
        size = ordered[first].size
        if (
            abs(gap - other) < 0.12 * size
            and widest < gap < MOST_STRETCHED * size
            and all(ordered[index].text[:1].isalpha() for index in (first, second))
        ):
            stretched.update((first, second))
    return wide - stretched


def _find_spaces(ordered: Sequence[Glyph]) -> list[tuple[int, float]]:
    """Return the gaps that are spaces: index of the next glyph, and width in points."""
    gaps: list[tuple[int, float]] = []
    right = inf
    for index, glyph in enumerate(ordered):
        text, x0, x1, _, size, _, _, _ = glyph
        if not text.isspace():
            if x0 - right > SPACE_GAP * size:
                gaps.append((index, x0 - right))
            if x1 > right or right == inf:
                right = x1
    return gaps


def _find_first_behind(ordered: Sequence[Glyph], gutters: Sequence[float]) -> set[int]:
    """Return the index of the first glyph after each gutter with text on both sides."""
    places: set[int] = set()
    for gutter in gutters:
        behind = next(
            (index for index, g in enumerate(ordered) if g.x0 > gutter and g.text.strip()), 0
        )
        if any(glyph.text.strip() for glyph in ordered[:behind]):
            places.add(behind)
    return places


def _find_left_edge(glyph: Glyph) -> float:
    # The alef of a lam-alef of two glyphs has no width and the place of its lam, before which it
    # is drawn.
    text, x0, x1, _, size, _, _, _ = glyph
    return x0 if x1 - x0 >= THIN * size or not text.strip() else x0 - 0.03 * size


def _is_stretched(
    ordered: Sequence[Glyph], gaps: Sequence[tuple[int, float]], widest: float
) -> bool:
    """Whether all spaces of a justified line are stretched alike."""
    if len(gaps) < 2:
        return False
    widths = [gap for _, gap in gaps]
    if max(widths) <= widest:
        return False
    size = max((glyph.size for glyph in ordered if not glyph.text.isspace()), default=1.0)
    return (
        max(widths) < MOST_STRETCHED * max(size, 1.0)
        and max(widths) - min(widths) < STRETCHED_ALIKE * size
    )
