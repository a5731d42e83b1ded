"""Detection of running lines: headers, footers and page numbers that recur from page to page."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from corpus import tables
from corpus.languages import LETTERS
from corpus.text import format_number
from ingest.pdf.lines import MARK_END, MARK_START, Line

EDGE: Final = 0.13
"""Share of the page's height, at top and bottom, for headers and footers."""

COVER: Final = 0.33
"""Share of the height of the first page that has the document's own symbol."""

SAME_HEIGHT: Final = 6.0
"""Points by which a header may move from page to page."""

GOOD_PART: Final = 0.4
"""Share of pages that a header is on; left and right pages may have their own."""

LONGEST: Final = 150
"""Longest running line, in characters."""

CLEAR: Final = 1.2
"""Smallest distance from the text, in usual line steps."""

FEWEST_INNER: Final = 3
MOST_SHARED: Final = 0.5
"""Share of middle lines (three or more) from which two pages are alike."""

LARGER: Final = 1.1
"""Factor of the text's font size above which a line is larger."""

MOST_ROWS: Final = 6
"""Rows of a header or footer, from the innermost, that are compared with the text."""

SHIFT: Final = 30
"""Largest lag of printed page numbers, in pages of front matter."""

_DIGITS: Final = re.compile(r"\d+")
_ROMAN_PAGES: Final = {format_number(page, "lowerRoman"): page for page in range(1, 100)}
"""Page numbers of front matter."""

_CLAUSE: Final = re.compile(
    "[\u200e\u200f\u061c]*(\\d{1,3}(?:\\.\\d{1,3}){0,5})[.)]?\\s+(?=[^\\W\\d_])"
)
"""The number of a clause or a page at the start of a line with text."""

_PRINTED: Final = re.compile(
    r"(?:file|https?)://\S+|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}, \d{1,2}:\d{2}(?:\s?[AP]M)?"
)
"""Text that browsers print around a page: address, date and time."""

_SYMBOL: Final = re.compile(rf"(?=\S*\d)(?=\S*/)[A-Z][A-Za-z0-9&/()!.-]{{2,40}}-[{LETTERS}]")
"""A document's symbol with its language letter, alone on a line; running text has no letter."""

_OWN_SYMBOL: Final = re.compile(r"(?=\S*\d)[A-Z]{1,8}(?:/[\w&().-]+)+(?:[-–—][A-Z]/[\w/().-]+)?")
"""A symbol, such as ``A/RES/70/125``; on its first page and in page heads it is on its own."""

_JOB: Final = re.compile(
    r"(?:(?:(?:[A-Z]{1,4}\.\s?)?\d{2}-\d{4,6}|\*\d{6,9}\*)"
    r"(?:\s*\([A-Z]\))?(?:\s+\d{6})*\s*)+"
)
"""The number of a print job and its bar code, at the foot of pages of the United Nations."""

_WORDS: Final = {
    key: "|".join(tables.load_shipped("reading")[key])
    for key in ("page", "of_pages", "behind_page")
}
_PAGE_NUMBER: Final = re.compile(
    rf"[-–—\s]*(?:{_WORDS['page']})?\s*\d{{1,4}}"
    rf"\s*(?:(?:/|{_WORDS['of_pages']})\s*\d{{1,4}})?\s*(?:{_WORDS['behind_page']})?[-–—\s]*",
    re.IGNORECASE,
)


