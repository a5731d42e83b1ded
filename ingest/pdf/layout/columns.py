"""The reading order of a page's lines: one column, several, or cells side by side."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final

from ingest.pdf.lines import LABEL, Line, find_free_stretches, is_between, is_han, narrow_gutter

HANGING_REACH: Final = 6.0
"""Largest distance, in ems, from a hanging number to its text: UN styles have up to 4.3."""


TERM_REACH: Final = 8.0
"""Largest distance, in ems, from a term to its explanation in a list of them."""

WIDEST_SPACE: Final = 4.0
"""Widest space of a justified line, in ems."""

EDGE: Final = 2.5
"""Points by which edges of justified lines differ: hanging punctuation, side bearings."""

FULL_COLUMN: Final = 4
"""Fewest lines of a text column."""

FULL_LINES: Final = 2
"""Number of other lines with the same ends that shows justified text."""

_REFERENCE: Final = re.compile(r"\[[^\[\]]{2,30}\]")
_ABBREVIATION: Final = re.compile(r"[^\W\d_a-z][\w&/-]{1,11}")
"""Terms before their explanation: ``[ITU-T X.660]``, ``API``."""

FILLED: Final = 0.62
"""Average share of their column that lines of text fill; cells fill less."""


@dataclass(slots=True)
class Flow:
    """Lines to read one after the other, from the top; ``aside``: other lines are next to them."""

    lines: list[Line]
    aside: bool = False
    column: bool = False


@dataclass(slots=True)
class _Band:
    top: float
    bottom: float
    lines: list[Line]


def find_flows(lines: Sequence[Line], *, rtl: bool, aside: bool = False) -> list[Flow]:
    """Split a page's lines into flows in reading order: columns, or text over the whole width.

    Hanging numbers and cells without rules join their line with a tab. ``aside``: all lines are
    next to others.
    """
    bands = _build_bands(join_hanging_labels(lines))
    result: list[Flow] = []
    running = Flow([], aside)
    index = 0
    while index < len(bands):
        band = bands[index]
        if len(band.lines) == 1:
            running.lines.extend(band.lines)
            index += 1
            continue
        if _is_justified(bands, index):
            running.lines.append(_join_cells(band.lines, " ", rtl=rtl))
            index += 1
            continue
        result.append(running)
        running = Flow([], aside)
        rows = _count_unruled_rows(bands, index)
        region = None if rows else _find_column_region(bands, index)
        if rows:
            result.append(
                Flow(
                    [_join_cells(b.lines, "\t", rtl=rtl) for b in bands[index : index + rows]],
                    aside=True,
                )
            )
            index += rows
        elif region is None:
            result.extend(_read_row(band.lines, rtl=rtl))
            index += 1
        else:
            end, gutter = region
            early = _take_begun_above(result, bands[index:end], gutter, rtl=rtl)
            result.extend(_part_columns(bands[index:end], gutter, early, rtl=rtl, aside=aside))
            index = end
    result.append(running)
    return [flow for flow in result if flow.lines]


def _part_columns(
    region: Sequence[_Band], gutter: float, early: Sequence[Line], *, rtl: bool, aside: bool
) -> Iterator[Flow]:
    """Yield the flows of two columns; the ``early`` lines above go to the second."""
    left = [line for band in region for line in band.lines if line.x1 <= gutter]
    right = [line for band in region for line in band.lines if line.x1 > gutter]
    first, second = (right, left) if rtl else (left, right)
    is_short = len(left) < 4 or len(right) < 4
    for side in (first, [*early, *second]):
        for flow in find_flows(side, rtl=rtl, aside=aside or is_short):
            flow.column = True
            yield flow


def _take_begun_above(
    read: Sequence[Flow], region: Sequence[_Band], gutter: float, *, rtl: bool
) -> list[Line]:
    """Take the second column's lines above the first one out of the flows read before."""
    second = [ln for band in region for ln in band.lines if (ln.x1 <= gutter) == rtl]
    if len(second) < FULL_COLUMN or len(read[-1].lines) == 0:
        return []
    starts = {round(line.start / EDGE) for line in second}
    steps = [b.baseline - a.baseline for a, b in itertools.pairwise(second)]
    step = sorted(steps)[len(steps) // 4]
    result: list[Line] = []
    below = second[0]
    while read[-1].lines:
        line = read[-1].lines[-1]
        is_in_second = line.x1 <= gutter if rtl else line.x0 > gutter
        if not is_in_second or round(line.start / EDGE) not in starts:
            break
        if line.page != below.page or not 0 < below.baseline - line.baseline < 1.1 * step + 1:
            break
        below = line
        result.insert(0, read[-1].lines.pop())
    return result


def _read_row(lines: Sequence[Line], *, rtl: bool) -> list[Flow]:
    """Return the flows of lines side by side; a name and its value are one flow.

    A Chinese title may be stretched (``目    录``), and a mere sign is no neighbour of a title.
    """
    ordered = _sort_by_direction(lines, rtl=rtl)
    if all(len(line.text) == 1 and is_han(line.text) for line in ordered):
        return [Flow([_join_cells(ordered, "", rtl=rtl)])]
    if len(ordered) == 2 and ordered[0].text.endswith((":", "：")):
        return [Flow([_join_cells(ordered, " ", rtl=rtl)], aside=True)]
    worded = [any(map(str.isalnum, line.text)) for line in ordered]
    return [
        Flow([line], aside=sum(worded) > 1 or not has_words)
        for line, has_words in zip(ordered, worded, strict=True)
    ]


def _join_cells(lines: Sequence[Line], separator: str, *, rtl: bool) -> Line:
    ordered = _sort_by_direction(lines, rtl=rtl)
    return replace(
        ordered[0],
        text=separator.join(line.text for line in ordered),
        x0=min(line.x0 for line in lines),
        x1=max(line.x1 for line in lines),
    )


def _is_justified(bands: Sequence[_Band], index: int) -> bool:
    """Whether a band is one line stretched from margin to margin, like whole lines near it."""
    lines = bands[index].lines
    if len({line.baseline for line in lines}) > 1:
        return False
    if (
        index + 1 < len(bands)
        and len(bands[index + 1].lines) > 1
        and _shares_gutter(bands[index : index + 2])
    ):
        return False
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    ordered = sorted(lines, key=attrgetter("x0"))
    gaps = [right.x0 - left.x1 for left, right in itertools.pairwise(ordered)]
    if max(gaps) > WIDEST_SPACE * max(line.size for line in lines):
        return all(line.spaced for line in ordered[:-1]) and _runs_full(bands, index, x0, x1)
    near = [
        other.lines[0] for other in bands[max(0, index - 3) : index + 4] if len(other.lines) == 1
    ]
    return any(abs(line.x0 - x0) < EDGE and abs(line.x1 - x1) < EDGE for line in near)


def _runs_full(bands: Sequence[_Band], index: int, x0: float, x1: float) -> bool:
    """Whether other lines begin and end in the same places, so that wide gaps are spaces."""
    full = sum(
        abs(min(line.x0 for line in band.lines) - x0) < 1
        and abs(max(line.x1 for line in band.lines) - x1) < 1
        for place, band in enumerate(bands)
        if place != index
    )
    return full >= FULL_LINES


def _shares_gutter(bands: Sequence[_Band]) -> bool:
    first, second = (_find_gaps(band.lines) for band in bands)
    return any(narrow_gutter(a, [b]) for a in first for b in second)


def _count_unruled_rows(bands: Sequence[_Band], start: int) -> int:
    """Count the bands from ``start`` that are table rows without rules, of three cells or more."""
    end = start
    while (
        end < len(bands)
        and len(bands[end].lines) >= 3
        and len({line.baseline for line in bands[end].lines}) == 1
        and (end == start or not _is_far_apart(bands[end - 1], bands[end]))
    ):
        end += 1
    if end - start < 3:
        return 0
    rows = [sorted(band.lines, key=attrgetter("x0")) for band in bands[start:end]]
    shares = [
        (first.x1 - first.x0) / (second.x0 - first.x0)
        for row in rows
        for first, second in itertools.pairwise(row)
        if second.x0 > first.x0
    ]
    if not shares or sum(shares) / len(shares) >= FILLED or not _is_aligned(rows):
        return 0
    return end - start


def _is_aligned(rows: Sequence[Sequence[Line]]) -> bool:
    """Whether cells are under each other; words of stretched lines are not."""
    aligned = total = 0
    for index, row in enumerate(rows):
        others = [
            line for other in (*rows[:index][-1:], *rows[index + 1 : index + 2]) for line in other
        ]
        for line in row:
            total += 1
            aligned += any(
                abs(line.x0 - other.x0) < EDGE or abs(line.x1 - other.x1) < EDGE for other in others
            )
    return aligned > 0.7 * total


def _sort_by_direction(lines: Sequence[Line], *, rtl: bool) -> list[Line]:
    return sorted(lines, key=attrgetter("x0"), reverse=rtl)


def join_hanging_labels(lines: Sequence[Line]) -> list[Line]:
    """Join each hanging number to the text next to it."""
    result: list[Line] = []
    places = _find_explanations(lines)
    for line in lines:
        label = result[-1] if result else None
        if (
            label is not None
            and label.baseline == line.baseline
            and (
                _hangs(label, line)
                or (_is_term(label, line) and (places[_round_place(line)] > 1 or line.page > 1))
                or _is_reference(label, line)
            )
        ):
            result[-1] = replace(
                line,
                text=f"{label.text}\t{line.text.replace(chr(9), ' ')}",
                x0=min(label.x0, line.x0),
                x1=max(label.x1, line.x1),
                first_word=label.x1 - label.x0,
                hanging=line.start,
            )
        else:
            result.append(line)
    return result


def _hangs(label: Line, line: Line) -> bool:
    return (
        LABEL.fullmatch(label.text) is not None
        and LABEL.fullmatch(line.text) is None
        and 0 < _measure_gap(label, line) < HANGING_REACH * line.size
    )


def _is_reference(label: Line, line: Line) -> bool:
    is_near = 0 < _measure_gap(label, line) < HANGING_REACH * line.size
    return is_near and _REFERENCE.fullmatch(label.text) is not None


def _is_term(label: Line, line: Line) -> bool:
    """Whether a line may be an abbreviation before its explanation."""
    letters = sum(map(str.isupper, label.text))
    is_near = 0 < _measure_gap(label, line) < TERM_REACH * line.size
    is_upper = 2 * letters > len(label.text) and _ABBREVIATION.fullmatch(label.text) is not None
    return is_near and is_upper and not line.text.isupper()


def _find_explanations(lines: Sequence[Line]) -> Counter[tuple[bool, int]]:
    """Count the explanations behind abbreviations, by the places where they start."""
    return Counter(
        _round_place(line)
        for label, line in itertools.pairwise(lines)
        if label.baseline == line.baseline and _is_term(label, line)
    )


def _round_place(line: Line) -> tuple[bool, int]:
    return line.rtl, round(line.start / EDGE)


def _measure_gap(label: Line, line: Line) -> float:
    return label.x0 - line.x1 if line.rtl else line.x0 - label.x1


def _build_bands(lines: Sequence[Line]) -> list[_Band]:
    bands: list[_Band] = []
    for line in sorted(lines, key=attrgetter("baseline")):
        band = bands[-1] if bands else None
        if band and band.bottom - line.top > 0.5 * line.size:
            band.lines.append(line)
            band.bottom = max(band.bottom, line.bottom)
        else:
            bands.append(_Band(line.top, line.bottom, [line]))
    return bands


def _find_column_region(bands: Sequence[_Band], start: int) -> tuple[int, float] | None:
    """Return the end of a two-column region from a band on, and the middle of its gutter."""
    best: tuple[int, float] | None = None
    for gap in _find_gaps(bands[start].lines):
        gutter = gap
        end = start + 1
        while end < len(bands) and not _is_far_apart(bands[end - 1], bands[end]):
            rest = narrow_gutter(gutter, _find_free(bands[end].lines))
            if rest is None:
                break
            gutter = rest
            end += 1
        middle = sum(gutter) / 2
        both = [line for band in bands[start:end] for line in band.lines]
        left = sum(1 for line in both if line.x1 <= middle)
        if min(left, len(both) - left) >= 1 and len(both) >= 3 and (best is None or end > best[0]):
            best = end, middle
    if best is not None and _is_list_of_pairs(bands[start : best[0]], best[1]):
        return None
    return None if best is None else (_cut_tail(bands, start, best), best[1])


def _cut_tail(bands: Sequence[_Band], start: int, region: tuple[int, float]) -> int:
    """Return the end of a region without lines below a short column, as on a cover.

    A line alone that stands in neither column ends it, as does a numbered one below the column.
    """
    end, gutter = region
    sides: dict[bool, list[int]] = {True: [], False: []}
    for index in range(start, end):
        for line in bands[index].lines:
            sides[line.x1 <= gutter].append(index)
    shorter = min(sides.values(), key=max)
    if min(map(len, sides.values())) >= FULL_COLUMN:
        return end
    for index in range(start + 1, end):
        line = bands[index].lines[0]
        is_numbered = index > max(shorter) and "\t" in line.text
        begun = [other for band in bands[start:index] for other in band.lines]
        if is_numbered or (len(bands[index].lines) == 1 and not _is_in_column(line, begun)):
            return index
    return end


def _is_in_column(line: Line, column: Sequence[Line]) -> bool:
    """Whether a line starts or ends where others do, or is in the middle of one of them."""
    return any(
        abs(line.x0 - other.x0) < EDGE
        or abs(line.x1 - other.x1) < EDGE
        or abs((line.x0 + line.x1) - (other.x0 + other.x1)) < 2 * EDGE
        for other in column
    )


def _is_list_of_pairs(bands: Sequence[_Band], gutter: float) -> bool:
    """Whether each left line labels the right one: ``Date:   15 January``."""
    starts = [line for band in bands for line in band.lines if line.x1 <= gutter]
    labels = sum(1 for line in starts if line.text.rstrip().endswith((":", "：")))
    return labels > 0.6 * len(starts)


def _is_far_apart(above: _Band, below: _Band) -> bool:
    height = min(above.bottom - above.top, below.bottom - below.top)
    return below.top - above.bottom > 2.5 * height


def _find_gaps(lines: Sequence[Line]) -> list[tuple[float, float]]:
    return [stretch for stretch in _find_free(lines) if is_between(stretch)]


def _find_free(lines: Sequence[Line]) -> list[tuple[float, float]]:
    return find_free_stretches((line.x0, line.x1) for line in lines)
