"""Does what is stored still stand as it was stored? Checksums of rows, and what SQLite says.

A disk may give back other bits than it was given, and SQLite notices only where its own structure
breaks: one bit in a text or a vector is another text, another vector. So each row that a citation
or a search rests on carries a checksum (CRC-32, which no change of few bits escapes) over the
columns that are written once.
"""

# ruff: noqa: S608 - what is put into statements are names of tables and columns from a fixed list

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Final

from corpus.errors import IndexStoreError
from index.store.database import NUMBERS, Row, fresh_schema, is_number
from index.store.moments import Moments
from index.store.schema import CHECKED, checksum_over
from index.store.words import CODE, TABLES, table, tables_of_words

_FILE_OF: Final = {
    "document": "JOIN version ON document_id = document.id JOIN file ON file.id = file_id",
    "version": "JOIN file ON file.id = file_id",
    "passage": "JOIN version ON version.id = version_id JOIN file ON file.id = file_id",
    "mention": "JOIN passage ON passage.id = passage_id JOIN version ON version.id = version_id "
    "JOIN file ON file.id = file_id",
}

_DERIVED: Final = {"vector": "vectors", "mandates": "mandates", "revision": "revisions"}
"""Tables that are made anew, and of what they are."""


_SHADOWS: Final = tuple(
    f"{name}_{part}"
    for name in (*map(table, TABLES), "fields")
    for part in ("data", "idx", "content", "docsize", "config")
)
"""Tables that FTS5 makes for a table of words, and makes anew with it."""

_COMMENT: Final = re.compile(r"--.*|[\s\"]+")