def find_running_lines(pages: Sequence[tuple[int, float, Sequence[Line]]]) -> dict[int, list[Line]]:
    """Return the running lines of each page, from its number, height in points and lines.

    A running line recurs at its height, numbers aside, on many pages, farther out than the text.
    Pages that are alike count as one. If only two count, a line larger than the text is a heading.
    """
    pattern = _find_patterns(pages)
    size = _find_usual_size(pages)
    groups: dict[tuple[str, bool], list[Line]] = defaultdict(list)
    enough = 2 if len(pages) <= 4 else 3
    edges = {number: _find_edges(height, lines) for number, height, lines in pages}
    for top, bottom in edges.values():
        for at_top, lines in ((True, top), (False, bottom)):
            for line in lines:
                if enough > 2 or line.size < LARGER * size:
                    groups[_reduce_to_words(line), at_top].append(line)
    heads = _find_own_heads(pages, edges)
    romans = _find_roman_numbers(edges)
    clauses = _find_clauses(groups.values(), [lines for _, _, lines in pages])
    rows_by_edge: dict[tuple[int, bool], list[list[Line]]] = {}
    for number, sides in edges.items():
        for at_top, lines in zip((True, False), sides, strict=True):
            recurring = {
                id(line)
                for line in lines
                if (at_top and number > 1 and _SYMBOL.fullmatch(line.text))
                or id(line) in heads
                or id(line) in romans
                or (
                    id(line) not in clauses
                    and _recurs(groups[_reduce_to_words(line), at_top], line, enough, pattern)
                )
            }
            rows_by_edge[number, at_top] = list(
                _find_outer_rows(lines, recurring, number, len(pages), at_top=at_top)
            )
    _keep_apart(rows_by_edge, pages, heads)
    running_by_page: dict[int, list[Line]] = {}
    for (number, _), rows in rows_by_edge.items():
        if rows:
            running_by_page.setdefault(number, []).extend(line for row in rows for line in row)
    return running_by_page


def _find_own_heads(
    pages: Sequence[tuple[int, float, Sequence[Line]]],
    edges: Mapping[int, tuple[Sequence[Line], Sequence[Line]]],
) -> set[int]:
    """Return the ids of the lines of page heads that repeat the first page."""
    height, first = next(((high, lines) for number, high, lines in pages if number == 1), (0, ()))
    words = {
        word
        for line in first
        if line.bottom < COVER * height and line.text.strip()
        for word in (line.text.split()[0], line.text.split()[-1])
    }
    symbols = set(filter(_OWN_SYMBOL.fullmatch, words))
    lettered = symbols.union(filter(_SYMBOL.fullmatch, words))
    known = _reduce_to_signs(" ".join(line.text for line in first))
    heads: set[int] = set()
    for number, (top, _) in edges.items():
        rows: list[list[Line]] = []
        for row in _build_rows(top) if number > 1 and lettered else ():
            rest = [line for line in row if not _is_page_number(line, number, alone=False)]
            # A text that the first page repeats may be a heading; next to a page number it is none.
            can_repeat = bool(symbols) or any(_is_marked_page_number(line) for line in row)
            if not (can_repeat and all(_repeats(line, lettered, known) for line in rest)) and not (
                any(line.text in lettered for line in row)
            ):
                break
            rows.append(row)
        if any(_holds_symbol(line, lettered) for row in rows for line in row):
            heads.update(id(line) for row in rows for line in row)
    return heads


def _find_roman_numbers(
    edges: Mapping[int, tuple[Sequence[Line], Sequence[Line]]],
) -> set[int]:
    """Return the ids of Roman numbers that are those of their pages, or count two pages or more."""
    by_shift: dict[int, dict[int, int]] = defaultdict(dict)
    for number, sides in edges.items():
        for line in itertools.chain(*sides):
            if value := _ROMAN_PAGES.get(line.text.strip("-–— ")):
                by_shift[number - value][number] = id(line)
    counted = [
        lines
        for shift, lines in by_shift.items()
        if not shift or (len(lines) > 1 and 0 < shift <= SHIFT)
    ]
    return {place for lines in counted for place in lines.values()}


def _holds_symbol(line: Line, symbols: AbstractSet[str]) -> bool:
    return any(line.text.startswith(symbol) or line.text.endswith(symbol) for symbol in symbols)


def _repeats(line: Line, symbols: AbstractSet[str], known: str) -> bool:
    """Whether the text of a line, without a symbol, is among the letters of the first page."""
    texts = [line.text, *(line.text.replace(symbol, "", 1) for symbol in symbols)]
    return any(_reduce_to_signs(text) in known for text in texts)


