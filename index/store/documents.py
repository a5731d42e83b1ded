"""Documents: as they are prepared for the store, and the rows of those that are there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from typing import Final

from corpus.documents import Document, Passage, path_text
from index.store.database import Database, Row
from index.store.moments import SnapshotCache

_TITLE = """(
    SELECT title FROM version WHERE document_id = document.id AND title NOT NULL
    ORDER BY language IS NOT 'en', language LIMIT 1
) AS title"""


_REVISION: Final = re.compile(r"(?:\(Rev\.(\d+)\)|/Rev\.(\d+))$")
"""What a revision has behind the symbol of the document, or addendum, that it revises."""


Places = tuple[int, int]
"""Offsets in a passage's text: from, to and not including."""


@dataclass(frozen=True, slots=True)
class PreparedPassage:
    """A passage, and what is stored with it.

    Attributes:
        passage: as it was read.
        leads: whether it is a heading that the passages under it carry with them; these stand for
            it, and it is not found by itself.
        variant: the key that it shares with the same paragraph in other versions.
        digest: of the text that is embedded for the whole of it (SHA-256).
        sentences: those that have a vector of their own, each with the digest of its text.
        words: its terms, parted by spaces.
        wholes: likewise what is kept whole (``index.words``).
    """

    passage: Passage
    leads: bool
    variant: str
    digest: bytes
    sentences: tuple[tuple[Places, bytes], ...]
    words: str
    wholes: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that is ready to be stored.

    Attributes:
        document: as it was read.
        passages: in reading order.
        cut: version of the cut into sentences.
        texts: what has to be embedded for it, by digest.
        rules: by which its mandates were found.
        mandates: that were found, as ``corpus.extract.mandates`` writes them.
    """

    document: Document
    passages: tuple[PreparedPassage, ...]
    cut: int
    texts: Mapping[bytes, str]
    rules: str
    mandates: str


def unrevised(symbol: str) -> str:
    """Name the document, or addendum, that a symbol is the original or a revision of."""
    return _REVISION.sub("", symbol)


def document_key(document: Document) -> str:
    """Name the document that a file is a version of: its symbol or, for want of one, its file name.

    Files without a symbol are documents of their own, told apart by their full path.
    """
    return document.metadata.symbol or f"file:{path_text(document.file)}"


class Documents(Database):
    """The part of a store that is asked for documents and versions."""

    def documents(self) -> list[Row]:
        """All documents, all their columns."""
        return self.query("SELECT * FROM document")

    def document(self, symbol: str) -> Row | None:
        """The document of a symbol, all its columns."""
        return self._one("SELECT * FROM document WHERE symbol = ?", symbol)

    def document_id(self, *symbols: str) -> int | None:
        """The id of the document that has one of these symbols."""
        marks = ", ".join("?" * len(symbols))
        row = self._one(f"SELECT id FROM document WHERE symbol IN ({marks})", *symbols)  # noqa: S608
        return None if row is None else int(row["id"])

    def symbols(self) -> list[str]:
        """The symbols of all documents that have one, in order."""
        rows = self.query("SELECT symbol FROM document WHERE symbol NOT NULL ORDER BY symbol")
        return [row["symbol"] for row in rows]

    def document_files(self) -> list[Row]:
        """Each file's document: its columns, and ``shown``, the file's path for people."""
        return self.query(
            "SELECT document.*, shown FROM document JOIN version ON document_id = document.id "
            "JOIN file ON file.id = file_id"
        )

    def contents(self) -> list[Row]:
        """The document's ``key``, ``language`` and ``sha256`` of each file that gave a version."""
        return self.query(
            "SELECT key, language, sha256 FROM document JOIN version ON document_id = document.id "
            "JOIN file ON file.id = file_id"
        )

    def read_files(self) -> list[Row]:
        """``shown sha256 symbol language`` of each file that gave a document."""
        return self.query(
            "SELECT shown, sha256, symbol, language FROM file JOIN version ON file_id = file.id "
            "JOIN document ON document.id = document_id ORDER BY path"
        )

    def titled_documents(self) -> list[Row]:
        """``key date title`` of all documents; an English title where there is one."""
        return self.query(f"SELECT key, date, {_TITLE} FROM document")  # noqa: S608

    def titled_document(self, document_id: int) -> Row:
        """``symbol title key`` of a document; an English title where there is one."""
        (row,) = self.query(
            f"SELECT symbol, key, {_TITLE} FROM document WHERE id = ?",  # noqa: S608
            document_id,
        )
        return row

    def document_name(self, document_id: int) -> str:
        """Its symbol, or for want of one its title, or its file's path."""
        (row,) = self.query(
            "SELECT coalesce(symbol, (SELECT title FROM version WHERE document_id = document.id "
            "AND title NOT NULL LIMIT 1), replace(key, 'file:', '')) AS name "
            "FROM document WHERE id = ?",
            document_id,
        )
        return str(row["name"])

    def superseding(self) -> dict[int, tuple[int, str]]:
        """The newest revision of each document that has one, and of each older revision.

        Returns:
            Id and symbol of the newest, by the id of what it supersedes.
        """
        revised = self._revised()
        return {one: found[-1] for found in revised for one, _ in found if one != found[-1][0]}

    def revising(self) -> dict[int, str]:
        """The symbol of what each revision revises, the last before it, by the revision's id."""
        pairs = (pair for found in self._revised() for pair in pairwise(found))
        return {later: symbol for (_, symbol), (later, _) in pairs}

    def version_pairs(self) -> list[tuple[int, int]]:
        """Pair each shown version of a document with that of each later revision in its language.

        Returns:
            Ids of both.
        """
        revised = self._revised()
        versions: dict[int, dict[str, int]] = {}
        for row in self._among(
            "SELECT shown_version.id, document_id, language FROM shown_version "
            "JOIN file ON file.id = file_id WHERE language NOT NULL AND document_id IN ({ids}) "
            "ORDER BY shown",
            {one for found in revised for one, _ in found},
        ):
            versions.setdefault(row["document_id"], {}).setdefault(row["language"], row["id"])
        return [
            (version, versions[later][language])
            for found in revised
            for (one, _), (later, _) in combinations(found, 2)
            for language, version in versions.get(one, {}).items()
            if language in versions.get(later, {})
        ]

    def pairs_without_fates(self, rules: str) -> list[tuple[int, int]]:
        """Return those of the pairs of which nothing is stored that these rules found."""
        rows = self.query("SELECT version_id, newer_id FROM revision WHERE rules = ?", rules)
        there = {(row["version_id"], row["newer_id"]) for row in rows}
        return [pair for pair in self.version_pairs() if pair not in there]

    def _revised(self) -> list[list[tuple[int, str]]]:
        """Id and symbol of each document that is revised and of its revisions, in their order."""
        return self._revisions.get(None, self._find_revised)

    @cached_property
    def _revisions(self) -> SnapshotCache[None, list[list[tuple[int, str]]]]:
        return SnapshotCache(self)

    def _find_revised(self) -> list[list[tuple[int, str]]]:
        revisions: dict[str, list[tuple[int, int, str]]] = {}
        for row in self.query("SELECT id, symbol FROM document WHERE symbol LIKE '%Rev.%'"):
            match = _REVISION.search(row["symbol"])
            if match:
                revised = revisions.setdefault(row["symbol"][: match.start()], [])
                revised.append((int(match[1] or match[2]), row["id"], row["symbol"]))
        found = []
        for symbol, later in revisions.items():
            original = self.document_id(symbol)
            first = [] if original is None else [(original, symbol)]
            found.append([*first, *((one, name) for _, one, name in sorted(later))])
        return found

    def meetings(self) -> list[tuple[str | None, str | None]]:
        """Meeting and date of each document, in order of date, undated ones last."""
        rows = self.query("SELECT meeting, date FROM document ORDER BY date IS NULL, date")
        return [(row["meeting"], row["date"]) for row in rows]

    def shown_versions(self, document_id: int | None = None) -> list[Row]:
        """The versions that stand for themselves, of a document or of all.

        Returns:
            All columns of the version, ``shown`` (its file's path for people) and ``passages`` (how
            many), in order of language and file.
        """
        return self.query(
            """
            SELECT shown_version.*, shown,
                (SELECT count(*) FROM passage WHERE version_id = shown_version.id) AS passages
            FROM shown_version JOIN file ON file.id = file_id
            WHERE ?1 IS NULL OR document_id = ?1 ORDER BY language, shown
            """,
            document_id,
        )

    def version_of(self, document_id: int, language: str | None) -> int | None:
        """The version of a document that is shown in a language."""
        row = self._one(
            "SELECT shown_version.id FROM shown_version JOIN file ON file.id = file_id "
            "WHERE document_id = ? AND language IS ? ORDER BY shown LIMIT 1",
            document_id,
            language,
        )
        return None if row is None else int(row["id"])

    def version_files(self, document_id: int) -> list[Row]:
        """The files of a document, by language, those that are shown first.

        Returns:
            ``version_id path language format pages bytes sha256 same_as``.
        """
        return self._files(
            "document_id = ? ORDER BY language, same_as NOT NULL, shown", document_id
        )

    def files_of_content(self, sha256: str) -> list[Row]:
        """The files with a content that gave a version, likewise."""
        return self._files("sha256 = ? ORDER BY version.id", sha256)

    def _files(self, which: str, value: object) -> list[Row]:
        return self.query(
            "SELECT version.id AS version_id, path, language, format, pages, bytes, "  # noqa: S608
            f"sha256, same_as FROM version JOIN file ON file.id = file_id WHERE {which}",
            value,
        )

    def file_symbols(self) -> list[Row]:
        """Return ``path symbol`` of all files; a symbol or document that is unknown gives NULL."""
        return self.query(
            "SELECT path, symbol FROM file LEFT JOIN version ON file_id = file.id "
            "LEFT JOIN document ON document.id = document_id ORDER BY path"
        )

    def version_of_file(self, file_id: int) -> Row | None:
        """``symbol language passages`` of the version that a file gave."""
        return self._one(
            """
            SELECT symbol, language,
                (SELECT count(*) FROM passage WHERE version_id = version.id) AS passages
            FROM version JOIN document ON document.id = document_id WHERE file_id = ?
            """,
            file_id,
        )

    def rivals(self, symbol: str, language: str | None, path: bytes) -> list[Row]:
        """``id format`` of the shown versions of a document in a language from other files."""
        return self.query(
            """
            SELECT shown_version.id, format FROM shown_version
            JOIN document ON document.id = document_id JOIN file ON file.id = file_id
            WHERE symbol = ? AND language IS ? AND path != ?
            """,
            symbol,
            language,
            path,
        )

    def rival_versions(self) -> list[Row]:
        """Versions of which a document has several in one language.

        Returns:
            ``id key language format shown same_as``, in order of document, language and file.
        """
        return self.query(
            """
            SELECT version.id, key, language, format, shown, same_as
            FROM version JOIN document ON document.id = document_id JOIN file ON file.id = file_id
            WHERE symbol IS NOT NULL AND (document_id, ifnull(language, '')) IN (
                SELECT document_id, ifnull(language, '') FROM version
                GROUP BY 1, 2 HAVING count(*) > 1
            )
            ORDER BY key, language, shown
            """
        )

    def borrows_pages(self, version_id: int) -> bool:
        """Whether passages of a version have pages from another file with the same text."""
        return bool(
            self.query(
                "SELECT 1 FROM passage WHERE version_id = ? AND borrowed_page NOT NULL LIMIT 1",
                version_id,
            )
        )

    def read_since(self, moment: str) -> dict[int, str]:
        """When the newest file of each document was read, of those read after a moment.

        Args:
            moment: ISO 8601, UTC.
        """
        rows = self.query(
            "SELECT document_id, max(ingested) AS read FROM version "
            "JOIN file ON file.id = file_id GROUP BY 1 HAVING read > ?",
            moment,
        )
        return {row["document_id"]: row["read"] for row in rows}

    def with_pages(self) -> set[tuple[str, str]]:
        """Symbols and languages of the versions that there is a PDF of."""
        rows = self.query(
            "SELECT DISTINCT symbol, language FROM version JOIN file ON file.id = file_id "
            "JOIN document ON document.id = document_id "
            "WHERE format = 'pdf' AND symbol NOT NULL AND language NOT NULL"
        )
        return {(row["symbol"], row["language"]) for row in rows}

    def version_counts(self) -> dict[str, int]:
        """How many versions stand for themselves in each language."""
        rows = self.query(
            "SELECT ifnull(language, 'unknown') AS code, count(*) AS number FROM shown_version "
            "GROUP BY 1 ORDER BY 1"
        )
        return {row["code"]: row["number"] for row in rows}

    def meeting_days(self) -> list[Row]:
        """``meeting meeting_days documents``: on how many documents' covers a meeting has days."""
        return self._meeting_days.get(None, self._count_days)

    @cached_property
    def _meeting_days(self) -> SnapshotCache[None, list[Row]]:
        return SnapshotCache(self)

    def _count_days(self) -> list[Row]:
        return self.query(
            "SELECT meeting, meeting_days, count(DISTINCT document_id) AS documents FROM version "
            "JOIN document ON document.id = document_id "
            "WHERE meeting NOT NULL AND meeting_days NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
        )

    def meeting_counts(self) -> dict[str, int]:
        """How many documents each meeting has."""
        rows = self.query(
            "SELECT meeting, count(*) AS number FROM document WHERE meeting NOT NULL "
            "GROUP BY 1 ORDER BY 1"
        )
        return {row["meeting"]: row["number"] for row in rows}

    def totals(self) -> Row:
        """``documents files ingested``: how many, and when a file was last read."""
        (row,) = self.query(
            "SELECT (SELECT count(*) FROM document) AS documents, "
            "(SELECT count(*) FROM file) AS files, (SELECT max(ingested) FROM file) AS ingested"
        )
        return row
