"""Paragraphs, of lines that follow each other."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.documents import Box
from corpus.text import dates
from ingest.pdf.content import Rectangle
from ingest.pdf.lines import Habits, Line, breaks_word, has_rtl, is_han

SAME_SIZE: Final = 0.08
"""Lines whose font sizes differ by more than this share do not belong to one paragraph."""

SMALLER: Final = 0.03
"""Share by which text is smaller than the bold title above it at least."""

OTHER_SCRIPT_SIZE: Final = 0.4

WIDER_GAP: Final = 1.28
"""A step from line to line greater than this many usual ones parts paragraphs. A line with a second
font in it is up to 1.15 lower, a spacing of 3 points at 10 makes 1.3."""

FLUSH: Final = 1.5
"""Points by which the ends of justified lines differ."""

WIDEST_STEP: Final = 2.8
"""Ems from line to line within a paragraph at most: double spacing makes 2.0 to 2.6."""

CLEAR_JUMP: Final = 1.15
"""Steps that differ by more than this factor are of two kinds: within and between paragraphs."""

INDENT: Final = 0.9
"""Ems by which a first line is indented at least."""

UNSPACED_ROOM: Final = 0.8
SPACED_ROOM: Final = 3.0
"""Ems that must be left on a line besides the next word for a paragraph to end there: without,
and with, space between paragraphs."""

FULL_ROOM: Final = 0.3
"""Ems: less room than the next word and a space need means that the line is full."""

_ENDS: Final = frozenset(".!?:;。！？：；؟؛…")
_GOING_ON: Final = frozenset(",;，；،؛")
_LISTS: Final = frozenset(":;：；؛")
_CLOSERS: Final = frozenset(')]"»”’）】\ufdd1')
_SOURCE: Final = re.compile(r"[.!?。！？؟]\s*[(（\[][^()（）\[\]]*(?:\([^()]*\))?[)）\]]$")
"""A sentence and, behind it in brackets, where it comes from."""

_BREAKING: Final = frozenset("-\u2010\u2011–—/")
_ENTRY: Final = re.compile(r"[^\d\s:：][^:：]{1,40}[:：]\s*\S")
_BULLET: Final = re.compile(r"[•▪■●○◦]\s")


@dataclass(slots=True)
class LineBlock:
    """Lines that belong together.

    Attributes:
        lines: from the first to the last, over page breaks too.
        right: how far lines can run in its column, on the scale of ``Line.end``.
        left: where lines start in its column, on the scale of ``Line.start``.
        aside: whether it is next to others, in a cell or a box.
        column: whether it is in one of several columns of text.
        hangs: whether text behind numbers goes on below itself in its document.
    """

    lines: list[Line]
    right: float
    left: float
    aside: bool = False
    column: bool = False
    hangs: bool = False

    @property
    def size(self) -> float:
        """Font size of its first line, in points."""
        return self.lines[0].size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)

    @property
    def italic(self) -> bool:
        """Whether all of it is in italics."""
        return all(line.italic for line in self.lines)

    def find_boxes(self) -> tuple[Box, ...]:
        """Return its box on each of its pages."""
        on_pages: dict[int, list[Rectangle]] = {}
        for line in self.lines:
            on_pages.setdefault(line.page, []).append(line.on_page)
        return tuple(enclose(page, rectangles) for page, rectangles in on_pages.items())


def enclose(page: int, rectangles: Sequence[Rectangle]) -> Box:
    """Return the box on a page, to a tenth of a point, around rectangles on it."""
    x0, top, x1, bottom = zip(*rectangles, strict=True)
    return Box(
        page, round(min(x0), 1), round(min(top), 1), round(max(x1), 1), round(max(bottom), 1)
    )


def split_paragraphs(
    flow: Sequence[Line],
    *,
    right: float | None = None,
    rights: Mapping[int, float] | None = None,
    leading: Leading | None = None,
    habits: Habits | None = None,
    has_neighbours: bool = False,
) -> list[LineBlock]:
    """Return the paragraphs of one flow.

    Args:
        flow: lines of one column from top to bottom.
        right: how far lines can run, on the scale of ``Line.end``, where it is known.
        rights: the same for each line by its ``id``, where text blocks differ.
        leading: steps between the lines of the page.
        habits: of the document.
        has_neighbours: whether the flow is next to another one, as the boxes of a cover are.
    """
    if not flow:
        return []
    farthest = max(line.end for line in flow if line.rtl == flow[0].rtl)
    left = min(line.start for line in flow if line.rtl == flow[0].rtl)
    right = farthest if right is None else right
    leading = leading or find_leading(flow)
    habits = habits or Habits()
    rights = rights or {}
    result = [LineBlock([flow[0]], rights.get(id(flow[0]), right), left, hangs=leading.hangs)]
    for line in flow[1:]:
        if (
            _begins(result[-1], line, leading)
            or (habits.spaces_drawn and _ends_unspaced(result[-1], line, habits))
            or (has_neighbours and _is_entry(result[-1].lines[-1], line))
        ):
            line_right = rights.get(id(line), right)
            result.append(LineBlock([line], line_right, left, hangs=leading.hangs))
        else:
            result[-1].lines.append(line)
    return result


@dataclass(frozen=True, slots=True)
class Leading:
    """The steps between the lines of a page.

    Attributes:
        size: of most of its lines, in points.
        wider: a step from line to line greater than this many ems parts paragraphs.
        spaced: whether space parts paragraphs.
        justified: whether lines run to the very margin unless a paragraph ends.
        hangs: whether text behind numbers goes on below itself, not below the number.
    """

    size: float = 10.0
    wider: float = 1.2 * WIDER_GAP
    spaced: bool = False
    justified: bool = False
    hangs: bool = False

    def parts(self, before: Line, line: Line) -> bool:
        """Whether a line is so far below the one before that a paragraph begins."""
        size = self.size if abs(line.size - self.size) <= 0.2 * self.size else line.size
        size = max(size, min(before.size, line.size))  # two lines of a heading
        return line.baseline - before.baseline > min(self.wider, WIDEST_STEP) * size


def hangs_below_numbers(flows: Iterable[Sequence[Line]]) -> bool:
    """Whether most lines below a number go on where its text began."""
    below_text = below_number = 0
    for flow in flows:
        for line, below in itertools.pairwise(flow):
            if line.hanging is None or below.hanging is not None:
                continue
            below_text += abs(below.start - line.hanging) < 0.5 * line.size
            below_number += abs(below.start - line.start) < 0.5 * line.size
    return below_text > max(1, below_number)


def find_leading(lines: Sequence[Line]) -> Leading:
    """Return the steps between the lines of a page.

    The usual step is the lower quarter of all. The limit lies in the widest jump between the steps,
    where one is clear: fonts mixed in a line widen some steps a little.
    """
    sizes = Counter(round(line.size) for line in lines)
    if not sizes:
        return Leading()
    size = float(sizes.most_common(1)[0][0])
    steps = sorted(
        step
        for before, line in _pair_lines(lines)
        if abs(line.size - size) <= 0.2 * size
        and 0.9 < (step := (line.baseline - before.baseline) / size) < 4.5
    )
    if not steps:
        return Leading(size)
    usual = steps[len(steps) // 4]
    wider = WIDER_GAP * usual
    counts = Counter(round(step, 1) for step in steps)
    near = [step for step in steps if usual <= step < 1.9 * usual and counts[round(step, 1)] > 1]
    jumps = [
        (after / before, (before + after) / 2)
        for before, after in itertools.pairwise(near)
        if after > 1.1 * usual
    ]
    if jumps and max(jumps)[0] > CLEAR_JUMP:
        wider = max(jumps)[1]
    breaks = sum(step > wider for step in steps)
    return Leading(size, wider, breaks >= 0.1 * len(steps), _is_justified(lines))


def _pair_lines(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Yield each line with the next one below it in its column."""
    for index, line in enumerate(lines):
        for other in lines[index + 1 : index + 8]:
            overlap = min(line.x1, other.x1) - max(line.x0, other.x0)
            if other.baseline > line.baseline + 1 and overlap > 0:
                yield line, other
                break


