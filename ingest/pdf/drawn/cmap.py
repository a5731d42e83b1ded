"""Which glyph of a font does a code stand for, where the file brings a map of its own along?"""

from __future__ import annotations

import re
from typing import Any, Final

from pdfminer.cmapdb import CMap, IdentityCMap
from pdfminer.pdffont import PDFCIDFont
from pdfminer.pdftypes import PDFStream, resolve1

MOST_CODES: Final = 65536
"""Codes have two bytes: a range that claims more is damaged."""

_SECTION: Final = re.compile(rb"begincid(char|range)(.*?)endcid\1", re.DOTALL)
_CHAR: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*(\d+)")
_RANGE: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(\d+)")


def mend(font: Any, spec: Any) -> None:
    """Let pdfminer read a font whose CMap stands in the file.

    It knows only the CMaps that it brings along itself, and drops the text of other fonts
    (fpdf2 writes CMaps for OpenType fonts, libHaru for all). Codes of two bytes are what such
    files use: they pass as they are, since ToUnicode goes by code, and widths, which go by glyph,
    are looked up for each code.

    Args:
        font: as pdfminer made it; changed in place, once.
        spec: its dictionary in the file.
    """
    if not isinstance(font, PDFCIDFont) or type(font.cmap) is not CMap or font.cmap.code2cid:
        return
    font.cmap = IdentityCMap()
    encoding = resolve1(spec.get("Encoding"))
    if not isinstance(encoding, PDFStream):
        return
    glyphs = _glyphs(encoding.get_data())
    if glyphs:
        default = font.default_width
        font.widths = {code: font.widths.get(glyph, default) for code, glyph in glyphs.items()}


def _glyphs(cmap: bytes) -> dict[int, int]:
    """The number of the glyph for each code that a CMap lists."""
    found: dict[int, int] = {}
    for kind, body in _SECTION.findall(cmap):
        if kind == b"char":
            found.update((int(code, 16), int(glyph)) for code, glyph in _CHAR.findall(body))
            continue
        for first, last, glyph in _RANGE.findall(body):
            start, count = int(first, 16), int(last, 16) - int(first, 16) + 1
            if count <= MOST_CODES:
                found.update((start + at, int(glyph) + at) for at in range(count))
    return found
