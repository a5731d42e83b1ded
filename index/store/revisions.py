"""Stored mandates of versions and fates of revised paragraphs, found by rules that may change.

Results of other rules, and damaged ones, count as missing.
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
"""Passages whose fates stay in memory, some hundred bytes each."""


class ParagraphFate(NamedTuple):
    """Outcome of a paragraph in a later revision of its document.

    ``newer`` is its first passage there, or None where it is gone. ``is_renumbered`` says that it
    surely has another number there.
    """

    change: Literal["same", "changed", "removed"]
    newer: int | None
    is_renumbered: bool


Fates = Mapping[int, ParagraphFate]
"""Fates by passage; doubtful ones are left out."""

Compares = Callable[[Sequence[Passage], Sequence[Passage]], Fates]
"""Function that compares two versions and returns fates by 0-based places in both."""

FindsMandates = Callable[[Sequence[Passage]], str]
"""Function that finds the mandates of a version's passages and returns them as JSON text."""


class Mandates(Part):
    """Stored mandates of versions, and those found meanwhile."""

    def __init__(self, database: Database, passages: Passages) -> None:
        super().__init__(database)
        self._passages = passages
        self._stored: SnapshotCache[str, dict[int, str]] = SnapshotCache(database)
        self._unstored: SnapshotCache[str, dict[int, str]] = SnapshotCache(database)

    def of(self, version_id: int, rules: str) -> str | None:
        """Return a version's mandates as JSON text; None where these rules found none yet."""
        with self._database.snapshot():
            if self._database.is_snapshot:
                stored = self._stored.get(rules, lambda: self._read_stored(rules))
            else:
                stored = self._read_stored(rules, version_id)
        return stored.get(version_id)

    def read_or_find(self, version_id: int, rules: str, find: FindsMandates) -> str:
        """Return a version's mandates as JSON text, stored or found now.

        What is found in a snapshot stays in memory until the index changes.
        """
        with self._database.snapshot():
            stored = self.of(version_id, rules)
            if stored is not None:
                return stored
            unstored = self._unstored.get(rules, dict) if self._database.is_snapshot else {}
            if version_id not in unstored:
                unstored[version_id] = self._find(version_id, find)
            return unstored[version_id]

    def _read_stored(self, rules: str, version_id: int | None = None) -> dict[int, str]:
        """Read what these rules found in a version, or in all: lists of mandates need them."""
        return self._database.query_map(
            "SELECT version_id, held FROM mandates "  # noqa: S608
            "WHERE (?1 IS NULL OR version_id = ?1) AND rules = ?2 "
            f"AND checksum IS {checksum_over('mandates')}",
            version_id,
            rules,
        )

    def versions_without(self, rules: str) -> list[int]:
        """Return ids of versions without mandates by these rules."""
        return self._database.query_column(
            "SELECT id FROM version LEFT JOIN mandates ON version_id = id "
            "WHERE rules IS NOT ? ORDER BY id",
            rules,
        )

    def fill(self, rules: str, find: FindsMandates) -> None:
        """Find and store mandates of versions that have none by these rules."""
        while missing := self.versions_without(rules):
            with self._database.snapshot():
                for version in missing:
                    self.read_or_find(version, rules, find)
            self.store_found(rules)

    def store_found(self, rules: str) -> None:
        """Store what these rules found in place of what others found, in one transaction.

        Nothing is stored where the index changed meanwhile: ids may be of other versions.
        """
        with self._database.snapshot():
            stamp, unstored = self._database.stamp, self._unstored.get(rules, dict)
        if not unstored:
            return
        with self._database.transaction():
            if self._database.stamp == stamp:
                for version in self.versions_without(rules):  # a damaged row waits for its repair
                    if version in unstored:
                        self.put(version, rules, unstored[version])

    def put(self, version_id: int, rules: str, mandates: str) -> None:
        """Store the mandates of a version, in a transaction."""
        row = {"version_id": version_id, "rules": rules, "held": mandates}
        self._database.insert("mandates", [row], "OR REPLACE")

    def _find(self, version_id: int, find: FindsMandates) -> str:
        return find([*self._passages.in_version(version_id, quoted=True).values()])


class StoredRevisions(Part):
    """Stored fates of paragraphs in later revisions."""

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
        """Return pairs of ids: a shown version, and a later revision's in the same language."""
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
        """Return the pairs without stored fates by these rules."""
        rows = self._database.query(
            "SELECT version_id, newer_id FROM revision WHERE rules = ?", rules
        )
        stored = set(map(tuple, rows))
        return [pair for pair in self.pairs() if pair not in stored]

    def fates(self, old: str, new: str, language: str, rules: str, compare: Compares) -> Fates:
        """Return fates from one revision to a later one, by passage id; empty without both."""
        with self._database.snapshot():
            return self._fates.get(
                (old, new, language), lambda: self._find(old, new, language, rules, compare)
            )

    def read_stored(self, pair: tuple[int, int], rules: str) -> Fates | None:
        """Return stored fates of a pair of versions by places; None without these rules."""
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
        """Find and store fates of pairs that have none by these rules."""
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
        """Return fates from one revision to another by passage id, stored or compared now."""
        documents = self._documents.id_of(old), self._documents.id_of(new)
        before, after = (
            document and self._versions.find_shown(document, language) for document in documents
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
