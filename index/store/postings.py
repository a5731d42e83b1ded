"""BM25 of passages for terms, equal to that of FTS5, over postings in memory.

FTS5 looks up each row's length in a table, so a term of a thousand passages takes it 2 ms. This
gives the same numbers to the last bit in a tenth of the time.
"""

# ruff: noqa: S608 - what is put into statements are names of tables from a fixed list

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.documents import path_text
from index.store.database import Database, Part
from index.store.moments import Moments, SnapshotCache
from index.store.sqlite_errors import damage_error

RankedPassages = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Passage ids, and the BM25 of each."""

_K1: Final = 1.2
_B: Final = 0.75
_LEAST_WEIGHT: Final = 1e-6
"""Least weight, as in FTS5, for terms that more than half of all passages have."""

_MOST_KEPT: Final = 4_000_000
"""Postings that stay in memory, 8 bytes each."""

_PIECES: Final = 1000
"""Number of changed ranges from which on all lengths are read anew."""

_BITS: Final = 32
"""Low bits of a packed number, for the passage id; the higher bits number the term."""

_ONE_TERM: Final = re.compile(r"[0-9a-z\-+&/._:\x80-\U0010ffff]+")
"""Terms that the tokenizer of the word tables does not split."""


@dataclass(frozen=True, slots=True)
class _Lengths:
    """Numbers of terms of a table's passages: ``ids`` ascend, ``terms`` count all columns."""

    stamp: str
    ids: NDArray[np.int64]
    terms: NDArray[np.int64]
    total: int


@dataclass(frozen=True, slots=True)
class _Postings:
    """Passages with a term: indexes into ``_Lengths`` in order, and counts; both ``(n,)``."""

    positions: NDArray[np.int32]
    often: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.positions)

    @property
    def cost(self) -> int:
        """Size that the term has in the cache, in passages; at least 1."""
        return len(self) + 30


