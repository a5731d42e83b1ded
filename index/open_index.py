"""The open index, with all that commands, pages and other programs do with it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, Self, Unpack

from corpus.documents import path_text
from corpus.errors import AccessError, CopyError, EngineError, IndexStoreError
from index.access import (
    ALL,
    CLASSES,
    RULES,
    Class,
    Coverage,
    DocumentAccess,
    Rules,
    access_of,
    check_class,
    coverage,
    list_indexed_files,
    note,
    rules_file,
)
from index.replication import (
    Identity,
    Views,
    back_up,
    copy_status,
    open_replica,
    publish,
    restore,
)
from index.store import (
    COPY,
    FOLDERS,
    TRANSLATIONS,
    DelegationFolder,
    Excerpt,
    Store,
    TranslationStore,
    copy_separate_database,
)

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
    from index.evaluation import EvaluationSet, Fitting
    from index.indexing import Finding, FolderChange, IngestOptions, Report
    from index.lookup import Card, CatalogueEntry, EngineStatus, Status, Trace
    from index.model import Encoder
    from index.references import Graph
    from index.replication import Manifest, Publication, Replica
    from index.retrieval import (
        Count,
        Hit,
        Result,
        Search,
        SearchOptions,
        Terminology,
        TransferReport,
    )


AS: Final = "WSIS_SEARCH_AS"
"""Environment variable with the class of readers whose view this process opens."""

_NOTED: Final = 50_000
"""Characters of a question that are logged: the longest that is answered."""


@dataclass(slots=True)
class _SharedParts:
    views: Views
    by_class: dict[Class, Index]
    identities: dict[Class, Identity] = field(default_factory=dict)
    following: Replica | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Index:
    """An open index. Threads may share it; a process needs only one for a folder.

    The model is loaded when first needed. Close the index, or use it in a ``with`` statement.
    ``store`` is for what has no method here.
    """

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        *,
        seen: Class = ALL,
        shared: _SharedParts | None = None,
    ) -> None:
        self.store = store
        self.encoder = encoder
        self._lock = threading.Lock()
        self._class = seen
        self._shared = shared or _SharedParts(Views(store), {ALL: self})

    @classmethod
    def open(cls, folder: Path, model: str | None = None, *, create: bool = False) -> Index:
        """Open the index in a folder, as the class ``WSIS_SEARCH_AS`` sees it where that is set.

        With ``WSIS_SEARCH_COPY``, a missing index is fetched from the published copy. The default
        model is the index's own, or the bundled one. Raises ``NoIndexError`` without an index
        unless ``create``, and ``IndexStoreError`` where it is damaged, newer or cannot be opened or
        fetched.
        """
        from index.model import when_needed

        replica = open_replica(folder, RULES)
        store = Store(folder, create=create)
        # The length of its vectors is taken on trust until the model is there; `use_model` compares
        # the names.
        remembered, dimension = store.setting("model"), store.setting("dimension")
        known = int(dimension) if dimension and model in (None, remembered) else None
        whole = cls(store, when_needed(model or remembered, known))
        whole._shared.following = replica
        whole._shared.views.rules.notice()
        seen = os.environ.get(AS)
        if not seen:
            return whole
        try:
            return whole.view_for(check_class(seen))
        except BaseException:
            whole.close()
            raise

    def view_for(self, seen: Class) -> Index:
        """Return the index as readers of a class see it: as if it had never held anything else.

        Call it for each question, since it updates the view. Without rules it is the whole index.
        Raises ``AccessError`` where no rules define the class, ``IndexStoreError`` where the update
        fails.
        """
        seen = min(seen, self._class, key=CLASSES.index)
        view = self._shared.views.view_of(seen)
        if view is None:
            return self._whole
        folder, identity = view
        with self._shared.lock:
            if self._shared.identities.get(seen) != identity:
                # Running questions still have the deleted one open.
                index = Index(Store(folder), self.encoder, seen=seen, shared=self._shared)
                self._shared.by_class[seen] = index
                self._shared.identities[seen] = identity
            return self._shared.by_class[seen]

    def close(self) -> None:
        """Close the index and its views; they cannot be used afterwards."""
        self._shared.views.close()
        if self._shared.following is not None:
            self._shared.following.stop()
        for index in self._shared.by_class.values():
            index.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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
        return mandates(self.store, self._search if with_reports else None, **options)

    def find_earlier_mandates(
        self, draft: Document, **options: Unpack[MandatesOptions]
    ) -> list[DraftMandate]:
        """Find the mandates of the archive on the same matter as each mandate of a draft."""
        from index.analyses import find_earlier_mandates

        self._audit("mandates", options.get("document"), options.get("addressee"))
        return find_earlier_mandates(self.store, self._search, draft, **options)

    def find_task_fates(self, tasks: Sequence[Task]) -> list[Task]:
        """Find later texts that ask the same as mandates, and newer editions of their citations."""
        from index.analyses import find_task_fates

        return find_task_fates(self.store, self._search, tasks)

    def find_reports(self, tasks: Sequence[Task]) -> list[Task]:
        """Find the reports on mandates that were listed without them."""
        from index.analyses import find_reports

        return find_reports(self.store, self._search, tasks)

    def positions(self, topic: str, **options: Unpack[ReportOptions]) -> Positions:
        """Find the positions of submitters on a topic."""
        from index.analyses import positions

        self._audit("positions", topic)
        return positions(self.store, self._search, topic, **options)

    def describe_source(self, name: str, **options: Unpack[ReportOptions]) -> SourceReport:
        """List the documents of a source, with what it asked for in them."""
        from index.analyses import describe_source

        self._audit("source", name)
        return describe_source(self.store, name, **options)

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
        return dossier(self.store, self._search, meeting, shown_in, filters)

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

    def status(self) -> Status:
        """Count the contents of the index."""
        from index.lookup import VectorFiles, status
        from index.retrieval import kept_vectors

        stored = kept_vectors(self.store.folder)
        vectors = None
        if stored is not None:
            vectors = VectorFiles(stored.kinds, stored.rows, len(stored.segments), stored.bytes)
        copy = copy_status(self.store.folder) if self.store.is_copy else None
        return status(self.store, vectors, self._engine_status(), copy)

    def ingest(self, paths: Sequence[Path], **options: Unpack[IngestOptions]) -> Report:
        """Update the index with files and folders."""
        from index.indexing import build

        self._begin("ingest", paths=[path_text(path) for path in paths])
        with self.store.finishing() as is_left:
            report = build(self.store, self.encoder, paths, sweep=is_left, **options)
        counts = {"ingested": report.ingested, "removed": report.removed}
        self.note("ingested", **counts, failed=len(report.failed))
        return report

    def find_running_ingest(self) -> tuple[int, int] | None:
        """Find how far an ingest is that runs now, in any process.

        Return finished files, and all files; None where none runs. Both are 0 while files are
        counted, and for readers of a class, who may not see all of them.
        """
        progress = self._whole.store.find_running_ingest()
        return progress if progress is None or self._class == ALL else (0, 0)

    def watch(
        self,
        folder: Path,
        *,
        stop: threading.Event | None = None,
        workers: int = 1,
        follow_links: bool = False,
    ) -> Iterator[FolderChange]:
        """Update the index with a folder, then with each change, until ``stop`` is set.

        Removed files leave the index. Nothing happens before the iterator's first step. Raises
        IndexStoreError where the index cannot be written and is not only locked.
        """
        from index.indexing import watch

        self._begin("watch", paths=[path_text(folder)])

        def ingest(paths: Sequence[Path]) -> Report:
            report = self.ingest(paths, prune=True, workers=workers, follow_links=follow_links)
            try:
                self.prepare()
            except EngineError as error:  # the documents are there, and the next ones bring it up
                report.failed.append((path_text(folder), error.code, error.message))
            return report

        return watch(self.store, ingest, folder, stop, follow_links=follow_links)

    def verify(self, *, content: bool = False) -> list[Finding]:
        """Check whether the index, its views and its published copies are whole and up to date.

        With ``content``, data derived from texts are computed again and compared.
        """
        from index.indexing import verify
        from index.upkeep import verify_derived

        findings = verify(self.store, self._engine_status(), content=content)
        if self._class == ALL:
            findings += verify_derived(self.store, self._shared.views, content=content)
        return findings

    @staticmethod
    def verify_copies(paths: Sequence[Path]) -> list[Finding]:
        """Check whether backups and published copies are whole, without an index."""
        from index.upkeep import verify_copies

        return verify_copies(paths)

    def repair(self) -> None:
        """Make derived data again, in views and publications too; fetch a replica anew."""
        from index.indexing import repair
        from index.retrieval import ServerIndex, drop_vectors
        from index.upkeep import drop_damaged_publications, drop_damaged_views

        if self._class == ALL and self.store.is_copy and self._shared.following is not None:
            self.note("repair")
            self.take_over(is_forced=True)
            drop_vectors(self.store.folder)
        else:
            self._begin("repair")
            with self.store.lock_ingest():
                repair(self.store, self.encoder)
            if self._engine is not None:
                ServerIndex(self._engine).forget(self.store)
        self.prepare()
        for seen in drop_damaged_views(self._shared.views):
            with suppress(AccessError):  # of the rules, which are not made here
                self.view_for(seen)
        for folder, seen in drop_damaged_publications(self._whole.store):
            self.view_for(seen).publish(folder)

    def move_vectors(
        self, tell: Callable[[str, int, int], None], *, to: str | None = None, of: str | None = None
    ) -> TransferReport:
        """Copy the vectors to a server, or those of a server into files, and check them.

        An interrupted copy resumes, and is not searched before it is whole. ``tell`` gets a step's
        name, its new progress and its total. Raises ``EngineError`` where the server cannot be used
        or has other vectors, ``LockedIndexError`` where another process does the same.
        """
        from index.retrieval import to_files, to_server

        self._begin("vectors", to=to, of=of)
        move = to_files if to is None else to_server
        return move(self.store, self.encoder, to or of or "", tell)

    def access_rules(self) -> Rules | None:
        """Return the rules of access that are in force; None where there are none.

        Raises AccessError where they are missing, invalid or being written; then nobody may see
        anything.
        """
        return self._shared.views.rules.current()

    def access_coverage(self) -> Coverage:
        """Find the documents of each rule, and those of none; a class of readers sees no rules."""
        return coverage(self._disclose_rules(), list_indexed_files(self.store))

    def access_of(self, name: str) -> DocumentAccess:
        """Find the rule that decides who may see a document, by its symbol or its file's path."""
        return access_of(self._disclose_rules(), name, self.store)

    def forget_access_rules(self) -> None:
        """Forget missing rules, so that everybody sees everything."""
        self.note("forget-rules")
        self._shared.views.forget()

    def alerts(self, path: Path | None = None) -> Alerts:
        """Return the saved alerts of a file, by default of the one in the index's folder."""
        from index.alerts import NAME, Alerts

        return Alerts(path or self.store.folder / NAME, self.store, self.search)

    def delegation_folder(self, delegation: str) -> DelegationFolder:
        """Return the folder of passages that a delegation shares, next to the whole index."""
        return DelegationFolder(self._whole.store.folder / FOLDERS, delegation)

    @property
    def translations(self) -> TranslationStore:
        """Machine translations of texts, next to the whole index."""
        return TranslationStore(self._whole.store.folder / TRANSLATIONS)

    def back_up(self, path: Path) -> Manifest:
        """Copy the index, alerts, folders, translations and access rules to a folder or ZIP file.

        Others may write meanwhile. A class's view is copied alone. Translations that cannot be read
        are left out, since they can be made again.
        """
        from index.alerts import NAME

        self._shared.views.rules.notice()
        self.note("export", what="backup", file=path_text(path))
        with TemporaryDirectory(prefix="wsis-search-") as scratch:
            own, copies = self.store.folder, Path(scratch)
            copy_separate_database(own / FOLDERS, copies / FOLDERS)
            with suppress(IndexStoreError):
                copy_separate_database(own / TRANSLATIONS, copies / TRANSLATIONS)
            copied = {name: copies / name for name in (FOLDERS, TRANSLATIONS)}
            return back_up(self.store, path, {NAME: own / NAME, **copied, **self._rules()})

    @staticmethod
    def restore(path: Path, folder: Path) -> Manifest:
        """Make an index from a copy, with all that :meth:`back_up` adds, in a place without one."""
        from index.alerts import NAME

        return restore(path, folder, (RULES, NAME, FOLDERS, TRANSLATIONS))

    def publish(self, folder: Path) -> tuple[Publication, bool]:
        """Write a copy, as :meth:`back_up` does, for readers on other machines to follow."""
        from index.upkeep import remember_publication

        self._shared.views.rules.notice()
        begin = partial(self.note, "export", what="publish", file=path_text(folder))
        done = publish(self.store, folder, self._rules(), begin)
        remember_publication(self._whole.store, folder, self._class)
        return done

    def follow(self) -> None:
        """If this is a copy, fetch new publications until the index is closed."""
        if self._shared.following is not None:
            self._shared.following.start(self._whole.prepare)

    def take_over(self, *, is_forced: bool = False) -> bool:
        """Fetch the published copy; return whether it differs from the copy here.

        ``is_forced`` fetches an equal copy too. Raises CopyError where that fails or no address is
        set.
        """
        if self._shared.following is None:
            raise CopyError(f"Set {COPY} to the address that wsis-search publish writes to.")
        return self._shared.following.look(is_forced=is_forced)

    def calibrate(
        self,
        table: EvaluationSet,
        encoder: Encoder,
        progress: Callable[[int, int], None] | None = None,
    ) -> Fitting:
        """Fit the model's neutraliser on translations; store it where it finds more of them."""
        from index.evaluation import calibrate
        from index.versions import align_documents

        self._begin("calibrate", table=table.name)
        self.store.vectors.use_model(encoder)
        result = calibrate(encoder, table, self.store.vectors.neutraliser(), progress)
        if result.is_better:
            self.store.vectors.put_neutraliser(
                result.neutraliser, f"{table.name}, {result.rows} rows"
            )
            align_documents(self.store)
            self.prepare()
        return result

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

    def note(self, event: str, **facts: object) -> None:
        """Write an event to the operator's audit log (``index.access.note``)."""
        note(self._shared.views.rules.for_audit(), event, sees=self._class, **facts)

    @property
    def _whole(self) -> Index:
        return self._shared.by_class[ALL]

    def _disclose_rules(self) -> Rules | None:
        """Return the rules; None for a class of readers, who may not see them."""
        return self.access_rules() if self._class == ALL else None

    def _audit(self, what: str, *words: str | None) -> None:
        self.note("query", what=what, query=" ".join(filter(None, words))[:_NOTED])

    def _with_fates(self, shown: Iterable[Excerpt]) -> Iterator[Excerpt]:
        passages = [*shown]
        if not any(passage.superseded_by for passage in passages):
            return iter(passages)
        from index.analyses import with_fates

        return iter(with_fates(self.store, passages))

    def _begin(self, event: str, **facts: object) -> None:
        """Log the beginning of a change to a whole index; a view refuses it."""
        if self._class != ALL:
            raise AccessError(
                f"This is what readers of the class {self._class} see of the index; only the whole "
                "of it is written to."
            )
        self.store.check_own()
        self.note(event, **facts)

    @cached_property
    def _search(self) -> Search:
        from index.retrieval import Search

        with self._lock:
            return Search(self.store, self.encoder, engine=self._engine)

    def _rules(self) -> dict[str, Path]:
        return {RULES: rules_file(self.store.folder)} if self._class == ALL else {}

    @property
    def _engine(self) -> str | None:
        """Return the address of the vectors' server; None without one, and for a view."""
        from index.retrieval import ENGINE

        return (os.environ.get(ENGINE) or None) if self._class == ALL else None

    def _engine_status(self) -> EngineStatus | None:
        from index.lookup import EngineStatus
        from index.retrieval import ServerIndex, engine_name

        if self._engine is None:
            return None
        name, address = engine_name(self._engine), ""
        try:
            server = ServerIndex(self._engine)
            address = server.address
            status = server.status(self.store)
        except EngineError as error:
            return EngineStatus(name, address, trouble=error.message)
        behind = self.store.generation - status.generation
        return EngineStatus(name, address, status.rows, status.generation, behind, status.touched)
