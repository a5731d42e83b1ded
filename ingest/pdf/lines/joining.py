"""Joining of a paragraph's broken lines: with a space, with nothing, without a false hyphen."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.pdf.lines.lines import Line, is_han

_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN: Final = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\u2010\u00ad]$")
_HYPHENS: Final = "-\u2010\u00ad"
_FIRST: Final = re.compile(r"[^\W\d_]+")
_COMPOUNDING: Final = frozenset(
    "self non well co vice ex cross quasi long short high low "
    "sous ci après avant peut по во из социально".split()
)
"""First parts of words that are hyphenated inside a line too."""

_LAST: Final = re.compile(r"[^\W\d_]+$")

FEWEST_BREAKS: Final = 5
SPACES_DRAWN: Final = 0.8
"""Fewest line breaks, and share with a drawn space, that show a habit of LibreOffice and Word."""

BROKEN_ROOM: Final = 0.9
"""Free ems at a cell line's end below which a word may be broken: less than a wide letter."""

EARLY_END: Final = 3.2
"""Free ems at a Chinese line's end from which it was broken at a space."""

_NEXT_TO_HAN: Final = re.compile(r"(?=([^ ])( ?)([^ ]))")


@dataclass(frozen=True, slots=True)
class Habits:
    """The typing habits of a document, as its lines show them.

    ``words`` are in lower case. ``spaced`` has pairs of kinds of signs, one of them Han, that a
    space separates. ``spaces_drawn``: the space at a line break is drawn.
    """

    words: frozenset[str] = frozenset()
    hyphenates: bool = False
    spaced: frozenset[tuple[str, str]] = frozenset()
    spaces_drawn: bool = False


def find_habits(lines: Sequence[Line]) -> Habits:
    """Return the habits that the lines of a document show."""
    words: set[str] = set()
    pairs: Counter[tuple[str, str]] = Counter()
    for line in lines:
        words.update(word.lower() for word in _WORD.findall(line.text[:-1]))
        if not line.text.isascii() and any(map(is_han, line.text)):
            for before, space, after in _NEXT_TO_HAN.findall(line.text):
                kinds = _find_kind(before), _find_kind(after)
                if "han" in kinds or "stop" in kinds:
                    pairs[kinds] += 1 if space else -1
    return Habits(
        frozenset(words),
        _hyphenates(lines, words),
        frozenset(pair for pair, balance in pairs.items() if balance > 0),
        _draws_spaces(lines),
    )


def _draws_spaces(lines: Sequence[Line]) -> bool:
    broken = [
        before.spaced
        for before, line in itertools.pairwise(lines)
        if before.page == line.page
        and before.text[-1].isalpha()
        and line.text[0].islower()
        and not is_han(before.text[-1])
    ]
    return len(broken) >= FEWEST_BREAKS and sum(broken) > SPACES_DRAWN * len(broken)


def _find_kind(char: str) -> str:
    if is_han(char):
        return "han" if char.isalnum() else "stop"
    if char.isalnum():
        return "word"
    return "open" if char in "([{“‘«" else "sign"


def _hyphenates(lines: Sequence[Line], words: set[str]) -> bool:
    """Whether the document breaks words, as a broken word is whole elsewhere."""
    for before, line in itertools.pairwise(lines):
        if before.text.endswith("\u00ad"):
            return True
        if before.text[-1] not in _HYPHENS:
            continue
        broken, rest = _BROKEN.search(before.text), _FIRST.match(line.text)
        if (
            broken
            and rest
            and rest.group()[0].islower()
            and len(broken.group(1)) > 1
            and (broken.group(1) + rest.group()).lower() in words
        ):
            return True
    return False


def join_paragraph(
    lines: Iterable[Line],
    habits: Habits,
    *,
    right: float | None = None,
    column: float | None = None,
) -> str:
    """Return the text of a paragraph's lines.

    A hyphen at a line's end goes if the document has the whole word. ``right`` is the end of a
    narrow cell's lines, where long words break, on the scale of ``Line.end``. ``column`` is the
    column's end: Chinese lines that end earlier broke at a space.
    """
    text = ""
    before: Line | None = None
    for line in lines:
        if before is not None and right is not None and breaks_word(before, line, right, habits):
            text += line.text
        elif before is not None and column is not None and _ends_early(before, line, column):
            text += f" {line.text}"
        else:
            text = _join(text, line.text, habits, spaced=before is not None and before.spaced)
        before = line
    return text.replace("\u00ad", "")


def _ends_early(before: Line, line: Line, column: float) -> bool:
    """Whether the Han character that begins a line would fit on the line before."""
    if not all(is_han(char) and char.isalnum() for char in line.text[:3]):
        return False
    return column - before.end > EARLY_END * before.size


def breaks_word(before: Line, line: Line, right: float, habits: Habits) -> bool:
    """Whether a line that fills its cell ends inside a word.

    It does if the document draws spaces at line ends but none here, or else has only the whole
    word.
    """
    if right - before.end > BROKEN_ROOM * before.size:
        return False
    first, rest = _LAST.search(before.text), _FIRST.match(line.text)
    if not first or not rest or not rest.group()[0].islower() or is_han(rest.group()[0]):
        return False
    if habits.spaces_drawn:
        return not before.spaced
    whole, parts = first.group() + rest.group(), (first.group(), rest.group())
    return whole.lower() in habits.words and any(p.lower() not in habits.words for p in parts)


def _join(text: str, after: str, habits: Habits, *, spaced: bool) -> str:
    if not text or not after:
        return text + after
    last, first = text[-1], after[0]
    if last in _HYPHENS:
        return _join_hyphen(text, after, habits)
    if last in "/–" and not spaced and len(text) > 1 and not text[-2].isspace():
        return text + after
    if is_han(last) or is_han(first):
        # A space drawn at a line's end is no sign between two Han: some producers draw one on each.
        spaced = spaced and not (is_han(last) and is_han(first))
        between = _find_kind(last), _find_kind(first)
        return f"{text} {after}" if spaced or between in habits.spaced else text + after
    return f"{text} {after}"


def _join_hyphen(text: str, after: str, habits: Habits) -> str:
    if text[-1] == "\u00ad":
        return text[:-1] + after
    if len(text) < 2 or text[-2].isspace():
        return f"{text} {after}"
    broken = _BROKEN.search(text)
    rest = _FIRST.match(after)
    if broken and rest and rest.group()[0].islower():
        whole = (broken.group(1) + rest.group()).lower()
        compound = f"{broken.group(1)}-{rest.group()}".lower()
        if broken.group(1).lower() in _COMPOUNDING and whole not in habits.words:
            return text + after
        if compound not in habits.words and (whole in habits.words or habits.hyphenates):
            return text[:-1] + after
    return text + after
