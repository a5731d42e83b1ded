"""Protocol of an engine of vectors, and of words if it has them.

One engine runs in the process (``segments``), another asks a server (``server_delta``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.model import Vectors

Whole = NDArray[np.int64]

Among = Iterable[int] | NDArray[np.bool_]
"""Passages, by id, or as a bit for each id."""

Scored = list[tuple[int, float]]
"""Passage ids, each once, with the inner product of their nearest row, nearest first."""

Sparse = Mapping[int, float]
"""Weights of words, all above 0, by number of word (below 2**32 - 1); others are 0."""

Holding = tuple[int, float, Sparse]
"""A passage, the inner product of its words with the question's, and the weights of its words."""


class VectorEngine(Protocol):
    """Vectors of passages: one row or several each, of which the nearest counts.

    Rows lie in groups (languages), so that the nearest of each can be found.
    """

    stamp: str
    """The stamp of the store's moment that the vectors are of."""

    @property
    def is_exact(self) -> bool:
        """Whether scores are exact; otherwise within some thousandths."""

    @property
    def is_local(self) -> bool:
        """Whether all rows are in this process, where they can be made again."""

    @property
    def rows(self) -> int:
        """The number of rows in this process, with obsolete ones."""

    def copy(self) -> VectorEngine:
        """Return an independent engine of the same rows."""

    def add(self, ids: Whole, vectors: Vectors, groups: Whole, spans: Whole) -> None:
        """Add ``n`` rows; all rows of a passage are in one group.

        ``vectors`` are ``(n, dimension)`` float32, at most unit length. ``spans`` are ``(n, 2)``
        offsets in the passage, or (0, 0) for the whole.
        """

    def remove(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Remove all rows of passages, by disjoint half-open ranges of ids."""

    def search(self, query: Vectors, k: int, *, among: Among | None = None) -> Scored:
        """Find at most ``k`` passages nearest to a ``(dimension,)`` float32 unit vector.

        ``among`` (None: all) applies during the search, so that ``k`` are found if allowed.
        """
        hits = chain(*self.search_groups(query, k, among=among))
        return sorted(hits, key=lambda item: -item[1])[: max(k, 0)]

    def search_groups(
        self, query: Vectors, k: int, *, among: Among | None = None, together: int | None = None
    ) -> list[Scored]:
        """Find at most ``k`` nearest passages of each group, as :meth:`search` does.

        ``together`` is the total to look at; passages beyond it may be missing.
        """
        return self.search_groups_of_each(query[None], k, among=among, together=together)[0]

    def search_groups_of_each(
        self, queries: Vectors, k: int, *, among: Among | None = None, together: int | None = None
    ) -> list[list[Scored]]:
        """Find for each of ``(n, dimension)`` queries what :meth:`search_groups` does."""

    def scores(self, query: Vectors, passages: Iterable[int]) -> dict[int, float]:
        """Score passages as :meth:`search` does; absent ones are left out."""

    def of(self, passages: Iterable[int]) -> dict[int, Vectors]:
        """Return the mean vector of each passage's rows, unit length; absent ones are left out."""

    def sentence_scores(
        self, query: Vectors, passages: Iterable[int]
    ) -> dict[int, tuple[Whole, Vectors]]:
        """Score sentences by passage id: ``(n, 2)`` offsets and ``(n,)`` inner products.

        Passages of one sentence and absent ones are left out.
        """

    def with_words(
        self,
        queries: Sequence[Sparse],  # noqa: ARG002 - an engine without words
        k: int,  # noqa: ARG002
        *,
        among: Among | None = None,  # noqa: ARG002
        has_weights: bool = False,  # noqa: ARG002
    ) -> list[list[Holding]] | None:
        """Find for each query the ``k`` passages whose words have the highest inner product.

        None if the engine has no words. ``has_weights`` adds the weights of each passage's words.
        """
        return None


def merge_ranges(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sort ranges and merge those that meet."""
    put: list[tuple[int, int]] = []
    for start, stop in sorted(ranges):
        if put and start <= put[-1][1]:
            put[-1] = (put[-1][0], max(stop, put[-1][1]))
        else:
            put.append((start, stop))
    return put
