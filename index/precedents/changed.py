"""Which numbers, or words that deny, has a draft in the place of others of an earlier text?

Figures, and words of a language for one to twelve (``data/numbers.toml``) and for months; what
Chinese writes in signs is read whole (``三十二``). Words are told where a number stands for one
counted in the same. In doubt they are not: a part of a longer number in words, or one that only one
of the texts has, may say the same in another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

from corpus import tables
from corpus.text import dates, fold
from index.precedents.figures import GROUPED, Figures
from index.precedents.reuse import RUN, folded, matcher, spans
from index.words import word_key

_BORDER: Final = 3
"""Words beside text in common in which a number takes the place of another, also where much else
stands there behind them: a draft may end where the earlier text goes on."""

_FIGURE: Final = re.compile(rf"(?<![\d.,:/]){GROUPED}(?:[.,٫]\d+)?(?!\d)|\d+(?:[.,٫:/]\d+)*")

_SIGNS: Final = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "○": 0, "两": 2,
}  # fmt: skip
_UNITS: Final = {"十": 10, "百": 100, "千": 1_000, "万": 10**4, "亿": 10**8}
_IN_SIGNS: Final = re.compile(
    rf"(?<![\d几数多])[{''.join(_SIGNS)}十][{''.join((*_SIGNS, *_UNITS))}]*(?![\d几多余])"
)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in a text.

    Attributes:
        start: offset of its first character.
        end: offset behind its last one.
        key: what it is compared by.
        counted_in: a scale behind it, what makes it an ordinal or, in Chinese, what it counts.
        is_word: whether it is written in words or signs.
    """

    start: int
    end: int
    key: str
    counted_in: str = ""
    is_word: bool = False


def changed_figures(draft: str, earlier: str, language: str | None = None) -> Figures:
    """Tell which numbers a draft has in the place of others of an earlier text in its language.

    Where many words stand for many, what is said is another thing: only numbers beside text in
    common are told.

    Args:
        draft: the text that is looked at.
        earlier: the text that it may have been taken from.
        language: of both, whose words for numbers are told; None where it is not known.
    """
    mine, theirs = _numbers(draft, language), _numbers(earlier, language)
    changes = list(_longer(_changes(draft, earlier), mine, theirs))
    if not changes:
        return Figures()
    pairs = [
        _other(_within(mine, first, last), _within(theirs, begin, end))
        for first, last, begin, end in changes
    ]
    own, old = ([one for pair in pairs for one in pair[side]] for side in (0, 1))
    return Figures(
        tuple(dict.fromkeys(draft[one.start : one.end] for one in own)),
        tuple(dict.fromkeys(earlier[one.start : one.end] for one in old)),
    )


def _longer(
    changes: Iterable[tuple[str, int, int, int, int]],
    mine: Sequence[_Number],
    theirs: Sequence[_Number],
) -> Iterator[tuple[int, int, int, int]]:
    """What was replaced; what was put into a number, or taken out of one, with the number."""
    for tag, first, last, begin, end in changes:
        if tag == "replace":
            yield first, last, begin, end
            continue
        is_mine = tag == "delete"  # what only the draft has
        longer, shorter = (mine, theirs) if is_mine else (theirs, mine)
        start, stop, at = (first, last, begin) if is_mine else (begin, end, first)
        own = [one for one in longer if one.start < stop and one.end > start]
        other = [one for one in shorter if one.start <= at <= one.end]
        if len(own) == len(other) == 1 and (own[0].start < start or own[0].end > stop):
            sides = own[0].start, own[0].end, other[0].start, other[0].end
            yield sides if is_mine else (*sides[2:], *sides[:2])