def _reduce_to_signs(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _find_outer_rows(
    lines: Sequence[Line], recurring: set[int], number: int, pages: int, *, at_top: bool
) -> Iterator[list[Line]]:
    """Yield the rows from the page's edge inwards while all lines recur."""
    for row in _build_rows(lines):
        running = [line for line in row if id(line) in recurring]
        sure = [
            line
            for line in row
            if _is_sure(line, number, alone=pages == 1)
            or (not at_top and _JOB.fullmatch(line.text))
        ]
        # A number next to text is the number of that text, unless the text runs too.
        whole = len({id(line) for line in (*running, *sure)}) == len(row)
        if whole or running:
            yield row if whole else running
        if not whole:
            return


def _is_sure(line: Line, page: int, *, alone: bool) -> bool:
    return bool(_PRINTED.fullmatch(line.text)) or _is_page_number(line, page, alone=alone)


def _keep_apart(
    rows_by_edge: dict[tuple[int, bool], list[list[Line]]],
    pages: Sequence[tuple[int, float, Sequence[Line]]],
    heads: AbstractSet[int],
) -> None:
    """Remove from the rows those as close to the text as its own lines."""
    step = _find_usual_step([lines for _, _, lines in pages])
    for _ in range(MOST_ROWS):
        nearest: dict[tuple[str, bool], float] = {}
        for number, _height, lines in pages:
            for at_top in (True, False):
                rows = rows_by_edge[number, at_top]
                if not rows:
                    continue
                gap = _measure_gap(rows, lines, at_top=at_top)
                for line in rows[-1]:
                    key = _reduce_to_words(line), at_top
                    nearest[key] = min(gap / line.size, nearest.get(key, gap / line.size))
        text = {key for key, gap in nearest.items() if gap < CLEAR * step and key[0].strip("#-– ")}
        removed = False
        for (number, at_top), rows in rows_by_edge.items():
            if rows and any((_reduce_to_words(line), at_top) in text for line in rows[-1]):
                if all(
                    id(line) in heads
                    or (at_top and number > 1 and _SYMBOL.fullmatch(line.text))
                    or _is_sure(line, number, alone=False)
                    or _JOB.fullmatch(line.text)
                    for line in rows[-1]
                ):
                    continue
                rows.pop()
                removed = True
        if not removed:
            return


def _measure_gap(rows: Sequence[Sequence[Line]], lines: Sequence[Line], *, at_top: bool) -> float:
    running = {id(line) for row in rows for line in row}
    edge = rows[-1][0].baseline
    gaps = [
        other.baseline - edge if at_top else edge - other.baseline
        for other in lines
        if id(other) not in running
    ]
    return min((gap for gap in gaps if gap > 0), default=float("inf"))


def _find_usual_step(pages: Sequence[Sequence[Line]]) -> float:
    """Return the median line step of the text, without jumps, in ems."""
    steps = [
        (below.baseline - line.baseline) / line.size
        for lines in pages
        for line, below in itertools.pairwise(lines)
        if line.size and 0.9 < (below.baseline - line.baseline) / line.size < 3
    ]
    return statistics.median(steps) if steps else 1.2


def _find_edges(height: float, lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    top = [line for line in lines if line.bottom < EDGE * height]
    bottom = [line for line in lines if line.top > (1 - EDGE) * height]
    top.sort(key=lambda line: line.baseline)
    bottom.sort(key=lambda line: -line.baseline)
    return top, bottom


def _build_rows(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in lines:
        if rows and abs(rows[-1][0].baseline - line.baseline) < 0.4 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _reduce_to_words(line: Line) -> str:
    return _DIGITS.sub("#", _strip_marks(line)).strip().lower()


def _strip_marks(line: Line) -> str:
    return line.text.replace(MARK_START, "").replace(MARK_END, "")


def _recurs(group: Sequence[Line], line: Line, enough: int, pattern: Mapping[int, int]) -> bool:
    """Whether a line recurs on many of the pages between; pages of one pattern count once."""
    if len(line.text) > LONGEST or not any(char.isalpha() for char in line.text):
        return False
    numbers = {other.page for other in group if abs(other.baseline - line.baseline) < SAME_HEIGHT}
    if not numbers or len({pattern[number] for number in numbers}) < enough:
        return False
    between = max(numbers) - min(numbers) + 1
    return len(numbers) >= GOOD_PART * between


def _find_clauses(groups: Iterable[Sequence[Line]], pages: Sequence[Sequence[Line]]) -> set[int]:
    """Return the ids of lines that repeat a text behind the clause numbers of their document."""
    numbered = [line for lines in pages for line in lines if _CLAUSE.match(_strip_marks(line))]
    places = {id(line): place for place, line in enumerate(numbered)}
    clauses: set[int] = set()
    for group in groups:
        if len(group) < 2 or not all(id(line) in places for line in group):
            continue
        group_places = sorted(places[id(line)] for line in group)
        # Arabic pages may print 1.3 for 3.1.
        is_turned = any(line.rtl for line in group)
        if _counts_clauses(numbered, group_places, step=1) or (
            is_turned and _counts_clauses(numbered, group_places, step=-1)
        ):
            clauses.update(map(id, group))
    return clauses


def _read_clause(line: Line, step: int) -> tuple[int, ...]:
    match = _CLAUSE.match(_strip_marks(line))
    return tuple(map(int, match[1].split(".")))[::step] if match else ()


def _counts_clauses(numbered: Sequence[Line], places: Sequence[int], step: int) -> bool:
    """Whether the numbers of lines of one text rise, and count the clauses, not the pages.

    ``numbered`` are all lines that begin with a number; a ``step`` of -1 turns the numbers.
    """
    own = [_read_clause(numbered[place], step) for place in places]
    if any(after <= before for before, after in itertools.pairwise(own)):
        return False
    has_parts = max(map(len, own)) > 1
    pages = [numbered[place].page for place in places]
    turns = zip(itertools.pairwise(own), itertools.pairwise(pages), strict=True)
    counting = sum(
        before[:-1] == after[:-1] and after[-1] - before[-1] == page_after - page_before
        for (before, after), (page_before, page_after) in turns
    )
    if 2 * counting >= len(own) - 1 and not has_parts:
        return False
    if 2 * counting < len(own) - 1 and has_parts:
        return True
    own_places = set(places)
    following = sum(
        _is_next(_read_clause(numbered[first], step), _read_clause(numbered[first + 1], step))
        for place in places
        for first in (place - 1, place)
        if 0 <= first < len(numbered) - 1 and not {first, first + 1} <= own_places
    )
    return 2 * following > len(own)


def _is_next(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Whether a clause number comes right after another: 3.1, 3.1.1, 3.2, 4.1."""
    if after == (*before, 1):
        return True
    return any(
        after[: depth + 1] == (*before[:depth], before[depth] + 1)
        and set(after[depth + 1 :]) <= {1}
        for depth in range(min(len(before), len(after)))
    )


def _find_patterns(pages: Sequence[tuple[int, float, Sequence[Line]]]) -> dict[int, int]:
    """Return for each page the first one that shares most lines of its middle."""
    patterns: dict[int, int] = {}
    first: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, height, lines in pages:
        inner = {
            (line.text, round(line.baseline / SAME_HEIGHT))
            for line in lines
            if EDGE * height <= line.top and line.bottom <= (1 - EDGE) * height
        }
        like = Counter(other for place in inner for other in first[place])
        other, shared = like.most_common(1)[0] if like else (number, 0)
        is_alike = len(inner) >= FEWEST_INNER and shared > MOST_SHARED * len(inner)
        patterns[number] = other if is_alike else number
        if not is_alike:
            for place in inner:
                first[place].append(number)
    return patterns


def _find_usual_size(pages: Sequence[tuple[int, float, Sequence[Line]]]) -> float:
    sizes: Counter[float] = Counter()
    for _, _, lines in pages:
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _is_marked_page_number(line: Line) -> bool:
    """Whether a line is ``- 2 -`` or ``2/3``; a mere number may be that of a heading."""
    return bool(_PAGE_NUMBER.fullmatch(line.text)) and not line.text.strip(" .)").isdecimal()


def _is_page_number(line: Line, page: int, *, alone: bool) -> bool:
    if not _PAGE_NUMBER.fullmatch(line.text):
        return False
    # Front matter shifts printed numbers; an extract of one page has any.
    return alone or abs(int(_DIGITS.findall(line.text)[0]) - page) <= SHIFT
