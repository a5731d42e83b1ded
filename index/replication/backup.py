"""How does an index survive its disk? A copy of it as it is at one moment, which can be checked.

A copy holds the database, which is the truth, a manifest with checksums, and small files that stand
beside it: alerts, and the rules of who may see what. What is derived is made anew. It is a folder,
or one ZIP file. What is restored is another index than the one that was copied, with an identity of
its own: both may go on.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from corpus.documents import path_text
from corpus.errors import BackupError, IndexStoreError
from index.store import DATABASE, Store, sync_names
from ingest import scratch

_MANIFEST: Final = "manifest.json"
_FORMAT: Final = 3
"""Of format 1, the manifest does not say what stands beside the database; of 2, not its stamp."""
_PRIVATE: Final = 0o600


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy holds.

    Attributes:
        id: of the index that was copied.
        generation: of it at that time.
        model: that it was built with.
        made: when, ISO 8601, UTC.
        documents: how many.
        passages: how many.
        bytes: of the database.
        sha256: of the database.
        beside: SHA-256 of each other file of the copy, by name.
        stamp: of the moment that was copied.
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
    store: Store, path: Path, beside: Mapping[str, Path] = MappingProxyType({})
) -> Manifest:
    """Copy an index, also while it is written to.

    Args:
        store: of the index.
        path: a folder that is there, or is to be made; with an extension, a ZIP file.
        beside: small files that go with it, where they are there, by the names that they have in
            the copy; only their owner may read it then.

    Raises:
        BackupError: there is something already, or it cannot be written.
    """
    is_file = bool(path.suffix) and not path.is_dir()
    if path.is_file() or (path / DATABASE).exists():
        raise BackupError(f"There is something in {path_text(path)} already. Name another place.")
    try:
        parent = path.parent if is_file else path
        parent.mkdir(parents=True, exist_ok=True)
        with scratch.folder(parent) as own:
            database = own / DATABASE
            with store.snapshot():  # what the copy says of itself is of the moment that it holds
                store.copy_to(database)
                files = {name: file.read_bytes() for name, file in beside.items() if file.is_file()}
                manifest = Manifest(
                    id=store.id,
                    generation=store.generation,
                    model=store.setting("model"),
                    made=datetime.now(UTC).isoformat(timespec="seconds"),
                    documents=store.documents.totals()["documents"],
                    passages=store.passages.count(),
                    bytes=database.stat().st_size,
                    sha256=sha256_of(database),
                    beside={name: hashlib.sha256(one).hexdigest() for name, one in files.items()},
                    stamp=store.stamp,
                )
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


def restore(path: Path, folder: Path, beside: Sequence[str] = ()) -> Manifest:
    """Make an index of a copy.

    Args:
        path: that :func:`back_up` wrote.
        folder: of the index, in which there is none yet.
        beside: names of files that go with it, where the copy has them and the folder has not.

    Raises:
        BackupError: it is no copy, or damaged, or there is an index in the folder.
    """
    if (folder / DATABASE).exists():
        raise BackupError(
            f"There is an index in {path_text(folder)} already. Name another folder with --index, "
            "or move it away first."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with scratch.folder(folder) as own:
            manifest, files = unpack(path, own, beside)
            with Store(own) as store:
                store.renew_identity()
            check_written(own)
            # The database last: there is no index before its rules are there.
            for name, content in files.items():
                if content is not None and not (folder / name).exists():
                    put(private(content, own / name), folder / name)
            put(own / DATABASE, folder / DATABASE)
            sync_names(folder.parent)
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
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
    """Return what is wrong with a copy of an index, and what to do; None where it is whole.

    Args:
        path: that :func:`back_up` wrote.
    """
    try:
        parent = path if path.is_dir() else path.parent
        with scratch.folder(parent if os.access(parent, os.W_OK) else None) as own:
            unpack(path, own)
            with Store(own) as store:
                faults = sorted({code for code, *_ in store.checks.faults()})
    except (BackupError, IndexStoreError) as error:
        return error.message
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile, zlib.error) as error:
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
    path: Path, own: Path, beside: Sequence[str] = ()
) -> tuple[Manifest, dict[str, bytes | None]]:
    """Take the database out of a copy, into a folder, and see that it is the one that was written.

    Args:
        path: that :func:`back_up` wrote.
        own: the folder.
        beside: names of files that go with it.

    Returns:
        What the copy says of itself, and the files by their names; None for those that it has not.

    Raises:
        BackupError: it is damaged, or of a newer version of this program.
        OSError, KeyError, TypeError, ValueError, BadZipFile: it is no copy.
    """
    database = own / DATABASE
    manifest = _unpacked(path, database)
    if (database.stat().st_size, sha256_of(database)) != (manifest.bytes, manifest.sha256):
        raise BackupError(
            f"The copy in {path_text(path)} is damaged: its database is not the one that "
            "was written. Use another copy."
        )
    return manifest, {name: _beside(path, name, manifest) for name in beside}


def _unpacked(path: Path, database: Path) -> Manifest:
    if path.is_dir():
        shutil.copyfile(path / DATABASE, database)
        text = (path / _MANIFEST).read_text("utf-8")
    else:
        with zipfile.ZipFile(path) as archive:
            text = archive.read(_MANIFEST).decode("utf-8")
            with archive.open(DATABASE) as packed, database.open("wb") as stream:
                shutil.copyfileobj(packed, stream)
    stored = json.loads(text)
    if stored.pop("format") > _FORMAT:
        raise BackupError(
            f"The copy in {path_text(path)} was made by a newer wsis-search. Update wsis-search."
        )
    return Manifest(**stored)


def _beside(path: Path, name: str, manifest: Manifest) -> bytes | None:
    """A file that stands beside the database of a copy; None where there is none."""
    content = None
    if path.is_dir():
        content = (path / name).read_bytes() if (path / name).is_file() else None
    else:
        with zipfile.ZipFile(path) as archive:
            content = archive.read(name) if name in archive.namelist() else None
    known = manifest.beside.get(name)
    if known is not None and (content is None or hashlib.sha256(content).hexdigest() != known):
        raise BackupError(
            f"The copy in {path_text(path)} is damaged: {name} is not the one that was written. "
            "Use another copy."
        )
    return content


def private(content: bytes, path: Path) -> Path:
    """Write a file that only its owner may read."""
    path.touch(_PRIVATE)
    path.write_bytes(content)
    return path


def check_written(own: Path) -> None:
    """See that all is in a database; SQLite does not say where it cannot write back into the file.

    Raises:
        OSError: there is no room for it.
    """
    if (own / f"{DATABASE}-wal").exists():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def put(source: Path, target: Path) -> None:
    """Put a file in its place, or in that of another, whole and to last."""
    with source.open("r+b") as stream:
        os.fsync(stream.fileno())
    source.replace(target)
    sync_names(target.parent)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
