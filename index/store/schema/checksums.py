"""Checksums of rows, in Python and in SQL, and the columns that they cover."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Final

Columns = Mapping[str, tuple[str, ...]]
"""Names of columns, by table."""

FIRST_CHECKED: Final[Columns] = {
    "document": (
        *("key", "symbol", "date", "meeting", "series", "number", "revision", "addendum"),
        *("original_language", "agenda_item", "countries"),
    ),
    "version": (
        *("file_id", "document_id", "language", "title", "source", "meeting_place", "format"),
        "pages",
    ),
    "passage": (
        *("version_id", "ordinal", "kind", "label", "label_path", "heading", "page", "boxes"),
        *("language", "start", "part", "text", "leads", "embedded"),
    ),
    "mention": (
        *("passage_id", "canonical", "kind", "body", "number", "edition", "start", "stop", "text"),
    ),
    "vector": ("digest", "value"),
    "mandates": ("version_id", "rules", "held"),
}
"""Columns that checksums cover in schemas 9 to 16. Never change this."""

CHECKED: Final[Columns] = {
    **FIRST_CHECKED,
    "version": (
        *FIRST_CHECKED["version"],
        *("meeting_days", "same_as", "passage_count", "mention_count"),
    ),
    "passage": (*FIRST_CHECKED["passage"], "called_at", "borrowed_page"),
    "revision": ("version_id", "newer_id", "rules", "fates"),
}
"""Columns that each table's checksum covers; triggers compute those of document and version.

Another column needs a migration that recomputes checksums, only where they were right before.
"""


def checksum(*values: object) -> int:
    """Return the CRC-32 of a row's values; NULL differs from empty."""
    return zlib.crc32(b"\x1f".join(b"\x00" if value is None else bytes(value) for value in values))  # type: ignore[call-overload]


def checksum_over(table: str, row: str = "", checked: Columns = CHECKED) -> str:
    """Return SQL for the checksum of a row, also for text that is no longer valid UTF-8."""
    prefix = row and f"{row}."
    return f"checksum_of({', '.join(f'CAST({prefix}{name} AS BLOB)' for name in checked[table])})"


def checksum_of_row(table: str, row: Mapping[str, object]) -> int:
    """Return the checksum of a row to insert, equal to what :func:`checksum_over` computes."""
    parts: list[bytes] = []
    for name in CHECKED[table]:
        value = row[name]
        if isinstance(value, str):
            parts.append(value.encode())
        elif value is None:
            parts.append(b"\x00")
        else:
            parts.append(value if isinstance(value, bytes) else f"{value:d}".encode())
    return zlib.crc32(b"\x1f".join(parts))
