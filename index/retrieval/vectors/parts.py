"""Parts: rows of vectors that FAISS searches in one of three ways, by their number.

* ``exact``: 32-bit floats, every row.
* ``quantised``: 8-bit numbers, every row; a quarter of the memory, faster.
* ``clusters``: 8-bit numbers, rows of the nearest clusters (Sivic and Zisserman 2003).

The last two err by some thousandths of a cosine. Only this module imports faiss, when needed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.model import Vectors
from index.retrieval.vectors.engine import Scored, Whole

Kind = Literal["exact", "quantised", "clusters"]

EXACT_ROWS: Final = 50_000
QUANTISED_ROWS: Final = 250_000
"""Most rows to search exhaustively, as floats and as 8-bit numbers (`benchmarks.scale.engines`)."""

_PROBED: Final = 0.5
_PROBED_MORE: Final = 0.1
"""Share of the clusters to search, and its increase when half as many rows are allowed. Of the
nearest ten of a million that finds 0.997, in one language 0.995 (``benchmarks.scale``).
"""

_SPARE: Final = 3
"""Factor of `k` for the rows fetched first, since a passage may have several."""

_AT_ONCE: Final = 16
"""Queries that FAISS gets at once. From 20 on it finds their clusters by a product of matrices,
whose last bits are others than those of one query.
"""

_MOST: Final = 127


class Rows(NamedTuple):
    """Rows of vectors: passage ids, vectors, numbers of groups, spans in the passages."""

    ids: Whole
    vectors: Vectors
    groups: Whole
    spans: Whole


def kind_for(rows: int) -> Kind:
    """Choose the way to search so many rows."""
    if rows <= EXACT_ROWS:
        return "exact"
    return "quantised" if rows <= QUANTISED_ROWS else "clusters"


@dataclass(slots=True)
class VectorPart:
    """Rows of one group, searched in one way.

    Attributes:
        ids: ``(n,)`` passages of the rows.
        spans: ``(n, 2)`` offsets in the passage; (0, 0) for the whole.
        index: of FAISS; its rows are 0-based.
        scale: factor that turns vectors into 8-bit numbers.
        alive: ``(n,)`` whether a row still counts; None if all do.
    """

    kind: Kind
    group: int
    ids: Whole
    spans: Whole
    index: Any
    scale: float = 1.0
    alive: NDArray[np.bool_] | None = None
    _order: tuple[Whole, Whole] | None = None
    _bits: tuple[NDArray[np.bool_] | None, Any, int] | None = None
    _reach: int | None = None

    @classmethod
    def of(cls, rows: Rows, kind: Kind) -> VectorPart:
        """Make a part of rows of one group."""
        scale = 1.0 if kind == "exact" else _MOST / max(1e-6, float(np.abs(rows.vectors).max()))
        maker = Maker(kind, int(rows.groups[0]), rows.vectors.shape[1], scale)
        maker.add(rows)
        return maker.make()

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def reach(self) -> int:
        """One more than the highest id of a passage."""
        if self._reach is None:
            self._reach = int(self.ids.max()) + 1 if len(self) else 0
        return self._reach

    def merge_with(self, other: VectorPart) -> VectorPart:
        """Merge two exact parts, without obsolete rows."""
        ids, vectors, spans = [], [], []
        for part in (self, other):
            rows = np.arange(len(part)) if part.alive is None else np.flatnonzero(part.alive)
            ids.append(part.ids[rows])
            vectors.append(part.vectors(rows))
            spans.append(part.spans[rows])
        groups = np.full(sum(map(len, ids)), self.group)
        rows_of_both = Rows(
            np.concatenate(ids), np.concatenate(vectors), groups, np.concatenate(spans)
        )
        return VectorPart.of(rows_of_both, "exact")

    def drop(self, ranges: Whole) -> None:
        """Make rows of passages obsolete: ``(n, 2)`` ascending half-open ranges of ids."""
        if not len(ranges):
            return
        positions = np.searchsorted(ranges[:, 0], self.ids, "right") - 1
        gone = (positions >= 0) & (self.ids < ranges[np.maximum(positions, 0), 1])
        if gone.any():
            alive = np.ones(len(self), np.bool_) if self.alive is None else self.alive
            self.alive = alive & ~gone
            self._bits = None

    def rows_of(self, passages: Whole) -> tuple[Whole, Whole, Whole]:
        """Return the present passages by ascending id, their numbers of rows, and all rows."""
        if self._order is None:
            order = np.argsort(self.ids, kind="stable")
            self._order = order, self.ids[order]
        order, ids = self._order
        starts = np.searchsorted(ids, passages, "left")
        counts = np.searchsorted(ids, passages, "right") - starts
        before = np.cumsum(counts) - counts
        rows = order[np.arange(counts.sum()) + np.repeat(starts - before, counts)]
        if self.alive is not None:
            is_alive = self.alive[rows]
            of = np.repeat(np.arange(len(passages)), counts)[is_alive]
            counts, rows = np.bincount(of, minlength=len(passages)), rows[is_alive]
        return passages[counts > 0], counts[counts > 0], rows

    def vectors(self, rows: Whole) -> Vectors:
        """Return the vectors of rows, as precisely as they are stored."""
        return np.asarray(self.index.reconstruct_batch(rows) / self.scale, np.float32)

    def nearest_to_each(
        self, queries: Vectors, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> list[Scored]:
        """Find for each query the ``k`` nearest passages; ``allowed`` has a bit for each id."""
        chosen = self._select_rows(allowed)
        if k <= 0 or not chosen[1]:
            return [[] for _ in queries]
        import faiss

        # Threads that wait for each other at one question take longer than the question does.
        faiss.omp_set_num_threads(1)
        reach = min(_SPARE * k, chosen[1]), self._count_probes(chosen[1])
        return [
            nearest
            for start in range(0, len(queries), _AT_ONCE)
            for nearest in self._search_rows(queries[start : start + _AT_ONCE], k, chosen, reach)
        ]

    # --- the inside ------------------------------------------------------------------------------

    def _search_rows(
        self, queries: Vectors, k: int, chosen: tuple[Any, int], reach: tuple[int, int | None]
    ) -> list[Scored]:
        """Search so many rows, of so many clusters, and further for too few passages."""
        (bits, most), (fetch, probes) = chosen, reach
        scaled = [self._scale_query(query) for query in queries]
        every_score, every_row = self.index.search(
            np.concatenate([query for query, _ in scaled]),
            fetch,
            params=self._make_parameters(bits, probes),
        )
        looked_at_all = probes is None or probes == self.index.nlist
        nearest: list[Scored] = []
        for place, (scores, rows) in enumerate(zip(every_score, every_row, strict=True)):
            is_row = rows >= 0  # FAISS fills up with -1 where there are fewer
            ids = self.ids[rows[is_row]]
            first = np.sort(np.unique(ids, return_index=True)[1])[:k]  # each passage's nearest
            if len(first) >= k or (looked_at_all and fetch == most):
                near = (scores[is_row] * scaled[place][1])[first]
                nearest.append(list(zip(ids[first].tolist(), near.tolist(), strict=True)))
                continue
            further = fetch, None if probes is None else self.index.nlist
            if is_row.all():
                further = min(4 * fetch, most), probes
            nearest += self._search_rows(queries[place : place + 1], k, chosen, further)
        return nearest

    def _scale_query(self, query: Vectors) -> tuple[Vectors, float]:
        if self.kind == "exact":
            return np.ascontiguousarray(query[None, :], np.float32), 1.0
        scale = _MOST / max(1e-6, float(np.abs(query).max()))
        return np.rint(query[None, :] * np.float32(scale)), 1.0 / (scale * self.scale)

    def _select_rows(self, allowed: NDArray[np.bool_] | None) -> tuple[Any, int]:
        """Return a bit for each row that may be found, and how many these are.

        Those of the last choice stay: reports ask many questions of the same passages.
        """
        last = self._bits
        if last is not None and last[0] is allowed:
            return last[1:]
        chosen = np.ones(len(self), np.bool_) if self.alive is None else self.alive
        if allowed is not None:
            chosen = chosen & allowed[self.ids]
        bits = np.packbits(chosen, bitorder="little"), int(np.count_nonzero(chosen))
        self._bits = (allowed, *bits)
        return bits

    def _count_probes(self, most: int) -> int | None:
        """Return the number of clusters to search: more if fewer rows are allowed."""
        if self.kind != "clusters":
            return None
        share = _PROBED + _PROBED_MORE * math.log2(len(self) / most)
        return int(min(self.index.nlist, math.ceil(share * self.index.nlist)))

    def _make_parameters(self, bits: Any, probes: int | None) -> Any:
        import faiss

        # Also where all may be found: what FAISS does without a selector, several threads for one
        # question, takes four times as long wherever another program wants a core.
        bitmap: Any = faiss.IDSelectorBitmap  # its wrapper in Python takes an array
        if probes is None:
            return faiss.SearchParameters(sel=bitmap(bits))  # type: ignore[call-arg] # SWIG adds them
        return faiss.SearchParametersIVF(sel=bitmap(bits), nprobe=probes)  # type: ignore[call-arg]

    def save(self, path: Path) -> None:
        """Write the rows to ``path`` and their passages next to it; raise OSError on failure.

        If FAISS opens the file itself, it does not report whether the last bytes reached the disk.
        """
        import faiss

        writer: Any = faiss.PyCallbackIOWriter  # type: ignore[attr-defined] # SWIG adds it
        with path.open("wb") as stream:
            faiss.write_index(self.index, writer(stream.write))
        with _name_rows_file(path).open("wb") as stream:
            stream.write(np.ascontiguousarray(self.ids, "<i8").tobytes())
            stream.write(np.ascontiguousarray(self.spans, "<i8").tobytes())

    @classmethod
    def load(cls, path: Path, kind: Kind, group: int, rows: int, dimension: int) -> VectorPart:
        """Open the files of :meth:`save`, memory-mapped; raise an error where they mismatch."""
        import faiss

        numbers = np.memmap(_name_rows_file(path), "<i8", "r") if rows else np.zeros(0, np.int64)
        # Not `IO_FLAG_MMAP`: for clusters it lets 32 threads read ahead, at every question, what
        # memory holds already.
        index: Any = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        expected = (rows, dimension, faiss.METRIC_INNER_PRODUCT)
        if (index.ntotal, index.d, index.metric_type) != expected or len(numbers) != 3 * rows:
            raise ValueError(f"{path.name} is not what it was written as.")
        if kind == "clusters":
            index.make_direct_map()
        flat = np.asarray(numbers)
        return cls(kind, group, flat[:rows], flat[rows:].reshape(-1, 2), index)


class Maker:
    """A maker of a part from rows that come in batches; ``scale`` is for 8-bit numbers."""

    def __init__(self, kind: Kind, group: int, dimension: int, scale: float) -> None:
        self._kind: Kind = kind
        self._group, self._dimension, self._scale = group, dimension, scale
        self._ids: list[Whole] = []
        self._spans: list[Whole] = []
        self._codes: list[NDArray[Any]] = []

    def add(self, rows: Rows) -> None:
        """Add rows of the group."""
        self._ids.append(rows.ids)
        self._spans.append(rows.spans)
        if self._kind == "exact":
            self._codes.append(rows.vectors)
        else:
            codes = np.clip(np.rint(rows.vectors * np.float32(self._scale)), -_MOST, _MOST)
            self._codes.append(codes.astype(np.int8))

    def make(self) -> VectorPart:
        """Return the part."""
        import faiss

        index: Any
        if self._kind == "exact":
            index = faiss.IndexFlatIP(self._dimension)
        elif self._kind == "quantised":
            direct = faiss.ScalarQuantizer.QT_8bit_direct_signed
            index = faiss.IndexScalarQuantizer(self._dimension, direct, faiss.METRIC_INNER_PRODUCT)
        else:
            index = self._make_clusters()
        for codes in self._codes:
            index.add(np.ascontiguousarray(codes, np.float32))
        if self._kind == "clusters":
            index.make_direct_map()
        return VectorPart(
            self._kind,
            self._group,
            np.concatenate(self._ids),
            np.concatenate(self._spans),
            index,
            self._scale if self._kind != "exact" else 1.0,
        )

    def _make_clusters(self) -> Any:
        import faiss

        rows = sum(map(len, self._codes))
        lists = max(1, int(math.sqrt(rows)))
        # FAISS asks for 39 rows a cluster, and takes 256 at most: every so manieth will do.
        step = max(1, rows // (64 * lists))
        sample = np.concatenate([codes[::step] for codes in self._codes]).astype(np.float32)
        index = faiss.IndexIVFScalarQuantizer(
            faiss.IndexFlatIP(self._dimension),
            self._dimension,
            lists,
            faiss.ScalarQuantizer.QT_8bit_direct_signed,
            faiss.METRIC_INNER_PRODUCT,
            False,  # not by residual: the codes are the vectors
        )
        index.cp.spherical = True
        index.cp.niter = 8
        index.train(sample)
        return index


def _name_rows_file(path: Path) -> Path:
    return path.with_suffix(".rows")