class Checks(Moments):
    """The part of a store that is asked whether it is whole."""

    def wrong_parts(self) -> dict[str, str]:
        """Return the kinds of tables, indexes and triggers that are missing or not as in a new one.

        What is there besides is of no concern.

        Returns:
            The kind of each, by its name.
        """
        rows = self.query("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL")
        there = {row["name"]: _plain(row["sql"]) for row in rows}
        return {
            name: kind
            for name, (kind, sql) in fresh_schema().items()
            if there.get(name) != _plain(sql)
        }

    def wrong_settings(self) -> list[str]:
        """Return the names of the settings without which, or with whose value, an index is none."""
        settings = {row["name"]: row["value"] for row in self.query("SELECT * FROM setting")}
        needed = {"id", "generation"}
        if self.query("SELECT 1 FROM vector LIMIT 1"):
            needed |= {"model", "dimension"}
        wrong = {name for name in needed if not settings.get(name)}
        wrong |= {name for name in NUMBERS & settings.keys() if not is_number(settings[name] or "")}
        return sorted(wrong)

    def faults(self) -> Iterator[tuple[str, str, str | None]]:
        """What SQLite, checksums and the numbering of passages say is damaged.

        Yields:
            Code, what, and in which file; None for the whole.
        """
        looks = (self._structure, self._orphans, self._checksums, self._gaps, self._mention_counts)
        for look in looks:
            try:
                yield from look()
            except IndexStoreError as error:  # so damaged that it cannot be read to its end
                yield "database", error.message, None

    def count_other_names(self) -> int:
        """Count the files that are shown under another name than their own."""
        rows = self.query("SELECT path, shown FROM file")
        return sum(row["shown"] != _shown(row["path"]) for row in rows)

    def texts_to_verify(self) -> Iterator[Row]:
        """``embedded shown title heading label text`` of all passages."""
        return self._stream(
            "SELECT embedded, shown, title, heading, label, text FROM passage "
            "JOIN version ON version.id = version_id JOIN file ON file.id = file_id"
        )

    def sentences_to_verify(self, cut: int) -> Iterator[Row]:
        """``embedded start stop text shown`` of the sentences that a version of the cut made."""
        return self._stream(
            "SELECT sentence.embedded, sentence.start, sentence.stop, text, shown FROM sentence "
            "JOIN passage ON passage.id = passage_id JOIN version ON version.id = version_id "
            f"JOIN file ON file.id = file_id WHERE cut = {int(cut)}"
        )

    def words_to_verify(self) -> Iterator[Row]:
        """``text language words wholes`` of the passages that are found by words."""
        for code in TABLES:
            yield from self._stream(
                "SELECT text, language, words, wholes FROM passage "
                f"LEFT JOIN {table(code)} AS held ON held.rowid = passage.id "
                f"WHERE NOT leads AND {CODE} IS '{code}'"
            )

    def repair(self, *, dimension: int) -> None:
        """Make anew what the database derives, and drop vectors that are not what was stored.

        Args:
            dimension: of the model's vectors, for an index that does not know it any more.

        Raises:
            DamagedIndexError: it is too damaged for that.
        """
        with self.transaction():
            self._mend_schema()
            self._run("REINDEX")
            self._run(f"DELETE FROM vector WHERE checksum IS NOT {checksum_over('vector')}")
            self._run("DELETE FROM mandates")
            self._run("DELETE FROM revision")
            for name in map(table, TABLES):
                self._run(f"DROP TABLE IF EXISTS {name}_terms")
                self._run(f"DROP TABLE IF EXISTS {name}")
            for statement in tables_of_words():
                self._run(statement)
            self._run("DROP TABLE IF EXISTS fields")
            self._run(fresh_schema()["fields"][1])
            self._run("DELETE FROM slots")  # the versions are aligned anew
            self._run("DELETE FROM setting WHERE name IN ('words', 'fields', 'roles', 'alignment')")
            self._mend_settings(dimension)
            for row in self._run("SELECT id, path, shown FROM file").fetchall():
                if row["shown"] != _shown(row["path"]):
                    self._run(
                        "UPDATE file SET shown = ? WHERE id = ?", _shown(row["path"]), row["id"]
                    )
            self._forget_all()

    # --- the inside ------------------------------------------------------------------------------

    def _mend_schema(self) -> None:
        """Make what is missing of the schema, and make indexes and triggers anew that differ."""
        wrong = self.wrong_parts()
        for name, (kind, sql) in fresh_schema().items():
            if name in wrong and name not in _SHADOWS:
                if kind != "table":
                    self._run(f"DROP {kind} IF EXISTS {name}")
                elif self._one("SELECT 1 FROM sqlite_master WHERE name = ?", name):
                    continue  # what it holds would be lost
                self._run(sql)

    def _mend_settings(self, dimension: int) -> None:
        values = {"id": uuid.uuid4().hex, "generation": "0", "dimension": str(dimension)}
        for name in self.wrong_settings():
            if name in values:
                self._set(name, values[name])

    def _structure(self) -> Iterator[tuple[str, str, str | None]]:
        for row in self.query("PRAGMA integrity_check"):
            if row[0] != "ok":
                yield "database", f"SQLite says: {row[0]}.", None

    def _orphans(self) -> Iterator[tuple[str, str, str | None]]:
        if self.query("PRAGMA foreign_key_check"):
            yield "orphans", "Rows refer to others that are not there.", None

    def _checksums(self) -> Iterator[tuple[str, str, str | None]]:
        for name in CHECKED:
            wrong = f"{name}.checksum IS NOT {checksum_over(name, name)}"
            (row,) = self.query(f"SELECT count(*) AS number FROM {name} WHERE {wrong}")
            if not row["number"]:
                continue
            said = f"is not as it was stored ({row['number']:,} in the table {name})."
            if name in _DERIVED:
                yield f"{name}-checksum", f"What is stored of {_DERIVED[name]} {said}", None
                continue
            files = self.query(
                f"SELECT DISTINCT shown FROM {name} {_FILE_OF[name]} WHERE {wrong} ORDER BY 1"
            )
            for shown in [one["shown"] for one in files] or [None]:
                yield "checksum", f"What is stored of this {said}", shown

    def _gaps(self) -> Iterator[tuple[str, str, str | None]]:
        for row in self.query(
            "SELECT shown FROM version JOIN file ON file.id = file_id "
            "LEFT JOIN passage ON version_id = version.id GROUP BY version.id "
            "HAVING count(ordinal) IS NOT passage_count "
            "OR min(ordinal) <> 0 OR max(ordinal) <> count(ordinal) - 1"
        ):
            yield "passages", "Passages are missing.", row["shown"]

    def _mention_counts(self) -> Iterator[tuple[str, str, str | None]]:
        for row in self.query(
            "SELECT shown FROM version JOIN file ON file.id = file_id WHERE mention_count IS NOT "
            "(SELECT count(*) FROM passage JOIN mention ON passage_id = passage.id "
            "WHERE version_id = version.id)"
        ):
            yield "mentions", "The references are not as many as were read.", row["shown"]


def _plain(statement: str) -> str:
    """Return a statement of the schema without comments, quotation marks and white space."""
    return _COMMENT.sub("", statement)


def _shown(path: bytes) -> str:
    """Return the path of a file for people (``corpus.documents.path_text``)."""
    return path.decode("utf-8", "backslashreplace")
