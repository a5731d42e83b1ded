"""What has changed since? Each transaction is a moment with a stamp of its own.

A counter is no identity: an older copy of a database counts on to the same numbers with other
content. So what is derived from a store carries the random stamp of the moment that it was made
from. A store that knows the stamp tells what has been touched since; to one that does not, what is
derived belongs to another history, and it is made anew.
"""

from __future__ import annotations

from index.store.database import Database


class Moments(Database):
    """The part of a store that remembers which passages were touched when.

    Triggers write it (``index.store.migrations``): whatever is changed in whatever way is there.
    """

    def touched_since(self, stamp: str) -> list[tuple[int, int]] | None:
        """Tell which passages may be found otherwise than at a moment, by their vectors.

        Args:
            stamp: of the moment.

        Returns:
            Ranges of passage ids, from and to (not included), in order and apart from each other;
            the passages in them may be new, changed or gone. None where the stamp is not one of
            this store's, or of so long ago that it was forgotten.
        """
        with self.snapshot():
            row = self._one("SELECT touched FROM moment WHERE stamp = ?", stamp)
            if row is None:
                return None
            rows = self.query(
                "SELECT DISTINCT passage_id FROM touched WHERE number > ? ORDER BY 1",
                row["touched"],
            )
        ranges: list[tuple[int, int]] = []
        for (passage,) in rows:
            if ranges and passage == ranges[-1][1]:
                ranges[-1] = (ranges[-1][0], passage + 1)
            else:
                ranges.append((passage, passage + 1))
        return ranges

    def forget_before(self, stamp: str) -> None:
        """Forget what was touched before a moment, since all that is derived is newer."""
        with self.transaction():
            self._run(
                "DELETE FROM touched WHERE number <= (SELECT touched FROM moment WHERE stamp = ?)",
                stamp,
            )
            self._run(
                "DELETE FROM moment WHERE number < (SELECT number FROM moment WHERE stamp = ?)",
                stamp,
            )
