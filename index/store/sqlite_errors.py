"""Translation of SQLite errors: damage, another writer, or an unusable file."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from typing import Final

from corpus.errors import DamagedIndexError, IndexStoreError, LockedIndexError

_DAMAGE: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
"""Error codes by which SQLite itself reports damage."""


@contextlib.contextmanager
def translate_errors(folder: str, is_sound: Callable[[], bool]) -> Iterator[None]:
    """Raise SQLite errors of the block as errors of the index.

    In doubt it calls ``is_sound``, whether SQLite's integrity check passes. Raises
    ``DamagedIndexError``, ``LockedIndexError`` where another process writes, else
    ``IndexStoreError``.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        if "decode to UTF-8" in str(error):
            raise damage_error(folder, error) from error
        if "locked" in str(error) or "busy" in str(error):
            raise LockedIndexError(
                f"Another process is writing to the index in {folder}. "
                "Wait until it is done, then try again."
            ) from error
        why = str(error)
        advice = (
            "Its files and their folder have to be writable, also for searching: change that, "
            "or copy the folder and name the copy with --index."
            if "readonly" in why or "unable to open" in why
            else "Look whether the disk is full and the folder can be written."
        )
        raise IndexStoreError(f"The index in {folder} cannot be used: {why}. {advice}") from error
    except sqlite3.DatabaseError as error:
        # A row that another process wrote meanwhile breaks a rule of the tables, too.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE or not is_sound():
            raise damage_error(folder, error) from error
        raise LockedIndexError(
            f"The index in {folder} was changed by another process at the "
            f"same time ({error}). It is not damaged. Wait until that is done, then try again."
        ) from error
    except UnicodeDecodeError as error:
        # The schema that SQLite quotes of a damaged database may be no text.
        raise damage_error(folder, error) from error


def damage_error(folder: str, why: object) -> DamagedIndexError:
    """Return the error for a damaged database in this folder."""
    return DamagedIndexError(
        f"The index in {folder} is damaged ({why}). Delete the folder "
        "and ingest again, or restore it from a copy."
    )
