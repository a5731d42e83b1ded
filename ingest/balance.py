"""A balance of the letters of a file: handed on, or left out by a rule that has a name.

A reader counts the letters of its source apart from how it reads it: all text of a package's parts,
all glyphs of a page. While it reads, a ``Ledger`` takes down what it leaves out, by which rule, and
what it hands on that the source does not have there (a column's name in each row). What is missing
then, no rule explains, and it becomes a warning (``text-lost``) that names place and amount.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from corpus.documents import ReadingWarning

UNBALANCED: Final = ("text-lost", "text-doubled")
"""Codes of the warnings that a balance gives."""

_SHOWN: Final = 5
"""Places that a warning names."""


@dataclass(frozen=True, slots=True)
class Balance:
    """The letters and digits of one part of a file: a page, a part of a package, all of it.

    Attributes:
        place: which part it is, for people.
        counted: in the source.
        handed_on: in blocks, or in lines of page headers where the part is one.
        left_out: of the source, by the name of the rule that leaves them out.
        added: of those handed on, by the name of the rule that adds them.
        missing: where letters are missing that no rule explains, and how many, as far as it can be
            known: text that is there twice is found by its other half.
    """

    place: str
    counted: int
    handed_on: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    added: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[tuple[str, int], ...] = ()

    @property
    def difference(self) -> int:
        """Letters that are lost; below nought if more are handed on than there are."""
        return (
            self.counted - sum(self.left_out.values()) - (self.handed_on - sum(self.added.values()))
        )


@dataclass(slots=True)
class Ledger:
    """The letters of one part of a file that a reader leaves out or adds."""

    _left_out: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _added: Counter[str] = field(default_factory=Counter)

    def leave_out(self, rule: str, text: str) -> None:
        """Take down that ``text`` of the source is not handed on."""
        self._left_out[rule].append(text)

    def add(self, rule: str, count: int) -> None:
        """Take down that letters are handed on that the source does not have there."""
        self._added[rule] += count

    def balance(
        self,
        place: str,
        source: str,
        handed_on: Iterable[str],
        pieces: Callable[[], Iterable[tuple[str, str]]],
    ) -> Balance:
        """Return the balance.

        Args:
            place: which part of the file it is of.
            source: all of the part's text.
            handed_on: the texts that are handed on.
            pieces: gives the place and text of each piece of the source; asked only where letters
                are missing.
        """
        texts = list(handed_on)
        result = Balance(
            place,
            reduce_to_letters(source),
            sum(map(reduce_to_letters, texts)),
            {
                rule: count
                for rule, left in self._left_out.items()
                if (count := sum(map(reduce_to_letters, left)))
            },
            {rule: count for rule, count in self._added.items() if count},
        )
        if result.difference <= 0:
            return result
        known = "\n".join(
            map(
                _keep_letters,
                [*texts, *(piece for left in self._left_out.values() for piece in left)],
            )
        )
        missing: Counter[str] = Counter()
        for where, text in pieces():
            bare = _keep_letters(text)
            if bare not in known:
                missing[where] += len(bare)
        return Balance(
            place,
            result.counted,
            result.handed_on,
            result.left_out,
            result.added,
            tuple(missing.items()),
        )


def reduce_to_letters(text: str) -> int:
    """Return how many letters and digits ``text`` has, in normalisation form C."""
    return sum(map(str.isalnum, unicodedata.normalize("NFC", text)))


def _keep_letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text)))


def list_warnings(name: str, balances: Iterable[Balance]) -> tuple[ReadingWarning, ...]:
    """Return a warning for each part of the file ``name`` whose balance is not nought."""
    result = []
    for balance in balances:
        lost = balance.difference
        if lost > 0:
            places = [f"{where}: {count}" for where, count in balance.missing[:_SHOWN]]
            more = len(balance.missing) - _SHOWN
            where = "; ".join([*places, f"and {more} more places"] if more > 0 else places)
            message = (
                f"{name}: {lost} of {balance.counted} letters of {balance.place} were not read"
                + (f" ({where})" if where else "")
                + ". Compare with the file before you rely on this text."
            )
            result.append(ReadingWarning(UNBALANCED[0], message))
        elif lost < 0:
            message = (
                f"{name}: {-lost} letters more were read of {balance.place} than it holds; some "
                "text may stand twice. Compare with the file before you quote it."
            )
            result.append(ReadingWarning(UNBALANCED[1], message))
    return tuple(result)
