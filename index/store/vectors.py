"""Where do vectors stand until they are searched? In the store, by digest, as the model gave them.

A passage refers to the vector of its whole and to those of its sentences by the digests of their
texts, so that what stands in two files is embedded once, and a vector that is missing can be made
up for later.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from corpus.documents import path_text
from corpus.errors import DamagedIndexError
from index.model import neutral
from index.store.database import Row, now
from index.store.documents import Places
from index.store.moments import Moments

_SENTENCES: Final = "FROM sentence JOIN findable ON findable.id = passage_id"
_LAST: Final = 1 << 62
_NO_VECTOR: Final = "embedded NOT IN (SELECT digest FROM vector)"


class StoredVectors(Moments):
    """The part of a store that holds vectors."""

    def known_vectors(self, digests: Sequence[bytes]) -> set[bytes]:
        """Which of the digests have a vector already."""
        return {
            digest
            for digest in set(digests)
            if self._one("SELECT 1 FROM vector WHERE digest = ?", digest)
        }

    def wholes_without_vector(self) -> list[Row]:
        """``embedded title heading label text`` of findable passages whose whole has no vector."""
        return self.query(
            "SELECT DISTINCT embedded, title, heading, label, text "  # noqa: S608
            f"FROM findable WHERE {_NO_VECTOR}"
        )

    def sentences_without_vector(self) -> list[Row]:
        """``embedded start stop text`` of sentences of findable passages that have no vector."""
        return self.query(
            f"SELECT sentence.embedded, sentence.start, sentence.stop, text {_SENTENCES} "
            f"WHERE sentence.{_NO_VECTOR}"
        )

    def count_missing(self, cut: int) -> tuple[int, int]:
        """How many passages have no vector of the whole, and how many sentences have none.

        Args:
            cut: version of the cut into sentences. Those of passages that another version cut are
                not counted one by one: each such passage counts as one.
        """
        count = "SELECT count(*) AS number"
        (uncut,) = self.query(f"{count} FROM findable WHERE cut <> ?", cut)
        (wholes,) = self.query(f"{count} FROM findable WHERE {_NO_VECTOR}")
        (sentences,) = self.query(
            f"{count} {_SENTENCES} WHERE cut = ? AND sentence.{_NO_VECTOR}", cut
        )
        return wholes["number"], sentences["number"] + uncut["number"]

    def put_vectors(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Store vectors by digest."""
        with self.transaction():
            self._put_vectors(vectors)
            self._raise_generation()

    def uncut_passages(self, cut: int) -> list[Row]:
        """``id title heading label text`` of the passages that another version of the cut made."""
        return self.query(
            "SELECT passage.id, title, heading, label, text FROM passage "
            "JOIN version ON version.id = version_id WHERE NOT leads AND cut <> ?",
            cut,
        )

    def put_sentences(
        self, cut: int, sentences: Mapping[int, Sequence[tuple[Places, bytes]]]
    ) -> None:
        """Store the sentences of passages in place of those that were known.

        Args:
            cut: version of the cut.
            sentences: by passage id their places and the digests of their texts.
        """
        with self.transaction():
            ids = [(passage,) for passage in sentences]
            self._connection.executemany("DELETE FROM sentence WHERE passage_id = ?", ids)
            self._put_sentences(sentences)
            self._connection.executemany(f"UPDATE passage SET cut = {int(cut)} WHERE id = ?", ids)  # noqa: S608
            self._raise_generation()

    def count_passages(self) -> int:
        """How many passages the index holds, without those of files that others are shown for."""
        (row,) = self.query("SELECT count(*) AS number FROM shown_passage")
        return int(row["number"])

    def count_findable(self) -> int:
        """How many passages a search can find by their vectors."""
        (row,) = self.query(
            "SELECT count(*) AS number FROM findable WHERE embedded IN (SELECT digest FROM vector)"
        )
        return int(row["number"])

    def count_sentences(self) -> int:
        """How many sentences have a vector."""
        (row,) = self.query(
            "SELECT count(*) AS number FROM sentence JOIN vector ON digest = embedded"
        )
        return int(row["number"])

    def findable_vectors(
        self, dimension: int, first: int = 0, stop: int = _LAST, among: Sequence[int] | None = None
    ) -> Iterator[tuple[int, str | None, int, bytes]]:
        """The vectors of all passages that can be found.

        Args:
            dimension: of the vectors.
            first: id of the first passage that is asked for.
            stop: id behind the last one.
            among: ids of the passages that are asked for, instead.

        Yields:
            Passage id, language, document id, and the vector's bytes (``dimension`` × float32).

        Raises:
            DamagedIndexError: a vector has another length.
        """
        read = self._stream if among is None else self.query
        for passage, language, document, value in read(
            "SELECT one.id, language, document_id, value FROM findable_by_id AS one "  # noqa: S608
            "JOIN vector ON digest = embedded "
            f"WHERE {_chosen('one.id', among)} ORDER BY one.id",
            *(_bounds(first, stop, among)),
        ):
            yield passage, language, document, self._whole(value, dimension)

    def sentence_places(self, cut: int) -> Iterator[Row]:
        """``id title heading label text start stop shown`` of what a version of the cut made.

        A row for each sentence of a passage that can be found, or one with NULL for a passage
        without sentences; in the order of passages.
        """
        return self._stream(
            "SELECT passage.id, title, heading, label, text, sentence.start, stop, shown "
            "FROM passage JOIN version ON version.id = version_id JOIN file ON file.id = file_id "
            "LEFT JOIN sentence ON passage_id = passage.id WHERE NOT leads AND cut = ? "
            "ORDER BY passage.id, sentence.start",
            cut,
        )

    def forget_sentences(self, passages: Iterable[int]) -> None:
        """Have passages cut into sentences anew by the next ingest or repair."""
        with self.transaction():
            self._connection.executemany(
                "UPDATE passage SET cut = 0 WHERE id = ?", [(passage,) for passage in passages]
            )

    def sentence_vectors(
        self, dimension: int, first: int = 0, stop: int = _LAST, among: Sequence[int] | None = None
    ) -> Iterator[tuple[int, int, int, bytes]]:
        """The vectors of the sentences of all passages.

        Args:
            dimension: of the vectors.
            first: id of the first passage that is asked for.
            stop: id behind the last one.
            among: ids of the passages that are asked for, instead.

        Yields:
            Passage id, where the sentence begins and ends in it, and the vector's bytes, in the
            order of passages and sentences.

        Raises:
            DamagedIndexError: a vector has another length.
        """
        read = self._stream if among is None else self.query
        for passage, begin, end, value in read(
            "SELECT passage_id, start, stop, value FROM sentence "  # noqa: S608
            "JOIN vector ON digest = embedded "
            f"WHERE {_chosen('passage_id', among)} ORDER BY passage_id, start",
            *(_bounds(first, stop, among)),
        ):
            yield passage, begin, end, self._whole(value, dimension)

    def all_vectors(self) -> list[tuple[bytes, bytes]]:
        """Digest and bytes of every vector, in order of digests."""
        rows = self.query("SELECT digest, value FROM vector ORDER BY digest")
        return [(row["digest"], row["value"]) for row in rows]

    def vectors_by_digest(self, digests: Iterable[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """Return the vectors that the store has of some digests."""
        return {
            digest: np.frombuffer(row["value"], "<f4")
            for digest in digests
            if (row := self._one("SELECT value FROM vector WHERE digest = ?", digest))
            and len(row["value"]) % 4 == 0
        }

    def drop_vectors(self) -> None:
        """Delete all vectors, for instance where nobody knows any more which model made them."""
        with self.transaction():
            self._run("DELETE FROM vector")

    def count_wrong_lengths(self, dimension: int) -> int:
        """How many vectors have another length."""
        (row,) = self.query(
            "SELECT count(*) AS number FROM vector WHERE length(value) <> ?", 4 * dimension
        )
        return int(row["number"])

    def drop_unused_vectors(self) -> None:
        """Delete the vectors that no passage refers to any more."""
        with self.transaction():
            self._run(
                "DELETE FROM vector WHERE digest NOT IN (SELECT embedded FROM passage) "
                "AND digest NOT IN (SELECT embedded FROM sentence)"
            )

    def neutraliser(self) -> neutral.Neutraliser:
        """How the vectors of the index's model lose their language, before the corpus adds to it.

        Returns:
            What was fitted for this index (``wsis-search calibrate``) or, for want of that, what
            comes with the program for its model.

        Raises:
            DamagedIndexError: what was fitted cannot be read any more.
        """
        row = self._one("SELECT arrays FROM neutraliser")
        if row is None:
            return neutral.shipped(self.setting("model") or "")
        try:
            with np.load(io.BytesIO(row["arrays"]), allow_pickle=False) as arrays:
                fitted = neutral.from_arrays({name: arrays[name] for name in arrays.files})
        except (ValueError, TypeError, EOFError, OSError, zipfile.BadZipFile, zlib.error) as error:
            fitted, why = neutral.Neutraliser({}, {}), f"{type(error).__name__}: {error}"
        else:
            why = "it is empty"
        if not fitted.passages:
            raise DamagedIndexError(
                f"The neutraliser of the index in {path_text(self.folder)} cannot be read ({why}). "
                "Drop it: wsis-search verify --repair. Then fit it again: wsis-search calibrate"
            )
        return fitted

    def put_neutraliser(self, neutraliser: neutral.Neutraliser, fitted_on: str) -> None:
        """Keep a neutraliser for the model of this index, in place of any other.

        Args:
            neutraliser: that was fitted.
            fitted_on: what it was fitted on, for people.
        """
        content = io.BytesIO()
        arrays: dict[str, Any] = {
            name: array.astype(np.float16) for name, array in neutral.as_arrays(neutraliser).items()
        }
        np.savez_compressed(content, **arrays)
        with self.transaction():
            self._run("DELETE FROM neutraliser")
            self._run(
                "INSERT INTO neutraliser VALUES (?, ?, ?)", fitted_on, now(), content.getvalue()
            )
            # Versions were laid side by side by vectors that were freed in another way.
            self._run("DELETE FROM setting WHERE name = 'alignment'")
            self._forget_all()
            self._raise_generation()

    def drop_unreadable_neutraliser(self) -> None:
        """Delete what was fitted for this index where it cannot be read any more."""
        try:
            self.neutraliser()
        except DamagedIndexError:
            with self.transaction():
                self._run("DELETE FROM neutraliser")

    # --- the inside ------------------------------------------------------------------------------

    def _whole(self, value: bytes, dimension: int) -> bytes:
        if len(value) != 4 * dimension:
            raise DamagedIndexError(
                f"The index in {path_text(self.folder)} holds a vector of the wrong length. "
                "Build it anew: wsis-search ingest --force FOLDER"
            )
        return value

    def _put_vectors(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        self._insert(
            "vector",
            (
                {"digest": digest, "value": value.astype("<f4").tobytes()}
                for digest, value in vectors.items()
            ),
            "OR IGNORE",
        )

    def _put_sentences(self, sentences: Mapping[int, Sequence[tuple[Places, bytes]]]) -> None:
        self._connection.executemany(
            "INSERT INTO sentence VALUES (?, ?, ?, ?)",
            [
                (passage_id, start, stop, digest)
                for passage_id, own in sentences.items()
                for (start, stop), digest in own
            ],
        )


def _chosen(column: str, among: Sequence[int] | None) -> str:
    if among is None:
        return f"{column} >= ? AND {column} < ?"
    return f"{column} IN (SELECT value FROM json_each(?))"  # noqa: S608


def _bounds(first: int, stop: int, among: Sequence[int] | None) -> tuple[object, ...]:
    return (first, stop) if among is None else (json.dumps(list(among)),)
