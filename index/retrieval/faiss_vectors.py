"""Which passages lie nearest to a question? Exact search by FAISS over the store's vectors.

A passage has one vector or several, one for each of its parts; it is as near as the nearest of
them, and is found once. Rows lie in groups (languages), so that the nearest of each can be asked.

The file is derived: its name carries the store's id and generation, it is written beside the
old one and renamed into place, and it is built again whenever it is missing, behind or damaged. So
a crash at any instant leaves nothing worse than work to do again.

This is the only room that imports faiss.
"""

from __future__ import annotations

import contextlib
import os
import threading
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import faiss
import numpy as np
from numpy.typing import NDArray

from index.model.encoder import Vectors

__all__ = ["VectorIndex", "file_name"]

_PREFIX: Final = "vectors-"
_SUFFIX: Final = ".faiss.npz"
_INDEX: Final = "faiss"
_IDS: Final = "rows/ids"
_BORDERS: Final = "rows/borders"
_SPANS: Final = "rows/spans"

_SPARE: Final = 3
"""How many times `k` rows are fetched at first, since several may be parts of one passage."""

_Whole = NDArray[np.int64]


def file_name(store_id: str, generation: int) -> str:
    """Name the file of a store's vectors.

    Args:
        store_id: of the store that the vectors come from.
        generation: of the store at that time.
    """
    return f"{_PREFIX}{store_id[:12]}-{generation}{_SUFFIX}"


