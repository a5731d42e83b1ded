"""Engines of words, which find passages: the store, by FTS5, or the server of the vectors.

A server answers for all languages at once, with weights of usual lengths at the last full write
(``index.words.weighing``). It recognises terms of several words by their pairs, and gives the best
passages of all equivalents together.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EngineError
from index import words
from index.retrieval.dense import Dense
from index.retrieval.passage_filters import PassageMask
from index.retrieval.vectors import Holding, Scored
from index.store import RankedPassages, Store

Words = Mapping[tuple[str, str], float]
"""Words to look for, by column (``words`` or ``wholes``) and term, with the weight of each."""

Shares = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Passages that hold a term, and the share of each: 1 for a short one with it often, to 0."""

_MOST: Final = 1000
"""Passages that a server returns for all terms of a question in one language."""


class WordEngine(Protocol):
    """Words of passages, by the tables of ``index.store.TABLES``."""

    def with_any(
        self, wanted: Mapping[str, Words], most: int, among: PassageMask | None
    ) -> dict[str, Scored]:
        """Find at most ``most`` passages per table with any of the words: BM25, best first."""

    def with_each(
        self, wanted: Mapping[str, Mapping[str, float]], among: PassageMask | None
    ) -> dict[str, dict[str, Shares]]:
        """Find for each term of a table, given with its worth, the passages that hold it."""


class StoreWords:
    """The words of a store. Threads may share it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def size(self, code: str) -> int:
        """Count the passages of a table."""
        return self._store.words.count(code)

    def with_any(
        self, wanted: Mapping[str, Words], most: int, among: PassageMask | None
    ) -> dict[str, Scored]:
        """Find passages that hold some of the words."""
        allowed = None if among is None else among.bits
        return {
            code: self._store.words.with_any(code, own, most, allowed)
            for code, own in wanted.items()
        }

    def with_each(
        self, wanted: Mapping[str, Mapping[str, float]], among: PassageMask | None
    ) -> dict[str, dict[str, Shares]]:
        """Find for each term passages that hold it."""
        return {
            code: {
                term: self._measure_shares(holding, code, among)
                for term, holding in self._store.words.with_terms(code, own).items()
            }
            for code, own in wanted.items()
        }

    def _measure_shares(
        self, holding: RankedPassages, code: str, among: PassageMask | None
    ) -> Shares:
        ids, scores = holding
        rarity = max(1e-6, math.log((self.size(code) - len(ids) + 0.5) / (len(ids) + 0.5)))
        shares = np.minimum(1.0, scores / rarity)
        if among is None:
            return ids, shares
        chosen = ids < len(among.bits)
        chosen[chosen] = among.bits[ids[chosen]]
        return ids[chosen], shares[chosen]


class ServerWords:
    """The words at the server of the vectors, or of the store while the server is unusable."""

    def __init__(self, dense: Dense, store: StoreWords) -> None:
        self._dense, self._store = dense, store

    def with_any(
        self, wanted: Mapping[str, Words], most: int, among: PassageMask | None
    ) -> dict[str, Scored]:
        """Find passages that hold some of the words."""
        numbered = {
            code: {
                _number_term(code, term, column): weight for (column, term), weight in own.items()
            }
            for code, own in wanted.items()
        }
        by_table = self._ask_server(numbered, most, among)
        if by_table is None:
            return self._store.with_any(wanted, most, among)
        return {
            code: [(passage, score) for passage, score, _ in own] for code, own in by_table.items()
        }

    def with_each(
        self, wanted: Mapping[str, Mapping[str, float]], among: PassageMask | None
    ) -> dict[str, dict[str, Shares]]:
        """Find for each term passages that hold it."""
        numbered = {
            code: {_number_term(code, term): weight for term, weight in own.items()}
            for code, own in wanted.items()
        }
        by_table = self._ask_server(numbered, _MOST, among, has_weights=True)
        if by_table is None:
            return self._store.with_each(wanted, among)
        return {
            code: {term: _rank_holding(by_table[code], _number_term(code, term)) for term in own}
            for code, own in wanted.items()
        }

    def _ask_server(
        self,
        wanted: Mapping[str, Mapping[tuple[int, ...], float]],
        most: int,
        among: PassageMask | None,
        *,
        has_weights: bool = False,
    ) -> dict[str, list[Holding]] | None:
        queries = []
        for own in wanted.values():
            query: dict[int, float] = defaultdict(float)
            for numbers, weight in own.items():
                for number in numbers:
                    query[number] += weight / len(numbers)
            queries.append(query)
        try:
            by_table = self._dense.with_words(queries, most, among, has_weights=has_weights)
        except EngineError:
            return None
        return None if by_table is None else dict(zip(wanted, by_table, strict=True))


def _number_term(code: str, term: str, column: str = "words") -> tuple[int, ...]:
    return words.numbers(code, column, term)


def _rank_holding(holdings: Sequence[Holding], numbers: Sequence[int]) -> Shares:
    """Return the passages with all of a term, those with the most of it first."""
    most = {
        passage: min(1.0, *(weights.get(number, 0.0) for number in numbers))
        for passage, _, weights in holdings
    }
    ids = sorted(
        (passage for passage, share in most.items() if share), key=lambda passage: -most[passage]
    )
    return np.array(ids, np.int64), np.array([most[passage] for passage in ids], np.float64)
