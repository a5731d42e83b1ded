"""Documents in, index out: which files are new, what is embedded, what is forgotten."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Final

from corpus.documents import Document, path_text
from corpus.errors import (
    EmptyFolderError,
    NoSuchPathError,
    OutOfTimeError,
    ReaderCrashError,
    ReadError,
    TooLargeError,
)
from corpus.extract.mandates import dump, rules
from index.indexing import texts
from index.indexing.change_detection import FileLook, moves, unchanged
from index.indexing.prepare import prepare, resentenced, whole_text
from index.indexing.texts import Sentence
from index.indexing.writing import Progress, Writing, embedded
from index.model import Encoder
from index.store import FileRecord, Prepared, Store
from index.versions import align_documents, pair_same_texts, stands_for
from ingest.files import archives, find
from ingest.limits import Limits
from ingest.read import READERS_VERSION
from ingest.workers import read_all

_COMMIT: Final = 1000
"""Passages embedded between two commits, where vectors are made up for."""

_KEPT: Final = "The file has not changed: the index keeps what was read of it before."
"""A sentence of the warning about a file that could not be read again."""


@dataclass(slots=True)
class Report:
    """What an ingest did, as the command's contract shows it.

    Attributes:
        files: how many were looked at.
        ingested: read and embedded now.
        unchanged: known already, or impossible to read again although the content is the same.
        failed: file, code and message of those that give no passages.
        warnings: file, code and message of what was met on the way.
        removed: how many were forgotten since they are gone; those that were moved are not.
        passages: how many the index holds now.
        seconds: that it took.
    """

    files: int = 0
    ingested: int = 0
    unchanged: int = 0
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str, str]] = field(default_factory=list)
    removed: int = 0
    passages: int = 0
    seconds: float = 0.0


def build(
    store: Store,
    encoder: Encoder,
    paths: Sequence[Path],
    *,
    workers: int = 1,
    force: bool = False,
    prune: bool = False,
    sweep: bool = False,
    follow_links: bool = False,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Report:
    """Bring an index up to date with files and folders.

    Args:
        store: of the index.
        encoder: the model; the one that the index was built with.
        paths: files, and folders that are searched for files of known formats.
        workers: how many files are read at a time.
        force: read and embed unchanged files as well.
        prune: forget files at or below ``paths`` that are gone; all that are gone where ``paths``
            is empty.
        sweep: drop vectors that nothing has, also where nothing changes now: a run that was killed
            may have left some.
        follow_links: whether links out of the folders are followed (``ingest.files.find``).
        limits: for reading one file.
        progress: told what goes on.

    Raises:
        OtherModelError: the index was built with another model.
        IndexStoreError: the index cannot be written.
    """
    began = monotonic()
    tell = progress or (lambda *_: None)
    store.vectors.use_model(encoder)
    limits = limits or Limits.from_environment()
    report = Report()
    files = _find_files(store, paths, report, prune=prune, follow_links=follow_links)
    known, changed, replaced = _report_known(store, files, report, tell, force=force)
    with (
        closing(read_all(changed, workers=workers, limits=limits, finish=prepare)) as results,
        Writing(store, encoder, tell, len(files)) as writing,
    ):
        tell_file = partial(tell, "files", 1, len(files))
        read = _write_results(store, writing, changed, _within(limits, results), report, tell_file)
    _forget_replaced(store, replaced, known | read, report)
    _complete_index(store, encoder, report, tell, sweep=sweep)
    report.seconds = monotonic() - began
    return report


def _find_files(
    store: Store, paths: Sequence[Path], report: Report, *, prune: bool, follow_links: bool
) -> list[Path]:
    """Find the files to look at; forget those that are gone, if that is wanted."""
    files, absent = find(paths, follow_links=follow_links)
    report.removed = _prune(store, paths) if prune else 0
    for error, path in absent:
        is_gone = isinstance(error, NoSuchPathError) and report.removed
        # An emptied folder is what an index without its files is like.
        if not (prune and (is_gone or isinstance(error, EmptyFolderError))):
            report.failed.append((path_text(path), error.code, error.message))
    report.files = len(files) + len(report.failed)
    return files


def _report_known(
    store: Store, files: Sequence[Path], report: Report, tell: Progress, *, force: bool
) -> tuple[set[Path], dict[Path, FileLook], dict[Path, Path]]:
    """Report the files that the index has as they are.

    Returns:
        These; what was seen of the others; and by each place that is empty the file that its
        content stands in.
    """
    tell("files", 0, len(files))
    known, changed = unchanged(
        store, files, lambda done: tell("files", done, len(files)), force=force
    )
    known, replaced = _follow(store, known, changed, force=force)
    report.unchanged = len(known)
    for record in known:
        report.warnings.extend(
            (record.display_name, item.code, item.message) for item in record.warnings
        )
    return {record.path for record in known}, changed, replaced


def _write_results(
    store: Store,
    writing: Writing,
    changed: Mapping[Path, FileLook],
    results: Iterable[tuple[Path, Prepared | ReadError]],
    report: Report,
    tell_file: Callable[[], None],
) -> set[Path]:
    """Write and report what was read; return the files of which the index has something then."""
    read: set[Path] = set()
    for path, result in results:
        name, look = path_text(path), changed[path]
        if isinstance(result, ReadError) and _keeps_earlier_reading(store, path, look, result):
            report.warnings.append((name, result.code, f"{result.message} {_KEPT}"))
            report.unchanged += 1
            read.add(path)
            tell_file()
            continue
        writing.put(path, look, result)
        if isinstance(result, ReadError):
            report.failed.append((name, result.code, result.message))
        else:
            report.ingested += 1
            read.add(path)
            report.warnings.extend(
                (name, item.code, item.message) for item in result.document.warnings
            )
    return read


def _forget_replaced(
    store: Store, replaced: Mapping[Path, Path], read: Container[Path], report: Report
) -> None:
    for old, new in replaced.items():
        if new in read:
            store.files.remove(old)
            report.removed += 1


def _complete_index(
    store: Store, encoder: Encoder, report: Report, tell: Progress, *, sweep: bool
) -> None:
    """Bring what is derived of the documents up to date, and complete the report."""
    if sweep or report.ingested or report.removed or report.failed:
        store.vectors.drop_unused()
    report.warnings.extend(pair_same_texts(store))
    _embed_missing(store, encoder, tell)
    store.mandates.fill(rules(), dump)
    align_documents(store)
    if store.revisions.pairs():
        from index.analyses import fill_fates  # here: most archives have few revisions, or none

        fill_fates(store)
    report.failed.sort()
    report.warnings.sort()
    report.passages = store.passages.count()


def _keeps_earlier_reading(store: Store, path: Path, look: FileLook, error: ReadError) -> bool:
    """Whether the index keeps what it has of a file that could not be read again.

    The content is what was read before, and the error may be the machine's and not the file's.
    """
    record = store.files.by_path(path)
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
    """Follow files that were moved to where they are now.

    Args:
        store: of the index.
        known: what it remembers of files that are as they were.
        changed: what was seen of others; those that were moved are taken out.
        force: whether all are read, so that none is only moved.

    Returns:
        What is known now; and by each place that is empty the file that its content stands in.
    """
    found = moves(store, known, changed)
    if force:
        return known, {**found.moved, **found.replaced}
    store.files.move(found.moved)
    store.files.put_stamps(
        [
            (new, look.stamp, look.seen)
            for new in found.moved.values()
            if (look := changed.pop(new)).stamp
        ]
    )
    at = {record.path: record for record in store.files.all()} if found.moved else {}
    return [*known, *(at[new] for new in found.moved.values())], found.replaced


def add(
    store: Store, encoder: Encoder, documents: Iterable[Document], progress: Progress | None = None
) -> None:
    """Put documents into an index that no file on the disk stands for, as ``build`` does others.

    Args:
        store: of the index.
        encoder: the model that the index was built with.
        documents: each with a ``file`` of its own, which need not be there.
        progress: told what goes on.
    """
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


def _within(
    limits: Limits, results: Iterable[tuple[Path, Prepared | ReadError]]
) -> Iterator[tuple[Path, Prepared | ReadError]]:
    """Leave out what would be more passages than may be added at a time."""
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
    """Make up for vectors that are missing.

    They are after a crash, after a file was forgotten whose text stood for another's, and where
    another version of the cut made the sentences.
    """
    uncut = {row["id"]: resentenced(row) for row in store.vectors.uncut_passages(texts.VERSION)}
    if uncut:
        store.vectors.put_sentences(texts.VERSION, uncut)
    missing: dict[bytes, str] = {}
    for row in store.vectors.wholes_without():
        missing[row["embedded"]] = whole_text(row)
    for row in store.vectors.sentences_without():
        sentence = Sentence.of(row["text"], row["start"], row["stop"])
        missing.setdefault(row["embedded"], sentence.text)
    items = list(missing.items())
    for at in range(0, len(items), _COMMIT):
        store.vectors.put(embedded(encoder, dict(items[at : at + _COMMIT]), tell))


def _prune(store: Store, paths: Sequence[Path]) -> int:
    roots = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100
    gone = [
        record.path
        for record in store.files.all()
        if not archives.exists(record.path)
        and (not roots or any(archives.is_at_or_below(record.path, root) for root in roots))
    ]
    for path in gone:
        store.files.remove(path)
    return len(gone)