class VectorIndex:
    """Vectors with the ids of their passages, searched exactly by inner product.

    Attributes:
        arrays: what has to stay with the vectors to compare others with them, by name.
    """

    def __init__(
        self, index: Any, ids: _Whole, borders: _Whole, spans: _Whole, arrays: Mapping[str, Any]
    ) -> None:
        self._index = index
        self._ids = ids
        self._borders = borders
        self._spans = spans
        self.arrays = arrays
        self._by_id = np.argsort(ids, kind="stable")
        self._sorted_ids = ids[self._by_id]
        self._reach = int(self._sorted_ids[-1]) + 1 if len(ids) else 0
        self.size = int(np.count_nonzero(np.diff(self._sorted_ids))) + min(1, len(ids))
        """How many passages it holds."""

    @classmethod
    def of(
        cls,
        ids: Sequence[int] | _Whole,
        vectors: Vectors,
        arrays: Mapping[str, Vectors],
        *,
        groups: Sequence[int] | _Whole | None = None,
        spans: Sequence[tuple[int, int]] | _Whole | None = None,
    ) -> VectorIndex:
        """Build an index.

        Args:
            ids: ``(n,)`` passage ids, 0 or more; several rows may be parts of one passage.
            vectors: ``(n, dimension)`` float32, at most unit length.
            arrays: to be kept with them, in the same file.
            groups: ``(n,)`` small numbers; all rows of a passage are in one group. One for all
                where it is None.
            spans: ``(n, 2)`` which part of its passage each row stands for; (0, 0) for the whole.
        """
        count = len(vectors)
        numbers = np.asarray(ids, np.int64).reshape(count)
        grouped = np.zeros(count, np.int64) if groups is None else np.asarray(groups, np.int64)
        parts = np.zeros((count, 2), np.int64) if spans is None else np.asarray(spans, np.int64)
        order = np.lexsort((np.arange(count), numbers, grouped))
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors[order], np.float32))
        borders = np.flatnonzero(np.diff(grouped[order])) + 1
        return cls(
            index,
            numbers[order],
            np.array([0, *borders.tolist(), count], np.int64),
            parts.reshape(count, 2)[order],
            arrays,
        )

    @classmethod
    def read(cls, path: Path, *, dimension: int, size: int) -> VectorIndex | None:
        """Read an index from its file; None where it is missing, damaged or not the one expected.

        Args:
            path: of the file.
            dimension: that its vectors must have.
            size: how many passages there must be.
        """
        if not path.is_file():
            return None
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            index = faiss.deserialize_index(arrays.pop(_INDEX))
            ids, borders, spans = (arrays.pop(name) for name in (_IDS, _BORDERS, _SPANS))
        except (RuntimeError, OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None
        if index.d != dimension or index.ntotal != len(ids) or len(spans) != len(ids):
            return None
        read = cls(index, ids, borders, spans, arrays)
        return read if read.size == size else None

    def write(self, path: Path) -> None:
        """Write the index to its file, atomically, and remove the files of older generations."""
        scratch = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            with scratch.open("wb") as stream:
                arrays: dict[str, Any] = {
                    _INDEX: faiss.serialize_index(self._index),
                    _IDS: self._ids,
                    _BORDERS: self._borders,
                    _SPANS: self._spans,
                    **self.arrays,
                }
                np.savez(stream, **arrays)
                stream.flush()
                os.fsync(stream.fileno())
            scratch.replace(path)
        finally:
            scratch.unlink(missing_ok=True)
        for other in path.parent.glob(f"{_PREFIX}*{_SUFFIX}"):
            if other != path and not _is_newer(other, path):
                with contextlib.suppress(
                    OSError
                ):  # another process may still read it, or be quicker
                    other.unlink()

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def search(
        self, query: Vectors, k: int, *, among: Iterable[int] | None = None
    ) -> list[tuple[int, float]]:
        """Find the nearest passages.

        Args:
            query: ``(dimension,)`` float32, unit length.
            k: at most how many.
            among: ids of the passages that may be found; all where it is None. The choice is made
                during the search, so that ``k`` are found wherever ``k`` are allowed.

        Returns:
            Passage ids, each once, with the inner product of their nearest row, nearest first.
        """
        return self._nearest(query, k, self._allowed(among), (0, len(self._ids)))

    def search_groups(
        self, query: Vectors, k: int, *, among: Iterable[int] | None = None
    ) -> list[list[tuple[int, float]]]:
        """Find the nearest passages of each group, as :meth:`search` does for all.

        Returns:
            A list for each group that has any passage that may be found.
        """
        allowed = self._allowed(among)
        spans = [
            (start, stop)
            for start, stop in pairwise(self._borders.tolist())
            if start < stop and (allowed is None or allowed[start:stop].any())
        ]
        return [self._nearest(query, k, allowed, span) for span in spans] if k > 0 else []

    def vectors(self, passages: Iterable[int]) -> dict[int, Vectors]:
        """Give one vector for each passage, the mean of its rows.

        Args:
            passages: ids; those that the index does not hold are left out.

        Returns:
            ``(dimension,)`` float32, unit length, by passage id.
        """
        found: dict[int, Vectors] = {}
        for passage, _, vectors in self._parts(passages):
            mean = vectors.mean(axis=0)
            found[passage] = np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-6), np.float32)
        return found

    def scores(self, query: Vectors, passages: Iterable[int]) -> dict[int, float]:
        """Score passages as :meth:`search` does; those that the index does not hold are left out.

        Args:
            query: ``(dimension,)`` float32, unit length.
            passages: ids.
        """
        return {
            passage: float((vectors @ query).max()) for passage, _, vectors in self._parts(passages)
        }

    def nearest_parts(
        self, query: Vectors, passages: Iterable[int]
    ) -> dict[int, tuple[int, int] | None]:
        """Find which part of each passage lies nearest to a question.

        Args:
            query: ``(dimension,)`` float32, unit length.
            passages: ids; those that the index does not hold are left out.

        Returns:
            The span of that part by passage id; None where the passage has but one vector, of the
            whole.
        """
        found: dict[int, tuple[int, int] | None] = {}
        for passage, rows, vectors in self._parts(passages):
            start, stop = self._spans[rows[int(np.argmax(vectors @ query))]].tolist()
            found[passage] = (start, stop) if stop > start else None
        return found

    # --- the inside ------------------------------------------------------------------------------

    def _parts(self, passages: Iterable[int]) -> Iterator[tuple[int, _Whole, Vectors]]:
        """For each passage that there is: its id, its rows, and their vectors."""
        wanted = np.unique(np.fromiter(passages, np.int64))
        starts = np.searchsorted(self._sorted_ids, wanted, "left").tolist()
        stops = np.searchsorted(self._sorted_ids, wanted, "right").tolist()
        for passage, start, stop in zip(wanted.tolist(), starts, stops, strict=True):
            if start < stop:
                rows = self._by_id[start:stop]
                yield passage, rows, self._index.reconstruct_batch(rows)

    def _allowed(self, among: Iterable[int] | None) -> NDArray[np.bool_] | None:
        """Which rows belong to the passages that may be found."""
        if among is None:
            return None
        wanted = np.asarray(among if isinstance(among, np.ndarray) else list(among), dtype=np.int64)
        table = np.zeros(self._reach, np.bool_)
        table[wanted[(wanted >= 0) & (wanted < self._reach)]] = True
        return table[self._ids]

    def _nearest(
        self, query: Vectors, k: int, allowed: NDArray[np.bool_] | None, span: tuple[int, int]
    ) -> list[tuple[int, float]]:
        start, stop = span
        most = stop - start if allowed is None else int(np.count_nonzero(allowed[start:stop]))
        if k <= 0 or most == 0:
            return []
        parameters = self._selector(allowed, span)
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

    def _selector(self, allowed: NDArray[np.bool_] | None, span: tuple[int, int]) -> Any:
        # Also where all may be found: what FAISS does without a selector, several threads for one
        # question, takes four times as long wherever another program wants a core (150,000 rows,
        # 60 ms for 14).
        start, stop = span
        chosen = np.zeros(len(self._ids), np.bool_)
        chosen[start:stop] = True if allowed is None else allowed[start:stop]
        bits: Any = np.packbits(chosen, bitorder="little")
        bitmap: Any = faiss.IDSelectorBitmap  # its wrapper in Python takes an array
        return faiss.SearchParameters(sel=bitmap(bits))  # type: ignore[call-arg] # SWIG adds them


def _is_newer(other: Path, path: Path) -> bool:
    """Whether another process wrote the file of a later generation meanwhile."""
    names = [one.name.removesuffix(_SUFFIX).rpartition("-") for one in (other, path)]
    (store, _, generation), (own_store, _, own) = names
    both_count = generation.isdecimal() and own.isdecimal()
    return store == own_store and both_count and int(generation) > int(own)
