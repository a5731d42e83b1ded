"""Feedback: the direction in which the vectors of given passages differ from the archive's.

A vector of one or two words says little; passages that hold them, and their translations, say more.
This is relevance feedback (Rocchio 1971) by a linear discriminant (Fisher 1936): their mean less
the archive's, times the inverse spread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.filters import Filters
from index.model import Vectors
from index.retrieval import weights
from index.retrieval.dense import Dense
from index.retrieval.passage_filters import FilterIndex
from index.store import SnapshotCache, Store
from index.versions import passages_in


@dataclass(frozen=True, slots=True)
class Direction:
    """The direction of some passages, seen from the middle of an archive.

    ``vector`` is ``(dimension,)`` float32, unit length. ``middle`` is its inner product with the
    archive's mean, ``spread`` the standard deviation of those with the archive's passages.
    """

    vector: Vectors
    middle: float
    spread: float

    def measure_deviation(self, product: float) -> float:
        """Return an inner product as standard deviations from the middle."""
        return (product - self.middle) / self.spread


@dataclass(frozen=True, slots=True)
class _Background:
    """The mean ``(dimension,)`` of an archive's vectors, their spread, and its inverse."""

    mean: Vectors
    spread: Vectors
    inverse: Vectors


class Feedback:
    """Feedback of passages on others with the same meaning. Threads may share it."""

    def __init__(self, store: Store, dense: Dense, choices: FilterIndex) -> None:
        self._store = store
        self._dense = dense
        self._choices = choices
        self._background: SnapshotCache[None, _Background | None] = SnapshotCache(store)

    def direction(self, passages: Sequence[int]) -> Direction | None:
        """Return the direction of passages, best first, with their versions; None if unclear."""
        passages = passages[: weights.MOST]
        around = self._background.get(None, self._sample_background) if passages else None
        if around is None:
            return None
        versions = passages_in(self._store, passages)
        groups = [
            {passage, *(other for many in versions.get(passage, {}).values() for other in many)}
            for passage in passages
        ]
        vectors = self._dense.vectors_of(sorted(set().union(*groups)))
        means = [_average(vectors, group) for group in groups if group & vectors.keys()]
        if not means:
            return None
        apart = around.inverse @ (np.mean(means, axis=0) - around.mean)
        size = float(np.linalg.norm(apart))
        vector = np.asarray(apart / max(size, 1e-9), np.float32)
        spread = float(np.sqrt(vector @ around.spread @ vector))
        if size < 1e-9 or spread < 1e-6:
            return None
        return Direction(vector, float(vector @ around.mean), spread)

    def _sample_background(self) -> _Background | None:
        ids = self._choices.filter_passages(Filters()).ids
        if len(ids) > weights.SAMPLE:
            ids = ids[np.linspace(0, len(ids) - 1, weights.SAMPLE).astype(np.int64)]
        vectors = self._dense.vectors_of(ids.tolist())
        if len(vectors) < 2:
            return None
        sample = np.stack([*vectors.values()]).astype(np.float64)
        mean = sample.mean(axis=0)
        spread = (sample - mean).T @ (sample - mean) / len(sample)
        sphere = weights.SPHERE * np.trace(spread) / len(spread) * np.eye(len(spread))
        return _Background(
            np.asarray(mean, np.float32),
            np.asarray(spread, np.float32),
            np.asarray(np.linalg.inv(spread + sphere), np.float32),
        )


def _average(vectors: Mapping[int, Vectors], group: set[int]) -> Vectors:
    return np.asarray(
        np.mean([vectors[passage] for passage in group if passage in vectors], axis=0)
    )
