"""Paragraphs made of consecutive lines."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from corpus import tables
from corpus.documents import Box
from corpus.text import dates
from ingest.pdf.content import Rectangle
from ingest.pdf.lines import Habits, Line, breaks_word, has_rtl, is_han

SAME_SIZE: Final = 0.08
"""Largest share by which font sizes differ within a paragraph."""

SMALLER: Final = 0.03
"""Share by which text is smaller than the bold title above it at least."""

OTHER_SCRIPT_SIZE: Final = 0.4

WIDER_GAP: Final = 1.28
"""Factor of the usual line step that separates paragraphs; mixed fonts reach 1.15."""

FLUSH: Final = 1.5
"""Points by which ends of justified lines differ."""

WIDEST_STEP: Final = 2.8
"""Largest line step within a paragraph, in ems: double spacing has 2.0 to 2.6."""

CLEAR_JUMP: Final = 1.15
"""Factor between steps within paragraphs and between them."""

INDENT: Final = 0.9
WIDEST_INDENT: Final = 6.0
"""Smallest and largest indent of a first line, in ems; what starts further in is a line alone."""

UNSPACED_ROOM: Final = 0.8
SPACED_ROOM: Final = 3.0
"""Free ems besides the next word that end a paragraph, without and with paragraph spacing."""

FULL_ROOM: Final = 0.3
"""Ems: with less than the next word and this, a line is full."""

_ENDS: Final = frozenset(".!?:;。！？：；؟؛…")
_GOING_ON: Final = frozenset(",;，；،؛")
_LISTS: Final = frozenset(":;：；؛")
_CLOSERS: Final = frozenset(')]"»”’）】\ufdd1')
_SOURCE: Final = re.compile(r"[.!?。！？؟]\s*[(（\[][^()（）\[\]]*(?:\([^()]*\))?[)）\]]$")
"""A sentence's end with its source in brackets after it."""

_BREAKING: Final = frozenset("-\u2010\u2011–—/")
_ENTRY: Final = re.compile(r"[^\d\s:：][^:：]{1,40}[:：]\s*\S")
_BULLET: Final = re.compile(r"[•▪■●○◦]\s")
_REPEATED: Final = "|".join(tables.load_shipped("reading")["repeated"])
_INSERTED: Final = re.compile(
    rf"(?:\d{{1,3}}|[^\W\d_]) ?(?:{_REPEATED})[)）]"
    rf"|\d{{1,3}} ?(?:{_REPEATED})(?=\s|[\u2e80-\u9fff])"
)
"""A number that was put in after another one, close to its text: ``1bis``, ``b ter)``."""

_NUMBERED: Final = re.compile(r"[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）、．]")
"""A number without a gap, which two lines with one middle by chance may begin with."""

_REMARK: Final = re.compile(
    rf"(?:{'|'.join(tables.load_shipped('reading')['remarks'])})\s?\d{{0,2}}\s?[-–—]\s"
)
"""The beginning of a note in the text: ``NOTE 2 – ``."""


_WORDS: Final = tables.load_shipped("reading")
_CAPTION: Final = re.compile(
    rf"(?:{'|'.join([*_WORDS['tables'], *_WORDS['figures']])})\s?\d{{1,3}}\s?(?:[–—]|-\s|[:：])",
    re.IGNORECASE,
)
"""The beginning of a caption: ``Figure 2 – ``."""


@dataclass(slots=True)
class LineBlock:
    """Lines that form one paragraph, across page breaks too.

    Attributes:
        right: end of the column's lines, on the scale of ``Line.end``.
        left: start of the column's lines, on the scale of ``Line.start``.
        aside: whether it is next to others, in a cell or a box.
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
        """Font size of the first line, in points."""
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
        """Return one box for each page."""
        on_pages: dict[int, list[Rectangle]] = {}
        for line in self.lines:
            on_pages.setdefault(line.page, []).append(line.on_page)
        return tuple(enclose(page, rectangles) for page, rectangles in on_pages.items())


def enclose(page: int, rectangles: Sequence[Rectangle]) -> Box:
    """Return the box around rectangles on a page, rounded to 0.1 point."""
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
    """Split one flow into paragraphs.

    ``right`` is the end of full lines, on the scale of ``Line.end``; ``rights`` has it by the
    ``id`` of each line. ``has_neighbours``: other flows are next to it, as with boxes.
    """
    if not flow:
        return []
    farthest = max(line.end for line in flow if line.rtl == flow[0].rtl)
    left = min(line.start for line in flow if line.rtl == flow[0].rtl)
    right = farthest if right is None else right
    leading = leading or find_leading(flow, is_column=True)
    habits = habits or Habits()
    rights = rights or {}
    result = [LineBlock([flow[0]], rights.get(id(flow[0]), right), left, hangs=leading.hangs)]
    for line in flow[1:]:
        if (
            _begins(result[-1], line, leading)
            or (habits.spaces_drawn and _ends_unspaced(result[-1], line, habits))
            or (has_neighbours and is_entry(result[-1].lines[-1], line))
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
        wider: a larger step, in ems, separates paragraphs.
        justified: whether all lines but a paragraph's last reach the margin.
        hangs: whether text behind numbers goes on below itself, not below the number.
    """

    size: float = 10.0
    wider: float = 1.2 * WIDER_GAP
    spaced: bool = False
    justified: bool = False
    hangs: bool = False

    def parts(self, before: Line, line: Line) -> bool:
        """Whether a paragraph begins, as a line is far below the one before."""
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


