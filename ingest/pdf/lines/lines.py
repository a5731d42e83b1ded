"""Lines of text made of a page's glyphs."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from corpus import tables
from ingest.pdf.content import Frame, Glyph, Rectangle
from ingest.pdf.lines.bidi import BRACKETS, find_logical_order, has_rtl, mirror
from ingest.pdf.lines.brackets import name_glyph
from ingest.pdf.lines.gutters import KnownColumns
from ingest.pdf.lines.rows import SPACE_GAP, LineRow, build_rows, find_main_size, split_row

MARK_START: Final = "\ufdd0"
MARK_END: Final = "\ufdd1"
"""Noncharacters around a raised mark, until a footnote is known to have it."""

SPACE_GAP_HAN: Final = 0.6
"""Width of a space next to a Han character, in ems; layout adds a quarter between Han and Latin."""

FEWEST_STRETCHED: Final = 3
LEAST_STRETCHED: Final = 0.15
"""Fewest gaps between Han characters, and ems of most of them, in a stretched line."""

TIGHT_GAP: Final = 0.14
UNTRACKED: Final = 0.03
"""Ems of a space where a page draws none, as TeX shrinks it, and widest usual gap of letters."""

TAB_GAP: Final = 0.7
"""Gap after a typed number, in ems, from which it is a tab."""

_REPEATED: Final = rf"(?: ?(?:{'|'.join(tables.load_shipped('reading')['repeated'])}))?"
LABEL: Final = re.compile(
    r"(?:\d{1,2}(?:[-–]\d{1,2}){1,5}"
    rf"|[(（]?\d{{1,3}}(?:\.\d{{1,3}})*{_REPEATED}(?:[.)）、．]| \))?"
    rf"|[(（][A-Za-z\u0400-\u04ff\u0621-\u064a]{{1,2}}{_REPEATED}[)）]"
    rf"|[A-Za-z\u0400-\u04ff\u0621-\u064a]{{1,2}}{_REPEATED}[.)）-]"
    r"|(?:\d{1,3}|[\u0621-\u064a]{3,6}) ?[-–]|[\u0621-\u064a] \)"  # the UN's Arabic
    r"|[(（]?[ivxlcIVXLC]{1,6}[.)）]"
    r"|[(（]?[一二三四五六七八九十]{1,4}[)）、.．]"
    r"|[A-Z]\.?\d(?:\.\d+)*\.?"
    r"|[IVX]{2,5}(?:\.\d{1,2})+|(?:\d{1,2}\.){1,5}(?:[A-Z]|[IVX]{2,5})"  # as Arabic may print it
    r"|\d{1,4}/\d{1,4}\."  # the number of a resolution before its title
    r"|[•·▪■◦●○–—*-])"
)
"""A number, letter or sign that may hang before a paragraph."""

_ITALIC: Final = re.compile(r"italic|oblique|kursiv", re.IGNORECASE)
"""A part of the names of slanted fonts."""

FEWEST_STRETCHES: Final = 3
"""Times inside words from which a glyph is a stretch, not a bracket."""

ASCENT: Final = 0.8
DESCENT: Final = 0.22
"""Height of a line above and below its baseline, in ems, typical of text fonts."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one column; places and sizes are in points from the page's left and top.

    Attributes:
        text: in logical order, raised marks between MARK_START and MARK_END.
        size: of most letters.
        first_word: width, to tell whether it would fit on the line before.
        spaced: whether a drawn space ends it.
        frame: set for turned text; the edges are on the turned page.
        italic: whether all letters are in italics, as the names of fonts tell.
        begins_italic: whether its first word is, behind a number.
        hanging: start of its text behind a hanging number; None without one.
    """

    text: str
    page: int
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool
    rtl: bool
    first_word: float
    spaced: bool = False
    frame: Frame | None = None
    font: str = ""
    italic: bool = False
    begins_italic: bool = False
    hanging: float | None = None

    @property
    def on_page(self) -> Rectangle:
        """Its rectangle on the displayed page."""
        edges = (self.x0, self.top, self.x1, self.bottom)
        return self.frame.map_to_page(edges) if self.frame else edges

    @property
    def top(self) -> float:
        """Its upper edge, in points from the top of the page."""
        return self.baseline - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """Its lower edge, in points from the top of the page."""
        return self.baseline + DESCENT * self.size

    @property
    def start(self) -> float:
        """The place of its first letter; it grows in reading direction."""
        return -self.x1 if self.rtl else self.x0

    @property
    def end(self) -> float:
        """The place of its last letter's end; it grows in reading direction."""
        return -self.x0 if self.rtl else self.x1


