"""Seed of equivalents that comes with the program, for any archive.

``python -m benchmarks.short.seed`` makes it, of words and numbers without texts: a table of
equivalents, and for each language its words with rows of translations. The rows count like
paragraphs of an archive.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.words import stop_terms

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Rows = NDArray[np.bool_]
"""``(rows,)``: whether a row is selected."""


@dataclass(frozen=True, slots=True)
class _Concordance:
    """The words of a language, and the rows that each is in.

    Attributes:
        counts: ``(words,)`` number of rows with each word.
        rows: rows of the first word, of the second and so on; ``behind`` has each word's end.
        held: numbers of the first row's words, of the second's; ``held_behind`` likewise.
    """

    numbers: Mapping[str, int]
    words: tuple[str, ...]
    counts: NDArray[np.int64]
    rows: NDArray[np.int64]
    behind: NDArray[np.int64]
    held: NDArray[np.int64]
    held_behind: NDArray[np.int64]


class Seed:
    """The equivalents and rows of translations that come with the program."""

    def __init__(self, path: Traversable) -> None:
        self._path = path
        with path.open("rb") as stream, np.load(stream) as arrays:
            table = arrays["table"]
            self.size = int(arrays["size"])
        # Lines in order of language and term. They are parted when they are asked for: a command
        # asks for a few of tens of thousands.
        self._table: bytes = table.tobytes()
        self._behind: list[int] = [*np.flatnonzero(table == ord("\n")).tolist(), len(table)]
        self._concordances: dict[str, _Concordance] = {}

    def of(self, term: str, code: str) -> dict[str, list[tuple[str, float]]]:
        """Return the table's equivalents of a term by language, with weights, 0 to 1."""
        equivalents: dict[str, list[tuple[str, float]]] = {}
        for cell in self._find_line(term, code)[1:]:
            other, *terms = cell.split("|")
            for entry in terms:
                equivalent, _, weight = entry.rpartition("=")
                equivalents.setdefault(other, []).append((equivalent, int(weight) / 100))
        return equivalents

    def find_written_form(self, term: str, code: str) -> str | None:
        """Return the usual spelling of a term; None if unknown."""
        return self._find_line(term, code)[0] or None

    def terms(self) -> dict[str, list[str]]:
        """Return the terms of the table as they are spelled, by language."""
        terms: dict[str, list[str]] = {}
        for line in filter(None, self._table.decode().split("\n")):
            code, _, written, *_ = line.split("\t")
            terms.setdefault(code, []).append(written)
        return terms

    def _find_line(self, term: str, code: str) -> list[str]:
        """Return the entry of a term: its spelling, then its equivalents by language."""
        key = f"{code}\t{term}\t".encode()
        position = bisect.bisect_left(range(len(self._behind)), key, key=self._read_line_at)
        line = self._read_line_at(position) if position < len(self._behind) else b""
        return line.decode().split("\t")[2:] if line.startswith(key) else [""]

    def _read_line_at(self, position: int) -> bytes:
        return self._table[
            self._behind[position - 1] + 1 if position else 0 : self._behind[position]
        ]

    def rows_with(self, term: str, code: str) -> Rows:
        """Select the rows with all words of a term."""
        parts = [word for word in term.split() if word not in stop_terms(code)]
        if not parts:
            return np.zeros(self.size, bool)
        concordance = self._read_concordance(code)
        matches = np.ones(self.size, bool)
        for part in parts:
            own = np.zeros(self.size, bool)
            number = concordance.numbers.get(part)
            if number is not None:
                own[
                    concordance.rows[
                        concordance.behind[number]
                        - concordance.counts[number] : concordance.behind[number]
                    ]
                ] = True
            matches &= own
        return matches

    def count_words(self, rows: Rows, code: str, least: int) -> dict[str, tuple[int, int]]:
        """Return by word its numbers of selected rows (at least ``least``) and of all rows."""
        chosen = np.flatnonzero(rows)
        if not len(chosen):
            return {}
        concordance = self._read_concordance(code)
        begins = np.where(chosen, concordance.held_behind[chosen - 1], 0)
        counts = concordance.held_behind[chosen] - begins
        # Where the words of each chosen row are, one row behind the other.
        places = np.arange(counts.sum()) + np.repeat(begins - np.cumsum(counts) + counts, counts)
        both = np.bincount(concordance.held[places], minlength=len(concordance.words))
        often = np.flatnonzero(both >= least)
        of_all = zip(both[often].tolist(), concordance.counts[often].tolist(), strict=True)
        return dict(zip(map(concordance.words.__getitem__, often.tolist()), of_all, strict=True))

    def mark_words(
        self, words: Sequence[str], code: str
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the rows with any of the words, ascending, and ``(rows, words)`` of 0 and 1."""
        concordance = self._read_concordance(code)
        numbers = [concordance.numbers.get(word) for word in words]
        own = [
            concordance.rows[:0]
            if number is None
            else concordance.rows[
                concordance.behind[number] - concordance.counts[number] : concordance.behind[number]
            ]
            for number in numbers
        ]
        every = np.concatenate([concordance.rows[:0], *own])
        has_any = np.zeros(self.size, bool)
        has_any[every] = True
        place = np.cumsum(has_any) - 1
        marks = np.zeros((int(has_any.sum()), len(words)), np.float32)
        marks[place[every], np.repeat(np.arange(len(words)), [len(rows) for rows in own])] = 1
        return np.flatnonzero(has_any), marks

    def _read_concordance(self, code: str) -> _Concordance:
        known = self._concordances.get(code)
        if known is None:
            with self._path.open("rb") as stream, np.load(stream) as arrays:
                is_known = f"{code} words" in arrays
                words = arrays[f"{code} words"].tobytes().decode().split("\n") if is_known else []
                counts = arrays[f"{code} counts"].astype(int) if is_known else np.zeros(0, int)
                steps = arrays[f"{code} rows"].astype(int) if is_known else counts
            rows = unpack_rows(steps, counts) if is_known else steps
            # NumPy sorts numbers of 16 bits in one pass.
            order = np.argsort(rows.astype(np.min_scalar_type(self.size)), kind="stable")
            known = self._concordances[code] = _Concordance(
                {word: number for number, word in enumerate(words)},
                tuple(words),
                counts,
                rows,
                np.cumsum(counts),
                np.repeat(np.arange(len(words)), counts)[order],
                np.cumsum(np.bincount(rows, minlength=self.size)),
            )
        return known


def unpack_rows(steps: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return lists of ascending numbers from their differences, given the length of each list."""
    sums = np.cumsum(steps)
    behind = np.cumsum(counts)
    before = np.concatenate([[0], sums[behind[:-1] - 1]])
    return np.asarray(sums - np.repeat(before, counts))


@functools.cache
def load_seed() -> Seed:
    """Read the seed of this program, once."""
    return Seed(resources.files("index") / "data" / "equivalents.npz")
