"""Glyphs on one height of a page, split at columns."""

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
"""A gap wider than this many ems is a space that was not drawn. Kerning stays below 0.1, and the
narrowest spaces of text fonts are 0.22."""

SEGMENT_GAP: Final = 1.5
"""A gap wider than this many ems parts two columns or cells. Columns are 1.8 and more apart in
the files looked at; justified lines rarely stretch a space to 1.5."""

MOST_STRETCHED: Final = 6.0
STRETCHED_ALIKE: Final = 0.35
"""Ems: how wide the spaces of a justified line become, and how far they differ (by the width of a
space in another font)."""

FLUSH: Final = 2.0
"""Points by which the edges of lines that fill a column differ, with hanging punctuation."""

FULL_LINES: Final = 3
"""Lines without a wide gap that show a column's edges by beginning and ending in one place."""

SAME_BASELINE: Final = 0.25
"""Glyphs of one line differ less than this share of their size in height."""

THIN: Final = 0.06
"""A glyph narrower than this many ems is a part of the letter under it. It is the alef of a
lam-alef of two glyphs, perhaps lifted above the baseline to make room for a mark."""

CELL_GAP: Final = 0.3
WIDEST_BY: Final = 1.3
CELL_ROWS: Final = 4
"""Ems at least between a full cell and the next one (a browser has 0.25 to 0.33, Word has 1). Then
the factor by which this gap is its row's widest, and the rows around that show where cells
begin."""

TOUCHING: Final = 0.4
"""Points by which the edges of cells that touch may differ from those of other rows."""

RAISED_BY: Final = (0.1, 0.8)
"""Shares of the line's size between which a raised mark is above its baseline."""

RAISED_SIZE: Final = 0.82
"""A raised mark is smaller than this share: 0.58 in LibreOffice, 0.65 in Word, 0.75 and 0.8 in
browsers."""


_X0: Final = Glyph._fields.index("x0")
_BASELINE: Final = Glyph._fields.index("baseline")


@dataclass(slots=True)
class LineRow:
    """The glyphs on one height of a page.

    Attributes:
        baseline: in points from the top of the page.
        size: of most of its letters, in points.
        glyphs: on the baseline.
        raised: smaller ones above it.
        gutters: x of the columns' gutters that run through it.
        full_lines: left and right edges of its lines that fill their column as lines near it do.
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
    """Return the rows of a page from its top, raised and lowered signs in the row of theirs.

    Args:
        glyphs: of the page.
        columns: those of the pages before; they learn from this one.
        is_first: whether it is the document's first page, which may be a cover.
    """
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
    """Note a gutter in each row of a cover whose left cell runs up to the right one.

    The gap is the row's widest. The other cell begins as in a row near by, behind a wide gap (or
    ends so, from right to left).
    """
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
    """Return where the lines of a row end and begin, but those of one letter."""
    return [(side[-1].x1, side[0].x0) for side in _split_sides(row) if len(side) > 1]


def _find_cell_gutter(
    row: LineRow,
    gaps: Sequence[tuple[float, float]],
    wide_gaps: Sequence[tuple[float, float]],
    edges: Sequence[tuple[float, float]],
) -> float | None:
    """Return the place of a narrow gap of a row that parts two cells, or None.

    Args:
        row: on a cover.
        gaps: its own, by their edges.
        wide_gaps: of rows near by.
        edges: where those rows end and begin.
    """
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
    """Return the gaps between the letters of a row that are spaces, each by its two edges."""
    ordered = sorted(row.glyphs, key=_find_left_edge)
    return [(ordered[index].x0 - gap, ordered[index].x0) for index, gap in _find_spaces(ordered)]


def _carry(thin: Sequence[Glyph], rows: list[LineRow]) -> None:
    """Put each thin glyph into the row of the letters under it."""
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
    """Join rows of small glyphs to the row just below or above a part of theirs."""
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
    """Note in each row the lines that begin and end where whole lines of a column do.

    In narrow columns of justified text two or three words are stretched from edge to edge, with
    spaces as wide as those between cells.
    """
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
    """Whether in each wide gap between two places of a row a space is drawn: cells have none."""
    ordered = sorted(
        (glyph for glyph in row.glyphs if left - 1 <= glyph.x0 <= right), key=itemgetter(_X0)
    )
    return all(
        any(before.x0 < glyph.x0 < ordered[index].x0 for glyph in ordered if glyph.text.isspace())
        for index in _find_wide_gaps(ordered, _find_spaces(ordered), SEGMENT_GAP * row.size)
        for before in [next(g for g in reversed(ordered[:index]) if g.text.strip())]
    )


def _split_sides(row: LineRow) -> Iterator[list[Glyph]]:
    """Yield the letters of a row from left to right, parted at its gutters."""
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
    """Whether the gap before a glyph is a space between words of a line that fills its column."""
    before = next((glyph for glyph in reversed(ordered[:index]) if glyph.text.strip()), None)
    after = ordered[index]
    numbers = before is None or before.text[-1:].isdigit() or after.text[:1].isdigit()
    if before is None or (numbers and not ordered[index - 1].text.isspace()):
        return False
    return any(left - 1 <= before.x0 and after.x1 <= right + 1 for left, right in full_lines)


def split_row(row: LineRow) -> Iterator[list[Glyph]]:
    """Yield the row's glyphs from left to right, split at columns and cells."""
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
    """Return the indexes of glyphs before which a new segment begins.

    A gap is not one between segments when the next gap is as wide. Then both are the spaces of a
    justified line, unless numbers are next to them, whose columns are as regular.
    """
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
    """Return the gaps that are spaces: the index of the glyph behind each, and its points."""
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
    """Return the index of the first glyph behind each gutter that has text on both sides."""
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
    """Whether it is a justified line whose spaces were all stretched alike."""
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
