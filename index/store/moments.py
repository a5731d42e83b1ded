"""Moments of a store: the passages touched since, and answers that are kept until the next.

Each transaction is a moment with a random stamp. A counter is no identity: an older copy of a
database counts on to the same numbers with other content. So derived data carries the stamp of the
moment that it was made from. Where the store knows the stamp, only what was touched since is made
anew; otherwise all is.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import filterfalse
from typing import Generic, TypeVar

from index.store.database import Database, Part

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Moments(Part):
    """The part of a store that remembers which passages were touched when.

    Triggers write it (``index.store.schema.migrations``), so no change is missed.
    """

    def find_touched(self, stamp: str) -> list[tuple[int, int]] | None:
        """Return which passages a search by vectors may find otherwise than at a moment.

        Args:
            stamp: of the moment.

        Returns:
            Ranges of passage ids, from and to (not included), in order and apart from each other;
            the passages in them may be new, changed or gone. None where the stamp is not one of
            this store's, or of so long ago that it was forgotten.
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
        """Forget what was touched before a moment; all that is derived is newer."""
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
    """Answers of one moment of a store. Threads may share it.

    Args:
        database: that the answers are of.
        most: how many are kept; all are forgotten where there would be more.
        size: for how many an answer counts; for one where it is None.
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
        """Return the answer to a question, which is computed only where it is not kept.

        Two threads at one instant may both compute it.
        """
        answers_kept = self._current()
        if question not in answers_kept:
            answers_kept[question] = own = answer()
            self._sizes += self._size(own) if self._size else 1
        return answers_kept[question]

    def get_many(
        self, questions: Iterable[K], answer: Callable[[Sequence[K]], Mapping[K, V]]
    ) -> dict[K, V]:
        """Return the answers to questions; missing ones are computed in one call.

        Questions without an answer are left out.
        """
        remembered = self._current()
        wanted = list(questions)
        if missing := [*filterfalse(remembered.__contains__, wanted)]:
            answers = answer(missing)
            remembered.update(answers)
            self._sizes += sum(map(self._size, answers.values())) if self._size else len(answers)
            wanted = [question for question in wanted if question in remembered]
        return dict(zip(wanted, map(remembered.__getitem__, wanted), strict=True))

    def _current(self) -> dict[K, V]:
        stamp = self._database.stamp
        of, remembered = self._kept
        if of != stamp or self._sizes >= self._most:
            remembered = {}
            self._kept = stamp, remembered
            self._sizes = 0
        return remembered
