"""Safety checks of ZIP packages, before any library opens them."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Final

from corpus.errors import CorruptFileError, EncryptedFileError, ReadError, TooLargeError

MAX_UNPACKED: Final = 500 * 1024**2
"""Largest unpacked size of a package, pictures included, in bytes."""

MAX_XML_PART: Final = 128 * 1024**2
"""Largest XML part, in bytes; lxml needs ten times as many. The longest Word part seen has 12 MiB.
"""

_MAX_DIRECTORY: Final = 16 * 1024**2
"""Largest member list, in bytes (200,000 members); memory needs twenty times as many."""

_END: Final = b"PK\x05\x06"
_LONGEST_END: Final = 22 + 65535
_CHUNK: Final = 1024**2
_CODES: Final = ("utf-8", "utf-16-le", "utf-16-be")

DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    ValueError,
    OSError,
)
"""Errors that zipfile raises on damaged archives."""


@contextmanager
def open_zip(stream: IO[bytes], shown: str) -> Iterator[zipfile.ZipFile]:
    """Open the archive in a seekable stream; ``shown`` is the file's name for messages.

    Raises TooLargeError for too long a member list, CorruptFileError for damage.
    """
    try:
        if _read_directory_size(stream) > _MAX_DIRECTORY:
            raise TooLargeError(
                f"{shown} lists hundreds of thousands of files and was not opened. Pack the "
                "documents that you need into an archive of their own."
            )
        with zipfile.ZipFile(stream) as archive:
            yield archive
    except ReadError:
        raise
    except DAMAGE as error:
        raise CorruptFileError(
            f"{shown} is damaged or cut short: it cannot be unpacked ({str(error)[:120]}). "
            "Get it again."
        ) from error
    except RuntimeError as error:  # zipfile's way of asking for a password
        raise EncryptedFileError(
            f"{shown} is protected by a password. Save it without one and try again."
        ) from error


def _read_directory_size(stream: IO[bytes]) -> int:
    """Return the bytes of the member list by the archive's end record; 0 without one."""
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - _LONGEST_END))
    tail = stream.read()
    stream.seek(0)
    offset = tail.rfind(_END)
    if offset < 0 or len(tail) < offset + 22:
        return 0  # zipfile says what is wrong with it
    size: int = struct.unpack_from("<I", tail, offset + 12)[0]
    if size == 0xFFFFFFFF:
        # ZIP64 keeps the number elsewhere; packers that write it for small archives are rare, and
        # the record that holds it lies right before this one: 56 bytes and a locator of 20.
        offset -= 76
        if offset >= 0 and tail.startswith(b"PK\x06\x06", offset):
            size = struct.unpack_from("<Q", tail, offset + 40)[0]
    return size


def check_package(
    archive: zipfile.ZipFile, shown: str, refused: Sequence[str] = ("<!ENTITY",)
) -> None:
    """Refuse a malicious package (bomb, external entities, password) with a ReadError.

    ``refused`` are the declarations that no XML part may have.
    """
    declarations = [word.encode(code) for word in refused for code in _CODES]
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise EncryptedFileError(
            f"{shown} is protected by a password. Save it without one and try again."
        )
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise TooLargeError(
            f"{shown} unpacks to more than {MAX_UNPACKED // 1024**2} MiB and was not opened. If "
            "it is genuine, remove its pictures or split it."
        )
    for member in members:
        if member.filename.lower().endswith((".xml", ".rels")):
            _check_part(archive, member, shown, declarations)


def _check_part(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str, declarations: Sequence[bytes]
) -> None:
    if member.file_size > MAX_XML_PART:
        raise TooLargeError(
            f"{shown}: its part {member.filename} unpacks to more than "
            f"{MAX_XML_PART // 1024**2} MiB. Split the document."
        )
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            window = tail + chunk
            if any(word in window for word in declarations):
                raise CorruptFileError(
                    f"{shown}: its part {member.filename} declares entities, which no office "
                    "program writes and which can be an attack. Do not use this file."
                )
            tail = chunk[-32:]
