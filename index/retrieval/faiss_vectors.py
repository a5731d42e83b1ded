"""Which passages lie nearest to a question? Exact search by FAISS over the store's vectors.

The file is derived: its name carries the stamp of the store's moment, it is written beside the old
one and renamed into place, and it is built again whenever it is missing, behind or damaged. So
a crash at any instant leaves nothing worse than work to do again.

This is the only room that imports faiss.
"""

from __future__ import annotations

import contextlib
import os
import threading
import tokenize
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import faiss
import numpy as np
from numpy.typing import NDArray

from index.model import Vectors
from index.retrieval.vectors import Scored, Whole

_PREFIX: Final = "vectors-"
_SUFFIX: Final = ".faiss.npz"
_INDEX: Final = "faiss"
_IDS: Final = "rows/ids"
_GROUPS: Final = "rows/groups"
_BORDERS: Final = "rows/borders"
_SPANS: Final = "rows/spans"

_DAMAGE: Final = (
    *(RuntimeError, OSError, ValueError, KeyError, EOFError, MemoryError, zipfile.BadZipFile),
    *(zlib.error, SyntaxError, tokenize.TokenError),  # NumPy reads a header as Python
)
"""What reading a damaged file may raise."""

_SPARE: Final = 3
"""How many times `k` rows are fetched at first, since several may be parts of one passage."""


def file_name(stamp: str) -> str:
    """Name the file of the vectors that were made of a store at the moment with this stamp."""
    return f"{_PREFIX}{stamp}{_SUFFIX}"


class FaissVectors:
    """Vectors in this process, searched exactly by inner product; a ``VectorEngine``.

    Args:
        dimension: length of a vector.
        stamp: of the moment of the store that the vectors come from.
    """

    def __init__(self, dimension: int, stamp: str) -> None:
        self.stamp = stamp
        empty = np.zeros(0, np.int64)
        self._set(faiss.IndexFlatIP(dimension), empty, empty, np.zeros((0, 2), np.int64))

    def _set(self, index: Any, ids: Whole, groups: Whole, spans: Whole) -> None:
        self._index = index
        self._ids, self._groups, self._spans = ids, groups, spans
        self._by_id = np.argsort(ids, kind="stable")
        self._sorted_ids = ids[self._by_id]
        self._reach = int(self._sorted_ids[-1]) + 1 if len(ids) else 0

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    @property
    def size(self) -> int:
        """How many passages there are."""
        return int(np.count_nonzero(np.diff(self._sorted_ids))) + min(1, len(self._ids))

    def add(self, ids: Whole, vectors: Vectors, groups: Whole, spans: Whole) -> None:
        """Add rows, those of one group beside each other, in order of their passages."""
        order = np.lexsort((np.arange(len(ids)), ids, groups))
        self._index.add(np.ascontiguousarray(vectors[order], np.float32))
        self._set(
            self._index,
            np.concatenate([self._ids, ids[order]]),
            np.concatenate([self._groups, groups[order]]),
            np.concatenate([self._spans, spans[order]]),
        )

    def remove(self, passages: Iterable[int]) -> None:
        """Take out all rows of passages."""
        gone = np.isin(self._ids, np.fromiter(passages, np.int64))
        self._index.remove_ids(faiss.IDSelectorBatch(np.flatnonzero(gone)))
        self._set(self._index, self._ids[~gone], self._groups[~gone], self._spans[~gone])

    def write(self, path: Path, arrays: Mapping[str, Vectors]) -> None:
        """Write the vectors to their file, atomically, and remove all others.

        Args:
            path: of the file.
            arrays: what has to stay with the vectors to compare others with them, by name.

        Raises:
            OSError: it cannot be written.
        """
        scratch = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            with scratch.open("wb") as stream:
                stored: dict[str, Any] = {
                    _INDEX: faiss.serialize_index(self._index),
                    _IDS: self._ids,
                    _GROUPS: self._groups,
                    _SPANS: self._spans,
                    **arrays,
                }
                np.savez(stream, **stored)
                stream.flush()
                os.fsync(stream.fileno())
            scratch.replace(path)
        finally:
            scratch.unlink(missing_ok=True)
        for other in path.parent.glob(f"{_PREFIX}*{_SUFFIX}"):
            if other != path:
                with contextlib.suppress(OSError):  # another process may be quicker
                    other.unlink()

    def search(self, query: Vectors, k: int, *, among: Iterable[int] | None = None) -> Scored:
        """Find the nearest passages."""
        return self._nearest(query, k, self._allowed(among))

    def search_groups(
        self, query: Vectors, k: int, *, among: Iterable[int] | None = None
    ) -> list[Scored]:
        """Find the nearest passages of each group."""
        allowed = self._allowed(among)
        found = (
            self._nearest(query, k, allowed & (self._groups == group))
            for group in np.unique(self._groups).tolist()
        )
        return [nearest for nearest in found if nearest]

    def of(self, passages: Iterable[int]) -> dict[int, Vectors]:
        """Give one vector for each passage: the mean of its rows, unit length."""
        found: dict[int, Vectors] = {}
        for passage, _, vectors in self._parts(passages):
            mean = vectors.mean(axis=0)
            found[passage] = np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-6), np.float32)
        return found

    def scores(self, query: Vectors, passages: Iterable[int]) -> dict[int, float]:
        """Score passages as :meth:`search` does."""
        return {
            passage: float((vectors @ query).max()) for passage, _, vectors in self._parts(passages)
        }

    def best_sentences(
        self, query: Vectors, passages: Iterable[int]
    ) -> dict[int, tuple[int, int] | None]:
        """Find which part of each passage lies nearest to a question."""
        found: dict[int, tuple[int, int] | None] = {}
        for passage, rows, vectors in self._parts(passages):
            start, stop = self._spans[rows[int(np.argmax(vectors @ query))]].tolist()
            found[passage] = (start, stop) if stop > start else None
        return found

    # --- the inside ------------------------------------------------------------------------------

    def _parts(self, passages: Iterable[int]) -> Iterator[tuple[int, Whole, Vectors]]:
        """For each passage that there is: its id, its rows, and their vectors."""
        wanted = np.unique(np.fromiter(passages, np.int64))
        starts = np.searchsorted(self._sorted_ids, wanted, "left").tolist()
        stops = np.searchsorted(self._sorted_ids, wanted, "right").tolist()
        for passage, start, stop in zip(wanted.tolist(), starts, stops, strict=True):
            if start < stop:
                rows = self._by_id[start:stop]
                yield passage, rows, self._index.reconstruct_batch(rows)

    def _allowed(self, among: Iterable[int] | None) -> NDArray[np.bool_]:
        """Which rows belong to the passages that may be found."""
        if among is None:
            return np.ones(len(self._ids), np.bool_)
        wanted = np.asarray(among if isinstance(among, np.ndarray) else list(among), dtype=np.int64)
        table = np.zeros(self._reach, np.bool_)
        table[wanted[(wanted >= 0) & (wanted < self._reach)]] = True
        return table[self._ids]

    def _nearest(self, query: Vectors, k: int, allowed: NDArray[np.bool_]) -> Scored:
        most = int(np.count_nonzero(allowed))
        if k <= 0 or most == 0:
            return []
        # Also where all may be found: what FAISS does without a selector, several threads for one
        # question, takes four times as long wherever another program wants a core (150,000 rows,
        # 60 ms for 14).
        bits: Any = np.packbits(allowed, bitorder="little")
        bitmap: Any = faiss.IDSelectorBitmap  # its wrapper in Python takes an array
        parameters = faiss.SearchParameters(sel=bitmap(bits))  # type: ignore[call-arg] # SWIG adds them
        asked = np.ascontiguousarray(query[None, :], np.float32)
        fetch = _SPARE * k
        while True:
            fetch = min(fetch, most)
            scores, rows = self._index.search(asked, fetch, params=parameters)
            found: dict[int, float] = {}
            kept = rows[0] >= 0  # FAISS fills up with -1 where there are fewer
            for passage, score in zip(
                self._ids[rows[0][kept]].tolist(), scores[0][kept].tolist(), strict=True
            ):
                found.setdefault(passage, score)
            if len(found) >= k or fetch == most:
                return list(found.items())[:k]
            fetch *= 4


