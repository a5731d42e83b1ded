"""Agreement of two sentences of different documents: they say the same, or otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpus.cards import Figures
from corpus.extract.references import find
from index.analyses import (
    LanguageText,
    find_contraries,
    may_say_the_same,
    other_figures,
)
from index.analyses.precedents import TextEmbedder, common_figures, find_missing_figures
from index.references import nameable, strip_references

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20|١٩|٢٠)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class AgreementLimits:
    """Limits of agreement; ``python -m benchmarks.answers.agreement`` prints what each is worth.

    Attributes:
        alike: cosine, without references, from which sentences of one language say the same.
        translated: the same for sentences of two languages.
        figures: cosine that sentences may lack which have a figure of two digits in common.
        proof: such figures from which on sentences that lack it say the same; one may be by chance.
        lists: share of references in a sentence from which on it only lists them.
    """

    alike: float = 0.64
    translated: float = 0.6
    figures: float = 0.1
    proof: int = 2
    lists: float = 0.5


AGREEMENT_LIMITS: Final = AgreementLimits()


@dataclass(frozen=True, slots=True)
class Agreement:
    """Relation of two sentences on the same; ``differing`` is None where they say the same."""

    differing: Figures | None


def compare_sentences(
    embedder: TextEmbedder,
    own: LanguageText,
    other: LanguageText,
    limits: AgreementLimits = AGREEMENT_LIMITS,
) -> Agreement | None:
    """Compare two sentences; None where they say different things, or that is not sure."""
    texts = [without_references(text.text, limits) for text in (own, other)]
    if not all(texts):
        return None
    first, second = embedder.embed_texts(texts)
    cosine = float(first.embedding @ second.embedding)
    return relate_sentences(embedder, own, other, cosine, limits)


def without_references(text: str, limits: AgreementLimits = AGREEMENT_LIMITS) -> str:
    """Return a sentence without its references, by which all are alike; empty for a list."""
    length = sum(mention.end - mention.start for mention in find(text))
    if length > limits.lists * len(text):
        return ""
    return " ".join(strip_references(text, nameable(text)).split()) if length else text


def relate_sentences(
    embedder: TextEmbedder,
    own: LanguageText,
    other: LanguageText,
    cosine: float,
    limits: AgreementLimits = AGREEMENT_LIMITS,
) -> Agreement | None:
    """Relate two sentences whose texts without references have a cosine."""
    is_one_language = own.language == other.language
    near = limits.alike if is_one_language else limits.translated
    common = [key for key in common_figures(own, other) if len(key) > 1]
    if cosine < near - limits.figures * bool(common):
        return None
    if may_say_the_same(own, other, cosine):
        if cosine < near and len(common) < limits.proof:
            return None
        contraries = find_contraries(embedder, own, other, is_taken_over=True)
        others = (contraries.opposites, contraries.negations, contraries.exchanged)
        for words in filter(None, others):
            # The order of words and their opposites are too loose for a proof in two languages.
            is_sure = is_one_language or words == contraries.negations
            return Agreement(words) if is_sure else None
        is_doubtful = "negation" in contraries.doubts or _have_own_figures(own, other)
        return None if is_doubtful else Agreement(None)
    figures = other_figures(own, other)
    is_one = len(figures.draft) == len(figures.earlier) == 1
    if is_one and _list_references(own) == _list_references(other) and not _are_of_years(figures):
        return Agreement(figures)
    return None


def _have_own_figures(own: LanguageText, other: LanguageText) -> bool:
    """Whether each of two sentences has a number, date or month that the other lacks."""
    return bool(find_missing_figures(own, [other]) and find_missing_figures(other, [own]))


def _are_of_years(figures: Figures) -> bool:
    """Whether two figures are dates of different years, which may be of two occasions."""
    sides = (" ".join(side) for side in (figures.draft, figures.earlier))
    years = [{*map(int, _YEAR.findall(side))} for side in sides]
    return all(years) and years[0] != years[1]


def _list_references(sentence: LanguageText) -> set[str]:
    return {mention.canonical for mention in find(sentence.text)}
