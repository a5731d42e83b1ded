"""Which passages answer a question? This is the one public way in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from time import perf_counter
from typing import Final, Literal, TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray

from corpus import countries
from corpus.errors import QueryError
from corpus.filters import Filters
from corpus.languages import BY_CODE, check_language, is_official
from index.model import Encoder
from index.references import (
    Exact,
    References,
    beside,
    exact,
    find_references,
    nameable,
)
from index.retrieval import reranking, weights
from index.retrieval.answers import (
    Hit,
    Key,
    Ranked,
    Result,
    Revisions,
    Superseded,
    ends_at,
    items_of,
    newest_first,
    notes,
    spread,
    stood_for,
    tables_as_one,
    versions_in,
)
from index.retrieval.chosen import Chosen
from index.retrieval.dense import Dense, Neutrality
from index.retrieval.evidence import LexicalEvidence
from index.retrieval.questions import Question, length, plain_question, read_question
from index.retrieval.ranking import Mode, Ranking
from index.retrieval.terms import Naming
from index.store import Excerpt, Roles, SnapshotCache, Store
from index.words import phrases, stop_terms

ASKED: Final = "asked"
"""Each hit is shown in the language of the question, where its document has it."""

Order = Literal["relevance", "date"]
"""What comes first: the best, or the newest of what answers."""

_SPARE: Final = 8
"""How many times `k` are fetched, since the versions of one paragraph collapse to one hit."""

_REMEMBERED: Final = 16
"""Questions whose vectors are kept: a page asks for hits first, then for their sentences."""

_BESIDE: Final = 30
"""Hits beyond those wanted, from which a page takes what it shows instead of others."""

_BEST: Final = 200
"""How many of the best hits are looked at for what answers, which stands in order of dates."""

_PRACTICE: Final = "digital skills training"
"""A short question, which takes in most: what its words are in other languages is learned, and by
three words it is told in which language it is asked."""

_PRACTICES: Final = ("Resolution 1 (Rev. Dubai, 2018)", "قرار 1", "第1号决议", "Резолюция 1")
"""What takes in the names of countries of each alphabet, and the words of references."""


@dataclass(frozen=True, slots=True)
class RerankingSample:
    """What the learned order is fitted on (:mod:`index.retrieval.reranking`).

    Attributes:
        keys: of the paragraphs that words and meaning put first.
        features: ``(n, f)`` of each.
        signs: ``(s,)`` of whether any answers; None where it is not asked (:meth:`Search.search`).
    """

    keys: list[Key]
    features: NDArray[np.float64]
    signs: NDArray[np.float64] | None


class SearchOptions(TypedDict, total=False):
    """How a question is answered: the keywords of :meth:`Search.search`.

    Attributes:
        k: at most how many hits; 10.
        offset: how many hits to leave out, for further pages; 0.
        filters: what may be found.
        shown_in: language to show each hit in, where its document has it: one of the six,
            ``ASKED``, or None to show hits as they are found.
        reader: of ``ASKED``, the language where that of the question is none of the six or cannot
            be told.
        mode: how passages are compared; ``hybrid``.
        order: what comes first; by date, what answers does, undated documents last, and then the
            others as by relevance (``index.retrieval.answers.page``).
        all_revisions: whether what a revision supersedes stands where it answers best, rather than
            behind the revision's paragraph (``index.retrieval.answers.revisions``).
        per_document: passages of a document beyond which others that answer as well come first on
            the first page; None where they stand as they answer (``index.retrieval.answers.page``).
        is_sentence: whether a few words are compared as a sentence is, by a cosine that means the
            same for both.
    """

    k: int
    offset: int
    filters: Filters | None
    shown_in: str | None
    reader: str | None
    mode: Mode
    order: Order
    all_revisions: bool
    per_document: int | None
    is_sentence: bool


@dataclass(frozen=True, slots=True)
class _SearchPlan:
    """A question as it was read, with its options; ``allowed`` are the passages to find."""

    question: Question
    k: int
    offset: int
    shown_in: str | None
    mode: Mode
    order: Order
    all_revisions: bool
    per_document: int | None
    allowed: Chosen | None = None

    @property
    def end(self) -> int:
        """The number of hits up to the end of the page."""
        return self.offset + self.k


@dataclass(frozen=True, slots=True)
class _Answers:
    """All hits that were fetched, rows of one table as one.

    Attributes:
        hits: best first.
        rows: by the key of a hit, the further rows of its table.
        certain: the passages that references lead to.
        stands_for: the superseded passages that a hit stands for.
        is_weak: whether nothing seems to answer.
        is_all: whether there are no more.
    """

    hits: list[tuple[Ranked, Key]]
    rows: Mapping[Key, Sequence[int]]
    certain: frozenset[int]
    stands_for: Superseded
    is_weak: bool
    is_all: bool


@dataclass(frozen=True, slots=True)
class _SearchPage:
    """The hits of a page; ``answering`` counts those of the list that answer, where it is known."""

    hits: tuple[Hit, ...]
    goes_on_by_relevance: bool
    answering: int | None


class Search:
    """An index that answers questions. It notices when the index changes; threads may share it.

    Args:
        store: of the index.
        encoder: the model that the index was built with.
        neutrality: of vectors, and
        engine: that keeps them, and words: as ``Dense`` takes them, with what it raises.
    """

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        *,
        neutrality: Neutrality = "full",
        engine: str | None = None,
    ) -> None:
        self.encoder = encoder
        self._ranking = Ranking(store, Dense(store, encoder, neutrality=neutrality, engine=engine))
        self._store = store
        self._embedded: SnapshotCache[tuple[str, bool], Question] = SnapshotCache(
            store, _REMEMBERED
        )
        self._revisions = Revisions(store)
        self._roles: SnapshotCache[None, Roles] = SnapshotCache(store)

    def search(self, query: str, **options: Unpack[SearchOptions]) -> Result:
        """Find the passages that answer a question, whatever language they are in.

        What a reference in the question leads to comes first (``index.references.exact``), then
        what answers best. Phrases in quotation marks stand in every hit, and what has a minus
        before it in none (``index.retrieval.questions``).

        Args:
            query: the question, a phrase, or a reference.
            options: how it is answered.

        Raises:
            QueryError: nothing is asked, too much is, or a filter is not understood.
        """
        began = perf_counter()
        plan = self._plan(query, options)
        with self._store.snapshot():
            plan = self._with_filters(plan, options.get("filters"))
            named = find_references(self._store, plan.question.text)
            answers = self._answers_with_tables(plan, named)
            page = self._page(plan, answers)
            passages, documents = self._ranking.choices.totals(plan.allowed)
            is_headed = _is_headed(plan.question, [hit.found for hit in page.hits])
        return Result(
            query=query,
            language=plan.question.language,
            milliseconds=1000 * (perf_counter() - began),
            hits=page.hits,
            suggestions=named.suggestions,
            notes=notes(
                plan.question,
                has_hits=bool(answers.hits),
                is_weak=answers.is_weak,
                unknown=named.unknown_where(is_weak=answers.is_weak),
                is_headed=is_headed,
                goes_on_by_relevance=page.goes_on_by_relevance,
            ),
            has_more=len(answers.hits) > plan.end,
            passages=passages,
            documents=documents,
            shown_in=plan.shown_in,
            answering=page.answering,
        )

    def related(self, passage_id: int, k: int = 5) -> tuple[Hit, ...]:
        """Find the passages of other documents that lie nearest to a passage in meaning.

        Args:
            passage_id: in the store.
            k: at most how many; the versions of one paragraph are one.

        Returns:
            Nearest first; none where the passage is not there or cannot be found by its meaning.
        """
        with self._store.snapshot():
            vector = self._ranking.dense.vectors_of([passage_id]).get(passage_id)
            if vector is None:
                return ()
            document = self._store.passages.documents_of([passage_id])[passage_id]
            question = Question("", vector=vector)
            choices = self._ranking.choices
            others = choices.chosen(Filters()).without(choices.of_documents([document]))
            hits = [hit for hit, _ in self._collapsed(question, k, others, "dense")[:k]]
            found = self._store.passages.excerpts([passage for passage, _ in hits])
        return tuple(
            Hit(rank, min(1.0, max(0.0, score)), found[passage], found[passage])
            for rank, (passage, score) in enumerate(hits, start=1)
        )

    def equivalent_terms(self, query: str, reader: str | None) -> dict[str, tuple[str, ...]]:
        """Give by language what the words of a short question are there, as ``marks`` takes it.

        A reference is marked where it is mentioned: only the words beside it have equivalents.
        ``reader`` is what :meth:`search` has as ``shown_in``. It raises what that raises.
        """
        question = read_question(query)
        rest = beside(question.text, nameable(question.text))
        if not any(map(str.isalnum, rest)):
            return {}
        question = replace(question, text=" ".join(rest.split()), reader=reader)
        with self._store.snapshot():
            return self._ranking.translated.marked(question)

    def language(self, query: str, reader: str) -> str | None:
        """Tell in which language a question is asked: of a short one, where its words stand.

        Args:
            query: as for :meth:`search`.
            reader: language of whoever asks, where several have its words.

        Returns:
            One of the six, or None: it is in another, or cannot be told.

        Raises:
            QueryError: nothing is asked, or too much is.
        """
        question = replace(read_question(query), reader=reader)
        with self._store.snapshot():
            told = self._ranking.translated.told(question)
        return told if is_official(told) else None

    def naming(self, query: str) -> Naming | None:
        """Give what names a topic in a text of any language; None for what is no short topic.

        Raises:
            QueryError: nothing is asked, or too much is.
        """
        question = read_question(query)
        with self._store.snapshot():
            return self._ranking.translated.naming(question)

    def best_sentences(self, query: str, passages: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Find the sentence of each passage that answers a question best.

        Args:
            query: as for :meth:`search`.
            passages: their ids.

        Returns:
            Offsets of its first character and behind its last one, by passage id; a passage that
            is one sentence is left out.

        Raises:
            QueryError: nothing is asked, or too much is.
        """
        question = read_question(query)
        found = self.sentence_features(question, passages)
        return {
            passage: spans[reranking.choose_sentence(features)]
            for passage, (spans, features) in found.items()
        }

    def sentence_features(
        self, question: Question, passages: Sequence[int]
    ) -> dict[int, tuple[list[tuple[int, int]], NDArray[np.float64]]]:
        """Measure the sentences of passages by ``reranking.SENTENCE_FEATURES``.

        Returns:
            By passage id, the offsets of its sentences and their ``(n, f)`` features; a passage
            that is one sentence is left out.
        """
        with self._store.snapshot():
            scores = self._ranking.dense.sentence_scores(self._with_vector(question), passages)
            languages = self._store.facts.languages_of(scores)
            texts = {
                row["id"]: row["text"] for row in self._store.passages.headings_and_texts(scores)
            }
        features = {}
        for passage, (offsets, cosines) in scores.items():
            spans = [(start, stop) for start, stop in offsets.tolist()]
            sentences = [texts[passage][start:stop] for start, stop in spans]
            features[passage] = (
                spans,
                reranking.sentence_features(
                    question.text, question.language, sentences, languages[passage], cosines
                ),
            )
        return features

    def prepare(self) -> None:
        """Load the vectors now rather than at the first question; bring their files up to date."""
        self._ranking.dense.keep()
        with self._store.snapshot():
            self._ranking.dense.refresh()

    def warm_up(self) -> Iterator[None]:
        """Take in the tables and patterns that first questions need, a piece at each step.

        What any question needs comes first, then what those of each language do, then what passages
        are and how often words stand. Whoever is asked a question meanwhile stops: the question
        takes in what it needs itself.
        """
        read_question(_PRACTICE)
        yield
        find_references(self._store, _PRACTICE)
        yield
        countries.find(_PRACTICE)
        for code in BY_CODE:
            yield
            stop_terms(code)
        yield
        self.equivalent_terms(_PRACTICE, None)
        yield
        self.search(_PRACTICE)
        for text in _PRACTICES:
            yield
            countries.find(text)
            yield
            find_references(self._store, text)
        yield from self._store.facts.take_in()
        yield from self._store.words.take_in()

    def embedded(self, texts: Sequence[str], *, are_sentences: bool = True) -> list[Question]:
        """Make questions of texts, all in one batch; quotation marks and minuses are text.

        Args:
            texts: of any length.
            are_sentences: as texts are compared with texts; else as somebody asks.

        Raises:
            QueryError: one asks nothing, or too much.
        """
        questions = [replace(plain_question(text), is_sentence=are_sentences) for text in texts]
        with self._store.snapshot():
            return self._ranking.embedded(questions)

    def ranked(
        self,
        question: Question,
        k: int,
        *,
        among: Collection[int] | None = None,
        mode: Mode = "hybrid",
    ) -> list[tuple[int, float]]:
        """Rank passages, each for itself: versions of one paragraph are as many passages.

        Args:
            question: from :meth:`embedded`.
            k: at most how many.
            among: ids of the passages that may be found; all where it is None.
            mode: how to compare.

        Returns:
            Passage ids and scores, best first.
        """
        with self._store.snapshot():
            allowed = among
            if allowed is not None and not isinstance(allowed, Chosen):
                allowed = Chosen.of(allowed)
            return self._ranking.ranked(question, k, allowed, mode)

    def candidates(self, query: str) -> RerankingSample:
        """Give what the learned order is fitted on.

        Args:
            query: as for :meth:`search`.

        Raises:
            QueryError: nothing is asked, or too much is.
        """
        question = read_question(query)
        is_short = length(question) <= weights.SHORT
        with self._store.snapshot():
            question = self._on_its_way(question)
            evidence = self._ranking.gather_evidence(question, None, reranking.DEPTH * _SPARE)
            like = self._collapsed(question, reranking.DEPTH, None, "hybrid", evidence)[
                : reranking.DEPTH
            ]
            passages = [passage for (passage, _), _ in like]
            found = reranking.evidence(self._store, self._ranking, question, passages, evidence)
            told = None
            if passages and not _is_sure(question):
                places = reranking.order(found, is_short=is_short)
                told = reranking.signs(
                    found,
                    places,
                    self._ranking.evidence.query_coverage(question),
                    is_short=is_short,
                )
        return RerankingSample(
            [key for _, key in like], reranking.features(found, is_short=is_short), told
        )

    def telling(self, documents: Collection[int]) -> Collection[int]:
        """Give the passages of documents that say something by themselves, for :meth:`ranked`."""
        with self._store.snapshot():
            roles = self._roles.get(None, self._store.facts.roles)
            idle = roles.signs | roles.opening | roles.slight
            return self._ranking.choices.of_documents(documents).without(idle)

    # --- the inside ------------------------------------------------------------------------------

    def _plan(self, query: str, options: SearchOptions) -> _SearchPlan:
        question = read_question(query)
        question = replace(question, is_sentence=options.get("is_sentence", False))
        k, offset = options.get("k", 10), options.get("offset", 0)
        if k < 1 or offset < 0:
            raise QueryError("Ask for at least one hit (-k 1).")
        shown_in = options.get("shown_in")
        if shown_in == ASKED:
            with self._store.snapshot():
                language = self._ranking.translated.told(question)
            shown_in = language if is_official(language) else options.get("reader")
        elif shown_in is not None:
            check_language(shown_in)
            question = replace(question, reader=shown_in)
        return _SearchPlan(
            question,
            k,
            offset,
            shown_in,
            options.get("mode", "hybrid"),
            options.get("order", "relevance"),
            options.get("all_revisions", False),
            options.get("per_document"),
        )

    def _with_filters(self, plan: _SearchPlan, filters: Filters | None) -> _SearchPlan:
        """Choose the passages to find, while the question is embedded."""
        question = plan.question
        if plan.mode != "lexical":
            question = self._on_its_way(question)
        chosen = self._ranking.choices.chosen(filters) if filters and not filters.is_empty else None
        allowed = self._ranking.quoted.holding(question, chosen)
        return replace(plan, question=question, allowed=allowed)

    def _answers_with_tables(self, plan: _SearchPlan, named: References) -> _Answers:
        """Fetch hits until a page is full of them, rows of one table as one hit."""
        certain = self._exact(named, plan)
        wanted = plan.end + 1 if plan.order == "relevance" else max(_BEST, plan.end + 1)
        # Rows of one table become one hit, and some hits go to the next page.
        fetched = max(wanted + _BESIDE, reranking.DEPTH)
        while True:
            answers, is_weak = self._answers(plan, certain, fetched, is_unknown=named.are_unknown)
            passages = [passage for (passage, _), _ in answers.hits]
            hits, rows = tables_as_one(answers.hits, self._store.facts.table_rows(passages))
            is_all = len(answers.hits) < fetched
            if is_all or len(hits) >= wanted:
                ids = frozenset(item.passage_id for item in certain)
                return _Answers(hits, rows, ids, answers, is_weak, is_all)
            fetched *= _SPARE  # one table has filled the list

    def _page(self, plan: _SearchPlan, answers: _Answers) -> _SearchPage:
        """Put hits in the order that is asked for, and read those of the page."""
        hits, more = answers.hits, dict[Key, int]()
        answering = ends_at(hits, is_all=answers.is_all)
        goes_on = False
        if plan.order == "date":
            dates = self._store.passages.dates_of([passage for (passage, _), _ in hits])
            hits, in_order = newest_first(hits, answers.certain, dates)
            goes_on = in_order < min(len(hits), plan.end)
            answering = None
        elif plan.per_document is not None:
            hits, more = spread(hits, plan.k, plan.per_document)
        chosen = hits[plan.offset : plan.end]
        passages = [passage for (passage, _), _ in chosen]
        rows = {key: answers.rows.get(key, ()) for _, key in chosen}
        found = self._store.passages.excerpts([*passages, *chain.from_iterable(rows.values())])
        shown = found | (versions_in(self._store, found, plan.shown_in) if plan.shown_in else {})
        items = items_of(self._store, [shown[passage] for passage in passages])
        older = stood_for(self._store, answers.stands_for.stands_for, chosen, found)
        return _SearchPage(
            tuple(
                Hit(
                    rank,
                    score,
                    found[passage],
                    shown[passage],
                    is_exact=passage in answers.certain,
                    stands_for=older.get(key, ()),
                    rows=tuple(shown[row] for row in rows[key]),
                    items=items.get(shown[passage].passage_id, ()),
                    more_here=more.get(key, 0) if not plan.offset else 0,
                )
                for rank, ((passage, score), key) in enumerate(chosen, start=plan.offset + 1)
            ),
            goes_on,
            answering,
        )

    def _with_vector(self, question: Question) -> Question:
        """The question with its vector; the last ones are remembered, for their hits' sentences."""
        key = question.text, question.is_sentence
        embedded = self._embedded.get(key, lambda: self._ranking.embedded([question])[0])
        return replace(question, vector=embedded.vector)

    def _on_its_way(self, question: Question) -> Question:
        """The question with what waits for its vector: meanwhile its words are looked up."""
        if (question.text, question.is_sentence) not in self._embedded:
            self._ranking.dense.begin(question)
        return replace(question, vector=lambda: self._with_vector(question).embedding)

    def _exact(self, named: References, plan: _SearchPlan) -> list[Exact]:
        """What the references in a question lead to.

        Of one tier the nearest in meaning come first where more is asked, else those under a
        heading that names the reference, and last those that say little.
        """
        if not named.references:
            return []
        languages = (plan.shown_in, plan.question.language)
        found = exact(self._store, named.references, languages, plan.allowed)
        if not found:
            return []
        ids = [item.passage_id for item in found]
        if not named.has_words:
            headings = self._store.passages.headings_of(ids)
            roles = self._store.facts.roles(ids)
            idle = roles.signs | roles.slight | roles.tables | roles.opening
            called = {one.text for one in named.references}
            # "Cybersecurity (C5)" names an action line, "140 grants" no resolution.
            numbers = [one.number or "" for one in named.references]
            called |= {one for one in numbers if not one.isdecimal() and one}
            headed = {
                one
                for one, above in headings.items()
                if any(phrases.holds(heading, name) for heading in above for name in called)
            }
            return sorted(
                found,
                key=lambda item: (
                    item.tier,
                    # What a document that is asked for opens with stands as it does there.
                    item.tier >= 0 and item.passage_id not in headed,
                    item.tier >= 0 and item.passage_id in idle,
                ),
            )
        among = Chosen.of(ids)
        nearness = dict(self._ranking.ranked(plan.question, len(ids), among, plan.mode))
        return sorted(found, key=lambda item: (item.tier, -nearness.get(item.passage_id, -1.0)))

    def _answers(
        self, plan: _SearchPlan, certain: Sequence[Exact], k: int, *, is_unknown: bool
    ) -> tuple[Superseded, bool]:
        """Return the best ``k``: what a reference leads to, then what is like the question.

        Returns:
            They, and whether nothing of them seems to answer.
        """
        question, allowed, mode = plan.question, plan.allowed, plan.mode
        hits: list[tuple[Ranked, Key]] = [((item.passage_id, 1.0), item.key) for item in certain]
        asked_for = {item.key for item in certain if item.tier < 0}
        certain_keys = {item.key for item in certain}
        is_full = len(certain) >= k
        fetch = k + len(certain)
        evidence = None
        if mode != "lexical" and not is_full:
            evidence = self._ranking.gather_evidence(question, allowed, fetch * _SPARE)
        is_weak = False
        while True:
            like = [] if is_full else self._collapsed(question, fetch, allowed, mode, evidence)
            is_all = len(like) < fetch
            like = [hit for hit in like if hit[1] not in certain_keys]
            if evidence is not None and like:
                ordered, is_weak = self._reranked(question, like, evidence, is_unknown=is_unknown)
                is_weak = is_weak and not certain
                like = ordered if mode == "hybrid" else like
            for (passage, score), key in like:
                hits.append(((passage, min(1.0, max(0.0, score))), key))
            if plan.all_revisions:
                return Superseded(hits[:k]), is_weak
            answers = self._revisions.supersede(hits, k, allowed, asked_for.__contains__)
            if len(answers.hits) == k or is_all:
                return answers, is_weak
            hits = hits[: len(certain)]
            fetch *= 2

    def _reranked(
        self,
        question: Question,
        like: Sequence[tuple[Ranked, Key]],
        evidence: LexicalEvidence,
        *,
        is_unknown: bool,
    ) -> tuple[list[tuple[Ranked, Key]], bool]:
        """Put the best hits in their learned order; each place keeps its score.

        Returns:
            All hits, and whether nothing of them seems to answer.
        """
        is_short = length(question) <= weights.SHORT
        best = like[: reranking.DEPTH]
        passages = [passage for (passage, _), _ in best]
        found = reranking.evidence(self._store, self._ranking, question, passages, evidence)
        places = reranking.order(found, is_short=is_short)
        ordered = [
            ((best[place][0][0], score), best[place][1])
            for place, ((_, score), _) in zip(places, best, strict=True)
        ]
        is_weak = not _is_sure(question) and reranking.is_unanswered(
            reranking.signs(
                found,
                places,
                self._ranking.evidence.query_coverage(question),
                is_short=is_short,
                is_unknown=is_unknown,
            )
        )
        return [*ordered, *like[reranking.DEPTH :]], is_weak

    def _collapsed(
        self,
        question: Question,
        k: int,
        allowed: Chosen | None,
        mode: Mode,
        evidence: LexicalEvidence | None = None,
    ) -> list[tuple[Ranked, Key]]:
        """At least the best ``k``, of the versions of one paragraph only the best; with its key."""
        fetch = k * _SPARE
        while True:
            best = self._ranking.ranked(question, fetch, allowed, mode, evidence)
            keys = self._store.facts.paragraphs_of([passage for passage, _ in best])
            kept: dict[Key, Ranked] = {}
            for passage, score in best:
                kept.setdefault(keys[passage], (passage, score))
            if len(kept) >= k or len(best) < fetch:
                return [(hit, key) for key, hit in kept.items()]
            fetch *= 4


def _is_headed(question: Question, found: Sequence[Excerpt]) -> bool:
    """Whether a phrase of the question stands above a passage, and not in its text."""
    return any(
        not phrases.holds(excerpt.passage.text, phrase)
        and any(phrases.holds(line, phrase) for line in excerpt.passage.heading)
        for excerpt in found
        for phrase in question.phrases
    )


def _is_sure(question: Question) -> bool:
    """Whether what is found answers by itself: what holds a phrase, or names a country.

    Who asks more beside a phrase gets what holds it; whether that answers is told as ever.
    """
    return question.is_quoted or bool(countries.find(question.text))
