"""Checks of stored data (checksums, SQLite's own, counts of wrong rows), and repair of tables.

A disk may return other bits than were written, and SQLite notices only damage to its structure.
Rows that a citation or a search rests on therefore carry a CRC-32 over their constant columns.
"""

# ruff: noqa: S608 - what is put into statements are names of tables and columns from a fixed list

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Final

from corpus.errors import IndexStoreError
from index.store.database import NUMBERS, Part, Row, fresh_schema, is_number
from index.store.schema import CHECKED, CODE, TABLES, checksum_over, table, tables_of_words

_FILE_OF: Final = {
    "document": "JOIN version ON document_id = document.id JOIN file ON file.id = file_id",
    "version": "JOIN file ON file.id = file_id",
    "passage": "JOIN version ON version.id = version_id JOIN file ON file.id = file_id",
    "mention": "JOIN passage ON passage.id = passage_id JOIN version ON version.id = version_id "
    "JOIN file ON file.id = file_id",
}

_DERIVED: Final = {"vector": "vectors", "mandates": "mandates", "revision": "revisions"}
"""Derived tables that a repair makes anew, with the noun for what each holds."""


_SHADOWS: Final = tuple(
    f"{name}_{part}"
    for name in (*map(table, TABLES), "fields")
    for part in ("data", "idx", "content", "docsize", "config")
)
"""Tables that FTS5 creates for each of its tables."""

_COMMENT: Final = re.compile(r"--.*|[\s\"]+")


