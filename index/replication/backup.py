"""Backups of an index: copies of one moment, which can be checked.

A copy is a folder or a ZIP file with the database, a manifest with checksums, and small files.
These are alerts, folders of passages, translations, and the rules of access. Other derived data are
made anew. A restored index has an identity of its own, so that both may go on.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final

from corpus.documents import path_text
from corpus.errors import BackupError, IndexStoreError
from index.store import DATABASE, Store, now, sync_names
from ingest import scratch

_MANIFEST: Final = "manifest.json"
_FORMAT: Final = 3
"""Format of the manifest: 1 lacks the files next to the database, 2 lacks its stamp."""
_PRIVATE: Final = 0o600

NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
"""Error numbers of a full disk."""

UNREADABLE: Final = (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile, zlib.error)
"""Errors on reading a damaged copy, or something else."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Contents of a copy.

    ``made`` is a time, ISO 8601, UTC. ``passages`` are those that a search finds. ``bytes`` and
    ``sha256`` are of the database, ``beside`` has the SHA-256 of each other file by name. ``stamp``
    is of the moment that was copied.
    """

    id: str
    generation: int
    model: str | None
    made: str
    documents: int
    passages: int
    bytes: int
    sha256: str
    beside: Mapping[str, str] = field(default_factory=dict)
    stamp: str = ""


def back_up(
    store: Store, path: Path, extra_files: Mapping[str, Path] = MappingProxyType({})
) -> Manifest:
    """Copy an index to a folder, or to a ZIP file if ``path`` has an extension.

    Others may write meanwhile. ``extra_files`` go along where they exist, by their names in the
    copy; then only the owner may read it. Raises ``BackupError`` where something is there already,
    or the copy cannot be written.
    """
    is_file = bool(path.suffix) and not path.is_dir()
    if path.is_file() or (path / DATABASE).exists():
        raise BackupError(f"There is something in {path_text(path)} already. Name another place.")
    try:
        parent = path.parent if is_file else path
        parent.mkdir(parents=True, exist_ok=True)
        with scratch.folder(parent) as own:
            database = own / DATABASE
            with store.snapshot():  # the manifest is of the moment of the copy
                store.copy_to(database)
                files = {
                    name: file.read_bytes() for name, file in extra_files.items() if file.is_file()
                }
                manifest = _write_manifest(store, database, files)
            text = json.dumps({"format": _FORMAT, **asdict(manifest)}, indent=2)
            if is_file:
                _put_archive(own, path, text, files)
            else:
                _put_folder(own, path, text, files)
    except OSError as error:
        raise BackupError(
            f"The copy cannot be written to {path_text(path)}: {error.strerror or error}."
        ) from error
    return manifest


def _write_manifest(store: Store, database: Path, files: Mapping[str, bytes]) -> Manifest:
    """Return the manifest of a copy; call this in the snapshot of the copy."""
    return Manifest(
        id=store.id,
        generation=store.generation,
        model=store.setting("model"),
        made=now(),
        documents=store.documents.totals()["documents"],
        passages=store.vectors.count_findable(),
        bytes=database.stat().st_size,
        sha256=sha256_of(database),
        beside={name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        stamp=store.stamp,
    )


def _put_archive(own: Path, path: Path, manifest: str, files: Mapping[str, bytes]) -> None:
    whole = own / path.name
    whole.touch(_PRIVATE if files else 0o666)
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(own / DATABASE, DATABASE)
        archive.writestr(_MANIFEST, manifest)
        for name, content in files.items():
            archive.writestr(name, content)
    put(whole, path)


def _put_folder(own: Path, path: Path, manifest: str, files: Mapping[str, bytes]) -> None:
    listed = own / _MANIFEST
    listed.write_text(manifest, "utf-8")
    # The database last: where it is, the copy is whole. A manifest alone is replaced.
    put(listed, path / _MANIFEST)
    for name, content in files.items():
        put(private(content, own / name), path / name)
    put(own / DATABASE, path / DATABASE)
    sync_names(path.parent)


def restore(path: Path, folder: Path, extra_names: Sequence[str] = ()) -> Manifest:
    """Make an index from a copy, with its extra files, in a folder that has none yet."""
    if (folder / DATABASE).exists():
        raise BackupError(
            f"There is an index in {path_text(folder)} already. Name another folder with --index, "
            "or move it away first."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with scratch.folder(folder) as own:
            manifest, files = unpack(path, own, extra_names)
            with Store(own) as store:
                store.renew_identity()
            check_written(own)
            # The database last: there is no index before its rules are there.
            for name, content in files.items():
                if content is not None and not (folder / name).exists():
                    put(private(content, own / name), folder / name)
            put(own / DATABASE, folder / DATABASE)
            sync_names(folder.parent)
    except UNREADABLE as error:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            raise BackupError(
                f"There is no room in {path_text(folder)} for what is in {path_text(path)} "
                f"({error.strerror}). Make room, and restore it again."
            ) from error
        raise BackupError(
            f"{path_text(path)} is no copy of an index that can be read ({error}). Name the file "
            "or folder that wsis-search backup wrote."
        ) from error
    return manifest


def verify_backup(path: Path) -> str | None:
    """Return the fault of a copy of an index, and the remedy; None where it is whole."""
    try:
        with room_beside(path if path.is_dir() else path.parent) as own:
            unpack(path, own)
            with Store(own) as store:
                faults = sorted({code for code, *_ in store.checks.faults()})
    except (BackupError, IndexStoreError) as error:
        return error.message
    except UNREADABLE as error:
        return (
            f"{path_text(path)} is no copy of an index that can be read ({error}). Make another "
            "one: wsis-search backup"
        )
    if faults:
        return (
            f"The index in the copy {path_text(path)} is damaged ({', '.join(faults)}). Use "
            "another copy."
        )
    return None


def unpack(
    path: Path, own: Path, extra_names: Sequence[str] = ()
) -> tuple[Manifest, dict[str, bytes | None]]:
    """Unpack the database of a copy into a folder, and check it against the manifest.

    Return the manifest, and the files ``extra_names`` by name; None for missing ones. Raises
    ``BackupError`` where the copy is damaged or of a newer program. Where it is no copy,
    ``OSError``, ``KeyError``, ``TypeError``, ``ValueError`` or ``BadZipFile`` is raised.
    """
    database = own / DATABASE
    with _open_copy(path) as open_file:
        with open_file(DATABASE) as packed, database.open("wb") as stream:
            shutil.copyfileobj(packed, stream)
        with open_file(_MANIFEST) as listed:
            stored = json.loads(listed.read())
        files = {name: _read_content(open_file, name) for name in extra_names}
    if stored.pop("format") > _FORMAT:
        raise BackupError(
            f"The copy in {path_text(path)} was made by a newer wsis-search. Update wsis-search."
        )
    manifest = Manifest(**stored)
    if (database.stat().st_size, sha256_of(database)) != (manifest.bytes, manifest.sha256):
        raise BackupError(
            f"The copy in {path_text(path)} is damaged: its database is not the one that "
            "was written. Use another copy."
        )
    for name, content in files.items():
        known = manifest.beside.get(name)
        if known is not None and (content is None or hashlib.sha256(content).hexdigest() != known):
            raise BackupError(
                f"The copy in {path_text(path)} is damaged: {name} is not the one that was "
                "written. Use another copy."
            )
    return manifest, files


@contextlib.contextmanager
def _open_copy(path: Path) -> Iterator[Callable[[str], IO[bytes]]]:
    if path.is_dir():
        yield lambda name: (path / name).open("rb")
    else:
        with zipfile.ZipFile(path) as archive:
            yield archive.open


def _read_content(open_file: Callable[[str], IO[bytes]], name: str) -> bytes | None:
    try:
        with open_file(name) as stream:
            return stream.read()
    except (FileNotFoundError, KeyError):
        return None


def room_beside(folder: Path) -> contextlib.AbstractContextManager[Path]:
    """Make a temporary folder, within this one if it is writable, since it has room."""
    return scratch.folder(folder if os.access(folder, os.W_OK) else None)


def private(content: bytes, path: Path) -> Path:
    """Write a file that only its owner may read."""
    path.touch(_PRIVATE)
    path.write_bytes(content)
    return path


def check_written(own: Path) -> None:
    """Raise ``OSError`` where a database is incomplete, which SQLite does not report."""
    if (own / f"{DATABASE}-wal").exists():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def put(source: Path, target: Path) -> None:
    """Move a file to its place, whole and durably; replace any file there."""
    with source.open("r+b") as stream:
        os.fsync(stream.fileno())
    source.replace(target)
    sync_names(target.parent)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
