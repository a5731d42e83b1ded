"""Where does everything stand that an index knows? In one SQLite database.

It is the truth; the vectors' file is derived from it. A file's document, version, passages,
mentions and vectors change in one transaction, and each transaction raises the *generation*, by
which that file and running searches see whether they are behind.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Document, Passage, ReadingWarning, path_text
from corpus.errors import IndexStoreError, LockedIndexError, ReadError
from index.store import database
from index.store.checks import Checks
from index.store.copies import Copies
from index.store.database import Row, closed_where_it_fails, now
from index.store.documents import Prepared, PreparedPassage, document_key
from index.store.mentions import Mentions
from index.store.moments import Moments
from index.store.passages import Compares, Passages
from index.store.schema import CHECKED, checksum_over
from index.store.slots import Slots
from index.store.vectors import StoredVectors
from index.store.word_search import WordSearch

_UNFINISHED: Final = "unfinished"
"""Setting: when an ingest began that has not come to its end."""

_INGEST_LOCK: Final = "ingest.lock"
"""Name of the file that one ingest at a time locks, for as long as it runs."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What the store remembers of a file."""

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


class Store(Passages, Mentions, Slots, StoredVectors, WordSearch, Checks, Copies, Moments):
    """The database of an index; its arguments and errors are those of ``index.store.database``."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        super().__init__(folder, create=create)
        if not self.is_read_only:
            with closed_where_it_fails(self):
                self._keep_words()
                self._keep_fields()
                self._keep_roles()
        self._is_open = True

    def repair(self, *, dimension: int) -> None:
        """Make anew what the database derives, and drop vectors that are not what was stored."""
        super().repair(dimension=dimension)
        self._keep_words()
        self._keep_fields()
        self._keep_roles()

    @property
    def unfinished(self) -> str | None:
        """When an ingest began that has not come to its end, ISO 8601, UTC."""
        return self.setting(_UNFINISHED)

    @contextlib.contextmanager
    def lock_ingest(self) -> Iterator[None]:
        """Keep every other ingest out, of all threads and processes, while what is inside runs.

        An ingest is many transactions, and decides by what it has read before the first.

        Raises:
            LockedIndexError: another ingest runs, and did not end within ten seconds.
        """
        from filelock import FileLock, Timeout  # here: a reader locks nothing

        lock = FileLock(self.folder / _INGEST_LOCK, timeout=database.LOCK_SECONDS)
        try:
            lock.acquire()
        except Timeout as error:
            raise LockedIndexError(
                f"Another ingest into the index in {path_text(self.folder)} is running"
                f"{f' since {began}' if (began := self.unfinished) else ''}. Wait until it is "
                "done, then try again. The index can be searched meanwhile."
            ) from error
        except OSError as error:
            raise IndexStoreError(
                f"The index in {path_text(self.folder)} cannot be written: "
                f"{error.strerror or error}. Check that its folder can be written."
            ) from error
        try:
            yield
        finally:
            lock.release()

    @contextlib.contextmanager
    def finishing(self) -> Iterator[bool]:
        """Remember that something is being ingested until it has come to its end.

        Yields:
            Whether another ingest did not come to its end before, and left something to do.

        Raises:
            LockedIndexError: another ingest runs.
        """
        with self.lock_ingest():
            is_left = self.unfinished is not None
            self.put_setting(_UNFINISHED, now())
            yield is_left
            with self.transaction():
                self._run("DELETE FROM setting WHERE name = ?", _UNFINISHED)

    # --- files -----------------------------------------------------------------------------------

    def file(self, path: Path) -> FileRecord | None:
        """What is remembered of the file at ``path``; None where it was never seen."""
        row = self._one("SELECT * FROM file WHERE path = ?", os.fsencode(path))
        return _file_record(row) if row else None

    def files(self) -> list[FileRecord]:
        """All files, in the order of their names."""
        return [_file_record(row) for row in self.query("SELECT * FROM file ORDER BY path")]

    def put_stamps(self, stamps: Sequence[tuple[Path, str, int]]) -> None:
        """Remember by what files are known to be unchanged, without looking into them.

        Args:
            stamps: path, stamp (``ingest.files.archives``), and the time before the file was looked
                into, in nanoseconds since 1970.
        """
        if stamps:
            with self.transaction():
                self._connection.executemany(
                    "UPDATE file SET stamp = ?, seen = ? WHERE path = ?",
                    [(stamp, seen, os.fsencode(path)) for path, stamp, seen in stamps],
                )

    def put_failure(
        self, path: Path, *, size: int, sha256: str, reader: int, error: ReadError
    ) -> None:
        """Remember that a file could not be read, in place of what was known of it."""
        with self.transaction():
            changed = self._remove(path)
            self._put_file(path, size, sha256, reader, error=error)
            if changed:
                self._drop_orphans()
                self._raise_generation()

    def put_document(
        self,
        prepared: Prepared,
        *,
        size: int,
        sha256: str,
        reader: int,
        vectors: Mapping[bytes, NDArray[np.float32]],
        same_as: int | None = None,
    ) -> None:
        """Store a file's document in place of what was known of the file.

        Args:
            prepared: what was read, and what was computed from it.
            size: of the file, in bytes.
            sha256: of the file's content.
            reader: version of the readers.
            vectors: the vectors that the store does not have yet, by digest.
            same_as: the version with the same text that is shown in its place; it needs no vectors
                then.
        """
        document = prepared.document
        with self.transaction():
            was_there = self._remove(document.file)
            file_id = self._put_file(
                document.file, size, sha256, reader, warnings=document.warnings
            )
            self._put_vectors(vectors)
            version_id = self._put_version(document, file_id, same_as)
            self._put_passages(version_id, prepared)
            self._put_mandates(prepared.rules, {version_id: prepared.mandates})
            self._put_fields(version_id)
            self._put_roles(version_id)
            if was_there:
                self._drop_orphans()
            self._raise_generation()

    def fill_mandates(self, rules: str, find: Callable[[Sequence[Passage]], str]) -> None:
        """Keep the mandates of each version of which nothing is kept that these rules found.

        Args:
            rules: names them.
            find: by them, in all passages of a version, and write what is to be kept.
        """
        for version in self.versions_without_mandates(rules):
            with self.transaction():  # nobody else changes the version meanwhile
                if self._one("SELECT 1 FROM version WHERE id = ?", version):
                    found = find([*self.passages_in(version).values()])
                    self._put_mandates(rules, {version: found})

    def fill_fates(self, rules: str, compare: Compares) -> None:
        """Store what became of paragraphs in each later revision, where these rules did not yet.

        Args:
            rules: names them.
            compare: finds it by them.
        """
        for pair in self.pairs_without_fates(rules):
            with self.transaction():  # nobody else changes the versions meanwhile
                if len(self._among("SELECT 1 FROM version WHERE id IN ({ids})", pair)) == len(pair):
                    old, new = ([*self.passages_in(one).values()] for one in pair)
                    self._put_fates(pair, rules, compare(old, new))

    def move(self, moved: Mapping[Path, Path]) -> None:
        """Remember that files stand elsewhere now, with all that came from them.

        Args:
            moved: the new place of each by its old one; nothing is known of the new ones yet.
        """
        if not moved:
            return
        with self.transaction():
            for old, new in moved.items():
                row = self._one("SELECT id FROM file WHERE path = ?", os.fsencode(old))
                self._run(
                    "UPDATE file SET path = ?, shown = ?, stamp = NULL WHERE path = ?",
                    os.fsencode(new),
                    path_text(new),
                    os.fsencode(old),
                )
                # What has no symbol goes by its path.
                self._run(
                    "UPDATE document SET key = ? WHERE key = ?",
                    f"file:{path_text(new)}",
                    f"file:{path_text(old)}",
                )
                # Whoever has a copy of a part is told: the place may decide who sees it.
                if row is not None:
                    self._run("UPDATE version SET file_id = file_id WHERE file_id = ?", row["id"])
            self._raise_generation()

    def remove(self, path: Path) -> None:
        """Forget a file and all that came from it."""
        with self.transaction():
            if self._remove(path):
                self._drop_orphans()
                self._raise_generation()

    def set_same(
        self, version_id: int, same_as: int | None, pages: Sequence[int | None] = ()
    ) -> None:
        """Let a version stand behind another with the same text, or (None) for itself.

        Args:
            version_id: the version that is no longer shown.
            same_as: the version that is shown in its place.
            pages: for each passage of that one, its page in the version that is not shown.
        """
        with self.transaction():
            self._run("UPDATE version SET same_as = ? WHERE id = ?", same_as, version_id)
            if same_as is not None:
                self._borrow_pages(same_as, pages)
            self._raise_generation()

    # --- the inside ------------------------------------------------------------------------------

    def _remove(self, path: Path) -> bool:
        row = self._one("SELECT id FROM file WHERE path = ?", os.fsencode(path))
        if row is None:
            return False
        had_version = self._run(
            "SELECT same_as FROM version WHERE file_id = ?", row["id"]
        ).fetchone()
        if had_version and had_version["same_as"] is not None:
            # The pages that the shown version took from this one go with it.
            self._borrow_pages(had_version["same_as"], None)
        self._run("DELETE FROM file WHERE id = ?", row["id"])
        return had_version is not None

    def _borrow_pages(self, version_id: int, pages: Sequence[int | None] | None) -> None:
        """Give the passages of a version other borrowed pages, in their order; None for no pages.

        The checksum of a passage follows where it was right: damage stays visible.
        """
        sums = checksum_over("passage")
        right = self._run(
            f"SELECT id FROM passage WHERE version_id = ? AND checksum IS {sums}",  # noqa: S608
            version_id,
        ).fetchall()
        if pages is None:
            self._run("UPDATE passage SET borrowed_page = NULL WHERE version_id = ?", version_id)
        else:
            self._connection.executemany(
                "UPDATE passage SET borrowed_page = ? WHERE version_id = ? AND ordinal = ?",
                [(page, version_id, ordinal) for ordinal, page in enumerate(pages)],
            )
        self._connection.executemany(
            f"UPDATE passage SET checksum = {sums} WHERE id = ?",  # noqa: S608
            [(row["id"],) for row in right],
        )

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

    def _clear_damaged_document(self, key: str) -> None:
        """Clear a document whose checksum is wrong: its files give its values anew.

        A trigger computes the checksum of the cleared row.
        """
        cleared = ", ".join(f"{name} = NULL" for name in CHECKED["document"] if name != "key")
        self._run(
            f"UPDATE document SET {cleared} "  # noqa: S608
            f"WHERE key = ? AND checksum IS NOT {checksum_over('document')}",
            key,
        )

    def _put_version(self, document: Document, file_id: int, same_as: int | None) -> int:
        known = document.metadata
        name = document_key(document)
        self._run("INSERT OR IGNORE INTO document (key) VALUES (?)", name)
        self._clear_damaged_document(name)
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
        cursor = self._run(
            "INSERT INTO version "
            "(file_id, document_id, language, title, source, meeting_place, meeting_days, format, "
            "pages, same_as, passage_count, mention_count) "
            "SELECT ?, id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM document WHERE key = ?",
            file_id,
            document.language,
            known.title,
            known.source,
            known.meeting_place,
            known.meeting_days,
            document.format,
            document.pages,
            same_as,
            len(document.passages),
            sum(len(passage.mentions) for passage in document.passages),
            name,
        )
        return int(cursor.lastrowid or 0)

    def _put_passages(self, version_id: int, prepared: Prepared) -> None:
        """Store the passages of a version, all tables one after another: each statement once."""
        (row,) = self._run("SELECT ifnull(max(id), 0) + 1 AS id FROM passage").fetchall()
        numbered = list(enumerate(prepared.passages, start=row["id"]))
        self._insert(
            "passage",
            (
                _passage_values(passage_id, version_id, ordinal, one, prepared.cut)
                for ordinal, (passage_id, one) in enumerate(numbered)
            ),
        )
        found = [(passage_id, one) for passage_id, one in numbered if not one.leads]
        self._put_words(
            (passage_id, one.passage.language, one.words, one.wholes) for passage_id, one in found
        )
        self._put_sentences({passage_id: one.sentences for passage_id, one in found})
        self._put_mentions({passage_id: one.passage.mentions for passage_id, one in numbered})


def _passage_values(
    passage_id: int, version_id: int, ordinal: int, prepared: PreparedPassage, cut: int
) -> dict[str, object]:
    passage = prepared.passage
    boxes = [[box.page, box.x0, box.top, box.x1, box.bottom] for box in passage.boxes]
    return {
        "id": passage_id,
        "version_id": version_id,
        "ordinal": ordinal,
        "kind": passage.kind,
        "label": passage.label,
        "label_path": _json(passage.label_path),
        "heading": _json(passage.heading),
        "page": passage.page,
        "borrowed_page": None,
        "boxes": _json(boxes),
        "language": passage.language,
        "start": passage.start,
        "part": passage.piece,
        "text": passage.text,
        "called_at": passage.called_at,
        "leads": prepared.leads,
        "variant": prepared.variant,
        "embedded": prepared.digest,
        "cut": 0 if prepared.leads else cut,
    }


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


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False)  # `json.dumps` makes one each time


def _json(value: Sequence[Any]) -> str:
    return _ENCODER.encode(value) if value else "[]"
