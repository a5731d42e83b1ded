"""Rules of access in force: the operator's file once it is whole, remembered in the database.

The database remembers the rules, so that a lost or half-written file opens nothing. Without the
file, only the command line sees documents. Answers wait for a file that changed within the last
second, or that is the beginning of the rules in force.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from corpus.errors import AccessError
from index.access.rules import Rules, parse_rules, read_file, rules_file
from index.store import RULES_SETTING, Store

VIEWS_FOLDER: Final = "seen"
"""Name of the views' folder, in the index's folder."""

_SETTLED: Final = 1.0
"""Seconds for which the file must stay the same; an editor writes it within milliseconds."""

_PATIENCE: Final = 5.0
"""Seconds after which an answer fails while the file is still being written."""


class RulesInForce:
    """The rules of a whole index that decide each answer. Threads may share the object."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._unwritten: bytes | None = None  # rules of an index that is read only

    def notice(self) -> None:
        """Store that there are rules, if there are and the index does not know yet."""
        if self._read_remembered() is None and rules_file(self._store.folder).exists():
            self._remember(b"")

    def current(self) -> Rules | None:
        """Return the rules in force; None where there never were any.

        ``AccessError`` means that the rules are gone, invalid or being written, and that nobody may
        see anything.
        """
        path = rules_file(self._store.folder)
        remembered = self._read_remembered()
        content, changed = read_file(path)
        if content is not None and content != remembered:
            content = _wait_until_settled(path, content, changed)
        if content is None:
            if remembered is None and not (self._store.folder / VIEWS_FOLDER).is_dir():
                return None
            raise AccessError(
                f"There were rules of who may see what in {self._store.folder.name}, and they "
                f"are gone. Put {path.name} back. If everybody may see everything: "
                "wsis-search access --forget"
            )
        rules = parse_rules(content, path.name)
        if content != remembered:
            if remembered and remembered.startswith(content):
                raise AccessError(
                    f"The rules in {path.name} are only the beginning of those in force: they seem "
                    "to be cut off. Write the file whole; if it is meant to end there, add a line "
                    'with a comment, such as "# end". Until then nobody is shown anything.'
                )
            self._remember(content)
        return rules

    def for_audit(self) -> Rules | None:
        """Return the rules for the audit log, or the earlier ones where the file is gone.

        Raises ``AccessError`` where the rules are invalid or being written.
        """
        path = rules_file(self._store.folder)
        if not path.exists() and (remembered := self._read_remembered()) is not None:
            return parse_rules(remembered, path.name) if remembered else None
        return self.current()

    def forget(self) -> None:
        """Remove the memory of rules; raise ``AccessError`` while the rules' file exists."""
        path = rules_file(self._store.folder)
        if path.exists():
            raise AccessError(
                f"There are rules in {path.name}. Move the file away first; until then they are in "
                "force."
            )
        self._unwritten = None
        # In an index of its own, that begins a moment, so that it is published.
        forget = self._store.remember if self._store.is_copy else self._store.put_setting
        forget(RULES_SETTING, None)

    def _read_remembered(self) -> bytes | None:
        if self._unwritten is not None:
            return self._unwritten
        remembered = self._store.setting(RULES_SETTING)
        return None if remembered is None else remembered.encode("utf-8")

    def _remember(self, content: bytes) -> None:
        if self._store.is_read_only:
            self._unwritten = content
        else:
            self._store.remember(RULES_SETTING, content.decode("utf-8"))


def _wait_until_settled(path: Path, content: bytes, changed: float) -> bytes | None:
    """Return the content of a file once nobody writes to it; None where it is gone."""
    began = time.monotonic()
    current: bytes | None = content
    while current is not None and not changed + _SETTLED <= time.time():
        time.sleep(_SETTLED)
        before = current
        current, changed = read_file(path)
        if current == before:
            break
        if time.monotonic() - began > _PATIENCE:
            raise AccessError(
                f"The rules in {path.name} are being written. Until that is done, nobody is shown "
                "anything. Ask again in a moment."
            )
    return current