@cache
def is_han(char: str) -> bool:
    """Whether a sign is a Han character, kana, or a full-width sign."""
    return unicodedata.east_asian_width(char) in {"W", "F"}


def runs_from_right(glyphs: Iterable[Glyph]) -> bool:
    """Whether most letters are of a right-to-left script."""
    balance = 0
    for char, count in Counter("".join(glyph.text for glyph in glyphs)).items():
        name = unicodedata.bidirectional(char)
        balance += count * ((name in {"R", "AL"}) - (name == "L"))
    return balance > 0


def build_lines(
    glyphs: Sequence[Glyph],
    page: int,
    *,
    page_rtl: bool,
    inverted: frozenset[str] = frozenset(),
    frame: Frame | None = None,
    columns: KnownColumns | None = None,
) -> list[Line]:
    """Return lines from the top of the page; those on one height in reading direction.

    ``glyphs`` are without doubles, with marks attached. ``inverted`` are bracket glyphs named the
    other way round. ``columns``, of earlier pages, learn from this one.
    """
    space_count = sum(1 for glyph in glyphs if glyph.text.isspace())
    spaces_drawn = space_count > 0.02 * len(glyphs)
    rows = [(row, list(split_row(row))) for row in build_rows(glyphs, columns, is_first=page == 1)]
    stretchers = (
        _find_stretchers([part for _, parts in rows for part in parts]) if page_rtl else set()
    )
    result: list[Line] = []
    for row, row_parts in rows:
        parts = row_parts
        if page_rtl:
            parts = [_drop_stretchers(part, stretchers) for part in reversed(parts)]
        for segment in parts:
            line = _build_line(segment, row, page, page_rtl, inverted, spaces_drawn=spaces_drawn)
            if line is not None:
                result.append(replace(line, frame=frame) if frame else line)
    return result


def _find_stretchers(parts: Sequence[Sequence[Glyph]]) -> set[str]:
    """Return names of bracket glyphs that are only inside Arabic words, where they stretch them."""
    inside: Counter[str] = Counter()
    lonely: Counter[str] = Counter()
    elsewhere: set[str] = set()
    for part in parts:
        texts = Counter(glyph.text for glyph in part)
        for index, glyph in enumerate(part):
            if glyph.text not in BRACKETS:
                continue
            name = name_glyph(glyph)
            if _find_touching(part, index, -1) and _find_touching(part, index, 1):
                inside[name] += 1
                lonely[name] += texts[glyph.text] != texts[mirror(glyph.text)]
            else:
                elsewhere.add(name)
    return {
        name
        for name, count in inside.items()
        if name not in elsewhere and count >= FEWEST_STRETCHES and lonely[name] > count / 2
    }


def _drop_stretchers(segment: list[Glyph], stretchers: AbstractSet[str]) -> list[Glyph]:
    """Drop stretches of Arabic words, which LibreOffice maps to ``o`` or a bracket."""
    result = list(segment)
    for index, glyph in enumerate(segment):
        if glyph.text in BRACKETS and name_glyph(glyph) in stretchers:
            result[index] = glyph._replace(text="")
        elif len(glyph.text) == 1 and glyph.text.isascii() and glyph.text.isalpha():
            before = _find_touching(segment, index, -1)
            after = _find_touching(segment, index, 1)
            if before and after and before.font == glyph.font == after.font:
                result[index] = glyph._replace(text="")
    return result


def _find_touching(segment: Sequence[Glyph], index: int, step: int) -> Glyph | None:
    """Return the Arabic letter that a run of one glyph touches on one side, or None."""
    last_repeat = segment[index]
    other = index + step
    while 0 <= other < len(segment) and segment[other].text == last_repeat.text:
        last_repeat = segment[other]
        other += step
    if not 0 <= other < len(segment) or not has_rtl(segment[other].text):
        return None
    neighbour = segment[other]
    gap = neighbour.x0 - last_repeat.x1 if step > 0 else last_repeat.x0 - neighbour.x1
    return neighbour if gap < 0.1 * last_repeat.size else None


_Item = tuple[str, float, float]
"""Text, left edge and right edge of an item on a line."""


