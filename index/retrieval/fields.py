"""Bonuses of passages whose headings, title, countries or submitters match a question.

Each field adds part of a cosine, by the share of the question's words that it has (after BM25F,
Robertson, Zaragoza and Taylor 2004). A field of one version counts for all versions of a paragraph.
The weights were chosen on the tuning part of ``benchmarks/relevance``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus import countries
from index.retrieval import weights
from index.retrieval.lexical import Term
from index.retrieval.questions import Question, length
from index.store import PassageFacts, Store

Bonuses = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Sorted unique numbers of paragraphs or documents, and the bonus of each."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The bonuses for matches around passages.

    Attributes:
        by_words: bonus of a version's words for its paragraph, if meaning is unsure.
        by_paragraph: other bonuses of a paragraph; ``by_document`` are those of whole documents.
        passages: passages that fields lead to, whatever their meaning.
        submitters: documents of countries that the question names.
    """

    by_words: Bonuses
    by_paragraph: Bonuses
    by_document: Bonuses
    passages: frozenset[int]
    submitters: frozenset[int]

    def compute_bonuses(self, facts: PassageFacts, doubt: float) -> NDArray[np.float64]:
        """Return the bonuses of passages, in cosine; ``doubt`` is from :func:`measure_doubt`."""
        of_paragraph = doubt * _look_up(self.by_words, facts.paragraphs)
        of_paragraph += _look_up(self.by_paragraph, facts.paragraphs)
        return of_paragraph + _look_up(self.by_document, facts.documents)


def measure_doubt(nearest: float, sure: float = weights.SURE) -> float:
    """Return how unsure meaning is, 0 to 1, if the nearest passage has this cosine."""
    return min(1.0, max(0.0, (sure - nearest) / weights.UNSURE))


def look_up_fields(
    store: Store,
    question: Question,
    terms_by_table: Mapping[str, Sequence[Term]],
    matched: Mapping[str, Sequence[tuple[int, float]]],
    spoken_of: Collection[int],
) -> Fields:
    """Find the bonuses for headings, titles, submitters and countries that match a question."""
    count = length(question)
    scale = min(1.0, weights.FEW / max(1, count))
    heading = weights.HEADING_OF_SHORT if count <= weights.SHORT else weights.HEADING
    matches = [match for own in matched.values() for match in own]
    ids = np.array([passage for passage, _ in matches], np.int64)
    shares = np.minimum(1.0, np.array([score for _, score in matches], np.float64))
    under, titled = _match_headings(store, terms_by_table, heading, scale * weights.TITLE)
    called = np.fromiter(spoken_of, np.int64)
    above = np.array([*under], np.int64)
    worth = np.array([*under.values()], np.float64)
    under_heading = _keep_best(store.facts.of(above).paragraphs, scale * worth)
    called_so = _keep_best(
        store.facts.of(called).paragraphs, np.full(len(called), scale * weights.SPOKEN_OF)
    )
    named = countries.find(question.text)
    submitters = frozenset(store.documents.find_submitted_by(named)) if named else frozenset()
    for document in submitters:
        titled[document] += weights.COUNTRY
    return Fields(
        _keep_best(store.facts.of(ids).paragraphs, scale * (weights.WORDS * shares)),
        _reduce_by_number(
            np.add,
            np.concatenate([under_heading[0], called_so[0]]),
            np.concatenate([under_heading[1], called_so[1]]),
        ),
        _keep_best(np.array([*titled], np.int64), np.array([*titled.values()], np.float64)),
        frozenset({*under, *spoken_of}),
        submitters,
    )


def _keep_best(numbers: NDArray[np.int64], values: NDArray[np.float64]) -> Bonuses:
    return _reduce_by_number(np.maximum, numbers, values)


def _reduce_by_number(
    of: np.ufunc, numbers: NDArray[np.int64], values: NDArray[np.float64]
) -> Bonuses:
    """Combine the values of each number by ``of``."""
    order = np.argsort(numbers, kind="stable")
    numbers, values = numbers[order], values[order]
    begins = np.flatnonzero(np.diff(numbers, prepend=numbers[:1] - 1))
    return numbers[begins], of.reduceat(values, begins) if len(begins) else values


def _look_up(added: Bonuses, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
    known, values = added
    if not len(known):
        return np.zeros(len(numbers))
    positions = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
    return np.where(known[positions] == numbers, values[positions], 0.0)


def _match_headings(
    store: Store, terms_by_table: Mapping[str, Sequence[Term]], heading: float, title: float
) -> tuple[dict[int, float], dict[int, float]]:
    """Return the bonuses of headings for the passages under them, and of titles by document."""
    headed: dict[int, float] = {}
    titled: dict[int, float] = defaultdict(float)
    for terms in terms_by_table.values():
        full = sum(term.weight for term in terms)
        telling = {term.text: term.weight / full for term in terms} if full else {}
        for place, document, in_heading, in_title in store.words.places_with(
            telling, weights.MOST_PLACES
        ):
            if in_heading:
                headed[place] = max(headed.get(place, 0.0), heading * in_heading)
            titled[document] = max(titled[document], title * in_title)
    under = {passage: headed[place] for passage, place in store.words.passages_at(headed)}
    return under, titled
