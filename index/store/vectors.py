"""Where do vectors stand until they are searched? In the store, by digest, as the model gave them.

A passage refers to the vector of its whole and to those of its sentences (``index.store.embedded``)
by the digests of their texts, so that what stands in two files is embedded once, and a vector that
is missing can be made up for later.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from corpus.documents import path_text
from corpus.errors import DamagedIndexError
from index.model import neutral
from index.store import embedded
from index.store.database import Database, Row, now
from index.store.embedded import Window, embedded_text, windows

__all__ = ["StoredVectors"]

_FINDABLE: Final = """
    FROM passage JOIN version ON version.id = version_id
    WHERE twin_id IS NULL AND NOT leads
"""

_SENTENCES: Final = """
    FROM passage_window JOIN passage ON passage.id = passage_id
    JOIN version ON version.id = version_id
    WHERE twin_id IS NULL AND NOT leads
"""

_NO_VECTOR: Final = "passage_window.embedded NOT IN (SELECT digest FROM vector)"


class StoredVectors(Database):
    """The part of a store that holds vectors."""

    def known_vectors(self, digests: Sequence[bytes]) -> set[bytes]:
        """Which of the digests have a vector already."""
        known = set()
        for digest in set(digests):
            if self._one("SELECT 1 FROM vector WHERE digest = ?", digest):
                known.add(digest)
        return known

    def missing_vectors(self) -> list[tuple[bytes, str]]:
        """What has to be embedded for passages that are to be found and have no vector yet.

        It is there after a file was forgotten whose text stood for another's, and after a crash.

        Returns:
            Digest and text, each once: first the whole passages, then their sentences.
        """
        missing = self._missing_wholes()
        for digest, text in self._missing_sentences().items():
            missing.setdefault(digest, text)
        return list(missing.items())

    def count_missing(self) -> tuple[int, int]:
        """How many passages have no vector of the whole, and how many sentences have none.

        The sentences of passages that were not cut yet, or in another way, are not counted one by
        one: each such passage counts as one.
        """
        (row,) = self.query(
            f"SELECT count(*) AS number {_FINDABLE} AND cut <> ?",
            embedded.VERSION,
        )
        (wholes,) = self.query(
            f"SELECT count(*) AS number {_FINDABLE} "  # noqa: S608
            "AND embedded NOT IN (SELECT digest FROM vector)"
        )
        (sentences,) = self.query(
            f"SELECT count(*) AS number {_SENTENCES} AND cut = ? AND {_NO_VECTOR}",
            embedded.VERSION,
        )
        return wholes["number"], sentences["number"] + row["number"]

    def _missing_wholes(self) -> dict[bytes, str]:
        wholes = self.query(
            f"SELECT DISTINCT embedded, title, heading, label, text {_FINDABLE} "  # noqa: S608
            "AND embedded NOT IN (SELECT digest FROM vector)"
        )
        return {
            row["embedded"]: embedded_text(
                row["title"], json.loads(row["heading"]), row["label"], row["text"]
            )
            for row in wholes
        }

    def _missing_sentences(self) -> dict[bytes, str]:
        parts = self.query(
            "SELECT passage_window.embedded, passage_window.start, stop, text "
            f"{_SENTENCES} AND {_NO_VECTOR}"
        )
        return {
            row["embedded"]: Window.of(row["text"], row["start"], row["stop"]).text for row in parts
        }

    def put_vectors(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Store vectors by digest."""
        with self.transaction():
            self._put_vectors(vectors)
            self._raise_generation()

    def cut_passages(self) -> None:
        """Cut into sentences what was stored before there was such a cut, or by another one."""
        rows = self.query(
            "SELECT passage.id, title, heading, label, text FROM passage "
            "JOIN version ON version.id = version_id WHERE NOT leads AND cut <> ?",
            embedded.VERSION,
        )
        if not rows:
            return
        with self.transaction():
            for row in rows:
                self._run("DELETE FROM passage_window WHERE passage_id = ?", row["id"])
                whole = embedded_text(
                    row["title"], json.loads(row["heading"]), row["label"], row["text"]
                )
                self._put_windows(row["id"], windows(row["text"], whole))
            self._raise_generation()

    def count_passages(self) -> int:
        """How many passages the index holds, those of twins that are not shown left out."""
        row = self._one(
            "SELECT count(*) AS number FROM passage "
            "JOIN version ON version.id = version_id WHERE twin_id IS NULL"
        )
        return int(row["number"]) if row else 0

    def count_findable(self) -> int:
        """How many passages a search can find by their vectors."""
        row = self._one(
            f"SELECT count(*) AS number {_FINDABLE} AND embedded IN (SELECT digest FROM vector)"  # noqa: S608
        )
        return int(row["number"]) if row else 0

    def findable_vectors(self, dimension: int) -> Iterator[tuple[int, str | None, bytes]]:
        """The vectors of all passages that can be found.

        Yields:
            Passage id, language, and the vector's bytes (``dimension`` × float32).

        Raises:
            DamagedIndexError: a vector has another length.
        """
        for row in self._stream(
            """
            SELECT passage.id, passage.language, value
            FROM passage
            JOIN version ON version.id = version_id
            JOIN vector ON digest = embedded
            WHERE twin_id IS NULL AND NOT leads
            ORDER BY passage.id
            """
        ):
            yield row["id"], row["language"], self._whole(row["value"], dimension)

    def window_vectors(self, dimension: int) -> Iterator[tuple[int, int, int, bytes]]:
        """The vectors of the sentences of all passages.

        Yields:
            Passage id, where the sentence begins and ends in it, and the vector's bytes, in the
            order of passages and sentences.

        Raises:
            DamagedIndexError: a vector has another length.
        """
        for row in self._stream(
            """
            SELECT passage_id, start, stop, value
            FROM passage_window JOIN vector ON digest = embedded
            ORDER BY passage_id, start
            """
        ):
            value = self._whole(row["value"], dimension)
            yield row["passage_id"], row["start"], row["stop"], value

    def count_windows(self) -> int:
        """How many sentences have a vector."""
        row = self._one(
            "SELECT count(*) AS number FROM passage_window JOIN vector ON digest = embedded"
        )
        return int(row["number"]) if row else 0

    def drop_unused_vectors(self) -> None:
        """Delete the vectors that no passage refers to any more."""
        with self.transaction():
            self._run(
                "DELETE FROM vector WHERE digest NOT IN (SELECT embedded FROM passage) "
                "AND digest NOT IN (SELECT embedded FROM passage_window)"
            )

    def treatment(self) -> neutral.Treatment:
        """How the vectors of the index's model lose their language, before the corpus adds to it.

        Returns:
            What was fitted for this index (``wsis-search calibrate``) or, for want of that, what
            comes with the program for its model.
        """
        row = self._one("SELECT arrays FROM treatment")
        if row is None:
            return neutral.shipped(self.setting("model") or "")
        with np.load(io.BytesIO(row["arrays"]), allow_pickle=False) as arrays:
            return neutral.from_arrays({name: arrays[name] for name in arrays.files})

    def put_treatment(self, treatment: neutral.Treatment, fitted_on: str) -> None:
        """Keep a treatment for the model of this index, in place of any other.

        Args:
            treatment: that was fitted.
            fitted_on: what it was fitted on, for people.
        """
        content = io.BytesIO()
        arrays: dict[str, Any] = {
            name: array.astype(np.float16) for name, array in neutral.as_arrays(treatment).items()
        }
        np.savez_compressed(content, **arrays)
        with self.transaction():
            self._run("DELETE FROM treatment")
            self._run(
                "INSERT INTO treatment VALUES (?, ?, ?)", fitted_on, now(), content.getvalue()
            )
            # Versions were laid side by side by vectors that were treated in another way.
            self._run("DELETE FROM setting WHERE name = 'alignment'")
            self._raise_generation()

    # --- the inside ------------------------------------------------------------------------------

    def _stream(self, statement: str) -> Iterator[Row]:
        """Read rows one by one: all vectors of a large index together are too much at once."""
        with self.snapshot():
            yield from self._connection.execute(statement)

    def _whole(self, value: bytes, dimension: int) -> bytes:
        if len(value) != 4 * dimension:
            raise DamagedIndexError(
                f"The index in {path_text(self.folder)} holds a vector of the wrong length. "
                "Build it anew: wsis-search ingest --force FOLDER"
            )
        return value

    def _put_vectors(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        self._connection.executemany(
            "INSERT OR IGNORE INTO vector VALUES (?, ?)",
            [(digest, value.astype("<f4").tobytes()) for digest, value in vectors.items()],
        )

    def _put_windows(self, passage_id: int | None, cut: Sequence[Window]) -> None:
        self._connection.executemany(
            "INSERT INTO passage_window VALUES (?, ?, ?, ?)",
            [(passage_id, window.start, window.stop, window.digest) for window in cut],
        )
        self._run("UPDATE passage SET cut = ? WHERE id = ?", embedded.VERSION, passage_id)