class Checks(Part):
    """Checks and repairs of the stored data."""

    def wrong_parts(self) -> dict[str, str]:
        """Return the kind of each table, index and trigger that is missing or altered, by name."""
        statements = self._database.query_map(
            "SELECT name, sql FROM sqlite_master WHERE sql NOT NULL"
        )
        return {
            name: kind
            for name, (kind, sql) in fresh_schema().items()
            if _plain(statements.get(name, "")) != _plain(sql)
        }

    def wrong_settings(self) -> list[str]:
        """Return names of settings whose absence or value makes the index useless."""
        settings = self._database.query_map("SELECT name, value FROM setting")
        needed = {"id", "generation"}
        if self._database.query("SELECT 1 FROM vector LIMIT 1"):
            needed |= {"model", "dimension"}
        wrong = {name for name in needed if not settings.get(name)}
        wrong |= {name for name in NUMBERS & settings.keys() if not is_number(settings[name] or "")}
        return sorted(wrong)

    def faults(self) -> Iterator[tuple[str, str, str | None]]:
        """Yield code, description and file of each damage; a file of None means the whole."""
        looks = (
            self._find_structure_faults,
            self._find_orphans,
            self._find_wrong_checksums,
            self._find_gaps,
            self._find_wrong_mention_counts,
        )
        for look in looks:
            try:
                yield from look()
            except IndexStoreError as error:  # so damaged that it cannot be read to its end
                yield "database", error.message, None

    def count_other_names(self) -> int:
        """Count files whose stored display name is not that of their path."""
        rows = self._database.query("SELECT path, shown FROM file")
        return sum(row["shown"] != _decode_path(row["path"]) for row in rows)

    def find_misplaced_mentions(self) -> list[tuple[str, int]]:
        """Return display names of files with mentions at wrong offsets, and the number of those."""
        rows = self._database.query(
            "SELECT shown, count(*) AS number FROM mention JOIN passage ON passage.id = passage_id "
            "JOIN version ON version.id = version_id JOIN file ON file.id = file_id "
            "WHERE substr(passage.text, mention.start + 1, mention.stop - mention.start) "
            "<> mention.text GROUP BY shown"
        )
        return [(row["shown"], row["number"]) for row in rows]

    def count_wrong_lengths(self, dimension: int) -> int:
        """Count vectors that do not have this dimension."""
        return int(
            self._database.query_value(
                "SELECT count(*) FROM vector WHERE length(value) <> ?", 4 * dimension
            )
        )

    def count_stray_slots(self) -> int:
        """Count versions that have slots for only some of their passages."""
        rows = self._database.query(
            "SELECT 1 FROM passage LEFT JOIN slots ON passage_id = passage.id "
            "GROUP BY version_id HAVING count(first) NOT IN (0, count(*))"
        )
        return len(rows)

    def count_stray_words(self) -> int:
        """Count rows in the word tables that have no passage in the table's language."""
        counts = (
            self._database.query_value(
                f"SELECT count(*) FROM {table(code)}_docsize AS held "
                "LEFT JOIN passage ON passage.id = held.id WHERE passage.id IS NULL OR leads OR "
                f"{CODE} IS NOT '{code}'"
            )
            for code in TABLES
        )
        return sum(counts)

    def texts(self) -> Iterator[Row]:
        """Return ``embedded shown title heading label text`` of all passages."""
        return self._database.stream(
            "SELECT embedded, shown, title, heading, label, text FROM passage "
            "JOIN version ON version.id = version_id JOIN file ON file.id = file_id"
        )

    def sentences(self, cut: int) -> Iterator[Row]:
        """Return ``embedded start stop text shown`` of sentences of this version of the cut."""
        return self._database.stream(
            "SELECT sentence.embedded, sentence.start, sentence.stop, text, shown FROM sentence "
            "JOIN passage ON passage.id = passage_id JOIN version ON version.id = version_id "
            f"JOIN file ON file.id = file_id WHERE cut = {int(cut)}"
        )

    def words(self) -> Iterator[Row]:
        """Return ``text language words wholes`` of passages that a search by words can find."""
        for code in TABLES:
            yield from self._database.stream(
                "SELECT text, language, words, wholes FROM passage "
                f"LEFT JOIN {table(code)} AS held ON held.rowid = passage.id "
                f"WHERE NOT leads AND {CODE} IS '{code}'"
            )

    def mend(self, dimension: int) -> None:
        """Mend the schema, and empty derived tables, which are then filled anew."""
        with self._database.transaction():
            self._mend_schema()
            self._database.run("REINDEX")
            self._database.run(
                f"DELETE FROM vector WHERE checksum IS NOT {checksum_over('vector')}"
            )
            self._database.run("DELETE FROM mandates")
            self._database.run("DELETE FROM revision")
            for name in map(table, TABLES):
                self._database.run(f"DROP TABLE IF EXISTS {name}_terms")
                self._database.run(f"DROP TABLE IF EXISTS {name}")
            for statement in tables_of_words():
                self._database.run(statement)
            self._database.run("DROP TABLE IF EXISTS fields")
            self._database.run(fresh_schema()["fields"][1])
            self._database.run("DELETE FROM slots")  # the versions are aligned anew
            self._database.run(
                "DELETE FROM setting WHERE name IN ('words', 'fields', 'roles', 'alignment')"
            )
            self._mend_settings(dimension)
            for row in self._database.run("SELECT id, path, shown FROM file").fetchall():
                if row["shown"] != _decode_path(row["path"]):
                    self._database.run(
                        "UPDATE file SET shown = ? WHERE id = ?",
                        _decode_path(row["path"]),
                        row["id"],
                    )
            self._database.forget_moments()

    # --- the inside ------------------------------------------------------------------------------

    def _mend_schema(self) -> None:
        wrong = self.wrong_parts()
        for name, (kind, sql) in fresh_schema().items():
            if name in wrong and name not in _SHADOWS:
                if kind != "table":
                    self._database.run(f"DROP {kind} IF EXISTS {name}")
                elif self._database.query("SELECT 1 FROM sqlite_master WHERE name = ?", name):
                    continue  # what it holds would be lost
                self._database.run(sql)

    def _mend_settings(self, dimension: int) -> None:
        values = {"id": uuid.uuid4().hex, "generation": "0", "dimension": str(dimension)}
        for name in self.wrong_settings():
            if name in values:
                self._database.write_setting(name, values[name])

    def _find_structure_faults(self) -> Iterator[tuple[str, str, str | None]]:
        for row in self._database.query("PRAGMA integrity_check"):
            if row[0] != "ok":
                yield "database", f"SQLite says: {row[0]}.", None

    def _find_orphans(self) -> Iterator[tuple[str, str, str | None]]:
        if self._database.query("PRAGMA foreign_key_check"):
            yield "orphans", "Rows refer to others that are not there.", None

    def _find_wrong_checksums(self) -> Iterator[tuple[str, str, str | None]]:
        for name in CHECKED:
            wrong = f"{name}.checksum IS NOT {checksum_over(name, name)}"
            count = self._database.query_value(f"SELECT count(*) FROM {name} WHERE {wrong}")
            if not count:
                continue
            fault = f"is not as it was stored ({count:,} in the table {name})."
            if name in _DERIVED:
                yield f"{name}-checksum", f"What is stored of {_DERIVED[name]} {fault}", None
                continue
            files = self._database.query_column(
                f"SELECT DISTINCT shown FROM {name} {_FILE_OF[name]} WHERE {wrong} ORDER BY 1"
            )
            for shown in files or [None]:
                yield "checksum", f"What is stored of this {fault}", shown

    def _find_gaps(self) -> Iterator[tuple[str, str, str | None]]:
        for row in self._database.query(
            "SELECT shown FROM version JOIN file ON file.id = file_id "
            "LEFT JOIN passage ON version_id = version.id GROUP BY version.id "
            "HAVING count(ordinal) IS NOT passage_count "
            "OR min(ordinal) <> 0 OR max(ordinal) <> count(ordinal) - 1"
        ):
            yield "passages", "Passages are missing.", row["shown"]

    def _find_wrong_mention_counts(self) -> Iterator[tuple[str, str, str | None]]:
        for row in self._database.query(
            "SELECT shown FROM version JOIN file ON file.id = file_id WHERE mention_count IS NOT "
            "(SELECT count(*) FROM passage JOIN mention ON passage_id = passage.id "
            "WHERE version_id = version.id)"
        ):
            yield "mentions", "The references are not as many as were read.", row["shown"]


def _plain(statement: str) -> str:
    """Strip comments, quotation marks and white space from a schema statement."""
    return _COMMENT.sub("", statement)


def _decode_path(path: bytes) -> str:
    return path.decode("utf-8", "backslashreplace")
