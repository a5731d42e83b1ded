"""Documents in a ZIP archive, each as a file of its own; stamp and SHA-256 of any file.

Their paths look like ``folder/archive.zip!/in/name.docx``, at most two archives deep.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO, Final, cast

from corpus.errors import (
    CorruptFileError,
    EmptyFolderError,
    EncryptedFileError,
    NoSuchPathError,
    ReadError,
    TooLargeError,
    UnreadableError,
    UnsupportedFormatError,
)
from ingest.files import zip_safety
from ingest.files.formats import MAX_BYTES, detect, is_candidate, list_kinds, make_size_error
from ingest.files.member_names import INSIDE, is_outside, read_member_name

MAX_TOTAL: Final = 2 * 1024**3
"""Largest size of all unpacked documents of one archive, in bytes."""

_NESTED: Final = 1
"""Levels of archives below the outermost one that are opened."""

_IN_MEMORY: Final = 16 * 1024**2


@dataclass(frozen=True, slots=True)
class _ArchiveMember:
    name: str
    """Path after the archive's and ``!/``."""
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class _Contents:
    members: tuple[_ArchiveMember, ...]
    refused: tuple[ReadError, ...]


def expand(files: Iterable[Path]) -> tuple[list[Path], list[tuple[ReadError, Path]]]:
    """Replace each archive by its documents, and return errors with their archive's path."""
    result: list[Path] = []
    failed: list[tuple[ReadError, Path]] = []
    for path in files:
        if path.suffix.lower() != ".zip" or split(path) is not None:
            result.append(path)
            continue
        try:
            if detect(path) != "zip":
                result.append(path)
                continue
            contents = _read_contents(path)
        except ReadError as error:
            failed.append((error, path))
            continue
        result.extend(Path(f"{path}!", *member.name.split("/")) for member in contents.members)
        failed.extend((error, path) for error in contents.refused)
        if not contents.members and not contents.refused:
            message = f"{path.name} holds no file that can be read ({list_kinds()})."
            failed.append((EmptyFolderError(message), path))
    return result, failed


def split(path: Path) -> tuple[Path, str] | None:
    """Split a document's path into archive and inner name; None for a file of its own."""
    for index, part in enumerate(path.parts):
        if part.endswith("!") and index + 1 < len(path.parts):
            archive = Path(*path.parts[:index], part[:-1])
            if archive.is_file() and not Path(*path.parts[: index + 1]).exists():
                return archive, "/".join(path.parts[index + 1 :])
    return None


def format_path(path: Path) -> str:
    """Return a file's name for people, inside an archive ``archive.zip!/in/name.docx``."""
    inside = split(path)
    return f"{inside[0].name}{INSIDE}{inside[1]}" if inside else path.name


def is_at_or_below(path: Path, root: Path) -> bool:
    """Whether a path is ``root``, or inside that folder or archive, which need not exist."""
    return path.is_relative_to(root) or os.fsencode(path).startswith(
        os.fsencode(root) + INSIDE.encode()
    )


def exists(path: Path) -> bool:
    """Whether a file, or a document in an archive, exists."""
    inside = split(path)
    if inside is None:
        return path.exists()
    archive, name = inside
    try:
        return any(member.name == name for member in _read_contents(archive).members)
    except ReadError:
        return False


def sizes(path: Path) -> list[int]:
    """Return the bytes of each document in an archive; empty for any other file.

    An archive with too long a list counts as one document of infinite size.
    """
    if path.suffix.lower() != ".zip" or split(path) is not None:
        return []
    try:
        return (
            [member.size for member in _read_contents(path).members]
            if detect(path) == "zip"
            else []
        )
    except TooLargeError:
        return [2**63]
    except ReadError:
        return []


