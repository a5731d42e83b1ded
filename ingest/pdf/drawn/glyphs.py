"""Letters with their places on a page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import inf
from operator import sub
from typing import Final, NamedTuple

SAME_PLACE: Final = 0.12
"""Two glyphs with one text nearer than this share of their size are one glyph drawn twice: the
narrowest letters of text fonts (i, l) advance by 0.22 and more, imitated bold shifts by 0.03."""

_INVISIBLE: Final = re.compile(
    "[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\x00\u0640]"
)
_PRESENTATION: Final = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc\U0001d400-\U0001d7ff]")
_LAM: Final = "\u0644"
_ALEFS: Final = frozenset("\u0627\u0622\u0623\u0625\u0671")


class Glyph(NamedTuple):
    """One glyph, or one cluster that its producer gave a text of its own.

    A tuple: a page has thousands, and a dataclass that is frozen takes five times as long to make.

    Attributes:
        text: its letters in logical order; ``UNKNOWN`` where the font does not tell; empty where
            it only stretches a word.
        x0: left edge, in points from the left edge of the page.
        x1: right edge.
        baseline: of its line, in points from the page's top edge.
        size: of its font, in points.
        font: name of its font.
        bold: whether that font is bold.
        code: the font's own number for it; what it shows depends on font and code only.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    font: str
    bold: bool
    code: int

    @property
    def is_mark(self) -> bool:
        """Whether it is a combining mark that has no letter of its own."""
        return not self.text.isascii() and _is_mark(self.text)


@cache
def _is_mark(text: str) -> bool:
    return all(unicodedata.category(char) == "Mn" for char in text)


def clean_text(text: str) -> str:
    """The letters of one glyph without what only its drawing needs.

    Presentation forms of Arabic letters, Latin ligatures and the letters of formulas become the
    letters they show, tatweel and invisible controls go, and a lam-alef whose font map lists it
    from left to right is turned.
    """
    if text.isascii():
        return text.replace("\x00", "")
    text = _PRESENTATION.sub(_unpresented, text)
    text = _INVISIBLE.sub("", text).translate(_SYMBOLS)
    if len(text) == 2 and text[1] == _LAM and text[0] in _ALEFS:
        return text[::-1]
    return text


_SYMBOLS: Final = str.maketrans(
    {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "-", "\uf0a8": "□"}
)
"""Bullets of the Symbol and Wingdings fonts, as Word maps them into the private-use area."""


def _unpresented(match: re.Match[str]) -> str:
    # NFKC of an isolated haraka is a space that carries it; the space is not on the page.
    return unicodedata.normalize("NFKC", match.group()).lstrip()


