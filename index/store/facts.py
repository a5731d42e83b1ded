"""Facts of passages that all searches need (roles, languages, paragraphs), stored and in memory.

A passage with a role says little by itself, such as a heading of a table. Roles are stored with
the version, so that a search need not read a thousand texts.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus import tables
from index.store.database import Database, Part, Row
from index.store.passages import Passages
from index.store.schema import OTHER, TABLES

_COVER_PASSAGES: Final = 20
_COVER_LETTERS: Final = 200
_SLIGHT_LETTERS: Final = 80

_SIGN, _SLIGHT, _TABLE, _OPENING = (1 << bit for bit in range(4))
_READ: Final = 1 << 4

_PLACES: Final = {code: index for index, code in enumerate(TABLES)}

_NEXT: Final = """
    FROM passage AS next WHERE next.version_id = one.version_id AND next.ordinal = one.ordinal + 1
"""

_ROLES_OF: Final = f"""
    SELECT id, roles FROM (
        SELECT one.id, ifnull(CASE one.kind
            WHEN 'table' THEN instr(one.text, ' | ') > 0 AND (
                SELECT next.kind = 'table' AND instr(
                    next.text, substr(one.text, 1, instr(one.text, ' | ') - 1) || ': '
                ) = 1 {_NEXT}
            )
            WHEN 'paragraph' THEN one.label_path = '[]' AND length(one.text) <= {_COVER_LETTERS}
                AND (
                    substr(rtrim(one.text), -1) IN (':', '：')
                    OR (SELECT next.kind = 'table' {_NEXT})
                )
        END, FALSE) * {_SIGN} | (
            one.kind = 'footnote'
            OR length(one.text) * iif(one.language = 'zh', 3, 1) < {_SLIGHT_LETTERS}
        ) * {_SLIGHT} | (one.kind = 'table') * {_TABLE} | iif(
            one.ordinal < :begins,
            iif(length(one.text) <= {_COVER_LETTERS}, {_SIGN}, {_OPENING}),
            0
        ) AS roles
        FROM passage AS one WHERE one.version_id = :version
    ) WHERE roles
"""  # noqa: S608 - numbers
"""SQL: ids and roles of a version's passages. A header row's first cell is the next row's label."""

_FILL: Final = f"\n    INSERT INTO role (passage_id, roles){_ROLES_OF}"

_BEGINS: Final = f"""
    SELECT min({_COVER_PASSAGES}, ordinal) AS ordinal FROM passage WHERE version_id = ? AND NOT (
        label_path = '[]' AND (heading = '[]' OR rtrim(iif(
            kind = 'heading', text, json_extract(heading, '$[#-1]')
        ), ' :：') IN (SELECT value FROM json_each(?)))
    ) ORDER BY ordinal LIMIT 1
"""  # noqa: S608 - a number
"""SQL: position where the body of a version begins: the first number, or non-cover heading."""

_FACTS: Final = f"""
    SELECT one.id, document_id, one.variant, one.language,
        iif(same_as IS NULL AND NOT one.leads, ifnull(roles, 0), 0) + {_READ}
    FROM passage AS one JOIN version ON version.id = one.version_id
    LEFT JOIN role ON passage_id = one.id
"""  # noqa: S608 - a number

_FILLED: Final = "roles"


@dataclass(frozen=True, slots=True)
class Roles:
    """Ids of passages that say little by themselves, by role.

    Attributes:
        signs: short lines of covers, header rows and captions of tables, and unnumbered lines that
            only announce what follows.
        slight: passages of a few words, and footnotes.
        tables: rows of tables.
        opening: longer text before the body: summaries, lists of references, requests.
    """

    signs: frozenset[int] = frozenset()
    slight: frozenset[int] = frozenset()
    tables: frozenset[int] = frozenset()
    opening: frozenset[int] = frozenset()


