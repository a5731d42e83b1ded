"""The letters of fonts that pdfminer cannot read, as PDFium reads them.

They serve only for a font of which no letter is known: a false map misleads both. Fonts of Chinese
Windows that a file names but does not hold are read by their names, as PDFium does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from ctypes import byref, c_double
from pathlib import Path
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.pdf.content.glyphs import UNKNOWN, Glyph

ALL_UNKNOWN: Final = 0.9
"""Share of a font's letters that have to be unknown for the font to be read by PDFium."""

MOST_SHIFTED: Final = 0.5
"""Share of a font's letters that may be as far from their codes as others. Where PDFium knows no
letter, it gives the code itself, or one counted on from it."""

SAME_PLACE: Final = 1
"""Points by which the two readers place a letter differently at most."""


_FAMILIES: Final = ("宋体", "新宋", "仿宋", "黑体", "楷体", "隶书", "幼圆")
"""Families of Chinese Windows, whose names such files have in GB 2312."""

_FIRST_BYTE: Final = 0xA1

SAME_SPOT: Final = 0.05
"""Share of the size within which a letter begins where a space before it does."""


def join_byte_pairs(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the glyphs with each two bytes of a Chinese font as one letter of GB 2312.

    Old programs write such a font as one of single bytes, under its Chinese name. A font is left as
    it is unless all its bytes on the page are such pairs.
    """
    fonts = {font for font in {glyph.font for glyph in glyphs} if _is_of_chinese_windows(font)}
    joined: list[Glyph] = []
    is_broken = False
    first: Glyph | None = None
    for glyph in glyphs if fonts else ():
        is_byte = glyph.font in fonts and _FIRST_BYTE <= glyph.code <= 0xFF
        if first is not None:
            pair = _decode(first, glyph) if is_byte else None
            if pair is None:
                is_broken = True
            else:
                joined.append(first._replace(text=pair, x1=glyph.x1))
            first = None
        elif is_byte:
            first = glyph
        else:
            joined.append(glyph)
    if not fonts or is_broken or first is not None:
        return list(glyphs)
    # A space over which the next letter is set back is none of the text.
    following = [*joined[1:], None]
    return [
        glyph
        for glyph, after in zip(joined, following, strict=True)
        if not (glyph.font in fonts and glyph.text.isspace() and after and _is_over(glyph, after))
    ]


def _is_over(space: Glyph, letter: Glyph) -> bool:
    is_level = space.baseline == letter.baseline
    return is_level and abs(space.x0 - letter.x0) < SAME_SPOT * space.size


def _is_of_chinese_windows(font: str) -> bool:
    try:
        name = font.encode("latin-1").decode("gb2312")
    except UnicodeError:
        return False
    return name.startswith(_FAMILIES)


def _decode(first: Glyph, second: Glyph) -> str | None:
    if (first.font, first.baseline) != (second.font, second.baseline):
        return None
    try:
        return bytes((first.code, second.code)).decode("gb2312")
    except UnicodeError:
        return None


def fill_unknown(glyphs: Sequence[Glyph], path: Path, number: int) -> list[Glyph]:
    """Return the glyphs of page ``number`` of a file, with PDFium's letters for unknown fonts."""
    glyphs = join_byte_pairs(glyphs)
    counts = Counter(glyph.font for glyph in glyphs)
    unknown = Counter(glyph.font for glyph in glyphs if glyph.text == UNKNOWN)
    fonts = {font for font, count in unknown.items() if count > ALL_UNKNOWN * counts[font]}
    if not fonts:
        return list(glyphs)
    try:
        letters = _read_letters(path, number)
    except (OSError, ValueError, pypdfium2.PdfiumError):
        return list(glyphs)
    filled = [
        glyph._replace(text=_find_letter(letters, glyph) or glyph.text)
        if glyph.font in fonts and glyph.text == UNKNOWN
        else glyph
        for glyph in glyphs
    ]
    shifts: dict[str, Counter[int]] = defaultdict(Counter)
    for glyph in filled:
        if glyph.font in fonts and len(glyph.text) == 1:
            shifts[glyph.font][ord(glyph.text) - glyph.code] += 1
    invented = {
        font
        for font, counts in shifts.items()
        if counts.most_common(1)[0][1] > MOST_SHIFTED * counts.total()
    }
    return [
        before if before.font in invented else glyph
        for before, glyph in zip(glyphs, filled, strict=True)
    ]


def _read_letters(path: Path, number: int) -> dict[tuple[int, int], str]:
    """Return the letters that PDFium reads on a page, by their places in points from the top."""
    letters: dict[tuple[int, int], str] = defaultdict(str)
    with pypdfium2.PdfDocument(path) as document:
        page = document[number - 1]
        left, _, _, top = page.get_mediabox()
        text = page.get_textpage()
        for index in range(text.count_chars()):
            place = _find_origin(text, index)
            code = pdfium.FPDFText_GetUnicode(text, index)
            if place is not None and not pdfium.FPDFText_IsGenerated(text, index) and code > 32:
                letters[round(place[0] - left), round(top - place[1])] += chr(code)
    return letters


def _find_origin(text: Any, index: int) -> tuple[float, float] | None:
    x, y = c_double(), c_double()
    is_known = pdfium.FPDFText_GetCharOrigin(text, index, byref(x), byref(y))
    return (x.value, y.value) if is_known else None


def _find_letter(letters: dict[tuple[int, int], str], glyph: Glyph) -> str | None:
    for x, y in _list_near(round(glyph.x0), round(glyph.baseline)):
        if (x, y) in letters:
            return letters[x, y]
    return None


def _list_near(x: int, y: int) -> Iterable[tuple[int, int]]:
    steps = sorted(range(-SAME_PLACE, SAME_PLACE + 1), key=abs)
    return ((x + across, y + down) for down in steps for across in steps)
