"""Whether a text probably says in other words, or in another language, what an earlier one says.

A translation is compared sentence by sentence, by meaning. All that is written on one subject lies
near each other, whoever wrote it. So a translation is more than near: it has the numbers and dates
of the other sentence, cites the same, and is as long. Whether it is one word for word cannot be
known, a paraphrase in another language being as near: it is told to be probable, and its share is
not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np

from corpus.cards import Figures
from corpus.extract.references import find
from corpus.languages import find_language
from corpus.text import sentences
from index.analyses.precedents.figures import (
    is_one_number,
    measures,
    numbers_differ,
    numbers_in_common,
    other_figures,
    other_measure,
)
from index.analyses.precedents.reuse import TAKEN_OVER, Worded
from index.retrieval import Search

TRANSLATION: Final = 0.55
"""Cosine from which a sentence counts as the translation of another: of translated UN sentences
95 % lie above, of the nearest others 1 % (`python -m benchmarks.precedents.measure`)."""

STRETCH: Final = 2.5
"""How many times as long a translation may be, the languages evened out: 99.8 % of translated UN
sentences are within it. Two sentences may be one in the other language."""

_WHOLE: Final = 1.6
"""The same for paragraphs as a whole, in which long sentences and short ones even out."""

_IN_COMMON: Final = 0.5
"""Share of the references, or numbers, of two texts that more than so many have in common of:
a list of resolutions has some of those that another text cites."""

_MEASURES: Final = 3
"""Numbers in common, those of references and dates left out, from which paragraphs of one language
are compared sentence by sentence."""

_RETOLD: Final = 0.65
"""Cosine from which a sentence says in other words of its language what another says, where but for
one number both measure the same: of the nearest paragraphs of other documents none is told a figure
by it (the same command)."""


@dataclass(frozen=True, slots=True)
class TranslationMatch:
    """The extent to which two texts seem to be translations of each other.

    Attributes:
        share: of the one's sentences by length, 0 to 1: those that seem to stand in the other.
        of_other: likewise of the other's.
        figures: what differs in sentences that would be translations if they had the same figures;
            where those tell nothing, the one number that is another in what was translated.
    """

    share: float
    of_other: float
    figures: Figures


def match_translation(
    search: Search, text: Worded, other: Worded, *, as_whole: bool = False
) -> TranslationMatch:
    """Tell how much of each of two texts seems to be a translation of what stands in the other.

    As wholes are compared what was found to have most numbers in common and to be as long; else
    single sentences have to, and lists of references say nothing.
    """
    mine, others = _cut_sentences(text), _cut_sentences(other)
    if not mine or not others:
        return TranslationMatch(0.0, 0.0, Figures())
    cosines = _measure_cosines(search, mine, others)
    is_near = cosines >= TRANSLATION
    is_there = is_near.copy()
    for row, place in np.argwhere(is_near):
        is_there[row, place] = _may_be_translations(mine[row], others[place]) and (
            as_whole or _tells_translation(mine[row].text, others[place].text)
        )
    # Which sentence it was, those of its numbers tell that are the same.
    pairs = [
        (
            mine[row],
            max(
                (
                    numbers_in_common(mine[row].text, others[column].text),
                    cosines[row, column],
                    others[column],
                )
                for column in np.flatnonzero(is_near[row])
            )[2],
        )
        for row in np.flatnonzero(is_near.any(axis=1) & ~is_there.any(axis=1))
    ]
    figures = _join_figures([other_figures(a, b) for a, b in pairs if _are_as_long(a, b, STRETCH)])
    share = _measure_share(mine, is_there.any(axis=1))
    if share >= TAKEN_OVER and not figures:
        # The sentence with another number may lie too far from its own, or in one with the next.
        figures = other_measure(text, other)
    return TranslationMatch(share, _measure_share(others, is_there.any(axis=0)), figures)


def is_translation(search: Search, text: Worded, other: Worded) -> bool:
    """Whether two paragraphs of different languages say the same, as a whole; in doubt not.

    Most of each has to stand in the other, with most of the numbers of both. Of the
    translations of the sample's paragraphs 86 % are told to be, of the nearest paragraphs of other
    documents none (the same command).
    """
    if numbers_in_common(text.text, other.text) <= _IN_COMMON or not _are_as_long(
        text, other, _WHOLE
    ):
        return False
    match = match_translation(search, text, other, as_whole=True)
    return min(match.share, match.of_other) >= TAKEN_OVER


def match_paraphrase(search: Search, draft: Worded, earlier: Worded) -> TranslationMatch:
    """Tell how much of a paragraph seems to say in other words of its language what another says.

    Whoever translates what is there in the draft's language as well writes other words than its
    version has. What is on the same subject is as near, and cites the same on the same days: only
    paragraphs that measure the same are compared (the same command).

    Returns:
        No share of both where too few of the paragraph's numbers stand in the other: then only the
        number that is another in a single sentence, where that is sure.
    """
    mine = set(measures(draft.text))
    both = mine.intersection(measures(earlier.text)) if len(mine) >= _MEASURES else set()
    if len(both) < _MEASURES or len(both) <= _IN_COMMON * len(mine):
        return TranslationMatch(0.0, 0.0, _find_other_measures(search, draft, earlier))
    return match_translation(search, draft, earlier)


def _find_other_measures(search: Search, draft: Worded, earlier: Worded) -> Figures:
    """Tell what is another in sentences that say all else as the earlier text's do."""
    mine, others = _cut_sentences(draft), _cut_sentences(earlier)
    figures_of = {
        (row, place): figures
        for row, sentence in enumerate(mine)
        for place, other in enumerate(others)
        if _are_as_long(sentence, other, _WHOLE)
        and (figures := other_measure(sentence, other))
        and _cite_the_same(sentence, other)
    }
    if not figures_of:  # nearly always: nothing has to be embedded
        return Figures()
    cosines = _measure_cosines(search, mine, others)
    pairs = [
        figures
        for (row, place), figures in figures_of.items()
        if cosines[row, place] >= _RETOLD and cosines[row].argmax() == place
    ]
    return _join_figures(pairs)