def _build_line(
    segment: Sequence[Glyph],
    row: LineRow,
    page: int,
    page_rtl: bool,
    inverted: frozenset[str],
    *,
    spaces_drawn: bool,
) -> Line | None:
    items = _build_items(segment, row, inverted, spaces_drawn=spaces_drawn)
    ends_spaced = (bool(items) and items[0][0] == " ", bool(items) and items[-1][0] == " ")
    while items and items[-1][0] == " ":
        items.pop()
    while items and items[0][0] == " ":
        items.pop(0)
    if not items:
        return None
    parts = [text for text, _, _ in items]
    order: Sequence[int] = range(len(parts))
    shown_text = "".join(parts)
    is_mixed = has_rtl(shown_text)
    rtl = (is_mixed or page_rtl) and _is_rtl(shown_text, page_rtl=page_rtl)
    if is_mixed or rtl:
        typed_order = find_logical_order(parts, rtl=rtl)
        parts = [
            mirror(parts[index]) if is_mirrored else parts[index]
            for index, is_mirrored in typed_order
        ]
        order = [index for index, _ in typed_order]
    _set_tab(parts, order, items, row.size)
    word = [items[index] for index in order[: _measure_first_word(parts)]]
    letters = [glyph for glyph in segment if not glyph.text.isspace()]
    fonts = [glyph.font for glyph in letters]
    from_right = [glyph for glyph in letters if has_rtl(glyph.text)] if is_mixed else []
    return Line(
        text=unicodedata.normalize("NFC", "".join(parts)),
        page=page,
        x0=items[0][1],
        x1=max([x1 for _, _, x1 in items]),
        baseline=row.baseline,
        size=find_main_size(from_right or letters),
        bold=sum([glyph.bold for glyph in letters]) > 0.6 * len(letters),
        rtl=rtl,
        first_word=max(x1 for *_, x1 in word) - min(x0 for _, x0, _ in word) if word else 0.0,
        spaced=ends_spaced[0] if rtl else ends_spaced[1],
        font=fonts[0] if len(set(fonts)) == 1 else Counter(fonts).most_common(1)[0][0],
        italic=all(map(_is_italic, set(fonts))),
        begins_italic=not rtl and _begins_italic(letters),
        hanging=_find_hanging(parts, order, items, rtl=rtl),
    )


def _find_hanging(
    parts: Sequence[str], order: Sequence[int], items: Sequence[_Item], *, rtl: bool
) -> float | None:
    """Return where the text behind a tab begins, on the scale of ``Line.start``."""
    behind = next((place for place, part in enumerate(parts) if "\t" in part), len(parts)) + 1
    if behind >= len(parts):
        return None
    _, x0, x1 = items[order[behind]]
    return -x1 if rtl else x0


@cache
def _is_italic(font: str) -> bool:
    return bool(_ITALIC.search(font))


def _begins_italic(letters: Sequence[Glyph]) -> bool:
    """Whether the first word, of two letters at least, is in italics; a number is no word."""
    word = next(
        (
            glyph
            for glyph, following in itertools.pairwise(letters)
            if glyph.text.isalpha() and following.text.isalpha()
        ),
        None,
    )
    return word is not None and _is_italic(word.font)


_GROUPS: Final = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)")


def _measure_first_word(parts: Sequence[str]) -> int:
    """Count a line's parts up to its first possible line break; digit groups are one word."""
    index = 0
    if parts[0].isdecimal():
        number = _GROUPS.match("".join(part if len(part) == 1 else "\ufffc" for part in parts))
        index = number.end() if number else 0
    while (
        index < len(parts)
        and not parts[index].isspace()
        and not (index and is_han(parts[index][0]))
    ):
        index += 1
    return index


def _set_tab(parts: list[str], order: Sequence[int], items: Sequence[_Item], size: float) -> None:
    """Make a wide space after a number at the line's start a tab."""
    spaces = [place for place, part in enumerate(parts[:-1]) if part == " "][:2]
    # There may be a space in a number: `2 bis)`.
    labels = [place for place in spaces if LABEL.fullmatch("".join(parts[:place]))]
    if not labels or not labels[-1]:
        return
    index = labels[-1]
    places = [place for place, (text, _, _) in enumerate(items) if text == " "]
    gaps = {
        place: items[place + 1][1] - items[place - 1][2]
        for place in places
        if 0 < place < len(items) - 1
    }
    gap = gaps.pop(order[index], 0.0)
    # The spaces of a justified line are stretched too, but all of them alike.
    if gap > TAB_GAP * size and gap > 1.5 * (sum(gaps.values()) / len(gaps) if gaps else 0.0):
        parts[index] = "\t"


