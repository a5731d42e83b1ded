"""Engine of vectors in this process: new rows are in small parts next to the large."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.model import Vectors
from index.retrieval.vectors.engine import Among, Scored, VectorEngine, Whole
from index.retrieval.vectors.parts import Kind, Rows, VectorPart

_POOL: Final = ThreadPoolExecutor(os.cpu_count(), "parts")
"""Threads that search parts in parallel: FAISS computes without the interpreter's lock."""


class Segments(VectorEngine):
    """Vectors in this process, in parts."""

    def __init__(self, dimension: int, stamp: str, parts: Iterable[VectorPart] = ()) -> None:
        self.dimension = dimension
        self.stamp = stamp
        self._whole = [part for part in parts if len(part)]
        self._growing: dict[int, list[VectorPart]] = {}
        self._marked: tuple[Among, NDArray[np.bool_]] | None = None

    def copy(self) -> Segments:
        """Return an independent engine of the same rows."""
        other = Segments(self.dimension, self.stamp, map(replace, self._whole))
        other._growing = {
            group: [replace(part) for part in parts] for group, parts in self._growing.items()
        }
        return other

    @property
    def _parts(self) -> list[VectorPart]:
        return [*self._whole, *(part for parts in self._growing.values() for part in parts)]

    @property
    def size(self) -> int:
        """The number of passages."""
        return sum(
            len(np.unique(part.ids if part.alive is None else part.ids[part.alive]))
            for part in self._parts
        )

    @property
    def rows(self) -> int:
        """The number of rows, with obsolete ones."""
        return sum(map(len, self._parts))

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of the parts."""
        return tuple(dict.fromkeys(part.kind for part in self._parts))

    @property
    def is_local(self) -> bool:
        """Whether all rows are in this process: always."""
        return True

    @property
    def is_exact(self) -> bool:
        """Whether scores are exact; otherwise within some thousandths."""
        return all(kind == "exact" for kind in self.kinds)

    def add(self, ids: Whole, vectors: Vectors, groups: Whole, spans: Whole) -> None:
        """Add rows; each part of a group stays at least twice as large as the next."""
        for group in np.unique(groups).tolist():
            chosen = np.flatnonzero(groups == group)
            part = VectorPart.of(
                Rows(ids[chosen], vectors[chosen], groups[chosen], spans[chosen]), "exact"
            )
            parts = self._growing.setdefault(group, [])
            while parts and len(parts[-1]) < 2 * len(part):
                part = parts.pop().merge_with(part)
            parts.append(part)

    def remove(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Remove all rows of passages."""
        gone = np.array(sorted(ranges), np.int64).reshape(-1, 2)
        for part in self._parts:
            part.drop(gone)

    def search_groups_of_each(
        self, queries: Vectors, k: int, *, among: Among | None = None, together: int | None = None
    ) -> list[list[Scored]]:
        """Find for each query the nearest passages of each group."""
        every = self.by_group_of_each(queries, k, among=among, together=together)
        return [[*own.values()] for own in every]

    def by_group_of_each(
        self, queries: Vectors, k: int, *, among: Among | None = None, together: int | None = None
    ) -> list[dict[int, Scored]]:
        """Find for each query the nearest passages of each group, by its number."""
        allowed = None if among is None else self._mark_ids(among)
        parts, rows = self._parts, max(1, self.rows)

        def look(part: VectorPart, most: int, chosen: Vectors) -> list[Scored]:
            return part.nearest_to_each(chosen, most, allowed)

        # FAISS takes twice as long for a thousand rows as for some hundreds, and mostly each part
        # has a share of the nearest: more is asked of those of which all that was given is near.
        fair = [
            k if together is None else min(k, 1 + 2 * together * len(part) // rows)
            for part in parts
        ]
        near_in = [*_POOL.map(look, parts, fair, [queries] * len(parts))]
        if together is not None:
            short = _find_short(near_in, fair, k, together)
            again = _POOL.map(
                look,
                [parts[number] for number in short],
                [k] * len(short),
                [queries[places] for places in short.values()],
            )
            for (number, places), more in zip(short.items(), again, strict=True):
                for place, nearest in zip(places, more, strict=True):
                    near_in[number][place] = nearest
        return [
            _merge_groups(parts, [own[place] for own in near_in], k)
            for place in range(len(queries))
        ]

    def of(self, passages: Iterable[int]) -> dict[int, Vectors]:
        """Return the mean vector of each passage's rows, unit length."""
        means: dict[int, Vectors] = {}
        for _, own, counts, _, vectors in self._find_rows(passages):
            for chosen, rows in _group_by_count(counts):
                mean = vectors[rows].mean(axis=1)
                mean /= np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-6)
                means.update(zip(own[chosen].tolist(), mean, strict=True))
        return means

    def scores(self, query: Vectors, passages: Iterable[int]) -> dict[int, float]:
        """Score passages as :meth:`search` does."""
        best_scores: dict[int, float] = {}
        for _, own, counts, _, vectors in self._find_rows(passages):
            # Each still by itself: what a product comes to, to the last bit, depends on its shape.
            for chosen, rows in _group_by_count(counts):
                best = (vectors[rows] @ query).max(axis=1)
                best_scores.update(zip(own[chosen].tolist(), best.tolist(), strict=True))
        return best_scores

    def sentence_scores(
        self, query: Vectors, passages: Iterable[int]
    ) -> dict[int, tuple[Whole, Vectors]]:
        """Score the sentences of passages."""
        return {
            passage: (spans, vectors @ query)
            for passage, spans, vectors in self._read_rows(passages)
            if len(spans) > 1
        }

    # --- the inside ------------------------------------------------------------------------------

    def _mark_ids(self, among: Among) -> NDArray[np.bool_]:
        """Return a bit for each id of a passage that there is; the same for the same choice."""
        size = max((part.reach for part in self._parts), default=0)
        last = self._marked
        if last is not None and last[0] is among and len(last[1]) == size:
            return last[1]
        bits = np.zeros(size, np.bool_)
        if isinstance(among, np.ndarray) and among.dtype == np.bool_:
            bits[: len(among)] = among[:size]
            self._marked = among, bits
        else:
            wanted = among if isinstance(among, np.ndarray) else np.fromiter(among, np.int64)
            bits[wanted[(wanted >= 0) & (wanted < size)]] = True
        return bits

    def _read_rows(self, passages: Iterable[int]) -> Iterator[tuple[int, Whole, Vectors]]:
        for part, own, counts, rows, vectors in self._find_rows(passages):
            start = 0
            for passage, count in zip(own.tolist(), counts.tolist(), strict=True):
                yield (
                    passage,
                    part.spans[rows[start : start + count]],
                    vectors[start : start + count],
                )
                start += count

    def _find_rows(
        self, passages: Iterable[int]
    ) -> Iterator[tuple[VectorPart, Whole, Whole, Whole, Vectors]]:
        """Yield by part the result of ``VectorPart.rows_of``, and the rows' vectors."""
        # Not `np.unique`, which loads NumPy's masked arrays.
        wanted = np.array(sorted(set(passages)), np.int64)
        for part in self._parts:
            own, counts, rows = part.rows_of(wanted)
            if len(rows):
                yield part, own, counts, rows, part.vectors(rows)


