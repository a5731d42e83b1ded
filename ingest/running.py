"""Which lines at the edges of pages are headers, footers and page numbers?"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ingest.lines import MARK_END, MARK_START, Line

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["running_lines"]

EDGE: Final = 0.13
"""Share of the page's height at its top and bottom where headers and footers stand."""

SAME_HEIGHT: Final = 6.0
"""Points by which a header may move from page to page."""

SHIFT: Final = 30
"""Pages of front matter by which printed numbers may lag behind."""

_DIGITS: Final = re.compile(r"\d+")
_PRINTED: Final = re.compile(
    r"(?:file|https?)://\S+|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}, \d{1,2}:\d{2}(?:\s?[AP]M)?"
)
"""What browsers print around a page: its address, the date and time."""

_PAGE_NUMBER: Final = re.compile(
    r"[-–—\s]*(?:page|p\.|página|стр\.|страница|صفحة|第)?\s*\d{1,4}"
    r"\s*(?:(?:/|of|de|sur|из|من)\s*\d{1,4})?\s*页?[-–—\s]*",
    re.IGNORECASE,
)


def running_lines(pages: Sequence[tuple[int, float, Sequence[Line]]]) -> dict[int, list[Line]]:
    """The running lines of each page.

    A line is running when one with the same words (whatever its numbers) stands at the same height
    of several pages, and nothing but running lines is farther out on its page.

    Args:
        pages: number, height in points, and lines of each page that has text.
    """
    places: dict[tuple[str, bool], list[tuple[float, int]]] = defaultdict(list)
    edges = {number: _edges(height, lines) for number, height, lines in pages}
    for number, (top, bottom) in edges.items():
        for at_top, lines in ((True, top), (False, bottom)):
            for line in lines:
                places[_words(line), at_top].append((line.baseline, number))
    enough = 2 if len(pages) <= 4 else 3
    found: dict[int, list[Line]] = {}
    for number, (top, bottom) in edges.items():
        kept: list[Line] = []
        for at_top, lines in ((True, top), (False, bottom)):
            for row in _rows(lines):
                running = [
                    line
                    for line in row
                    if _PRINTED.fullmatch(line.text)
                    or _is_page_number(line, number, alone=len(pages) == 1)
                    or (
                        any(char.isalpha() for char in line.text)
                        and _pages_with(places[_words(line), at_top], line) >= enough
                    )
                ]
                kept.extend(running)
                if len(running) < len(row):
                    break
        if kept:
            found[number] = kept
    return found


def _edges(height: float, lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    top = [line for line in lines if line.bottom < EDGE * height]
    bottom = [line for line in lines if line.top > (1 - EDGE) * height]
    top.sort(key=lambda line: line.baseline)
    bottom.sort(key=lambda line: -line.baseline)
    return top, bottom


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in lines:
        if rows and abs(rows[-1][0].baseline - line.baseline) < 0.4 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _words(line: Line) -> str:
    text = line.text.replace(MARK_START, "").replace(MARK_END, "")
    return _DIGITS.sub("#", text).strip().lower()


def _pages_with(places: Sequence[tuple[float, int]], line: Line) -> int:
    return len(
        {number for baseline, number in places if abs(baseline - line.baseline) < SAME_HEIGHT}
    )


def _is_page_number(line: Line, page: int, *, alone: bool) -> bool:
    if not _PAGE_NUMBER.fullmatch(line.text):
        return False
    # Front matter shifts printed numbers; an extract of one page has any.
    return alone or abs(int(_DIGITS.findall(line.text)[0]) - page) <= SHIFT
