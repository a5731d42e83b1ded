"""Where do passages stand beside those of the other versions? In slots of their document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.store.database import Database, Row
from index.store.moments import SnapshotCache

_DOCUMENTS: Final = 2000
"""Documents whose passages' places are remembered, by 48 bytes a passage."""

_PASSAGES: Final = 300_000
"""Passages, with those beside them, that are remembered, by some 100 bytes each."""

Sharing = tuple[str, list[int], list[int]]
"""Of a version, its language, passages of others, and beside each one here that shares its text."""


@dataclass(frozen=True, slots=True)
class _SlotPassages:
    """The passages of a document's shown versions, in reading order.

    Attributes:
        rows: ``(6, n)``: id, version, language and variant as numbers, and the slots that each
            holds, from and to; -1 for what has none.
        languages: their numbers.
        variants: the same of variant keys.
        codes: the language of each version, by its id.
    """

    rows: NDArray[np.int64]
    languages: Mapping[str, int]
    variants: Mapping[str, int]
    codes: Mapping[int, str]


class Slots(Database):
    """The part of a store that holds how versions lie side by side (``index.versions``)."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self._placed: SnapshotCache[int, _SlotPassages] = SnapshotCache(self, _DOCUMENTS)
        self._beside: SnapshotCache[None, frozenset[int]] = SnapshotCache(self)
        self.beside_known: SnapshotCache[int, dict[str, tuple[int, ...]]] = SnapshotCache(
            self, _PASSAGES, lambda versions: 1 + len(versions)
        )
        super().__init__(folder, create=create)

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

    def count_stray_slots(self) -> int:
        """Count the versions of whose passages some have slots and others have none.

        The passages of a version get them together, and lose them together.
        """
        rows = self.query(
            "SELECT 1 FROM passage LEFT JOIN slots ON passage_id = passage.id "
            "GROUP BY version_id HAVING count(first) NOT IN (0, count(*))"
        )
        return len(rows)

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

    def documents_beside(self) -> frozenset[int]:
        """Ids of the documents of several versions."""
        return self._beside.get(None, self._read_beside)

    def _read_beside(self) -> frozenset[int]:
        rows = self.query(
            "SELECT document_id FROM version GROUP BY document_id HAVING count(*) > 1"
        )
        return frozenset(row["document_id"] for row in rows)

    def sharing_slots(self, passages: Mapping[int, Sequence[int]]) -> list[Sharing]:
        """Passages of other shown versions that share text with some.

        Args:
            passages: ids, by the documents that they are of.

        Returns:
            By version; in reading order: a version's passages have their ids in it.
        """
        placed = (
            self._placed.get_many(passages, self._read_placed)
            if self.is_snapshot
            else self._read_placed(passages)
        )
        codes: dict[int, str] = {}
        found = []
        for document, there in placed.items():
            own = np.array(passages[document], np.int64)
            at = np.flatnonzero((there.rows[0] == own[:, None]).any(axis=0))
            asked = there.rows[[0, 2, 3, 4, 5]][:, at]
            if len(at) < len(own):  # some are of versions that are not shown
                rest = np.setdiff1d(own, there.rows[0, at], assume_unique=True)
                asked = np.concatenate([asked, self._hidden(rest.tolist(), there)], axis=1)
            found.append(_sharing(asked, there))
            codes |= there.codes
        if not found:
            return []
        ones, others, versions = np.concatenate(found, axis=1)
        order = np.lexsort((ones, others, versions))
        ends = np.flatnonzero(np.diff(versions[order], append=-1)) + 1
        begins = [0, *ends[:-1].tolist()]
        ones, others, versions = ones[order], others[order], versions[order]
        return [
            (codes[int(versions[begin])], ones[begin:end].tolist(), others[begin:end].tolist())
            for begin, end in zip(begins, ends.tolist(), strict=False)
        ]

    def _hidden(self, passages: Sequence[int], there: _SlotPassages) -> NDArray[np.int64]:
        """``(5, n)``: id, language, variant and slots of passages of versions not shown."""
        rows = self._among(
            "SELECT passage.id, version.language, variant, "
            "ifnull(first, -1) AS first, ifnull(stop, -1) AS stop FROM passage "
            "JOIN version ON version.id = version_id "
            "LEFT JOIN slots ON passage_id = passage.id WHERE passage.id IN ({ids})",
            passages,
        )
        told = [
            (
                row["id"],
                there.languages.get(row["language"], -1),
                there.variants.get(row["variant"], -1),
                row["first"],
                row["stop"],
            )
            for row in rows
        ]
        return np.array(told, np.int64).reshape(-1, 5).T

    def _read_placed(self, documents: Iterable[int]) -> dict[int, _SlotPassages]:
        # The index has all that is asked of passages: their rows, with whole texts, stay unread.
        rows = self._among(
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
        found = {}
        for document, own in groupby(rows, key=lambda row: int(row[0])):
            _, ids, versions, languages, variants, firsts, stops = zip(*own, strict=True)
            of_languages = {one: at for at, one in enumerate(dict.fromkeys(languages))}
            of_variants = {one: at for at, one in enumerate(dict.fromkeys(variants))}
            numbers = (
                ids,
                versions,
                [of_languages[one] for one in languages],
                [of_variants[one] for one in variants],
                firsts,
                stops,
            )
            codes = dict(zip(versions, languages, strict=True))
            found[document] = _SlotPassages(
                np.array(numbers, np.int64), of_languages, of_variants, codes
            )
        return found

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


def _sharing(asked: NDArray[np.int64], placed: _SlotPassages) -> NDArray[np.int64]:
    """``(3, n)``: passages of a document, those that share text with each, and their versions."""
    ids, versions, languages, variants, firsts, stops = placed.rows
    one, of, variant, first, stop = asked[:, :, None]
    shares = np.where(
        (first < 0) | (firsts < 0), variants == variant, (firsts < stop) & (stops > first)
    ) & (languages != of)
    at, there = np.nonzero(shares)
    return np.stack([one[at, 0], ids[there], versions[there]])
