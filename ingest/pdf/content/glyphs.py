"""Glyphs with their places on a page; removal of doubled ones, joining of combining marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import inf
from operator import sub
from typing import Final, NamedTuple

SAME_PLACE: Final = 0.12
"""Share of the size within which glyphs of one text are one, drawn twice; letters advance by 0.22.
"""

_INVISIBLE: Final = re.compile(
    "[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\x00\u0640]"
)
_PRESENTATION: Final = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc\U0001d400-\U0001d7ff]")
_LAM: Final = "\u0644"
_ALEFS: Final = frozenset("\u0627\u0622\u0623\u0625\u0671")


class Glyph(NamedTuple):
    """A glyph, or a cluster of glyphs with one text.

    A frozen dataclass would take five times as long. Places are in points from the left and top.

    Attributes:
        text: in logical order; ``UNKNOWN`` without a name; empty if it only stretches a word.
        size: of the font, in points.
        code: the font's own number for the glyph.
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
        """Whether it is a combining mark without a letter."""
        return not self.text.isascii() and _is_mark(self.text)


@cache
def _is_mark(text: str) -> bool:
    return all(unicodedata.category(char) == "Mn" for char in text)


def clean_text(text: str) -> str:
    """Return a glyph's plain letters: no presentation forms, ligatures, tatweel or controls."""
    if text.isascii():
        return text.replace("\x00", "")
    text = _PRESENTATION.sub(_replace_presentation_forms, text)
    text = _INVISIBLE.sub("", text).translate(_SYMBOLS)
    if len(text) == 2 and text[1] == _LAM and text[0] in _ALEFS:
        return text[::-1]
    return text


_SYMBOLS: Final = str.maketrans(
    {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "-", "\uf0a8": "□"}
)
"""Bullets of Symbol and Wingdings, as Word maps them into the private-use area."""


def _replace_presentation_forms(match: re.Match[str]) -> str:
    # NFKC of an isolated haraka is a space that carries it; the space is not on the page.
    return unicodedata.normalize("NFKC", match.group()).lstrip()


