"""Publication of an index for other machines: a folder of copies that a web server serves.

A copy is one ZIP file as ``wsis-search backup`` writes it, under a name of its own. A small file
names the latest copy, and is replaced in one step. Older copies stay for a while, for machines that
are fetching them.
"""

from __future__ import annotations

import itertools
import json
import re
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from corpus.documents import path_text
from corpus.errors import BackupError
from index.replication.backup import (
    UNREADABLE,
    Manifest,
    back_up,
    put,
    room_beside,
    sha256_of,
    unpack,
    verify_backup,
)
from index.store import SCHEMA, Store, now
from ingest import scratch

LATEST: Final = "published.json"
"""Name of the file that names the latest copy."""

COPY_NAME: Final = re.compile(r"\d+-[0-9a-f]{16}\.zip")
"""Pattern of a copy's name: generation of its index, and beginning of its SHA-256."""

_FORMAT: Final = 1
_LOCK: Final = "publishing.lock"

_KEPT: Final = 3600.0
"""Seconds that a replaced copy stays; at 10 Mbit/s, 4 GB take that long."""


@dataclass(frozen=True, slots=True)
class Publication:
    """Record of the latest copy of an index.

    ``bytes`` and ``sha256`` are of its file. ``schema`` is the number of migration steps behind its
    tables. ``current`` is when it was last known to equal the index, ISO 8601, UTC.
    """

    copy: Manifest
    file: str
    bytes: int
    sha256: str
    schema: int
    current: str


class NewerFormatError(ValueError):
    """Error: a newer version of this program wrote the record."""


def publish(
    store: Store,
    folder: Path,
    extra_files: Mapping[str, Path],
    begin: Callable[[], None] = lambda: None,
) -> tuple[Publication, bool]:
    """Publish a copy of an index in a folder, unless the latest one is the same.

    ``begin`` is called before a copy is written; ``extra_files`` go along as in ``back_up``. Return
    the latest copy, and whether it is new. Raises ``BackupError`` where the folder is unwritable,
    in use or another index's, or the index is empty.
    """
    from filelock import FileLock, Timeout  # here: every command that opens an index imports this

    if store.setting("model") is None:
        raise BackupError(
            f"There is nothing to publish: the index in {path_text(store.folder)} is empty."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / _LOCK, timeout=0):
            latest, is_new = _renew_copy(store, folder, extra_files, begin)
            _sweep(folder, latest.file)
    except Timeout as error:
        raise BackupError(
            f"Another process publishes in {path_text(folder)} at the moment. Wait until it is "
            "done, then try again."
        ) from error
    except (OSError, NewerFormatError) as error:
        why = (isinstance(error, OSError) and error.strerror) or error
        raise BackupError(
            f"Nothing can be published in {path_text(folder)}: {why}. What was published before "
            "stays. Look whether the folder can be written and the disk is full."
        ) from error
    return latest, is_new


def verify_published(folder: Path) -> str | None:
    """Return the fault of the latest copy in a folder; None where it is whole, or absent."""
    if not any(COPY_NAME.fullmatch(path.name) for path in _list_copies(folder)):
        return None  # copies that somebody deleted are no fault
    again = "Publish it anew: wsis-search verify --repair"
    name = path_text(folder)
    try:
        known = parse((folder / LATEST).read_bytes())
        copy = folder / known.file
        if (copy.stat().st_size, sha256_of(copy)) != (known.bytes, known.sha256):
            return f"{known.file}, published in {name}, is not as it was written. {again}"
        with room_beside(folder) as own:
            manifest, _ = unpack(copy, own)
            if manifest != known.copy:
                return f"{LATEST} in {name} is not as it was written. {again}"
        return verify_backup(copy)
    except BackupError as error:
        return f"{error.message} {again}"
    except UNREADABLE as error:
        return f"What is published in {name} cannot be read ({error}). {again}"


def drop_published(folder: Path) -> None:
    """Delete the latest copy's record, so that the next one is published anew."""
    (folder / LATEST).unlink(missing_ok=True)


def parse(content: bytes) -> Publication:
    """Parse the record of the latest copy.

    Raises ``NewerFormatError`` for one of a newer version, and ``KeyError``, ``TypeError`` or
    ``ValueError`` for anything else.
    """
    stored = json.loads(content)
    if stored.pop("format") > _FORMAT:
        raise NewerFormatError("a newer wsis-search wrote what is there")
    published = Publication(**{**stored, "copy": Manifest(**stored["copy"])})
    if not COPY_NAME.fullmatch(published.file) or not isinstance(published.bytes, int):
        raise ValueError("no copy is named")
    return published


def _list_copies(folder: Path) -> list[Path]:
    try:
        return [*folder.iterdir()]
    except OSError:
        return []


def _read_latest(folder: Path) -> Publication | None:
    try:
        return parse((folder / LATEST).read_bytes())
    except NewerFormatError:
        raise
    except (FileNotFoundError, KeyError, TypeError, ValueError):
        return None  # what is damaged is replaced


def _renew_copy(
    store: Store, folder: Path, extra_files: Mapping[str, Path], begin: Callable[[], None]
) -> tuple[Publication, bool]:
    """Add a copy if the index has changed, else only renew the time in the record."""
    latest = _read_latest(folder)
    if latest is not None and latest.copy.id != store.id:
        raise BackupError(f"{path_text(folder)} has copies of another index. Name another folder.")
    files = {name: sha256_of(path) for name, path in extra_files.items() if path.is_file()}
    is_new = (
        latest is None
        or (latest.copy.stamp, latest.copy.beside) != (store.stamp, files)
        or not (folder / latest.file).is_file()
    )
    if is_new:
        begin()
    with scratch.folder(folder) as own:
        if latest is None or is_new:
            latest = _add_copy(store, folder, own, extra_files)
        else:
            latest = replace(latest, current=now())
            _write(latest, own)
        put(own / LATEST, folder / LATEST)
    return latest, is_new


def _add_copy(
    store: Store, folder: Path, own: Path, extra_files: Mapping[str, Path]
) -> Publication:
    """Put a new copy into ``folder``, and its description into ``own`` only; return that."""
    whole = own / "whole.zip"
    began = now()
    copy = back_up(store, whole, extra_files)
    digest = sha256_of(whole)
    name = f"{copy.generation}-{digest[:16]}.zip"
    published = Publication(copy, name, whole.stat().st_size, digest, SCHEMA, began)
    _write(published, own)
    # A backup is private where it has rules in it; this one is for a server of files to read.
    shutil.copymode(own / LATEST, whole)
    put(whole, folder / name)
    return published


def _write(published: Publication, own: Path) -> None:
    (own / LATEST).write_text(
        json.dumps({"format": _FORMAT, **asdict(published)}, indent=2), "utf-8"
    )


def _sweep(folder: Path, latest: str) -> None:
    copies = [path for path in folder.iterdir() if COPY_NAME.fullmatch(path.name)]
    copies.sort(key=lambda path: path.stat().st_mtime)
    for copy, next_one in itertools.pairwise(copies):
        if copy.name != latest and time.time() - next_one.stat().st_mtime > _KEPT:
            copy.unlink()
