"""The surroundings of passages: headings, title, and who submitted them.

BM25F (Robertson, Zaragoza and Taylor 2004) weighs a word by the field that it is in. Here the
fields are a passage's own words, the headings above it, its document's title and source, and the
countries that submitted it. The question may call a country by any name in any language. What one
version of a paragraph has in its fields counts for all: they say the same.

Each field adds a part of a cosine, as much of it as the field has of the question's words by their
weight. The weights were chosen on the needs of ``benchmarks/relevance`` that are not held back. Its
README has what they come to, with all else that ranks. The words of long questions are many and
each says little, so their parts are smaller.
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
"""Numbers of paragraphs or documents, in order and each once, and what is added to each."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The worth of what a question finds around passages.

    Attributes:
        by_words: what the words of a version are worth for its paragraph, where meaning is unsure.
        by_paragraph: what else is added to a paragraph.
        by_document: what is added to all of a document.
        passages: those that fields lead to, whatever their meaning.
        submitters: documents of countries that the question names.
    """

    by_words: Bonuses
    by_paragraph: Bonuses
    by_document: Bonuses
    passages: frozenset[int]
    submitters: frozenset[int]

    def compute_bonuses(self, facts: PassageFacts, doubt: float) -> NDArray[np.float64]:
        """Return what is added to the cosines of passages for what is found around them.

        Args:
            facts: of the passages.
            doubt: how unsure meaning is of its answers, from :func:`measure_doubt`.
        """
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
    """Look a question up in the fields.

    Args:
        store: of the index.
        question: that is asked.
        terms_by_table: the terms of the question.
        matched: passages that hold some of them, with their scores, by table.
        spoken_of: passages that mention a country in the question.
    """
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
    """Return by paragraph what its best version has: one that has it will do."""
    return _reduce_by_number(np.maximum, numbers, values)


def _reduce_by_number(
    of: np.ufunc, numbers: NDArray[np.int64], values: NDArray[np.float64]
) -> Bonuses:
    """Make one value of those of each number."""
    order = np.argsort(numbers, kind="stable")
    numbers, values = numbers[order], values[order]
    begins = np.flatnonzero(np.diff(numbers, prepend=numbers[:1] - 1))
    return numbers[begins], of.reduceat(values, begins) if len(begins) else values


def _look_up(added: Bonuses, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what is added to each number, 0 for those that nothing is added to."""
    known, values = added
    if not len(known):
        return np.zeros(len(numbers))
    positions = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
    return np.where(known[positions] == numbers, values[positions], 0.0)


def _match_headings(
    store: Store, terms_by_table: Mapping[str, Sequence[Term]], heading: float, title: float
) -> tuple[dict[int, float], dict[int, float]]:
    """Return what headings add to the passages under them, and titles to their documents."""
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
