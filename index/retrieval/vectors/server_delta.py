"""Rows of a server at another moment: without passages changed since, which are made here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.model import Vectors
from index.retrieval.vectors.engine import (
    Among,
    Holding,
    Scored,
    Sparse,
    VectorEngine,
    Whole,
    merge_ranges,
)
from index.retrieval.vectors.segments import Segments
from index.retrieval.vectors.server import GoneError, Selection, Server

T = TypeVar("T")


class MovedError(GoneError):
    """The server's rows are of another moment than when they were opened."""


@dataclass(frozen=True, slots=True)
class RowCollection:
    """A collection of rows at a server, with an approximate number of passages."""

    server: Server
    name: str
    groups: Collection[int]
    passages: int
    dimension: int


class ServerWithDelta(VectorEngine):
    """Rows of a server with the passages changed since.

    ``written`` returns the id ranges written to after its creation (None: unknown), ``words`` the
    current words of ranges. Questions raise MovedError if other rows of the server change
    meanwhile.
    """

    def __init__(
        self,
        rows: RowCollection,
        written: Callable[[], Iterable[tuple[int, int]] | None],
        words: Callable[[Sequence[tuple[int, int]]], Mapping[int, Sparse]],
        stamp: str,
    ) -> None:
        self.stamp = stamp
        self._far, self._server = rows, rows.server
        self._written, self._words = written, words
        self._hidden = np.zeros((0, 2), np.int64)
        self._near = Segments(rows.dimension, stamp)
        self._near_words: _LocalWords | None = None  # read when words are first asked for

    def copy(self) -> ServerWithDelta:
        """Return an independent engine of the same rows."""
        other = ServerWithDelta(self._far, self._written, self._words, self.stamp)
        other._hidden, other._near = self._hidden, self._near.copy()
        return other

    @property
    def rows(self) -> int:
        """The number of rows in this process."""
        return self._near.rows

    @property
    def is_local(self) -> bool:
        """Whether all rows are in this process: never."""
        return False

    @property
    def is_exact(self) -> bool:
        """Whether scores are exact."""
        return True

    def count(self) -> int:
        """Count the rows at the server."""
        return self._ask(lambda: self._server.count_rows(self._far.name))

    def count_words(self) -> int:
        """Count the passages that have words at the server."""
        return self._ask(lambda: self._server.count_words(self._far.name))

    def add(self, ids: Whole, vectors: Vectors, groups: Whole, spans: Whole) -> None:
        """Add rows in this process."""
        self._near.add(ids, vectors, groups, spans)

    def remove(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Make rows of passages obsolete, here and at the server."""
        gone = [*ranges]
        self._near.remove(gone)
        self._near_words = None
        self._hidden = _make_table(merge_ranges([*_list_ranges(self._hidden), *gone]))

    def search_groups_of_each(
        self,
        queries: Vectors,
        k: int,
        *,
        among: Among | None = None,
        together: int | None = None,  # noqa: ARG002 - the server is asked once
    ) -> list[list[Scored]]:
        """Find for each query the nearest passages of each group."""
        return [self._search_groups(query, k, among) for query in queries]

    def scores(self, query: Vectors, passages: Iterable[int]) -> dict[int, float]:
        """Score passages as :meth:`search` does."""
        wanted = [*passages]
        return self._fetch(wanted).scores(query, wanted) | self._near.scores(query, wanted)

    def of(self, passages: Iterable[int]) -> dict[int, Vectors]:
        """Return the mean vector of each passage's rows, unit length."""
        wanted = [*passages]
        return self._fetch(wanted).of(wanted) | self._near.of(wanted)

    def sentence_scores(
        self, query: Vectors, passages: Iterable[int]
    ) -> dict[int, tuple[Whole, Vectors]]:
        """Score the sentences of passages."""
        wanted = [*passages]
        near = self._near.sentence_scores(query, wanted)
        return self._fetch(wanted).sentence_scores(query, wanted) | near

    def with_words(
        self,
        queries: Sequence[Sparse],
        k: int,
        *,
        among: Among | None = None,
        has_weights: bool = False,
    ) -> list[list[Holding]]:
        """Find for each query the passages whose words have the highest inner product."""
        if k <= 0 or not queries:
            return [[] for _ in queries]
        ids = None if among is None else _list_ids(among)
        selection = self._select(ids)
        holdings: list[list[Holding]] = [[] for _ in queries]
        if selection.share:
            name = self._far.name
            holdings = self._ask(
                lambda: self._server.with_words(
                    name, queries, k, selection, has_weights=has_weights
                )
            )
        if self._near_words is None:
            self._near_words = _LocalWords(self._words(_list_ranges(self._hidden)))
        chosen = None if ids is None else {*ids.tolist()}
        for query, own in zip(queries, holdings, strict=True):
            own.extend(self._near_words.holding(query, chosen))
        return [sorted(own, key=lambda holding: -holding[1])[:k] for own in holdings]

    # --- the inside ------------------------------------------------------------------------------

    def _ask(self, ask: Callable[[], T]) -> T:
        answer = ask()
        written = self._written()
        if written is None or not self._is_hidden(_make_table(written)):
            raise MovedError(f"{self._server.address} is being written to.")
        return answer

    def _search_groups(self, query: Vectors, k: int, among: Among | None) -> list[Scored]:
        if k <= 0:
            return []
        if among is not None and not isinstance(among, np.ndarray):
            among = np.fromiter(among, np.int64)
        near = self._near.by_group_of_each(query[None], k, among=among)[0]
        selection = self._select(None if among is None else _list_ids(among))

        def ask() -> dict[int, Scored]:
            if selection.share == 0:
                return {}
            return {
                group: self._server.nearest(self._far.name, query, k, group, selection)
                for group in self._far.groups
            }

        far = self._ask(ask)
        both = {
            group: sorted([*far.get(group, ()), *near.get(group, ())], key=lambda item: -item[1])
            for group in sorted({*far, *near})
        }
        return [hits[:k] for hits in both.values() if hits]

    def _fetch(self, passages: Iterable[int]) -> Segments:
        wanted = np.unique(np.fromiter(passages, np.int64))
        wanted = wanted[(wanted >= 0) & ~self._are_hidden(wanted)]
        name, dimension = self._far.name, self._far.dimension
        segments = Segments(dimension, self.stamp)
        if len(wanted):
            rows = self._server.rows_of
            for some in self._ask(lambda: [*rows(name, wanted.tolist(), dimension)]):
                segments.add(*some)
        return segments

    def _select(self, among: Whole | None) -> Selection:
        """Return the server's passages that may be found (None: all)."""
        if among is None:
            return Selection(lambda ids: ~self._are_hidden(ids))
        allowed = among[~self._are_hidden(among)]
        share = min(1.0, len(allowed) / max(1, self._far.passages))
        return Selection(lambda ids: np.isin(ids, allowed), allowed, share)

    def _is_hidden(self, ranges: Whole) -> bool:
        """Whether the server's rows of all these ranges are obsolete."""
        if not len(ranges) or not len(self._hidden):
            return not len(ranges)
        positions = np.searchsorted(self._hidden[:, 0], ranges[:, 0], "right") - 1
        return bool(
            ((positions >= 0) & (ranges[:, 1] <= self._hidden[np.maximum(positions, 0), 1])).all()
        )

    def _are_hidden(self, ids: Whole) -> NDArray[np.bool_]:
        if not len(self._hidden):
            return np.zeros(len(ids), np.bool_)
        positions = np.searchsorted(self._hidden[:, 0], ids, "right") - 1
        hidden: NDArray[np.bool_] = (positions >= 0) & (
            ids < self._hidden[np.maximum(positions, 0), 1]
        )
        return hidden


class _LocalWords:
    def __init__(self, passages: Mapping[int, Sparse]) -> None:
        self._passages = passages
        self._by_word: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for passage, weights in passages.items():
            for word, weight in weights.items():
                self._by_word[word].append((passage, weight))

    def holding(self, query: Sparse, chosen: Container[int] | None) -> Iterator[Holding]:
        scores: dict[int, float] = defaultdict(float)
        for word, weight in query.items():
            for passage, own in self._by_word.get(word, ()):
                scores[passage] += weight * own
        for passage, score in scores.items():
            if chosen is None or passage in chosen:
                yield passage, score, self._passages[passage]


def _list_ranges(table: Whole) -> list[tuple[int, int]]:
    return [(start, stop) for start, stop in table.tolist()]


def _make_table(ranges: Iterable[tuple[int, int]]) -> Whole:
    return np.array([*ranges], np.int64).reshape(-1, 2)


def _list_ids(among: Among) -> Whole:
    if not isinstance(among, np.ndarray):
        among = np.fromiter(among, np.int64)
    ids = np.flatnonzero(among) if among.dtype == np.bool_ else np.unique(among).astype(np.int64)
    return ids[ids >= 0]
