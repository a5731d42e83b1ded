"""Moments of a store: which passages changed since when, and caches of one moment.

A transaction begins a moment with a random stamp. A counter would not do: a restored older copy
counts on to the same numbers with other content. Derived data carries the stamp of its moment.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import filterfalse
from typing import Generic, TypeVar

from index.store.database import Database, Part

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Moments(Part):
    """Record of the passages that each transaction changed; triggers write it."""

    def find_touched(self, stamp: str) -> list[tuple[int, int]] | None:
        """Return ranges of passage ids whose vector search may differ since this moment.

        Ranges are in order, disjoint, without their end. Their passages may be new, changed or
        gone. None means that the stamp is unknown or too old.
        """
        with self._database.snapshot():
            number = self._database.query_value("SELECT touched FROM moment WHERE stamp = ?", stamp)
            if number is None:
                return None
            passages = self._database.query_column(
                "SELECT DISTINCT passage_id FROM touched WHERE number > ? ORDER BY 1", number
            )
        ranges: list[tuple[int, int]] = []
        for passage in passages:
            if ranges and passage == ranges[-1][1]:
                ranges[-1] = (ranges[-1][0], passage + 1)
            else:
                ranges.append((passage, passage + 1))
        return ranges

    def forget_before(self, stamp: str) -> None:
        """Delete records before a moment, where all derived data is newer."""
        with self._database.transaction():
            self._database.run(
                "DELETE FROM touched WHERE number <= (SELECT touched FROM moment WHERE stamp = ?)",
                stamp,
            )
            self._database.run(
                "DELETE FROM moment WHERE number < (SELECT number FROM moment WHERE stamp = ?)",
                stamp,
            )


class SnapshotCache(Generic[K, V]):
    """A cache of answers that empties when the store changes. Threads may share it.

    It empties too when sizes exceed ``most``. ``size`` measures an answer; None counts each as 1.
    """

    def __init__(
        self, database: Database, most: int = 1_000_000, size: Callable[[V], int] | None = None
    ) -> None:
        self._database = database
        self._most = most
        self._size = size
        self._sizes = 0
        self._kept: tuple[str, dict[K, V]] = ("", {})

    def __contains__(self, question: K) -> bool:
        return question in self._current()

    def get(self, question: K, answer: Callable[[], V]) -> V:
        """Return a cached answer, or compute and keep it; two threads may compute it at once."""
        answers_kept = self._current()
        if question not in answers_kept:
            answers_kept[question] = own = answer()
            self._sizes += self._size(own) if self._size else 1
        return answers_kept[question]

    def get_many(
        self, questions: Iterable[K], answer: Callable[[Sequence[K]], Mapping[K, V]]
    ) -> dict[K, V]:
        """Return answers by question, computing missing ones in one call; some may have none."""
        remembered = self._current()
        wanted = list(questions)
        if missing := [*filterfalse(remembered.__contains__, wanted)]:
            answers = answer(missing)
            remembered.update(answers)
            self._sizes += sum(map(self._size, answers.values())) if self._size else len(answers)
            wanted = [question for question in wanted if question in remembered]
        return dict(zip(wanted, map(remembered.__getitem__, wanted), strict=True))

    def read_many(
        self, questions: Iterable[K], answer: Callable[[Sequence[K]], Mapping[K, V]]
    ) -> Mapping[K, V]:
        """Return answers as :meth:`get_many`; outside a snapshot all are computed, none kept."""
        if self._database.is_snapshot:
            return self.get_many(questions, answer)
        return answer([*questions])

    def _current(self) -> dict[K, V]:
        stamp = self._database.stamp
        of, remembered = self._kept
        if of != stamp or self._sizes >= self._most:
            remembered = {}
            self._kept = stamp, remembered
            self._sizes = 0
        return remembered
