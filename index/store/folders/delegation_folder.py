"""A folder of passages as the additions and removals that made it, a row each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from index.store.database import Row, now, open_separate_database

FOLDERS: Final = "folders.sqlite3"
"""Name of the database of folders, next to an index."""

FolderAct = Literal["added", "removed"]

_TABLE: Final = """
    CREATE TABLE IF NOT EXISTS folder_event (
        id INTEGER PRIMARY KEY,
        folder TEXT NOT NULL,
        passage TEXT NOT NULL,
        content TEXT NOT NULL,
        act TEXT NOT NULL CHECK (act IN ('added', 'removed')),
        who TEXT NOT NULL,
        time TEXT NOT NULL
    )
"""
_LAST: Final = """
    SELECT passage, content, act, who, time FROM folder_event
    WHERE id IN (SELECT max(id) FROM folder_event WHERE folder = ? GROUP BY passage)
"""


@dataclass(frozen=True, slots=True)
class FolderEvent:
    """An addition of a passage to a folder, or its removal.

    ``passage`` is its key in the folder, ``content`` the text that it was added with. ``time`` is
    ISO 8601, UTC.
    """

    passage: str
    content: str
    act: FolderAct
    who: str
    time: str


class DelegationFolder:
    """A folder that several people change at once, from several processes.

    ``path`` is that of the database, which is made with the first addition.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._name = name

    def add(self, passage: str, content: str, who: str) -> bool:
        """Add a passage; return False where it is in the folder already."""
        return self._note(passage, content, "added", who)

    def remove(self, passage: str, who: str) -> bool:
        """Remove a passage, whose rows stay; return False where it is not in the folder."""
        return self._note(passage, "", "removed", who)

    def list_passages(self) -> list[FolderEvent]:
        """Return the addition of each passage that is in the folder, in the order of time."""
        return self._read(f"{_LAST} AND act = 'added' ORDER BY id", self._name)

    def list_events(self, most: int) -> list[FolderEvent]:
        """Return the newest additions and removals, the last one first."""
        return self._read(
            "SELECT passage, content, act, who, time FROM folder_event WHERE folder = ? "
            "ORDER BY id DESC LIMIT ?",
            self._name,
            most,
        )

    # --- the inside ------------------------------------------------------------------------------

    def _note(self, passage: str, content: str, act: FolderAct, who: str) -> bool:
        with open_separate_database(self._path, _TABLE) as connection:
            statement = f"SELECT act, content FROM ({_LAST}) WHERE passage = ?"  # noqa: S608
            last = connection.execute(statement, (self._name, passage)).fetchone()
            if (last["act"] if last else "removed") == act:
                return False
            connection.execute(
                "INSERT INTO folder_event (folder, passage, content, act, who, time) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (self._name, passage, content or last["content"], act, who, now()),
            )
        return True

    def _read(self, statement: str, *values: object) -> list[FolderEvent]:
        if not self._path.exists():
            return []
        with open_separate_database(self._path, _TABLE) as connection:
            rows: list[Row] = connection.execute(statement, values).fetchall()
        return [FolderEvent(**dict(row)) for row in rows]
