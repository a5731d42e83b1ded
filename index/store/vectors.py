"""Vectors in the store by digest of the text, as the model gave them; sentences; neutraliser.

A text in two files is embedded once, and a missing vector can be made later.
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
from corpus.errors import DamagedIndexError, OtherModelError
from index.model import Encoder, neutral
from index.store.database import Part, Row, now
from index.store.documents import Places

_SENTENCES: Final = "FROM sentence JOIN findable ON findable.id = passage_id"
_LAST: Final = 1 << 62
_NO_VECTOR: Final = "embedded NOT IN (SELECT digest FROM vector)"


class Vectors(Part):
    """Vectors, and the sentences that have some."""

    def use_model(self, model: Encoder) -> None:
        """Record the model of a new index; raise ``OtherModelError`` where another one built it."""
        if self._database.setting("model") is None:
            with self._database.transaction():
                # Another process may have been quicker.
                self._database.run_many(
                    "INSERT OR IGNORE INTO setting VALUES (?, ?)",
                    [("model", model.name), ("dimension", str(model.dimension))],
                )
        self.check_model(model)

    def check_model(self, model: Encoder) -> None:
        """Raise ``OtherModelError`` where another model built the index; record nothing."""
        remembered = self._database.setting("model")
        if remembered is None:
            return
        # The name first: to tell the dimension a model may have to be loaded, which takes seconds.
        if remembered != model.name or self._database.setting("dimension") not in (
            None,
            str(model.dimension),
        ):
            raise OtherModelError(
                f"The index in {path_text(self._database.folder)} was built with the model "
                f"{remembered}, not {model.name}: their vectors cannot be compared. Use --model "
                f"{remembered}, or build a new index in another folder with --index."
            )

    def among(self, digests: Iterable[bytes]) -> set[bytes]:
        """Return the digests that already have a vector."""
        return {
            digest
            for digest in set(digests)
            if self._database.query("SELECT 1 FROM vector WHERE digest = ?", digest)
        }

    def wholes_without(self) -> list[Row]:
        """Return ``embedded title heading label text`` of findable passages without a vector."""
        return self._database.query(
            "SELECT DISTINCT embedded, title, heading, label, text "  # noqa: S608
            f"FROM findable WHERE {_NO_VECTOR}"
        )

    def sentences_without(self) -> list[Row]:
        """Return ``embedded start stop text`` of findable sentences without a vector."""
        return self._database.query(
            f"SELECT sentence.embedded, sentence.start, sentence.stop, text {_SENTENCES} "
            f"WHERE sentence.{_NO_VECTOR}"
        )

    def count_missing(self, cut: int) -> tuple[int, int]:
        """Count passages without a vector of the whole, and sentences without one."""
        count = self._database.query_value
        uncut = count("SELECT count(*) FROM findable WHERE cut <> ?", cut)
        wholes = count(f"SELECT count(*) FROM findable WHERE {_NO_VECTOR}")  # noqa: S608
        sentences = count(
            f"SELECT count(*) {_SENTENCES} WHERE cut = ? AND sentence.{_NO_VECTOR}", cut
        )
        return wholes, sentences + uncut

    def put(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Store vectors by digest."""
        with self._database.transaction():
            self.insert(vectors)
            self._database.raise_generation()

    def uncut_passages(self, cut: int) -> list[Row]:
        """Return ``id title heading label text`` of passages without this version of the cut."""
        return self._database.query(
            "SELECT passage.id, title, heading, label, text FROM passage "
            "JOIN version ON version.id = version_id WHERE NOT leads AND cut <> ?",
            cut,
        )

    def put_sentences(
        self, cut: int, sentences: Mapping[int, Sequence[tuple[Places, bytes]]]
    ) -> None:
        """Replace the sentences of passages: by id, their offsets and their texts' digests."""
        with self._database.transaction():
            ids = [(passage,) for passage in sentences]
            self._database.run_many("DELETE FROM sentence WHERE passage_id = ?", ids)
            self.insert_sentences(sentences)
            self._database.run_many(f"UPDATE passage SET cut = {int(cut)} WHERE id = ?", ids)  # noqa: S608
            self._database.raise_generation()

    def count_findable(self) -> int:
        """Count passages that a search can find by vectors."""
        return int(
            self._database.query_value(
                "SELECT count(*) FROM findable WHERE embedded IN (SELECT digest FROM vector)"
            )
        )

    def count_sentences(self) -> int:
        """Count sentences that have a vector."""
        return int(
            self._database.query_value(
                "SELECT count(*) FROM sentence JOIN vector ON digest = embedded"
            )
        )

    def of_passages(
        self, dimension: int, first: int = 0, stop: int = _LAST, among: Sequence[int] | None = None
    ) -> Iterator[tuple[int, str | None, int, bytes]]:
        """Yield passage id, language, document id and vector of passages that can be found.

        Ids run from ``first`` to before ``stop``, or are those ``among``. A vector is ``dimension``
        × float32 as bytes; another length raises ``DamagedIndexError``.
        """
        for passage, language, document, value in self._read(
            "SELECT one.id, language, document_id, value FROM findable_by_id AS one "
            "JOIN vector ON digest = embedded WHERE {chosen} ORDER BY one.id",
            "one.id",
            (first, stop),
            among,
        ):
            yield passage, language, document, self._whole(value, dimension)

    def sentence_places(self, cut: int) -> Iterator[Row]:
        """Yield ``id title heading label text start stop shown`` per sentence, in passage order.

        A passage without sentences of this version of the cut has one row with NULL.
        """
        return self._database.stream(
            "SELECT passage.id, title, heading, label, text, sentence.start, stop, shown "
            "FROM passage JOIN version ON version.id = version_id JOIN file ON file.id = file_id "
            "LEFT JOIN sentence ON passage_id = passage.id WHERE NOT leads AND cut = ? "
            "ORDER BY passage.id, sentence.start",
            cut,
        )

    def forget_sentences(self, passages: Iterable[int]) -> None:
        """Mark passages so that the next ingest or repair cuts them into sentences anew."""
        with self._database.transaction():
            self._database.run_many(
                "UPDATE passage SET cut = 0 WHERE id = ?", [(passage,) for passage in passages]
            )

    def of_sentences(
        self, dimension: int, first: int = 0, stop: int = _LAST, among: Sequence[int] | None = None
    ) -> Iterator[tuple[int, int, int, bytes]]:
        """Yield passage id, start, stop and vector of sentences, as :meth:`of_passages` does."""
        for passage, begin, end, value in self._read(
            "SELECT passage_id, start, stop, value FROM sentence "
            "JOIN vector ON digest = embedded WHERE {chosen} ORDER BY passage_id, start",
            "passage_id",
            (first, stop),
            among,
        ):
            yield passage, begin, end, self._whole(value, dimension)

    def all(self) -> list[tuple[bytes, bytes]]:
        """Return digest and bytes of each vector, ordered by digest."""
        rows = self._database.query("SELECT digest, value FROM vector ORDER BY digest")
        return [(row["digest"], row["value"]) for row in rows]

    def by_digest(self, digests: Iterable[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """Return the vectors that exist for these digests."""
        values = {
            digest: self._database.query_value("SELECT value FROM vector WHERE digest = ?", digest)
            for digest in digests
        }
        return {
            digest: np.frombuffer(value, "<f4")
            for digest, value in values.items()
            if value is not None and len(value) % 4 == 0
        }

    def drop(self) -> None:
        """Delete all vectors, for instance where their model is unknown."""
        with self._database.transaction():
            self._database.run("DELETE FROM vector")

    def drop_unused(self) -> None:
        """Delete vectors that no passage refers to."""
        with self._database.transaction():
            self._database.run(
                "DELETE FROM vector WHERE digest NOT IN (SELECT embedded FROM passage) "
                "AND digest NOT IN (SELECT embedded FROM sentence)"
            )

    def neutraliser(self) -> neutral.Neutraliser:
        """Return the neutraliser fitted for this index, or the program's own."""
        stored = self._database.query_value("SELECT arrays FROM neutraliser")
        if stored is None:
            return neutral.load_neutraliser(self._database.setting("model") or "")
        try:
            with np.load(io.BytesIO(stored), allow_pickle=False) as arrays:
                fitted = neutral.from_arrays({name: arrays[name] for name in arrays.files})
        except (ValueError, TypeError, EOFError, OSError, zipfile.BadZipFile, zlib.error) as error:
            fitted, why = neutral.Neutraliser({}, {}), f"{type(error).__name__}: {error}"
        else:
            why = "it is empty"
        if not fitted.passages:
            raise DamagedIndexError(
                f"The neutraliser of the index in {path_text(self._database.folder)} cannot be "
                f"read ({why}). Drop it: wsis-search verify --repair. Then fit it again: "
                "wsis-search calibrate"
            )
        return fitted

    def put_neutraliser(self, neutraliser: neutral.Neutraliser, fitted_on: str) -> None:
        """Replace the neutraliser for this index; ``fitted_on`` describes its data for people."""
        content = io.BytesIO()
        arrays: dict[str, Any] = {
            name: array.astype(np.float16) for name, array in neutral.as_arrays(neutraliser).items()
        }
        np.savez_compressed(content, **arrays)
        with self._database.transaction():
            self._database.run("DELETE FROM neutraliser")
            self._database.run(
                "INSERT INTO neutraliser VALUES (?, ?, ?)", fitted_on, now(), content.getvalue()
            )
            # Versions were laid side by side by vectors that were freed in another way.
            self._database.write_setting("alignment", None)
            self._database.forget_moments()
            self._database.raise_generation()

    def drop_unreadable_neutraliser(self) -> None:
        """Delete the fitted neutraliser if it is unreadable."""
        try:
            self.neutraliser()
        except DamagedIndexError:
            with self._database.transaction():
                self._database.run("DELETE FROM neutraliser")

    # --- the inside ------------------------------------------------------------------------------

    def _read(
        self, statement: str, column: str, bounds: tuple[int, int], among: Sequence[int] | None
    ) -> Iterable[Row]:
        if among is None:
            chosen = f"{column} >= ? AND {column} < ?"
            return self._database.stream(statement.format(chosen=chosen), *bounds)
        chosen = f"{column} IN (SELECT value FROM json_each(?))"  # noqa: S608 - a column
        return self._database.query(statement.format(chosen=chosen), json.dumps(list(among)))

    def _whole(self, value: bytes, dimension: int) -> bytes:
        if len(value) != 4 * dimension:
            raise DamagedIndexError(
                f"The index in {path_text(self._database.folder)} holds a vector of the wrong "
                "length. Build it anew: wsis-search ingest --force FOLDER"
            )
        return value

    def insert(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Store vectors by digest, in a transaction."""
        self._database.insert(
            "vector",
            (
                {"digest": digest, "value": value.astype("<f4").tobytes()}
                for digest, value in vectors.items()
            ),
            "OR IGNORE",
        )

    def insert_sentences(self, sentences: Mapping[int, Sequence[tuple[Places, bytes]]]) -> None:
        """Store the sentences of passages, in a transaction."""
        self._database.run_many(
            "INSERT INTO sentence VALUES (?, ?, ?, ?)",
            [
                (passage_id, start, stop, digest)
                for passage_id, own in sentences.items()
                for (start, stop), digest in own
            ],
        )
