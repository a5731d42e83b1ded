"""The cache: files in the user's cache folder that are made once and kept between runs."""

from __future__ import annotations

import hashlib
import os
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import platformdirs
from numpy.typing import NDArray

from corpus import settings
from corpus.errors import ModelWarning

Content = NDArray[np.uint8]

_DIGEST: Final = hashlib.sha256().digest_size


def folder() -> Path:
    """Return the cache folder: ``WSIS_SEARCH_CACHE``, or else the user's."""
    return settings.CACHE.path or platformdirs.user_cache_path("wsis-search") / "models"


def load_or_make(name: str, make: Callable[[], bytes]) -> Content:
    """Return a cached file, memory-mapped; make it first where it is missing or damaged.

    ``name`` must change with all that the content depends on. Several processes may make it at
    once. Where the folder cannot be written, the content serves this process alone, with a warning.
    """
    path = folder() / name
    content = _read(path)
    if content is None:
        made = make()
        try:
            _write(path, made)
        except OSError as error:
            # Windows replaces no file that another process, which was quicker, has in memory.
            if _read(path) is None:
                warnings.warn(
                    f"What the bundled model needs cannot be kept in {path.parent}: "
                    f"{error.strerror or error}. It is made anew at every start, which takes a "
                    "second longer; name another folder with WSIS_SEARCH_CACHE.",
                    ModelWarning,
                    stacklevel=1,  # said once, whatever it is that cannot be kept
                )
        content = np.frombuffer(made, np.uint8)
    return content


def _read(path: Path) -> Content | None:
    try:
        whole = np.memmap(path, np.uint8, mode="r")
    except (OSError, ValueError):  # not there, not ours to read, or empty
        return None
    content, expected = whole[:-_DIGEST], whole[-_DIGEST:]
    # A library that reads a file of its own which was cut short may crash.
    return content if hashlib.sha256(content.data).digest() == expected.tobytes() else None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".making-")
    scratch = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.write(hashlib.sha256(content).digest())
        scratch.chmod(0o644)  # the folder may be shared
        scratch.replace(path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
