"""The SQLite database in WAL mode: opening, transactions, snapshots and migration.

Only this module opens it; ``sqlite_errors`` translates its errors.
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
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self

from corpus import settings
from corpus.documents import path_text
from corpus.errors import CopyError, IndexStoreError, NewerIndexError, NoIndexError
from index.store.schema import MIGRATIONS, SCHEMA, VIEWS, checksum, checksum_of_row, views_of_words
from index.store.sqlite_errors import translate_errors

Row = sqlite3.Row

DATABASE: Final = "index.sqlite3"
"""File name of the database in an index's folder."""

COPY: Final = settings.COPY.name
"""Environment variable with the address that publishes the original of a copy."""

COPIED: Final = "copied.json"
"""Name of the file that marks the database beside it as a copy from another machine."""

NUMBERS: Final = frozenset({"dimension", "generation"})
"""Settings that are whole numbers."""

_VALUES: Final = 500
"""Highest number of ids in one statement."""

_MOMENT: Final = """
    INSERT INTO moment (stamp, touched)
    VALUES (?, ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'touched'), 0))
"""

LOCK_SECONDS: Final = 10.0
"""Seconds that a writer waits for another one before it fails."""


class Database:
    """An open index database, which threads may share.

    A thread has a connection of its own while it reads or writes. Readers never wait; writers wait
    for each other. Raises ``NoIndexError`` where there is none and ``create`` is false,
    ``NewerIndexError`` where a newer program wrote it, and ``DamagedIndexError``.
    """

    _is_open = False

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.folder = folder
        self._free: list[sqlite3.Connection] = []
        self._own = _Own()
        self._is_closed = False
        self.writing = threading.RLock()
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
        with close_on_failure(self), self.errors(), self.hold_connection():
            if not create and not self.query_one("SELECT 1 FROM sqlite_master"):
                raise NoIndexError(
                    f"The database of the index in {path_text(folder)} is empty. Restore it from a "
                    "copy, or ingest again: wsis-search --index "
                    f"{path_text(folder)} ingest FOLDER"
                )
            if not self.is_read_only:
                self._use_write_ahead_log()
            self._migrate()
            _make_views(self.connection)

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
        """Identity of this index; a restored copy has another one."""
        return self.setting("id") or ""

    @property
    def generation(self) -> int:
        """Number of transactions that changed what can be found."""
        generation = self.setting("generation") or ""
        return int(generation) if is_number(generation) else 0

    @property
    def stamp(self) -> str:
        """Random name of the current state; each transaction gives another."""
        if self._own.stamp is not None:  # of the snapshot
            return self._own.stamp
        return self.query_value("SELECT stamp FROM moment ORDER BY number DESC LIMIT 1") or ""

    @property
    def is_snapshot(self) -> bool:
        """Whether this thread is inside :meth:`snapshot`."""
        return self._own.stamp is not None

    @property
    def state(self) -> str:
        """Index id and stamp together: a key for cached answers."""
        return f"{self.id}-{self.stamp or self.generation}"

    @property
    def size_on_disk(self) -> int:
        """Size of the database in bytes, journal included."""
        size = 0
        for name in (DATABASE, f"{DATABASE}-wal"):  # what is shared in memory comes and goes
            with contextlib.suppress(FileNotFoundError):  # so does the journal
                size += (self.folder / name).stat().st_size
        return size

    @property
    def is_copy(self) -> bool:
        """Whether this is a copy that another machine publishes; only that machine writes to it."""
        return (self.folder / COPIED).exists()

    def check_own(self) -> None:
        """Raise ``CopyError`` where another machine publishes this index."""
        if self.is_copy:
            raise CopyError(
                f"The index in {path_text(self.folder)} is a copy of what is published elsewhere, "
                "and is written to there alone. Ingest there; or, for an index of your own, back "
                "this one up and restore that into another folder."
            )

    def setting(self, name: str) -> str | None:
        """Return the value of a setting; None where it is unset or an invalid number."""
        value = self.query_value("SELECT value FROM setting WHERE name = ?", name)
        if value is None or (name in NUMBERS and not is_number(str(value))):
            return None
        return str(value)

    def put_setting(self, name: str, value: str | None) -> None:
        """Set a setting in its own transaction, or delete it with None."""
        with self.transaction():
            self.write_setting(name, value)

    def remember(self, name: str, value: str | None) -> None:
        """Set a setting that affects no search, also in a copy; None deletes it."""
        with self.writing, self.errors(), self.hold_connection():
            self.write_setting(name, value)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the block in one transaction: all of it lasts, or none.

        A change gives the database a new stamp. Raises ``CopyError`` in an open copy, whose next
        publication would replace the change.
        """
        if self._is_open:
            self.check_own()
        with self.plain_transaction():
            before = self.connection.total_changes
            yield
            if self.connection.total_changes != before:
                self.begin_moment()

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let the block read one state of the index, whatever other processes write."""
        with self.errors(), self.hold_connection():
            if self.connection.in_transaction:  # of this thread: it has its state already
                yield
                return
            self.connection.execute("BEGIN")
            try:
                self._own.stamp = self.stamp  # read once, since it is asked for often
                yield
            finally:
                self._own.stamp = None
                self._roll_back()

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy while others read and write; raise ``OSError`` on failure."""
        with self.errors(), self.hold_connection():
            copy = sqlite3.connect(path)
            try:
                self.connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, whole by itself
            finally:
                copy.close()

    def become(self, path: Path) -> None:
        """Replace all content by that of another database file, in one transaction."""
        with self.writing, self.errors(), self.hold_connection():
            copy = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
            try:
                copy.backup(self.connection)
            finally:
                copy.close()
            # What went through the journal is as large as the database; readers may still need it.
            self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def renew_identity(self) -> None:
        """Give the index a new identity, other than that of its original."""
        with self.transaction():
            self.write_setting("id", uuid.uuid4().hex)
            self.forget_moments()

    def query(self, statement: str, *values: object) -> list[Row]:
        """Read rows. Only modules of the store write such statements."""
        with self.errors(), self.hold_connection():
            return self.connection.execute(statement, [*map(_whole, values)]).fetchall()

    def query_one(self, statement: str, *values: object) -> Row | None:
        """Read the first row; None where there is none."""
        rows = self.query(statement, *values)
        return rows[0] if rows else None

    def query_value(self, statement: str, *values: object) -> Any:
        """Read the first value of the first row; None where there is none."""
        row = self.query_one(statement, *values)
        return row and row[0]

    def query_column(self, statement: str, *values: object) -> list[Any]:
        """Read the first value of each row."""
        return [row[0] for row in self.query(statement, *values)]

    def query_map(self, statement: str, *values: object) -> dict[Any, Any]:
        """Read the first two columns as keys and values."""
        return {row[0]: row[1] for row in self.query(statement, *values)}

    def query_among(self, statement: str, ids: Iterable[int], *values: object) -> list[Row]:
        """Read rows of many ids, which replace ``{ids}`` in the statement; in no order."""
        wanted = list(ids)
        return [
            row
            for begin in range(0, len(wanted), _VALUES)
            for row in self.query(
                statement.format(
                    ids=", ".join(map(str, map(int, wanted[begin : begin + _VALUES])))
                ),
                *values,
            )
        ]

    def map_among(self, statement: str, ids: Iterable[int]) -> dict[Any, Any]:
        """Read two columns of many ids as keys and values, as in :meth:`query_among`."""
        return {row[0]: row[1] for row in self.query_among(statement, ids)}

    def stream(self, statement: str, *values: object) -> Generator[Row]:
        """Yield rows one by one: all rows of a large index do not fit in memory."""
        with self.snapshot():
            yield from self.connection.execute(statement, [*map(_whole, values)])

    def run(self, statement: str, *values: object) -> sqlite3.Cursor:
        """Run a statement, in a transaction or a snapshot."""
        return self.connection.execute(statement, values)

    def run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement with the values of each row, in a transaction."""
        self.connection.executemany(statement, rows)

    def insert(self, table: str, rows: Iterable[Mapping[str, object]], way: str = "") -> None:
        """Insert rows with their checksums, in a transaction; ``way`` may be "OR REPLACE"."""
        summed = [{**row, "checksum": checksum_of_row(table, row)} for row in rows]
        if summed:
            names, marks = ", ".join(summed[0]), ", ".join(f":{name}" for name in summed[0])
            statement = f"INSERT {way} INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
            self.connection.executemany(statement, summed)

    def write_setting(self, name: str, value: str | None) -> None:
        """Set a setting, or delete it with None, inside a transaction."""
        if value is None:
            self.run("DELETE FROM setting WHERE name = ?", name)
        else:
            self.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, value)

    def forget_moments(self) -> None:
        """Make all derived data outdated."""
        self.run("DELETE FROM touched")
        self.run("DELETE FROM moment")

    def begin_moment(self) -> None:
        """Give the transaction a stamp."""
        self.run(_MOMENT, secrets.token_hex(16))

    def raise_generation(self) -> None:
        """Count the transaction as one that changes what can be found."""
        self.run("UPDATE setting SET value = value + 1 WHERE name = 'generation'")

    @contextlib.contextmanager
    def plain_transaction(self) -> Iterator[None]:
        """Run the block in one transaction, which gets no stamp by itself."""
        with self.writing, self.errors(), self.hold_connection():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    def errors(self) -> contextlib.AbstractContextManager[None]:
        """Translate errors of SQLite in the block into errors of the index."""
        return translate_errors(path_text(self.folder), self._is_sound)

    @property
    def connection(self) -> sqlite3.Connection:
        """Connection of this thread, in a transaction, a snapshot or :meth:`hold_connection`."""
        connection = self._own.connection
        if connection is None:
            raise RuntimeError("A statement stands outside of what gives it a connection.")
        return connection

    @contextlib.contextmanager
    def hold_connection(self) -> Iterator[None]:
        """Give this thread a connection for the block, if it has none."""
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
            with close_on_failure(connection):
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
        with close_on_failure(connection), self.errors():
            connection.create_function("checksum_of", -1, checksum, deterministic=True)
            connection.execute("PRAGMA foreign_keys = ON")
            # What is committed lasts through a power cut: one sync for each document.
            connection.execute("PRAGMA synchronous = FULL")
        return connection

    def _migrate(self) -> None:
        has_tables = self.query_one("SELECT 1 FROM sqlite_master WHERE name = 'migration'")
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
            self.run("CREATE TABLE IF NOT EXISTS migration (id INTEGER, name TEXT, done TEXT)")
            self.run("CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT)")
            done = len(self.run("SELECT 1 FROM migration").fetchall())
            for number, (name, step) in enumerate(MIGRATIONS[done:], start=done + 1):
                step(self.connection)
                self.run("INSERT INTO migration VALUES (?, ?, ?)", number, name, now())
            if not self.run("SELECT 1 FROM setting WHERE name = 'id'").fetchall():
                self.write_setting("id", uuid.uuid4().hex)
                self.write_setting("generation", "0")

    def _address(self, path: Path) -> str:
        """Return the database's URI, immutable where it is read-only and has no journal."""
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
                self.connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return

    def _roll_back(self) -> None:
        if self.connection.in_transaction:  # SQLite ends one by itself where the disk is full
            self.connection.execute("ROLLBACK")

    def _is_sound(self) -> bool:
        try:
            with contextlib.closing(self._connect()) as connection:
                (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
                return str(answer) == "ok"
        except (sqlite3.Error, UnicodeDecodeError, IndexStoreError):
            return False


class Part:
    """Base class for the queries of one subject, over the shared database."""

    def __init__(self, database: Database) -> None:
        self._database = database


def is_number(value: str) -> bool:
    """Whether a value is a whole number in decimal digits."""
    return value.isascii() and value.isdecimal()


@functools.cache
def fresh_schema() -> Mapping[str, tuple[str, str]]:
    """Return kind and statement of each table, index and trigger of a new database, by name."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.create_function("checksum_of", -1, checksum, deterministic=True)
        for _, step in MIGRATIONS:
            step(connection)
        rows = connection.execute("SELECT name, type, sql FROM sqlite_master WHERE sql NOT NULL")
        return {name: (kind, sql) for name, kind, sql in rows if not name.startswith("sqlite_")}


@contextlib.contextmanager
def open_separate_database(path: Path, table: str) -> Iterator[sqlite3.Connection]:
    """Yield a database next to an index, in one transaction; the statement ``table`` makes it."""
    try:
        path.touch(mode=0o600)
        connection = sqlite3.connect(path, timeout=LOCK_SECONDS, isolation_level=None)
        with contextlib.closing(connection):  # without a commit, what was done is undone
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(table)
            yield connection
            connection.execute("COMMIT")
    except (OSError, sqlite3.Error) as error:
        raise IndexStoreError(
            f"{path_text(path)} cannot be used: {error}. Nothing in it has changed. Look whether "
            "the disk is full and the file can be written."
        ) from error


def copy_separate_database(path: Path, copy: Path) -> None:
    """Copy a database next to an index, while others change it; do nothing where it is missing.

    Raises ``IndexStoreError`` where the database cannot be used.
    """
    if path.exists():
        with open_separate_database(path, "SELECT count(*) FROM sqlite_schema") as connection:
            copy.write_bytes(connection.serialize())


def sync_names(folder: Path) -> None:
    """Make file names in a folder outlast a power cut; raise ``OSError`` where the disk cannot."""
    if sys.platform != "win32":  # which has no such call, and needs none
        names = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(names)
        finally:
            os.close(names)


@contextlib.contextmanager
def close_on_failure(opened: Database | sqlite3.Connection) -> Iterator[None]:
    """Close a database or connection where the block raises."""
    try:
        yield
    except BaseException:
        opened.close()
        raise


def _make(folder: Path) -> None:
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in missing:
        sync_names(path.parent)


def _make_views(connection: sqlite3.Connection) -> None:
    connection.executescript(VIEWS)
    for statement in views_of_words():
        connection.execute(statement)


class _Own(threading.local):
    connection: sqlite3.Connection | None = None
    stamp: str | None = None


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _whole(value: object) -> object:
    """Replace lone surrogates, which a command line may contain."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def now() -> str:
    """Return the current time, ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
