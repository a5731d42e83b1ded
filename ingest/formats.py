"""What kind of file is this? By its first bytes, and only then by its name."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from corpus.errors import (
    CorruptFileError,
    EmptyFileError,
    EncryptedFileError,
    NoSuchPathError,
    TooLargeError,
    UnreadableError,
    UnsupportedFormatError,
    WrongExtensionError,
)

__all__ = ["MAX_BYTES", "READABLE", "detect", "is_candidate"]

READABLE: Final = {".docx": "docx", ".docm": "docx", ".pdf": "pdf", ".txt": "txt", ".text": "txt"}
"""The extensions that are looked for in a folder, and the format that each stands for."""

MAX_BYTES: Final = 200 * 1024 * 1024
"""Largest file that is opened. The longest documents of ITU's Council stay below 30 MB."""

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF: Final = b"%PDF-"
_ZIP: Final = b"PK\x03\x04"
_NAMES: Final = {"docx": "a Word file", "pdf": "a PDF", "txt": "plain text"}


def is_candidate(path: Path) -> bool:
    """Whether a file found in a folder is to be read: a known extension, and not a lock file."""
    return path.suffix.lower() in READABLE and not path.name.startswith(("~$", ".~lock", "._"))


def detect(path: Path) -> str:
    """Tell a file's format from its content; its name has to agree.

    Returns:
        ``docx``, ``pdf`` or ``txt``.

    Raises:
        ReadError: one of its kinds, when the file is not there, empty, too large, encrypted, of a
            format that has no reader, or of another format than its name says.
    """
    head, size = _head(path)
    named = READABLE.get(path.suffix.lower())
    if size == 0:
        raise EmptyFileError(f"{path.name} is empty (0 bytes). Get the file again.")
    if size > MAX_BYTES:
        raise TooLargeError(
            f"{path.name} has {size / 1e6:,.0f} MB; the limit is {MAX_BYTES / 1e6:,.0f} MB. "
            "Split it, or save it without its pictures."
        )
    actual = _kind(path, head)
    if actual is None:
        raise UnsupportedFormatError(
            f"{path.name}: no reader for files of this kind. DOCX, PDF and plain text (.txt) can "
            "be read; save it as one of these."
        )
    if named is None:
        if actual != "txt":  # content that leaves no doubt is read whatever its name
            return actual
        raise UnsupportedFormatError(
            f"{path.name}: no reader for {path.suffix or 'files without an extension'}. If it is "
            "plain text, rename it to .txt."
        )
    if actual != named and actual == "txt":
        raise WrongExtensionError(
            f"{path.name} is named as {_NAMES[named]} but does not hold one: its first bytes are "
            f"neither a Word file's nor a PDF's. If it is plain text, rename it to .txt; if not, "
            "get the file again."
        )
    return actual


def _head(path: Path) -> tuple[bytes, int]:
    try:
        status = path.stat()
        if not path.is_file():
            raise UnreadableError(f"{path.name} is not a file that can be read.")
        with path.open("rb") as stream:
            return stream.read(1024), status.st_size
    except FileNotFoundError as error:
        raise NoSuchPathError(f"There is no {path}. Check the path.") from error
    except OSError as error:
        raise UnreadableError(
            f"{path.name} cannot be opened: {error.strerror}. Check its permissions."
        ) from error


def _kind(path: Path, head: bytes) -> str | None:
    if _PDF in head:
        return "pdf"
    if head.startswith(_OLD_OFFICE):
        return _old_office(path)
    if head.startswith(_ZIP):
        return _zip(path)
    if (
        head.count(0) > len(head) // 3
        and b"\xff\xfe" not in head[:4]
        and b"\xfe\xff" not in head[:4]
    ):
        # Text in UTF-16 has at most one zero byte in two, and then only in Latin script.
        return "txt" if 0 < head.count(0) <= (len(head) + 1) // 2 else None
    return "txt"


def _old_office(path: Path) -> str:
    if path.suffix.lower() in (".docx", ".docm"):
        # An encrypted DOCX is wrapped in the old container format.
        raise EncryptedFileError(
            f"{path.name} is protected by a password. Open it in Word, remove the password and "
            "save it again."
        )
    raise UnsupportedFormatError(
        f"{path.name} is in an old Office format. Open it in Word or LibreOffice and save it as "
        "DOCX."
    )


def _zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise CorruptFileError(
            f"{path.name} is damaged: its ZIP directory cannot be read ({error}). Get it again."
        ) from error
    if any(name.startswith("word/") for name in names):
        return "docx"
    raise UnsupportedFormatError(
        f"{path.name} is a ZIP archive that holds no Word document. Unpack it, or save the "
        "document as DOCX."
    )
