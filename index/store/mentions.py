"""Mentions of references in passages; most queries leave out a document's mentions of itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from corpus.documents import Mention
from index.store.database import Database, Part, Row
from index.store.moments import SnapshotCache

_FORMS = 100_000
"""References whose documents are remembered, by some hundred bytes each."""

_LAST = "\U0010ffff"  # sorts behind whatever follows a symbol

_COLUMNS = "canonical, mention.kind, body, number, edition, mention.start, stop, mention.text"


_NOT_ITSELF = (
    "canonical IS NOT symbol AND substr(symbol, 1, length(canonical) + 2) IS NOT canonical || ' ('"
)
"""Condition that a mention is of another document; one without edition is of any edition."""


class Mentions(Part):
    """Queries for mentions of references."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._citing: SnapshotCache[str, int] = SnapshotCache(database, _FORMS)

    def of(self, name: str, kind: str, most: int = -1) -> list[Row]:
        """Return mentions of a reference in any edition; ``name`` is its form without one.

        Columns: ``canonical edition passage_id ordinal variant language document_id date key``. A
        negative ``most`` gives all.
        """
        # The editions of `PP Res. 140` sort between the two, whatever they are. CROSS JOIN has
        # SQLite begin with the mentions, which are few; it would rather go through all passages.
        return self._database.query(
            f"""
            SELECT canonical, edition, passage.id AS passage_id, ordinal, variant,
                version.language AS language, document_id, date, key
            FROM mention CROSS JOIN passage ON passage.id = passage_id
            JOIN version ON version.id = version_id JOIN document ON document.id = document_id
            WHERE (canonical = ? OR (canonical >= ? AND canonical < ?)) AND mention.kind = ?
                AND same_as IS NULL AND {_NOT_ITSELF}
            LIMIT ?
            """,  # noqa: S608 - a constant
            name,
            f"{name} (",
            f"{name} )",
            kind,
            most,
        )

    def of_paragraphs(self, passages: Iterable[int]) -> tuple[Mention, ...]:
        """Return the mentions of whole paragraphs, of which passages may be pieces."""
        rows = self._database.query_among(
            f"SELECT DISTINCT passage_id, {_COLUMNS} FROM passage AS one "  # noqa: S608
            "JOIN passage AS other ON other.version_id = one.version_id "
            "AND other.variant = one.variant JOIN mention ON passage_id = other.id "
            "WHERE one.id IN ({ids}) ORDER BY passage_id, mention.start",
            passages,
        )
        return tuple(_make_mention(row) for row in rows)

    def canonicals_of(self, passages: Iterable[int]) -> dict[int, set[str]]:
        """Return the canonical forms that each passage mentions."""
        forms: dict[int, set[str]] = {passage: set() for passage in passages}
        for row in self._database.query_among(
            "SELECT passage_id, canonical FROM mention WHERE passage_id IN ({ids})", forms
        ):
            forms[row["passage_id"]].add(row["canonical"])
        return forms

    def canonicals_in(self, documents: Iterable[int]) -> dict[int, set[str]]:
        """Return the canonical forms that the findable passages of each document mention."""
        forms: dict[int, set[str]] = {document: set() for document in documents}
        for row in self._database.query_among(
            "SELECT DISTINCT document_id, canonical FROM version "
            "CROSS JOIN passage ON version_id = version.id "
            "CROSS JOIN mention ON passage_id = passage.id "
            "WHERE document_id IN ({ids}) AND same_as IS NULL AND NOT leads",
            forms,
        ):
            forms[row["document_id"]].add(row["canonical"])
        return forms

    def read_editions(self, name: str) -> dict[str, str]:
        """Return the year of each edition, by canonical form; ``name`` is given without one."""
        # From form to form by the index: a resolution has few editions and thousands of mentions.
        rows = self._database.query(
            """
            WITH RECURSIVE form (canonical) AS (
                SELECT min(canonical) FROM mention WHERE canonical >= ?1 AND canonical < ?2
                UNION ALL
                SELECT (SELECT min(mention.canonical) FROM mention
                    WHERE mention.canonical > form.canonical AND mention.canonical < ?2)
                FROM form WHERE form.canonical NOT NULL
            )
            SELECT canonical, (SELECT edition FROM mention
                WHERE mention.canonical = form.canonical AND edition NOT NULL LIMIT 1) AS edition
            FROM form WHERE canonical NOT NULL
            """,
            f"{name} (",
            f"{name} )",
        )
        return {row["canonical"]: row["edition"] for row in rows if row["edition"] is not None}

    def count_citing(self, canonicals: Iterable[str]) -> dict[str, int]:
        """Count the documents that mention each canonical form; forms without any are left out."""
        with self._database.snapshot():
            return dict(self._citing.read_many(canonicals, self._count_citing))

    def _count_citing(self, canonicals: Sequence[str]) -> dict[str, int]:
        rows = self._database.query(
            """
            SELECT canonical, count(DISTINCT document_id) AS documents
            FROM mention JOIN passage ON passage.id = passage_id
            JOIN version ON version.id = version_id
            WHERE canonical IN (SELECT value FROM json_each(?)) GROUP BY canonical
            """,
            json.dumps(canonicals),
        )
        return {row["canonical"]: row["documents"] for row in rows}

    def passages_citing(self, canonicals: Iterable[str]) -> dict[str, list[int]]:
        """Return the findable passages that mention each canonical form, in the order of ids."""
        passages: dict[str, list[int]] = {}
        for row in self._database.query(
            """
            SELECT canonical, passage_id FROM mention JOIN passage ON passage.id = passage_id
            WHERE canonical IN (SELECT value FROM json_each(?)) AND NOT leads
            ORDER BY passage_id
            """,
            json.dumps([*canonicals]),
        ):
            passages.setdefault(row["canonical"], []).append(row["passage_id"])
        return passages

    def count_letters(self, passages: Iterable[int]) -> dict[int, int]:
        """Count the characters of each passage that belong to references; zeros are left out."""
        return self._database.map_among(
            "SELECT passage_id, sum(stop - start) FROM mention "
            "WHERE passage_id IN ({ids}) GROUP BY passage_id",
            passages,
        )

    def counts_in(self, document_id: int) -> list[Row]:
        """Return ``canonical kind paragraphs known`` of a document's references, in order."""
        return self._database.query(
            f"""
            SELECT canonical, mention.kind, count(DISTINCT variant) AS paragraphs,
                EXISTS (SELECT 1 FROM document AS other WHERE other.symbol = canonical) AS known
            FROM mention JOIN shown_passage ON shown_passage.id = passage_id
            JOIN document ON document.id = document_id
            WHERE document_id = ? AND {_NOT_ITSELF}
            GROUP BY canonical ORDER BY mention.kind, canonical
            """,  # noqa: S608 - a constant
            document_id,
        )

    def read_citations(self, document_id: int) -> list[Row]:
        """Return ``canonical kind text passage_id variant language`` of a document's mentions."""
        return self._database.query(
            f"""
            SELECT DISTINCT canonical, mention.kind, mention.text, passage_id, variant,
                version_language AS language
            FROM mention JOIN shown_passage ON shown_passage.id = passage_id
            JOIN document ON document.id = document_id
            WHERE document_id = ? AND {_NOT_ITSELF}
            ORDER BY ordinal, passage_id
            """,  # noqa: S608 - a constant
            document_id,
        )

    def citations(self, kinds: Sequence[str]) -> list[Row]:
        """Return ``key canonical kind paragraphs`` of all documents' citations of these kinds."""
        return self._database.query(
            f"""
            SELECT key, canonical, mention.kind, count(DISTINCT variant) AS paragraphs
            FROM mention JOIN shown_passage ON shown_passage.id = passage_id
            JOIN document ON document.id = document_id
            WHERE mention.kind IN ({_marks(kinds)}) AND {_NOT_ITSELF}
            GROUP BY document_id, canonical ORDER BY key, canonical
            """,  # noqa: S608 - question marks only
            *kinds,
        )

    def absent_documents(self, bodies: Sequence[str]) -> list[tuple[str, int]]:
        """Return symbols that are cited but missing, and the number of paragraphs citing each."""
        rows = self._database.query(
            f"""
            SELECT canonical, count(DISTINCT document_id || ' ' || variant) AS paragraphs
            FROM mention JOIN shown_passage ON shown_passage.id = passage_id
            WHERE mention.kind = 'document' AND body IN ({_marks(bodies)})
                AND canonical NOT IN (SELECT symbol FROM document WHERE symbol NOT NULL)
            GROUP BY canonical ORDER BY paragraphs DESC, canonical
            """,  # noqa: S608 - question marks only
            *bodies,
        )
        return [(row["canonical"], row["paragraphs"]) for row in rows]

    def symbols_from(self, start: str) -> list[str]:
        """Return symbols of stored or cited documents that begin with this text, in order."""
        return self._database.query_column(
            "SELECT symbol FROM document WHERE symbol >= ? AND symbol < ? UNION "
            "SELECT canonical FROM mention WHERE kind = 'document' AND canonical >= ? "
            "AND canonical < ? ORDER BY 1",
            *(start, start + _LAST) * 2,
        )

    def canonicals(self) -> list[str]:
        """Return all canonical forms, the shortest first."""
        # From one form to the next by the index: forms are few where mentions are many.
        return self._database.query_column(
            """
            WITH RECURSIVE form (name) AS (
                SELECT min(canonical) FROM mention UNION ALL
                SELECT (SELECT min(canonical) FROM mention WHERE canonical > name) FROM form
                WHERE name NOT NULL
            ) SELECT name FROM form WHERE name NOT NULL ORDER BY length(name), name
            """
        )

    def forms_of(self, canonicals: Sequence[str]) -> list[tuple[str | None, str]]:
        """Return language and wording of mentions of these references, the commonest first."""
        rows = self._database.query(
            "SELECT passage.language AS language, mention.text AS text, count(*) AS times "  # noqa: S608
            "FROM mention JOIN passage ON passage.id = passage_id "
            f"WHERE canonical IN ({_marks(canonicals)}) GROUP BY 1, 2 "
            "ORDER BY times DESC, length(mention.text) DESC",
            *canonicals,
        )
        return [(row["language"], row["text"]) for row in rows]

    def put(self, mentions: Mapping[int, Sequence[Mention]]) -> None:
        """Store mentions by passage, in a transaction."""
        self._database.insert(
            "mention",
            (
                {
                    "passage_id": passage_id,
                    "canonical": mention.canonical,
                    "kind": mention.kind,
                    "body": mention.body,
                    "number": mention.number,
                    "edition": mention.edition,
                    "start": mention.start,
                    "stop": mention.end,
                    "text": mention.text,
                }
                for passage_id, own in mentions.items()
                for mention in own
            ),
        )


def read_mentions(database: Database, passages: Iterable[int]) -> dict[int, tuple[Mention, ...]]:
    """Return the mentions of passages in order of their places; passages without any are absent."""
    mentions: dict[int, list[Mention]] = {}
    for row in database.query_among(
        f"SELECT passage_id, {_COLUMNS} FROM mention "  # noqa: S608 - names of columns only
        "WHERE passage_id IN ({ids}) ORDER BY mention.start, mention.rowid",
        passages,
    ):
        mentions.setdefault(row["passage_id"], []).append(_make_mention(row))
    return {passage: tuple(own) for passage, own in mentions.items()}


def _make_mention(row: Row) -> Mention:
    return Mention(
        row["canonical"],
        row["kind"],
        row["body"],
        row["number"],
        row["edition"],
        row["start"],
        row["stop"],
        row["text"],
    )


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
