"""Which passages mention what, and ask whom for what?

A document's mention of itself, as on its cover, is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from corpus.documents import Mention
from index.store.database import Database, Row
from index.store.schema import checksum_over

_LAST = "\U0010ffff"  # sorts behind whatever follows a symbol


class Mentions(Database):
    """The part of a store that is asked for references and mandates."""

    def mentioning(self, name: str, kind: str, most: int = -1) -> list[Row]:
        """Passages that mention something, in whatever edition.

        Args:
            name: its canonical form without the edition.
            kind: of the mention.
            most: at most how many; all where it is negative.

        Returns:
            ``canonical edition passage_id ordinal variant language document_id date key``.
        """
        # The editions of `PP Res. 140` sort between the two, whatever they are. CROSS JOIN has
        # SQLite begin with the mentions, which are few; it would rather go through all passages.
        return self.query(
            """
            SELECT canonical, edition, passage.id AS passage_id, ordinal, variant,
                version.language AS language, document_id, date, key
            FROM mention CROSS JOIN passage ON passage.id = passage_id
            JOIN version ON version.id = version_id JOIN document ON document.id = document_id
            WHERE (canonical = ? OR (canonical >= ? AND canonical < ?)) AND mention.kind = ?
                AND same_as IS NULL AND canonical IS NOT symbol
            LIMIT ?
            """,
            name,
            f"{name} (",
            f"{name} )",
            kind,
            most,
        )

    def canonicals_of(self, passages: Iterable[int]) -> dict[int, set[str]]:
        """The canonical forms of what each passage mentions."""
        found: dict[int, set[str]] = {passage: set() for passage in passages}
        for row in self._among(
            "SELECT passage_id, canonical FROM mention WHERE passage_id IN ({ids})", found
        ):
            found[row["passage_id"]].add(row["canonical"])
        return found

    def cited_by_document(self, document_id: int) -> list[Row]:
        """What a document cites: ``canonical kind paragraphs known``, by kind and form."""
        return self.query(
            """
            SELECT canonical, mention.kind, count(DISTINCT variant) AS paragraphs,
                EXISTS (SELECT 1 FROM document AS other WHERE other.symbol = canonical) AS known
            FROM mention JOIN shown_passage ON shown_passage.id = passage_id
            JOIN document ON document.id = document_id
            WHERE document_id = ? AND canonical IS NOT symbol
            GROUP BY canonical ORDER BY mention.kind, canonical
            """,
            document_id,
        )

    def cited_at(self, document_id: int) -> list[Row]:
        """Where a document cites others: ``canonical kind text passage_id variant language``.

        In the order of the passages of each version.
        """
        return self.query(
            """
            SELECT DISTINCT canonical, mention.kind, mention.text, passage_id, variant,
                version_language AS language
            FROM mention JOIN shown_passage ON shown_passage.id = passage_id
            JOIN document ON document.id = document_id
            WHERE document_id = ? AND canonical IS NOT symbol
            ORDER BY ordinal, passage_id
            """,
            document_id,
        )

    def citations(self, kinds: Sequence[str]) -> list[Row]:
        """Which document cites what of some kinds: ``key canonical kind paragraphs``."""
        return self.query(
            f"""
            SELECT key, canonical, mention.kind, count(DISTINCT variant) AS paragraphs
            FROM mention JOIN shown_passage ON shown_passage.id = passage_id
            JOIN document ON document.id = document_id
            WHERE mention.kind IN ({_marks(kinds)}) AND canonical IS NOT symbol
            GROUP BY document_id, canonical ORDER BY key, canonical
            """,  # noqa: S608 - question marks only
            *kinds,
        )

    def absent_documents(self, bodies: Sequence[str]) -> list[tuple[str, int]]:
        """Symbols of some bodies that are cited and not there, and by how many paragraphs."""
        rows = self.query(
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
        """Symbols of documents that are there or cited and begin with some text, in order."""
        rows = self.query(
            "SELECT symbol FROM document WHERE symbol >= ? AND symbol < ? UNION "
            "SELECT canonical FROM mention WHERE kind = 'document' AND canonical >= ? "
            "AND canonical < ? ORDER BY 1",
            *(start, start + _LAST) * 2,
        )
        return [row["symbol"] for row in rows]

    def canonicals(self) -> list[str]:
        """Every canonical form that is mentioned, the shortest first."""
        # From one form to the next by the index: forms are few where mentions are many.
        rows = self.query(
            """
            WITH RECURSIVE form (name) AS (
                SELECT min(canonical) FROM mention UNION ALL
                SELECT (SELECT min(canonical) FROM mention WHERE canonical > name) FROM form
                WHERE name NOT NULL
            ) SELECT name FROM form WHERE name NOT NULL ORDER BY length(name), name
            """
        )
        return [row["name"] for row in rows]

    def forms_of(self, canonicals: Sequence[str]) -> list[tuple[str | None, str]]:
        """As what canonical forms stand in texts: language and text, the commonest first."""
        rows = self.query(
            "SELECT passage.language AS language, mention.text AS text, count(*) AS times "  # noqa: S608
            "FROM mention JOIN passage ON passage.id = passage_id "
            f"WHERE canonical IN ({_marks(canonicals)}) GROUP BY 1, 2 "
            "ORDER BY times DESC, length(mention.text) DESC",
            *canonicals,
        )
        return [(row["language"], row["text"]) for row in rows]

    def misplaced_mentions(self) -> list[tuple[str, int]]:
        """Files with mentions that do not stand where they say, and how many."""
        rows = self.query(
            "SELECT shown, count(*) AS number FROM mention JOIN passage ON passage.id = passage_id "
            "JOIN version ON version.id = version_id JOIN file ON file.id = file_id "
            "WHERE substr(passage.text, mention.start + 1, mention.stop - mention.start) "
            "<> mention.text GROUP BY shown"
        )
        return [(row["shown"], row["number"]) for row in rows]

    def mandates_of(self, version_id: int, rules: str) -> str | None:
        """What is kept of a version's mandates, as ``corpus.extract.mandates`` writes it.

        None where other rules found it, where it is not as it was stored, and where nothing is.
        """
        row = self._one(
            "SELECT held FROM mandates WHERE version_id = ? AND rules = ? "  # noqa: S608
            f"AND checksum IS {checksum_over('mandates')}",
            version_id,
            rules,
        )
        return None if row is None else str(row["held"])

    def versions_without_mandates(self, rules: str) -> list[int]:
        """Ids of the versions of whose mandates nothing is kept that these rules found."""
        rows = self.query(
            "SELECT id FROM version LEFT JOIN mandates ON version_id = id "
            "WHERE rules IS NOT ? ORDER BY id",
            rules,
        )
        return [row["id"] for row in rows]

    def _put_mandates(self, rules: str, held: Mapping[int, str]) -> None:
        self._insert(
            "mandates",
            (
                {"version_id": version, "rules": rules, "held": found}
                for version, found in held.items()
            ),
            "OR REPLACE",
        )

    def _put_mentions(self, mentions: Mapping[int, Sequence[Mention]]) -> None:
        self._insert(
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


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
