"""Folding of text for reading (case, accents, digits), with the way back to the raw text.

Folded text has no capitals, accents, tatweel, vowel signs or direction marks, and ASCII digits.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# Blocks in which a reference can be written: Latin, combining marks, Greek, Cyrillic, Arabic,
# punctuation, super- and subscripts, letter-like signs, Arabic presentation forms, full width.
_BLOCKS: Final = (
    (0x41, 0x250),
    (0x300, 0x530),
    (0x600, 0x700),
    (0x1E00, 0x2000),
    (0x2000, 0x20A0),
    (0x2100, 0x2150),
    (0x3000, 0x3040),
    (0xFB50, 0xFE00),
    (0xFE10, 0xFF00),
    (0xFF01, 0xFFF0),
)
_BY_HAND: Final = {
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    "\ufe58": "-", "\ufe63": "-", "\uff0d": "-", "\u30fc": "-",
    "\u060c": ",", "\u061b": ";", "\u3001": "、", "\uff64": "、", "\u3002": ".", "\u2044": "/",
    "\u2215": "/", "\u066a": "%", "\u066b": ".", "\u066c": ",", "\u3010": "[", "\u3011": "]",
    "\u3014": "[", "\u3015": "]",
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00ab": '"', "\u00bb": '"',
    "\u0629": "ه", "\u0649": "ي", "\u06cc": "ي", "\u06a9": "ك", "\u0671": "ا",
    "\u0131": "i", "ß": "s", "\u2116": "№", "º": "o", "°": "o",
    "\t": " ", "\n": " ", "\r": " ", "\x0b": " ", "\x0c": " ", "\x85": " ",
    "\u2028": " ", "\u2029": " ",
}  # fmt: skip
_CYRILLIC: Final = str.maketrans("асеорхктмнвіѕј", "aceopxktmhbisj")


def _make_table() -> dict[int, str]:
    table: dict[int, str] = {}
    for first, behind in _BLOCKS:
        for code in range(first, behind):
            char = chr(code)
            category = unicodedata.category(char)
            if category in {"Mn", "Cf", "Me"} or code == 0x640:
                table[code] = ""
                continue
            plain = "".join(
                part
                for part in unicodedata.normalize("NFKD", char).lower()
                if unicodedata.category(part) != "Mn" and part != "\u0640"
            )
            digit = unicodedata.digit(char, None)
            if digit is not None and category == "Nd":
                plain = str(digit)
            if category == "Zs":
                plain = " "
            if plain and plain != char and (len(plain) == 1 or 0xFB50 <= code < 0xFF00):
                table[code] = plain
    table[0xAD] = table[0xFEFF] = ""
    table.update({ord(char): plain for char, plain in _BY_HAND.items()})
    # A final pass, so that the letters of a compatibility form are folded as well (ﺓ as ة).
    return {code: "".join(table.get(ord(c), c) for c in plain) for code, plain in table.items()}


_TABLE: Final = _make_table()
_UNEVEN: Final = re.compile(
    "[" + "".join(re.escape(chr(code)) for code, to in _TABLE.items() if len(to) != 1) + "]"
)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded text and the way back to the raw one.

    Behind each of the ascending offsets ``breaks``, ``shifts`` has what to add for the raw offset.
    """

    text: str
    breaks: tuple[int, ...]
    shifts: tuple[int, ...]

    def start(self, offset: int) -> int:
        """Return the raw offset of the character at ``offset`` in the folded text."""
        index = bisect_right(self.breaks, offset) - 1
        return offset if index < 0 else offset + self.shifts[index]

    def end(self, offset: int) -> int:
        """Return the raw offset behind the character that ends at ``offset`` in the folded text."""
        return self.start(offset - 1) + 1 if offset > 0 else 0


def fold_with_places(text: str) -> FoldedText:
    """Fold a text for reading references, with the way back; linear in its length."""
    folded = text.translate(_TABLE)
    if not _UNEVEN.search(text):
        return FoldedText(folded, (), ())
    breaks: list[int] = []
    shifts: list[int] = []
    shift = 0
    for match in _UNEVEN.finditer(text):
        position = match.start()
        replacement = _TABLE[ord(match.group())]
        # An expanded ligature (ﻻ): all of its letters lead back to the one character.
        for step in range(1, len(replacement)):
            breaks.append(position - shift + step)
            shifts.append(shift - step)
        shift += 1 - len(replacement)
        place = position + 1 - shift
        if breaks and breaks[-1] == place:
            shifts[-1] = shift
        else:
            breaks.append(place)
            shifts.append(shift)
    return FoldedText(folded, tuple(breaks), tuple(shifts))


def word_key(word: str) -> str:
    """Fold a word of a table for comparison with folded text."""
    return word.translate(_TABLE)


def join_patterns(patterns: Iterable[str]) -> str:
    """Return one pattern for folded text of those of a table, the longest first."""
    parts = {word_key(part) for part in patterns}
    return "(?:" + ("|".join(sorted(parts, key=lambda part: (-len(part), part))) or "(?!)") + ")"


def latin(text: str) -> str:
    """Replace Cyrillic letters of folded text that look like Latin ones (``а/70/1``)."""
    return text.translate(_CYRILLIC)
