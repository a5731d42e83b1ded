"""Ranking of passages and paragraphs for a question: by meaning, by words, or both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

from index.retrieval import weights
from index.retrieval.dense import Dense
from index.retrieval.evidence import (
    EvidenceGatherer,
    Ids,
    LexicalEvidence,
    Matches,
    Scores,
    count_to_fetch,
    find_nearest,
    find_nearest_to_each,
)
from index.retrieval.passage_filters import FilterIndex, PassageMask
from index.retrieval.phrase_filter import PhraseFilter
from index.retrieval.questions import Question
from index.retrieval.scorers import Candidates, Scorer, SurroundingsScorer, TermScorer, WordScorer
from index.store import Store

Mode = Literal["hybrid", "dense", "lexical"]
"""Way of comparing: by words and meaning, by meaning, or by words."""


Ranked = tuple[int, float]
"""A passage id and its score."""

Key = tuple[int, str]
"""Key that the versions of a paragraph share: document id and variant key."""

_SPARE: Final = 8
"""Factor by which more passages are ranked, since versions of a paragraph collapse to one."""


class Ranking:
    """A ranking of an index's passages by ``scorers``, in turn. Threads may share it."""

    def __init__(self, store: Store, dense: Dense) -> None:
        self.dense = dense
        self.choices = FilterIndex(store)
        self.evidence = EvidenceGatherer(store, dense, self.choices)
        self.translated = self.evidence.translated
        self.quoted = PhraseFilter(store, self.evidence.lexical, self.choices)
        self.scorers: tuple[Scorer, ...] = (
            SurroundingsScorer(),
            TermScorer(store, dense, self.translated),
            WordScorer(),
        )
        self._store = store

    def embed(self, questions: Sequence[Question]) -> list[Question]:
        """Embed questions in one batch; those with a vector keep it."""
        missing = [
            position for position, question in enumerate(questions) if question.vector is None
        ]
        embedded = list(questions)
        if missing:
            vectors = self.dense.questions([questions[position] for position in missing])
            for position, vector in zip(missing, vectors, strict=True):
                embedded[position] = replace(questions[position], vector=vector)
        return embedded

    def gather_evidence(
        self, question: Question, allowed: PassageMask | None, k: int
    ) -> LexicalEvidence:
        """Look up the words of a question for :meth:`best_paragraphs` with about the same ``k``."""
        count = count_to_fetch(self.dense, _compute_depth(k * _SPARE))
        return self.evidence.gather(question, allowed, count)

    def best_paragraphs(
        self,
        question: Question,
        k: int,
        allowed: PassageMask | None,
        mode: Mode,
        evidence: LexicalEvidence | None = None,
    ) -> list[tuple[Ranked, Key]]:
        """Rank paragraphs by their best version, as :meth:`rank` does, ``k`` of them or more."""
        fetch = k * _SPARE
        while True:
            best = self.rank(question, fetch, allowed, mode, evidence)
            keys = self._store.facts.paragraphs_of([passage for passage, _ in best])
            best_versions: dict[Key, Ranked] = {}
            for passage, score in best:
                best_versions.setdefault(keys[passage], (passage, score))
            if len(best_versions) >= k or len(best) < fetch:
                return [(hit, key) for key, hit in best_versions.items()]
            fetch *= 4

    def paragraphs_near_each(
        self, questions: Sequence[Question], k: int, allowed: Sequence[PassageMask | None]
    ) -> list[list[tuple[Ranked, Key]]]:
        """Rank for each question what :meth:`best_paragraphs` does by meaning, all in one step."""
        every: list[list[tuple[Ranked, Key]]] = []
        fetch = k * _SPARE
        ranked = self.rank_near_each(questions, fetch, allowed)
        keys = self._store.facts.paragraphs_of({passage for best in ranked for passage, _ in best})
        for question, own, best in zip(questions, allowed, ranked, strict=True):
            best_versions: dict[Key, Ranked] = {}
            for passage, score in best:
                best_versions.setdefault(keys[passage], (passage, score))
            if len(best_versions) >= k or len(best) < fetch:
                every.append([(hit, key) for key, hit in best_versions.items()])
            else:
                every.append(self.best_paragraphs(question, k, own, "dense"))
        return every

    def rank_near_each(
        self, questions: Sequence[Question], k: int, allowed: Sequence[PassageMask | None]
    ) -> list[list[Ranked]]:
        """Rank for each question what :meth:`rank` does by meaning, all in one step."""
        nearest = find_nearest_to_each(self._store, self.dense, questions, k, allowed)
        return [_pair_scores(*own)[:k] for own in nearest]

    def rank(
        self,
        question: Question,
        k: int,
        allowed: PassageMask | None,
        mode: Mode,
        evidence: LexicalEvidence | None = None,
    ) -> list[tuple[int, float]]:
        """Rank at most ``k`` passages, best first.

        The question has a vector unless the mode is ``lexical``; then scores are shares of its
        words, else cosines of places (:mod:`index.retrieval.scorers`). ``evidence`` may come from
        :meth:`gather_evidence`; ``allowed`` are the passages that may be found (None: all).
        """
        if mode == "lexical":
            return self._rank_by_words(question, k, allowed)
        if mode == "dense":
            return _pair_scores(*find_nearest(self._store, self.dense, question, k, allowed))[:k]
        evidence = evidence or self.evidence.gather(
            question, allowed, count_to_fetch(self.dense, _compute_depth(k))
        )
        nearest, cosines = find_nearest(
            self._store, self.dense, question, _compute_depth(k), allowed, evidence
        )
        best = float(cosines.max(initial=0.0))
        candidates = Candidates(nearest, cosines, self._store.facts.of(nearest), best, allowed)
        for scorer in self.scorers:
            candidates = scorer.order(question, candidates, evidence)
        return _pair_scores(candidates.ids, cosines)[:k]

    def _rank_by_words(
        self, question: Question, k: int, allowed: PassageMask | None
    ) -> list[tuple[int, float]]:
        _, matches = self.evidence.match(question, k, allowed)
        strength = self.translated.strength(question)
        scores = self.evidence.score_terms(question, matches, allowed) if strength else {}
        for code, (ids, surely) in scores.items():
            matches[code] = [*zip(ids.tolist(), (strength * surely).tolist(), strict=True)]
        return self._rank_matches(matches)[:k]

    def _rank_matches(self, matches: Matches) -> list[tuple[int, float]]:
        matched = [match for own in matches.values() for match in own]
        shown = self._store.passages.read_shown_texts([passage for passage, _ in matched])
        matched = [(passage, min(1.0, score)) for passage, score in matched if passage in shown]
        return sorted(matched, key=lambda match: -match[1])


def _pair_scores(passages: Ids, scores: Scores) -> list[tuple[int, float]]:
    return [*zip(passages.tolist(), scores.tolist(), strict=True)]


def _compute_depth(k: int) -> int:
    return max(2 * k, weights.DEPTH)
