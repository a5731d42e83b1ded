"""Which glyph and which text does a code of a font stand for, by the maps in the file?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from pdfminer.cmapdb import CMap, FileUnicodeMap, IdentityCMap
from pdfminer.pdffont import PDFCIDFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1

MOST_CODES: Final = 65536
"""Codes have two bytes: a range that claims more is damaged."""

_SECTION: Final = re.compile(rb"begincid(char|range)(.*?)endcid\1", re.DOTALL)
_CHAR: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*(\d+)")
_RANGE: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(\d+)")


_TEXTS: Final = re.compile(rb"begin(bfchar|bfrange)\b(.*?)end\1\b", re.DOTALL)
_HEX: Final = rb"<(?:[0-9A-Fa-f]{2})+>"
_CODE: Final = rb"<(?:[0-9A-Fa-f]{2}){1,4}>"
_CHARS: Final = re.compile(rb"(?:\s*" + _CODE + rb"\s*" + _HEX + rb")*\s*")
_TEXT: Final = _HEX + rb"|\[(?:\s*" + _HEX + rb")*\s*\]"
_RANGES: Final = re.compile(rb"(?:\s*" + _CODE + rb"\s*" + _CODE + rb"\s*(?:" + _TEXT + rb"))*\s*")
_TWO: Final = re.compile(rb"<(\w+)>\s*<(\w+)>")
_THREE: Final = re.compile(rb"<(\w+)>\s*<(\w+)>\s*(?:<(\w+)>|\[([^\]]*)\])")
_SURROGATES: Final = range(0xD800, 0xE000)


class Fonts(PDFResourceManager):
    """The fonts of a file. Their maps to Unicode are read as pdfminer does, by patterns.

    pdfminer reads them word by word, which takes a fifth of a file of few pages. What is written in
    another way than nearly all are is left to it.
    """

    def get_font(self, objid: Any, spec: Any) -> Any:
        """Make a font, or give the one that was made."""
        is_made = objid and objid in self._cached_fonts
        subtype = getattr(resolve1(spec.get("Subtype")), "name", None)
        stream = None if is_made or subtype == "Type0" else resolve1(spec.get("ToUnicode"))
        texts = _texts(stream.get_data()) if isinstance(stream, PDFStream) else None
        if texts is None:
            return super().get_font(objid, spec)
        font: Any = super().get_font(objid, {**spec, "ToUnicode": PDFStream({}, b"")})
        if isinstance(font.unicode_map, FileUnicodeMap):
            font.unicode_map.cid2unichr.update(texts)
        return font


def _texts(cmap: bytes) -> dict[int, str] | None:
    """The text for each code that a map to Unicode lists; None where pdfminer is to read it."""
    sections = list(_TEXTS.finditer(cmap))
    end = cmap.find(b"endcmap")
    if (
        len(sections) != cmap.count(b"beginbf")
        or b"begincid" in cmap
        or (sections and -1 < end < sections[-1].end())
    ):
        return None
    found: dict[int, str] = {}
    for section in sections:
        kind, body = section.groups()
        if not (_CHARS if kind == b"bfchar" else _RANGES).fullmatch(body):
            return None
        for code, text in _chars(body) if kind == b"bfchar" else _ranges(body):
            # As pdfminer has it: some fonts have two texts for a space.
            if text != "\u00a0" or found.get(code) != " ":
                found[code] = text
    return found


def _chars(body: bytes) -> Iterator[tuple[int, str]]:
    for code, text in _TWO.findall(body):
        yield int(code, 16), _decoded(text)


def _ranges(body: bytes) -> Iterator[tuple[int, str]]:
    for first, last, text, several in _THREE.findall(body):
        if len(first) != len(last):
            continue
        codes = range(int(first, 16), int(last, 16) + 1)
        if several or not text:
            yield from zip(codes, map(_decoded, _ONE.findall(several)), strict=False)
            continue
        size = min(8, len(text))
        before, start = text[: len(text) - size], int(text[len(text) - size :], 16)
        for at, code in enumerate(codes):
            yield code, _decoded(before + b"%0*x" % (size, (start + at) % (1 << (4 * size))))


_ONE: Final = re.compile(rb"<(\w+)>")


def _decoded(text: bytes) -> str:
    """UTF-16, given in hexadecimal numbers; what is none is left out."""
    if len(text) == 4 and (letter := int(text, 16)) not in _SURROGATES:
        return chr(letter)
    return bytes.fromhex(text.decode("ascii")).decode("utf-16-be", "ignore")


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
