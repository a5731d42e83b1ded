"""A folder for what readers unpack, which is gone when they are.

Each reader's temporary files are in a folder of its own below one of the run's. The run deletes
the one when the reader has ended, however it ended, and the other at its own end. A run that was
killed leaves its folder behind, and the next run sweeps it away: a lock that the system takes from
whoever dies tells that nobody owns it any more.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

_PREFIX: Final = "wsis-search-run-"
_LOCK: Final = "lock"

_YOUNG: Final = 60.0
"""Seconds in which a folder is left alone, since its owner may not have locked it yet."""


@contextmanager
def folder(parent: Path | None = None) -> Iterator[Path]:
    """Yield a folder for the temporary files of a run, as long as the context lasts.

    Args:
        parent: where it is made, hidden; the system's folder for temporary files where it is None.
    """
    sweep(parent)
    prefix = _PREFIX if parent is None else f".{_PREFIX}"
    with (
        tempfile.TemporaryDirectory(prefix=prefix, dir=parent, ignore_cleanup_errors=True) as path,
        Path(path, _LOCK).open("wb") as lock,
    ):
        _is_taken(lock)
        yield Path(path)


def sweep(parent: Path | None = None) -> None:
    """Delete the folders of runs that were killed; takes what :func:`folder` does."""
    hidden = "" if parent is None else "."
    for path in (parent or Path(tempfile.gettempdir())).glob(f"{hidden}{_PREFIX}*"):
        with contextlib.suppress(OSError):  # another user's, or another run sweeps it as well
            if time.time() - path.stat().st_mtime > _YOUNG and _is_abandoned(path):
                shutil.rmtree(path, ignore_errors=True)


def _is_abandoned(path: Path) -> bool:
    lock = path / _LOCK
    if not lock.exists():
        return True
    if sys.platform == "win32":
        lock.unlink()  # fails while somebody has it open
        return True
    with lock.open("r+b") as stream:
        return _is_taken(stream)


def _is_taken(stream: IO[bytes]) -> bool:
    """Take the lock of a folder, if nobody has it."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def use(own: Path) -> None:
    """Let this process, and what it starts, put temporary files into a folder."""
    own.mkdir(exist_ok=True)
    tempfile.tempdir = str(own)
    os.environ["TMPDIR"] = str(own)