def find_leading(lines: Sequence[Line], *, is_column: bool = False) -> Leading:
    """Measure the line steps of a page; the limit is in their widest jump, if one is clear.

    ``is_column``: the lines are those of one column, so that each is below the one before.
    """
    sizes = Counter(round(line.size) for line in lines)
    if not sizes:
        return Leading()
    size = float(sizes.most_common(1)[0][0])
    steps = sorted(
        step
        for before, line in (itertools.pairwise(lines) if is_column else _pair_lines(lines))
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
    if leading.parts(last, line) or line.baseline < last.baseline or _opens_list(paragraph, line):
        return True
    if _is_centred(last, line) and not _NUMBERED.match(line.text):
        return last.bold != line.bold
    is_unfilled = leading.justified and not leading.spaced
    is_unfilled = is_unfilled and paragraph.right - last.end > line.size
    if is_unfilled or _is_indented_otherwise(paragraph, line, leading):
        return True
    if paragraph.bold and not line.bold:  # a title, and the text under it
        is_smaller = line.size < (1 - SMALLER) * last.size
        return is_smaller or _ends_short(paragraph, line, FULL_ROOM)
    return _ends_short(paragraph, line, SPACED_ROOM if leading.spaced else UNSPACED_ROOM)


def _opens_list(paragraph: LineBlock, line: Line) -> bool:
    """Whether a line in italics between the lists of a resolution is above it, or begins with it.

    Such a line has a small letter: a title in italics behind a comma has a capital.
    """
    last = paragraph.lines[-1]
    if paragraph.italic:
        return last.text[0].islower() and len(paragraph.lines) == 1 and not line.begins_italic
    return line.italic and line.text[0].islower() and last.text[-1] in _GOING_ON


def _is_indented_otherwise(paragraph: LineBlock, line: Line, leading: Leading) -> bool:
    """Whether a line starts further in or out than the lines below a paragraph's first one."""
    last = paragraph.lines[-1]
    if len(paragraph.lines) > 1:
        return abs(line.start - last.start) > INDENT * line.size
    if last.start - line.start > WIDEST_INDENT * line.size:
        return True
    hanging = last.hanging if leading.hangs else None
    return hanging is not None and hanging - line.start > INDENT * line.size


def _ends_unspaced(paragraph: LineBlock, line: Line, habits: Habits) -> bool:
    """Whether a line ends without the drawn space that a line break within a paragraph leaves."""
    last = paragraph.lines[-1]
    if last.spaced or last.rtl or last.text[-1] in _BREAKING or "\u00ad" in last.text[-1]:
        return False
    if is_han(last.text[-1]) or is_han(line.text[0]):
        return False
    return not breaks_word(last, line, paragraph.right, habits)


def is_entry(last: Line, line: Line) -> bool:
    """Whether a line next to others is its own entry: a date, or a name with a value."""
    is_named = _ENTRY.match(line.text) is not None and not line.text[0].islower()
    return is_named or any(_is_date(text) for text in (last.text, line.text))


def _is_date(text: str) -> bool:
    return any(date.end - date.start > len(text.strip()) - 6 for date in dates.find(text))


def _is_item(line: Line) -> bool:
    marks = (_BULLET, _INSERTED, _REMARK, _CAPTION)
    return "\t" in line.text or any(mark.match(line.text) for mark in marks)


def _is_centred(first: Line, second: Line) -> bool:
    middle = abs((first.x0 + first.x1) - (second.x0 + second.x1)) / 2
    return middle < 0.5 * first.size and abs(first.x0 - second.x0) > first.size


def _ends_short(paragraph: LineBlock, line: Line, spare: float) -> bool:
    """Whether the next line's first word would fit on the last line, with ``spare`` ems left."""
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
    """Whether a paragraph at the top of a page or column continues the one before."""
    last, line = first.lines[-1], second.lines[0]
    if not _has_same_size(last, line) or last.rtl != line.rtl or first.bold != second.bold:
        return False
    if _is_item(line) or _ends_short(first, line, UNSPACED_ROOM):
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
    """Whether a line that does not begin with a small letter continues a paragraph."""
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
