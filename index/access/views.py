"""From which copy is a reader answered? From that of the reader's class, brought up to date."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

from corpus.errors import IndexStoreError, LockedIndexError
from index.access.in_force import VIEWS_FOLDER, RulesInForce
from index.access.rules import ALL, CLASSES, Class, Rules
from index.store import Store


class Views:
    """The copies of an index: one for each class but the last, whose readers see the whole.

    Threads may share it.

    Args:
        whole: the index.

    Attributes:
        rules: those in force.
    """

    def __init__(self, whole: Store) -> None:
        self._whole = whole
        self.rules = RulesInForce(whole)
        self._lock = threading.Lock()
        self._writers: dict[Class, Store] = {}

    def folder_of(self, seen: Class) -> Path | None:
        """Return the folder of what readers of a class see, as it is now; None for the whole.

        Raises:
            AccessError: it cannot be told what they may see.
            IndexStoreError: their copy cannot be written.
        """
        rules = self.rules.current()
        if rules is None or seen == ALL:
            return None
        folder = self._whole.folder / VIEWS_FOLDER / seen
        with self._lock:  # of two that ask at once, one brings it up to date
            self._bring_up(seen, folder, rules)
        return folder

    def forget(self) -> None:
        """Forget that there were rules, and delete what readers of the classes saw.

        Raises:
            AccessError: the rules are still there.
        """
        self.rules.forget()
        with self._lock:
            self.close()
            self._writers.clear()
            shutil.rmtree(self._whole.folder / VIEWS_FOLDER, ignore_errors=True)

    def close(self) -> None:
        """Close what is open."""
        for store in self._writers.values():
            store.close()

    def _bring_up(self, seen: Class, folder: Path, rules: Rules) -> None:
        last = CLASSES.index(seen)
        try:
            # A connection of its own: who asks the copy goes on meanwhile.
            if seen not in self._writers:
                self._writers[seen] = Store(folder, create=True)
            self._writers[seen].follow(
                self._whole,
                f"{seen} {rules.digest}",
                lambda files: CLASSES.index(rules.class_of(files)) <= last,
            )
        except LockedIndexError:
            raise
        except IndexStoreError as error:
            raise IndexStoreError(
                f"What readers of the class {seen} see cannot be brought up to date: "
                f"{error.message}"
            ) from error
