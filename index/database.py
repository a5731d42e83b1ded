"""How is the database opened, kept whole and brought up to date? SQLite, in WAL mode.

This is the only room that imports sqlite3.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

from corpus.errors import (
    DamagedIndexError,
    IndexStoreError,
    LockedIndexError,
    NewerIndexError,
    NoIndexError,
    OtherModelError,
)
from index.migrations import MIGRATIONS, SCHEMA

__all__ = ["Database", "Row", "now", "shown_path"]

Row = sqlite3.Row

_DATABASE: Final = "index.sqlite3"

_LOCK_SECONDS: Final = 10.0
"""How long a writer waits for another one before it says so."""


def shown_path(path: Path) -> str:
    r"""A path for people and JSON: bytes that are not UTF-8 are shown as ``\xNN``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


class Database:
    """An open index database.

    Args:
        folder: of the index.
        create: whether to make it where there is none; otherwise that is an error.

    Raises:
        NoIndexError: there is none, and ``create`` is false.
        NewerIndexError: a newer version of this program wrote it.
        DamagedIndexError: it is not a database, or a damaged one.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.folder = folder
        path = folder / _DATABASE
        if not path.is_file() and not create:
            raise NoIndexError(
                f"There is no index in {shown_path(folder)}. Make one: wsis-search --index "
                f"{shown_path(folder)} ingest FOLDER"
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # Threads of the app share a store one after the other, each call under its own lock.
            self._connection = sqlite3.connect(
                path, timeout=_LOCK_SECONDS, isolation_level=None, check_same_thread=False
            )
        except (OSError, sqlite3.Error) as error:
            raise IndexStoreError(
                f"The index in {shown_path(folder)} cannot be opened: {error}. Check that the "
                "folder can be written, or name another with --index."
            ) from error
        self._connection.row_factory = sqlite3.Row
        with self._errors():
            self._use_write_ahead_log()
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._migrate()

    def close(self) -> None:
        """Close the database; it cannot be used afterwards."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def id(self) -> str:
        """Tells this index from every other, however they are copied about."""
        return self.setting("id") or ""

    @property
    def generation(self) -> int:
        """Counts the transactions that changed what can be found."""
        return int(self.setting("generation") or 0)

    @property
    def size_on_disk(self) -> int:
        """Size of the database on disk, its journal included."""
        return sum(path.stat().st_size for path in self.folder.glob(f"{_DATABASE}*"))

    def setting(self, name: str) -> str | None:
        """The value of a setting; None where it was never set."""
        row = self._one("SELECT value FROM setting WHERE name = ?", name)
        return None if row is None else str(row["value"])

    def put_setting(self, name: str, value: str) -> None:
        """Set a setting."""
        with self.transaction():
            self._set(name, value)

    def use_model(self, name: str, dimension: int) -> None:
        """Make sure that the index and a model belong together; a new index remembers the model.

        Raises:
            OtherModelError: the index was built with another model.
        """
        remembered = self.setting("model")
        if remembered is None:
            self.put_setting("model", name)
            self.put_setting("dimension", str(dimension))
        elif remembered != name or self.setting("dimension") != str(dimension):
            raise OtherModelError(
                f"The index in {shown_path(self.folder)} was built with the model {remembered}, "
                f"not {name}: their vectors cannot be compared. Use --model {remembered}, or build "
                "a new index in another folder with --index."
            )

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Run what is inside in one transaction: all of it lasts, or none."""
        with self._errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def query(self, statement: str, *values: object) -> list[sqlite3.Row]:
        """Read rows; statements that change something go through the methods above."""
        with self._errors():
            return self._connection.execute(statement, values).fetchall()

    def _migrate(self) -> None:
        has_tables = self._one("SELECT 1 FROM sqlite_master WHERE name = 'migration'")
        done = len(self.query("SELECT 1 FROM migration")) if has_tables else 0
        if done > SCHEMA:
            raise NewerIndexError(
                f"The index in {shown_path(self.folder)} was written by a newer wsis-search "
                f"(schema {done}; this one knows up to {SCHEMA}). Update wsis-search, or name "
                "another folder with --index."
            )
        if done == SCHEMA:
            return
        with self.transaction():
            self._run("CREATE TABLE IF NOT EXISTS migration (id INTEGER, name TEXT, done TEXT)")
            self._run("CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT)")
            done = len(self._connection.execute("SELECT 1 FROM migration").fetchall())
            for number, (name, step) in enumerate(MIGRATIONS[done:], start=done + 1):
                step(self._connection)
                self._run("INSERT INTO migration VALUES (?, ?, ?)", number, name, now())
            if not self._connection.execute("SELECT 1 FROM setting WHERE name = 'id'").fetchall():
                self._set("id", uuid.uuid4().hex)
                self._set("generation", "0")

    def _use_write_ahead_log(self) -> None:
        # SQLite does not wait by itself when two processes open a new database at one instant.
        deadline = time.monotonic() + _LOCK_SECONDS
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise LockedIndexError(
                    f"Another process is writing to the index in {shown_path(self.folder)}. "
                    "Wait until it is done, then try again."
                ) from error
            raise IndexStoreError(
                f"The index in {shown_path(self.folder)} cannot be used: {error}."
            ) from error
        except sqlite3.DatabaseError as error:
            raise DamagedIndexError(
                f"The index in {shown_path(self.folder)} is damaged ({error}). Delete the folder "
                "and ingest again, or restore it from a copy."
            ) from error

    def _one(self, statement: str, *values: object) -> sqlite3.Row | None:
        rows = self.query(statement, *values)
        return rows[0] if rows else None

    def _run(self, statement: str, *values: object) -> sqlite3.Cursor:
        return self._connection.execute(statement, values)

    def _set(self, name: str, value: str) -> None:
        self._run("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, value)

    def _raise_generation(self) -> None:
        self._run("UPDATE setting SET value = value + 1 WHERE name = 'generation'")


def now() -> str:
    """The time, ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
