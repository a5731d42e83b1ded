"""Ingest of files: new and changed ones are read and embedded, gone ones removed if asked."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final, TypedDict, Unpack

from corpus.documents import Document, ReadingWarning, path_text
from corpus.errors import (
    EmptyFolderError,
    FetchError,
    NoSuchPathError,
    OutOfTimeError,
    ReaderCrashError,
    ReadError,
    TooLargeError,
)
from corpus.extract.mandates import dump, rules
from index.indexing import texts
from index.indexing.change_detection import FileLook, find_moves, split_unchanged
from index.indexing.prepare import cut_anew, prepare, whole_text
from index.indexing.texts import Sentence
from index.indexing.writing import Progress, Writing, embed
from index.model import Encoder
from index.store import FileRecord, PreparedDocument, Store
from index.versions import align_documents, pair_same_texts, stands_for
from ingest.files import archives, find
from ingest.limits import Limits
from ingest.lists import find_lists, is_list, read_list_file
from ingest.read import READERS_VERSION
from ingest.workers import read_all

_COMMIT: Final = 1000
"""Passages embedded between two commits, where missing vectors are made."""

_KEPT: Final = "The file has not changed: the index keeps what was read of it before."


@dataclass(slots=True)
class Report:
    """Outcome of an ingest, as the command's contract shows it.

    Attributes:
        files: how many were checked; ``ingested`` were read and embedded now.
        unchanged: known already, or impossible to read again although the content is the same.
        failed: file, code and message of those that give no passages; ``warnings`` likewise.
        removed: how many were forgotten since they are gone; moved ones do not count.
        passages: how many the index holds now.
        listed: how many documents lists of ITU name that the index does not hold now.
    """

    files: int = 0
    ingested: int = 0
    unchanged: int = 0
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str, str]] = field(default_factory=list)
    removed: int = 0
    passages: int = 0
    seconds: float = 0.0
    listed: int = 0


class IngestOptions(TypedDict, total=False):
    """Keywords of :func:`build`.

    Attributes:
        workers: number of files that are read at a time; 1 by default.
        force: whether unchanged files are read and embedded too.
        prune: whether to remove absent files at or below the paths, or all without paths.
        follow_links: whether to follow links out of the folders (``ingest.files.find``).
    """

    workers: int
    force: bool
    prune: bool
    follow_links: bool
    limits: Limits | None
    progress: Progress | None


def build(
    store: Store,
    encoder: Encoder,
    paths: Sequence[Path],
    *,
    sweep: bool = False,
    **options: Unpack[IngestOptions],
) -> Report:
    """Bring an index up to date with files, and with files of known formats in folders.

    ``sweep`` deletes unused vectors even if nothing changes, since a killed run may leave some.
    Raises ``OtherModelError`` where another model built the index, ``IndexStoreError`` where it
    cannot be written.
    """
    began = monotonic()
    store.vectors.use_model(encoder)
    limits = options.get("limits") or Limits.from_environment()
    ingest = _Ingest(store, encoder, options.get("progress") or (lambda *_: None))
    files = ingest.find_files(paths, options)
    known, changed, replaced = ingest.part_files(files, force=options.get("force", False))
    workers = options.get("workers", 1)
    with (
        closing(read_all(changed, workers=workers, limits=limits, finish=prepare)) as results,
        Writing(store, encoder, ingest.tell, len(known), len(files)) as writing,
    ):
        read = ingest.write(writing, changed, _limit_passages(limits, results))
    ingest.forget(old for old, new in replaced.items() if new in known or new in read)
    ingest.complete(sweep=sweep)
    ingest.report.seconds = monotonic() - began
    return ingest.report


@dataclass(frozen=True, slots=True)
class _Ingest:
    store: Store
    encoder: Encoder
    tell: Progress
    report: Report = field(default_factory=Report)

    def find_files(self, paths: Sequence[Path], options: IngestOptions) -> list[Path]:
        """Find the files to read; report absent ones; with ``prune`` forget those that are gone."""
        files, absent = find(paths, follow_links=options.get("follow_links", False))
        files = [path for path in files if not is_list(path)]
        prune = options.get("prune", False)
        if prune:
            known = [record.path for record in self.store.files.all()]
            self.forget(_find_gone(known, paths))
        lists = self.take_lists(paths, prune=prune)
        for error, path in absent:
            if isinstance(error, EmptyFolderError) and any(path in each.parents for each in lists):
                continue
            is_gone = isinstance(error, NoSuchPathError) and self.report.removed
            # An emptied folder is what an index without its files is like.
            if not (prune and (is_gone or isinstance(error, EmptyFolderError))):
                self.report.failed.append((path_text(path), error.code, error.message))
        self.report.files = len(files) + len(self.report.failed)
        return files

    def take_lists(self, paths: Sequence[Path], *, prune: bool) -> list[Path]:
        """Store what ITU's lists in the folders name; forget lists that are gone or moved."""
        lists, listings = find_lists(paths), self.store.listings
        for path in lists:
            name = path_text(path)
            try:
                read = read_list_file(path)
            except FetchError as error:
                self.report.warnings.append((name, "list", error.message))
                continue
            listings.put(path, read.documents, is_whole=read.is_whole)
            self.report.warnings += [(name, "list", note) for note in read.notes]
        names = {path.name for path in lists}
        moved = [path for path in listings.lists() if path.name in names and not path.exists()]
        gone = _find_gone(listings.lists(), paths) if prune else []
        listings.remove({*moved, *gone})
        return lists

    def forget(self, paths: Iterable[Path]) -> None:
        for path in paths:
            self.store.files.remove(path)
            self.report.removed += 1

    def part_files(
        self, files: Sequence[Path], *, force: bool
    ) -> tuple[set[Path], dict[Path, FileLook], dict[Path, Path]]:
        """Report unchanged files; return them, looks at the others, and moves by old path."""
        self.tell("files", 0, len(files))
        known, changed = split_unchanged(
            self.store, files, lambda done: self.tell("files", done, len(files)), force=force
        )
        known, replaced = _follow(self.store, known, changed, force=force)
        self.report.unchanged = len(known)
        for record in known:
            self._warn(record.display_name, record.warnings)
        return {record.path for record in known}, changed, replaced

    def write(
        self,
        writing: Writing,
        changed: Mapping[Path, FileLook],
        results: Iterable[tuple[Path, PreparedDocument | ReadError]],
    ) -> set[Path]:
        """Write documents; return the files that are in the index afterwards."""
        read: set[Path] = set()
        for path, result in results:
            name, look = path_text(path), changed[path]
            if not isinstance(result, ReadError):
                writing.put(look, result)
                self.report.ingested += 1
                self._warn(name, result.document.warnings)
                read.add(path)
            elif _keeps_earlier_reading(self.store, look, result):
                writing.skip()
                self.report.unchanged += 1
                self.report.warnings.append((name, result.code, f"{result.message} {_KEPT}"))
                read.add(path)
            else:
                writing.put(look, result)
                self.report.failed.append((name, result.code, result.message))
        return read

    def complete(self, *, sweep: bool) -> None:
        """Make what depends on all files: vectors, same texts, mandates, alignment, fates."""
        store, report = self.store, self.report
        if sweep or report.ingested or report.removed or report.failed:
            store.vectors.drop_unused()
        report.warnings.extend(pair_same_texts(store))
        _embed_missing(store, self.encoder, self.tell)
        store.mandates.fill(rules(), dump)
        align_documents(store)
        if store.revisions.pairs():
            from index.analyses import fill_fates  # here: most archives have few revisions, or none

            fill_fates(store)
        report.failed.sort()
        report.warnings.sort()
        report.passages = store.passages.count()
        report.listed = len(store.listings.absent())

    def _warn(self, name: str, warnings: Iterable[ReadingWarning]) -> None:
        self.report.warnings.extend((name, item.code, item.message) for item in warnings)