def drop_doubles(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs without those that are drawn a second time in one place, as imitated bold is."""
    close = _texts_close_by(glyphs)
    if not close:
        return list(glyphs)
    kept: list[Glyph] = []
    places: dict[str, dict[int, list[Glyph]]] = {}
    for glyph in glyphs:
        if glyph.text not in close:
            kept.append(glyph)
            continue
        cell = max(glyph.size, 1.0) / 2
        place = int(glyph.x0 // cell) * _NEXT_COLUMN + int(glyph.baseline // cell)
        alike = places.setdefault(glyph.text, {})
        if not alike or not _is_drawn(glyph, alike, place) or not glyph.text.strip():
            kept.append(glyph)
            alike.setdefault(place, []).append(glyph)
    return kept


def _texts_close_by(glyphs: Sequence[Glyph]) -> set[str]:
    """The texts of which two glyphs may stand in one place: few, on most pages none.

    Looking for each glyph in the places around it took a tenth of the reading of a file.
    """
    near = SAME_PLACE * max((glyph.size for glyph in glyphs), default=0.0)
    heights: dict[float, int] = {}
    above = -inf
    for baseline in sorted({glyph.baseline for glyph in glyphs}):
        heights[baseline] = len(heights) if baseline - above >= near else heights[above]
        above = baseline
    lines: dict[tuple[str, int], list[float]] = {}
    for text, x0, _, baseline, _, _, _, _ in glyphs:
        lines.setdefault((text, heights[baseline]), []).append(x0)
    return {
        text
        for (text, _), places in lines.items()
        if len(places) > 1
        and text not in {"", " "}
        and (places.sort() or min(map(sub, places[1:], places))) < near
    }


_NEXT_COLUMN: Final = 1 << 40
_AROUND: Final = tuple(c * _NEXT_COLUMN + r for c in (-1, 0, 1) for r in (-1, 0, 1))
"""From the number of a place to its own and those of the eight around it: numbers are looked up
three times as fast as pairs."""


def _is_drawn(glyph: Glyph, alike: Mapping[int, Sequence[Glyph]], place: int) -> bool:
    """Whether one of the glyphs of the same text, by their places, stands where this one does."""
    near = SAME_PLACE * glyph.size
    for step in _AROUND:
        if place + step in alike:
            for other in alike[place + step]:
                if abs(other.x0 - glyph.x0) < near and abs(other.baseline - glyph.baseline) < near:
                    return True
    return False


def drop_repeats(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs without those whose letters another glyph of their cluster says as well.

    Typst gives each glyph of a letter and its marks the text of all of them. The widest is kept,
    of two without width the one on the line.
    """
    kept: list[Glyph] = []
    for at, glyph in enumerate(glyphs):
        before = kept[-1] if kept else None
        if before is None or before.text != glyph.text or not _says_cluster(before, glyph):
            kept.append(glyph)
            continue
        widths = (before.x1 - before.x0, glyph.x1 - glyph.x0)
        line = glyphs[at + 1].baseline if at + 1 < len(glyphs) else glyph.baseline
        first_is_letter = abs(before.baseline - line) < abs(glyph.baseline - line)
        if widths[1] > widths[0] or (widths[1] == widths[0] and not first_is_letter):
            kept[-1] = glyph
    return kept


def _says_cluster(first: Glyph, second: Glyph) -> bool:
    """Whether two glyphs of one text stand in one place and the text is of a letter and marks."""
    if len(first.text) < 2 or unicodedata.category(first.text[-1]) != "Mn":
        return False
    near = 0.1 * first.size
    narrow, wide = (first, second) if first.x1 - first.x0 < near else (second, first)
    if narrow.x1 - narrow.x0 >= near or abs(first.baseline - second.baseline) > first.size:
        return False
    return _apart(wide, (narrow.x0 + narrow.x1) / 2) < near


def attach_marks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Each combining mark joined to the letter that it stands on, in the order of drawing.

    Shaping engines draw a mark right before or right after its letter; which of the two it is,
    the place tells.
    """
    result: list[Glyph | None] = list(glyphs)
    for at, glyph in enumerate(glyphs):
        if not glyph.is_mark:
            continue
        bearers = [*_letters(result, at, -1), *_letters(result, at, 1)]
        if not bearers:
            continue
        middle = (glyph.x0 + glyph.x1) / 2
        bearer_at = _drawn_with(result, at)
        if bearer_at is None or _apart(result[bearer_at], middle) > 0.6 * glyph.size:
            bearer_at = min(
                bearers, key=lambda other: (_apart(result[other], middle), abs(other - at))
            )
        bearer = result[bearer_at]
        if bearer is None or _apart(bearer, middle) > bearer.size / 2:
            continue
        result[bearer_at] = bearer._replace(text=bearer.text + glyph.text)
        result[at] = None
    return [glyph for glyph in result if glyph is not None]


def _drawn_with(glyphs: Sequence[Glyph | None], at: int) -> int | None:
    """The place of the letter that a mark belongs to by the order of drawing.

    A mark is typed behind its letter. Shaped Arabic is drawn from left to right, so that there the
    mark comes first; a run that is drawn as it was typed goes from right to left.
    """
    before = next(_letters(glyphs, at, -1), None)
    after = next(_letters(glyphs, at, 1), None)
    mark = glyphs[at]
    if mark is None or not "\u0600" <= mark.text[0] <= "\u06ff":
        return before
    if before is None or after is None:
        return after if before is None else before
    first, second = glyphs[before], glyphs[after]
    return after if first is not None and second is not None and first.x0 < second.x0 else before


def _letters(glyphs: Sequence[Glyph | None], at: int, step: int) -> Iterator[int]:
    """The places of the next two letters before or behind a mark, none beyond a space."""
    place = at + step
    for _ in range(3):
        if not 0 <= place < len(glyphs):
            return
        glyph = glyphs[place]
        if glyph is not None:
            if not glyph.text.strip() or abs(glyph.baseline - _baseline(glyphs, at)) > glyph.size:
                return
            if not glyph.is_mark:
                yield place
        place += step


def _baseline(glyphs: Sequence[Glyph | None], at: int) -> float:
    glyph = glyphs[at]
    return glyph.baseline if glyph is not None else 0.0


def _apart(glyph: Glyph | None, x: float) -> float:
    if glyph is None:
        return float("inf")
    return max(glyph.x0 - x, x - glyph.x1, 0.0)


UNKNOWN: Final = "\ufffd"
"""Text of a glyph for which its font names no letter."""

NOTHING: Final = "\ufffc"
"""Text of a glyph that its font maps to no letter at all: a line's end, or a damaged map."""
