"""What did an ingest find in versions, by rules that may change? Mandates, and fates in revisions.

What other rules found counts as not there, and so does what is not as it was stored.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Literal, NamedTuple

from corpus.documents import Passage
from index.store.database import Database, Part
from index.store.documents import Documents
from index.store.moments import SnapshotCache
from index.store.passages import Passages
from index.store.schema import checksum_over
from index.store.versions import Versions

_FATES = 200_000
"""Passages whose fates are remembered, by some hundred bytes each."""


class ParagraphFate(NamedTuple):
    """Outcome of a paragraph in a later revision of its document.

    Attributes:
        change: whether it has the same words there, others, or is there no longer.
        newer: the first piece of the paragraph that it is there; None where it is gone.
        is_renumbered: whether that has another number, and no other paragraph may be meant.
    """

    change: Literal["same", "changed", "removed"]
    newer: int | None
    is_renumbered: bool


Fates = Mapping[int, ParagraphFate]
"""By pieces of paragraphs; those in doubt are left out."""

Compares = Callable[[Sequence[Passage], Sequence[Passage]], Fates]
"""Finds the fates of the passages of a version in those of a newer one, by their places in both."""


class Mandates(Part):
    """The part of a store that holds who is asked for what."""

    def __init__(self, database: Database, passages: Passages) -> None:
        super().__init__(database)
        self._passages = passages

    def of(self, version_id: int, rules: str) -> str | None:
        """Return what is stored of a version's mandates, as ``corpus.extract.mandates`` writes it.

        None where nothing is stored that these rules found.
        """
        mandates: str | None = self._database.query_value(
            "SELECT held FROM mandates WHERE version_id = ? AND rules = ? "  # noqa: S608
            f"AND checksum IS {checksum_over('mandates')}",
            version_id,
            rules,
        )
        return mandates

    def versions_without(self, rules: str) -> list[int]:
        """Return ids of the versions of whose mandates nothing is stored that these rules found."""
        return self._database.query_column(
            "SELECT id FROM version LEFT JOIN mandates ON version_id = id "
            "WHERE rules IS NOT ? ORDER BY id",
            rules,
        )

    def fill(self, rules: str, find: Callable[[Sequence[Passage]], str]) -> None:
        """Store what is found by rules in the passages of each version, where it is not there."""
        for version in self.versions_without(rules):
            with self._database.transaction():  # nobody else changes the version meanwhile
                if self._database.query("SELECT 1 FROM version WHERE id = ?", version):
                    self.put(version, rules, find([*self._passages.in_version(version).values()]))

    def put(self, version_id: int, rules: str, mandates: str) -> None:
        """Store the mandates of a version, in a transaction."""
        row = {"version_id": version_id, "rules": rules, "held": mandates}
        self._database.insert("mandates", [row], "OR REPLACE")


class StoredRevisions(Part):
    """The part of a store that holds what became of paragraphs in later revisions."""

    def __init__(
        self, database: Database, documents: Documents, versions: Versions, passages: Passages
    ) -> None:
        super().__init__(database)
        self._documents = documents
        self._versions = versions
        self._passages = passages
        self._fates: SnapshotCache[tuple[str, str, str], Fates] = SnapshotCache(
            database, _FATES, len
        )

    def pairs(self) -> list[tuple[int, int]]:
        """Pair each shown version of a document with that of each later revision in its language.

        Returns:
            Ids of both.
        """
        revised = self._documents.list_revisions()
        versions: dict[int, dict[str, int]] = {}
        for row in self._database.query_among(
            "SELECT shown_version.id, document_id, language FROM shown_version "
            "JOIN file ON file.id = file_id WHERE language NOT NULL AND document_id IN ({ids}) "
            "ORDER BY shown",
            {document for revisions in revised for document, _ in revisions},
        ):
            versions.setdefault(row["document_id"], {}).setdefault(row["language"], row["id"])
        return [
            (version, versions[later][language])
            for revisions in revised
            for (document, _), (later, _) in combinations(revisions, 2)
            for language, version in versions.get(document, {}).items()
            if language in versions.get(later, {})
        ]

    def pairs_without(self, rules: str) -> list[tuple[int, int]]:
        """Return those of the pairs of which nothing is stored that these rules found."""
        rows = self._database.query(
            "SELECT version_id, newer_id FROM revision WHERE rules = ?", rules
        )
        stored = set(map(tuple, rows))
        return [pair for pair in self.pairs() if pair not in stored]

    def fates(self, old: str, new: str, language: str, rules: str, compare: Compares) -> Fates:
        """Tell what became of the paragraphs of a document in a later revision, by their ids.

        Args:
            old: symbol of the document.
            new: of the revision.
            language: of the versions; nothing is told where one of the two is not there in it.
            rules: by which that is found.
            compare: finds it where it is not stored.
        """
        with self._database.snapshot():
            return self._fates.get(
                (old, new, language), lambda: self._find(old, new, language, rules, compare)
            )

    def read_stored(self, pair: tuple[int, int], rules: str) -> Fates | None:
        """Return what is stored of a version and a newer one, by places in both.

        None where nothing is stored that these rules found.
        """
        fates = self._database.query_value(
            "SELECT fates FROM revision WHERE version_id = ? AND newer_id = ? AND rules = ? "  # noqa: S608
            f"AND checksum IS {checksum_over('revision')}",
            *pair,
            rules,
        )
        if fates is None:
            return None
        return {place: ParagraphFate(*fate) for place, *fate in json.loads(fates)}

    def fill(self, rules: str, compare: Compares) -> None:
        """Store what became of paragraphs in each later revision, where these rules did not yet."""
        for pair in self.pairs_without(rules):
            with self._database.transaction():  # nobody else changes the versions meanwhile
                ids_there = self._database.query_among(
                    "SELECT 1 FROM version WHERE id IN ({ids})", pair
                )
                if len(ids_there) == len(pair):
                    fates = [(place, *fate) for place, fate in self._compare(pair, compare).items()]
                    row = {"version_id": pair[0], "newer_id": pair[1], "rules": rules}
                    row = {**row, "fates": json.dumps(fates)}
                    self._database.insert("revision", [row], "OR REPLACE")

    # --- the inside ------------------------------------------------------------------------------

    def _find(self, old: str, new: str, language: str, rules: str, compare: Compares) -> Fates:
        documents = self._documents.id_of(old), self._documents.id_of(new)
        before, after = (
            document and self._versions.shown_in(document, language) for document in documents
        )
        if before is None or after is None:
            return {}
        fates = self.read_stored((before, after), rules)
        if fates is None:
            fates = self._compare((before, after), compare)
        ids, newer = self._passages.ids_in(before), self._passages.ids_in(after)
        return {
            ids[place]: fate._replace(newer=None if fate.newer is None else newer[fate.newer])
            for place, fate in fates.items()
        }

    def _compare(self, pair: tuple[int, int], compare: Compares) -> Fates:
        return compare(*([*self._passages.in_version(version).values()] for version in pair))
