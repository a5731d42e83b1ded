"""Files of vectors: segments that are written once, and a list of them.

A segment holds the rows changed between two moments of the store; rows of older segments are then
obsolete. The list has the moment and checksums. It is replaced in one step, so a crash only leaves
work to repeat.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import tokenize
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from index.model import Vectors
from index.retrieval.vectors.parts import Kind, VectorPart
from index.retrieval.vectors.segments import Segments
from index.store import sync_names

_FOLDER: Final = "vectors"
_LIST: Final = "segments.json"
_VERSION: Final = 1
_HEAD: Final = 4096
_OLD: Final = "vectors-*.faiss.npz"
"""Files of earlier formats."""

_DAMAGE: Final = (
    *(RuntimeError, OSError, ValueError, KeyError, TypeError, EOFError, MemoryError),
    *(zipfile.BadZipFile, zlib.error, SyntaxError, tokenize.TokenError, AttributeError),
)
"""Errors that a damaged file may raise: NumPy reads a header as Python."""


@dataclass(frozen=True, slots=True)
class _WrittenFile:
    """A file that is written once, with size and checksums of its beginning and the whole."""

    name: str
    size: int
    head: int
    whole: int

    @classmethod
    def of(cls, path: Path, *, written: bool = False) -> _WrittenFile:
        with path.open("r+b" if written else "rb") as stream:
            content = stream.read(_HEAD)
            head = whole = zlib.crc32(content)
            while content := stream.read(1 << 20):
                whole = zlib.crc32(content, whole)
            if written:
                os.fsync(stream.fileno())
            return cls(path.name, stream.tell(), head, whole)

    def is_there(self, folder: Path) -> bool:
        """Whether the file exists and begins as it was written."""
        path = folder / self.name
        with path.open("rb") as stream:
            return path.stat().st_size == self.size and zlib.crc32(stream.read(_HEAD)) == self.head


@dataclass(frozen=True, slots=True)
class _PartFiles:
    kind: Kind
    group: int
    rows: int
    scale: float
    index: _WrittenFile
    numbers: _WrittenFile


@dataclass(frozen=True, slots=True)
class Segment:
    """The rows of the id ranges ``touched`` (None: of all passages), in files."""

    touched: tuple[tuple[int, int], ...] | None
    parts: tuple[_PartFiles, ...]

    @property
    def rows(self) -> int:
        """The number of its rows."""
        return sum(part.rows for part in self.parts)


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """The list of an index's files of vectors.

    ``stamp`` is the store's moment. ``groups`` are names by number. ``segments`` are oldest first,
    the first of all passages. ``arrays`` is what comparisons with the vectors need.
    """

    stamp: str
    dimension: int
    groups: tuple[str, ...]
    segments: tuple[Segment, ...]
    arrays: _WrittenFile

    @property
    def rows(self) -> int:
        """The number of rows, with obsolete ones."""
        return sum(segment.rows for segment in self.segments)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of parts, those of the oldest segment first."""
        return tuple(
            dict.fromkeys(part_files.kind for part in self.segments for part_files in part.parts)
        )

    @property
    def bytes(self) -> int:
        """Size of the files."""
        return sum(file.size for file in self.files())

    def files(self) -> Iterator[_WrittenFile]:
        """Yield all files but the list."""
        yield self.arrays
        for segment in self.segments:
            for part in segment.parts:
                yield part.index
                yield part.numbers

    def open(self, folder: Path) -> tuple[Segments, dict[str, Vectors]] | None:
        """Open the vectors and their arrays; None if a file is missing or damaged."""
        place = folder / _FOLDER
        try:
            if not all(file.is_there(place) for file in self.files()):
                return None
            with (place / self.arrays.name).open("rb") as stream, np.load(stream) as stored:
                arrays = {name: stored[name] for name in stored.files}
            parts: list[VectorPart] = []
            for segment in self.segments:
                gone = np.array(segment.touched or (), np.int64).reshape(-1, 2)
                for older in parts:
                    older.drop(gone)
                for part_files in segment.parts:
                    path = place / part_files.index.name
                    part = VectorPart.load(
                        path, part_files.kind, part_files.group, part_files.rows, self.dimension
                    )
                    part.scale = part_files.scale
                    parts.append(part)
        except _DAMAGE:
            return None
        return Segments(self.dimension, self.stamp, parts), arrays


def read_files(folder: Path) -> StoredVectors | None:
    """Read the list of an index's segments; None if it is missing or damaged."""
    try:
        head, _, body = (folder / _FOLDER / _LIST).read_text("utf-8").partition("\n")
        if int(head, 16) != zlib.crc32(body.encode("utf-8")):
            return None
        stored = json.loads(body)
        if stored.pop("version") != _VERSION:
            return None
        return _parse_files(stored)
    except _DAMAGE:
        return None