class Postings(Part):
    """Postings of terms, cached in memory."""

    def __init__(self, database: Database, moments: Moments) -> None:
        super().__init__(database)
        self._moments = moments
        self._lengths: SnapshotCache[str, _Lengths] = SnapshotCache(database)
        self._lengths_before: dict[str, _Lengths] = {}
        self._places: SnapshotCache[tuple[str, str, str], _Postings] = SnapshotCache(
            database, _MOST_KEPT, lambda places: places.cost
        )

    def best_of(
        self,
        code: str,
        terms: Sequence[tuple[str, str]],
        most: int,
        among: NDArray[np.bool_] | None,
    ) -> RankedPassages | None:
        """Return passages with any of the terms by BM25; None where only FTS5 can rank them."""
        if not all(_ONE_TERM.fullmatch(term) for _, term in terms):
            return None
        lengths, places = self._of_terms(code, terms)
        parts = _weigh(places, lengths)
        if len(places) == 1:
            positions, scores = places[0].positions.astype(np.int64), parts[0]
        else:
            sums, is_there = np.zeros(len(lengths.ids)), np.zeros(len(lengths.ids), np.bool_)
            for postings, part in zip(places, parts, strict=True):
                sums[postings.positions] += part
                is_there[postings.positions] = True
            positions = np.flatnonzero(is_there)
            scores = sums[positions]
        ids = lengths.ids[positions]
        if among is not None:
            inside = ids < len(among)
            inside[inside] = among[ids[inside]]
            ids, scores = ids[inside], scores[inside]
        return _choose_first(ids, scores, max(0, most))

    def best_of_each(self, code: str, terms: Iterable[str], most: int) -> dict[str, RankedPassages]:
        """Return the best passages for each term; terms that the tables split are left out."""
        plain = [term for term in terms if _ONE_TERM.fullmatch(term)]
        lengths, places = self._of_terms(code, [("words", term) for term in plain])
        parts = _weigh(places, lengths)
        return {
            term: _choose_first(lengths.ids[postings.positions], part, most)
            for term, postings, part in zip(plain, places, parts, strict=True)
        }

    # --- the inside ------------------------------------------------------------------------------

    def _of_terms(
        self, code: str, terms: Sequence[tuple[str, str]]
    ) -> tuple[_Lengths, list[_Postings]]:
        with self._database.snapshot():
            lengths = self._lengths.get(code, lambda: self._read_lengths(code))
            keys = [(code, column, term) for column, term in terms]
            known = self._places.get_many(keys, partial(self._read, code, lengths))
        return lengths, [known[key] for key in keys]

    def _read(
        self, code: str, lengths: _Lengths, keys: Iterable[tuple[str, str, str]]
    ) -> dict[tuple[str, str, str], _Postings]:
        """Read postings as one text per column, since single rows take most of the time."""
        by_column: dict[str, list[str]] = {}
        for _, column, term in dict.fromkeys(keys):
            by_column.setdefault(column, []).append(term)
        postings_of = {}
        for column, terms in by_column.items():
            (row,) = self._database.query(
                f"SELECT group_concat((key << {_BITS}) + doc, ' ') AS numbers FROM json_each(?) "
                f"CROSS JOIN temp.words_{code}_places WHERE term = value AND col = ?",
                *(json.dumps(terms), column),
            )
            numbers = _parse_numbers(row["numbers"])
            first = np.flatnonzero(np.diff(numbers, prepend=-1))
            often = np.diff(first, append=len(numbers))
            ids = numbers[first] & ((1 << _BITS) - 1)
            positions = np.searchsorted(lengths.ids, ids)
            if len(positions) and (
                positions.max() >= len(lengths.ids)
                or not np.array_equal(lengths.ids[positions], ids)
            ):
                raise damage_error(
                    path_text(self._database.folder),
                    f"words_{code} has a passage without its length",
                )
            begins = np.searchsorted(numbers[first] >> _BITS, np.arange(len(terms) + 1))
            for number, term in enumerate(terms):
                own = slice(begins[number], begins[number + 1])
                postings_of[code, column, term] = _Postings(
                    positions[own].astype(np.int32), often[own].astype(np.int32)
                )
        return postings_of

    def _read_lengths(self, code: str) -> _Lengths:
        """Return current lengths, updating earlier ones where FTS5's totals allow it."""
        stamp, totals = self._database.stamp, self._read_totals(code)
        before = self._lengths_before.get(code)
        touched = self._moments.find_touched(before.stamp) if before else None
        lengths = None
        if before is not None and touched is not None and len(touched) <= _PIECES:
            lengths = self._update_lengths(code, before, touched)
        if lengths is None or (len(lengths.ids), lengths.total) != totals:
            ids, terms = self._lengths_between(code)
            lengths = _Lengths(stamp, ids, terms, int(terms.sum()))
        self._lengths_before[code] = lengths
        return lengths

    def _update_lengths(
        self, code: str, before: _Lengths, touched: Iterable[tuple[int, int]]
    ) -> _Lengths:
        stay = np.ones(len(before.ids), np.bool_)
        ids, terms = [], []
        for first, stop in touched:
            begin, end = np.searchsorted(before.ids, (first, stop))
            stay[begin:end] = False
            new = self._lengths_between(code, "WHERE id >= ? AND id < ?", first, stop)
            ids.append(new[0])
            terms.append(new[1])
        all_ids = np.concatenate([before.ids[stay], *ids])
        order = np.argsort(all_ids, kind="stable")
        all_terms = np.concatenate([before.terms[stay], *terms])[order]
        return _Lengths(self._database.stamp, all_ids[order], all_terms, int(all_terms.sum()))

    def _lengths_between(
        self, code: str, where: str = "", *values: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        (row,) = self._database.query(
            "SELECT group_concat(id, ' ') AS ids, group_concat(hex(sz), '') AS sizes "
            f"FROM (SELECT id, sz FROM words_{code}_docsize {where} ORDER BY id)",
            *values,
        )
        ids = _parse_numbers(row["ids"])
        numbers = _read_varints(bytes.fromhex(row["sizes"] or ""))
        if len(numbers) != 2 * len(ids):
            raise damage_error(
                path_text(self._database.folder), f"words_{code} has lengths that are none"
            )
        return ids, numbers.reshape(-1, 2).sum(axis=1)

    def _read_totals(self, code: str) -> tuple[int, int]:
        """Return FTS5's totals of a table: rows, and terms in all columns."""
        block = self._database.query_value(f"SELECT block FROM words_{code}_data WHERE id = 1")
        numbers = _read_varints(block or b"").tolist()
        return (numbers[0], sum(numbers[1:])) if numbers else (0, 0)


def _weigh(places: Sequence[_Postings], lengths: _Lengths) -> list[NDArray[np.float64]]:
    """Return the BM25 of the passages of each term; all at once costs as much as one."""
    if not places:
        return []
    count = len(lengths.ids)
    weights = [
        math.log((count - len(postings) + 0.5) / (len(postings) + 0.5)) if count else 0.0
        for postings in places
    ]
    counts = [len(postings) for postings in places]
    each = np.repeat([weight if weight > 0 else _LEAST_WEIGHT for weight in weights], counts)
    positions = np.concatenate([postings.positions for postings in places])
    often = np.concatenate([postings.often for postings in places]).astype(np.float64)
    long = 1 - _B + _B * lengths.terms[positions] / (lengths.total / max(1, count))
    scores = each * ((often * (_K1 + 1.0)) / (often + _K1 * long))
    return np.split(scores, np.cumsum(counts)[:-1])


def _choose_first(ids: NDArray[np.int64], scores: NDArray[np.float64], most: int) -> RankedPassages:
    if len(ids) > 2 * most > 0:  # what cannot be among the best need not be put in order
        near = scores >= np.partition(scores, len(ids) - most)[len(ids) - most]
        ids, scores = ids[near], scores[near]
    best = np.argsort(-scores, kind="stable")[:most]
    return ids[best], scores[best]


def _parse_numbers(text: str | None) -> NDArray[np.int64]:
    return np.fromstring(text, np.int64, sep=" ") if text else np.zeros(0, np.int64)


def _read_varints(raw: bytes) -> NDArray[np.int64]:
    """Decode varints of SQLite: 7 bits a byte, highest first; a set eighth bit continues."""
    read = np.frombuffer(raw, np.uint8)
    numbers = (read & 127).astype(np.int64)
    is_last = read < 128
    more = ~is_last
    while more.any():  # as often as the longest number has bytes
        numbers[more] <<= 7
        more[:-1] &= more[1:]
        more[-1] = False
    return np.diff(np.cumsum(numbers)[is_last], prepend=0)
