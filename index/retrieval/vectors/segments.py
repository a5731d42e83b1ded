"""How do parts make one engine of vectors? What is new stands in small ones beside the large."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from index.model import Vectors
from index.retrieval.vectors.engine import Scored, Whole
from index.retrieval.vectors.parts import Kind, Part, Rows


class Segments:
    """Vectors in this process, in parts; a ``VectorEngine``.

    Args:
        dimension: length of a vector.
        stamp: of the moment of the store that the vectors come from.
        parts: that there are already.
    """

    def __init__(self, dimension: int, stamp: str, parts: Iterable[Part] = ()) -> None:
        self.dimension = dimension
        self.stamp = stamp
        self._parts = [part for part in parts if len(part)]
        self._growing: dict[int, Part] = {}

    @property
    def size(self) -> int:
        """How many passages there are."""
        return sum(
            len(np.unique(part.ids if part.alive is None else part.ids[part.alive]))
            for part in self._parts
        )

    @property
    def rows(self) -> int:
        """How many rows there are, those included that count no more."""
        return sum(map(len, self._parts))

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """How parts are searched."""
        return tuple(dict.fromkeys(part.kind for part in self._parts))

    @property
    def is_exact(self) -> bool:
        """Whether scores are exact; otherwise by some thousandths."""
        return all(kind == "exact" for kind in self.kinds)

    def add(self, ids: Whole, vectors: Vectors, groups: Whole, spans: Whole) -> None:
        """Add rows: each group has one part that grows."""
        for group in np.unique(groups).tolist():
            chosen = np.flatnonzero(groups == group)
            rows = Rows(ids[chosen], vectors[chosen], groups[chosen], spans[chosen])
            if group in self._growing:
                self._growing[group].add(rows)
            else:
                self._growing[group] = Part.of(rows, "exact")
                self._parts.append(self._growing[group])

    def remove(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Take out all rows of passages."""
        gone = np.array(sorted(ranges), np.int64).reshape(-1, 2)
        for part in self._parts:
            part.drop(gone)

    def search(self, query: Vectors, k: int, *, among: Iterable[int] | None = None) -> Scored:
        """Find the nearest passages."""
        found = [one for group in self.search_groups(query, k, among=among) for one in group]
        return sorted(found, key=lambda item: -item[1])[: max(k, 0)]

    def search_groups(
        self, query: Vectors, k: int, *, among: Iterable[int] | None = None
    ) -> list[Scored]:
        """Find the nearest passages of each group."""
        allowed = None if among is None else _bitmap(among)
        groups: dict[int, Scored] = {}
        for part in self._parts:
            groups.setdefault(part.group, []).extend(part.nearest(query, k, allowed))
        nearest = (
            sorted(groups[group], key=lambda item: -item[1])[: max(k, 0)]
            for group in sorted(groups)
        )
        return [found for found in nearest if found]

    def of(self, passages: Iterable[int]) -> dict[int, Vectors]:
        """Give one vector for each passage: the mean of its rows, unit length."""
        found: dict[int, Vectors] = {}
        for passage, _, vectors in self._rows(passages):
            mean = vectors.mean(axis=0)
            found[passage] = np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-6), np.float32)
        return found

    def scores(self, query: Vectors, passages: Iterable[int]) -> dict[int, float]:
        """Score passages as :meth:`search` does."""
        return {
            passage: float((vectors @ query).max()) for passage, _, vectors in self._rows(passages)
        }

    def best_sentences(
        self, query: Vectors, passages: Iterable[int]
    ) -> dict[int, tuple[int, int] | None]:
        """Find which part of each passage lies nearest to a question."""
        found: dict[int, tuple[int, int] | None] = {}
        for passage, spans, vectors in self._rows(passages):
            start, stop = spans[int(np.argmax(vectors @ query))].tolist()
            found[passage] = (start, stop) if stop > start else None
        return found

    # --- the inside ------------------------------------------------------------------------------

    def _rows(self, passages: Iterable[int]) -> Iterator[tuple[int, Whole, Vectors]]:
        """For each passage that there is: its id, and the spans and vectors of its rows."""
        wanted = np.unique(np.fromiter(passages, np.int64))
        for part in self._parts:
            found = list(part.rows_of(wanted))
            if not found:
                continue
            vectors = part.vectors(np.concatenate([rows for _, rows in found]))
            at = 0
            for passage, rows in found:
                yield passage, part.spans[rows], vectors[at : at + len(rows)]
                at += len(rows)


def _bitmap(ids: Iterable[int]) -> NDArray[np.bool_]:
    wanted = ids if isinstance(ids, np.ndarray) else np.fromiter(ids, np.int64)
    wanted = wanted[wanted >= 0]
    # An id beyond those of passages makes no difference, and must not take memory.
    wanted = wanted[wanted < _REACH]
    table = np.zeros(int(wanted.max()) + 1 if len(wanted) else 1, np.bool_)
    table[wanted] = True
    return table


_REACH = 1 << 28
