"""Scorers that order the candidates of a question, in the order in which they apply.

Scores stay with the places and so never rise. Words move passages only among those of their
language, by a weighted sum with the cosine (Bruch, Gai and Ingber 2023). Words of short questions,
with their equivalents (``index.retrieval.terms``), move all passages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.retrieval import weights
from index.retrieval.dense import Dense
from index.retrieval.evidence import Ids, LexicalEvidence, Scores, best_first, look_up_scores
from index.retrieval.feedback import Direction
from index.retrieval.fields import measure_doubt
from index.retrieval.passage_filters import PassageMask, restrict_to
from index.retrieval.questions import Question
from index.retrieval.terms import TermTranslator
from index.store import TABLES, PassageFacts, Store
from index.versions import passages_in


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages that may answer a question, best first.

    ``scores`` are ``(n,)``, of the places, never rising. ``nearest`` is the highest cosine with the
    question. ``allowed`` are the passages that may be found (None: all).
    """

    ids: Ids
    scores: Scores
    facts: PassageFacts
    nearest: float
    allowed: PassageMask | None

    def reorder(self, order: NDArray[np.int64]) -> Candidates:
        """Return the passages in another order; the scores of the places stay."""
        return replace(self, ids=self.ids[order], facts=self.facts.at(order))


class Scorer(Protocol):
    """A step of the ranking that orders candidates."""

    def order(
        self, question: Question, candidates: Candidates, evidence: LexicalEvidence
    ) -> Candidates:
        """Return the candidates in their new order."""


class SurroundingsScorer:
    """A scorer by the headings, titles and submitters that a question names."""

    def order(
        self, question: Question, candidates: Candidates, evidence: LexicalEvidence
    ) -> Candidates:
        """Return the candidates by cosine and surroundings, whose sums are the new scores."""
        del question
        doubt = measure_doubt(candidates.nearest, weights.SURE_OF_OTHERS)
        scores = candidates.scores + evidence.surroundings.compute_bonuses(candidates.facts, doubt)
        order = best_first(scores)
        return replace(candidates.reorder(order), scores=scores[order])


class TermScorer:
    """A scorer by a short question's words in any language."""

    def __init__(self, store: Store, dense: Dense, translated: TermTranslator) -> None:
        self._store = store
        self._dense = dense
        self._translated = translated

    def order(
        self, question: Question, candidates: Candidates, evidence: LexicalEvidence
    ) -> Candidates:
        """Return the candidates by scores and terms; terms count less if meaning is sure."""
        strength = strength_of_terms(candidates, evidence)
        if not strength:
            return candidates
        versions_of = passages_in(self._store, candidates.ids.tolist())
        versions = _list_versions(candidates, versions_of) if evidence.strength == 1 else []
        passages = {*candidates.ids.tolist(), *chain(*chain(*versions))}
        averages = average_over_versions(look_up_scores(passages, evidence.term_scores), versions)
        own = self._translated.language(question)
        foreign = candidates.ids[candidates.facts.languages != TABLES.index(own)].tolist()
        alone = {passage for passage in foreign if own not in versions_of.get(passage, ())}
        along = self._measure_along(alone, evidence.direction)
        return candidates.reorder(
            order_by_terms(candidates.ids, candidates.scores, averages, strength, along)
        )

    def _measure_along(
        self, passages: Collection[int], direction: Direction | None
    ) -> dict[int, float]:
        """Measure how far passages lie along a direction; 0 if there is none."""
        if direction is None:
            return dict.fromkeys(passages, 0.0)
        products = self._dense.scores(direction.vector, sorted(passages))
        return {
            passage: direction.measure_deviation(products.get(passage, direction.middle))
            for passage in passages
        }


