"""Where do passages stand beside those of the other versions? In slots of their document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from index.store.database import Database, Row


class Slots(Database):
    """The part of a store that holds how versions lie side by side (``index.versions``)."""

    def documents_to_align(self, *, all_again: bool) -> list[int]:
        """Documents of several shown versions, some passage of which has no slots yet; or all."""
        rows = self.query(
            """
            SELECT DISTINCT document_id FROM shown_passage
            WHERE document_id IN (
                SELECT document_id FROM shown_version GROUP BY document_id HAVING count(*) > 1
            ) AND (? OR shown_passage.id NOT IN (SELECT passage_id FROM slots))
            ORDER BY document_id
            """,
            all_again,
        )
        return [row["document_id"] for row in rows]

    def aligned_passages(self, document_id: int) -> list[Row]:
        """The passages of a document's shown versions, with their vectors.

        Returns:
            ``id version_id language kind label_path heading part text value``; the last three
            lists are JSON, and the value is None where it was not embedded. In order of versions.
        """
        return self.query(
            """
            SELECT shown_passage.id, version_id, language, kind, label_path, heading, part, text,
                value
            FROM shown_passage LEFT JOIN vector ON digest = embedded
            WHERE document_id = ? ORDER BY version_language, version_id, ordinal
            """,
            document_id,
        )

    def slots_of(self, version_id: int) -> list[Row]:
        """``id kind variant first stop`` of a version's passages, in reading order."""
        return self.query(
            "SELECT passage.id, kind, variant, first, stop FROM passage "
            "LEFT JOIN slots ON passage_id = passage.id WHERE version_id = ? ORDER BY ordinal",
            version_id,
        )

    def passages_alone(self) -> Iterator[Row]:
        """Passages of documents of which one version is shown.

        Yields:
            ``document_id id kind label_path part variant has_slots``; the path is JSON. In reading
            order. Slots are there where other versions were once.
        """
        return self._stream(
            """
            SELECT document_id, shown_passage.id, kind, label_path, part, variant,
                first IS NOT NULL AS has_slots
            FROM shown_passage LEFT JOIN slots ON passage_id = shown_passage.id
            WHERE document_id IN (
                SELECT document_id FROM shown_version GROUP BY document_id HAVING count(*) = 1
            )
            ORDER BY document_id, ordinal
            """
        )

    def sharing_slots(self, passages: Iterable[int], language: str | None = None) -> list[Row]:
        """Passages of other shown versions that share text with some.

        Args:
            passages: ids.
            language: to look in; every other one where it is None.

        Returns:
            ``one other language version``, ids but for the language; in reading order.
        """
        # The index has all that is asked of the others: their rows, with whole texts, stay unread.
        # A version's passages have their ids in reading order.
        return self._among(
            """
            SELECT one.id AS one, other.id AS other, other_version.language,
                other_version.id AS version
            FROM passage AS one
            JOIN version AS one_version ON one_version.id = one.version_id
            JOIN version AS other_version ON other_version.document_id = one_version.document_id
                AND other_version.same_as IS NULL
                AND other_version.language != ifnull(one_version.language, '')
            JOIN passage AS other INDEXED BY passage_variant
                ON other.version_id = other_version.id
            LEFT JOIN slots AS one_slots ON one_slots.passage_id = one.id
            LEFT JOIN slots AS other_slots ON other_slots.passage_id = other.id
            WHERE one.id IN ({ids}) AND (?1 IS NULL OR other_version.language = ?1)
                AND CASE
                    WHEN one_slots.first IS NULL OR other_slots.first IS NULL
                    THEN other.variant = one.variant
                    ELSE other_slots.first < one_slots.stop AND other_slots.stop > one_slots.first
                END
            ORDER BY other_version.id, other.id
            """,
            passages,
            language,
        )

    def put_slots(self, document_id: int, slots: Sequence[tuple[int, str, int, int]]) -> None:
        """Store where passages stand in their document.

        Args:
            document_id: of the document; what was known of its passages is forgotten.
            slots: for each passage its id, its variant key, and the slots that it holds: from, to
                and not including.
        """
        with self.transaction():
            self._name(document_id, [(passage, variant) for passage, variant, _, _ in slots])
            self._connection.executemany(
                "INSERT INTO slots VALUES (?, ?, ?)",
                [(passage, first, stop) for passage, _, first, stop in slots],
            )

    def put_variants(self, document_id: int, variants: Sequence[tuple[int, str]]) -> None:
        """Store the variant keys of passages, which have no slots.

        Args:
            document_id: of the document; what was known of its passages is forgotten.
            variants: ids and keys.
        """
        with self.transaction():
            self._name(document_id, variants)

    def _name(self, document_id: int, variants: Sequence[tuple[int, str]]) -> None:
        self._connection.executemany(
            "UPDATE passage SET variant = ? WHERE id = ?",
            [(variant, passage) for passage, variant in variants],
        )
        self._run(
            "DELETE FROM slots WHERE passage_id IN (SELECT passage.id FROM passage "
            "JOIN version ON version.id = version_id WHERE document_id = ?)",
            document_id,
        )
        self._raise_generation()