def _group_by_count(counts: Whole) -> Iterator[tuple[Whole, Whole]]:
    """Group passages by their number of rows: positions ``(n,)``, and of rows ``(n, count)``."""
    behind = np.cumsum(counts)
    for count in sorted(set(counts.tolist())):
        chosen = np.flatnonzero(counts == count)
        yield chosen, behind[chosen, None] - count + np.arange(count)


def _find_short(
    near_in: Sequence[Sequence[Scored]], fair: Sequence[int], k: int, together: int
) -> dict[int, list[int]]:
    """Find by part the queries of which it may have more among the nearest than it gave."""
    short: dict[int, list[int]] = {}
    for place, nearest_of_parts in enumerate(zip(*near_in, strict=True)):
        every = np.array([score for own in nearest_of_parts for _, score in own])
        is_full = len(every) >= together
        least = np.partition(every, -together)[-together] if is_full else -np.inf
        for number, (own, most) in enumerate(zip(nearest_of_parts, fair, strict=True)):
            if len(own) == most < k and own[-1][1] >= least:
                short.setdefault(number, []).append(place)
    return short


def _merge_groups(
    parts: Sequence[VectorPart], nearest_of_parts: Sequence[Scored], k: int
) -> dict[int, Scored]:
    groups: dict[int, list[Scored]] = {}
    for part, nearest in zip(parts, nearest_of_parts, strict=True):
        if nearest:
            groups.setdefault(part.group, []).append(nearest)
    return {
        group: own[0]
        if len(own) == 1
        else sorted(chain(*own), key=lambda item: -item[1])[: max(k, 0)]
        for group, own in sorted(groups.items())
    }
