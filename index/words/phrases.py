"""Exact places of phrases in a text.

Case, Arabic marks, width, white space, kinds of digits, quotation marks and hyphens make no
difference; accents do. A phrase begins and ends with a word. Arabic particles that are written
with the next word (and, so, in, like, to) may precede it.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final

from corpus.text import is_han, without_bidi_controls

_INVISIBLE: Final = (
    "[\u0640\u064b-\u065f\u0670\u0610-\u061a\u200b-\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069"
    "\u00ad\ufeff]*+"
)
_MARKS: Final = re.compile(_INVISIBLE.removesuffix("*+"))
_ALIKE: Final = ("-‐‑‒–—−﹣－", "'’‘ʼ′`´＇", '"“”„‟«»＂″')
# Of a word that is not Chinese: there the characters of a phrase may be within a run.
_LETTER: Final = "[^\\W\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_ARABIC: Final = re.compile("[\u0620-\u064a]")
_PARTICLES: Final = f"(?:[وفبكل]{_INVISIBLE}){{0,2}}"
_DIGITS: Final = {
    str(digit): f"{digit}{chr(0x660 + digit)}{chr(0x6F0 + digit)}{chr(0xFF10 + digit)}"
    for digit in range(10)
}


def spans(text: str, phrase: str) -> list[tuple[int, int]]:
    """List the offsets (start, end) of a phrase in a text, in order; it needs a letter or digit."""
    return [match.span("phrase") for match in _make_pattern(phrase).finditer(text)]


def holds(text: str, phrase: str) -> bool:
    """Whether a phrase is in a text."""
    return _make_pattern(phrase).search(text) is not None


@functools.lru_cache(maxsize=256)
def _make_pattern(phrase: str) -> re.Pattern[str]:
    """Return a pattern that finds a phrase in raw text, as the group ``phrase``."""
    plain = unicodedata.normalize("NFKC", _MARKS.sub("", without_bidi_controls(phrase)))
    plain = " ".join(unicodedata.normalize("NFC", plain).split())
    if not plain:  # nothing but marks: it is nowhere
        return re.compile("(?!)(?P<phrase>)")
    parts: list[str] = []
    for position, character in enumerate(plain):
        if character == " ":
            continue
        if position:
            before = plain[position - 1]
            gap = before == " "
            earlier = plain[position - 2] if gap else before
            between_han = is_han(earlier) and is_han(character)
            either_han = is_han(earlier) or is_han(character)
            if between_han or (gap and either_han):
                parts.append(rf"{_INVISIBLE}\s*+{_INVISIBLE}")
            else:
                parts.append(rf"{_INVISIBLE}\s++{_INVISIBLE}" if gap else _INVISIBLE)
        parts.append(_match_character(character))
    start = "" if is_han(plain[0]) else f"(?<!{_LETTER})"
    if _ARABIC.match(plain[0]):
        start = rf"(?<!\w)(?<![\u064b-\u065f\u0640\u0670]){_PARTICLES}"
    end = "" if is_han(plain[-1]) else f"{_INVISIBLE}(?!{_LETTER})"
    return re.compile(f"{start}(?P<phrase>{''.join(parts)}){end}", re.IGNORECASE)


def _match_character(character: str) -> str:
    for alike in _ALIKE:
        if character in alike:
            return f"[{re.escape(alike)}]"
    if character.isdigit():
        return f"[{re.escape(character)}{_DIGITS[str(unicodedata.digit(character, 0))]}]"
    if "!" <= character <= "~":
        return f"[{re.escape(character + chr(ord(character) + 0xFEE0))}]"
    return re.escape(character)
