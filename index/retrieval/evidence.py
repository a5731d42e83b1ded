"""Evidence of words: which passages hold the words of a question, and how surely.

It is gathered once per question; ``index.retrieval.scorers`` weighs it. Countries in a question
lead to passages that name them in any language, and to documents that they submitted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus import countries
from corpus.languages import BY_CODE
from index.retrieval import weights
from index.retrieval.dense import Ahead, Dense
from index.retrieval.feedback import Direction, Feedback
from index.retrieval.fields import Fields, look_up_fields
from index.retrieval.lexical import Lexical, Term
from index.retrieval.passage_filters import FilterIndex, PassageMask, restrict_to
from index.retrieval.questions import Question, length
from index.retrieval.terms import TermTranslator
from index.retrieval.word_engines import ServerWords, Shares, StoreWords
from index.store import TABLES, Store
from index.words import names

Ids = NDArray[np.int64]
Scores = NDArray[np.float64]

Matches = dict[str, list[tuple[int, float]]]
"""Passages with words of a question and their scores, by table."""

_Terms = dict[str, tuple[list[Term], frozenset[str] | None]]
"""Terms of a question by table, and which of them count there (None: all)."""


@dataclass(frozen=True, slots=True)
class LexicalEvidence:
    """The evidence of a question's words.

    Attributes:
        matches: by language, passages with words of the question and their scores.
        strength: weight of words that are looked up in all languages, 0 to 1.
        term_scores: by language, passage ids and how surely each has the terms.
        direction: direction of passages that hold a short question's words.
        passages: candidates, however far in meaning.
        ahead: the search by meaning that runs meanwhile.
    """

    matches: Mapping[str, Sequence[tuple[int, float]]]
    strength: float
    term_scores: Mapping[str, Shares]
    surroundings: Fields
    direction: Direction | None
    passages: Collection[int]
    ahead: Ahead | None = None


class EvidenceGatherer:
    """A gatherer of evidence from the words of an index. Threads may share it."""

    def __init__(self, store: Store, dense: Dense, choices: FilterIndex) -> None:
        at_server = ServerWords(dense, StoreWords(store)) if dense.is_served else None
        self.lexical = Lexical(store, at_server)
        self.translated = TermTranslator(store, self.lexical)
        self._feedback = Feedback(store, dense, choices)
        self._dense = dense
        self._store = store

    def gather(
        self, question: Question, allowed: PassageMask | None, count: int
    ) -> LexicalEvidence:
        """Look up the words of a question, while the ``count`` nearest passages are searched."""
        ahead = self._dense.search_ahead(question, count, allowed)
        terms, matches = self.match(question, weights.WORDS_DEPTH, allowed)
        strength = self.translated.strength(question)
        term_scores = (
            self.score_terms(question, matches, allowed, weights.FULLY) if strength else {}
        )
        surroundings = look_up_fields(
            self._store,
            question,
            {code: own for code, (own, _) in terms.items()},
            matches,
            self._find_country_mentions(question, allowed),
        )
        most = weights.WORDS_DEPTH
        passages = {passage for own in matches.values() for passage, _ in own[:most]}
        passages |= restrict_to(surroundings.passages, allowed)
        passages |= self._find_submitted(question, surroundings, allowed)
        for ids, scores in term_scores.values():
            passages.update(ids[np.argsort(-scores, kind="stable")[: 2 * most]].tolist())
        holding = self.translated.holding(question) if strength else ()
        direction = self._feedback.direction(holding)
        return LexicalEvidence(
            matches, strength, term_scores, surroundings, direction, passages, ahead
        )

    def query_coverage(self, question: Question) -> tuple[float, float]:
        """Return two weighted shares of a question's words that are known.

        The first counts words in the passages of the best language. The second counts words of the
        question's language in the archive or the seed.
        """
        best = 0.0
        for terms, _ in self._read_terms(question).values():
            full = sum(term.weight for term in terms)
            known = sum(term.weight for term in terms if term.passages)
            best = max(best, known / full if full else 0.0)
        return best, self.translated.measure_known(question)

    def match(
        self, question: Question, depth: int, allowed: PassageMask | None
    ) -> tuple[_Terms, Matches]:
        """Return the terms of a question by table, and the passages that hold some of them."""
        terms = self._read_terms(question)
        return terms, self.lexical.matches(terms, 2 * depth, allowed)

    def score_terms(
        self,
        question: Question,
        matches: Mapping[str, list[tuple[int, float]]],
        allowed: PassageMask | None,
        fully: float = 1.0,
    ) -> dict[str, Shares]:
        """Score how surely passages have the words of a short question, 0 to 1, by language.

        In the question's language its own words count, elsewhere their equivalents; acronyms and
        numbers count everywhere. The best score rises to the share of known words; ``fully`` limits
        this where all scores are low.
        """
        own = self.translated.language(question)
        scores = self.translated.matches(question, allowed)
        surest = max(_find_surest(scores, 1.0), fully)
        scale = max(1.0, self.translated.measure_known(question) / surest)
        scaled = {code: (ids, surely * scale) for code, (ids, surely) in scores.items()}
        for code, matched in matches.items():
            if code == own or code not in scaled or self.translated.has_shared_terms(question):
                scaled[code] = _raise_scores(scaled.get(code), matched)
        return scaled

    # --- the inside ------------------------------------------------------------------------------

    def _read_terms(self, question: Question) -> _Terms:
        """Return a question's terms by table; in other scripts only names and numbers count."""
        own = BY_CODE.get(question.language or "")
        called = names(question.text)
        terms: _Terms = {}
        for code in TABLES:
            other = own and code in BY_CODE and BY_CODE[code].script != own.script
            if not other or called:
                terms[code] = self.lexical.terms(question.text, code), called if other else None
        return terms

    def _find_country_mentions(self, question: Question, allowed: PassageMask | None) -> set[int]:
        mentioned: set[int] = set()
        if length(question) > weights.SHORT:
            return mentioned
        for country in countries.find(question.text):
            for code in BY_CODE:
                called = countries.name(country, code)
                mentions = self.lexical.with_all(called, code) if called else set()
                mentioned |= mentions if len(mentions) <= weights.WORDS_DEPTH else set()
        return restrict_to(mentioned, allowed)

    def _find_submitted(
        self, question: Question, surroundings: Fields, allowed: PassageMask | None
    ) -> set[int]:
        if not surroundings.submitters:
            return set()
        theirs = PassageMask.of(
            restrict_to(self._store.passages.of_documents(surroundings.submitters), allowed)
        )
        nearest, _ = find_nearest(self._store, self._dense, question, weights.WORDS_DEPTH, theirs)
        return set(nearest.tolist())


