"""Where does everything stand that an index knows? In one SQLite database.

It is the truth; the vectors' file is derived from it. A file's document, version, passages,
mentions and vectors change in one transaction, and each transaction raises the *generation*, by
which that file and running searches see whether they are behind.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Document, Passage, ReadingWarning, path_text
from corpus.errors import ReadError
from index.retrieval import lexical
from index.store.database import Row, now
from index.store.embedded import embedded_text, windows
from index.store.keys import variant_keys
from index.store.vectors import StoredVectors
from index.words import analysis

__all__ = ["FileRecord", "Store", "document_key", "embedded_text", "leading"]

_WORDS: Final = "words"
"""Setting: by which version of the analysis the tables of words were filled."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What the store remembers of a file."""

    id: int
    path: Path
    shown: str
    bytes: int
    sha256: str
    reader: int
    code: str | None
    message: str | None
    warnings: tuple[ReadingWarning, ...]


def leading(passages: Sequence[Passage]) -> list[bool]:
    """Which passages are headings that the passages under them carry with them.

    They are found through these: a hit is a paragraph that can be cited, not the line above it. A
    heading that nothing stands under is found by itself.
    """
    return [
        one.kind == "heading" and len(following.heading) > len(one.heading)
        for one, following in pairwise(passages)
    ] + [False] * min(1, len(passages))


def document_key(document: Document) -> str:
    """Name the document that a file is a version of: its symbol or, for want of one, its file name.

    Files without a symbol are documents of their own, told apart by their full path.
    """
    return document.metadata.symbol or f"file:{path_text(document.file)}"