def write(
    folder: Path,
    stamp: str,
    dimension: int,
    groups: Sequence[str],
    parts: Sequence[VectorPart],
    arrays: Mapping[str, Vectors],
) -> StoredVectors:
    """Write all rows as one segment and delete unlisted files; raise OSError on failure."""
    base = _begin_files(folder)
    files = _write_parts(base, parts)
    path = base.with_suffix(".npz")
    with path.open("wb") as stream:
        np.savez(stream, **dict(arrays))  # type: ignore[arg-type]
    arrays_file = _WrittenFile.of(path, written=True)
    listed = StoredVectors(stamp, dimension, tuple(groups), (Segment(None, files),), arrays_file)
    _put_list(folder, listed)
    return listed


def append_segment(
    folder: Path,
    stamp: str,
    groups: Sequence[str],
    parts: Sequence[VectorPart],
    *,
    touched: Sequence[tuple[int, int]],
    behind: StoredVectors,
    count: int,
) -> StoredVectors:
    """Write a segment after the first ``count`` of ``behind``, and delete unlisted files."""
    segment = Segment(tuple(touched), _write_parts(_begin_files(folder), parts))
    segments = (*behind.segments[:count], segment)
    listed = replace(behind, stamp=stamp, groups=tuple(groups), segments=segments)
    _put_list(folder, listed)
    return listed


def find_damaged(folder: Path) -> list[Path]:
    """List the files of vectors that differ from what was written."""
    place = folder / _FOLDER
    listed = read_files(folder)
    if listed is None:
        return [place / _LIST] if (place / _LIST).exists() else []
    damaged = []
    for file in listed.files():
        try:
            is_whole = _WrittenFile.of(place / file.name) == file
        except OSError:
            is_whole = False
        if not is_whole:
            damaged.append(place / file.name)
    return damaged


def drop(folder: Path) -> None:
    """Delete the files of vectors; they are made again when needed."""
    place = folder / _FOLDER
    for path in [*(place.iterdir() if place.is_dir() else ()), *folder.glob(_OLD)]:
        path.unlink(missing_ok=True)


def _begin_files(folder: Path) -> Path:
    """Make the folder of vectors; return a prefix for new files in it."""
    place = folder / _FOLDER
    place.mkdir(exist_ok=True)
    return place / secrets.token_hex(8)


def _write_parts(base: Path, parts: Sequence[VectorPart]) -> tuple[_PartFiles, ...]:
    files = []
    for number, part in enumerate(parts):
        path = base.with_name(f"{base.name}-{number}.faiss")
        part.save(path)
        files.append(
            _PartFiles(
                part.kind,
                part.group,
                len(part),
                part.scale,
                _WrittenFile.of(path, written=True),
                _WrittenFile.of(path.with_suffix(".rows"), written=True),
            )
        )
    return tuple(files)


def _put_list(folder: Path, listed: StoredVectors) -> None:
    """Replace the list of segments, and delete unlisted files."""
    place = folder / _FOLDER
    body = json.dumps({"version": _VERSION, **asdict(listed)})
    scratch = place / f".{secrets.token_hex(8)}"
    with scratch.open("w", encoding="utf-8") as stream:
        stream.write(f"{zlib.crc32(body.encode('utf-8')):08x}\n{body}")
        stream.flush()
        os.fsync(stream.fileno())
    # What the list names outlasts a power cut before the list does, and what the one before named
    # until then.
    sync_names(place)
    scratch.replace(place / _LIST)
    sync_names(place)
    named = {file.name for file in listed.files()} | {_LIST}
    for path in [*place.iterdir(), *folder.glob(_OLD)]:
        if path.name not in named:
            with contextlib.suppress(OSError):  # another process may be quicker
                path.unlink()


def _parse_files(stored: Mapping[str, Any]) -> StoredVectors:
    segments = tuple(
        Segment(
            None if segment["touched"] is None else tuple((a, b) for a, b in segment["touched"]),
            tuple(
                _PartFiles(
                    **{
                        **part,
                        "index": _WrittenFile(**part["index"]),
                        "numbers": _WrittenFile(**part["numbers"]),
                    }
                )
                for part in segment["parts"]
            ),
        )
        for segment in stored["segments"]
    )
    return StoredVectors(
        stored["stamp"],
        int(stored["dimension"]),
        tuple(stored["groups"]),
        segments,
        _WrittenFile(**stored["arrays"]),
    )