def _measure_cosines(search: Search, mine: Sequence[Worded], others: Sequence[Worded]) -> Any:
    """Return how near sentences are to others: (of the one, of the other) float32."""
    texts = [sentence.text for sentence in (*mine, *others)]
    vectors: Any = np.stack([question.embedding for question in search.embedded(texts)])
    return vectors[: len(mine)] @ vectors[len(mine) :].T


def _join_figures(figures: Sequence[Figures]) -> Figures:
    return Figures(
        tuple(dict.fromkeys(chain.from_iterable(change.draft for change in figures))),
        tuple(dict.fromkeys(chain.from_iterable(change.earlier for change in figures))),
    )


def length(sentence: Worded) -> float:
    """Return the length of a sentence, in characters that English would need for it."""
    return len(sentence.text) / find_language(sentence.language).length


def _cut_sentences(whole: Worded) -> list[Worded]:
    texts = (whole.text[start:end].strip() for start, end in sentences(whole.text))
    return [Worded(text, whole.language) for text in texts if any(map(str.isalnum, text))]


def _may_be_translations(sentence: Worded, other: Worded) -> bool:
    return (
        not numbers_differ(sentence, other)
        and _cite_the_same(sentence, other)
        and _are_as_long(sentence, other, STRETCH)
    )


def _cite_the_same(sentence: Worded, other: Worded) -> bool:
    """Whether two sentences have most of what they cite in common, if they cite anything."""
    mine, others = _find_references(sentence), _find_references(other)
    return not (mine or others) or len(mine & others) > _IN_COMMON * len(mine | others)


def _tells_translation(own: str, other: str) -> bool:
    """Whether a single sentence that is near another tells that it was translated.

    Not where one of them has more numbers than words could stand for, nor where it is references
    for the most part: whoever cites the same has the same list.
    """
    if numbers_in_common(own, other) <= _IN_COMMON and not is_one_number(own, other):
        return False
    return not any(
        sum(mention.end - mention.start for mention in find(text)) > len(text) / 2
        for text in (own, other)
    )


def _find_references(sentence: Worded) -> set[str]:
    return {mention.canonical for mention in find(sentence.text)}


def _are_as_long(sentence: Worded, other: Worded, stretch: float) -> bool:
    return 1 / stretch <= length(sentence) / length(other) <= stretch


def _measure_share(texts: list[Worded], chosen: Any) -> float:
    lengths = np.array([len(text.text) for text in texts], float)
    return float(lengths[chosen].sum() / lengths.sum())
