"""Do the letters of a page make words, or does its fonts' map to Unicode give false letters?

A map that swaps letters of one script leaves nothing that is wrong sign by sign. But of three
letters in a row in Arabic or Russian words most are among the language's common ones, in any text;
of swapped letters fewer are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from langdetect.detector_factory import PROFILES_DIRECTORY

LEAST_COMMON: Final = 0.62
"""Share of three-letter sequences that are in the profile of the language. The lowest on a page's
worth of text are 0.68 in Arabic and 0.72 in Russian (UN sentences, SDG texts, the Universal
Declaration, names of countries, encyclopaedia articles); a real page with swapped letters has 0.57.
"""

FEWEST: Final = 300
"""So many sequences tell (about 60 words): on fewer the share varies by more than 0.05."""

_MARKS: Final = re.compile("[\u064b-\u0652\u0670\u0640]")
_SCRIPTS: Final = (
    (re.compile("[\u0621-\u064a\u0671-\u06d3]+"), ("ar", "fa", "ur")),
    (re.compile("[\u0400-\u04ff]+"), ("ru", "uk", "bg", "mk")),
)
"""Words of each script that is checked, and langdetect's profiles of languages written in it.

Latin and Han are not: hundreds of languages are written in Latin, names and abbreviations abound;
Han has no letters.
"""


def implausible(texts: Iterable[str]) -> bool:
    """Whether the texts of a page, in logical order, are words of no language in question."""
    text = _MARKS.sub("", " ".join(texts).lower())
    for words, languages in _SCRIPTS:
        found = [f" {word} " for word in words.findall(text)]
        if sum(len(word) - 2 for word in found) < FEWEST:
            continue
        if all(common_share(found, language) < LEAST_COMMON for language in languages):
            return True
    return False


def common_share(words: Iterable[str], language: str) -> float:
    """The share of sequences of three signs that the language's profile has, 0 to 1.

    Args:
        words: small letters only, each with a space before and behind it.
        language: code of a profile of langdetect's (made from Wikipedia).
    """
    common = _common(language)
    sequences = [word[at : at + 3] for word in words for at in range(len(word) - 2)]
    return sum(sequence in common for sequence in sequences) / max(1, len(sequences))


@cache
def _common(language: str) -> frozenset[str]:
    profile = json.loads((Path(PROFILES_DIRECTORY) / language).read_text(encoding="utf-8"))
    return frozenset(gram for gram in profile["freq"] if len(gram) == 3)
