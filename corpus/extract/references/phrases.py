"""Tables of phrases (written as ``references.toml`` explains), searched at once by a trie."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from corpus.text import word_key

LETTER: Final = r"a-zа-я\u0620-\u064a"
"""Letters of a folded word, for a character class, in languages with spaces."""

BEHIND: Final = rf"(?![{LETTER}])"
"""Pattern of the end of such a word."""

ARABIC_PREFIX: Final = r"(?:[وف]?(?:[بك]?ال|لل|[بلك])?)"
_LONGEST_PREFIX: Final = 4

_T = TypeVar("_T")
_IS_LETTER: Final = re.compile(f"[{LETTER}]")
_IS_ARABIC: Final = re.compile(r"[\u0620-\u064a]")
_PREFIX: Final = re.compile(ARABIC_PREFIX)


def make_pattern(entry: str) -> str:
    """Return the pattern of one entry, for folded text."""
    before = ARABIC_PREFIX if entry.startswith("@") else ""
    return before + re.escape(literal(entry)) + _make_rest(entry)


def literal(entry: str) -> str:
    """Return the letters that all forms of an entry begin with, behind an ``@``."""
    return re.split(r"[*(]", word_key(entry).lstrip("@"))[0].rstrip(" .")


def _make_rest(entry: str) -> str:
    folded = word_key(entry).lstrip("@")
    written = ""
    for part in re.split(r"([*]|\([^)]*\)|\ )", folded[len(literal(entry)) :]):
        if part == "*":
            written += f"[{LETTER}]{{0,5}}"
        elif part == " ":
            written += r"\ {1,2}"
        elif part.startswith("("):
            choices = "|".join(
                r"\ {1,2}".join(map(re.escape, choice.split(" ")))
                for choice in sorted(part[1:-1].split("|"), key=len, reverse=True)
            )
            # With a space of its own, a group is an optional continuation.
            written += f"(?:{choices})" + ("?" if part[1] == " " else "")
        else:
            written += re.escape(part)
    written = written.removesuffix(r"\.")
    return written + (BEHIND if _IS_LETTER.search(folded.rstrip("*).")[-1:]) else "")


def make_trie(leaves: Mapping[str, str]) -> str:
    """Return a pattern for literals with their tails: longest first, by first letter for speed."""
    if len(leaves) == 1 and "" in leaves:
        return leaves[""]
    children: dict[str, dict[str, str]] = {}
    for written, tail in leaves.items():
        if written:
            children.setdefault(written[0], {})[written[1:]] = tail
    branches = [re.escape(first) + make_trie(rest) for first, rest in sorted(children.items())]
    if "" in leaves:
        branches.append(leaves[""])
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def find_word_start(text: str, position: int, floor: int = 0) -> int | None:
    """Return the start of the word whose stem is at an offset; None inside another word.

    Arabic prefixes (ب, ل) belong to the word, the conjunctions و and ف do not.
    """
    if position <= floor or not (
        _IS_LETTER.match(text, position - 1) or text[position - 1].isdigit()
    ):
        return position
    if not _IS_LETTER.match(text, position):
        return position  # Han needs no space
    if not _IS_ARABIC.match(text, position):
        return position if _IS_ARABIC.match(text, position - 1) else None
    start = position
    while start > max(floor, position - _LONGEST_PREFIX - 1) and _IS_ARABIC.match(text, start - 1):
        start -= 1
    if not _PREFIX.fullmatch(text, start, position):
        return None
    return start + (start < position and text[start] in "وف")


@dataclass(frozen=True, slots=True)
class Phrase(Generic[_T]):
    """A phrase in a text: its meaning and its span."""

    value: _T
    start: int
    end: int


class Phrases(Generic[_T]):
    """A table of phrases and their meanings; the longest matching entry counts."""

    def __init__(self, entries: Iterable[tuple[str, _T]]) -> None:
        # Compiled when they are first looked for: most questions have no place to look at.
        self._entries = list(entries)

    @functools.cached_property
    def _by_literal(self) -> dict[str, list[tuple[int, str, _T]]]:
        by_literal: dict[str, list[tuple[int, str, _T]]] = {}
        for entry, value in self._entries:
            by_literal.setdefault(literal(entry), []).append((len(entry), _make_rest(entry), value))
        return by_literal

    @functools.cached_property
    def _rests(self) -> dict[str, list[tuple[int, int, str, _T]]]:
        """Rests of entries by literal, also of shorter literals, with the distance from its end."""
        return {
            written: sorted(
                (
                    (len(written) - len(shorter), length, rest, value)
                    for shorter, rests in self._by_literal.items()
                    if written.startswith(shorter)
                    for length, rest, value in rests
                ),
                key=lambda item: -item[1],
            )
            for written in self._by_literal
        }

    @functools.cached_property
    def _trie_pattern(self) -> str:
        return make_trie(dict.fromkeys(self._by_literal, "")) if self._by_literal else "(?!)"

    @functools.cached_property
    def _anywhere(self) -> re.Pattern[str]:
        return re.compile(self._trie_pattern)

    @functools.cached_property
    def _here(self) -> re.Pattern[str]:
        return re.compile(f"{ARABIC_PREFIX}?(?P<literal>{self._trie_pattern})")

    def match(self, text: str, position: int, end: int | None = None) -> Phrase[_T] | None:
        """Return the phrase at an offset, in Arabic also behind a prefix."""
        match_here = self._here.match(text, position, len(text) if end is None else end)
        return (
            self._complete(text, position, match_here["literal"], match_here.end(), end)
            if match_here
            else None
        )

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Phrase[_T]]:
        """Yield the phrases between ``start`` and ``end`` that are whole words."""
        limit = len(text) if end is None else end
        done = start
        for found in self._anywhere.finditer(text, start, limit):
            if found.start() < done:
                continue
            begin = find_word_start(text, found.start(), start)
            if begin is not None:
                phrase = self._complete(text, begin, found.group(), found.end(), limit)
                if phrase:
                    done = phrase.end
                    yield phrase

    def search(self, text: str, start: int = 0, end: int | None = None) -> Phrase[_T] | None:
        """Return the first phrase between ``start`` and ``end``."""
        return next(self.finditer(text, start, end), None)

    def _complete(
        self, text: str, begin: int, written: str, behind: int, end: int | None
    ) -> Phrase[_T] | None:
        limit = len(text) if end is None else end
        for back, _, rest, value in self._rests[written]:
            match = _compile(rest).match(text, behind - back, limit)
            if match:
                return Phrase(value, begin, match.end())
        return None


@functools.cache
def _compile(rest: str) -> re.Pattern[str]:
    return re.compile(rest)
