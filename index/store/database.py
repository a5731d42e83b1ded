"""How is the database opened, kept whole and brought up to date? SQLite, in WAL mode.

Only this room opens it; ``sqlite_errors`` translates what goes wrong.
"""

from __future__ import annotations

import contextlib
import functools
import os
import secrets
import sqlite3
import sys
import threading
import time
import uuid
from collections.abc import Generator, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from corpus.documents import path_text
from corpus.errors import (
    IndexStoreError,
    NewerIndexError,
    NoIndexError,
    OtherModelError,
)
from index.store.migrations import MIGRATIONS, SCHEMA, VIEWS
from index.store.schema import checksum, checksum_of_row
from index.store.sqlite_errors import translated_errors
from index.store.words import views_of_words

if TYPE_CHECKING:
    from index.model import Encoder

Row = sqlite3.Row

DATABASE: Final = "index.sqlite3"
"""Name of the database in an index's folder."""

NUMBERS: Final = frozenset({"dimension", "generation"})
"""Settings that are whole numbers."""

_VALUES: Final = 500
"""Ids in one statement, so that none is too long."""

_MOMENT: Final = """
    INSERT INTO moment (stamp, touched)
    VALUES (?, ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'touched'), 0))
"""

LOCK_SECONDS: Final = 10.0
"""How long a writer waits for another one before it says so."""