class PassageFacts(NamedTuple):
    """Facts of ``n`` passages, as parallel arrays.

    All are ``(n,)``. ``paragraphs`` are hashes that versions of one paragraph share, within this
    process only. ``languages`` are indexes into ``TABLES``; ``documents`` are ids, ``roles`` bits.
    """

    documents: NDArray[np.int64]
    paragraphs: NDArray[np.int64]
    languages: NDArray[np.uint8]
    roles: NDArray[np.uint8]

    @property
    def signs(self) -> NDArray[np.bool_]:
        """Whether each passage is a cover line, header row, caption or announcement: ``(n,)``."""
        return self._are(_SIGN)

    @property
    def slight(self) -> NDArray[np.bool_]:
        """Whether each passage has few words or is a footnote: ``(n,)``."""
        return self._are(_SLIGHT)

    @property
    def tables(self) -> NDArray[np.bool_]:
        """Whether each passage is a row of a table: ``(n,)``."""
        return self._are(_TABLE)

    @property
    def opening(self) -> NDArray[np.bool_]:
        """Whether each passage precedes the body of its document, and is no sign: ``(n,)``."""
        return self._are(_OPENING)

    def at(self, places: NDArray[np.int64]) -> PassageFacts:
        """Return the facts at some indexes, in that order."""
        return PassageFacts(
            self.documents[places],
            self.paragraphs[places],
            self.languages[places],
            self.roles[places],
        )

    def _are(self, roles: int) -> NDArray[np.bool_]:
        return np.asarray(self.roles & roles, np.bool_)


class _Columns:
    """Facts at one moment, indexed by passage id; ``size`` is the highest id + 1."""

    def __init__(self, stamp: str, size: int) -> None:
        self.stamp = stamp
        self.count = 0
        self._variants: NDArray[np.object_] = np.empty(size, object)
        self._languages: NDArray[np.object_] = np.empty(size, object)
        self._facts = PassageFacts(
            np.zeros(size, np.int64),
            np.zeros(size, np.int64),
            np.zeros(size, np.uint8),
            np.zeros(size, np.uint8),
        )

    def put(self, rows: Sequence[Row]) -> None:
        """Add rows of ``_FACTS``; several threads may add the same rows at once."""
        if not rows:
            return
        ids, documents, variants, languages, roles = map(list, zip(*rows, strict=True))
        facts = self._facts
        self._variants[ids], self._languages[ids] = variants, languages
        facts.documents[ids] = documents
        facts.paragraphs[ids] = [*map(hash, zip(documents, variants, strict=True))]
        facts.languages[ids] = [_PLACES.get(code, _PLACES[OTHER]) for code in languages]
        facts.roles[ids] = roles  # last: one that has any is read
        self.count += len(rows)

    def read(self, ids: NDArray[np.int64]) -> NDArray[np.bool_]:
        is_here = (ids >= 0) & (ids < len(self._variants))
        is_here[is_here] = self._facts.roles[ids[is_here]] != 0
        return is_here

    def of(self, ids: NDArray[np.int64]) -> PassageFacts:
        return self._facts.at(ids)

    def keys(self, ids: NDArray[np.int64]) -> Iterator[tuple[int, str]]:
        documents = self._facts.documents[ids].tolist()
        return zip(documents, self._variants[ids].tolist(), strict=True)

    def codes(self, ids: NDArray[np.int64]) -> list[str | None]:
        return list(self._languages[ids])


_REMEMBERED: Final = 2_000_000
"""Passages whose facts stay in memory, about a hundred bytes each (``benchmarks.scale``)."""

_PIECE: Final = 2000
"""Passages read at a time, so that no question waits for long."""