def fingerprint(path: Path) -> tuple[int, str]:
    """Return bytes and hexadecimal SHA-256 of a file or a document in an archive.

    ``(0, "")`` is for a path that is unreadable, no regular file, or too large.
    """
    try:
        inside = split(path)
        if inside is None:
            size = path.stat().st_size
            if not path.is_file() or size > MAX_BYTES:  # a pipe would be waited for without end
                return 0, ""
            with path.open("rb") as stream:
                return size, hashlib.file_digest(stream, "sha256").hexdigest()
        archive, name = inside
        for member in _read_contents(archive).members:
            if member.name == name:
                return member.size, member.sha256
    except (OSError, ValueError, ReadError):
        pass
    return 0, ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Size, times and inode of a file; ``latest`` is its later time, in nanoseconds since 1970."""

    text: str
    latest: int


def stamp(path: Path) -> Stamp | None:
    """Return a file's stamp (for a document in an archive the archive's), or None."""
    try:
        inside = split(path)
        status = (inside[0] if inside else path).stat()
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
        return None
    parts = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    return Stamp(" ".join(map(str, parts)), max(status.st_mtime_ns, status.st_ctime_ns))


@contextmanager
def extract(path: Path) -> Iterator[Path]:
    """Unpack a document as long as the context lasts; raise NoSuchPathError or ReadError."""
    inside = split(path)
    if inside is None:
        raise NoSuchPathError(f"There is no {path}. Check the path.")
    archive, name = inside
    with tempfile.TemporaryDirectory(prefix="wsis-search-") as folder:
        target = Path(folder, PurePosixPath(name).name)
        with (
            _open_stream(archive) as stream,
            zip_safety.open_zip(stream, archive.name) as opened,
            target.open("wb") as copy,
        ):
            _copy(opened, name, copy, f"{archive.name}{INSIDE}{name}")
        yield target


@contextmanager
def _open_stream(archive: Path) -> Iterator[IO[bytes]]:
    try:
        with archive.open("rb") as stream:
            yield stream
    except FileNotFoundError as error:
        raise NoSuchPathError(f"There is no {archive}. Check the path.") from error
    except OSError as error:
        raise UnreadableError(
            f"{archive.name} cannot be read: {error.strerror or error}. Check its permissions and "
            "the disk."
        ) from error


def _read_contents(archive: Path) -> _Contents:
    with _open_stream(archive):
        status = archive.stat()
    return _read_contents_of(archive, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=8)
def _read_contents_of(archive: Path, _changed: int, _size: int) -> _Contents:
    members: dict[str, _ArchiveMember] = {}
    refused: list[ReadError] = []
    with _open_stream(archive) as stream, zip_safety.open_zip(stream, archive.name) as opened:
        budget = _Budget(archive.name)
        for member in _list_members(opened, archive.name, "", 0, budget):
            if isinstance(member, ReadError):
                refused.append(member)
            else:
                members[member.name] = member
    ordered = tuple(members[name] for name in sorted(members))
    return _Contents(ordered, tuple(refused))


class _Budget:
    def __init__(self, archive: str) -> None:
        self._archive = archive
        self._left = MAX_TOTAL

    def spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise TooLargeError(
                f"{self._archive} unpacks to more than {MAX_TOTAL // 1024**3} GiB and was not "
                "opened. If it is genuine, split it or unpack it."
            )


def _list_members(
    opened: zipfile.ZipFile, label: str, prefix: str, level: int, budget: _Budget
) -> Iterator[_ArchiveMember | ReadError]:
    """Yield an archive's documents with their hashes, nested ones too, or errors."""
    infos = [info for info in opened.infolist() if not info.is_dir()]
    for info in infos:
        budget.spend(info.file_size)
    for info in infos:
        name = read_member_name(info)
        if not is_candidate(Path(name)) or "__MACOSX" in name:
            continue
        where = f"{label}{INSIDE}{name}"
        error = _find_refusal(info, name, where)
        if error is not None:
            yield error
            continue
        try:
            if Path(name).suffix.lower() == ".zip":
                yield from _open_nested(opened, info, where, prefix + name, level, budget)
            else:
                with opened.open(info) as stream:
                    # file_digest wants a seekable file; seeking here would unpack twice.
                    digest = hashlib.sha256()
                    while chunk := stream.read(1024**2):
                        digest.update(chunk)
                yield _ArchiveMember(prefix + name, info.file_size, digest.hexdigest())
        except (*zip_safety.DAMAGE, RuntimeError) as damage:
            yield CorruptFileError(
                f"{where} is damaged in the archive ({str(damage)[:99]}). Get it again."
            )


def _find_refusal(info: zipfile.ZipInfo, name: str, where: str) -> ReadError | None:
    if is_outside(name):
        return CorruptFileError(
            f"{where} has a name that leads out of the archive, which can be an attack; it was "
            "left out. Get the document from its source."
        )
    if stat.S_ISLNK(info.external_attr >> 16):
        return UnsupportedFormatError(
            f"{where} is a link to another file, not a document; it was left out. Name the "
            "document that it points to."
        )
    if info.flag_bits & 1:
        return EncryptedFileError(
            f"{where} is protected by a password. Unpack the archive and ingest the document."
        )
    if info.file_size > MAX_BYTES:
        return make_size_error(where, info.file_size)
    return None


def _open_nested(
    outer: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    where: str,
    prefix: str,
    level: int,
    budget: _Budget,
) -> Iterator[_ArchiveMember | ReadError]:
    if level >= _NESTED:
        yield UnsupportedFormatError(
            f"{where} is an archive in an archive in an archive and was not opened. Unpack it."
        )
        return
    try:
        with _spool(outer, info) as copy, zip_safety.open_zip(copy, where) as opened:
            yield from _list_members(opened, where, prefix + INSIDE, level + 1, budget)
    except TooLargeError as error:
        # The budget is the outer archive's: its end is the end of all.
        raise error from None
    except ReadError as error:
        yield error


@contextmanager
def _spool(outer: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
    """Yield a member as a seekable stream, as ``zipfile`` needs it."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
        with outer.open(info) as stream:
            shutil.copyfileobj(stream, copy)
        copy.seek(0)
        yield cast("IO[bytes]", copy)


def _copy(opened: zipfile.ZipFile, name: str, target: IO[bytes], where: str) -> None:
    """Copy a document of an archive, also from a nested archive, to ``target``."""
    for info in reversed(opened.infolist()):  # of two with one name the last is meant
        member = read_member_name(info)
        if info.is_dir() or not is_candidate(Path(member)):
            continue
        if member == name:
            error = _find_refusal(info, member, where)
            if error is not None:
                raise error
            with opened.open(info) as stream:
                shutil.copyfileobj(stream, target)
            return
        if name.startswith(member + INSIDE):
            with _spool(opened, info) as copy, zip_safety.open_zip(copy, where) as inner:
                _copy(inner, name[len(member + INSIDE) :], target, where)
            return
    raise NoSuchPathError(f"There is no {where}. Check the path.")
