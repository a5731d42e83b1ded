"""The store: one SQLite database with everything that an index knows.

It is the truth; the files of vectors are derived from it. A file's document, version, passages,
mentions and vectors change in one transaction. Each transaction raises the *generation*, by which
those files and running searches see whether they are behind.
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
from index.store.database import Database, close_on_failure, now
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
"""Setting: when an ingest began that has not come to its end."""

_INGEST_LOCK: Final = "ingest.lock"
"""Name of the file that one ingest at a time locks, for as long as it runs."""


class Store(Database):
    """The database of an index, in parts by subject.

    Its arguments and errors are those of :class:`index.store.database.Database`.

    Attributes:
        documents: by their symbols, and how they revise each other.
        versions: of documents, and their alignment.
        files: that were read, or could not be.
        listings: lists of ITU, and the documents that they name.
        passages: with what is needed to cite them.
        facts: of passages, in arrays.
        filters: and what they choose.
        mentions: of references, in passages.
        mandates: of versions.
        revisions: fates of paragraphs in later revisions.
        words: of passages.
        vectors: by the digests of texts.
        moments: and what was touched since.
        copies: of a part of another store.
        checks: of what is stored.
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
        """Make derived tables anew, and drop damaged vectors.

        Args:
            dimension: of the model's vectors, for an index that does not know it any more.

        Raises:
            DamagedIndexError: it is too damaged for that.
        """
        self.checks.mend(dimension)
        self._fill()

    @property
    def ingest_in_progress(self) -> str | None:
        """Time at which an ingest began that has not come to its end, ISO 8601, UTC."""
        return self.setting(_UNFINISHED)

    @contextlib.contextmanager
    def lock_ingest(self) -> Iterator[None]:
        """Keep every other ingest out, of all threads and processes, while the block runs.

        An ingest is many transactions, and decides by what it has read before the first.

        Raises:
            LockedIndexError: another ingest runs, and did not end within ten seconds.
        """
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
        """Remember that something is being ingested until it has come to its end.

        Yields:
            Whether an earlier ingest did not come to its end, and left something to do.

        Raises:
            LockedIndexError: another ingest runs.
        """
        with self.lock_ingest():
            is_left = self.ingest_in_progress is not None
            self.put_setting(_UNFINISHED, now())
            yield is_left
            self.put_setting(_UNFINISHED, None)

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

        Args:
            prepared: what was read, and what was computed from it.
            size: of the file, in bytes.
            sha256: of the file's content.
            reader: version of the readers.
            vectors: the vectors that the store does not have yet, by digest.
            same_as: the version with the same text that is shown instead, so that no vectors are
                needed.
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
        """Fill derived tables that are new or made by other rules."""
        self.words.fill()
        self.words.fill_fields()
        self.facts.fill()

    def _put_version(self, document: Document, file_id: int, same_as: int | None) -> int:
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
        """Store the passages of a version, all tables one after another: each statement once."""
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