class WordScorer:
    """A scorer by a question's words among the passages of each language."""

    def order(
        self, question: Question, candidates: Candidates, evidence: LexicalEvidence
    ) -> Candidates:
        """Return the candidates, those of each language ordered by cosine and words."""
        del question
        if strength_of_terms(candidates, evidence) >= 1:
            return candidates
        languages = [
            (candidates.facts.languages == TABLES.index(table), dict(matches))
            for table, matches in evidence.matches.items()
            if matches
        ]
        return candidates.reorder(order_by_words(candidates.ids, candidates.scores, languages))


def _list_versions(
    candidates: Candidates, versions_of: Mapping[int, Mapping[str, Sequence[int]]]
) -> list[Collection[Collection[int]]]:
    paragraphs: dict[int, dict[str, list[int]]] = {}
    facts, allowed = candidates.facts, candidates.allowed
    codes = [TABLES[table] for table in facts.languages.tolist()]
    passages = zip(facts.paragraphs.tolist(), codes, candidates.ids.tolist(), strict=True)
    for key, code, passage in passages:
        paragraphs.setdefault(key, {}).setdefault(code, []).append(passage)
    versions: list[Collection[Collection[int]]] = []
    for by_language in paragraphs.values():
        first, *others = next(iter(by_language.values()))
        translations = versions_of.get(min(first, *others) if others else first)
        if translations is None and not others and len(by_language) == 1:
            continue
        for code, translated in (translations or {}).items():
            findable = translated if allowed is None else restrict_to(translated, allowed)
            if findable:
                by_language.setdefault(code, []).extend(findable)
        versions.append(by_language.values())
    return versions


def strength_of_terms(candidates: Candidates, evidence: LexicalEvidence) -> float:
    """Return the weight of terms, 0 to 1, low if meaning finds a translation."""
    return evidence.strength * measure_doubt(candidates.nearest)


def order_by_words(
    ids: Ids, scores: Scores, languages: Sequence[tuple[NDArray[np.bool_], Mapping[int, float]]]
) -> NDArray[np.int64]:
    """Order the passages of each language by words; return positions, best first."""
    order = np.arange(len(ids))
    for members, matches in languages:
        own = order[members]
        words = _look_up_values(ids[own], matches)
        order[members] = own[best_first(scores[members] + weights.WEIGHT_OF_WORDS * words)]
    return order


def order_by_terms(
    ids: Ids,
    scores: Scores,
    terms: Mapping[int, float],
    strength: float,
    alone: Mapping[int, float],
) -> NDArray[np.int64]:
    """Order passages of all languages by a short question's words; return positions.

    ``ids`` and ``scores`` are ``(n,)``, best first. ``terms`` tell how surely passages have the
    words in their language, 0 to 1; ``strength`` weighs the words, 0 to 1. Passages in ``alone``
    lack a version in the question's language, and trade places among themselves. Its values are
    their deviations towards passages with the words.
    """
    values = _look_up_values(ids, terms)
    order = best_first(scores + strength * weights.WEIGHT_OF_TERMS * values)
    places = np.flatnonzero([passage in alone for passage in ids[order].tolist()])
    own = order[places]
    worth = weights.WEIGHT_ALONE * values[own]
    worth += weights.WEIGHT_OF_FEEDBACK * _look_up_values(ids[own], alone)
    order[places] = own[best_first(scores[own] + strength * worth)]
    return order


def average_over_versions(
    words: Mapping[int, float], paragraphs: Iterable[Collection[Collection[int]]]
) -> dict[int, float]:
    """Return the word score of each passage as the mean over its paragraph's versions.

    With only 0.7 of the mean, fewer first hits in the short needs of `benchmarks.relevance` are
    right.
    """
    averages = dict(words)
    for versions in paragraphs:
        best = [max([words.get(passage, 0.0) for passage in version]) for version in versions]
        if any(best):
            averages.update(dict.fromkeys(chain(*versions), sum(best) / len(best)))
    return averages


def _look_up_values(passages: Ids, values: Mapping[int, float]) -> Scores:
    return np.array([values.get(passage, 0.0) for passage in passages.tolist()], np.float64)
