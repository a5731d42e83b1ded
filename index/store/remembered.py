"""What is remembered of a store? Answers by their questions, until it changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from index.store.database import Database

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """Answers of one moment of a store. Threads may share it.

    Args:
        store: that they are of.
        most: how many are kept; all are forgotten where there would be more.
        size: for how many an answer counts; for one where it is None.
    """

    def __init__(
        self, store: Database, most: int = 1_000_000, size: Callable[[V], int] | None = None
    ) -> None:
        self._store = store
        self._most = most
        self._size = size
        self._sizes = 0
        self._kept: tuple[str, dict[K, V]] = ("", {})

    def __contains__(self, question: K) -> bool:
        return question in self._current()

    def get(self, question: K, answer: Callable[[], V]) -> V:
        """Give the answer to a question, which is asked for only where it is not remembered.

        Two threads that ask at one instant may both go for it.
        """
        kept = self._current()
        if question not in kept:
            kept[question] = found = answer()
            self._sizes += self._size(found) if self._size else 1
        return kept[question]

    def get_many(
        self, questions: Iterable[K], answer: Callable[[Sequence[K]], Mapping[K, V]]
    ) -> dict[K, V]:
        """Give the answers to questions; those that are not remembered are asked for at once.

        What has no answer is left out.
        """
        kept = self._current()
        wanted = list(questions)
        if missing := [one for one in wanted if one not in kept]:
            found = answer(missing)
            kept.update(found)
            self._sizes += sum(map(self._size, found.values())) if self._size else len(found)
        return {one: kept[one] for one in wanted if one in kept}

    def _current(self) -> dict[K, V]:
        stamp = self._store.stamp
        of, kept = self._kept
        if of != stamp or self._sizes >= self._most:
            kept = {}
            self._kept = stamp, kept
            self._sizes = 0
        return kept