def drop_doubles(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Drop glyphs drawn again in one place, as imitated bold is."""
    close = _find_close_texts(glyphs)
    if not close:
        return list(glyphs)
    result: list[Glyph] = []
    places: dict[str, dict[int, list[Glyph]]] = {}
    for glyph in glyphs:
        if glyph.text not in close:
            result.append(glyph)
            continue
        cell = max(glyph.size, 1.0) / 2
        place = int(glyph.x0 // cell) * _NEXT_COLUMN + int(glyph.baseline // cell)
        same_text = places.setdefault(glyph.text, {})
        if not same_text or not _is_drawn(glyph, same_text, place) or not glyph.text.strip():
            result.append(glyph)
            same_text.setdefault(place, []).append(glyph)
    return result


def _find_close_texts(glyphs: Sequence[Glyph]) -> set[str]:
    """Return texts that may have two glyphs in one place; most pages have none."""
    reach = SAME_PLACE * max((glyph.size for glyph in glyphs), default=0.0)
    heights: dict[float, int] = {}
    above = -inf
    for baseline in sorted({glyph.baseline for glyph in glyphs}):
        heights[baseline] = len(heights) if baseline - above >= reach else heights[above]
        above = baseline
    lines: dict[tuple[str, int], list[float]] = {}
    for text, x0, _, baseline, _, _, _, _ in glyphs:
        lines.setdefault((text, heights[baseline]), []).append(x0)
    return {
        text
        for (text, _), places in lines.items()
        if len(places) > 1
        and text not in {"", " "}
        and (places.sort() or min(map(sub, places[1:], places))) < reach
    }


_NEXT_COLUMN: Final = 1 << 40
_AROUND: Final = tuple(c * _NEXT_COLUMN + r for c in (-1, 0, 1) for r in (-1, 0, 1))
"""Steps from a place's number to itself and the eight around it; numbers are faster than pairs."""


def _is_drawn(glyph: Glyph, same_text: Mapping[int, Sequence[Glyph]], place: int) -> bool:
    reach = SAME_PLACE * glyph.size
    for step in _AROUND:
        if place + step in same_text:
            for other in same_text[place + step]:
                if (
                    abs(other.x0 - glyph.x0) < reach
                    and abs(other.baseline - glyph.baseline) < reach
                ):
                    return True
    return False


def drop_repeats(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Drop glyphs whose text another glyph of their cluster has (Typst); keep the widest."""
    result: list[Glyph] = []
    for index, glyph in enumerate(glyphs):
        before = result[-1] if result else None
        if before is None or before.text != glyph.text or not _says_cluster(before, glyph):
            result.append(glyph)
            continue
        widths = (before.x1 - before.x0, glyph.x1 - glyph.x0)
        line = glyphs[index + 1].baseline if index + 1 < len(glyphs) else glyph.baseline
        first_is_letter = abs(before.baseline - line) < abs(glyph.baseline - line)
        if widths[1] > widths[0] or (widths[1] == widths[0] and not first_is_letter):
            result[-1] = glyph
    return result


def _says_cluster(first: Glyph, second: Glyph) -> bool:
    """Whether two glyphs have one text, a letter with marks, in one place."""
    if len(first.text) < 2 or unicodedata.category(first.text[-1]) != "Mn":
        return False
    reach = 0.1 * first.size
    narrow, wide = (first, second) if first.x1 - first.x0 < reach else (second, first)
    if narrow.x1 - narrow.x0 >= reach or abs(first.baseline - second.baseline) > first.size:
        return False
    return _measure_distance(wide, (narrow.x0 + narrow.x1) / 2) < reach


def attach_marks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the glyphs in drawing order, each combining mark joined to its letter by place."""
    result: list[Glyph | None] = list(glyphs)
    for index, glyph in enumerate(glyphs):
        if not glyph.is_mark:
            continue
        bearers = [*_find_letters(result, index, -1), *_find_letters(result, index, 1)]
        if not bearers:
            continue
        middle = (glyph.x0 + glyph.x1) / 2
        bearer_index = _find_bearer(result, index)
        if (
            bearer_index is None
            or _measure_distance(result[bearer_index], middle) > 0.6 * glyph.size
        ):
            bearer_index = min(
                bearers,
                key=lambda other: (_measure_distance(result[other], middle), abs(other - index)),
            )
        bearer = result[bearer_index]
        if bearer is None or _measure_distance(bearer, middle) > bearer.size / 2:
            continue
        result[bearer_index] = bearer._replace(text=bearer.text + glyph.text)
        result[index] = None
    return [glyph for glyph in result if glyph is not None]


def _find_bearer(glyphs: Sequence[Glyph | None], index: int) -> int | None:
    """Return the index of a mark's letter by drawing order; shaped Arabic draws the mark first."""
    before = next(_find_letters(glyphs, index, -1), None)
    after = next(_find_letters(glyphs, index, 1), None)
    mark = glyphs[index]
    if mark is None or not "\u0600" <= mark.text[0] <= "\u06ff":
        return before
    if before is None or after is None:
        return after if before is None else before
    first, second = glyphs[before], glyphs[after]
    return after if first is not None and second is not None and first.x0 < second.x0 else before


def _find_letters(glyphs: Sequence[Glyph | None], index: int, step: int) -> Iterator[int]:
    place = index + step
    for _ in range(3):
        if not 0 <= place < len(glyphs):
            return
        glyph = glyphs[place]
        if glyph is not None:
            if (
                not glyph.text.strip()
                or abs(glyph.baseline - _get_baseline(glyphs, index)) > glyph.size
            ):
                return
            if not glyph.is_mark:
                yield place
        place += step


def _get_baseline(glyphs: Sequence[Glyph | None], index: int) -> float:
    glyph = glyphs[index]
    return glyph.baseline if glyph is not None else 0.0


def _measure_distance(glyph: Glyph | None, x: float) -> float:
    if glyph is None:
        return float("inf")
    return max(glyph.x0 - x, x - glyph.x1, 0.0)


UNKNOWN: Final = "\ufffd"
"""Text of a glyph whose font names no letter."""

NOTHING: Final = "\ufffc"
"""Text of a glyph that its font maps to no letter: a line's end, or a damaged map."""
