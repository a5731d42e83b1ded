"""Which files have changed since they were read? Told without looking into most of them.

As git does, a file whose size, times and number are those that were remembered is taken for
unchanged, unless it was written to so shortly before it was looked into that another change could
bear the same time (https://git-scm.com/docs/racy-git). All others are looked into.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import time_ns
from typing import Final

from index.store import FileRecord, Store
from ingest.files import archives
from ingest.read import READERS_VERSION

_TICK: Final = 2 * 10**9
"""Nanoseconds between two times that the coarsest file system, FAT, can tell apart."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a file before it is read.

    Attributes:
        size: in bytes.
        sha256: of its content; empty where that cannot be read.
        stamp: by which it is known without looking into it; None where that is no use.
        seen: when it was looked into, from when on, in nanoseconds since 1970.
    """

    size: int
    sha256: str
    stamp: str | None
    seen: int


def unchanged(
    store: Store, files: Sequence[Path], tell: Callable[[int], None], *, force: bool
) -> tuple[list[FileRecord], dict[Path, Look]]:
    """Part files into those that are known as they are, and those that are to be read.

    Args:
        store: of the index.
        files: to look at.
        tell: told how many are known.
        force: whether all are to be read.

    Returns:
        What the store remembers of the first, and what was seen of the second, in their order.
    """
    records = {} if force else {one.path: one for one in store.files() if _is_done(one)}
    known: list[FileRecord] = []
    changed: dict[Path, Look] = {}
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
            changed[path] = Look(size, digest, text, seen)
    store.put_stamps(touched)
    return known, changed


def _is_done(record: FileRecord) -> bool:
    # A file that failed is tried again: what was missing may be there now.
    return record.code is None and record.reader == READERS_VERSION and record.sha256 != ""


def _is_untouched(record: FileRecord, stamp: archives.Stamp) -> bool:
    return record.stamp == stamp.text and stamp.latest + _TICK < record.seen
