"""Data of documents that are ready to be stored, and queries for stored documents."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from corpus.documents import Document, Passage, path_text
from index.store.database import Database, Part, Row
from index.store.moments import SnapshotCache

_TITLE = """(
    SELECT title FROM version WHERE document_id = document.id AND title NOT NULL
    ORDER BY language IS NOT 'en', language LIMIT 1
) AS title"""


_REVISION: Final = re.compile(r"(?:\(Rev\.(\d+)\)|/Rev\.(\d+))$")
"""Suffix of a revision's symbol, after the symbol of the document or addendum that it revises."""


Places = tuple[int, int]
"""Offsets in a passage's text, 0-based: start, and stop (exclusive)."""


@dataclass(frozen=True, slots=True)
class PreparedPassage:
    """A passage, and the data to store with it.

    Attributes:
        leads: whether it is a heading that its passages carry; no search finds it by itself.
        variant: key that the same paragraph has in all versions of the document.
        digest: SHA-256 of the text that is embedded for the whole passage.
        sentences: those with a vector of their own, each with the digest of its text.
        words: terms, separated by spaces; ``wholes`` are those that stay whole (``index.words``).
    """

    passage: Passage
    leads: bool
    variant: str
    digest: bytes
    sentences: tuple[tuple[Places, bytes], ...]
    words: str
    wholes: str


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document that is ready to be stored.

    ``cut`` is the version of the cut into sentences. ``texts`` are those to embed, by digest.
    ``rules`` names the rules that found the mandates (as ``corpus.extract.mandates`` writes them).
    """

    document: Document
    passages: tuple[PreparedPassage, ...]
    cut: int
    texts: Mapping[bytes, str]
    rules: str
    mandates: str


def strip_revision(symbol: str) -> str:
    """Return the symbol without its revision suffix: "WSIS/4(Rev.1)" gives "WSIS/4"."""
    return _REVISION.sub("", symbol)


def document_key(document: Document) -> str:
    """Return a key that all versions of a document share: its symbol, or else its file's path."""
    return document.metadata.symbol or f"file:{path_text(document.file)}"