def _is_justified(lines: Sequence[Line]) -> bool:
    ends = sorted(line.end for line in lines)
    flush = max(
        (sum(1 for other in ends if 0 <= end - other < FLUSH) for end in ends[::-1][:5]), default=0
    )
    return flush > 0.5 * len(ends) and len(ends) > 5


def _has_same_size(first: Line, second: Line) -> bool:
    largest = max(first.size, second.size)
    if (first.rtl or second.rtl) and has_rtl(first.text) != has_rtl(second.text):
        # Latin letters have a size of their own in Arabic documents (9 to 11, 10 to 15).
        return abs(first.size - second.size) <= OTHER_SCRIPT_SIZE * largest
    return abs(first.size - second.size) <= SAME_SIZE * largest


def _begins(paragraph: LineBlock, line: Line, leading: Leading) -> bool:
    last = paragraph.lines[-1]
    if not _has_same_size(last, line) or line.rtl != last.rtl or _is_item(line):
        return True
    if leading.parts(last, line) or line.baseline < last.baseline:
        return True
    if _is_centred(last, line):
        return last.bold != line.bold
    is_unfilled = leading.justified and not leading.spaced
    is_unfilled = is_unfilled and paragraph.right - last.end > line.size
    if is_unfilled or _is_indented_otherwise(paragraph, line, leading):
        return True
    if paragraph.bold and not line.bold:  # a title, and the text under it
        is_smaller = line.size < (1 - SMALLER) * last.size
        return is_smaller or _ends_short(paragraph, line, FULL_ROOM)
    return _ends_short(paragraph, line, SPACED_ROOM if leading.spaced else UNSPACED_ROOM)


