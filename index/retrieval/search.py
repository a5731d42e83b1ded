"""Public entry to the search: questions in, passages out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from time import perf_counter
from typing import Final, TypedDict, Unpack

import numpy as np

from corpus import countries
from corpus.errors import QueryError
from corpus.filters import Filters
from corpus.languages import BY_CODE, check_language, is_official
from index.model import Encoder, Vectors
from index.references import find_references, nameable, strip_references
from index.retrieval import weights
from index.retrieval.answers import (
    AnswerFinder,
    Hit,
    HitList,
    HitReader,
    HitsPage,
    Order,
    Result,
    SearchPlan,
    ends_at,
    limit_per_document,
    newest_first,
    notes,
)
from index.retrieval.dense import Dense, Neutrality
from index.retrieval.passage_filters import PassageMask
from index.retrieval.questions import Question, length, plain_question, read_question
from index.retrieval.ranking import Key, Mode, Ranking
from index.retrieval.reranking import (
    DEPTH,
    MeasuredSentences,
    PassageEvidence,
    Reranker,
    RerankingSample,
    SentenceMeasure,
    TopicEvidence,
    asks_for_number,
    choose_sentence,
    measure_every_sentence,
    measure_sentences,
)
from index.retrieval.terms import TopicTerms
from index.store import Excerpt, SnapshotCache, Store
from index.words import is_stop_word, phrases, stop_terms, words

QUESTION_LANGUAGE: Final = "asked"
"""Value of ``shown_in`` that shows hits in the question's language, if their documents have it."""

_REMEMBERED: Final = 16
"""Questions in the cache of vectors: a page asks for hits, then for their sentences."""

_REMEMBERED_TEXTS: Final = 10_000
"""Texts of reports whose vectors are kept, by 2 KB each, for the next page, reader or draft."""

_PRACTICE: Final = "digital skills training"
"""A short question that loads most tables: it needs equivalents and language recognition."""

_PRACTICES: Final = ("Resolution 1 (Rev. Dubai, 2018)", "قرار 1", "第1号决议", "Резолюция 1")
"""Questions that load the words of references and the country names of each alphabet."""


