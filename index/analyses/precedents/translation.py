"""Judgement whether texts probably say the same in other words, or in another language.

Sentences are compared by meaning. Since all texts on one subject are near, a translation also has
equal numbers, dates and references, and a similar length. It is only probable and has no share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, Protocol

import numpy as np

from corpus.cards import Figures
from corpus.extract.references import find
from corpus.languages import find_language
from corpus.text import sentences
from index.analyses.precedents.figures import (
    common_figures,
    is_one_number,
    measures,
    numbers_differ,
    numbers_in_common,
    other_figures,
    other_measure,
)
from index.analyses.precedents.reuse import TAKEN_OVER, LanguageText
from index.retrieval import Question, Search

TRANSLATION: Final = 0.55
"""Cosine of translated sentences: 95 % of UN translations have more, 1 % of nearest others (`python
-m benchmarks.precedents.measure`).
"""

_LOOSE: Final = 0.52
"""Cosine of loose translations; pairs on one subject have at most 0.40 across languages (`python -m
benchmarks.precedents.pairs --cosines`).
"""

_LOOSE_WITH_FIGURES: Final = 0.45
"""Cosine for sentences with a measured number in common."""

_DENIABLE: Final = 0.48
"""Cosine from which a sentence may deny another one across languages (the same command)."""

_REWORDED: Final = 0.6
"""Cosine of rewordings in one language; labelled pairs on one subject have at most 0.53."""

_SURE: Final = 0.6
"""Cosine from which a single sentence shows a translation, whatever its numbers in words."""

STRETCH: Final = 2.5
"""Largest ratio of lengths, adjusted for languages: 99.8 % of UN translations are within it."""

_WHOLE: Final = 1.6
"""Largest ratio for whole paragraphs, in which long and short sentences even out."""

_IN_COMMON: Final = 0.5
"""Least share of common references, or numbers; lists of resolutions overlap by chance."""

_MEASURES: Final = 3
"""Common numbers from which paragraphs of one language are compared by sentence."""

_RETOLD: Final = 0.65
"""Cosine from which a sentence repeats another with one other number (the first command)."""


class TextEmbedder(Protocol):
    """Makes vectors of texts."""

    def embed_texts(self, texts: Sequence[str]) -> list[Question]:
        """Return the texts as questions with their vectors."""


class TextMemory:
    """A search that embeds each text once, for several comparisons."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._questions: dict[str, Question] = {}

    def embed_texts(self, texts: Sequence[str]) -> list[Question]:
        """Return the texts as questions with their vectors."""
        if new := [text for text in dict.fromkeys(texts) if text not in self._questions]:
            self._questions |= zip(new, self._search.embed_texts(new), strict=True)
        return [self._questions[text] for text in texts]


@dataclass(frozen=True, slots=True)
class TranslationMatch:
    """The extent to which two texts seem to be translations of each other.

    ``share`` is the share of the first text's sentences by length, 0 to 1, that the other has;
    ``of_other`` is the reverse. ``figures`` differ in sentences that are translations otherwise.
    """

    share: float
    of_other: float
    figures: Figures


