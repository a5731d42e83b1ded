"""Detection of texts that probably say the same in other words, or in another language.

A translation is compared sentence by sentence, by meaning. All texts on one subject are near each
other. So a translation is more than near: it has the numbers and dates of the other sentence, cites
the same, and is as long. A paraphrase in another language is as near, so a translation is only
probable and has no share.
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
"""Cosine from which a sentence counts as the translation of another: 95 % of translated UN
sentences are above, of the nearest others 1 % (`python -m benchmarks.precedents.measure`)."""

_LOOSE: Final = 0.52
"""Cosine from which a sentence may be a loose translation. The labelled pairs on the same subject
have at most 0.40 across languages (`python -m benchmarks.precedents.pairs --cosines`)."""

_LOOSE_WITH_FIGURES: Final = 0.45
"""Cosine for sentences with a measured number in common."""

_REWORDED: Final = 0.6
"""Cosine from which a sentence says the same in other words of its language; the labelled pairs on
the same subject have at most 0.53."""

_SURE: Final = 0.6
"""Cosine from which a single sentence shows a translation, whatever numbers are written in
words."""

STRETCH: Final = 2.5
"""Largest ratio of lengths of a translation, without that of the languages: 99.8 % of translated UN
sentences are within it. Two sentences may be one in the other language."""

_WHOLE: Final = 1.6
"""Largest ratio for whole paragraphs, in which long sentences and short ones even out."""

_IN_COMMON: Final = 0.5
"""Least share of common references, or numbers, of two texts: a list of resolutions has some of
those that another text cites."""

_MEASURES: Final = 3
"""Common numbers outside references and dates from which paragraphs of one language are compared
sentence by sentence."""

_RETOLD: Final = 0.65
"""Cosine from which a sentence repeats another in other words of its language, where all numbers
but one are the same: the nearest paragraphs of other documents give no false figure (the same
command)."""


class TextEmbedder(Protocol):
    """Makes vectors of texts."""

    def embed_texts(self, texts: Sequence[str]) -> list[Question]:
        """Return the texts as questions with their vectors."""


class TextMemory:
    """A search that embeds each text once: sentences are compared in several ways."""

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

    Attributes:
        share: of the one's sentences by length that the other seems to have, 0 to 1.
        of_other: the same share of the other's sentences.
        figures: that differ in sentences which would be translations otherwise; without such, the
            one number that differs in the translation.
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

    Texts are compared as wholes where they have most numbers in common and similar lengths. Else
    single sentences have to, and lists of references do not count. A loose translation may be
    farther.
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
    """Whether two paragraphs of different languages say the same, as a whole; in doubt not.

    The other has to have most of each, with most of the numbers of both. It finds 86 % of the
    translations of the sample's paragraphs, and none of the nearest paragraphs of other documents
    (the same command).
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

    A new translation has other words than the existing version. Other texts on the subject are as
    near, and cite the same: only paragraphs with the same numbers are compared (the same command).

    Returns:
        No shares where the other has too few of the paragraph's numbers: then only the number that
        surely differs in a single sentence.
    """
    mine = set(measures(draft.text))
    both = mine.intersection(measures(earlier.text)) if len(mine) >= _MEASURES else set()
    if len(both) < _MEASURES or len(both) <= _IN_COMMON * len(mine):
        return TranslationMatch(0.0, 0.0, _find_other_measures(search, draft, earlier))
    return match_translation(search, draft, earlier)


def match_rewording(search: TextEmbedder, draft: LanguageText, earlier: LanguageText) -> float:
    """Measure the share of a paragraph that seems to say the same in other words of its language.

    Returns:
        Share of its sentences by length that are near, cite the same and have no other numbers.
    """
    mine, others = cut_sentences(draft), cut_sentences(earlier)
    if not mine or not others:
        return 0.0
    cosines = measure_cosines(search, mine, others)
    is_there = np.array(
        [
            may_say_the_same(sentence, others[int(row.argmax())], float(row.max()))
            for sentence, row in zip(mine, cosines, strict=True)
        ]
    )
    return _measure_share(mine, is_there)


def _find_other_measures(
    search: TextEmbedder, draft: LanguageText, earlier: LanguageText
) -> Figures:
    """Find the numbers that differ in sentences which are otherwise the same as earlier ones."""
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
    """Measure cosines of sentences with others: (of the one, of the other) float32."""
    texts = [sentence.text for sentence in (*mine, *others)]
    vectors: Any = np.stack([question.embedding for question in search.embed_texts(texts)])
    return vectors[: len(mine)] @ vectors[len(mine) :].T


def _join_figures(figures: Sequence[Figures]) -> Figures:
    return Figures(
        tuple(dict.fromkeys(chain.from_iterable(change.draft for change in figures))),
        tuple(dict.fromkeys(chain.from_iterable(change.earlier for change in figures))),
    )


def length(sentence: LanguageText) -> float:
    """Return the length of a sentence, in characters that English would need for it."""
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
    """Whether two sentences have most of what they cite in common, if they cite anything."""
    mine, others = _find_references(sentence), _find_references(other)
    return not (mine or others) or len(mine & others) > _IN_COMMON * len(mine | others)


def _tells_translation(own: str, other: str) -> bool:
    """Whether a single sentence that is near another shows a translation.

    It does not where one has more numbers than words can replace, nor where it is mostly
    references: other texts have the same lists.
    """
    if numbers_in_common(own, other) <= _IN_COMMON and not is_one_number(own, other):
        return False
    return not any(
        sum(mention.end - mention.start for mention in find(text)) > len(text) / 2
        for text in (own, other)
    )


def _is_loose_translation(sentence: LanguageText, other: LanguageText, cosine: float) -> bool:
    """Whether a sentence shows a translation, by its nearness and the numbers in common."""
    is_shown = cosine >= _SURE or _tells_translation(sentence.text, other.text)
    return is_shown and may_say_the_same(sentence, other, cosine)


def may_say_the_same(sentence: LanguageText, other: LanguageText, cosine: float) -> bool:
    """Whether two sentences are near, cite the same, are as long and have no other numbers."""
    return _is_near(sentence, other, cosine) and _may_be_translations(sentence, other)


def may_be_contrary(sentence: LanguageText, other: LanguageText, cosine: float) -> bool:
    """Whether two sentences are near, and the one has no numbers and references of its own."""
    has_others = bool(_find_references(sentence) - _find_references(other))
    return (
        _is_near(sentence, other, cosine) and not has_others and not numbers_differ(sentence, other)
    )


def _is_near(sentence: LanguageText, other: LanguageText, cosine: float) -> bool:
    """Whether two sentences are so near that the one may repeat or deny the other."""
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
