"""Unicode characters of symbol fonts, whose codes Word puts into U+F000–U+F0FF.

Symbol follows Unicode's ``MAPPINGS/VENDORS/ADOBE/symbol.txt``; Wingdings keeps a few signs.
"""

from __future__ import annotations

import re
from typing import Final

_SYMBOL_LOW: Final = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?"
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH: Final = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
)
_SYMBOL: Final = {
    **{0x20 + offset: character for offset, character in enumerate(_SYMBOL_LOW)},
    **{0xA0 + offset: character for offset, character in enumerate(_SYMBOL_HIGH)},
    0xF1: "〉",
    0xF2: "∫",
}
_WINGDINGS: Final = {
    0x20: " ", 0x28: "☎", 0x2A: "✉", 0x45: "☜", 0x46: "☞", 0x6C: "●", 0x6E: "■", 0x6F: "□",
    0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢",
    0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xFB: "✗",
    0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2: Final = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x96: "•", 0xA3: "☐",
}  # fmt: skip
_FONTS: Final = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
_PICTURE_FONTS: Final = ("wingdings", "webdings")


def find_unicode(code: int, font: str | None) -> str:
    """Return the character of a font's code, or of a code point in U+F000–U+F0FF.

    Empty for a picture; a code of an unknown font is its own character.
    """
    plain = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    name = (font or "").strip().lower()
    table = _FONTS.get(name)
    if table is not None:
        return table.get(plain, "")
    if name.startswith(_PICTURE_FONTS) or not 0x20 <= plain <= 0x10FFFF:
        return ""
    if 0xD800 <= plain <= 0xDFFF or 0x7F <= plain < 0xA0:
        return ""
    return chr(plain)


_SYMBOL_FIELD: Final = re.compile(
    r"\s*SYMBOL\s+(?P<code>0x[\da-f]{1,6}|\d{1,7}|\S)(?=\s|$)(?P<switches>.*)",
    re.IGNORECASE | re.DOTALL,
)
_FONT_SWITCH: Final = re.compile(r'\\f\s+(?:"([^"]*)"|(\S+))', re.IGNORECASE)


def read_symbol_field(code: str) -> str:
    """Return the character of a field such as ``SYMBOL 97``."""
    match = _SYMBOL_FIELD.fullmatch(code)
    if match is None:
        return ""
    written = match["code"].lower()
    try:
        number = int(written, 16 if written.startswith("0x") else 10)
    except ValueError:
        return match["code"]  # the character itself
    font = _FONT_SWITCH.search(match["switches"])
    name = (font[1] or font[2]) if font is not None else None
    if number < 256 and name is None and "\\u" not in match["switches"].lower():
        return bytes([number]).decode("cp1252", "ignore")
    return find_unicode(number, name)
