"""Views: copies of an index that serve readers of each class, kept up to date.

A damaged view is deleted, and the next question makes it anew.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import AccessError, IndexStoreError, LockedIndexError
from index.access import ALL, CLASSES, VIEWS_FOLDER, Class, Rules, RulesInForce
from index.store import DATABASE, Chooses, Store

Identity = tuple[int, int]
"""Device and inode of a database's file, which show that another file replaced it."""


class Views:
    """Copies of an index, one for each class but the last. Threads may share it."""

    def __init__(self, whole: Store) -> None:
        self._whole = whole
        self.rules = RulesInForce(whole)
        self._lock = threading.Lock()
        self._writers: dict[Class, tuple[Identity, Store]] = {}

    def view_of(self, seen: Class) -> tuple[Path, Identity] | None:
        """Return folder and database identity of a class's current copy; None for the whole.

        The identity changes where the copy was made anew. Raises ``AccessError`` where the rules do
        not say what the class may see, and ``IndexStoreError`` where the copy cannot be written.
        """
        rules = self.rules.current()
        if rules is None or seen == ALL:
            return None
        with self._lock:  # of two that ask at once, one brings it up to date
            return self._folder(seen), self._bring_up(seen, rules)

    def existing(self) -> Iterator[tuple[Class, Path]]:
        """Yield the classes that have a copy, each with its folder."""
        for seen in CLASSES[:-1]:
            if self._folder(seen).is_dir():
                yield seen, self._folder(seen)

    def is_sound(self, seen: Class, copy: Store) -> bool | None:
        """Whether a class's copy is what the rules choose; None where that is unknown."""
        try:
            rules = self.rules.current()
        except AccessError:
            return None
        return (
            None if rules is None else copy.copies.is_as_chosen(self._whole, *_choice(seen, rules))
        )

    def drop(self, seen: Class) -> None:
        """Delete a class's copy, so that the next question makes it anew."""
        with self._lock:
            _, writer = self._writers.pop(seen, (None, None))
            if writer is not None:
                writer.close()
            try:
                shutil.rmtree(self._folder(seen))
            except FileNotFoundError:
                return
            except OSError as error:
                raise IndexStoreError(
                    f"What readers of the class {seen} see cannot be deleted: "
                    f"{error.strerror or error}. Delete the folder {VIEWS_FOLDER} of the index."
                ) from error

    def forget(self) -> None:
        """Remove the memory of rules, and all views; raise ``AccessError`` while rules exist."""
        self.rules.forget()
        for seen in CLASSES[:-1]:
            self.drop(seen)
        with contextlib.suppress(OSError):
            (self._whole.folder / VIEWS_FOLDER).rmdir()

    def close(self) -> None:
        """Close the open copies."""
        for _, store in self._writers.values():
            store.close()

    def _folder(self, seen: Class) -> Path:
        return self._whole.folder / VIEWS_FOLDER / seen

    def _bring_up(self, seen: Class, rules: Rules) -> Identity:
        """Make a class's copy what the rules choose of the whole now; return its identity."""
        folder = self._folder(seen)
        try:
            # A connection of its own: who asks the copy goes on meanwhile.
            known = self._writers.get(seen)
            if known is None or known[0] != _read_identity(folder):
                if known is not None:
                    known[1].close()
                store = Store(folder, create=True)
                self._writers[seen] = known = _read_identity(folder), store
            if known[1].copies.follow(self._whole, *_choice(seen, rules)):
                from index.retrieval import drop_vectors  # here: who only looks up needs none

                # The vectors of what they may not see any more go, too.
                drop_vectors(folder)
        except LockedIndexError:
            raise
        except IndexStoreError as error:
            raise IndexStoreError(
                f"What readers of the class {seen} see cannot be brought up to date: "
                f"{error.message}"
            ) from error
        return known[0]


def _choice(seen: Class, rules: Rules) -> tuple[str, Chooses]:
    last = CLASSES.index(seen)
    return f"{seen} {rules.digest}", lambda files: CLASSES.index(rules.class_of(files)) <= last


def _read_identity(folder: Path) -> Identity:
    try:
        stat = (folder / DATABASE).stat()
    except FileNotFoundError:
        return 0, 0
    return stat.st_dev, stat.st_ino