class StoredFacts(Part):
    """Facts and roles of passages."""

    def __init__(self, database: Database, passages: Passages) -> None:
        super().__init__(database)
        self._passages = passages
        self._columns = _Columns("", 0)

    def of(self, passages: NDArray[np.int64]) -> PassageFacts:
        """Return the facts of passages that exist."""
        return self._with_facts(passages).of(passages)

    def table_rows(self, passages: Iterable[int]) -> set[int]:
        """Return those of the passages that are rows of tables."""
        columns, ids = self._find_facts(passages)
        return set(ids[columns.of(ids).tables].tolist())

    def paragraphs_of(self, passages: Iterable[int]) -> dict[int, tuple[int, str]]:
        """Return document id and variant key by passage; versions of one paragraph share both."""
        columns, ids = self._find_facts(passages)
        return dict(zip(ids.tolist(), columns.keys(ids), strict=True))

    def languages_of(self, passages: Iterable[int]) -> dict[int, str | None]:
        """Return the language of each passage."""
        columns, ids = self._find_facts(passages)
        return dict(zip(ids.tolist(), columns.codes(ids), strict=True))

    def roles(self, among: Collection[int] | None = None) -> Roles:
        """Return the roles of some passages, or of all."""
        columns, ids = self._every() if among is None else self._find_facts(among)
        facts = columns.of(ids)
        return Roles(
            *(
                frozenset(ids[chosen].tolist())
                for chosen in (facts.signs, facts.slight, facts.tables, facts.opening)
            )
        )

    def take_in(self) -> Iterator[None]:
        """Load the facts of all passages step by step, if they fit in memory."""
        count = self._database.query_value("SELECT count(*) FROM passage")
        last = 0 if count < _REMEMBERED else None
        while last is not None:
            with self._database.snapshot():
                passages = self._database.query_column(
                    "SELECT id FROM passage WHERE id > ? ORDER BY id LIMIT ?", last, _PIECE
                )
                self._find_facts(passages)
            last = passages[-1] if passages else None
            yield

    # --- the inside ------------------------------------------------------------------------------

    def _every(self) -> tuple[_Columns, NDArray[np.int64]]:
        rows = self._database.query(_FACTS)
        ids = np.array([row["id"] for row in rows], np.int64)
        columns = _Columns("", int(ids.max(initial=0)) + 1)
        columns.put(rows)
        return columns, ids

    def _find_facts(self, passages: Iterable[int]) -> tuple[_Columns, NDArray[np.int64]]:
        ids = np.fromiter(passages, np.int64)
        columns = self._with_facts(ids)
        return columns, ids[columns.read(ids)]

    def _with_facts(self, passages: NDArray[np.int64]) -> _Columns:
        """Return columns that have the facts of these passages, reading missing ones."""
        with self._database.snapshot():
            columns = self._columns
            # While somebody writes, what is read may be of a later moment than the stamp.
            is_current = self._database.is_snapshot and columns.stamp == self._database.stamp
            if not is_current or columns.count >= _REMEMBERED:
                columns = _Columns(self._database.stamp, self._passages.last() + 1)
                if self._database.is_snapshot:
                    self._columns = columns
            missing = passages[~columns.read(passages)]
            if len(missing):
                columns.put(
                    self._database.query_among(
                        _FACTS + " WHERE one.id IN ({ids})", missing.tolist()
                    )
                )
        return columns

    def count_wrong_roles(self) -> int:
        """Count passages whose stored roles differ from what the rules give."""
        wrong: set[int] = set()
        if self._database.setting(_FILLED) != _name_rules():
            return 0  # other rules filled the table, in an index that cannot be written
        with self._database.snapshot():
            for version in self._database.query_column("SELECT id FROM version"):
                expected = self._database.connection.execute(_ROLES_OF, self._role_values(version))
                stored = self._database.query(
                    "SELECT passage_id, roles FROM role JOIN passage ON id = passage_id "
                    "WHERE version_id = ?",
                    version,
                )
                wrong |= {
                    passage for passage, _ in set(map(tuple, expected)) ^ set(map(tuple, stored))
                }
        return len(wrong)

    def _role_values(self, version_id: int) -> dict[str, int]:
        begins = self._database.query_value(_BEGINS, version_id, _list_heads())
        return {"version": version_id, "begins": begins or 0}

    def put(self, version_id: int) -> None:
        """Store the roles of a version's passages, in a transaction."""
        self._database.connection.execute(_FILL, self._role_values(version_id))

    def fill(self) -> None:
        """Fill the table of roles if it is new or the rules have changed."""
        rules = _name_rules()
        if self._database.setting(_FILLED) == rules:
            return
        with self._database.transaction():
            self._database.run("DELETE FROM role")
            for version in self._database.query_column("SELECT id FROM version"):
                self.put(version)
            self._database.write_setting(_FILLED, rules)


def _name_rules() -> str:
    return str(zlib.crc32(f"{_FILL}{_BEGINS}{_list_heads()}".encode()))


def _list_heads() -> str:
    return json.dumps([head for own in tables.load("cover_heads").values() for head in own])
