"""Files that the store knows, and the record of each."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.documents import ReadingWarning, path_text
from corpus.errors import ReadError
from index.store.database import Database, Part, Row, now
from index.store.versions import Versions


@dataclass(frozen=True, slots=True)
class FileRecord:
    """Record of a file at its last reading."""

    id: int
    path: Path
    display_name: str
    bytes: int
    sha256: str
    reader: int
    code: str | None
    message: str | None
    warnings: tuple[ReadingWarning, ...]
    stamp: str | None
    seen: int


class Files(Part):
    """Records of files."""

    def __init__(self, database: Database, versions: Versions) -> None:
        super().__init__(database)
        self._versions = versions

    def by_path(self, path: Path) -> FileRecord | None:
        """Return the record of the file at ``path``; None where it was never read."""
        row = self._database.query_one("SELECT * FROM file WHERE path = ?", os.fsencode(path))
        return _file_record(row) if row else None

    def all(self) -> list[FileRecord]:
        """Return all files, ordered by name."""
        return [*map(_file_record, self._database.query("SELECT * FROM file ORDER BY path"))]

    def symbols(self) -> list[Row]:
        """Return ``path symbol`` of all files; the symbol is NULL where none is known."""
        return self._database.query(
            "SELECT path, symbol FROM file LEFT JOIN version ON file_id = file.id "
            "LEFT JOIN document ON document.id = document_id ORDER BY path"
        )

    def documents(self) -> list[Row]:
        """Return the document of each file: all its columns, and ``path shown language sha256``."""
        return self._database.query(
            "SELECT document.*, path, shown, language, sha256 FROM version "
            "JOIN document ON document.id = document_id JOIN file ON file.id = file_id "
            "ORDER BY version.id"
        )

    def of_document(self, document_id: int) -> list[Row]:
        """Return the files of a document, ordered by language, shown versions first.

        Columns: ``version_id path language format pages bytes sha256 same_as``.
        """
        return self._versions_of(
            "document_id = ? ORDER BY language, same_as NOT NULL, shown", document_id
        )

    def of_content(self, sha256: str) -> list[Row]:
        """Return files with this content that gave a version; columns as in :meth:`of_document`."""
        return self._versions_of("sha256 = ? ORDER BY version.id", sha256)

    def _versions_of(self, which: str, value: object) -> list[Row]:
        return self._database.query(
            "SELECT version.id AS version_id, path, language, format, pages, bytes, "  # noqa: S608
            f"sha256, same_as FROM version JOIN file ON file.id = file_id WHERE {which}",
            value,
        )

    def put_stamps(self, stamps: Sequence[tuple[Path, str, int]]) -> None:
        """Store path, stamp and time of files, so that the next ingest can skip unchanged ones.

        The stamp is that of ``ingest.files.archives``. The time, in nanoseconds since 1970,
        precedes the last look into the file.
        """
        if stamps:
            with self._database.transaction():
                self._database.run_many(
                    "UPDATE file SET stamp = ?, seen = ? WHERE path = ?",
                    [(stamp, seen, os.fsencode(path)) for path, stamp, seen in stamps],
                )

    def put_failure(
        self, path: Path, *, size: int, sha256: str, reader: int, error: ReadError
    ) -> None:
        """Store that a file could not be read, in place of its earlier record."""
        with self._database.transaction():
            had_version = self.clear(path)
            self.put(path, size, sha256, reader, error=error)
            if had_version:
                self.drop_orphans()
                self._database.raise_generation()

    def move(self, moved: Mapping[Path, Path]) -> None:
        """Change the paths of files from keys to values; no file may be known at a new path yet."""
        if not moved:
            return
        with self._database.transaction():
            for old, new in moved.items():
                self._database.run(
                    "UPDATE file SET path = ?, shown = ?, stamp = NULL WHERE path = ?",
                    os.fsencode(new),
                    path_text(new),
                    os.fsencode(old),
                )
                # What has no symbol goes by its path.
                self._database.run(
                    "UPDATE document SET key = ? WHERE key = ?",
                    f"file:{path_text(new)}",
                    f"file:{path_text(old)}",
                )
                # Copies of a part have to follow: the path may decide who sees it.
                self._database.run(
                    "UPDATE version SET file_id = file_id "
                    "WHERE file_id = (SELECT id FROM file WHERE path = ?)",
                    os.fsencode(new),
                )
            self._database.raise_generation()

    def remove(self, path: Path) -> None:
        """Remove a file and all data that came from it."""
        with self._database.transaction():
            if self.clear(path):
                self.drop_orphans()
                self._database.raise_generation()

    def put(
        self,
        path: Path,
        size: int,
        sha256: str,
        reader: int,
        *,
        error: ReadError | None = None,
        warnings: Sequence[ReadingWarning] = (),
    ) -> int:
        """Store a file's record, in a transaction, and return its id."""
        cursor = self._database.run(
            "INSERT INTO file (path, shown, bytes, sha256, reader, code, message, warnings, "
            "ingested) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            os.fsencode(path),
            path_text(path),
            size,
            sha256,
            reader,
            error and error.code,
            error and error.message,
            json.dumps([[item.code, item.message] for item in warnings], ensure_ascii=False),
            now(),
        )
        return int(cursor.lastrowid or 0)

    def clear(self, path: Path) -> bool:
        """Delete a file and its version, in a transaction; return whether there was a version."""
        row = self._database.query_one(
            "SELECT file.id, version.id AS version_id, same_as FROM file "
            "LEFT JOIN version ON file_id = file.id WHERE path = ?",
            os.fsencode(path),
        )
        if row is None:
            return False
        if row["same_as"] is not None:
            # The pages that the shown version took from this one go with it.
            self._versions.borrow_pages(row["same_as"], None)
        self._database.run("DELETE FROM file WHERE id = ?", row["id"])
        return row["version_id"] is not None

    def drop_orphans(self) -> None:
        """Delete documents that have no version, in a transaction."""
        self._database.run("DELETE FROM document WHERE id NOT IN (SELECT document_id FROM version)")


def _file_record(row: Row) -> FileRecord:
    return FileRecord(
        id=row["id"],
        path=Path(os.fsdecode(row["path"])),
        display_name=row["shown"],
        bytes=row["bytes"],
        sha256=row["sha256"],
        reader=row["reader"],
        code=row["code"],
        message=row["message"],
        warnings=tuple(ReadingWarning(*item) for item in json.loads(row["warnings"])),
        stamp=row["stamp"],
        seen=row["seen"],
    )
