"""Which passages say little by themselves? What a search asks of passages again and again.

What a passage is among those around it is told when its version is stored: it depends on nothing
else, and a search need not read the texts of a thousand passages. Those that are none of this have
no row.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Final, NamedTuple

from corpus import tables
from index.store.documents import Documents
from index.store.moments import Remembered

_COVER_PASSAGES: Final = 20
_COVER_LETTERS: Final = 200
_SLIGHT_LETTERS: Final = 80

_SIGN, _SLIGHT, _TABLE, _OPENING = (1 << at for at in range(4))
_FINDABLE: Final = 1 << 4

_NEXT: Final = """
    FROM passage AS next WHERE next.version_id = one.version_id AND next.ordinal = one.ordinal + 1
"""

_FILL: Final = f"""
    INSERT INTO role (passage_id, roles)
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
"""A header row is one whose first cell names that of the row behind it."""

_BEGINS: Final = f"""
    SELECT min({_COVER_PASSAGES}, ordinal) AS ordinal FROM passage WHERE version_id = ? AND NOT (
        label_path = '[]' AND (heading = '[]' OR rtrim(iif(
            kind = 'heading', text, json_extract(heading, '$[#-1]')
        ), ' :：') IN (SELECT value FROM json_each(?)))
    ) ORDER BY ordinal LIMIT 1
"""  # noqa: S608 - a number
"""Where the text of a version begins: at the first number, or heading that no cover has."""

_FACTS: Final = f"""
    SELECT one.id, document_id, one.variant, one.language,
        ifnull(roles, 0) + (same_as IS NULL AND NOT one.leads) * {_FINDABLE}
    FROM passage AS one JOIN version ON version.id = one.version_id
    LEFT JOIN role ON passage_id = one.id
"""  # noqa: S608 - a number

_FILLED: Final = "roles"
"""Setting: the rules by which the table was filled."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Passages that say little by themselves, by their ids.

    Attributes:
        signs: lines of covers (short, before the first number or heading that is none of a cover's
            own), header rows and captions of tables, and unnumbered lines that only announce what
            follows.
        slight: passages of a few words, and footnotes.
        tables: rows of tables.
        opening: what else stands there: summaries, lists of references, what is asked of the
            meeting.
    """

    signs: frozenset[int] = frozenset()
    slight: frozenset[int] = frozenset()
    tables: frozenset[int] = frozenset()
    opening: frozenset[int] = frozenset()


class _Facts(NamedTuple):
    """What a search asks of a passage again and again."""

    document: int
    variant: str
    language: str | None
    roles: int


_PARAGRAPH: Final = attrgetter("document", "variant")
_LANGUAGE: Final = attrgetter("language")

_REMEMBERED: Final = 200_000
"""Passages of which this is kept: some 50 MB."""

_PIECE: Final = 2000
"""Passages that are taken in at a time: a question that comes meanwhile waits for no more."""


class Facts(Documents):
    """The part of a store that is asked what passages are."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self._facts: Remembered[int, _Facts] = Remembered(self, _REMEMBERED)
        super().__init__(folder, create=create)

    def table_rows(self, passages: Iterable[int]) -> set[int]:
        """Those of the passages that are rows of tables."""
        return {at for at, one in self._facts_of(passages).items() if one.roles & _TABLE}

    def paragraphs_of(self, passages: Iterable[int]) -> dict[int, tuple[int, str]]:
        """What the versions of one paragraph share, for each passage: document and variant key."""
        known = self._facts_of(passages)
        return dict(zip(known, map(_PARAGRAPH, known.values()), strict=True))

    def languages_of(self, passages: Iterable[int]) -> dict[int, str | None]:
        """The language of each passage."""
        known = self._facts_of(passages)
        return dict(zip(known, map(_LANGUAGE, known.values()), strict=True))

    def roles(self, among: Collection[int] | None = None) -> Roles:
        """Which passages say little by themselves; of all, or of some by their ids."""
        known = self._read_facts(None) if among is None else self._facts_of(among)
        # More than this bit alone: whatever else a passage is, it can be found.
        telling = [(at, one.roles) for at, one in known.items() if one.roles > _FINDABLE]
        return Roles(
            *(
                frozenset(at for at, roles in telling if roles & role)
                for role in (_SIGN, _SLIGHT, _TABLE, _OPENING)
            )
        )

    def take_in_facts(self) -> Iterator[None]:
        """Read what all passages are, some at each step, if so many are kept."""
        (row,) = self.query("SELECT count(*) AS n FROM passage")
        last = 0 if row["n"] < _REMEMBERED else None
        while last is not None:
            with self.snapshot():
                some = self.query(
                    "SELECT id FROM passage WHERE id > ? ORDER BY id LIMIT ?", last, _PIECE
                )
                self._facts_of([row["id"] for row in some])
            last = some[-1]["id"] if some else None
            yield

    # --- the inside ------------------------------------------------------------------------------

    def _facts_of(self, passages: Iterable[int]) -> dict[int, _Facts]:
        # Outside of a snapshot, what is read may be of a later moment than the stamp.
        if not self.is_snapshot:
            return self._read_facts(passages)
        return self._facts.get_many(passages, self._read_facts)

    def _read_facts(self, among: Iterable[int] | None) -> dict[int, _Facts]:
        rows = (
            self.query(_FACTS)
            if among is None
            else self._among(_FACTS + " WHERE one.id IN ({ids})", among)
        )
        return {at: _Facts(*facts) for at, *facts in rows}

    def _put_roles(self, version_id: int) -> None:
        begins = self._one(_BEGINS, version_id, _heads())
        values = {"version": version_id, "begins": begins["ordinal"] if begins else 0}
        self._connection.execute(_FILL, values)

    def _keep_roles(self) -> None:
        """Fill the table where it is new, or the rules have become others."""
        rules = str(zlib.crc32(f"{_FILL}{_BEGINS}{_heads()}".encode()))
        if self.setting(_FILLED) == rules:
            return
        with self.transaction():
            self._run("DELETE FROM role")
            for row in self._run("SELECT id FROM version").fetchall():
                self._put_roles(row["id"])
            self._set(_FILLED, rules)


def _heads() -> str:
    """The headings that covers have, in all languages, as JSON."""
    return json.dumps([head for own in tables.load("cover_heads").values() for head in own])
