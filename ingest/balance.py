"""Accounts of a file's letters, read into blocks or left out by rules; warnings of lost text.

A ``Ledger`` notes each letter that a rule leaves out or adds. Any other difference from the source
becomes the warning ``text-lost``.
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


@dataclass(frozen=True, slots=True)
class Balance:
    """The count of letters and digits in one part of a file: a page or a part of a package.

    Attributes:
        handed_on: letters in blocks, or in page headers where the part is a header.
        left_out: letters of the source that are not read, by rule.
        added: letters that are read without being in the source, by rule.
        missing: places of unexplained losses, with their letters, as far as known.
    """

    place: str
    counted: int
    handed_on: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    added: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[tuple[str, int], ...] = ()

    @property
    def difference(self) -> int:
        """Count the letters that are lost; negative if the blocks have more than the source."""
        return (
            self.counted - sum(self.left_out.values()) - (self.handed_on - sum(self.added.values()))
        )


@dataclass(slots=True)
class Ledger:
    """A ledger of the letters that a reader leaves out of one part of a file, or adds to it."""

    _left_out: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _added: Counter[str] = field(default_factory=Counter)

    def leave_out(self, rule: str, text: str) -> None:
        """Note that a rule leaves ``text`` of the source out."""
        self._left_out[rule].append(text)

    def add(self, rule: str, count: int) -> None:
        """Note that a rule adds ``count`` letters that the source does not have there."""
        self._added[rule] += count

    def balance(
        self,
        place: str,
        source: str,
        handed_on: Iterable[str],
        pieces: Callable[[], Iterable[tuple[str, str]]],
    ) -> Balance:
        """Compute the balance of one part; ``source`` is its whole text.

        ``pieces`` yields place and text of each piece of the source; it is only called for a loss.
        """
        texts = list(handed_on)
        result = Balance(
            place,
            count_letters(source),
            sum(map(count_letters, texts)),
            {
                rule: count
                for rule, left in self._left_out.items()
                if (count := sum(map(count_letters, left)))
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


def count_letters(text: str) -> int:
    """Count the letters and digits of ``text`` in normalisation form C."""
    return sum(map(str.isalnum, unicodedata.normalize("NFC", text)))


def _keep_letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text)))


def list_warnings(name: str, balances: Iterable[Balance]) -> tuple[ReadingWarning, ...]:
    """Return a warning for each part of the file ``name`` whose difference is not 0."""
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
