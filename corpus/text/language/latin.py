"""The language of a text in the Latin script: by its own words, in doubt by profiles."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from corpus.text.language.profiles import log_likelihoods
from corpus.text.language.words import BENEFIT_OF_DOUBT, ENDINGS, LETTERS, STRANGERS, WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OWN: Final = tuple(BENEFIT_OF_DOUBT)
"""Languages in the Latin script in which documents are searched."""

_WORD: Final = re.compile(r"[^\W\d_]+")

_SENTENCE: Final = re.compile(r"[.!?:;]\s+|\n+")

_QUOTED: Final = re.compile(
    r"«[^«»]{12,}»|“[^“”]{12,}”|„[^„“]{12,}“|<<[^<>]{12,}>>|\"[^\"]{12,}\"|《[^《》]{12,}》"
)

_PLENTY: Final = 3.0
"""Function words of one language that decide alone, if no other has a third as many."""

_CLEAR: Final = 2.0
"""Function words without a counterpart in the other language from which a sentence is clear."""

_SHARE: Final = 0.25
"""Largest share of the other language's own words in a passage that is wholly in one."""

_WORD_WEIGHT: Final = 14.0
"""Weight of a function word: 1,827 of 2,019 short lines are right with 0, 1,894 with 8."""

_DOUBT: Final = 1.0
"""Margin below which the result says nothing, in the same unit."""

_RUNNING_WORDS: Final = 8
"""Words without a capital from which a line is a sentence, not a list of names."""

_WHOLE_MARGIN: Final = 2.5
"""Margin per word for another language: of 1,134 SDG texts 2.5 misses 8, 3.5 misses 15."""

_SENTENCE_WORDS: Final = 4
_SENTENCE_MARGIN: Final = 2.0
"""Words of a sentence, and margin per word, from which the profiles decide on it."""

_STRANGER_WORDS: Final = 8
_STRANGER_MARGIN: Final = 3.0
"""Words, and margin of the profiles per word, that another language needs."""


def tell(text: str) -> str | None:
    """Return the language of a text without an expected one; None where it is not clear."""
    text = _drop_quotations(text)
    words = _split_words(text)
    scores = _count_evidence(words)
    best, second = sorted(scores, key=scores.__getitem__, reverse=True)[:2]
    if best in OWN and scores[best] >= _PLENTY and scores[second] <= scores[best] / 3:
        return best
    likely = log_likelihoods(text, OWN + STRANGERS)
    other = _find_stranger(words, likely)
    if other is not None:
        return other
    both = {
        code: likely[code] + _WORD_WEIGHT * scores[code] + BENEFIT_OF_DOUBT[code] for code in OWN
    }
    best = max(both, key=both.__getitem__)
    margin = min(both[best] - both[code] for code in OWN if code != best)
    return best if margin >= _DOUBT else None


def speaks(text: str, code: str) -> bool:
    """Whether a text has several function words of ``code`` that the other languages lack."""
    words = _split_words(text)
    return all(_count_own(words, code, other) >= _CLEAR for other in OWN if other != code)


def is_running(text: str) -> bool:
    """Whether at least eight words, and half of all, begin with a small letter."""
    words = _WORD.findall(text)
    small: int = sum(word[0].islower() and len(word) > 1 for word in words)
    return small >= _RUNNING_WORDS and 2 * small > len(words)


def choose_language(text: str, expected: str) -> str:
    """Return ``expected`` (one of ``OWN``), or another language of the whole text.

    Quotations count only if nothing else is left; one clear sentence in ``expected`` keeps it.
    """
    text = _drop_quotations(text)
    words = _split_words(text)
    if len(words) < 4:
        return expected
    scores = _count_evidence(words)
    if max(scores, key=scores.__getitem__) == expected:
        return expected
    likely = log_likelihoods(text, OWN + STRANGERS)
    for rival in sorted(OWN + STRANGERS, key=scores.__getitem__, reverse=True)[:3]:
        theirs, own = _count_own(words, rival, expected), _count_own(words, expected, rival)
        margin = likely[rival] - likely[expected]
        by_words = theirs >= _CLEAR and own <= _SHARE * theirs and margin >= len(words)
        by_profile = theirs > own and margin >= _WHOLE_MARGIN * len(words) and is_running(text)
        if rival == expected or not (by_words or by_profile):
            continue
        if any(_is_clearly(sentence, expected, rival) for sentence in _SENTENCE.split(text)):
            return expected
        if rival in STRANGERS:
            other = _find_stranger(words, likely)
            if other is not None:
                return other
        else:
            return rival
    return expected


def _is_clearly(sentence: str, code: str, rival: str) -> bool:
    words = _split_words(sentence)
    if len(words) < _SENTENCE_WORDS:
        return False
    own, theirs = _count_own(words, code, rival), _count_own(words, rival, code)
    if own >= _CLEAR and theirs <= _SHARE * own:
        return True
    if theirs > own:
        return False
    likely = log_likelihoods(sentence, OWN + STRANGERS)
    return likely[code] - likely[rival] >= _SENTENCE_MARGIN * len(words)


def _drop_quotations(text: str) -> str:
    outside = _QUOTED.sub(" ", text)
    return outside if len(_WORD.findall(outside)) >= 3 else text


def _split_words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _count_evidence(words: Sequence[str]) -> dict[str, float]:
    """Return the weight of words, endings and letters by language; shared ones count in part."""
    scores = dict.fromkeys(OWN + STRANGERS, 0.0)
    for word in words:
        for code, share in _weigh_word(word).items():
            scores[code] += share
    return scores


def _count_own(words: Sequence[str], code: str, other: str) -> float:
    total = 0.0
    for word in words:
        evidence = _weigh_word(word)
        if code in evidence and other not in evidence:
            total += 1.0 if len(word) > 1 else 0.5
    return total


@lru_cache(maxsize=1 << 16)
def _weigh_word(word: str) -> Mapping[str, float]:
    known = WORDS.get(word)
    if known is not None:
        return known
    weights: dict[str, float] = {}
    if len(word) > 4:
        for code, endings in ENDINGS.items():
            if word.endswith(endings):
                weights[code] = 0.5
    for code, letters in LETTERS.items():
        if any(letter in letters for letter in word):
            weights[code] = weights.get(code, 0.0) + 0.5
    return weights


def _find_stranger(words: Sequence[str], likely: Mapping[str, float]) -> str | None:
    """Return a language outside ``OWN`` where words and profiles agree over enough text."""
    other = max(STRANGERS, key=likely.__getitem__)
    margin = likely[other] - max(likely[code] for code in OWN)
    if len(words) < _STRANGER_WORDS or margin < _STRANGER_MARGIN * len(words):
        return None
    return (
        other
        if all(_count_own(words, other, code) > 2 * _count_own(words, code, other) for code in OWN)
        else None
    )
