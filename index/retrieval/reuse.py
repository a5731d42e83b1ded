"""How much of a text stands in an earlier one? And where do the two differ?

Words are compared as readers see them: without case, Arabic vowel signs or the kind of quotation
mark; each Chinese character is a word of its own. Only runs of words count as text in common, since
any two texts of one field share single words.

A translation is compared sentence by sentence, by meaning. All that is written on one subject lies
near each other, whoever wrote it. So a translation is more than near: it has the numbers and dates
of the other sentence, cites the same, and is as long.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, Final, Literal

import numpy as np

from corpus.references import find
from corpus.text import dates, fold, is_han, sentences
from index.retrieval.search import Search

TAKEN_OVER: Final = 0.6
"""Share of a paragraph from which it counts as taken over, not merely alike."""

TRANSLATION: Final = 0.55
"""Cosine from which a sentence counts as the translation of another: of translated UN sentences
95 % lie above, of the nearest others 1 % (`python -m benchmarks.precedents.measure`)."""

_LENGTHS: Final[Mapping[str | None, float]] = {
    "ar": 0.85,
    "zh": 0.27,
    "en": 1.0,
    "fr": 1.13,
    "ru": 1.11,
    "es": 1.14,
}
"""Characters that a language needs for each one of English (the same command)."""

STRETCH: Final = 2.5
"""How many times as long a translation may be, the languages evened out: 99.8 % of translated UN
sentences are within it. Two sentences may be one in the other language."""

_WHOLE: Final = 1.6
"""The same for paragraphs as a whole, in which long sentences and short ones even out."""

_IN_COMMON: Final = 0.5
"""Share of the references, or numbers, of two texts that more than so many have in common of:
a list of resolutions has some of those that another text cites."""

_RUN: Final = 5
"""Words in a row that count as text in common; four in a row are shared by chance (`of the
Secretary-General`)."""

_LONGEST: Final = 3_000
"""Words that are compared: comparing takes time by the product of both lengths."""

_WORD: Final = re.compile(r"[^\W_]+(?:['’\u0640-\u0652\u0670][^\W_]+)*")


_NUMBER: Final = re.compile(
    r"(?P<whole>\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+(?!\d)|\d+)(?:[.,](?P<tenths>\d+))?"
    r"(?!\d|\s*月)[\s多余]*(?:(十亿|mil mill|billion|milliard|млрд|миллиард|بليون|بلايين|مليار)"
    r"|(亿)|(百万|million|mill[oó]n|млн|миллион|مليون|ملايين)|(万)"
    r"|(千|mil(?:l?es?)?\b|milliers|thousand|тыс|ألف|آلاف))?",
    re.IGNORECASE,
)
"""A number in figures, with what parts its thousands and tenths, and what it is counted in, which
the six languages write in words or not; a month that Chinese counts is none."""

_GROUP: Final = 3

_SCALES: Final = (10**9, 10**8, 10**6, 10**4, 10**3)

_BACKWARDS: Final = re.compile(
    r"(?<![\d.,])(\d{3})[ \u00a0](\d{1,2})(?![\d.,])(?=.*[\u0621-\u064a])", re.DOTALL
)
"""Thousands as Arabic texts may have them, the last group first."""

_AFTERNOON: Final = re.compile(
    r"下午\s*(\d{1,2})|(?<![\d.:])(\d{1,2})(?=(?:[.:]\d\d)?\s*p\.\s?m\.)"
)
_LABEL: Final = re.compile(r"^\W*\d{1,3}\s?[.)–-]\s")

_TOKEN: Final = re.compile(
    r"\d+(?:[.,]\d+)*|[\u2e80-\u9fff\uf900-\ufaff]|(?:(?![\u2e80-\u9fff\uf900-\ufaff])[^\W\d_]"
    r"|[\u0640-\u0652\u0670])+(?:['’][^\W\d_]+)*|\s+|.",
    re.DOTALL,
)
"""What a revision changes as one: a number, a Chinese character, a word, white space, a sign."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of two texts laid over each other.

    Attributes:
        kind: whether it stands in both, or in one of them only.
        text: as it stands there; in the draft's spelling where it stands in both.
    """

    kind: Literal["same", "draft", "earlier"]
    text: str


@dataclass(frozen=True, slots=True)
class WordChange:
    """A stretch of a text and of its revision, to the letter.

    Attributes:
        kind: whether it stands in both, or in one of them only.
        text: as it stands there.
    """

    kind: Literal["same", "deleted", "inserted"]
    text: str


@dataclass(frozen=True, slots=True)
class Worded:
    """A text in a language: one of the six, or None where it cannot be told."""

    text: str
    language: str | None


def share_in_common(draft: str, earlier: str) -> float:
    """Tell how much of a draft stands word for word in an earlier text.

    Args:
        draft: the text that is looked at.
        earlier: the text that it may have been taken from.

    Returns:
        Share of the draft's words that stand there in runs of at least five, or as the whole of a
        shorter draft; 0 to 1.
    """
    left, right = words_of(draft), words_of(earlier)
    if not left or not right:
        return 0.0
    run = min(_RUN, len(left))
    blocks = _matcher(left, right).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= run) / len(left)


def numbers_differ(one: str, other: str) -> bool:
    """Whether each of two sentences, of any languages, has numbers or dates that the other has not.

    Where only one of them has more, the other may have written it in words.
    """
    mine, others = _numbers(one), _numbers(other)
    return bool(mine - others and others - mine)


def numbers_in_common(one: str, other: str) -> float:
    """Tell which share of the numbers and dates of two texts, of any languages, both have.

    Returns:
        0 to 1; 1 where neither has any.
    """
    mine, others = _numbers(one), _numbers(other)
    return len(mine & others) / len(mine | others) if mine or others else 1.0


def _numbers(text: str) -> set[str]:
    """Months and days as ISO 8601 has them, and the figures beside them, whatever their form."""
    text = re.sub(r"\d", lambda digit: str(int(digit[0])), text)  # Arabic has its own
    text = _AFTERNOON.sub(lambda hour: str(int(hour[1] or hour[2]) % 12 + 12), _LABEL.sub("", text))
    # A range is its month, year and two figures: Arabic may print the later day first.
    found = {date.iso[:7] for date in dates.find(text, with_ranges=True)}
    for date in dates.find(text):
        found.add(date.iso)
        text = text[: date.start] + " " * (date.end - date.start) + text[date.end :]
    for number in _NUMBER.finditer(_BACKWARDS.sub(r"\2\1", text)):
        whole, tenths, *scales = number.groups()
        digits = re.sub(r"\D", "", whole)
        scale = next((one for one, word in zip(_SCALES, scales, strict=True) if word), None)
        if scale:
            found.add(_in_groups(f"{Decimal(f'{digits}.{tenths or 0}') * scale:f}"))
        else:  # 12.40 may be an hour or an article as well, which others write 12:40 or 12 (40)
            found |= {_in_groups(one) for one in (digits, tenths) if one}
    return found


def _in_groups(digits: str) -> str:
    """A number by its groups of three, which Arabic texts may have in another order."""
    whole = digits.partition(".")[0]
    if len(whole) <= _GROUP:
        return str(int(whole))
    return " ".join(sorted(whole[max(0, at - _GROUP) : at] for at in range(len(whole), 0, -_GROUP)))


def translated_shares(search: Search, one: Worded, other: Worded) -> tuple[float, float]:
    """Tell how much of each of two texts is a translation of what stands in the other.

    Args:
        search: over an index; its model compares.
        one: a text.
        other: one of another language.

    Returns:
        Shares of their sentences by length, 0 to 1: of ``one``, and of ``other``.
    """
    mine, others = _sentences(one), _sentences(other)
    if not mine or not others:
        return 0.0, 0.0
    asked = [sentence.text for sentence in (*mine, *others)]
    vectors: Any = np.stack([question.embedding for question in search.embedded(asked)])
    is_near = vectors[: len(mine)] @ vectors[len(mine) :].T >= TRANSLATION
    for at, place in np.argwhere(is_near):
        is_near[at, place] = _may_be_translations(mine[at], others[place])
    return _share(mine, is_near.any(axis=1)), _share(others, is_near.any(axis=0))


def is_translation(search: Search, one: Worded, other: Worded) -> bool:
    """Whether two paragraphs of different languages say the same, as a whole; in doubt not.

    Most of each has to stand in the other, with most of the numbers of both. Of the
    translations of the sample's paragraphs 86 % are told to be, of the nearest paragraphs of other
    documents none (the same command).
    """
    if numbers_in_common(one.text, other.text) <= _IN_COMMON or not _are_as_long(
        one, other, _WHOLE
    ):
        return False
    return min(translated_shares(search, one, other)) >= TAKEN_OVER


def length(sentence: Worded) -> float:
    """How long a sentence is: in characters that English would need for it."""
    return len(sentence.text) / _LENGTHS.get(sentence.language, 1.0)


def _sentences(whole: Worded) -> list[Worded]:
    cut = (whole.text[start:end].strip() for start, end in sentences(whole.text))
    return [Worded(text, whole.language) for text in cut if any(map(str.isalnum, text))]


def _may_be_translations(one: Worded, other: Worded) -> bool:
    if numbers_differ(one.text, other.text):
        return False
    mine, others = _references(one), _references(other)
    if (mine or others) and len(mine & others) <= _IN_COMMON * len(mine | others):
        return False
    return _are_as_long(one, other, STRETCH)


def _are_as_long(one: Worded, other: Worded, stretch: float) -> bool:
    return 1 / stretch <= length(one) / length(other) <= stretch


def _references(sentence: Worded) -> set[str]:
    return {mention.canonical for mention in find(sentence.text)}


def _share(texts: list[Worded], chosen: Any) -> float:
    lengths = np.array([len(one.text) for one in texts], float)
    return float(lengths[chosen].sum() / lengths.sum())


def differences(draft: str, earlier: str) -> list[Piece]:
    """Lay a draft over an earlier text.

    Returns:
        Pieces in reading order: what stands in both, only in the draft, only in the earlier text.
        Those of the draft and of both make the draft again, to the letter.
    """
    left, right = _spans(draft), _spans(earlier)
    pieces: list[Piece] = []
    matcher = _matcher([_folded(one) for one in left], [_folded(one) for one in right])
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(left[a:b])))
            continue
        if c < d:
            pieces.append(Piece("earlier", "".join(right[c:d])))
        if a < b:
            pieces.append(Piece("draft", "".join(left[a:b])))
    return pieces


def word_changes(old: str, new: str) -> list[WordChange]:
    """Tell which words a revision of a text changes, to the letter.

    Unlike :func:`differences` it takes a capital or a comma for a change: what is the same and what
    is deleted make the old text, what is the same and what is inserted the new one.

    Returns:
        Pieces in reading order, what is deleted before what is inserted in its place. Words in
        common between two changes that are longer than they are go into the changes (the semantic
        cleanup of Fraser's diff-match-patch): a sentence that was written anew is not made of
        crumbs.
    """
    left, right = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(left), len(right)) > 2 * _LONGEST:
        left, right = [old], [new]
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    # Deleted, inserted, and what both have behind them.
    steps: list[list[str]] = [["", "", ""]]
    for tag, a, b, c, d in codes:
        if tag == "equal":
            steps[-1][2] += "".join(left[a:b])
        else:
            steps.append(["".join(left[a:b]), "".join(right[c:d]), ""])
    at = 1
    while at + 1 < len(steps):
        between = len(steps[at][2].strip())
        if all(between <= max(map(len, step[:2])) for step in steps[at : at + 2]):
            deleted, inserted, same = steps.pop(at + 1)
            before = steps[at]
            steps[at] = [before[0] + before[2] + deleted, before[1] + before[2] + inserted, same]
            at = max(1, at - 1)
        else:
            at += 1
    kinds: tuple[Literal["deleted", "inserted", "same"], ...] = ("deleted", "inserted", "same")
    return [
        WordChange(kind, text)
        for step in steps
        for kind, text in zip(kinds, step, strict=True)
        if text
    ]


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared; each Chinese character is one."""
    words: list[str] = []
    for match in _WORD.finditer(fold(text)):
        words.extend(_units(match.group()))
    return words


def _matcher(left: Sequence[str], right: Sequence[str]) -> SequenceMatcher[str]:
    # Without `autojunk`, which takes the commonest words of a long text for noise.
    return SequenceMatcher(None, left[:_LONGEST], right[:_LONGEST], autojunk=False)


def _units(word: str) -> list[str]:
    """A word, or its characters where they are Chinese."""
    units: list[str] = []
    for character in word:
        if is_han(character) or not units or is_han(units[-1][-1]):
            units.append(character)
        else:
            units[-1] += character
    return units


def _spans(text: str) -> list[str]:
    """Cut a text into words, each with what follows it up to the next; together they are it."""
    starts: list[int] = []
    for match in _WORD.finditer(text):
        at = match.start()
        for unit in _units(match.group()):
            starts.append(at)
            at += len(unit)
    borders = [0, *starts[1:], len(text)] if starts else [0, len(text)]
    return [text[a:b] for a, b in pairwise(borders) if a < b]


def _folded(span: str) -> str:
    return fold(span).strip(" .,;:!?\"'«»“”„‘’()[]،؛؟。，；：、！？（）「」『』—–-") or span
