"""Files that the store knows and what it remembers of them, and lists beside them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from corpus.documents import ListedDocument, ReadingWarning, path_text
from corpus.errors import ReadError
from index.store.database import Database, Part, Row, now
from index.store.versions import Versions

_ITU_NAME: Final = re.compile(r"([^!.]{1,60}?-\d{1,5}(?:![ARCN]\d{1,2}){0,3})(?:!|\.|-[A-Z]\.)")
"""Name of a document in the name of a file, without format and language."""


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
        """Store path, stamp and time before the look of files, to skip unchanged ones later."""
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


class Listings(Part):
    """The part of a store with the documents that lists of ITU name."""

    def lists(self) -> list[Path]:
        """Return the paths of the lists, in order."""
        paths = self._database.query_column("SELECT DISTINCT list FROM listed ORDER BY list")
        return [Path(os.fsdecode(path)) for path in paths]

    def put(self, path: Path, documents: Sequence[ListedDocument], *, is_whole: bool) -> None:
        """Store what a list names; of one that is cut off, in addition to what it named before."""
        name = os.fsencode(path)
        with self._database.transaction():
            rows = {row["name"]: tuple(row) for row in self._rows_of(name)}
            new_rows = {document.name: _make_listed_row(name, document) for document in documents}
            if not is_whole:
                new_rows = rows | new_rows
            if rows != new_rows:
                self._database.run("DELETE FROM listed WHERE list = ?", name)
                self._database.run_many(
                    "INSERT INTO listed VALUES (?, ?, ?, ?, ?, ?, ?, ?)", new_rows.values()
                )
                self._database.raise_generation()

    def remove(self, paths: Iterable[Path]) -> None:
        """Forget lists."""
        names = [(os.fsencode(path),) for path in paths]
        if names:
            with self._database.transaction():
                self._database.run_many("DELETE FROM listed WHERE list = ?", names)
                self._database.raise_generation()

    def absent(self) -> list[ListedDocument]:
        """Return the documents that a list names and the store does not have, by their names."""
        rows = find_absent(self._database)
        return [*{row["symbol"]: _make_listed_document(row) for row in reversed(rows)}.values()][
            ::-1
        ]

    def find(self, symbol: str) -> ListedDocument | None:
        """Return what a list says of a document; None where none names it."""
        row = self._database.query_one(
            "SELECT * FROM listed WHERE symbol = ? ORDER BY name, list", symbol
        )
        return _make_listed_document(row) if row else None

    def _rows_of(self, name: bytes) -> list[Row]:
        return self._database.query("SELECT * FROM listed WHERE list = ?", name)


def find_absent(database: Database, schema: str = "main") -> list[Row]:
    """Return the listed documents without a file, by symbol or by its name, in order of names.

    Where a cover has another symbol than the list, or none, the name of the file still says that
    the document is there.
    """
    rows = database.query(
        f"SELECT * FROM {schema}.listed WHERE symbol NOT IN "  # noqa: S608 - a name of ours
        f"(SELECT symbol FROM {schema}.document WHERE symbol NOT NULL) ORDER BY name, list"
    )
    if not rows:
        return []
    files = database.query_column(f"SELECT shown FROM {schema}.file")  # noqa: S608
    matches = (_ITU_NAME.match(PurePath(shown).name.upper()) for shown in files)
    names = {match[1] for match in matches if match}
    return [row for row in rows if row["name"] not in names]


def _make_listed_row(path: bytes, document: ListedDocument) -> tuple[object, ...]:
    return (
        path,
        document.name,
        document.symbol,
        json.dumps(dict(document.titles), ensure_ascii=False),
        document.source,
        document.date,
        document.meeting,
        document.access,
    )


def _make_listed_document(row: Row) -> ListedDocument:
    return ListedDocument(
        row["name"],
        row["symbol"],
        json.loads(row["titles"]),
        row["source"],
        row["date"],
        row["meeting"],
        row["access"],
    )


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
