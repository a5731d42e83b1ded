"""A second engine of vectors, in the memory of this process, as somebody else's package brings it.

It is found as such a package is, by an entry point: see :func:`install`.
"""

from __future__ import annotations

import secrets
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from index.model import Vectors
from index.retrieval.vectors import (
    GROUP,
    GoneError,
    Holding,
    Rows,
    Scored,
    Selection,
    Sparse,
)
from tests.milvus_server import MilvusServer


@dataclass
class _Collection:
    """Rows and words, by passage."""

    rows: dict[int, Rows] = field(default_factory=dict)
    words: dict[int, Sparse] = field(default_factory=dict)


@dataclass
class _Memory:
    """Collections and texts at one address."""

    texts: dict[str, str] = field(default_factory=dict)
    collections: dict[str, _Collection] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


_MEMORIES: Final[defaultdict[str, _Memory]] = defaultdict(_Memory)


class MemoryServer:
    """A ``Server`` of vectors and words that forgets all when the process ends.

    Args:
        setting: its address, ``memory://NAME``.
    """

    def __init__(self, setting: str) -> None:
        self.address = setting
        self._memory = _MEMORIES[setting]

    def text(self, name: str) -> str | None:
        return self._memory.texts.get(name)

    def put_text(self, name: str, text: str) -> None:
        self._memory.texts[name] = text

    def drop_texts(self, but: Sequence[str]) -> None:
        for name in self._memory.texts.keys() - {*but}:
            del self._memory.texts[name]

    def new_rows(self, dimension: int, expected: int) -> str:  # noqa: ARG002 - it takes any
        name = secrets.token_hex(8)
        self._memory.collections[name] = _Collection()
        return name

    def drop_rows(self, but: Sequence[str]) -> None:
        for name in self._memory.collections.keys() - {*but}:
            del self._memory.collections[name]

    def put_rows(self, name: str, rows: Rows) -> None:
        with self._memory.lock:
            for passage in np.unique(rows.ids).tolist():
                own = rows.ids == passage
                self._collection(name).rows[passage] = Rows(*(column[own] for column in rows))

    def put_words(self, name: str, words: Mapping[int, Sparse]) -> None:
        with self._memory.lock:
            self._collection(name).words.update({item: own for item, own in words.items() if own})

    def settle_rows(self, name: str) -> None:
        self._collection(name)

    def remove_rows(self, name: str, ranges: Sequence[tuple[int, int]]) -> None:
        with self._memory.lock:
            collection = self._collection(name)
            for start, stop in ranges:
                for by_passage in (collection.rows, collection.words):
                    for passage in [passage for passage in by_passage if start <= passage < stop]:
                        del by_passage[passage]

    def count_rows(self, name: str) -> int:
        with self._memory.lock:
            return sum(len(rows.ids) for rows in self._collection(name).rows.values())

    def count_words(self, name: str) -> int:
        return len(self._collection(name).words)

    def rows_of(self, name: str, passages: Sequence[int], dimension: int) -> Iterator[Rows]:  # noqa: ARG002 - rows have it
        with self._memory.lock:
            rows = self._collection(name).rows
            hits = [rows[passage] for passage in passages if passage in rows]
        if hits:
            yield Rows(*(np.concatenate(columns) for columns in zip(*hits, strict=True)))

    def nearest(
        self, name: str, query: Vectors, k: int, group: int, selection: Selection
    ) -> Scored:
        with self._memory.lock:
            rows = self._collection(name).rows
            ids = [item for item, own in rows.items() if own.groups[0] == group]
            allowed = selection.allows(np.array(ids, np.int64)).tolist()
            hits = [
                (passage, float((rows[passage].vectors @ query).max()))
                for passage, may_be in zip(ids, allowed, strict=True)
                if may_be
            ]
        return sorted(hits, key=lambda scored: -scored[1])[:k]

    def with_words(
        self,
        name: str,
        queries: Sequence[Sparse],
        k: int,
        selection: Selection,
        *,
        has_weights: bool = False,  # noqa: ARG002 - they cost nothing here
    ) -> list[list[Holding]]:
        with self._memory.lock:
            words = dict(self._collection(name).words)
        allowed = selection.allows(np.array([*words], np.int64)).tolist()
        hits: list[list[Holding]] = []
        for query in queries:
            scored = [
                (passage, sum(query[word] * own[word] for word in query.keys() & own.keys()), own)
                for (passage, own), may_be in zip(words.items(), allowed, strict=True)
                if may_be and not query.keys().isdisjoint(own)
            ]
            hits.append(sorted(scored, key=lambda holding: -holding[1])[:k])
        return hits

    def _collection(self, name: str) -> _Collection:
        try:
            return self._memory.collections[name]
        except KeyError as error:
            raise GoneError(f"{self.address} has no collection {name}.") from error


def install(folder: Path, **servers: str) -> None:
    """Write what an installer leaves of a package that brings servers, for ``sys.path``."""
    about = folder / "some_engine-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: some-engine\nVersion: 1.0\n")
    lines = [f"[{GROUP}]", *(f"{scheme} = {value}" for scheme, value in servers.items())]
    (about / "entry_points.txt").write_text("\n".join(lines))


ENGINES: Final = (pytest.param("milvus", marks=pytest.mark.process), "memory")
"""The engine that is built in, and this one, as parameters of a fixture."""


def engine_address(request: pytest.FixtureRequest, name: str) -> str:
    """Name a collection at the engine that a fixture has as its parameter."""
    if request.param == "milvus":
        server: MilvusServer = request.getfixturevalue("milvus")
        return server.address(name)
    request.getfixturevalue("memory_engine")
    return f"memory://{name}"