class Documents(Part):
    """Queries for documents."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._revisions: SnapshotCache[None, list[list[tuple[int, str]]]] = SnapshotCache(database)
        self._meeting_days: SnapshotCache[None, list[Row]] = SnapshotCache(database)

    def all(self) -> list[Row]:
        """Return all documents with all columns."""
        return self._database.query("SELECT * FROM document")

    def by_symbol(self, symbol: str) -> Row | None:
        """Return the document with this symbol, all columns."""
        return self._database.query_one("SELECT * FROM document WHERE symbol = ?", symbol)

    def id_of(self, *symbols: str) -> int | None:
        """Return the id of the document that has one of these symbols; None for none."""
        marks = ", ".join("?" * len(symbols))
        document: int | None = self._database.query_value(
            f"SELECT id FROM document WHERE symbol IN ({marks})",  # noqa: S608
            *symbols,
        )
        return document

    def symbols(self) -> list[str]:
        """Return the symbols of all documents that have one, in order."""
        return self._database.query_column(
            "SELECT symbol FROM document WHERE symbol NOT NULL ORDER BY symbol"
        )

    def read_titles(self, document_id: int | None = None) -> list[Row]:
        """Return ``key symbol date title`` of one document or all, the title in English if any."""
        return self._database.query(
            f"SELECT key, symbol, date, {_TITLE} FROM document WHERE ?1 IS NULL OR id = ?1",  # noqa: S608
            document_id,
        )

    def name_of(self, document_id: int) -> str:
        """Return a document's symbol, or else its title, or else its file's path."""
        name = self._database.query_value(
            "SELECT coalesce(symbol, (SELECT title FROM version WHERE document_id = document.id "
            "AND title NOT NULL LIMIT 1), replace(key, 'file:', '')) "
            "FROM document WHERE id = ?",
            document_id,
        )
        return str(name)

    def superseding(self) -> dict[int, tuple[int, str]]:
        """Return id and symbol of the newest revision, by the id of each older document."""
        return {
            document: revisions[-1]
            for revisions in self.list_revisions()
            for document, _ in revisions
            if document != revisions[-1][0]
        }

    def revising(self) -> dict[int, str]:
        """Return the symbol of the direct predecessor of each revision, by the revision's id."""
        pairs = (pair for revisions in self.list_revisions() for pair in pairwise(revisions))
        return {later: symbol for (_, symbol), (later, _) in pairs}

    def list_revisions(self) -> list[list[tuple[int, str]]]:
        """Return id and symbol of each revised document and its revisions, the oldest first."""
        return self._revisions.get(None, self._find_revised)

    def _find_revised(self) -> list[list[tuple[int, str]]]:
        """Return id and symbol of each document with its revisions, the oldest first."""
        revisions: dict[str, list[tuple[int, int, str]]] = {}
        for row in self._database.query(
            "SELECT id, symbol FROM document WHERE symbol LIKE '%Rev.%'"
        ):
            match = _REVISION.search(row["symbol"])
            if match:
                revised = revisions.setdefault(row["symbol"][: match.start()], [])
                revised.append((int(match[1] or match[2]), row["id"], row["symbol"]))
        series = []
        for symbol, later in revisions.items():
            original = self.id_of(symbol)
            first = [] if original is None else [(original, symbol)]
            series.append([*first, *((document, name) for _, document, name in sorted(later))])
        return series

    def find_submitted_by(self, countries: Collection[str]) -> list[int]:
        """Return ids of documents that one of these countries submitted (ISO 3166-1 alpha-3)."""
        rows = self._database.query("SELECT id, countries FROM document WHERE countries NOT NULL")
        return [row["id"] for row in rows if set(json.loads(row["countries"])) & set(countries)]

    def later(self, symbol: str | None, date: str) -> list[int]:
        """Return ids of documents after a date, except this one, that have a findable passage."""
        return self._database.query_column(
            "SELECT DISTINCT document_id FROM findable JOIN document ON document.id = document_id "
            "WHERE (?1 IS NULL OR symbol IS NULL OR symbol <> ?1) AND date > ?2 || '~'",
            symbol,
            date,
        )

    def meetings(self) -> list[tuple[str | None, str | None]]:
        """Return meeting and date of each document, by date, undated ones last."""
        rows = self._database.query(
            "SELECT meeting, date FROM document ORDER BY date IS NULL, date"
        )
        return [(row["meeting"], row["date"]) for row in rows]

    def meeting_days(self) -> list[Row]:
        """Return ``meeting meeting_days documents``: the number of covers that give these days."""
        return self._meeting_days.get(
            None,
            lambda: self._database.query(
                "SELECT meeting, meeting_days, count(DISTINCT document_id) AS documents "
                "FROM version JOIN document ON document.id = document_id "
                "WHERE meeting NOT NULL AND meeting_days NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
            ),
        )

    def meeting_counts(self) -> dict[str, int]:
        """Return the number of documents of each meeting."""
        return self._database.query_map(
            "SELECT meeting, count(*) FROM document WHERE meeting NOT NULL GROUP BY 1 ORDER BY 1"
        )

    def read_since(self, moment: str) -> dict[int, str]:
        """Return times of reading after a moment, by document; both ISO 8601, UTC."""
        return self._database.query_map(
            "SELECT document_id, max(ingested) AS read FROM version "
            "JOIN file ON file.id = file_id GROUP BY 1 HAVING read > ?",
            moment,
        )

    def totals(self) -> Row:
        """Return ``documents files ingested``: two counts, and the time of the last reading."""
        (row,) = self._database.query(
            "SELECT (SELECT count(*) FROM document) AS documents, "
            "(SELECT count(*) FROM file) AS files, (SELECT max(ingested) FROM file) AS ingested"
        )
        return row
