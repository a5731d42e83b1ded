"""Folders for readers' temporary files, deleted when the readers end.

A killed run leaves its folder; the next run deletes it, as the system has released its lock.
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
"""Seconds in which a new folder is left alone, as its owner may not have locked it yet."""


@contextmanager
def folder(parent: Path | None = None) -> Iterator[Path]:
    """Yield a run's temporary folder, hidden in ``parent`` (None: the system's), until the end."""
    sweep(parent)
    prefix = _PREFIX if parent is None else f".{_PREFIX}"
    with (
        tempfile.TemporaryDirectory(prefix=prefix, dir=parent, ignore_cleanup_errors=True) as path,
        Path(path, _LOCK).open("wb") as lock,
    ):
        _is_taken(lock)
        yield Path(path)


def sweep(parent: Path | None = None) -> None:
    """Delete the folders of killed runs below ``parent`` (None as in :func:`folder`)."""
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
    """Take the lock of a folder, and return whether that succeeds."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def use(own: Path) -> None:
    """Let this process and its children put temporary files into the folder ``own``."""
    own.mkdir(exist_ok=True)
    tempfile.tempdir = str(own)
    os.environ["TMPDIR"] = str(own)
