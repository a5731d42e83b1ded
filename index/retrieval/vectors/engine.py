"""Protocol of a store of vectors, and of words if it has them, for searches and ingests.

One engine searches in the process (``index.retrieval.vectors.segments``); another asks a server
(``index.retrieval.vectors.server_delta``), which may have the words of passages as vectors as well,
sparse ones. How vectors are freed of their language is no business of an engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.model import Vectors

Whole = NDArray[np.int64]

Among = Iterable[int] | NDArray[np.bool_]
"""Passages, by their ids, or as a bit for each id."""

Scored = list[tuple[int, float]]
"""Passage ids, each once, with the inner product of their nearest row, nearest first."""

Sparse = Mapping[int, float]
"""Weights of words, each above 0, by the numbers of the words, below 2 to the 32nd
less one; all others are 0."""

Holding = tuple[int, float, Sparse]
"""A passage with the inner product of its words and a question's, and the weights of its words."""


class VectorEngine(Protocol):
    """Vectors of passages. A passage has one row or several, and is as near as the nearest of them.

    Rows lie in groups (languages), so that the nearest of each can be asked.
    """

    stamp: str
    """The stamp of the moment of the store that the vectors are of."""

    @property
    def is_exact(self) -> bool:
        """Whether scores are exact; otherwise by some thousandths."""

    @property
    def is_local(self) -> bool:
        """Whether all rows are in this process, where they can be made anew."""

    @property
    def size(self) -> int:
        """The number of passages."""

    @property
    def rows(self) -> int:
        """The number of rows in this process, with those that count no more."""

    def copy(self) -> VectorEngine:
        """Return an engine of the same rows, which may change without those here."""

    def add(self, ids: Whole, vectors: Vectors, groups: Whole, spans: Whole) -> None:
        """Add rows.

        Args:
            ids: ``(n,)`` of passages, 0 or more; several rows may be parts of one passage.
            vectors: ``(n, dimension)`` float32, at most unit length.
            groups: ``(n,)`` small numbers; all rows of a passage are in one group.
            spans: ``(n, 2)`` which part of its passage each row is; (0, 0) for the whole.
        """

    def remove(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Take out all rows of passages: ranges of ids, from and to (not included), apart."""

    def search(self, query: Vectors, k: int, *, among: Among | None = None) -> Scored:
        """Find the nearest passages.

        Args:
            query: ``(dimension,)`` float32, unit length.
            k: at most how many.
            among: the passages that may be found; all where it is None. The choice is made
                during the search, so that ``k`` are found wherever ``k`` are allowed.
        """

    def search_groups(
        self,
        query: Vectors,
        k: int,
        *,
        among: Among | None = None,
        together: int | None = None,
    ) -> list[Scored]:
        """Find the nearest passages of each group that has any that may be found.

        Args:
            query: ``(dimension,)`` float32, unit length.
            k: at most how many of each.
            among: the passages that may be found; all where it is None.
            together: how many of all groups are looked at; what is not among so many of the nearest
                may be left out.
        """

    def scores(self, query: Vectors, passages: Iterable[int]) -> dict[int, float]:
        """Score passages as :meth:`search` does; those that are not there are left out."""

    def of(self, passages: Iterable[int]) -> dict[int, Vectors]:
        """Give one vector for each passage that is there: the mean of its rows, unit length."""

    def sentence_scores(
        self, query: Vectors, passages: Iterable[int]
    ) -> dict[int, tuple[Whole, Vectors]]:
        """Score the sentences of passages.

        Returns:
            By passage id, ``(n, 2)`` offsets in its text where each sentence begins and ends, and
            the ``(n,)`` inner products with the query. Passages that are one sentence or that are
            not there are left out.
        """

    def with_words(
        self,
        queries: Sequence[Sparse],
        k: int,
        *,
        among: Among | None = None,
        has_weights: bool = False,
    ) -> list[list[Holding]] | None:
        """Find for each query the passages whose words have the highest inner product with it.

        Args:
            queries: weights of words.
            k: at most how many for each.
            among: the passages that may be found; all where it is None.
            has_weights: whether the weights of each passage's words are given as well.

        Returns:
            None where the engine has no words.
        """


def merge_ranges(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put ranges in order, and those together that meet."""
    put: list[tuple[int, int]] = []
    for start, stop in sorted(ranges):
        if put and start <= put[-1][1]:
            put[-1] = (put[-1][0], max(stop, put[-1][1]))
        else:
            put.append((start, stop))
    return put
