"""Maps of a PDF font from codes to glyphs and Unicode: fast reading, and repair for pdfminer."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from pdfminer.cmapdb import CMap, FileUnicodeMap, IdentityCMap
from pdfminer.pdffont import PDFCIDFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1

MOST_CODES: Final = 65536
"""Number of two-byte codes; a range with more is damaged."""

_SECTION: Final = re.compile(rb"begincid(char|range)(.*?)endcid\1", re.DOTALL)
_CHAR: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*(\d+)")
_RANGE: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(\d+)")


_TEXTS: Final = re.compile(rb"begin(bfchar|bfrange)\b(.*?)end\1\b", re.DOTALL)
_HEX: Final = rb"<(?:[0-9A-Fa-f]{2})+>"
_CODE: Final = rb"<(?:[0-9A-Fa-f]{2}){1,4}>"
_CHARS: Final = re.compile(rb"(?:\s*" + _CODE + rb"\s*" + _HEX + rb")*\s*")
_TEXT: Final = _HEX + rb"|\[(?:\s*" + _HEX + rb")*\s*\]"
_RANGES: Final = re.compile(rb"(?:\s*" + _CODE + rb"\s*" + _CODE + rb"\s*(?:" + _TEXT + rb"))*\s*")
_PAIR: Final = re.compile(rb"<(\w+)>\s*<(\w+)>")
_TRIPLE: Final = re.compile(rb"<(\w+)>\s*<(\w+)>\s*(?:<(\w+)>|\[([^\]]*)\])")
_SURROGATES: Final = range(0xD800, 0xE000)

Span = tuple[range, Any]
"""A range of codes, and its content in the file."""


class CodeMap(dict[int, Any]):
    """A map of codes to meanings that are computed at look-up; KeyError for an unknown code.

    A font may list 65,536 codes, but a page uses a hundred. ``spans`` must not overlap.
    """

    def __init__(self, spans: Iterable[Span], value: Callable[[Any, int], Any]) -> None:
        super().__init__()
        self._value = value
        self._spans = sorted(spans, key=_get_start)
        self._starts = list(map(_get_start, self._spans))

    def __missing__(self, code: int) -> Any:
        index = bisect(self._starts, code) - 1
        if index < 0 or code not in self._spans[index][0]:
            raise KeyError(code)
        codes, content = self._spans[index]
        value = self[code] = self._value(content, code - codes.start)
        return value

    def get(self, code: Any, default: Any = None) -> Any:
        """Return the meaning of a code, or ``default``."""
        try:
            return self[code]
        except (KeyError, TypeError):
            return default


def _get_start(span: Span) -> int:
    return span[0].start


def _has_overlap(spans: Iterable[Span]) -> bool:
    end = 0
    for codes, _ in sorted(spans, key=_get_start):
        if codes.start < end:
            return True
        end = codes.stop
    return False


class Fonts(PDFResourceManager):
    """The fonts of a file, whose Unicode maps regular expressions read.

    pdfminer reads maps word by word: a fifth of a short file's time. It still reads unusual maps.
    """

    def get_font(self, objid: Any, spec: Any) -> Any:
        """Return a font, created at its first use."""
        is_made = objid and objid in self._cached_fonts
        subtype = getattr(resolve1(spec.get("Subtype")), "name", None)
        stream = None if is_made or subtype == "Type0" else resolve1(spec.get("ToUnicode"))
        texts = _read_texts(stream.get_data()) if isinstance(stream, PDFStream) else None
        if texts is None:
            return super().get_font(objid, spec)
        font: Any = super().get_font(objid, {**spec, "ToUnicode": PDFStream({}, b"")})
        if isinstance(font.unicode_map, FileUnicodeMap):
            font.unicode_map.cid2unichr = texts
        return font


def _read_texts(cmap: bytes) -> dict[int, str] | None:
    """Return the text of each code of a Unicode map; None if pdfminer must read it."""
    sections = list(_TEXTS.finditer(cmap))
    end = cmap.find(b"endcmap")
    if (
        len(sections) != cmap.count(b"beginbf")
        or b"begincid" in cmap
        or (sections and -1 < end < sections[-1].end())
    ):
        return None
    spans: list[Span] = []
    for section in sections:
        kind, body = section.groups()
        if not (_CHARS if kind == b"bfchar" else _RANGES).fullmatch(body):
            return None
        spans += _read_chars(body) if kind == b"bfchar" else _read_ranges(body)
    if not _has_overlap(spans):
        return CodeMap(spans, _compute_text)
    texts: dict[int, str] = {}
    for codes, content in spans:
        for offset, code in enumerate(codes):
            text = _compute_text(content, offset)
            # As pdfminer has it: some fonts have two texts for a space.
            if text != "\u00a0" or texts.get(code) != " ":
                texts[code] = text
    return texts


def _read_chars(body: bytes) -> Iterator[Span]:
    for code, text in _PAIR.findall(body):
        number = int(code, 16)
        yield range(number, number + 1), text


def _read_ranges(body: bytes) -> Iterator[Span]:
    for first, last, text, several in _TRIPLE.findall(body):
        if len(first) != len(last):
            continue
        codes = range(int(first, 16), int(last, 16) + 1)
        content = text or _ITEM.findall(several)
        if isinstance(content, list):
            codes = codes[: len(content)]
        if codes:
            yield codes, content


_ITEM: Final = re.compile(rb"<(\w+)>")


def _compute_text(content: bytes | Sequence[bytes], offset: int) -> str:
    """Return the text at an offset: from a list, or counted on from the first text."""
    if not isinstance(content, bytes):
        return _decode(content[offset])
    if not offset:
        return _decode(content)
    size = min(8, len(content))
    before, start = content[: len(content) - size], int(content[len(content) - size :], 16)
    return _decode(before + b"%0*x" % (size, (start + offset) % (1 << (4 * size))))


def _decode(text: bytes) -> str:
    if len(text) == 4 and (letter := int(text, 16)) not in _SURROGATES:
        return chr(letter)
    return bytes.fromhex(text.decode("ascii")).decode("utf-16-be", "ignore")


def mend(font: Any, spec: Any) -> None:
    """Let pdfminer read a font whose CMap is in the file; change ``font`` in place, once.

    pdfminer drops the text of CMaps other than its own, such as those of fpdf2 and libHaru.
    """
    if not isinstance(font, PDFCIDFont) or type(font.cmap) is not CMap or font.cmap.code2cid:
        return
    font.cmap = IdentityCMap()
    encoding = resolve1(spec.get("Encoding"))
    if not isinstance(encoding, PDFStream):
        return
    glyphs = _read_glyphs(encoding.get_data())
    if "ToUnicode" not in spec:
        texts: Any = _GlyphTexts(glyphs, font.unicode_map)
        font.unicode_map = texts
    if glyphs:
        widths, default = font.widths, font.default_width
        by_code: Any = CodeMap(glyphs, lambda glyph, offset: widths.get(glyph + offset, default))
        font.widths = by_code


class _GlyphTexts:
    """The texts of codes, by the glyphs of a CMap and a map to Unicode that goes by glyph."""

    def __init__(self, glyphs: Sequence[Span], texts: Any) -> None:
        self._glyphs: Any = CodeMap(glyphs, lambda glyph, offset: glyph + offset)
        self._texts = texts

    def get_unichr(self, code: int) -> str:
        """Return the text of a code; raises KeyError where none is known, as pdfminer expects."""
        if self._texts is None:
            raise KeyError(code)
        text: str = self._texts.get_unichr(self._glyphs[code])
        return text


def _read_glyphs(cmap: bytes) -> list[Span]:
    """Return a CMap's code ranges without overlap, each with its first glyph's number."""
    spans: list[Span] = []
    for kind, body in _SECTION.findall(cmap):
        if kind == b"char":
            spans += (
                (range(int(code, 16), int(code, 16) + 1), int(glyph))
                for code, glyph in _CHAR.findall(body)
            )
            continue
        for first, last, glyph in _RANGE.findall(body):
            codes = range(int(first, 16), int(last, 16) + 1)
            if 0 < len(codes) <= MOST_CODES:
                spans.append((codes, int(glyph)))
    if not _has_overlap(spans):
        return spans
    glyphs = {code: glyph + offset for codes, glyph in spans for offset, code in enumerate(codes)}
    return [(range(code, code + 1), glyph) for code, glyph in glyphs.items()]
