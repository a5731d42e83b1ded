"""Versions of documents, and the alignment of their passages by numbered slots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.store.database import Database, Part, Row
from index.store.moments import SnapshotCache
from index.store.schema import checksum_over

_DOCUMENTS: Final = 2000
"""Documents whose slots stay in memory, 48 bytes a passage."""

_PASSAGES: Final = 300_000
"""Passages whose aligned ones stay in memory, some 100 bytes each."""

Sharing = tuple[str, list[int], list[int]]
"""Language of a version, given passages, and the passage of this version that shares each text."""


@dataclass(frozen=True, slots=True)
class _SlotPassages:
    """Passages of shown versions: id, version, language, variant, first and stop slot.

    ``rows`` are ``(6, n)`` numbers in reading order, -1 for no slot; the mappings explain them.
    """

    rows: NDArray[np.int64]
    languages: Mapping[str, int]
    variants: Mapping[str, int]
    codes: Mapping[int, str]


class Versions(Part):
    """Queries for versions and their alignment."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._placed: SnapshotCache[int, _SlotPassages] = SnapshotCache(database, _DOCUMENTS)
        self._beside: SnapshotCache[None, frozenset[int]] = SnapshotCache(database)
        self._shown: SnapshotCache[None, dict[tuple[int, str | None], int]] = SnapshotCache(
            database
        )
        self.beside_known: SnapshotCache[int, dict[str, tuple[int, ...]]] = SnapshotCache(
            database, _PASSAGES, lambda versions: 1 + len(versions)
        )

    def read_shown(self, document_id: int | None = None) -> list[Row]:
        """Return all columns, ``shown`` (path) and ``passages`` (number) of shown versions."""
        return self._database.query(
            """
            SELECT shown_version.*, shown,
                (SELECT count(*) FROM passage WHERE version_id = shown_version.id) AS passages
            FROM shown_version JOIN file ON file.id = file_id
            WHERE ?1 IS NULL OR document_id = ?1 ORDER BY language, shown
            """,
            document_id,
        )

    def find_shown(self, document_id: int, language: str | None) -> int | None:
        """Return the id of the version that is shown in a language; None for none."""
        with self._database.snapshot():
            if self._database.is_snapshot:
                shown = self._shown.get(None, self._read_shown_ids)
            else:
                shown = self._read_shown_ids(document_id)
        return shown.get((document_id, language))

    def _read_shown_ids(self, document_id: int | None = None) -> dict[tuple[int, str | None], int]:
        rows = self._database.query(
            "SELECT document_id, language, shown_version.id AS id "
            "FROM shown_version JOIN file ON file.id = file_id "
            "WHERE ?1 IS NULL OR document_id = ?1 ORDER BY shown DESC",
            document_id,
        )
        return {(row["document_id"], row["language"]): row["id"] for row in rows}

    def of_file(self, file_id: int) -> Row | None:
        """Return ``symbol language passages`` of the version that a file gave."""
        return self._database.query_one(
            """
            SELECT symbol, language,
                (SELECT count(*) FROM passage WHERE version_id = version.id) AS passages
            FROM version JOIN document ON document.id = document_id WHERE file_id = ?
            """,
            file_id,
        )

    def documents(self) -> dict[int, int]:
        """Return the document id of each version."""
        return self._database.query_map("SELECT id, document_id FROM version")

    def counts(self) -> dict[str, int]:
        """Return the number of shown versions in each language."""
        return self._database.query_map(
            "SELECT ifnull(language, 'unknown'), count(*) FROM shown_version GROUP BY 1 ORDER BY 1"
        )

    def with_pages(self) -> set[tuple[str, str]]:
        """Return symbol and language of versions that exist as PDF."""
        rows = self._database.query(
            "SELECT DISTINCT symbol, language FROM version JOIN file ON file.id = file_id "
            "JOIN document ON document.id = document_id "
            "WHERE format = 'pdf' AND symbol NOT NULL AND language NOT NULL"
        )
        return {(row["symbol"], row["language"]) for row in rows}

    def rivals(self, symbol: str, language: str | None, path: bytes) -> list[Row]:
        """Return ``id format`` of a document's shown versions in a language from other files."""
        return self._database.query(
            """
            SELECT shown_version.id, format FROM shown_version
            JOIN document ON document.id = document_id JOIN file ON file.id = file_id
            WHERE symbol = ? AND language IS ? AND path != ?
            """,
            symbol,
            language,
            path,
        )

    def all_rivals(self) -> list[Row]:
        """Return versions of documents that have several in one language.

        Columns: ``id key language format shown same_as``, ordered by document, language and file.
        """
        return self._database.query(
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
            self._database.query(
                "SELECT 1 FROM passage WHERE version_id = ? AND borrowed_page NOT NULL LIMIT 1",
                version_id,
            )
        )

    def set_same(
        self, version_id: int, same_as: int | None, pages: Sequence[int | None] = ()
    ) -> None:
        """Hide a version behind another one with the same text, or with None show it."""
        with self._database.transaction():
            self._database.run("UPDATE version SET same_as = ? WHERE id = ?", same_as, version_id)
            if same_as is not None:
                self.borrow_pages(same_as, pages)
            self._database.raise_generation()

    def borrow_pages(self, version_id: int, pages: Sequence[int | None] | None) -> None:
        """Replace the borrowed pages of a version's passages, in order; None removes them.

        Checksums follow only where they were right, so that damage stays visible.
        """
        sums = checksum_over("passage")
        right = self._database.run(
            f"SELECT id FROM passage WHERE version_id = ? AND checksum IS {sums}",  # noqa: S608
            version_id,
        ).fetchall()
        if pages is None:
            self._database.run(
                "UPDATE passage SET borrowed_page = NULL WHERE version_id = ?", version_id
            )
        else:
            self._database.run_many(
                "UPDATE passage SET borrowed_page = ? WHERE version_id = ? AND ordinal = ?",
                [(page, version_id, ordinal) for ordinal, page in enumerate(pages)],
            )
        self._database.run_many(f"UPDATE passage SET checksum = {sums} WHERE id = ?", right)  # noqa: S608

    # --- slots -----------------------------------------------------------------------------------

    def documents_to_align(self, *, all_again: bool) -> list[int]:
        """Return ids of documents of several versions with unaligned passages, or of all such."""
        return self._database.query_column(
            """
            SELECT DISTINCT document_id FROM shown_passage
            WHERE document_id IN (
                SELECT document_id FROM shown_version GROUP BY document_id HAVING count(*) > 1
            ) AND (? OR shown_passage.id NOT IN (SELECT passage_id FROM slots))
            ORDER BY document_id
            """,
            all_again,
        )

    def passages_to_align(self, document_id: int) -> list[Row]:
        """Return ``id version_id language kind label_path heading part text value``, by version.

        Paths and part are JSON; ``value`` is the vector, NULL where there is none.
        """
        return self._database.query(
            """
            SELECT shown_passage.id, version_id, language, kind, label_path, heading, part, text,
                value
            FROM shown_passage LEFT JOIN vector ON digest = embedded
            WHERE document_id = ? ORDER BY version_language, version_id, ordinal
            """,
            document_id,
        )

    def slots_of(self, version_id: int) -> list[Row]:
        """Return ``id kind variant first stop`` of a version's passages, in reading order."""
        return self._database.query(
            "SELECT passage.id, kind, variant, first, stop FROM passage "
            "LEFT JOIN slots ON passage_id = passage.id WHERE version_id = ? ORDER BY ordinal",
            version_id,
        )

    def passages_alone(self) -> Iterator[Row]:
        """Yield passages of documents of which one version is shown, in reading order.

        Columns: ``document_id id kind label_path part variant has_slots``. Only documents that once
        had more versions have slots.
        """
        return self._database.stream(
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

    def documents_beside(self) -> frozenset[int]:
        """Return ids of documents with several versions."""
        return self._beside.get(None, self._read_beside)

    def _read_beside(self) -> frozenset[int]:
        return frozenset(
            self._database.query_column(
                "SELECT document_id FROM version GROUP BY document_id HAVING count(*) > 1"
            )
        )

    def sharing_slots(self, passages: Mapping[int, Sequence[int]]) -> list[Sharing]:
        """Return passages of other shown versions that share text with these, per document."""
        slots_of = self._placed.read_many(passages, self._read_placed)
        codes: dict[int, str] = {}
        shared = []
        for document, slot_passages in slots_of.items():
            own = np.array(passages[document], np.int64)
            columns = np.flatnonzero((slot_passages.rows[0] == own[:, None]).any(axis=0))
            wanted = slot_passages.rows[[0, 2, 3, 4, 5]][:, columns]
            if len(columns) < len(own):  # some are of versions that are not shown
                rest = np.setdiff1d(own, slot_passages.rows[0, columns], assume_unique=True)
                wanted = np.concatenate(
                    [wanted, self._read_hidden(rest.tolist(), slot_passages)], axis=1
                )
            shared.append(_sharing(wanted, slot_passages))
            codes |= slot_passages.codes
        if not shared:
            return []
        ones, others, versions = np.concatenate(shared, axis=1)
        order = np.lexsort((ones, others, versions))
        ends = np.flatnonzero(np.diff(versions[order], append=-1)) + 1
        begins = [0, *ends[:-1].tolist()]
        ones, others, versions = ones[order], others[order], versions[order]
        return [
            (codes[int(versions[begin])], ones[begin:end].tolist(), others[begin:end].tolist())
            for begin, end in zip(begins, ends.tolist(), strict=False)
        ]

    def _read_hidden(
        self, passages: Sequence[int], slot_passages: _SlotPassages
    ) -> NDArray[np.int64]:
        """Return id, language, variant, first and stop slot of hidden passages: ``(5, n)``."""
        rows = self._database.query_among(
            "SELECT passage.id, version.language, variant, "
            "ifnull(first, -1) AS first, ifnull(stop, -1) AS stop FROM passage "
            "JOIN version ON version.id = version_id "
            "LEFT JOIN slots ON passage_id = passage.id WHERE passage.id IN ({ids})",
            passages,
        )
        values = [
            (
                row["id"],
                slot_passages.languages.get(row["language"], -1),
                slot_passages.variants.get(row["variant"], -1),
                row["first"],
                row["stop"],
            )
            for row in rows
        ]
        return np.array(values, np.int64).reshape(-1, 5).T

    def _read_placed(self, documents: Iterable[int]) -> dict[int, _SlotPassages]:
        # An index of the table covers these columns: the rows, with whole texts, stay unread.
        rows = self._database.query_among(
            """
            SELECT document_id, passage.id, version.id, version.language, variant,
                ifnull(first, -1), ifnull(stop, -1)
            FROM version JOIN passage INDEXED BY passage_variant ON version_id = version.id
            LEFT JOIN slots ON passage_id = passage.id
            WHERE document_id IN ({ids}) AND same_as IS NULL AND version.language NOT NULL
            ORDER BY document_id, version.id, passage.id
            """,
            documents,
        )
        slots_of = {}
        for document, own in groupby(rows, key=lambda row: int(row[0])):
            _, ids, versions, languages, variants, firsts, stops = zip(*own, strict=True)
            of_languages = {
                language: index for index, language in enumerate(dict.fromkeys(languages))
            }
            of_variants = {variant: index for index, variant in enumerate(dict.fromkeys(variants))}
            numbers = (
                ids,
                versions,
                [of_languages[language] for language in languages],
                [of_variants[variant] for variant in variants],
                firsts,
                stops,
            )
            codes = dict(zip(versions, languages, strict=True))
            slots_of[document] = _SlotPassages(
                np.array(numbers, np.int64), of_languages, of_variants, codes
            )
        return slots_of

    def put_slots(self, document_id: int, slots: Sequence[tuple[int, str, int, int]]) -> None:
        """Replace slots and variant keys of a document.

        ``slots`` holds passage id, variant key, first slot, and the slot after the last.
        """
        with self._database.transaction():
            self._name(document_id, [(passage, variant) for passage, variant, _, _ in slots])
            self._database.run_many(
                "INSERT INTO slots VALUES (?, ?, ?)",
                [(passage, first, stop) for passage, _, first, stop in slots],
            )

    def put_variants(self, document_id: int, variants: Sequence[tuple[int, str]]) -> None:
        """Replace slots and keys of a document by variant keys alone: passage id and key."""
        with self._database.transaction():
            self._name(document_id, variants)

    def _name(self, document_id: int, variants: Sequence[tuple[int, str]]) -> None:
        self._database.run_many(
            "UPDATE passage SET variant = ? WHERE id = ?",
            [(variant, passage) for passage, variant in variants],
        )
        self._database.run(
            "DELETE FROM slots WHERE passage_id IN (SELECT passage.id FROM passage "
            "JOIN version ON version.id = version_id WHERE document_id = ?)",
            document_id,
        )
        self._database.raise_generation()


def _sharing(wanted: NDArray[np.int64], slot_passages: _SlotPassages) -> NDArray[np.int64]:
    """Return passages, those that share text with each, and the latter's versions: ``(3, n)``."""
    ids, versions, languages, variants, firsts, stops = slot_passages.rows
    passage, of, variant, first, stop = wanted[:, :, None]
    shares = np.where(
        (first < 0) | (firsts < 0), variants == variant, (firsts < stop) & (stops > first)
    ) & (languages != of)
    rows, columns = np.nonzero(shares)
    return np.stack([passage[rows, 0], ids[columns], versions[columns]])