def _is_indented_otherwise(paragraph: LineBlock, line: Line, leading: Leading) -> bool:
    """Whether a line starts further in or out than the lines below a paragraph's first one."""
    last = paragraph.lines[-1]
    if len(paragraph.lines) > 1:
        return abs(line.start - last.start) > INDENT * line.size
    hanging = last.hanging if leading.hangs else None
    return hanging is not None and hanging - line.start > INDENT * line.size


def _ends_unspaced(paragraph: LineBlock, line: Line, habits: Habits) -> bool:
    """Whether no space was drawn at the end of a line, where lines are broken at drawn spaces.

    Hyphens, dashes and slashes break a line without one, and so do Han characters.
    """
    last = paragraph.lines[-1]
    if last.spaced or last.rtl or last.text[-1] in _BREAKING or "\u00ad" in last.text[-1]:
        return False
    if is_han(last.text[-1]) or is_han(line.text[0]):
        return False
    return not breaks_word(last, line, paragraph.right, habits)


def _is_entry(last: Line, line: Line) -> bool:
    """Whether a line next to others is an entry of its own: a date, or a name and its value."""
    return any(_is_date(text) for text in (last.text, line.text)) or bool(_ENTRY.match(line.text))


def _is_date(text: str) -> bool:
    return any(date.end - date.start > len(text.strip()) - 6 for date in dates.find(text))


def _is_item(line: Line) -> bool:
    return "\t" in line.text or bool(_BULLET.match(line.text))


def _is_centred(first: Line, second: Line) -> bool:
    middle = abs((first.x0 + first.x1) - (second.x0 + second.x1)) / 2
    return middle < 0.5 * first.size and abs(first.x0 - second.x0) > first.size


def _ends_short(paragraph: LineBlock, line: Line, spare: float) -> bool:
    """Whether the next line's first word would have fitted on the last line, with room to spare.

    Args:
        paragraph: so far.
        line: that follows.
        spare: ems of room, since a line's last word can hang over its column.
    """
    last = paragraph.lines[-1]
    room = paragraph.right - last.end
    needed = line.first_word + spare * line.size
    if last.text.endswith("-"):
        return room > max(needed, 0.5 * (paragraph.right - paragraph.left))
    if is_han(line.text[0]):
        # A sign that may not begin a line takes one or two characters down with it.
        needed = max(needed, (2.5 + spare) * line.size)
    return room > needed


def runs_on(first: LineBlock, second: LineBlock) -> bool:
    """Whether a paragraph at the top of a page or column goes on with the one before."""
    last, line = first.lines[-1], second.lines[0]
    if not _has_same_size(last, line) or last.rtl != line.rtl or first.bold != second.bold:
        return False
    if "\t" in line.text or _BULLET.match(line.text) or _ends_short(first, line, UNSPACED_ROOM):
        return False
    if _begins_italic(first, second) or not _starts_in_place(first, second):
        return False
    return line.text[0].islower() or _goes_on(first, line)


def _begins_italic(first: LineBlock, second: LineBlock) -> bool:
    """Whether italics show the next part of a resolution: a line over a list, or first words."""
    if second.italic and not first.italic:
        return True
    both = first.lines[0].begins_italic and second.lines[0].begins_italic
    return both and first.lines[-1].text[-1] in _GOING_ON


def _starts_in_place(first: LineBlock, second: LineBlock) -> bool:
    """Whether a paragraph's first line starts where the last one of another would go on."""
    last, line = first.lines[-1], second.lines[0]
    above = last.start if len(first.lines) > 1 else last.hanging
    is_below = above is not None and abs(line.start - above) < 0.5 * line.size
    if line.start - second.left > INDENT * line.size and not is_below:
        return False
    # Margins may differ from left-hand to right-hand pages.
    has_same_margin = abs(first.left - second.left) < 0.5 * line.size
    usual = above if len(first.lines) > 1 or first.hangs else None
    is_further_out = usual is not None and usual - line.start > INDENT * line.size
    return not (has_same_margin and is_further_out)


def _goes_on(first: LineBlock, line: Line) -> bool:
    """Whether a line without a small letter goes on with a paragraph."""
    last = first.lines[-1].text
    if last[-1] in _LISTS:
        return False
    if last[-1] in _CLOSERS:
        # Behind a closing bracket a capital may begin a sentence or a name.
        inner = last.rstrip("".join(_CLOSERS))[-1:]
        ends = inner in _ENDS or _SOURCE.search(last) or line.text[0].isupper()
        return not (ends or _ends_short(first, line, FULL_ROOM))
    if last[-1] not in _ENDS:
        return True
    # A sentence ends at the end of a full line more often than a paragraph fills its last line.
    is_further_out = min(above.start for above in first.lines) - line.start > line.size
    return not is_further_out and not _ends_short(first, line, FULL_ROOM)