def read(
    path: Path, *, dimension: int, size: int, stamp: str
) -> tuple[FaissVectors, dict[str, Vectors]] | None:
    """Read vectors from their file; None where it is missing, damaged or not the one expected.

    Args:
        path: of the file.
        dimension: that the vectors must have.
        size: how many passages there must be.
        stamp: of the moment of the store that the file was made from.

    Returns:
        The vectors, and the arrays that were written with them.
    """
    if not path.is_file():
        return None
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        index = faiss.deserialize_index(arrays.pop(_INDEX))
        ids, spans = arrays.pop(_IDS), arrays.pop(_SPANS)
        if _BORDERS in arrays:  # as files were written before: where each group begins and ends
            borders = arrays.pop(_BORDERS)
            arrays[_GROUPS] = np.repeat(np.arange(len(borders) - 1), np.diff(borders))
        groups = arrays.pop(_GROUPS)
    except _DAMAGE:
        return None
    if index.d != dimension or {len(ids), len(groups), len(spans)} != {index.ntotal}:
        return None
    vectors = FaissVectors(dimension, stamp)
    vectors._set(index, ids, groups, spans)  # noqa: SLF001 - its own file
    return (vectors, arrays) if vectors.size == size else None


def damaged_files(folder: Path) -> list[Path]:
    """Look which files of vectors in the folder of an index cannot be read."""
    damaged = []
    for path in sorted(folder.glob(f"{_PREFIX}*{_SUFFIX}")):
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
                for name in stored.files:
                    stored[name]
        except _DAMAGE:
            damaged.append(path)
    return damaged


def drop_files(folder: Path) -> None:
    """Delete the files of vectors in the folder of an index; they are made anew when needed."""
    for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        path.unlink(missing_ok=True)
