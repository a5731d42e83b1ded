"""Which passages lie nearest to a question? Exact search by FAISS over the store's vectors.

The file is derived: its name carries the store's id and generation, it is written beside the
old one and renamed into place, and it is built again whenever it is missing, behind or damaged. So
a crash at any instant leaves nothing worse than work to do again.

This is the only room that imports faiss.
"""

from __future__ import annotations

import contextlib
import os
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors

__all__ = ["VectorIndex", "file_name"]

_PREFIX: Final = "vectors-"
_SUFFIX: Final = ".faiss.npz"
_INDEX: Final = "faiss"


def file_name(store_id: str, generation: int) -> str:
    """Name the file of a store's vectors.

    Args:
        store_id: of the store that the vectors come from.
        generation: of the store at that time.
    """
    return f"{_PREFIX}{store_id[:12]}-{generation}{_SUFFIX}"


class VectorIndex:
    """Unit vectors with the ids of their passages, searched exactly by inner product.

    Attributes:
        arrays: what has to stay with the vectors to compare others with them, by name.
    """

    def __init__(self, index: Any, arrays: Mapping[str, Vectors]) -> None:
        self._index = index
        self.arrays = arrays

    @classmethod
    def of(
        cls,
        ids: Sequence[int] | NDArray[np.int64],
        vectors: Vectors,
        arrays: Mapping[str, Vectors],
    ) -> VectorIndex:
        """Build an index.

        Args:
            ids: ``(n,)`` passage ids.
            vectors: ``(n, dimension)`` float32, unit length.
            arrays: to be kept with them, in the same file.
        """
        index = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
        index.add_with_ids(
            np.ascontiguousarray(vectors, np.float32), np.asarray(ids, dtype=np.int64)
        )
        return cls(index, arrays)

    @classmethod
    def read(cls, path: Path, *, dimension: int, size: int) -> VectorIndex | None:
        """Read an index from its file; None where it is missing, damaged or not the one expected.

        Args:
            path: of the file.
            dimension: that its vectors must have.
            size: how many there must be.
        """
        if not path.is_file():
            return None
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            index = faiss.deserialize_index(arrays.pop(_INDEX))
        except (RuntimeError, OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None
        if index.d != dimension or index.ntotal != size:
            return None
        return cls(index, arrays)

    def write(self, path: Path) -> None:
        """Write the index to its file, atomically, and remove the files of older generations."""
        scratch = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with scratch.open("wb") as stream:
                arrays: dict[str, Any] = {_INDEX: faiss.serialize_index(self._index), **self.arrays}
                np.savez(stream, **arrays)
                stream.flush()
                os.fsync(stream.fileno())
            scratch.replace(path)
        finally:
            scratch.unlink(missing_ok=True)
        for other in path.parent.glob(f"{_PREFIX}*{_SUFFIX}"):
            if other != path:
                with contextlib.suppress(
                    OSError
                ):  # another process may still read it, or be quicker
                    other.unlink()

    @property
    def size(self) -> int:
        """How many vectors it holds."""
        return int(self._index.ntotal)

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
            Passage ids with their cosine, nearest first.
        """
        if self.size == 0 or k <= 0:
            return []
        parameters = None
        if among is not None:
            allowed = np.fromiter(among, dtype=np.int64)
            if allowed.size == 0:
                return []
            parameters = faiss.SearchParameters(  # type: ignore[call-arg] # SWIG adds them
                sel=faiss.IDSelectorBatch(allowed)
            )
        scores, ids = self._index.search(
            np.ascontiguousarray(query[None, :], np.float32), min(k, self.size), params=parameters
        )
        return [
            (int(passage), float(score))
            for passage, score in zip(ids[0], scores[0], strict=True)
            if passage >= 0  # FAISS fills up with -1 where fewer were allowed
        ]
