"""Record of ended sign-ins: empty files that this machine's servers share without locks."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import time
from pathlib import Path
from typing import Final

import platformdirs

from corpus import settings
from corpus.errors import WsisSearchError

_FOLDER: Final = "ended-sign-ins"
_DAY: Final = 24 * 3600.0
KEPT_SECONDS: Final = 32 * _DAY
"""Seconds after which a file is removed: the longest time for which Streamlit accepts a cookie."""

_ID: Final = re.compile(r"[0-9a-f]{64}")
_log = logging.getLogger("wsis_search.sign_ins")


class EndedSignIns:
    """Sign-ins whose cookies no longer count, in ``folder``; None for the usual state folder."""

    def __init__(self, folder: Path | None = None) -> None:
        usual = settings.STATE.path or platformdirs.user_state_path("wsis-search")
        self.folder = (folder or usual) / _FOLDER
        self._in_memory: set[str] = set()

    def prepare(self) -> None:
        """Make the folder; raise :class:`WsisSearchError` where it cannot be written."""
        probe = self.folder / f"probe-{os.getpid()}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(probe)
            probe.unlink()
        except OSError as error:
            raise WsisSearchError(
                f"People sign in to this server, and it cannot remember in {self.folder} who has "
                f"signed out: {error.strerror or error}. Name another folder by WSIS_SEARCH_STATE."
            ) from error
        self._forget_old()

    def add(self, sign_in: str) -> None:
        """End the sign-in with an id, at all servers of this machine."""
        self._in_memory.add(sign_in)
        try:
            _write(self.folder / sign_in)
        except OSError as error:
            _log.error(
                "A sign-out is known to this server alone, until it stops: nothing can be kept in "
                "%s (%s).",
                self.folder,
                error.strerror or error,
            )
        self._forget_old()

    def has(self, sign_in: str) -> bool:
        """Whether the sign-in with an id has ended; also True where the folder cannot be read."""
        if sign_in in self._in_memory:
            return True
        try:
            (self.folder / sign_in).stat()
        except FileNotFoundError:
            # Without the folder, no sign-in is known to go on.
            return not self.folder.is_dir()
        except OSError as error:
            _log.error("%s cannot be read: %s", self.folder, error.strerror or error)
        return True

    def _forget_old(self) -> None:
        with contextlib.suppress(OSError), os.scandir(self.folder) as files:
            for file in files:
                is_old = time.time() - file.stat().st_mtime > KEPT_SECONDS
                if is_old and _ID.fullmatch(file.name):
                    Path(file.path).unlink(missing_ok=True)
                    self._in_memory.discard(file.name)


def _write(path: Path) -> None:
    """Make an empty file that survives a power cut."""
    file = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        os.fsync(file)
    finally:
        os.close(file)
    if os.name == "posix":  # elsewhere a folder cannot be opened
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