class Database:
    """An open index database. Threads may share it: each has a connection while it reads or writes.

    Connections are kept for the next thread that wants one, and with them what they hold of the
    file; readers wait for nobody, and a writer for the writer before it.

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
        self._free: list[sqlite3.Connection] = []
        self._own = _Own()
        self._is_closed = False
        self._writing = threading.RLock()
        path = folder / DATABASE
        self.is_read_only = path.is_file() and not _is_writable(path)
        if not path.is_file() and not create:
            raise NoIndexError(
                f"There is no index in {path_text(folder)}. Make one: wsis-search --index "
                f"{path_text(folder)} ingest FOLDER"
            )
        try:
            _make(folder)
            connection = self._connect()
        except (OSError, sqlite3.Error) as error:
            raise IndexStoreError(
                f"The index in {path_text(self.folder)} cannot be opened: {error}. Check that the "
                "folder can be written, or name another with --index."
            ) from error
        self._free.append(connection)
        with closed_where_it_fails(self), self._errors(), self._connected():
            if not create and not self._one("SELECT 1 FROM sqlite_master"):
                raise NoIndexError(
                    f"The database of the index in {path_text(folder)} is empty. Restore it from a "
                    "copy, or ingest again: wsis-search --index "
                    f"{path_text(folder)} ingest FOLDER"
                )
            if not self.is_read_only:
                self._use_write_ahead_log()
            self._migrate()
            _make_views(self._connection)

    def close(self) -> None:
        """Close the database; it cannot be used afterwards."""
        self._is_closed = True
        while self._free:
            self._free.pop().close()

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
        generation = self.setting("generation") or ""
        return int(generation) if is_number(generation) else 0

    @property
    def stamp(self) -> str:
        """Random, and another after each transaction: tells this state from every other."""
        if self._own.stamp is not None:  # of the snapshot
            return self._own.stamp
        row = self._one("SELECT stamp FROM moment ORDER BY number DESC LIMIT 1")
        return "" if row is None else str(row["stamp"])

    @property
    def is_snapshot(self) -> bool:
        """Whether this thread reads one state of the index, in :meth:`snapshot`."""
        return self._own.stamp is not None

    @property
    def state(self) -> str:
        """Tells this state of this index from every other, for answers that are kept."""
        return f"{self.id}-{self.stamp or self.generation}"

    @property
    def size_on_disk(self) -> int:
        """Size of the database on disk, its journal included."""
        size = 0
        for name in (DATABASE, f"{DATABASE}-wal"):  # what is shared in memory comes and goes
            with contextlib.suppress(FileNotFoundError):  # so does the journal
                size += (self.folder / name).stat().st_size
        return size

    def setting(self, name: str) -> str | None:
        """The value of a setting; None where it was never set, and for a number that is none."""
        row = self._one("SELECT value FROM setting WHERE name = ?", name)
        if row is None or (name in NUMBERS and not is_number(str(row["value"]))):
            return None
        return str(row["value"])

    def put_setting(self, name: str, value: str) -> None:
        """Set a setting."""
        with self.transaction():
            self._set(name, value)

    def remember(self, name: str, value: str | None) -> None:
        """Set a setting, or delete it with None, that changes nothing that can be found.

        Such a setting begins no moment, and may be set in a copy of a published index, too.
        """
        with self._writing, self._errors(), self._connected():
            if value is None:
                self._run("DELETE FROM setting WHERE name = ?", name)
            else:
                self._set(name, value)

    def use_model(self, model: Encoder) -> None:
        """Let a new index remember its model; see that another one belongs to the model.

        Raises:
            OtherModelError: the index was built with another model.
        """
        if self.setting("model") is None:
            name, dimension = model.name, str(model.dimension)
            with self.transaction():
                # Another process may have been quicker.
                self._run("INSERT OR IGNORE INTO setting VALUES ('model', ?)", name)
                self._run("INSERT OR IGNORE INTO setting VALUES ('dimension', ?)", dimension)
        self.check_model(model)

    def check_model(self, model: Encoder) -> None:
        """See that an index that has a model belongs to this one; a question binds it to none.

        Raises:
            OtherModelError: the index was built with another model.
        """
        remembered = self.setting("model")
        if remembered is None:
            return
        # The name first: to tell the dimension a model may have to be loaded, which takes seconds.
        if remembered != model.name or self.setting("dimension") not in (
            None,
            str(model.dimension),
        ):
            raise OtherModelError(
                f"The index in {path_text(self.folder)} was built with the model {remembered}, "
                f"not {model.name}: their vectors cannot be compared. Use --model {remembered}, or "
                "build a new index in another folder with --index."
            )

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Run what is inside in one transaction: all of it lasts, or none.

        What changes the database begins a moment.
        """
        with self._transaction():
            before = self._connection.total_changes
            yield
            if self._connection.total_changes != before:
                self._begin_moment()

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read what is inside from one state of the index, whatever other processes write."""
        with self._errors(), self._connected():
            if self._connection.in_transaction:  # of this thread: it has its state already
                yield
                return
            self._connection.execute("BEGIN")
            try:
                self._own.stamp = self.stamp  # read once, since it is asked for often
                yield
            finally:
                self._own.stamp = None
                self._roll_back()

    def copy_to(self, path: Path) -> None:
        """Write a copy of the database as it is at one moment, while others read and write it.

        Raises:
            OSError: the file cannot be written.
        """
        with self._errors(), self._connected():
            copy = sqlite3.connect(path)
            try:
                self._connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, whole by itself
            finally:
                copy.close()

    def become(self, path: Path) -> None:
        """Take over all that a database holds, in one transaction, while others read."""
        with self._writing, self._errors(), self._connected():
            copy = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
            try:
                copy.backup(self._connection)
            finally:
                copy.close()
            # What went through the journal is as large as the database; readers may still need it.
            self._run("PRAGMA wal_checkpoint(TRUNCATE)")

    def renew_identity(self) -> None:
        """Make the index another one than that which it is a copy of."""
        with self.transaction():
            self._set("id", uuid.uuid4().hex)
            self._forget_all()

    def query(self, statement: str, *values: object) -> list[Row]:
        """Read rows. Only the rooms of the store write such statements."""
        whole = [_whole(value) if isinstance(value, str) else value for value in values]
        with self._errors(), self._connected():
            return self._connection.execute(statement, whole).fetchall()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """Run what is inside in one transaction, which begins no moment by itself."""
        with self._writing, self._errors(), self._connected():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    @property
    def _connection(self) -> sqlite3.Connection:
        """That of this thread, in a transaction, a snapshot or :meth:`_connected`."""
        connection = self._own.connection
        if connection is None:
            raise RuntimeError("A statement stands outside of what gives it a connection.")
        return connection

    @contextlib.contextmanager
    def _connected(self) -> Iterator[None]:
        """Give this thread a connection for what is inside, if it has none."""
        if self._own.connection is not None:
            yield
            return
        try:
            connection = self._free.pop()
        except IndexError:
            if self._is_closed:
                raise IndexStoreError(
                    f"The index in {path_text(self.folder)} was closed meanwhile. Ask again."
                ) from None
            connection = self._connect()
            with closed_where_it_fails(connection):
                _make_views(connection)
        self._own.connection = connection
        try:
            yield
        finally:
            self._own.connection = None
            if self._is_closed:
                connection.close()
            else:
                self._free.append(connection)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._address(self.folder / DATABASE),
            timeout=LOCK_SECONDS,
            isolation_level=None,
            check_same_thread=False,  # one after the other
            uri=True,
        )
        connection.row_factory = sqlite3.Row
        with closed_where_it_fails(connection), self._errors():
            connection.create_function("checksum_of", -1, checksum, deterministic=True)
            connection.execute("PRAGMA foreign_keys = ON")
            # What is committed lasts through a power cut: one sync for each document.
            connection.execute("PRAGMA synchronous = FULL")
        return connection

    def _migrate(self) -> None:
        has_tables = self._one("SELECT 1 FROM sqlite_master WHERE name = 'migration'")
        done = len(self.query("SELECT 1 FROM migration")) if has_tables else 0
        if done > SCHEMA:
            raise NewerIndexError(
                f"The index in {path_text(self.folder)} was written by a newer wsis-search "
                f"(schema {done}; this one knows up to {SCHEMA}). Update wsis-search, or name "
                "another folder with --index."
            )
        if done == SCHEMA:
            return
        if self.is_read_only:
            raise IndexStoreError(
                f"The index in {path_text(self.folder)} was written by an older wsis-search and "
                "cannot be written to bring it up to date. Open it once where it can be written."
            )
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

    def _address(self, path: Path) -> str:
        """Where SQLite finds the database. One that cannot be written is read as it stands.

        Without a journal beside it nothing can be missing; with one, its shared memory is needed.
        """
        address = path.absolute().as_uri()
        if not self.is_read_only:
            return address
        has_journal = path.with_name(f"{DATABASE}-wal").exists()
        return f"{address}?mode=ro{'' if has_journal else '&immutable=1'}"

    def _use_write_ahead_log(self) -> None:
        # SQLite does not wait by itself when two processes open a new database at one instant.
        deadline = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return

    def _roll_back(self) -> None:
        if self._connection.in_transaction:  # SQLite ends one by itself where the disk is full
            self._connection.execute("ROLLBACK")

    def _errors(self) -> contextlib.AbstractContextManager[None]:
        return translated_errors(path_text(self.folder), self._is_sound)

    def _is_sound(self) -> bool:
        """Whether SQLite finds the whole database in order, by a connection of its own."""
        try:
            with contextlib.closing(self._connect()) as connection:
                (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
                return str(answer) == "ok"
        except (sqlite3.Error, UnicodeDecodeError, IndexStoreError):
            return False

    def _stream(self, statement: str, *values: object) -> Generator[Row]:
        """Read rows one by one: all of a large index together are too much at once."""
        whole = [_whole(value) if isinstance(value, str) else value for value in values]
        with self.snapshot():
            yield from self._connection.execute(statement, whole)

    def _among(self, statement: str, ids: Iterable[int], *values: object) -> list[Row]:
        """Read rows of many ids, which stand for ``{ids}`` in the statement; in no order."""
        wanted = list(ids)
        return [
            row
            for at in range(0, len(wanted), _VALUES)
            for row in self.query(
                statement.format(ids=", ".join(map(str, map(int, wanted[at : at + _VALUES])))),
                *values,
            )
        ]

    def _one(self, statement: str, *values: object) -> Row | None:
        rows = self.query(statement, *values)
        return rows[0] if rows else None

    def _run(self, statement: str, *values: object) -> sqlite3.Cursor:
        return self._connection.execute(statement, values)

    def _insert(self, table: str, rows: Iterable[Mapping[str, object]], way: str = "") -> None:
        """Insert rows of the same columns, each with its checksum."""
        summed = [{**row, "checksum": checksum_of_row(table, row)} for row in rows]
        if summed:
            names, marks = ", ".join(summed[0]), ", ".join(f":{name}" for name in summed[0])
            statement = f"INSERT {way} INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
            self._connection.executemany(statement, summed)

    def _set(self, name: str, value: str) -> None:
        self._run("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, value)

    def _forget_all(self) -> None:
        """Let nothing that is derived stay as it is."""
        self._run("DELETE FROM touched")
        self._run("DELETE FROM moment")

    def _begin_moment(self) -> None:
        self._run(_MOMENT, secrets.token_hex(16))

    def _raise_generation(self) -> None:
        self._run("UPDATE setting SET value = value + 1 WHERE name = 'generation'")


def is_number(value: str) -> bool:
    """Whether a value is a whole number in decimal digits."""
    return value.isascii() and value.isdecimal()


@functools.cache
def fresh_schema() -> Mapping[str, tuple[str, str]]:
    """Return the kind and statement of all that a new database is made of, by name."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.create_function("checksum_of", -1, checksum, deterministic=True)
        for _, step in MIGRATIONS:
            step(connection)
        rows = connection.execute("SELECT name, type, sql FROM sqlite_master WHERE sql NOT NULL")
        return {name: (kind, sql) for name, kind, sql in rows if not name.startswith("sqlite_")}


def sync_names(folder: Path) -> None:
    """Let the names in a folder outlast a power cut, as its files do that are synced.

    Raises:
        OSError: the disk does not do so.
    """
    if sys.platform != "win32":  # which has no such call, and needs none
        names = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(names)
        finally:
            os.close(names)


@contextlib.contextmanager
def closed_where_it_fails(opened: Database | sqlite3.Connection) -> Iterator[None]:
    """Close what is open where what is inside raises, whatever that is."""
    try:
        yield
    except BaseException:
        opened.close()
        raise


def _make(folder: Path) -> None:
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in missing:
        sync_names(one.parent)


def _make_views(connection: sqlite3.Connection) -> None:
    connection.executescript(VIEWS)
    for statement in views_of_words():
        connection.execute(statement)


class _Own(threading.local):
    """What a thread has: its connection, and the stamp of its snapshot, while it is in one."""

    connection: sqlite3.Connection | None = None
    stamp: str | None = None


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _whole(value: str) -> str:
    """With a replacement for what is no character: half of a pair, or a byte of a command line."""
    return value.encode("utf-8", "replace").decode("utf-8")


def now() -> str:
    """The time, ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