def _keeps_earlier_reading(store: Store, look: FileLook, error: ReadError) -> bool:
    """Whether the earlier reading of an unchanged file stays: the error may be the machine's."""
    record = store.files.by_path(look.path)
    return (
        isinstance(error, ReaderCrashError | OutOfTimeError)
        and record is not None
        and record.code is None
        and look.sha256 != ""
        and (record.bytes, record.sha256) == (look.size, look.sha256)
    )


def _follow(
    store: Store, known: list[FileRecord], changed: dict[Path, FileLook], *, force: bool
) -> tuple[list[FileRecord], dict[Path, Path]]:
    """Store the new paths of moved files; return known records, and moves by old path."""
    all_moves = find_moves(store, known, changed)
    if force:  # all are read, so that none is only moved
        return known, {**all_moves.moved, **all_moves.replaced}
    store.files.move(all_moves.moved)
    looks = [changed.pop(new) for new in all_moves.moved.values()]
    store.files.put_stamps([(look.path, look.stamp, look.seen) for look in looks if look.stamp])
    records = {record.path: record for record in store.files.all()} if all_moves.moved else {}
    return [*known, *(records[new] for new in all_moves.moved.values())], all_moves.replaced


def add(
    store: Store, encoder: Encoder, documents: Iterable[Document], progress: Progress | None = None
) -> None:
    """Put documents without a file into an index; each needs a ``file`` path of its own."""
    tell = progress or (lambda *_: None)
    store.vectors.use_model(encoder)
    for document in documents:
        store.put_document(
            prepare(document),
            size=0,
            sha256="",
            reader=READERS_VERSION,
            vectors={},
            same_as=stands_for(store, document),
        )
    _embed_missing(store, encoder, tell)


def _limit_passages(
    limits: Limits, results: Iterable[tuple[Path, PreparedDocument | ReadError]]
) -> Iterator[tuple[Path, PreparedDocument | ReadError]]:
    """Replace documents by errors once too many passages would come at a time."""
    added = 0
    for path, result in results:
        passages = 0 if isinstance(result, ReadError) else len(result.passages)
        if limits.total_passages is not None and added + passages > limits.total_passages:
            message = (
                f"{path.name} was left out: with its {passages:,} passages, more than "
                f"{limits.total_passages:,} would be added at a time. Add fewer files, or ask "
                "whoever runs this to allow more."
            )
            yield path, TooLargeError(message)
        else:
            added += passages
            yield path, result


def _embed_missing(store: Store, encoder: Encoder, tell: Progress) -> None:
    """Make vectors missing after a crash, a removed file with a shared text, or another cut."""
    uncut = {row["id"]: cut_anew(row) for row in store.vectors.uncut_passages(texts.VERSION)}
    if uncut:
        store.vectors.put_sentences(texts.VERSION, uncut)
    missing: dict[bytes, str] = {}
    for row in store.vectors.wholes_without():
        missing[row["embedded"]] = whole_text(row)
    for row in store.vectors.sentences_without():
        sentence = Sentence.of(row["text"], row["start"], row["stop"])
        missing.setdefault(row["embedded"], sentence.text)
    items = list(missing.items())
    for start in range(0, len(items), _COMMIT):
        store.vectors.put(embed(encoder, dict(items[start : start + _COMMIT]), tell))


def _find_gone(known: Iterable[Path], paths: Sequence[Path]) -> list[Path]:
    """Find the known files at or below paths, or all without paths, that are not there."""
    roots = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100
    return [
        path
        for path in known
        if not archives.exists(path)
        and (not roots or any(archives.is_at_or_below(path, root) for root in roots))
    ]
