"""The store: all parts of the database together, and putting documents in.

The database is the truth; files of vectors derive from it. One transaction replaces a file's
document, version, passages, mentions and vectors.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Document, path_text
from corpus.errors import IndexStoreError, LockedIndexError
from index.store import database
from index.store.checks import Checks
from index.store.copies import Copies
from index.store.database import Database, close_on_failure, is_number, now
from index.store.documents import Documents, PreparedDocument, PreparedPassage, document_key
from index.store.facts import StoredFacts
from index.store.files import Files, Listings
from index.store.filters import FilterQueries
from index.store.mentions import Mentions
from index.store.moments import Moments
from index.store.passages import Passages
from index.store.revisions import Mandates, StoredRevisions
from index.store.schema import CHECKED, checksum_over
from index.store.vectors import Vectors
from index.store.versions import Versions
from index.store.word_search import Words

_UNFINISHED: Final = "unfinished"
"""Setting: when an ingest began that has not ended."""

_INGESTED: Final = "unfinished-files"
"""Setting: how many files of an ingest that has not come to its end are done, and of how many."""

_INGEST_LOCK: Final = "ingest.lock"

_LOOK_SECONDS: Final = 0.1
"""For how long a look tries that lock: others who look hold it for a fraction of that."""


class Store(Database):
    """The database of an index, in parts by subject.

    Its arguments and errors are those of :class:`index.store.database.Database`.

    Attributes:
        documents: by their symbols, and how they revise each other.
        versions: of documents, and their alignment.
        files: that were read, or could not be.
        listings: lists of ITU, and the documents that they name.
        passages: with what is needed to cite them; ``facts`` of them are in arrays.
        mentions: of references, in passages.
        revisions: fates of paragraphs in later revisions.
        vectors: by the digests of texts.
        moments: and what was touched since.
        copies: of a part of another store.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        super().__init__(folder, create=create)
        self.moments = Moments(self)
        self.documents = Documents(self)
        self.versions = Versions(self)
        self.files = Files(self, self.versions)
        self.listings = Listings(self)
        self.passages = Passages(self, self.documents)
        self.facts = StoredFacts(self, self.passages)
        self.filters = FilterQueries(self, self.passages)
        self.mentions = Mentions(self)
        self.mandates = Mandates(self, self.passages)
        self.revisions = StoredRevisions(self, self.documents, self.versions, self.passages)
        self.words = Words(self, self.moments)
        self.vectors = Vectors(self)
        self.copies = Copies(self)
        self.checks = Checks(self)
        if not self.is_read_only:
            with close_on_failure(self):
                self._fill()
        self._is_open = True

    def repair(self, *, dimension: int) -> None:
        """Make derived tables anew, delete damaged vectors; ``dimension`` replaces a lost one."""
        self.checks.mend(dimension)
        self._fill()

    @property
    def ingest_in_progress(self) -> str | None:
        """Time at which an unfinished ingest began, ISO 8601, UTC."""
        return self.setting(_UNFINISHED)

    def find_running_ingest(self) -> tuple[int, int] | None:
        """Find how far an ingest is that runs now, in any process.

        Return finished files, and all files; both are 0 while files are counted. None means that
        none runs, or that the folder cannot be written. The lock of a process that dies is freed,
        so a dead ingest does not count.
        """
        from filelock import FileLock, Timeout  # here: a reader locks nothing

        path = self.folder / _INGEST_LOCK
        if self.ingest_in_progress is None or not path.exists():
            return None
        try:
            with FileLock(path, timeout=_LOOK_SECONDS):
                return None
        except Timeout:
            done, _, files = (self.setting(_INGESTED) or "").partition("/")
            return (int(done), int(files)) if is_number(done) and is_number(files) else (0, 0)
        except OSError:
            return None

    def note_ingest(self, done: int, files: int) -> None:
        """Remember how many files of the ingest that runs are done, and of how many."""
        if self.ingest_in_progress is not None:
            self.remember(_INGESTED, f"{done}/{files}")

    @contextlib.contextmanager
    def lock_ingest(self) -> Iterator[None]:
        """Exclude other ingests while the block runs; raise LockedIndexError after ten seconds."""
        from filelock import FileLock, Timeout  # here: a reader locks nothing

        lock = FileLock(self.folder / _INGEST_LOCK, timeout=database.LOCK_SECONDS)
        try:
            lock.acquire()
        except Timeout as error:
            began = self.ingest_in_progress
            since = f" since {began}" if began else ""
            raise LockedIndexError(
                f"Another ingest into the index in {path_text(self.folder)} is running{since}. "
                "Wait until it is done, then try again. The index can be searched meanwhile."
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
        """Mark an ingest as unfinished until the block ends; yield whether an earlier one was."""
        with self.lock_ingest():
            is_left = self.ingest_in_progress is not None
            self.remember(_INGESTED, None)
            self.put_setting(_UNFINISHED, now())
            yield is_left
            self.put_setting(_UNFINISHED, None)
            self.remember(_INGESTED, None)

    def put_document(
        self,
        prepared: PreparedDocument,
        *,
        size: int,
        sha256: str,
        reader: int,
        vectors: Mapping[bytes, NDArray[np.float32]],
        same_as: int | None = None,
    ) -> None:
        """Store a file's document in place of the file's earlier content.

        ``size`` is in bytes; ``vectors`` are those that the store lacks, by digest. ``same_as`` is
        the version shown instead, which makes vectors unnecessary.
        """
        document = prepared.document
        with self.transaction():
            was_there = self.files.clear(document.file)
            file_id = self.files.put(
                document.file, size, sha256, reader, warnings=document.warnings
            )
            self.vectors.insert(vectors)
            version_id = self._put_version(document, file_id, same_as)
            self._put_passages(version_id, prepared)
            self.mandates.put(version_id, prepared.rules, prepared.mandates)
            self.words.put_fields(version_id)
            self.facts.put(version_id)
            if was_there:
                self.files.drop_orphans()
            self.raise_generation()

    # --- the inside ------------------------------------------------------------------------------

    def _fill(self) -> None:
        self.words.fill()
        self.words.fill_fields()
        self.facts.fill()

    def _put_version(self, document: Document, file_id: int, same_as: int | None) -> int:
        """Store a version, and the facts that its document lacks; return the version's id."""
        known = document.metadata
        key = document_key(document)
        self.run("INSERT OR IGNORE INTO document (key) VALUES (?)", key)
        columns = [name for name in CHECKED["document"] if name != "key"]
        # A document whose checksum is wrong is cleared, and a trigger gives it another: its files
        # give its values anew.
        self.run(
            f"UPDATE document SET {', '.join(f'{name} = NULL' for name in columns)} "  # noqa: S608
            f"WHERE key = ? AND checksum IS NOT {checksum_over('document')}",
            key,
        )
        # Values of an earlier version stay: the versions of a document complete each other.
        values = {name: getattr(known, name) for name in columns}
        values["countries"] = json.dumps(known.countries) if known.countries else None
        self.run(
            f"UPDATE document SET {', '.join(f'{name} = ifnull({name}, ?)' for name in columns)} "  # noqa: S608
            "WHERE key = ?",
            *values.values(),
            key,
        )
        cursor = self.run(
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
            key,
        )
        return int(cursor.lastrowid or 0)

    def _put_passages(self, version_id: int, prepared: PreparedDocument) -> None:
        """Store a version's passages table by table, with each statement once."""
        first = self.query_value("SELECT ifnull(max(id), 0) + 1 FROM passage")
        numbered = dict(enumerate(prepared.passages, start=first))
        self.insert(
            "passage",
            (
                _passage_values(passage_id, version_id, ordinal, passage, prepared.cut)
                for ordinal, (passage_id, passage) in enumerate(numbered.items())
            ),
        )
        findable = {id_: own for id_, own in numbered.items() if not own.leads}
        self.words.put(
            (id_, own.passage.language, own.words, own.wholes) for id_, own in findable.items()
        )
        self.vectors.insert_sentences({id_: own.sentences for id_, own in findable.items()})
        self.mentions.put({id_: own.passage.mentions for id_, own in numbered.items()})


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


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False)  # `json.dumps` makes one each time


def _json(value: Sequence[Any]) -> str:
    return _ENCODER.encode(value) if value else "[]"