class Store(StoredVectors):
    """An open index; its arguments and errors are those of ``index.store.database``."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        super().__init__(folder, create=create)
        self._keep_words()

    # --- files -----------------------------------------------------------------------------------

    def file(self, path: Path) -> FileRecord | None:
        """What is remembered of the file at ``path``; None where it was never seen."""
        row = self._one("SELECT * FROM file WHERE path = ?", os.fsencode(path))
        return _file_record(row) if row else None

    def files(self) -> list[FileRecord]:
        """All files, in the order of their names."""
        return [_file_record(row) for row in self.query("SELECT * FROM file ORDER BY path")]

    def put_failure(
        self, path: Path, *, size: int, sha256: str, reader: int, error: ReadError
    ) -> None:
        """Remember that a file could not be read, in place of what was known of it."""
        with self.transaction():
            changed = self._remove(path)
            self._put_file(path, size, sha256, reader, error=error)
            self._drop_orphans()
            if changed:
                self._raise_generation()

    def put_document(
        self,
        document: Document,
        *,
        size: int,
        sha256: str,
        reader: int,
        digests: Sequence[bytes],
        vectors: Mapping[bytes, NDArray[np.float32]],
        twin_id: int | None = None,
    ) -> None:
        """Store a file's document in place of what was known of the file.

        Args:
            document: what was read.
            size: of the file, in bytes.
            sha256: of the file's content.
            reader: version of the readers.
            digests: for each passage, of the text that was embedded for it.
            vectors: the vectors that the store does not have yet, by digest.
            twin_id: the version that is shown in its place; it needs no vectors then.
        """
        with self.transaction():
            self._remove(document.file)
            file_id = self._put_file(
                document.file, size, sha256, reader, warnings=document.warnings
            )
            self._put_vectors(vectors)
            self._put_version(document, file_id, digests, twin_id)
            self._drop_orphans()
            self._raise_generation()

    def remove(self, path: Path) -> None:
        """Forget a file and all that came from it."""
        with self.transaction():
            if self._remove(path):
                self._raise_generation()
            self._drop_orphans()

    def set_twin(
        self, version_id: int, twin_id: int | None, pages: Sequence[int | None] = ()
    ) -> None:
        """Let a version stand behind its twin, or (None) for itself.

        Args:
            version_id: the version that is no longer shown.
            twin_id: the version that is shown in its place.
            pages: for each passage of the twin, its page in the version that is not shown.
        """
        with self.transaction():
            self._run("UPDATE version SET twin_id = ? WHERE id = ?", twin_id, version_id)
            if twin_id is not None:
                self._connection.executemany(
                    "UPDATE passage SET twin_page = ? WHERE version_id = ? AND ordinal = ?",
                    [(page, twin_id, ordinal) for ordinal, page in enumerate(pages)],
                )
            self._raise_generation()

    def put_places(self, document_id: int, places: Sequence[tuple[int, str, int, int]]) -> None:
        """Store where passages stand in their document, as ``index.versions`` finds it.

        Args:
            document_id: of the document; what was known of its passages is forgotten.
            places: for each passage its id, its variant key, and the slots that it holds: from, to
                and not including.
        """
        with self.transaction():
            self._connection.executemany(
                "UPDATE passage SET variant = ? WHERE id = ?",
                [(variant, passage) for passage, variant, _, _ in places],
            )
            self._run(
                "DELETE FROM place WHERE passage_id IN (SELECT passage.id FROM passage "
                "JOIN version ON version.id = version_id WHERE document_id = ?)",
                document_id,
            )
            self._connection.executemany(
                "INSERT INTO place VALUES (?, ?, ?)",
                [(passage, first, stop) for passage, _, first, stop in places],
            )
            self._raise_generation()

    # --- the inside ------------------------------------------------------------------------------

    def _keep_words(self) -> None:
        """Fill the tables of words where they are new, or words were analysed in another way."""
        version = str(analysis.VERSION)
        if self.setting(_WORDS) == version:
            return
        with self.transaction():
            for code in lexical.TABLES:
                self._run(f"DELETE FROM {lexical.table(code)}")  # noqa: S608
            for row in self._run("SELECT id, text, language FROM passage WHERE NOT leads"):
                self._put_words(row["id"], row["text"], row["language"])
            self._set(_WORDS, version)

    def _put_words(self, passage_id: int | None, text: str, language: str | None) -> None:
        self._run(
            f"INSERT INTO {lexical.table(language)} (rowid, words, wholes) VALUES (?, ?, ?)",  # noqa: S608
            passage_id,
            *lexical.row(text, language),
        )

    def _remove(self, path: Path) -> bool:
        row = self._one("SELECT id FROM file WHERE path = ?", os.fsencode(path))
        if row is None:
            return False
        had_version = self._run(
            "SELECT twin_id FROM version WHERE file_id = ?", row["id"]
        ).fetchone()
        if had_version and had_version["twin_id"] is not None:
            # The pages that the shown version took from this one go with it.
            self._run(
                "UPDATE passage SET twin_page = NULL WHERE version_id = ?", had_version["twin_id"]
            )
        self._run("DELETE FROM file WHERE id = ?", row["id"])
        return had_version is not None

    def _drop_orphans(self) -> None:
        self._run("DELETE FROM document WHERE id NOT IN (SELECT document_id FROM version)")

    def _put_file(
        self,
        path: Path,
        size: int,
        sha256: str,
        reader: int,
        *,
        error: ReadError | None = None,
        warnings: Sequence[ReadingWarning] = (),
    ) -> int:
        cursor = self._run(
            "INSERT INTO file (path, shown, bytes, sha256, reader, code, message, warnings, "
            "ingested) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            os.fsencode(path),
            path_text(path),
            size,
            sha256,
            reader,
            error.code if error else None,
            error.message if error else None,
            json.dumps([[item.code, item.message] for item in warnings], ensure_ascii=False),
            now(),
        )
        return int(cursor.lastrowid or 0)

    def _put_version(
        self, document: Document, file_id: int, digests: Sequence[bytes], twin_id: int | None
    ) -> None:
        known = document.metadata
        name = document_key(document)
        self._run("INSERT OR IGNORE INTO document (key) VALUES (?)", name)
        # What an earlier version told is kept: the versions of a document complete each other.
        self._run(
            """
            UPDATE document SET symbol = ifnull(symbol, ?), date = ifnull(date, ?),
                meeting = ifnull(meeting, ?), series = ifnull(series, ?),
                number = ifnull(number, ?), revision = ifnull(revision, ?),
                addendum = ifnull(addendum, ?), original_language = ifnull(original_language, ?),
                agenda_item = ifnull(agenda_item, ?), countries = ifnull(countries, ?)
            WHERE key = ?
            """,
            known.symbol,
            known.date,
            known.meeting,
            known.series,
            known.number,
            known.revision,
            known.addendum,
            known.original_language,
            known.agenda_item,
            json.dumps(known.countries) if known.countries else None,
            name,
        )
        version_id = self._run(
            "INSERT INTO version "
            "(file_id, document_id, language, title, source, meeting_place, format, pages, twin_id)"
            " SELECT ?, id, ?, ?, ?, ?, ?, ?, ? FROM document WHERE key = ?",
            file_id,
            document.language,
            known.title,
            known.source,
            known.meeting_place,
            document.format,
            document.pages,
            twin_id,
            name,
        ).lastrowid
        keys = variant_keys(document.passages)
        carried = leading(document.passages)
        for ordinal, (passage, leads, key, digest) in enumerate(
            zip(document.passages, carried, keys, digests, strict=True)
        ):
            passage_id = self._run(
                "INSERT INTO passage (version_id, ordinal, kind, label, label_path, heading, "
                "page, boxes, language, start, part, text, leads, variant, embedded) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                version_id,
                ordinal,
                passage.kind,
                passage.label,
                _json(passage.label_path),
                _json(passage.heading),
                passage.page,
                _json([[box.page, box.x0, box.top, box.x1, box.bottom] for box in passage.boxes]),
                passage.language,
                passage.start,
                passage.part,
                passage.text,
                leads,
                key,
                digest,
            ).lastrowid
            if not leads:
                self._put_words(passage_id, passage.text, passage.language)
                whole = embedded_text(known.title, passage.heading, passage.label, passage.text)
                self._put_windows(passage_id, windows(passage.text, whole))
            self._connection.executemany(
                "INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        passage_id,
                        mention.canonical,
                        mention.kind,
                        mention.body,
                        mention.number,
                        mention.edition,
                        mention.start,
                        mention.end,
                        mention.text,
                    )
                    for mention in passage.mentions
                ],
            )


def _file_record(row: Row) -> FileRecord:
    return FileRecord(
        id=row["id"],
        path=Path(os.fsdecode(row["path"])),
        shown=row["shown"],
        bytes=row["bytes"],
        sha256=row["sha256"],
        reader=row["reader"],
        code=row["code"],
        message=row["message"],
        warnings=tuple(ReadingWarning(*item) for item in json.loads(row["warnings"])),
    )


def _json(value: Sequence[Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
