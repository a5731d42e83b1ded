"""The paragraphs of a first page with their format: side by side, centred, bold."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ingest.blocks import ParagraphFormat, PrintedParagraph
from ingest.pdf.layout.blocks import PageText
from ingest.pdf.layout.columns import join_hanging_labels
from ingest.pdf.layout.paragraphs import Leading, find_leading, is_entry
from ingest.pdf.lines import LABEL, MARK_END, MARK_START, Habits, Line, is_han, join_paragraph

_MARK: Final = re.compile(f"{MARK_START}[^{MARK_END}]*{MARK_END}")

_MIDDLE: Final = 1.0
"""Ems by which a centred line's middle may differ from the page's or the text's."""

_INDENTED: Final = 2.0
"""Fewest free ems on both sides of a centred line."""

_PADDING: Final = 1.0
"""Ems between a cell's text and the next cell: 0.3 in browsers, 1 in Word."""

_NEAR: Final = 3.5
"""Largest step between lines of one cell, in ems: covers have blank lines."""


@dataclass(slots=True)
class _Region:
    lines: list[Line] = field(default_factory=list)

    def find_columns(self) -> list[tuple[float, float]]:
        """Return left and right edge of each column, from left to right."""
        stretches: list[tuple[float, float]] = []
        for x0, x1 in sorted((line.x0, line.x1) for line in self.lines):
            if stretches and x0 < stretches[-1][1] + 2:
                stretches[-1] = stretches[-1][0], max(stretches[-1][1], x1)
            else:
                stretches.append((x0, x1))
        return stretches


def describe_paragraphs(
    page: PageText, habits: Habits, headings: Iterable[str]
) -> tuple[PrintedParagraph, ...]:
    """Return a page's paragraphs in reading order, cells column by column, headings marked."""
    leading = find_leading(page.lines)
    setting = _Setting(page, leading, habits)
    ids = itertools.count()
    result: list[PrintedParagraph] = []
    for part in _split_parts(page, setting):
        if isinstance(part, _Region):
            columns = part.find_columns()
            rooms = setting.measure_rooms(columns)
            for (x0, x1), room in list(zip(columns, rooms, strict=True))[:: -1 if page.rtl else 1]:
                lines = [line for line in part.lines if x0 <= line.x0 and line.x1 <= x1]
                result += setting.build_paragraphs(lines, next(ids), room)
        else:
            result += setting.build_paragraphs(part, None, setting.width)
    titles = list(headings)
    return tuple(
        replace(
            paragraph,
            is_heading=paragraph.cell is None and any(paragraph.text in title for title in titles),
        )
        for paragraph in result
    )


def _split_parts(page: PageText, setting: _Setting) -> Iterator[_Region | list[Line]]:
    """Yield regions of columns, ruled cells and single lines, from the top."""
    tables = [
        (min(cell.box[1] for cell in table.list_cells()), index)
        for index, table in enumerate(page.tables)
    ]
    alone: list[Line] = []
    region: _Region | None = None
    bands = _build_bands(join_hanging_labels(page.lines))
    index = 0
    while index < len(bands):
        band = bands[index]
        for top, place in [table for table in tables if table[0] < band[0].top]:
            tables.remove((top, place))
            yield from _yield_parts(alone, region)
            alone, region = [], None
            yield from _read_ruled(page, place)
        if region is not None and _fits(region, band, setting):
            region.lines += band
        elif len(band) > 1:
            yield from _yield_parts([], region)
            region = _Region(list(band))
            # Lines above in one of the columns are theirs: the other cell begins lower.
            while alone and _fits(region, [alone[-1]], setting, above=True):
                region.lines.insert(0, alone.pop())
            yield from _yield_parts(alone, None)
            alone = []
        else:
            if region is not None:
                yield from _yield_parts([], region)
                region = None
            alone += band
        index += 1
    yield from _yield_parts(alone, region)
    for _, place in tables:
        yield from _read_ruled(page, place)


def _yield_parts(alone: list[Line], region: _Region | None) -> Iterator[_Region | list[Line]]:
    if alone:
        yield alone
    if region is not None:
        yield region


def _read_ruled(page: PageText, place: int) -> Iterator[_Region | list[Line]]:
    for cell in page.tables[place].list_cells():
        region = _Region(cell.lines)
        yield region if len(region.find_columns()) == 1 and cell.span < 2 else cell.lines


def _fits(region: _Region, band: Sequence[Line], setting: _Setting, *, above: bool = False) -> bool:
    """Whether a band's lines keep to a region's columns and are near."""
    edge = region.lines[0].top if above else max(line.bottom for line in region.lines)
    gap = edge - band[0].bottom if above else band[0].top - edge
    if gap > (_NEAR - 1) * band[0].size:
        return False
    columns = region.find_columns()
    if len(band) == 1 and setting.is_centred(band[0]):
        line = band[0]
        edges = [other for other in region.lines if other.rtl == line.rtl]
        if not any(abs(other.start - line.start) < 1.5 for other in edges):
            return False
    if len(band) == 1 and len(columns) > 1 and setting.is_full(band[0]):
        return False
    joint = _Region([*region.lines, *band]).find_columns()
    return len(joint) >= len(columns) and (len(band) == 1 or len(joint) > 1)