def changed_negations(draft: str, earlier: str, language: str | None = None) -> Figures:
    """Tell which words that deny something only one of two texts in a language has.

    Where both deny, in whatever words, nothing is told, and nothing of what stands away from text
    in common.

    Args:
        draft: the text that is looked at.
        earlier: the text that it may have been taken from.
        language: of both; None where it is not known, then nothing is told.
    """
    pattern = _denying(language, tables.folder()) if language else None
    if pattern is None:
        return Figures()
    mine, theirs = ([one.span() for one in pattern.finditer(text)] for text in (draft, earlier))
    own: dict[str, None] = {}
    old: dict[str, None] = {}
    for tag, first, last, begin, end in _changes(draft, earlier):
        if tag == "equal":
            continue
        denied = [one for one in mine if one[0] < last and one[1] > first]
        denied_before = [one for one in theirs if one[0] < end and one[1] > begin]
        if tag != "replace":  # alone it denies, whatever it is a part of where it stands
            denied = denied or _alone(pattern, draft, first, last)
            denied_before = denied_before or _alone(pattern, earlier, begin, end)
        if not denied_before:
            own.update({draft[slice(*one)]: None for one in denied})
        if not denied:
            old.update({earlier[slice(*one)]: None for one in denied_before})
    return Figures(tuple(own), tuple(old))


