"""The letters of fonts that pdfminer cannot read, as PDFium reads them.

They serve only for a font of which no letter is known: a false map misleads both.
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
"""Share of a font's letters that may be as far from their codes as others: where PDFium knows no
letter, it gives the code itself, or one counted on from it."""

SAME_PLACE: Final = 1
"""Points by which the two readers place a letter differently at most."""


def fill_unknown(glyphs: Sequence[Glyph], path: Path, number: int) -> list[Glyph]:
    """Return the glyphs of page ``number`` of a file, with PDFium's letters for unknown fonts."""
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