def _build_bands(lines: Sequence[Line]) -> list[list[Line]]:
    bands: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.baseline):
        last = bands[-1] if bands else None
        if last and max(other.bottom for other in last) - line.top > 0.5 * line.size:
            last.append(line)
        else:
            bands.append([line])
    return bands


class _Setting:
    """The line geometry of a page, from which paragraphs are built."""

    def __init__(self, page: PageText, leading: Leading, habits: Habits) -> None:
        self._leading = leading
        self._known = habits
        self._rtl = page.rtl
        cells = [
            line for table in page.tables for cell in table.list_cells() for line in cell.lines
        ]
        lines = [*page.lines, *cells]
        self._left = min((line.x0 for line in lines), default=0.0)
        self._right = max((line.x1 for line in lines), default=0.0)
        self._middles = [(self._left + self._right) / 2]
        if page.width:
            self._middles.append(page.width / 2)
            # Margins are alike: where no line reaches the other one, it is known all the same.
            self._right = max(self._right, page.width - self._left)

    def is_full(self, line: Line) -> bool:
        return line.x1 - line.x0 > 0.8 * (self._right - self._left)

    def is_centred(self, line: Line) -> bool:
        """Whether a line is in the middle of the page with free space on both sides."""
        middle = (line.x0 + line.x1) / 2
        if all(abs(middle - other) > _MIDDLE * line.size for other in self._middles):
            return False
        return line.x0 - self._left > _INDENTED * line.size

    @property
    def width(self) -> float:
        return self._right - self._left

    def measure_rooms(self, columns: Sequence[tuple[float, float]]) -> list[float]:
        if self._rtl:
            bounds = [self._left, *(x1 for _, x1 in columns[:-1])]
            return [x1 - bound for (_, x1), bound in zip(columns, bounds, strict=True)]
        bounds = [*(x0 for x0, _ in columns[1:]), self._right]
        return [bound - x0 for (x0, _), bound in zip(columns, bounds, strict=True)]

    def build_paragraphs(
        self, lines: Sequence[Line], cell: int | None, room: float
    ) -> Iterator[PrintedParagraph]:
        """Yield the paragraphs of lines below each other, at most ``room`` points wide."""
        groups: list[list[Line]] = []
        close: list[bool] = []
        for before, line in zip([None, *lines], lines, strict=False):
            is_close = before is not None and self._is_close(before, line)
            if is_close and before is not None and self._is_wrapped(before, line, room, cell):
                groups[-1].append(line)
            else:
                groups.append([line])
                close.append(is_close)
        for group, is_close in zip(groups, close, strict=True):
            bare = [replace(line, text=_MARK.sub("", line.text).strip()) for line in group]
            text = " ".join(join_paragraph(bare, self._known).split())
            label, tab, _ = text.partition("\t")
            first = group[0]
            centred = cell is None and self._are_centred(group)
            if text:
                yield PrintedParagraph(
                    text,
                    ParagraphFormat(centred, all(line.bold for line in group), first.size),
                    cell,
                    is_close=is_close,
                    is_item="\t" in group[0].text and bool(LABEL.fullmatch(label)) and bool(tab),
                )

    def _are_centred(self, group: Sequence[Line]) -> bool:
        """Whether lines are centred; a long title's first lines may be full."""
        if len(group) == 1 or all(self.is_centred(line) for line in group):
            return self.is_centred(group[0])
        last = group[-1]
        return self.is_centred(last) and abs(last.start - group[0].start) > last.size

    def _is_close(self, before: Line, line: Line) -> bool:
        alike = abs(before.size - line.size) < 0.08 * line.size and before.bold == line.bold
        return alike and not self._leading.parts(before, line)

    def _is_wrapped(self, before: Line, line: Line, room: float, cell: int | None) -> bool:
        """Whether a line's first word had no space left on the line before."""
        width = before.x1 - before.x0
        needed = line.first_word + (0.25 if before.text[-1:] != "-" else 0) * line.size
        if is_han(line.text[:1]):
            needed = line.size
        needed += _PADDING * line.size if cell is not None else 0
        if cell is not None and not _may_go_on(before, line):
            return False
        if cell is None and self.is_centred(before) != self.is_centred(line):
            return self.is_full(before) and room - width < needed
        return room - width < needed


def _may_go_on(before: Line, line: Line) -> bool:
    """Whether a line may continue the one above in its cell, whose width is only estimated."""
    first, last = line.text[:1], before.text[-1:]
    if last not in "-–,،、，" and is_entry(before, line):
        return False
    return (
        first.islower() or first.isdigit() or is_han(first) or last.isdigit() or last in "-–,،、，"
    )
