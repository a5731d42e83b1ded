"""Documents in, index out: which files are new, what is embedded, what is forgotten."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final, Literal

from corpus.documents import Document
from corpus.errors import NoSuchPathError, ReadError
from index.versions import twins, versions
from index.store.embedded import embedded_text, windows
from index.model.encoder import Encoder, Vectors
from index.store.documents import FileRecord, Store, leading, path_text
from ingest.files import archives, find
from ingest.read import READERS_VERSION
from ingest.limits import Limits
from ingest.workers import read_all

__all__ = ["Progress", "Report", "Step", "add", "build"]

Step = Literal["files", "passages"]

Progress = Callable[[Step, int, int], None]
"""Told what goes on: the step, how many are done since it was told last, how many there are now."""


_COMMIT: Final = 1000
"""Passages embedded between two commits, where vectors are made up for."""


@dataclass(slots=True)
class Report:
    """What an ingest did, as the command's contract shows it.

    Attributes:
        files: how many were looked at.
        ingested: read and embedded now.
        unchanged: known already.
        failed: file, code and message of those that give no passages.
        warnings: file, code and message of what was met on the way.
        removed: how many were forgotten since they are gone.
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
        limits: for reading one file.
        progress: told what goes on.

    Raises:
        OtherModelError: the index was built with another model.
        IndexStoreError: the index cannot be written.
    """
    began = monotonic()
    tell = progress or (lambda *_: None)
    store.use_model(encoder.name, encoder.dimension)
    report = Report()
    files, absent = find(paths)
    report.removed = _prune(store, paths) if prune else 0
    for error, path in absent:
        if not (prune and isinstance(error, NoSuchPathError) and report.removed):
            report.failed.append((path_text(path), error.code, error.message))
    report.files = len(files) + len(report.failed)

    known: dict[Path, tuple[int, str]] = {}
    changed: list[Path] = []
    tell("files", 0, len(files))
    for path in files:
        size, digest = archives.fingerprint(path)
        known[path] = (size, digest)
        record = store.file(path)
        if record and not force and _is_unchanged(record, size, digest):
            report.unchanged += 1
            report.warnings.extend(
                (record.shown, item.code, item.message) for item in record.warnings
            )
            tell("files", 1, len(files))
        else:
            changed.append(path)

    for path, result in read_all(changed, workers=workers, limits=limits):
        size, digest = known[path]
        if isinstance(result, ReadError):
            store.put_failure(path, size=size, sha256=digest, reader=READERS_VERSION, error=result)
            report.failed.append((path_text(path), result.code, result.message))
        else:
            _put(store, encoder, result, size, digest, tell)
            report.ingested += 1
            report.warnings.extend(
                (path_text(path), item.code, item.message) for item in result.warnings
            )
        tell("files", 1, len(files))

    if report.ingested or report.removed or report.failed:
        store.drop_unused_vectors()
    report.warnings.extend(twins.pair(store))
    _embed_missing(store, encoder, tell)
    versions.align_documents(store)
    report.failed.sort()
    report.warnings.sort()
    report.passages = store.count_passages()
    report.seconds = monotonic() - began
    return report


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
    store.use_model(encoder.name, encoder.dimension)
    for document in documents:
        _put(store, encoder, document, 0, "", tell, later=True)
    _embed_missing(store, encoder, tell)


def _is_unchanged(record: FileRecord, size: int, digest: str) -> bool:
    # A file that failed is tried again: what was missing may be there now.
    return (
        record.code is None
        and record.reader == READERS_VERSION
        and record.bytes == size
        and record.sha256 == digest
        and digest != ""
    )


def _put(
    store: Store,
    encoder: Encoder,
    document: Document,
    size: int,
    digest: str,
    tell: Progress,
    *,
    later: bool = False,
) -> None:
    """Store a document; its vectors too, unless they are made ``later`` for many together."""
    title = document.metadata.title
    texts = [
        embedded_text(title, passage.heading, passage.label, passage.text)
        for passage in document.passages
    ]
    digests = [hashlib.sha256(text.encode("utf-8")).digest() for text in texts]
    twin = twins.shown_twin(store, document)
    missing: dict[bytes, str] = {}
    carried = leading(document.passages)
    for passage, text, key, leads in zip(document.passages, texts, digests, carried, strict=True):
        if twin is None and not leads:
            missing[key] = text
            missing |= {window.digest: window.text for window in windows(passage.text, text)}
    for key in store.known_vectors([*missing]):
        del missing[key]
    store.put_document(
        document,
        size=size,
        sha256=digest,
        reader=READERS_VERSION,
        digests=digests,
        vectors={} if later else _embedded(encoder, missing, tell),
        twin_id=twin,
    )


def _embed_missing(store: Store, encoder: Encoder, tell: Progress) -> None:
    store.cut_passages()
    missing = store.missing_vectors()
    for at in range(0, len(missing), _COMMIT):
        store.put_vectors(_embedded(encoder, dict(missing[at : at + _COMMIT]), tell))


def _embedded(encoder: Encoder, texts: Mapping[bytes, str], tell: Progress) -> dict[bytes, Vectors]:
    tell("passages", 0, len(texts))
    vectors = encoder.passages(
        list(texts.values()), lambda done: tell("passages", done, len(texts))
    )
    return dict(zip(texts, vectors, strict=True))


def _prune(store: Store, paths: Sequence[Path]) -> int:
    roots = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100
    gone = [
        record.path
        for record in store.files()
        if not archives.exists(record.path)
        and (not roots or any(archives.is_at_or_below(record.path, root) for root in roots))
    ]
    for path in gone:
        store.remove(path)
    return len(gone)