class SearchOptions(TypedDict, total=False):
    """Options of a search: the keywords of :meth:`Search.search`.

    Attributes:
        k: most hits, 10 if not given.
        offset: hits to skip, for further pages.
        shown_in: one of the six languages, ``QUESTION_LANGUAGE``, or None (hits as found).
        reader: fallback for ``QUESTION_LANGUAGE`` if the question's language is unknown.
        mode: ``hybrid`` if not given.
        order: by date, the hits that answer come first, undated ones last among them.
        all_revisions: whether superseded paragraphs keep the place of their score.
        per_document: most hits of a document on the first page (``limit_per_document``).
        is_sentence: whether a few words are embedded as a sentence, for comparable cosines.
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


class Search:
    """An index that answers questions and notices when it changes. Threads may share it.

    Arguments and errors are those of ``Dense``. Empty or too long queries raise QueryError.
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
        self._reranker = Reranker(store, self._ranking)
        self._finder = AnswerFinder(store, self._ranking, self._reranker)
        self._hits = HitReader(store)
        self._store = store
        self._embedded: SnapshotCache[tuple[str, bool], Question] = SnapshotCache(
            store, _REMEMBERED
        )
        self._sentences: SnapshotCache[tuple[str, bool], Vectors] = SnapshotCache(
            store, _REMEMBERED_TEXTS
        )
        self._idle: SnapshotCache[None, PassageMask] = SnapshotCache(store)

    def search(self, query: str, **options: Unpack[SearchOptions]) -> Result:
        """Find the passages that answer a query, in any language.

        Passages of its references come first (``index.references.exact``). All hits hold its quoted
        phrases and nothing that it excludes (``index.retrieval.questions``). A question of stop
        words alone has no hits. Invalid filters raise QueryError.
        """
        began = perf_counter()
        plan = self._make_plan(query, options)
        with self._store.snapshot():
            plan = self._apply_filters(plan, options.get("filters"))
            named = find_references(self._store, plan.question.text)
            is_common = not named.references and _has_only_stop_words(plan.question)
            answers = HitList() if is_common else self._finder.find(plan, named)
            page = self._read_page(plan, answers)
            passages, documents = self._ranking.choices.totals(plan.allowed)
            is_headed = _is_headed(plan.question, [hit.found for hit in page.hits])
        is_weak = answers.doubt > 0
        return Result(
            query=query,
            language=plan.question.language,
            milliseconds=1000 * (perf_counter() - began),
            hits=page.hits,
            suggestions=named.suggestions,
            notes=notes(
                plan.question,
                has_hits=bool(answers.hits),
                is_weak=is_weak,
                unknown=named.unknown_where(is_weak=is_weak),
                are_of_several=named.are_of_several,
                is_headed=is_headed,
                is_common=is_common,
                goes_on_by_relevance=page.goes_on_by_relevance,
            ),
            has_more=len(answers.hits) > plan.end,
            passages=passages,
            documents=documents,
            shown_in=plan.shown_in,
            answering=page.answering,
            doubt=answers.doubt,
        )

    def find_related(self, passage_id: int, k: int = 5) -> tuple[Hit, ...]:
        """Find the ``k`` paragraphs of other documents nearest to a passage with a vector."""
        return self.find_related_to_each([passage_id], k)[passage_id]

    def find_related_to_each(self, passages: Collection[int], k: int) -> dict[int, tuple[Hit, ...]]:
        """Find by passage what :meth:`find_related` does, all in one step."""
        choices = self._ranking.choices
        with self._store.snapshot():
            documents = self._store.passages.documents_of(passages)
            everything = choices.filter_passages(Filters())
            others = {
                document: everything.without(choices.of_documents([document]))
                for document in {*documents.values()}
            }
            pairs = [(passage, others[document]) for passage, document in documents.items()]
            near = dict(zip(documents, self.rank_near(pairs, k), strict=True))
            excerpts = self._store.passages.excerpts(
                [passage for hits in near.values() for passage, _ in hits]
            )
        return {
            passage: tuple(
                Hit(rank, min(1.0, max(0.0, score)), excerpts[other], excerpts[other])
                for rank, (other, score) in enumerate(near.get(passage, ()), start=1)
            )
            for passage in passages
        }

    def rank_near(
        self, pairs: Sequence[tuple[int, Collection[int]]], k: int
    ) -> list[list[tuple[int, float]]]:
        """Rank for passages the ``k`` nearest paragraphs among ids, by their best versions.

        A passage is paired with the ids that may be found. One without a vector has no hits.
        """
        masks = {id(among): PassageMask.of(among) for _, among in pairs}
        with self._store.snapshot():
            vectors = self._ranking.dense.vectors_of([passage for passage, _ in pairs])
            asking = [place for place, (passage, _) in enumerate(pairs) if passage in vectors]
            questions = [Question("", vector=vectors[pairs[place][0]]) for place in asking]
            allowed = [masks[id(pairs[place][1])] for place in asking]
            every = self._ranking.paragraphs_near_each(questions, k, allowed)
        near: list[list[tuple[int, float]]] = [[] for _ in pairs]
        for place, best in zip(asking, every, strict=True):
            near[place] = [hit for hit, _ in best[:k]]
        return near

    def find_nearest(
        self, questions: Sequence[Question], among: Collection[int]
    ) -> list[tuple[int, float] | None]:
        """Find for each embedded text the nearest passage and cosine; None without vectors."""
        with self._store.snapshot():
            vectors = self._ranking.dense.vectors_of([*among])
        if not vectors or not questions:
            return [None] * len(questions)
        ids, rows = [*vectors], np.stack([*vectors.values()])
        cosines = np.stack([question.embedding for question in questions]) @ rows.T
        places = cosines.argmax(axis=1).tolist()
        return [(ids[place], float(own[place])) for place, own in zip(places, cosines, strict=True)]

    def nearest_sentences(
        self, passage: int, passages: Sequence[int]
    ) -> dict[int, tuple[int, int]]:
        """Return by passage of several sentences the offsets of the one nearest to ``passage``."""
        with self._store.snapshot():
            vector = self._ranking.dense.vectors_of([passage]).get(passage)
            if vector is None:
                return {}
            question = Question("", vector=vector)
            scored = self._ranking.dense.sentence_scores(question, passages)
        return {
            other: (int(spans[scores.argmax()][0]), int(spans[scores.argmax()][1]))
            for other, (spans, scores) in scored.items()
        }

    def equivalent_terms(self, query: str, reader: str | None) -> dict[str, tuple[str, ...]]:
        """Return the terms of a short question by language, to mark in hits; no references."""
        question = read_question(query)
        rest = strip_references(question.text, nameable(question.text))
        if not any(map(str.isalnum, rest)):
            return {}
        question = replace(question, text=" ".join(rest.split()), reader=reader)
        with self._store.snapshot():
            return self._ranking.translated.list_marks(question)

    def is_topic(self, query: str, language: str | None) -> bool:
        """Whether a query of a language is a few words that ask for no number."""
        is_short = length(read_question(query)) <= weights.FEW
        return is_short and not asks_for_number(query, language)

    def language(self, query: str, reader: str) -> str | None:
        """Return the language of a query, one of the six, or None; ``reader`` decides in doubt."""
        question = replace(read_question(query), reader=reader)
        with self._store.snapshot():
            code = self._ranking.translated.recognise_language(question)
        return code if is_official(code) else None

    def naming(self, query: str) -> TopicTerms | None:
        """Return the terms that name a query's topic in any language; None for no short topic."""
        question = read_question(query)
        with self._store.snapshot():
            return self._ranking.translated.naming(question)

    def best_sentences(self, query: str, passages: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Return by passage of several sentences the offsets of the best one for a query."""
        measured = self.sentence_features(read_question(query), passages)
        return {
            passage: spans[choose_sentence(features)]
            for passage, (spans, features) in measured.items()
        }

    def measure_sentences(self, query: str, passages: Sequence[int]) -> list[SentenceMeasure]:
        """Measure every sentence of passages for a query, with its vector."""
        question = read_question(query)
        with self._store.snapshot():
            return measure_every_sentence(
                self._store, self._ranking.dense, self._embed_once(question), passages
            )

    def measure_passages(
        self, query: str, passages: Sequence[int], reader: str | None
    ) -> dict[int, PassageEvidence]:
        """Measure by passage how much of a query its paragraph has, in any version.

        ``reader`` decides on the language of the query where it is in doubt.
        """
        question = replace(read_question(query), reader=reader)
        with self._store.snapshot():
            return self._reranker.measure_passages(self._embed_once(question), passages)

    def sentence_features(
        self, question: Question, passages: Sequence[int]
    ) -> dict[int, MeasuredSentences]:
        """Measure the sentences of passages; passages of one sentence are left out."""
        with self._store.snapshot():
            return measure_sentences(
                self._store, self._ranking.dense, self._embed_once(question), passages
            )

    def prepare(self) -> None:
        """Bring the files of vectors up to date and load them before the first question."""
        self._ranking.dense.keep()
        with self._store.snapshot():
            self._ranking.dense.refresh()

    def warm_up(self) -> Iterator[None]:
        """Load the tables and patterns of first questions, a piece per step; callers may stop."""
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

    def embed_texts(self, texts: Sequence[str], *, are_sentences: bool = True) -> list[Question]:
        """Embed texts in one batch; unless ``are_sentences``, short ones count as questions."""
        questions = [replace(plain_question(text), is_sentence=are_sentences) for text in texts]
        by_text = {(question.text, are_sentences): question for question in questions}
        with self._store.snapshot():
            vectors = self._sentences.get_many(by_text, partial(self._embed_new, by_text))
        return [
            replace(question, vector=vectors[question.text, are_sentences])
            for question in questions
        ]

    def rank(
        self,
        question: Question,
        k: int,
        *,
        among: Collection[int] | None = None,
        mode: Mode = "hybrid",
    ) -> list[tuple[int, float]]:
        """Rank at most ``k`` passages for an embedded question; versions count one by one."""
        with self._store.snapshot():
            allowed = None if among is None else PassageMask.of(among)
            return self._ranking.rank(question, k, allowed, mode)

    def rank_near_each(
        self, questions: Sequence[Question], k: int, among: Sequence[Collection[int]]
    ) -> list[list[tuple[int, float]]]:
        """Rank passages by meaning for many questions in one step, each for itself.

        ``questions`` are from :meth:`embed_texts`; ``among`` has for each the ids that may be
        found. Return at most ``k`` passage ids and scores of each, best first, as :meth:`rank`
        does.
        """
        with self._store.snapshot():
            return self._ranking.rank_near_each(questions, k, [*map(PassageMask.of, among)])

    def candidates(self, query: str) -> RerankingSample:
        """Return the measured candidates of a query, on which the learned order is fitted."""
        with self._store.snapshot():
            question = self._begin_embedding(read_question(query))
            evidence = self._ranking.gather_evidence(question, None, DEPTH)
            like = self._ranking.best_paragraphs(question, DEPTH, None, "hybrid", evidence)
            return self._reranker.sample(question, like, evidence)

    def vectors_of(self, passages: Sequence[int]) -> dict[int, Vectors]:
        """Return the debiased vectors of passages, by id."""
        with self._store.snapshot():
            return self._ranking.dense.vectors_of(passages)

    def measure_topic(self, query: str, k: int) -> TopicEvidence:
        """Measure the best ``k`` paragraphs on a topic against the whole archive."""
        with self._store.snapshot():
            question = self._embed_once(read_question(query))
            lexical = self._ranking.gather_evidence(question, None, k)
            return self._reranker.measure_topic(question, k, lexical)

    def find_substantive(self, documents: Collection[int]) -> Collection[int]:
        """Return the passages of documents that say something by themselves, for :meth:`rank`."""
        with self._store.snapshot():
            idle = self._idle.get(None, self._find_idle)
            return self._ranking.choices.of_documents(documents).without(idle)

    # --- the inside ------------------------------------------------------------------------------

    def _find_idle(self) -> PassageMask:
        """Find the passages that say little by themselves."""
        roles = self._store.facts.roles()
        return PassageMask.of(roles.signs | roles.opening | roles.slight)

    def _make_plan(self, query: str, options: SearchOptions) -> SearchPlan:
        """Read a query and its options into a plan; raise QueryError for invalid ones."""
        question = read_question(query)
        question = replace(question, is_sentence=options.get("is_sentence", False))
        k, offset = options.get("k", 10), options.get("offset", 0)
        if k < 1 or offset < 0:
            raise QueryError("Ask for at least one hit (-k 1).")
        shown_in = options.get("shown_in")
        if shown_in == QUESTION_LANGUAGE:
            with self._store.snapshot():
                language = self._ranking.translated.recognise_language(question)
            shown_in = language if is_official(language) else options.get("reader")
        elif shown_in is not None:
            check_language(shown_in)
            question = replace(question, reader=shown_in)
        return SearchPlan(
            question,
            k,
            offset,
            shown_in,
            options.get("mode", "hybrid"),
            options.get("order", "relevance"),
            options.get("all_revisions", False),
            options.get("per_document"),
        )

    def _apply_filters(self, plan: SearchPlan, filters: Filters | None) -> SearchPlan:
        """Find the allowed passages, while the question is embedded."""
        question = plan.question
        if plan.mode != "lexical":
            question = self._begin_embedding(question)
        chosen = (
            self._ranking.choices.filter_passages(filters)
            if filters and not filters.is_empty
            else None
        )
        allowed = self._ranking.quoted.holding(question, chosen)
        return replace(plan, question=question, allowed=allowed)

    def _read_page(self, plan: SearchPlan, answers: HitList) -> HitsPage:
        """Order the hits as requested, and read those of the page."""
        hits, more = answers.hits, dict[Key, int]()
        answering = ends_at(hits, is_all=answers.is_all)
        goes_on = False
        if plan.order == "date":
            dates = self._store.passages.dates_of([passage for (passage, _), _ in hits])
            hits, in_order = newest_first(hits, answers.certain, dates)
            goes_on = in_order < min(len(hits), plan.end)
            answering = None
        elif plan.per_document is not None:
            hits, more = limit_per_document(hits, plan.k, plan.per_document)
        chosen = hits[plan.offset : plan.end]
        more = {} if plan.offset else more
        return HitsPage(
            self._hits.read(answers, chosen, plan.offset + 1, plan.shown_in, more),
            goes_on,
            answering,
        )

    def _embed_once(self, question: Question) -> Question:
        """Return the question with its vector, cached for its sentences."""
        key = question.text, question.is_sentence
        embedded = self._embedded.get(key, lambda: self._ranking.embed([question])[0])
        return replace(question, vector=embedded.vector)

    def _embed_new(
        self, by_text: Mapping[tuple[str, bool], Question], keys: Sequence[tuple[str, bool]]
    ) -> dict[tuple[str, bool], Vectors]:
        embedded = self._ranking.embed([by_text[key] for key in keys])
        return {key: each.embedding for key, each in zip(keys, embedded, strict=True)}

    def _begin_embedding(self, question: Question) -> Question:
        """Return the question with a pending vector, while its words are looked up."""
        if (question.text, question.is_sentence) not in self._embedded:
            self._ranking.dense.begin(question)
        return replace(question, vector=cache(lambda: self._embed_once(question).embedding))


def _has_only_stop_words(question: Question) -> bool:
    """Whether every text of some language has all words of a question; `WHO` is a name."""
    text = question.text
    if question.phrases or question.near or (text.isupper() and len(text) > 1):
        return False
    every = ([*words(text, code)] for code in BY_CODE)
    return any(
        own and all(is_stop_word(word, code) for word in own)
        for code, own in zip(BY_CODE, every, strict=True)
    )


def _is_headed(question: Question, excerpts: Sequence[Excerpt]) -> bool:
    """Whether a phrase is above a passage and not in its text."""
    return any(
        not phrases.holds(excerpt.passage.text, phrase)
        and any(phrases.holds(line, phrase) for line in excerpt.passage.heading)
        for excerpt in excerpts
        for phrase in question.phrases
    )