_STOP_AT_LEFT: Final = re.compile(r"[\"'”’»)\]]?[.,;:!?،؛][\"'”’»)\]]?(?=[^\W\d_])")
_LATIN_WORD: Final = re.compile(r"(?<!\S)[^\W\d_]{2,}[,.;:]?(?!\S)")


def _is_rtl(text: str, *, page_rtl: bool) -> bool:
    if not has_rtl(text):
        # A line of four Latin words on an Arabic page is a sentence in another language, unless
        # its full stop is at its left: then it is the end of a paragraph from right to left.
        return page_rtl and (len(_LATIN_WORD.findall(text)) < 4 or bool(_STOP_AT_LEFT.match(text)))
    if page_rtl:
        return True
    names = [unicodedata.bidirectional(char) for char in text]
    return sum(name in {"R", "AL"} for name in names) > names.count("L")


def _build_items(
    segment: Sequence[Glyph], row: LineRow, inverted: frozenset[str], *, spaces_drawn: bool
) -> list[_Item]:
    raised = {id(glyph) for glyph in row.raised}
    han_gap = _find_han_gap(segment)
    items: list[_Item] = []
    right = 0.0
    space = SPACE_GAP if spaces_drawn or _is_tracked(segment, row.size) else TIGHT_GAP
    least_gap = space * row.size
    for glyph in segment:
        mapped_text, x0, x1, _, _, _, _, _ = glyph
        text = _drop_unreadable(mapped_text)
        if not text:
            # A stretched line (tatweel) or an unknown glyph: it fills its place.
            if items and x0 < right + least_gap:
                right = max(right, x1)
                items[-1] = (*items[-1][:2], right)
            continue
        if text.isspace():
            if items and items[-1][0] != " ":
                items.append((" ", x0, x1))
            continue
        if inverted and text in BRACKETS and name_glyph(glyph) in inverted:
            text = mirror(text)
        gap = x0 - right
        if gap > least_gap and items and items[-1][0] != " ":
            least = _find_least_space(items[-1][0], text, han_gap, space, spaces_drawn=spaces_drawn)
            if gap > least * row.size:
                items.append((" ", right, x0))
        right = max(right, x1)
        if raised and id(glyph) in raised and (text.isdigit() or text in "*∗†‡§¶"):
            text = MARK_START + text + MARK_END
        items.append((text, x0, x1))
    return _join_marks(items) if raised else items


def _join_marks(items: Sequence[_Item]) -> list[_Item]:
    result: list[_Item] = []
    for item in items:
        text, _, x1 = item
        if text[0] == MARK_START and result and result[-1][0][0] == MARK_START:
            before, x0, _ = result[-1]
            result[-1] = (before[:-1] + text[1:], x0, x1)
        else:
            result.append(item)
    return result


_UNREADABLE: Final = re.compile("[\ue000-\uf8ff\ufffc\ufffd\x00-\x08\x0e-\x1f\x7f-\x9f]")


@cache
def _drop_unreadable(text: str) -> str:
    return _UNREADABLE.sub("", text)


def _find_han_gap(segment: Sequence[Glyph]) -> float:
    """Return the ems from which a gap next to a Han character is a space."""
    text = "".join([glyph.text for glyph in segment])
    if text.isascii() or not any(map(is_han, text)):
        return SPACE_GAP_HAN
    gaps = sorted(
        (after.x0 - before.x1) / max(after.size, 1.0)
        for before, after in itertools.pairwise(segment)
        if before.text and after.text and is_han(before.text[-1]) and is_han(after.text[0])
    )
    if len(gaps) < FEWEST_STRETCHED or gaps[len(gaps) // 4] < LEAST_STRETCHED:
        return SPACE_GAP_HAN
    return max(SPACE_GAP_HAN, 1.3 * gaps[len(gaps) // 2] + 0.1)


def _is_tracked(segment: Sequence[Glyph], size: float) -> bool:
    """Whether the letters of a line are set apart, so that a narrow gap is no space."""
    gaps = sorted(after.x0 - before.x1 for before, after in itertools.pairwise(segment))
    return not gaps or gaps[len(gaps) // 2] > UNTRACKED * size


def _find_least_space(
    before: str, after: str, han_gap: float, space: float, *, spaces_drawn: bool
) -> float:
    if is_han(before[-1]) or is_han(after[0]):
        return han_gap
    # Where spaces are drawn, a gap without one is more often a wide kerning or a tab.
    return 1.5 * space if spaces_drawn else space