def match_translation(
    search: TextEmbedder,
    text: LanguageText,
    other: LanguageText,
    *,
    as_whole: bool = False,
    is_loose: bool = False,
) -> TranslationMatch:
    """Measure how much of each of two texts seems to be a translation of the other.

    Texts with most numbers in common and similar lengths are compared as wholes, others by
    sentence, without lists of references. A loose translation may be farther.
    """
    mine, others = cut_sentences(text), cut_sentences(other)
    if not mine or not others:
        return TranslationMatch(0.0, 0.0, Figures())
    cosines = measure_cosines(search, mine, others)
    is_near = cosines >= (_LOOSE_WITH_FIGURES if is_loose else TRANSLATION)
    is_there = is_near.copy()
    for row, place in np.argwhere(is_near):
        sentences_ = mine[row], others[place]
        is_there[row, place] = _may_be_translations(*sentences_) and (
            as_whole
            or (
                _is_loose_translation(*sentences_, float(cosines[row, place]))
                if is_loose
                else _tells_translation(mine[row].text, others[place].text)
            )
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


def is_translation(search: TextEmbedder, text: LanguageText, other: LanguageText) -> bool:
    """Whether two paragraphs in different languages say the same, as a whole; in doubt False.

    It finds 86 % of the sample's translated paragraphs, and none of the nearest others (`python -m
    benchmarks.precedents.measure`).
    """
    if numbers_in_common(text.text, other.text) <= _IN_COMMON or not _are_as_long(
        text, other, _WHOLE
    ):
        return False
    match = match_translation(search, text, other, as_whole=True)
    return min(match.share, match.of_other) >= TAKEN_OVER


def match_paraphrase(
    search: TextEmbedder, draft: LanguageText, earlier: LanguageText
) -> TranslationMatch:
    """Measure how much of a paragraph seems to repeat another in other words of its language.

    Only paragraphs with the same numbers are compared, since others on the subject are as near.
    Else there are no shares, only the one number that surely differs in a sentence.
    """
    mine = set(measures(draft.text))
    both = mine.intersection(measures(earlier.text)) if len(mine) >= _MEASURES else set()
    if len(both) < _MEASURES or len(both) <= _IN_COMMON * len(mine):
        return TranslationMatch(0.0, 0.0, _find_other_measures(search, draft, earlier))
    return match_translation(search, draft, earlier)


def match_rewording(search: TextEmbedder, draft: LanguageText, earlier: LanguageText) -> float:
    """Measure the share of a paragraph that seems to be reworded in its language.

    It counts sentences by length that are near, cite the same and have no other numbers.
    """
    mine, others = cut_sentences(draft), cut_sentences(earlier)
    if not mine or not others:
        return 0.0
    cosines = measure_cosines(search, mine, others)
    nearest = [others[int(row.argmax())] for row in cosines]
    is_there = np.array(
        [
            may_say_the_same(sentence, other, float(row.max()))
            and not _is_list_of_references(other.text)
            for sentence, other, row in zip(mine, nearest, cosines, strict=True)
        ]
    )
    return _measure_share(mine, is_there)


def _find_other_measures(
    search: TextEmbedder, draft: LanguageText, earlier: LanguageText
) -> Figures:
    """Find single numbers that differ between sentences that else say the same."""
    mine, others = cut_sentences(draft), cut_sentences(earlier)
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
    cosines = measure_cosines(search, mine, others)
    pairs = [
        figures
        for (row, place), figures in figures_of.items()
        if cosines[row, place] >= _RETOLD and cosines[row].argmax() == place
    ]
    return _join_figures(pairs)


def measure_cosines(
    search: TextEmbedder, mine: Sequence[LanguageText], others: Sequence[LanguageText]
) -> Any:
    """Measure cosines of sentences with others: ``(mine, others)`` float32."""
    texts = [sentence.text for sentence in (*mine, *others)]
    vectors: Any = np.stack([question.embedding for question in search.embed_texts(texts)])
    return vectors[: len(mine)] @ vectors[len(mine) :].T


def _join_figures(figures: Sequence[Figures]) -> Figures:
    return Figures(
        tuple(dict.fromkeys(chain.from_iterable(change.draft for change in figures))),
        tuple(dict.fromkeys(chain.from_iterable(change.earlier for change in figures))),
    )


def length(sentence: LanguageText) -> float:
    """Return the length of a sentence in characters of English."""
    return len(sentence.text) / find_language(sentence.language).length


def cut_sentences(whole: LanguageText) -> list[LanguageText]:
    """Cut a text into its sentences with letters or digits."""
    texts = (whole.text[start:end].strip() for start, end in sentences(whole.text))
    return [LanguageText(text, whole.language) for text in texts if any(map(str.isalnum, text))]


def _may_be_translations(sentence: LanguageText, other: LanguageText) -> bool:
    return (
        not numbers_differ(sentence, other)
        and _cite_the_same(sentence, other)
        and _are_as_long(sentence, other, STRETCH)
    )


def _cite_the_same(sentence: LanguageText, other: LanguageText) -> bool:
    mine, others = _find_references(sentence), _find_references(other)
    return not (mine or others) or len(mine & others) > _IN_COMMON * len(mine | others)


def _tells_translation(own: str, other: str) -> bool:
    """Whether numbers allow a single near sentence to be a translation; mere references do not."""
    if numbers_in_common(own, other) <= _IN_COMMON and not is_one_number(own, other):
        return False
    return not (_is_list_of_references(own) or _is_list_of_references(other))


def _is_list_of_references(text: str) -> bool:
    return sum(mention.end - mention.start for mention in find(text)) > len(text) / 2


def _is_loose_translation(sentence: LanguageText, other: LanguageText, cosine: float) -> bool:
    is_shown = cosine >= _SURE or _tells_translation(sentence.text, other.text)
    return is_shown and may_say_the_same(sentence, other, cosine)


def may_say_the_same(sentence: LanguageText, other: LanguageText, cosine: float) -> bool:
    """Whether two sentences are near, cite the same, are as long and have no other numbers."""
    return _is_near(sentence, other, cosine) and _may_be_translations(sentence, other)


def may_be_contrary(sentence: LanguageText, other: LanguageText, cosine: float) -> bool:
    """Whether two sentences are near, and one has no numbers and references of its own."""
    has_others = bool(_find_references(sentence) - _find_references(other))
    is_near = _is_near(sentence, other, cosine) or (
        sentence.language != other.language and cosine >= _DENIABLE
    )
    return is_near and not has_others and not numbers_differ(sentence, other)


def _is_near(sentence: LanguageText, other: LanguageText, cosine: float) -> bool:
    """Whether two sentences are so near that one may repeat or deny the other."""
    if sentence.language == other.language:
        return cosine >= _REWORDED
    return cosine >= _LOOSE or (
        cosine >= _LOOSE_WITH_FIGURES and bool(common_figures(sentence, other) - {"1"})
    )


def _find_references(sentence: LanguageText) -> set[str]:
    return {mention.canonical for mention in find(sentence.text)}


def _are_as_long(sentence: LanguageText, other: LanguageText, stretch: float) -> bool:
    return 1 / stretch <= length(sentence) / length(other) <= stretch


def _measure_share(texts: list[LanguageText], chosen: Any) -> float:
    lengths = np.array([len(text.text) for text in texts], float)
    return float(lengths[chosen].sum() / lengths.sum())
