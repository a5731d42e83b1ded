"""Does a text stand in another one of another language? Sentence by sentence, by their meaning.

All that is written on one subject lies near each other, whoever wrote it. So a translation is more
than near: it has the numbers and dates of the other sentence, cites the same, and is as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from corpus.references import find
from corpus.text import sentences
from index.retrieval.reuse import TAKEN_OVER, numbers_differ, numbers_in_common
from index.retrieval.search import Search

TRANSLATION: Final = 0.55
"""Cosine from which a sentence counts as the translation of another: of translated UN sentences
95 % lie above, of the nearest others 1 % (`python -m benchmarks.precedents.measure`)."""

_LENGTHS: Final[Mapping[str | None, float]] = {
    "ar": 0.85,
    "zh": 0.27,
    "en": 1.0,
    "fr": 1.13,
    "ru": 1.11,
    "es": 1.14,
}
"""Characters that a language needs for each one of English (the same command)."""

STRETCH: Final = 2.5
"""How many times as long a translation may be, the languages evened out: 99.8 % of translated UN
sentences are within it. Two sentences may be one in the other language."""

_WHOLE: Final = 1.6
"""The same for paragraphs as a whole, in which long sentences and short ones even out."""

_IN_COMMON: Final = 0.5
"""Share of the references, or numbers, of two texts that more than so many have in common of:
a list of resolutions has some of those that another text cites."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A text in a language: one of the six, or None where it cannot be told."""

    text: str
    language: str | None


def translated_shares(search: Search, one: Worded, other: Worded) -> tuple[float, float]:
    """Tell how much of each of two texts is a translation of what stands in the other.

    Args:
        search: over an index; its model compares.
        one: a text.
        other: one of another language.

    Returns:
        Shares of their sentences by length, 0 to 1: of ``one``, and of ``other``.
    """
    mine, others = _sentences(one), _sentences(other)
    if not mine or not others:
        return 0.0, 0.0
    asked = [sentence.text for sentence in (*mine, *others)]
    vectors: Any = np.stack([question.embedding for question in search.embedded(asked)])
    is_near = vectors[: len(mine)] @ vectors[len(mine) :].T >= TRANSLATION
    for at, place in np.argwhere(is_near):
        is_near[at, place] = _may_be_translations(mine[at], others[place])
    return _share(mine, is_near.any(axis=1)), _share(others, is_near.any(axis=0))


def is_translation(search: Search, one: Worded, other: Worded) -> bool:
    """Whether two paragraphs of different languages say the same, as a whole; in doubt not.

    Most of each has to stand in the other, with most of the numbers of both. Of the paragraphs of
    the sample and their translations 9 in 10 are told to be, of the nearest paragraphs of other
    documents none (the same command).
    """
    if numbers_in_common(one.text, other.text) <= _IN_COMMON or not _are_as_long(
        one, other, _WHOLE
    ):
        return False
    return min(translated_shares(search, one, other)) >= TAKEN_OVER


def length(sentence: Worded) -> float:
    """How long a sentence is: in characters that English would need for it."""
    return len(sentence.text) / _LENGTHS.get(sentence.language, 1.0)


def _sentences(whole: Worded) -> list[Worded]:
    cut = (whole.text[start:end].strip() for start, end in sentences(whole.text))
    return [Worded(text, whole.language) for text in cut if any(map(str.isalnum, text))]


def _may_be_translations(one: Worded, other: Worded) -> bool:
    if numbers_differ(one.text, other.text):
        return False
    mine, others = _references(one), _references(other)
    if (mine or others) and len(mine & others) <= _IN_COMMON * len(mine | others):
        return False
    return _are_as_long(one, other, STRETCH)


def _are_as_long(one: Worded, other: Worded, stretch: float) -> bool:
    return 1 / stretch <= length(one) / length(other) <= stretch


def _references(sentence: Worded) -> set[str]:
    return {mention.canonical for mention in find(sentence.text)}


def _share(texts: list[Worded], chosen: Any) -> float:
    lengths = np.array([len(one.text) for one in texts], float)
    return float(lengths[chosen].sum() / lengths.sum())
