"""Removal of invisible characters, which can hide instructions, unless a language needs them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from corpus.text.repair import is_han

_BREAKS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# Controls; soft hyphens and joins; fillers of Hangul, Khmer and Mongolian; zero-width spaces;
# embeddings, overrides and isolates of direction; what annotates or computes; tags; noncharacters.
_NEVER_NEEDED: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b"
    "\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_JOINERS: Final = "\u200c\u200d"
_MARKS: Final = "\u061c\u200e\u200f"
_SELECTORS: Final = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_RUNS: Final = re.compile(f"[{_JOINERS}{_MARKS}{_SELECTORS}]+")
_FIRST_OF_HAN: Final = "\U000e0100"


def drop_hidden(text: str) -> str:
    """Return a text without the invisible characters that no language needs.

    Line breaks become line feeds, a lone surrogate U+FFFD. Joiners, selectors and direction marks
    stay where Arabic, emoji or Chinese names need them; a run keeps one of each.
    """
    text = _SURROGATES.sub("\ufffd", _BREAKS.sub("\n", text))
    text = _NEVER_NEEDED.sub("", text)
    return _RUNS.sub(lambda run: _keep_needed(run[0], text[run.start() - 1 : run.start()]), text)


def replace_unwritable(text: str) -> str:
    """Return a text with U+FFFD for each character that XML 1.0 cannot hold."""
    return _UNWRITABLE.sub("\ufffd", text)


def _keep_needed(run: str, before: str) -> str:
    kind = unicodedata.category(before) if before else "Zs"
    characters: dict[str, str] = {}
    for character in run:
        if character in _MARKS:
            characters.setdefault("mark", character)
        elif character in _JOINERS:
            if kind[0] in "LMS" and not before.isascii():
                characters.setdefault("joiner", character)
        elif _has_variants(before, kind, character):
            characters.setdefault("selector", character)
    return "".join(characters.values())


def _has_variants(before: str, kind: str, selector: str) -> bool:
    if selector >= _FIRST_OF_HAN or kind == "Lo":
        return bool(before) and is_han(before)
    return kind in {"So", "Sm", "Sk", "Po", "Nd"}
