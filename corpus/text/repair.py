"""Repair of a text's characters for storage, folding of texts to compare, joining of lines."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

TATWEEL: Final = "\u0640"

# Arabic vowel signs (tanwin to sukun, dagger alef, maddah and hamza above and below), which the
# same word carries in one document and not in the next.
_HARAKAT: Final = re.compile("[\u064b-\u065f\u0670]")

# C0 and C1 controls but tab and newline; soft hyphen; byte order mark; noncharacters.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\ufeff\ufffe\uffff]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_BIDI_CONTROLS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_EMBEDDINGS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
# A run of white space is looked at from its beginning only, however long it is.
_SPACES: Final = re.compile(r"(?<![^\S\n\t])[^\S\n\t]++$|^[^\S\n\t]++", re.MULTILINE)

_HAN: Final = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003fffd]"
)
_HAN_OR_NOT: Final = re.compile(f"({_HAN.pattern}+)|{_HAN.pattern.replace('[', '[^', 1)}+")
_WIDE: Final = re.compile(
    "[\u2e80-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003fffd“”‘’…—]"
)


def clean(text: str) -> str:
    """Repair text for storage, in normalisation form C; visible characters stay.

    Embeddings and overrides of direction go, as they can falsify a citation; the marks U+200E,
    U+200F and U+061C stay. Lone surrogates become U+FFFD.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))
    text = unicodedata.normalize("NFC", _EMBEDDINGS.sub("", text))
    return _SPACES.sub("", text).strip()


def fold(text: str) -> str:
    """Return the form in which two texts are compared; it is never shown.

    It ignores compatibility forms, case, tatweel, vowel signs, direction marks, white space.
    """
    text = unicodedata.normalize("NFKC", without_bidi_controls(text)).casefold()
    text = _HARAKAT.sub("", text.replace(TATWEEL, ""))
    return " ".join(text.split())


def without_bidi_controls(text: str) -> str:
    """Drop every character that controls direction: marks, embeddings, overrides, isolates."""
    return _BIDI_CONTROLS.sub("", text)


def is_han(character: str) -> bool:
    """Whether a character is a Chinese one."""
    return _HAN.match(character) is not None


def by_script(text: str) -> list[tuple[bool, str]]:
    """Split a text where Chinese characters begin or end; True marks Chinese parts."""
    return [(match.lastindex is not None, match.group()) for match in _HAN_OR_NOT.finditer(text)]


def join_lines(first: str, second: str) -> str:
    """Join two lines of a paragraph with a space, except next to Chinese characters or signs."""
    if not first or not second:
        return first + second
    if _WIDE.match(first[-1]) and _WIDE.match(second[0]):
        return first + second
    return f"{first} {second}"
