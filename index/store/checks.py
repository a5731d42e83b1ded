"""Does what is stored still stand as it was stored? Checksums of rows, and what SQLite says.

A disk may give back other bits than it was given, and SQLite notices only where its own structure
breaks: one bit in a text or a vector is another text, another vector. So each row that a citation
or a search rests on carries a checksum (CRC-32, which no change of few bits escapes) over the
columns that are written once.
"""

# ruff: noqa: S608 - what is put into statements are names of tables and columns from a fixed list

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from corpus.errors import IndexStoreError
from corpus.languages import BY_CODE
from index.store.database import Row
from index.store.migrations import CHECKED, checksum_over
from index.store.moments import Moments
from index.store.words import OTHER, TABLES, table, tables_of_words

_CODE: Final = f"iif(language IN ({', '.join(map(repr, BY_CODE))}), language, {OTHER!r})"

_FILE_OF: Final = {
    "document": "JOIN version ON document_id = document.id JOIN file ON file.id = file_id",
    "version": "JOIN file ON file.id = file_id",
    "passage": "JOIN version ON version.id = version_id JOIN file ON file.id = file_id",
    "mention": "JOIN passage ON passage.id = passage_id JOIN version ON version.id = version_id "
    "JOIN file ON file.id = file_id",
}

_DERIVED: Final = {"vector": "vectors", "mandates": "mandates"}
"""Tables that are made anew, and of what they are."""


class Checks(Moments):
    """The part of a store that is asked whether it is whole."""

    def faults(self) -> Iterator[tuple[str, str, str | None]]:
        """What SQLite, checksums and the numbering of passages say is damaged.

        Yields:
            Code, what, and in which file; None for the whole.
        """
        for look in (self._structure, self._orphans, self._checksums, self._gaps):
            try:
                yield from look()
            except IndexStoreError as error:  # so damaged that it cannot be read to its end
                yield "database", error.message, None

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
                f"WHERE NOT leads AND {_CODE} IS '{code}'"
            )

    def repair(self, *, dimension: int) -> None:
        """Make anew what the database derives, and drop vectors that are not what was stored.

        Args:
            dimension: of the model's vectors, for an index that does not know it any more.

        Raises:
            DamagedIndexError: it is too damaged for that.
        """
        with self.transaction():
            self._run("REINDEX")
            self._run(f"DELETE FROM vector WHERE checksum IS NOT {checksum_over('vector')}")
            self._run("DELETE FROM mandates")
            for name in map(table, TABLES):
                self._run(f"DROP TABLE IF EXISTS {name}_terms")
                self._run(f"DROP TABLE IF EXISTS {name}")
            for statement in tables_of_words():
                self._run(statement)
            self._run("DELETE FROM setting WHERE name IN ('words', 'fields', 'roles', 'alignment')")
            self._run(
                "UPDATE setting SET value = ? WHERE name = 'dimension' "
                "AND (value = '' OR value GLOB '*[^0-9]*')",
                str(dimension),
            )
            self._forget_all()

    # --- the inside ------------------------------------------------------------------------------

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
            "JOIN passage ON version_id = version.id GROUP BY version.id "
            "HAVING min(ordinal) <> 0 OR max(ordinal) <> count(*) - 1"
        ):
            yield "passages", "Passages are missing.", row["shown"]
