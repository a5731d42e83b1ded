"""Finder of the hits for a question.

Passages that hold it word for word come first, then those of its references, then passages like it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from index.references import Exact, References, exact, strip_references
from index.retrieval.answers.hit_reader import HitList
from index.retrieval.answers.page import merge_table_rows
from index.retrieval.answers.revisions import CurrentHits, Revisions
from index.retrieval.passage_filters import PassageMask
from index.retrieval.questions import Question, words_in
from index.retrieval.ranking import Key, Mode, Ranked, Ranking
from index.retrieval.reranking import DEPTH, NO_DOUBT, Reranker
from index.retrieval.weights import SHORT
from index.store import Store
from index.words import phrases

Order = Literal["relevance", "date"]
"""Order of hits: the best first, or the newest of those that answer."""

_BESIDE: Final = 30
"""Extra hits from which a page may replace some of its own."""

_MORE: Final = 8
"""Factor by which more hits are fetched if rows of one table have filled a list."""

_BEST: Final = 200
"""Number of best hits among which those that answer are sorted by date."""


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """A question with the options of its search (``allowed``: the passages that may be found)."""

    question: Question
    k: int
    offset: int
    shown_in: str | None
    mode: Mode
    order: Order
    all_revisions: bool
    per_document: int | None
    allowed: PassageMask | None = None

    @property
    def end(self) -> int:
        """The number of hits up to the end of the page."""
        return self.offset + self.k


class AnswerFinder:
    """A finder of an index's hits for questions. Threads may share it."""

    def __init__(self, store: Store, ranking: Ranking, reranker: Reranker) -> None:
        self._store = store
        self._ranking = ranking
        self._reranker = reranker
        self._revisions = Revisions(store)

    def find(self, plan: SearchPlan, named: References) -> HitList:
        """Fetch hits until a page is full, counting the rows of one table as one hit."""
        certain = self._find_verbatim(named, plan)
        found = {item.key for item in certain}
        certain += [item for item in self._find_exact(named, plan) if item.key not in found]
        wanted = plan.end + 1 if plan.order == "relevance" else max(_BEST, plan.end + 1)
        # Rows of one table become one hit, and some hits go to the next page.
        fetched = max(wanted + _BESIDE, DEPTH)
        while True:
            answers, doubt = self._collect_answers(
                plan, certain, fetched, is_unknown=named.are_unknown
            )
            passages = [passage for (passage, _), _ in answers.hits]
            hits, rows = merge_table_rows(answers.hits, self._store.facts.table_rows(passages))
            is_all = len(answers.hits) < fetched
            if is_all or len(hits) >= wanted:
                ids = frozenset(item.passage_id for item in certain)
                return HitList(hits, rows, ids, answers, doubt, is_all)
            fetched *= _MORE  # one table has filled the list

    # --- the inside ------------------------------------------------------------------------------

    def _find_verbatim(self, named: References, plan: SearchPlan) -> list[Exact]:
        """Find the paragraphs that hold a sentence word for word, the nearest first."""
        question = plan.question
        if words_in(strip_references(question.text, named.references)) <= SHORT:
            return []
        ids = self._ranking.quoted.find_verbatim(question, plan.allowed)
        if not ids:
            return []
        keys = self._store.facts.paragraphs_of(ids)
        among = PassageMask.of(ids)
        ranked = dict(self._ranking.rank(question, len(ids), among, plan.mode))
        nearest_first = sorted(ids, key=lambda passage: -ranked.get(passage, -1.0))
        best: dict[Key, int] = {}  # of the versions of a paragraph
        for passage in nearest_first:
            best.setdefault(keys[passage], passage)
        return [Exact(passage, key, 0) for key, passage in best.items()]

    def _find_exact(self, named: References, plan: SearchPlan) -> list[Exact]:
        """Find the passages of a question's references, in each tier by meaning or by heading."""
        if not named.references:
            return []
        languages = (plan.shown_in, plan.question.language)
        exact_hits = exact(self._store, named.references, languages, plan.allowed)
        if not exact_hits:
            return []
        ids = [item.passage_id for item in exact_hits]
        if not named.has_words:
            headings = self._store.passages.headings_of(ids)
            roles = self._store.facts.roles(ids)
            idle = roles.signs | roles.slight | roles.tables | roles.opening
            called = {reference.text for reference in named.references}
            # "Cybersecurity (C5)" names an action line, "140 grants" no resolution.
            numbers = [reference.number or "" for reference in named.references]
            called |= {number for number in numbers if not number.isdecimal() and number}
            headed = {
                passage
                for passage, above in headings.items()
                if any(phrases.holds(heading, name) for heading in above for name in called)
            }
            return sorted(
                exact_hits,
                key=lambda item: (
                    item.tier,
                    # What a document that is asked for opens with keeps its place there.
                    item.tier >= 0 and item.passage_id not in headed,
                    item.tier >= 0 and item.passage_id in idle,
                ),
            )
        among = PassageMask.of(ids)
        nearness = dict(self._ranking.rank(plan.question, len(ids), among, plan.mode))
        return sorted(
            exact_hits, key=lambda item: (item.tier, -nearness.get(item.passage_id, -1.0))
        )

    def _collect_answers(
        self, plan: SearchPlan, certain: Sequence[Exact], k: int, *, is_unknown: bool
    ) -> tuple[CurrentHits, float]:
        """Return the best ``k`` hits, with newer for superseded texts, and the doubt in them."""
        question, allowed, mode = plan.question, plan.allowed, plan.mode
        hits: list[tuple[Ranked, Key]] = [((item.passage_id, 1.0), item.key) for item in certain]
        asked_for = {item.key for item in certain if item.tier < 0}
        certain_keys = {item.key for item in certain}
        is_full = len(certain) >= k
        fetch = k + len(certain)
        evidence = None
        if mode != "lexical" and not is_full:
            evidence = self._ranking.gather_evidence(question, allowed, fetch)
        doubt = NO_DOUBT
        while True:
            like = (
                []
                if is_full
                else self._ranking.best_paragraphs(question, fetch, allowed, mode, evidence)
            )
            is_all = len(like) < fetch
            like = [hit for hit in like if hit[1] not in certain_keys]
            if evidence is not None and like:
                ordered, doubt = self._reranker.reorder(
                    question, like, evidence, is_unknown=is_unknown
                )
                doubt = NO_DOUBT if certain else doubt
                like = ordered if mode == "hybrid" else like
            for (passage, score), key in like:
                hits.append(((passage, min(1.0, max(0.0, score))), key))
            if plan.all_revisions:
                return CurrentHits(hits[:k]), doubt
            answers = self._revisions.supersede(hits, k, allowed, asked_for.__contains__)
            if len(answers.hits) == k or is_all:
                return answers, doubt
            hits = hits[: len(certain)]
            fetch *= 2