def _alone(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where a stretch of a text denies, whatever stands beside it."""
    return [(start + one.start(), start + one.end()) for one in pattern.finditer(text[start:end])]


def _changes(draft: str, earlier: str) -> Iterator[tuple[str, int, int, int, int]]:
    """What differs beside text in common: how, and its offsets in both texts."""
    left, right = spans(draft), spans(earlier)
    places, others = ([0, *accumulate(map(len, one))] for one in (left, right))
    codes = matcher(list(map(folded, left)), list(map(folded, right))).get_opcodes()
    for tag, a, b, c, d in codes:
        stretches = [(a, b, c, d)]
        if tag == "equal":
            continue
        if max(b - a, d - c) >= RUN:
            # Of what only one has, its own borders; of what stands for another, both in step.
            steps = range(min(_BORDER, *(size for size in (b - a, d - c) if size)))
            one, other = (min(1, size) for size in (b - a, d - c))
            stretches = [
                (a + at * one, a + (at + 1) * one, c + at * other, c + (at + 1) * other)
                for at in steps
                if a and c
            ]
            if b < len(left) and d < len(right):
                stretches += [
                    (b - (at + 1) * one, b - at * one, d - (at + 1) * other, d - at * other)
                    for at in steps
                ]
        for first, last, begin, end in stretches:
            yield tag, places[first], places[last], others[begin], others[end]


@lru_cache(maxsize=8)
def _denying(language: str, folder: str) -> re.Pattern[str] | None:
    """The words of a language that deny, as they stand in a text."""
    del folder  # the key of the cache: another folder of tables, other words
    words = tables.load("negations").get(language)
    with tables.patterns("negations"):
        return re.compile(words, re.IGNORECASE) if words else None


def _other(
    mine: Sequence[_Number], theirs: Sequence[_Number]
) -> tuple[Sequence[_Number], Sequence[_Number]]:
    """Those of two stretches that stand for each other and are not the same."""
    if len(mine) == len(theirs) and any(one.is_word for one in (*mine, *theirs)):
        pairs = [
            (one, other)
            for one, other in zip(mine, theirs, strict=True)
            if one.key != other.key
            and not _is_article(one, other)
            and (one.counted_in == other.counted_in or not (one.is_word or other.is_word))
        ]
        return [one for one, _ in pairs], [other for _, other in pairs]
    mine, theirs = ([one for one in side if not one.is_word] for side in (mine, theirs))
    if not mine or not theirs:
        return (), ()
    keys, others = ({one.key for one in side} for side in (mine, theirs))
    return (
        [one for one in mine if one.key not in others],
        [one for one in theirs if one.key not in keys],
    )


def _is_article(one: _Number, other: _Number) -> bool:
    """Whether one of two numbers is a word for one that may say no number: `una`, beside `15`."""
    return one.is_word != other.is_word and "1" in (
        one.is_word and one.key,
        other.is_word and other.key,
    )


def _within(numbers: Sequence[_Number], start: int, end: int) -> list[_Number]:
    return [one for one in numbers if one.start < end and one.end > start]


def _numbers(text: str, language: str | None) -> list[_Number]:
    """The numbers of a text in reading order."""
    words = _words(language, tables.folder()) if language else None
    found = [
        _Number(*one.span(), _key(one[0]), _counted_in(text, *one.span(), words))
        for one in _FIGURE.finditer(text)
    ]
    if language == "zh":
        found += [
            _Number(*one.span(), _value(one[0]), _counted_in(text, *one.span(), None), True)
            for one in _IN_SIGNS.finditer(text)
        ]
    elif words:
        found += _in_words(text, words)
    return sorted(found, key=lambda one: one.start)


def _key(figure: str) -> str:
    """A figure as it is compared: whatever parts its thousands."""
    whole = re.match(rf"{GROUPED}(?!\d)", figure)
    return word_key(re.sub(r"\D", "", whole[0]) + figure[whole.end() :] if whole else figure)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a language for numbers, each pattern of a whole folded word or None."""

    numbers: Mapping[str, re.Pattern[str]]
    patterns: Mapping[str, re.Pattern[str]]

    def number(self, key: str) -> int:
        """The number that a word is, or 0."""
        return next((int(one) for one, named in self.numbers.items() if named.fullmatch(key)), 0)

    def has(self, name: str, key: str) -> bool:
        """Whether a word is one of those of the name."""
        return name in self.patterns and bool(self.patterns[name].fullmatch(key))


@lru_cache(maxsize=8)
def _words(language: str, folder: str) -> _Words | None:
    del folder  # the key of the cache, as above
    table = tables.load("numbers").get(language)
    if table is None:
        return None
    before = table.get("before", "")
    joined = {"only": f"(?:{before})"}  # to the front of the others nothing is
    with tables.patterns("numbers"):
        numbers = {
            number: re.compile(word_key(fold(f"(?:{before})(?:{words})")))
            for number, words in table["words"].items()
        }
        patterns = {
            name: re.compile(word_key(fold(f"{joined.get(name, '')}(?:{words})")))
            for name, words in table.items()
            if name not in {"before", "words"}
        }
    return _Words(numbers, patterns)


def _in_words(text: str, words: _Words) -> list[_Number]:
    """Words that are a whole number, or the name of a month."""
    cut = spans(text)
    starts = [0, *accumulate(map(len, cut))]
    keys = [folded(one) for one in cut]
    found: list[_Number] = []
    for at, key in enumerate(keys):
        start, end = starts[at], starts[at] + len(cut[at].rstrip(_BEHIND))
        before, behind = keys[max(0, at - 2) : at], "".join(keys[at + 1 : at + 2])
        number = words.number(key)
        if not number:
            if month := dates.month_of(text[start:end]):
                found.append(_Number(start, end, str(month), "month", True))
            continue
        if words.has("teen", key) and before and words.number(before[-1]):
            continue  # read with the word before
        if words.has("teen", behind):
            number = 10 + number % 10
            end = starts[at + 1] + len(cut[at + 1].rstrip(_BEHIND))
            behind = "".join(keys[at + 2 : at + 3])
        elif words.has("only", key):
            continue
        if (
            any(words.has("tens", one) for one in (*before, behind))
            or (before and words.has("names", before[-1]))
            or text[:start].endswith(("-", "‑"))
        ):
            continue
        found.append(_Number(start, end, str(number), _scale(behind, words), True))
    return found


_BEHIND: Final = " \u00a0\t\n.,;:!?\"'«»“”„‘’()[]،؛؟—–-/"


def _counted_in(text: str, start: int, end: int, words: _Words | None) -> str:
    """What a number in figures or Chinese signs is counted in."""
    if words:
        return _scale(folded("".join(spans(text[end : end + 20].strip())[:1])), words)
    ordinal = "第" if text[:start].rstrip().endswith("第") else ""
    return ordinal or text[end : end + 2].strip()[:1]


def _scale(key: str, words: _Words) -> str:
    return key if words.has("scales", key) else ""


def _value(signs: str) -> str:
    """The number that Chinese signs write: ``十二``, ``三百``, ``二〇二六``."""
    if len(signs) > 1 and not any(sign in _UNITS for sign in signs):
        return "".join(str(_SIGNS[sign]) for sign in signs)
    total = part = digit = 0
    for sign in signs:
        if sign in _SIGNS:
            digit = _SIGNS[sign]
        elif _UNITS[sign] < _UNITS["万"]:
            part += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            total = (total + part + digit) * _UNITS[sign]
            part = digit = 0
    return str(total + part + digit)
