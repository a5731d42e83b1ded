"""Writing of documents with their vectors into the store, in groups and in order.

A thread embeds one group while other processes read the next, and the one before is written. Each
document takes one transaction, in the given order, so that ids depend on nothing else.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Literal, Self

from corpus.errors import ReadError
from index.indexing.change_detection import FileLook
from index.model import Encoder, Vectors
from index.store import PreparedDocument, Store
from index.versions import stands_for
from ingest.read import READERS_VERSION

Step = Literal["files", "passages"]

Progress = Callable[[Step, int, int], None]
"""Callback with the step, the number done since the last call, and the total so far."""

_GROUP: Final = 200
"""Least number of passages embedded together, about 500 texts; a killed run loses two groups."""


@dataclass(slots=True)
class _WriteGroup:
    items: list[tuple[FileLook, PreparedDocument | ReadError, int | None]] = field(
        default_factory=list
    )
    texts: dict[bytes, str] = field(default_factory=dict)
    keys: set[tuple[str | None, str | None]] = field(default_factory=set)
    passages: int = 0


class Writing:
    """Writer of prepared documents to a store; at the end of the context all are written.

    It calls ``tell`` with each step, also from another thread, and notes progress in the store for
    other processes. Of ``files`` files, ``done`` need no writing.
    """

    def __init__(
        self, store: Store, encoder: Encoder, tell: Progress, done: int, files: int
    ) -> None:
        self._store = store
        self._encoder = encoder
        self._tell = tell
        self._done = done
        self._files = files
        self._pool = ThreadPoolExecutor(1, "embedding")
        self._is_over = threading.Event()
        self._filling = _WriteGroup()
        self._under_way: tuple[_WriteGroup, Future[dict[bytes, Vectors]]] | None = None

    def __enter__(self) -> Self:
        self._store.note_ingest(self._done, self._files)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.flush()
        finally:
            self._is_over.set()  # the thread ends at its next batch
            self._pool.shutdown(cancel_futures=True)

    def skip(self) -> None:
        """Count a file with nothing to write."""
        self._done += 1
        self._tell("files", 1, self._files)

    def put(self, look: FileLook, result: PreparedDocument | ReadError) -> None:
        """Queue a document, or the error in its place."""
        if isinstance(result, ReadError):
            self._filling.items.append((look, result, None))
            return
        document, prepared = result.document, result
        key = (document.metadata.symbol, document.language)
        waiting_keys = self._under_way[0].keys if self._under_way else set()
        if key[0] is not None and key in self._filling.keys | waiting_keys:
            self.flush()  # it may say the same as the one that waits
        same_as = stands_for(self._store, document)
        if same_as is None:
            waiting = {} if self._under_way is None else self._under_way[0].texts
            missing = {
                digest: text
                for digest, text in prepared.texts.items()
                if digest not in waiting and digest not in self._filling.texts
            }
            for known in self._store.vectors.among([*missing]):
                del missing[known]
            self._filling.texts |= missing
        self._filling.items.append((look, prepared, same_as))
        self._filling.keys.add(key)
        self._filling.passages += len(prepared.passages)
        if self._filling.passages >= _GROUP:
            self._begin()

    def flush(self) -> None:
        """Write everything that is queued."""
        self._begin()
        self._begin()

    # --- the inside ------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Start to embed one group, and write the one before meanwhile."""
        before = self._under_way
        vectors = {} if before is None else before[1].result()
        self._under_way = None
        if self._filling.items:
            if self._filling.texts:
                # Loaded here: Ctrl-C does not reach the thread, and loading can take long.
                _ = self._encoder.model_tokens
            future = self._pool.submit(
                embed, self._encoder, self._filling.texts, self._tell_or_stop
            )
            self._under_way = self._filling, future
            self._filling = _WriteGroup()
        if before is not None:
            self._write(before[0], vectors)

    def _tell_or_stop(self, step: Step, done: int, total: int) -> None:
        if self._is_over.is_set():
            raise KeyboardInterrupt
        self._tell(step, done, total)

    def _write(self, group: _WriteGroup, vectors: Mapping[bytes, Vectors]) -> None:
        for look, item, same_as in group.items:
            if isinstance(item, ReadError):
                self._store.files.put_failure(
                    look.path,
                    size=look.size,
                    sha256=look.sha256,
                    reader=READERS_VERSION,
                    error=item,
                )
                continue
            self._store.put_document(
                item,
                size=look.size,
                sha256=look.sha256,
                reader=READERS_VERSION,
                vectors={digest: vectors[digest] for digest in item.texts if digest in vectors},
                same_as=same_as,
            )
        self._store.files.put_stamps(
            [(look.path, look.stamp, look.seen) for look, *_ in group.items if look.stamp]
        )
        self._done += len(group.items)
        self._store.note_ingest(self._done, self._files)
        self._tell("files", len(group.items), self._files)


def embed(encoder: Encoder, texts: Mapping[bytes, str], tell: Progress) -> dict[bytes, Vectors]:
    """Embed texts by digest: ``(dimension,)`` float32, unit length."""
    if not texts:
        return {}
    tell("passages", 0, len(texts))
    vectors = encoder.passages(
        list(texts.values()), lambda done: tell("passages", done, len(texts))
    )
    return dict(zip(texts, vectors, strict=True))
