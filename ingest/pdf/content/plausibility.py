"""Detection of Arabic or Cyrillic lines whose letters a font's Unicode map swaps.

Most three-letter sequences of a text are common in its language; fewer with swapped letters.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from langdetect.detector_factory import PROFILES_DIRECTORY

LEAST_COMMON: Final = 0.62
"""Smallest share of common sequences in true text: pages have 0.68 and more, swapped letters 0.57.
"""

FEWEST: Final = 300
"""Sequences needed (about 60 words); with fewer the share varies by more than 0.05."""

_MARKS: Final = re.compile("[\u064b-\u0652\u0670\u0640]")
_SCRIPTS: Final = (
    (re.compile("[\u0621-\u064a\u0671-\u06d3]+"), ("ar", "fa", "ur")),
    (re.compile("[\u0400-\u04ff]+"), ("ru", "uk", "bg", "mk")),
)
"""Words of each script, with langdetect profiles; Latin has too many languages, Han no letters."""


def find_implausible(texts: Sequence[str], fonts: Sequence[str] = ()) -> set[int]:
    """Return the indexes of texts (a page's lines) that are not words of any language.

    With ``fonts``, one for each text, fonts with enough text are judged alone.
    """
    clean = [_MARKS.sub("", text.lower()) for text in texts]
    hits: set[int] = set()
    for words, languages in _SCRIPTS:
        groups: dict[str, list[int]] = defaultdict(list)
        for index, text in enumerate(clean):
            if words.search(text):
                groups[fonts[index] if fonts else ""].append(index)
        verdicts = {
            font: _makes_words([clean[index] for index in places], words, languages)
            for font, places in groups.items()
        }
        few = [
            index for font, indexes in groups.items() if verdicts[font] is None for index in indexes
        ]
        balance = {True: 0, False: 0}
        for font, verdict in verdicts.items():
            if verdict is not None:
                balance[verdict] += sum(len(texts[index]) for index in groups[font])
            if verdict is False:
                hits.update(groups[font])
        verdict = _makes_words([clean[index] for index in few], words, languages)
        # Too little text to judge is like most of the page.
        if verdict is False or (verdict is None and balance[False] > balance[True]):
            hits.update(few)
    return hits


def _makes_words(
    texts: Iterable[str], words: re.Pattern[str], languages: Sequence[str]
) -> bool | None:
    """Whether the texts are words of one of the languages; None for too few."""
    spaced = [f" {word} " for word in words.findall(" ".join(texts))]
    if sum(len(word) - 2 for word in spaced) < FEWEST:
        return None
    return any(measure_common_share(spaced, language) >= LEAST_COMMON for language in languages)


def measure_common_share(words: Iterable[str], language: str) -> float:
    """Compute the share of three-sign sequences in the language's profile, 0 to 1.

    ``words`` are in lower case between spaces; ``language`` names a langdetect profile.
    """
    common = _load_common_sequences(language)
    sequences = [word[start : start + 3] for word in words for start in range(len(word) - 2)]
    return sum(map(common.__contains__, sequences)) / max(1, len(sequences))


@cache
def _load_common_sequences(language: str) -> frozenset[str]:
    profile = json.loads((Path(PROFILES_DIRECTORY) / language).read_text(encoding="utf-8"))
    return frozenset(gram for gram in profile["freq"] if len(gram) == 3)
