"""From which copy is a reader answered? From that of the reader's class, brought up to date."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

from corpus.errors import AccessError, IndexStoreError, LockedIndexError
from index.access.rules import ALL, CLASSES, Class, Rules, rules_of
from index.store import Store

_FOLDER: Final = "seen"


class Views:
    """The copies of an index: one for each class but the last, whose readers see the whole.

    Threads may share it.

    Args:
        whole: the index.
    """

    def __init__(self, whole: Store) -> None:
        self._whole = whole
        self._lock = threading.Lock()
        self._writers: dict[Class, Store] = {}

    def folder_of(self, seen: Class) -> Path | None:
        """Give the folder of what readers of a class see, as it is now; None for the whole.

        Raises:
            AccessError: it cannot be told what they may see.
            IndexStoreError: their copy cannot be written.
        """
        rules = rules_of(self._whole.folder)
        if rules is None:
            if (self._whole.folder / _FOLDER).is_dir():
                raise AccessError(
                    f"There were rules of who may see what in {self._whole.folder.name}, and they "
                    f"are gone. Put access.toml back; or delete its folder {_FOLDER}, and "
                    "everybody sees everything."
                )
            return None
        if seen == ALL:
            return None
        folder = self._whole.folder / _FOLDER / seen
        with self._lock:  # of two that ask at once, one brings it up to date
            self._bring_up(seen, folder, rules)
        return folder

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