def find_nearest(
    store: Store,
    dense: Dense,
    question: Question,
    k: int,
    allowed: PassageMask | None,
    evidence: LexicalEvidence | None = None,
) -> tuple[Ids, Scores]:
    """Find the passages nearest to an embedded question, best first, with their scores.

    A score is the cosine less the loss of its role: covers, tables and slight passages fall.
    Candidates of ``evidence`` come besides the best ``k``, however far they are.
    """
    also = tuple(evidence.passages) if evidence else ()
    ahead = evidence.ahead if evidence else None
    hits = dense.nearest(question, count_to_fetch(dense, k), allowed, also, ahead)
    return _lower_roles(store, dense, question, hits, None if also else k)


def find_nearest_to_each(
    store: Store,
    dense: Dense,
    questions: Sequence[Question],
    k: int,
    allowed: Sequence[PassageMask | None],
) -> list[tuple[Ids, Scores]]:
    """Find for each question what :func:`find_nearest` does without evidence, all in one step."""
    every = dense.nearest_to_each(questions, count_to_fetch(dense, k), allowed)
    return [
        _lower_roles(store, dense, question, hits, k)
        for question, hits in zip(questions, every, strict=True)
    ]


def _lower_roles(
    store: Store, dense: Dense, question: Question, hits: Sequence[tuple[int, float]], k: int | None
) -> tuple[Ids, Scores]:
    """Move passages that say little by themselves further down; keep at most so many."""
    nearest = np.array([passage for passage, _ in hits], np.int64)
    scores = np.array([score for _, score in hits], np.float64)
    if not dense.is_full:
        return nearest, scores
    facts = store.facts.of(nearest)
    count = length(question)
    loss = np.zeros(len(nearest))
    if count <= weights.FEW:
        loss += weights.SLIGHT * facts.slight
    if count <= weights.SHORT:
        loss += weights.TABLE * facts.tables
        loss += weights.OPENING * facts.opening
    scores = scores - np.where(facts.signs, weights.SIGN, loss)
    order = best_first(scores)[:k]
    return nearest[order], scores[order]


def count_to_fetch(dense: Dense, k: int) -> int:
    """Return the number of passages to fetch, with a reserve for those that lose places."""
    return k + weights.SPARE if dense.is_full else k


def best_first(scores: Scores) -> NDArray[np.int64]:
    """Return the positions of scores, highest first; ties keep their order."""
    return np.argsort(-scores, kind="stable")


def look_up_scores(
    passages: Collection[int], term_scores: Mapping[str, Shares]
) -> dict[int, float]:
    """Return the scores of some passages; the last language wins."""
    wanted = np.array([*passages], np.int64)
    size = max((int(ids.max()) + 1 for ids, _ in term_scores.values() if len(ids)), default=0)
    is_wanted = np.zeros(size, np.bool_)
    is_wanted[wanted[wanted < size]] = True
    scores_by_id: dict[int, float] = {}
    for ids, scores in term_scores.values():
        positions = np.flatnonzero(is_wanted[ids])
        scores_by_id.update(zip(ids[positions].tolist(), scores[positions].tolist(), strict=True))
    return scores_by_id


def _find_surest(term_scores: Mapping[str, Shares], otherwise: float) -> float:
    return max(
        (float(scores.max()) for _, scores in term_scores.values() if len(scores)),
        default=otherwise,
    )


def _raise_scores(scores: Shares | None, matches: Iterable[tuple[int, float]]) -> Shares:
    """Return the scores of passages, raised to the scores of their own words."""
    matched = {passage: min(1.0, score) for passage, score in matches}
    if scores is not None:
        ids, values = scores
        for position in np.flatnonzero(np.isin(ids, [*matched])).tolist():
            values[position] = max(matched.pop(int(ids[position])), values[position])
    else:
        ids, values = np.zeros(0, np.int64), np.zeros(0)
    return (
        np.concatenate([ids, np.array([*matched], np.int64)]),
        np.concatenate([values, np.array([*matched.values()], np.float64)]),
    )
