"""The open index: its opening, classes of readers, ingest, checks, copies and rules of access."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self, Unpack

from corpus import settings
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
from index.queries import Queries
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
    Store,
    TranslationStore,
    copy_separate_database,
)

if TYPE_CHECKING:
    from index.evaluation import EvaluationSet, Fitting
    from index.indexing import Finding, FolderChange, IngestOptions, Report
    from index.lookup import EngineStatus, Status
    from index.model import Encoder
    from index.replication import Manifest, Publication, Replica
    from index.retrieval import (
        TransferReport,
    )


@dataclass(slots=True)
class _SharedParts:
    views: Views
    by_class: dict[Class, Index]
    identities: dict[Class, Identity] = field(default_factory=dict)
    following: Replica | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Index(Queries):
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
        super().__init__(store, encoder)
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
        seen = settings.AS.word
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

    def note(self, event: str, **facts: object) -> None:
        """Write an event to the operator's audit log (``index.access.note``)."""
        note(self._shared.views.rules.for_audit(), event, sees=self._class, **facts)

    @property
    def _whole(self) -> Index:
        return self._shared.by_class[ALL]

    def _disclose_rules(self) -> Rules | None:
        """Return the rules; None for a class of readers, who may not see them."""
        return self.access_rules() if self._class == ALL else None

    def _begin(self, event: str, **facts: object) -> None:
        """Log the beginning of a change to a whole index; a view refuses it."""
        if self._class != ALL:
            raise AccessError(
                f"This is what readers of the class {self._class} see of the index; only the whole "
                "of it is written to."
            )
        self.store.check_own()
        self.note(event, **facts)

    def _rules(self) -> dict[str, Path]:
        return {RULES: rules_file(self.store.folder)} if self._class == ALL else {}

    @property
    def _engine(self) -> str | None:
        """Return the address of the vectors' server; None without one, and for a view."""
        return (settings.ENGINE.text or None) if self._class == ALL else None

    @property
    def _may_store(self) -> bool:
        return self._class == ALL and not (self.store.is_read_only or self.store.is_copy)

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
