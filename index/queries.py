"""Questions to an index: what commands, pages and other programs ask, each in one method."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Unpack

from corpus.errors import IndexStoreError
from index.store import Excerpt, Store

if TYPE_CHECKING:
    from corpus.documents import Document
    from corpus.filters import Filters
    from index.alerts import Alerts
    from index.analyses import (
        Comparison,
        Dossier,
        DraftMandate,
        DraftParagraph,
        MandatesOptions,
        Positions,
        PrecedentsOptions,
        ReportOptions,
        SourceReport,
        Task,
    )
    from index.answers import SentenceCheck, ShortAnswer, TranslationCheck
    from index.lookup import Card, CatalogueEntry, Trace
    from index.model import Encoder
    from index.references import Graph
    from index.retrieval import Count, Hit, Result, Search, SearchOptions, Terminology

_NOTED: Final = 50_000
"""Characters of a question that are logged: the longest that is answered."""


class Queries(ABC):
    """Questions to the index in ``store``. The model is loaded when first needed."""

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self.store = store
        self.encoder = encoder
        self._lock = threading.Lock()

    @abstractmethod
    def note(self, event: str, **facts: object) -> None:
        """Write an event to the operator's audit log (``index.access.note``)."""

    @property
    @abstractmethod
    def _engine(self) -> str | None:
        """Address of the vectors' server; None without one."""

    @property
    @abstractmethod
    def _may_store(self) -> bool:
        """Whether what a question derives of texts may be stored in this index."""

    def search(
        self, query: str, *, with_revisions: bool = True, **options: Unpack[SearchOptions]
    ) -> Result:
        """Find the passages that answer a question.

        ``with_revisions`` adds each hit's fate in the newest revision, which its citation names.
        """
        self._audit("search", query)
        self.store.filters.check(options.get("filters"))
        result = self._search.search(query, **options)
        if not with_revisions:
            return result
        shown = self._with_fates(hit.shown for hit in result.hits)
        return replace(result, hits=tuple(replace(hit, shown=next(shown)) for hit in result.hits))

    def answer(self, result: Result, filters: Filters | None = None) -> ShortAnswer:
        """Choose sentences of a search's hits that together answer its question.

        ``filters`` are those of the search.
        """
        from index.answers import choose_sentences

        answer = choose_sentences(self.store, self._search, result, filters)
        shown = self._with_fates(sentence.shown for sentence in answer.sentences)
        sentences = (replace(sentence, shown=next(shown)) for sentence in answer.sentences)
        return replace(answer, sentences=tuple(sentences))

    def check_sentence(
        self, sentence: str, language: str, sources: Sequence[Excerpt]
    ) -> SentenceCheck:
        """Check a written sentence against the passages that it cites."""
        from index.answers import check_sentence

        return check_sentence(sentence, language, sources, self._search)

    @cached_property
    def translation_check(self) -> TranslationCheck:
        """Comparison of machine translations with their originals."""
        from index.answers import TranslationCheck

        return TranslationCheck(self.store)

    def best_sentences(self, query: str, passages: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Find the span of the sentence in each passage that answers a question best."""
        return self._search.best_sentences(query, passages)

    def equivalent_terms(self, query: str, reader: str | None = None) -> dict[str, tuple[str, ...]]:
        """Return the equivalents of a short question's words by language, for marking them."""
        return self._search.equivalent_terms(query, reader)

    def find_related(self, passage_id: int, k: int = 5) -> tuple[Hit, ...]:
        """Find the passages of other documents that are nearest to a passage in meaning."""
        return self._search.find_related(passage_id, k)

    def precedents(
        self, draft: Document, **options: Unpack[PrecedentsOptions]
    ) -> list[DraftParagraph]:
        """Find earlier passages that say the same as each paragraph of a draft."""
        from index.analyses import precedents

        self._audit("precedents", draft.file.name)
        self.store.filters.check(options.get("filters"))
        paragraphs = precedents(self.store, self._search, draft, **options)
        shown = self._with_fates(
            precedent.shown for each in paragraphs for precedent in each.precedents
        )
        return [
            replace(
                each,
                precedents=tuple(
                    replace(precedent, shown=next(shown)) for precedent in each.precedents
                ),
            )
            for each in paragraphs
        ]

    def equivalents(self, term: str, language: str | None = None) -> Terminology:
        """Return a term's equivalents in other languages, or in one, with their evidence."""
        from index.retrieval import terminology

        self._audit("equivalents", term)
        return terminology(self.store, term, language)

    def facets(self, filters: Filters | None = None) -> dict[str, tuple[Count, ...]]:
        """Count the documents or passages for each value of each filter."""
        from index.retrieval import facets

        return facets(self.store, filters)

    def show(self, name: str, language: str | None = None) -> Card:
        """Show a document, or with ``#`` and a label one of its paragraphs."""
        from index.lookup import show

        self._audit("show", name)
        card = show(self.store, name, language)
        return replace(card, passages=tuple(self._with_fates(card.passages)))

    def look_up(self, reference: str, language: str | None = None) -> Trace:
        """Look up a reference in any form and language, with its mentions."""
        from index.lookup import look_up

        self._audit("lookup", reference)
        return look_up(self.store, reference, language)

    def compare(
        self, old: str | Document, new: str | Document, language: str | None = None
    ) -> Comparison:
        """Compare two documents, or a draft with one, paragraph by paragraph."""
        from index.analyses import compare

        names = [text if isinstance(text, str) else text.file.name for text in (old, new)]
        self._audit("compare", *names)
        comparison = compare(self.store, old, new, language)
        before, after = (
            replace(text, cited=tuple(self._with_fates(text.cited)))
            for text in (comparison.old, comparison.new)
        )
        return replace(comparison, old=before, new=after)

    def mandates(
        self, *, with_reports: bool = True, **options: Unpack[MandatesOptions]
    ) -> list[Task]:
        """List who is to do what, by when, by default with reports, which need the model."""
        from index.analyses import mandates

        self._audit("mandates", options.get("document"), options.get("addressee"))
        tasks = mandates(self.store, self._search if with_reports else None, **options)
        self._store_mandates()
        return tasks

    def find_earlier_mandates(
        self, draft: Document, **options: Unpack[MandatesOptions]
    ) -> list[DraftMandate]:
        """Find the mandates of the archive on the same matter as each mandate of a draft."""
        from index.analyses import find_earlier_mandates

        self._audit("mandates", options.get("document"), options.get("addressee"))
        earlier = find_earlier_mandates(self.store, self._search, draft, **options)
        self._store_mandates()
        return earlier

    def find_task_fates(self, tasks: Sequence[Task]) -> list[Task]:
        """Find later texts that ask the same as mandates, and newer editions of their citations."""
        from index.analyses import find_task_fates

        return find_task_fates(self.store, self._search, tasks)

    def find_reports(self, tasks: Sequence[Task]) -> list[Task]:
        """Find the reports on mandates that were listed without them."""
        from index.analyses import find_reports

        return find_reports(self.store, self._search, tasks)

    def has_earlier_mandates(self) -> bool:
        """Whether reports find mandates again, since another version of the program stored them."""
        from corpus.extract.mandates import rules

        return not self._may_store and bool(self.store.mandates.versions_without(rules()))

    def positions(self, topic: str, **options: Unpack[ReportOptions]) -> Positions:
        """Find the positions of submitters on a topic."""
        from index.analyses import positions

        self._audit("positions", topic)
        return positions(self.store, self._search, topic, **options)

    def describe_source(self, name: str, **options: Unpack[ReportOptions]) -> SourceReport:
        """List the documents of a source, with what it asked for in them."""
        from index.analyses import describe_source

        self._audit("source", name)
        report = describe_source(self.store, name, **options)
        self._store_mandates()
        return report

    def read_source_documents(self, report: SourceReport) -> SourceReport:
        """Find what a source said in documents, and what became of what it asked for."""
        from index.analyses import read_source_documents

        return read_source_documents(self.store, self._search, report)

    def dossier(
        self, meeting: str, shown_in: str | None = None, filters: Filters | None = None
    ) -> Dossier:
        """Make a dossier to read before a meeting, item by item of its agenda."""
        from index.analyses import dossier

        self._audit("dossier", meeting)
        report = dossier(self.store, self._search, meeting, shown_in, filters)
        self._store_mandates()
        return report

    def excerpts(self, passages: Sequence[int]) -> dict[int, Excerpt]:
        """Return passages by id, with the facts for citing them."""
        by_id = self.store.passages.excerpts(passages)
        return dict(zip(by_id, self._with_fates(by_id.values()), strict=True))

    def graph(self) -> Graph:
        """Return the graph of citations."""
        from index.references import graph

        return graph(self.store)

    def documents(self, languages: Sequence[str] = ()) -> tuple[CatalogueEntry, ...]:
        """List the documents, titled in the first of the languages that they have."""
        from index.lookup import catalogue

        return catalogue.entries(self.store, languages)

    def alerts(self, path: Path | None = None) -> Alerts:
        """Return the saved alerts of a file, by default of the one in the index's folder."""
        from index.alerts import NAME, Alerts

        return Alerts(path or self.store.folder / NAME, self.store, self.search)

    def prepare(self) -> None:
        """Load the vectors, or write them where the index has changed, for quick questions.

        Raises ``OtherModelError`` or ``EngineError`` where they cannot be used.
        """
        self._search.prepare()

    def load(self) -> None:
        """Load the model and the vectors now rather than at the first question."""
        self.encoder.queries(["WSIS"])
        self.prepare()

    def warm_up(self) -> Iterator[None]:
        """Load step by step what a first question needs, while nobody asks one."""
        return self._search.warm_up()

    def _store_mandates(self) -> None:
        """Store the mandates that a report found anew, so that the next one reads them."""
        from corpus.extract.mandates import rules

        # An ingest stores them itself at its end, and somebody else may write now.
        if self._may_store and self.store.ingest_in_progress is None:
            with suppress(IndexStoreError):
                self.store.mandates.store_found(rules())

    def _audit(self, what: str, *words: str | None) -> None:
        self.note("query", what=what, query=" ".join(filter(None, words))[:_NOTED])

    def _with_fates(self, shown: Iterable[Excerpt]) -> Iterator[Excerpt]:
        passages = [*shown]
        if not any(passage.superseded_by for passage in passages):
            return iter(passages)
        from index.analyses import with_fates

        return iter(with_fates(self.store, passages))

    @cached_property
    def _search(self) -> Search:
        from index.retrieval import Search

        with self._lock:
            return Search(self.store, self.encoder, engine=self._engine)
