"""File names safe in every file system: of uploaded files, and of files to download."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Final

__all__ = ["name_export", "safe_name"]

_LONGEST_NAME: Final = 150
"""Maximum length of a file name in bytes; file systems take 255."""

_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')

_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)

_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of characters that are left out of a name."""


def safe_name(name: str) -> str:
    """Return a name to store an uploaded file under, without folders and unsafe characters."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    safe = "".join(c for c in _UNSAFE.sub("_", plain) if unicodedata.category(c) not in _DROPPED)
    safe = safe.strip(" .") or "file"
    if _RESERVED.fullmatch(safe):
        safe = f"_{safe}"
    path = PurePosixPath(safe)
    ending = path.suffix if len(path.suffix.encode()) <= 20 else ""
    stem = safe.removesuffix(ending)
    room = _LONGEST_NAME - len(ending.encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .") + ending


def name_export(subject: str, language: str, ending: str, made_of: str = "wsis-search") -> str:
    """Return a dated name for a file: ``wsis-search-precedents-2025-03-01-en.docx``.

    ``made_of`` is the first part: the app, or a document whose content the file has.
    """
    today = datetime.now(UTC).date().isoformat()
    return safe_name(f"{made_of.replace('/', '-')}-{subject}-{today}-{language}.{ending}")
