"""What is remembered of a store? Answers by their questions, until it changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from index.store.database import Database

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """Answers of one moment of a store. One thread at a time.

    Args:
        store: that they are of.
        most: how many are kept; all are forgotten where there would be more.
    """

    def __init__(self, store: Database, most: int = 1_000_000) -> None:
        self._store = store
        self._most = most
        self._stamp = ""
        self._kept: dict[K, V] = {}

    def get(self, question: K, answer: Callable[[], V]) -> V:
        """Give the answer to a question, which is asked for only where it is not remembered."""
        stamp = self._store.stamp
        if stamp != self._stamp or len(self._kept) >= self._most:
            self._kept.clear()
            self._stamp = stamp
        if question not in self._kept:
            self._kept[question] = answer()
        return self._kept[question]
