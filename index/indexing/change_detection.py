"""Detection of unchanged and moved files, without reading most of them.

As in git, a file with the same size, times and inode counts as unchanged. That excludes files
written just before they were read (https://git-scm.com/docs/racy-git). All others are compared by
content.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import time_ns
from typing import Final

from index.store import FileRecord, Store
from ingest.files import archives
from ingest.read import READERS_VERSION

_TICK: Final = 2 * 10**9
"""Nanoseconds between two different times on the coarsest file system, FAT."""


@dataclass(frozen=True, slots=True)
class FileLook:
    """State of a file before it is read.

    ``sha256`` is empty if unreadable. ``stamp`` identifies an unchanged file without its content;
    None if that is impossible. ``seen`` is when the look began, in nanoseconds since 1970.
    """

    path: Path
    size: int
    sha256: str
    stamp: str | None
    seen: int


def split_unchanged(
    store: Store, files: Sequence[Path], tell: Callable[[int], None], *, force: bool
) -> tuple[list[FileRecord], dict[Path, FileLook]]:
    """Return records of unchanged files, and looks at those to read, in order."""
    records = (
        {} if force else {record.path: record for record in store.files.all() if _is_done(record)}
    )
    known: list[FileRecord] = []
    changed: dict[Path, FileLook] = {}
    touched: list[tuple[Path, str, int]] = []
    for path in files:
        record, seen = records.get(path), time_ns()
        stamp = archives.stamp(path)
        if record is not None and stamp is not None and _is_untouched(record, stamp):
            known.append(record)
            tell(1)
            continue
        size, digest = archives.fingerprint(path)
        text = stamp.text if stamp else None
        if record is not None and (record.bytes, record.sha256) == (size, digest):
            known.append(record)
            touched += [(path, text, seen)] if text else []
            tell(1)
        else:
            changed[path] = FileLook(path, size, digest, text, seen)
    store.files.put_stamps(touched)
    return known, changed


@dataclass(frozen=True, slots=True)
class Moves:
    """Files that are gone, whose content is at another path, by old path.

    ``moved`` has new paths of the same name. ``replaced`` has paths of other files with the
    content; a new name may change the document.
    """

    moved: dict[Path, Path]
    replaced: dict[Path, Path]


def find_moves(
    store: Store, known: Sequence[FileRecord], changed: Mapping[Path, FileLook]
) -> Moves:
    """Find moved files by content, where the old path is empty, as git does."""
    places: dict[str, list[Path]] = {}
    for path, sha256 in (
        *((record.path, record.sha256) for record in known),
        *((path, look.sha256) for path, look in changed.items()),
    ):
        places.setdefault(sha256, []).append(path)
    records = store.files.all()
    known_paths = {record.path for record in records}
    all_moves = Moves({}, {})
    for record in records:
        same_content = places.get(record.sha256, []) if record.sha256 else []
        if not same_content or record.path in same_content or archives.exists(record.path):
            continue
        is_new = (
            path
            for path in same_content
            if path not in known_paths and path.name == record.path.name
        )
        new = next(is_new, None) if _is_done(record) else None
        if new is None:
            all_moves.replaced[record.path] = same_content[0]
        else:
            known_paths.add(new)
            all_moves.moved[record.path] = new
    return all_moves


def _is_done(record: FileRecord) -> bool:
    # A file that failed is tried again: what was missing may be there now.
    return record.code is None and record.reader == READERS_VERSION and record.sha256 != ""


def _is_untouched(record: FileRecord, stamp: archives.Stamp) -> bool:
    return record.stamp == stamp.text and stamp.latest + _TICK < record.seen
