"""Numbers in words of a text's language, or in Chinese signs.

Reads one to twelve (``data/numbers.toml``), months, and whole Chinese numbers (``三十二``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

from corpus import tables
from corpus.languages import find_language
from corpus.text import dates, fold
from index.analyses.precedents.reuse import fold_span, spans
from index.words import word_key

_SIGNS: Final = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "○": 0, "两": 2,
}  # fmt: skip
_FRACTION: Final = "fraction"

_LONGEST: Final = 30
"""Signs of the longest Chinese number that is read; real numbers have at most half as many."""

_UNITS: Final = {"十": 10, "百": 100, "千": 1_000, "万": 10**4, "亿": 10**8}
_IN_SIGNS: Final = re.compile(
    r"(?<![\d几数多])(?!十分[^之钟])"  # `very` is no ten
    rf"[{''.join(_SIGNS)}十][{''.join((*_SIGNS, *_UNITS))}]*(?![\d几多余])"
)


_FRACTION_IN_SIGNS: Final = re.compile(
    r"[二两三四五六七八九十]+分之[一二两三四五六七八九十]+|[一二两三四五六七八九半]+成(?![为员立果效本年])"
)
"""A fraction, or tenths (``三成``); hundredths (``百分之三十``) are read as figures are."""

_HALF_YEAR: Final = re.compile("(?<![上下])半年")
"""A period that other languages count in months."""

WEEKDAY: Final = "星期"
"""Mark of a sign that names a day of the week in Chinese."""


@dataclass(frozen=True, slots=True)
class NumberInText:
    """A number in a text.

    ``key`` is its form for comparison. ``counted_in`` is its scale, mark of an ordinal or, in
    Chinese, the counted thing. ``is_word`` says that it is written in words or signs. A fraction is
    one number, whose key has its words.
    """

    start: int
    end: int
    key: str
    counted_in: str = ""
    is_word: bool = False

    @property
    def is_fraction(self) -> bool:
        """Whether it is a fraction in words, which is not compared with other numbers."""
        return self.counted_in == _FRACTION


def number_words(text: str, language: str | None) -> Sequence[NumberInText]:
    """Return the numbers in words, and names of months, of a text; none without a language."""
    return _read(text, language, tables.folder())


@lru_cache(maxsize=512)  # a sentence is compared with many
def _read(text: str, language: str | None, folder: str) -> Sequence[NumberInText]:
    if find_language(language).script == "Hans":
        fractions = [
            NumberInText(*match.span(), match[0], _FRACTION, True)
            for match in _FRACTION_IN_SIGNS.finditer(text)
        ]
        numbers = [
            NumberInText(
                *match.span(),
                _read_signs(match[0]),
                find_counted_unit(text, *match.span(), language),
                True,
            )
            for match in _IN_SIGNS.finditer(text)
            if not any(each.start <= match.start() < each.end for each in fractions)
        ]
        half_years = [
            NumberInText(*match.span(), "6", "月", True) for match in _HALF_YEAR.finditer(text)
        ]
        return numbers + half_years + fractions
    words = _load_words(language, folder) if language else None
    return _find_in_words(text, words) if words else []


def read_unit_behind(text: str, end: int, language: str | None) -> int:
    """Return the unit behind a word of tens that ends at an offset (``forty-first``), or 0."""
    words = _load_words(language, tables.folder()) if language else None
    match = _UNIT_BEHIND.match(text, end)
    number = words.number(fold_span(match[1])) if words and match else 0
    return number if number < _TEN else 0


_UNIT_BEHIND: Final = re.compile(r"(?:[-‑]|\s+(?:(?:et|y|и)\s+)?)([^\W\d_]+)")
_TEN: Final = 10


def find_counted_unit(text: str, start: int, end: int, language: str | None) -> str:
    """Return the unit of a number in figures or Chinese signs, or the mark in front of it."""
    words = _load_words(language, tables.folder()) if language else None
    if words:
        return _find_scale(fold_span("".join(spans(text[end : end + 20].strip())[:1])), words)
    before = text[:start].rstrip()
    mark = next((mark for mark in ("第", WEEKDAY) if before.endswith(mark)), "")
    return mark or text[end : end + 2].strip()[:1]


@dataclass(frozen=True, slots=True)
class _NumberVocabulary:
    """Patterns of a language for numbers, each for a whole folded word."""

    numbers: Mapping[str, re.Pattern[str]]
    patterns: Mapping[str, re.Pattern[str]]

    def number(self, key: str) -> int:
        return next(
            (int(value) for value, pattern in self.numbers.items() if pattern.fullmatch(key)), 0
        )

    def fraction(self, numerator: str, denominator: str) -> str:
        """Return the fraction of two words without what is joined to it; empty where it is none."""
        pattern = self.patterns.get("fractions")
        match = pattern.fullmatch(f"{numerator} {denominator}") if pattern else None
        return match["fraction"] if match else ""

    def has(self, name: str, key: str) -> bool:
        return name in self.patterns and bool(self.patterns[name].fullmatch(key))


@lru_cache(maxsize=8)
def _load_words(language: str, folder: str) -> _NumberVocabulary | None:
    del folder  # the key of the cache: another folder of tables, other words
    table = tables.load("numbers").get(language)
    if table is None or "words" not in table:  # Chinese has units alone
        return None
    before = table.get("before", "")
    # To the front of the others nothing is joined.
    joined = word_key(fold(f"(?:{before})"))
    prefixes = {"only": f"{joined}(?:", "fractions": f"{joined}(?P<fraction>"}
    with tables.patterns("numbers"):
        numbers = {
            number: re.compile(word_key(fold(f"(?:{before})(?:{words})")))
            for number, words in table["words"].items()
        }
        patterns = {
            name: re.compile(f"{prefixes.get(name, '(?:')}{word_key(fold(words))})")
            for name, words in table.items()
            if name not in {"before", "words", "units"}
        }
    return _NumberVocabulary(numbers, patterns)


def _find_in_words(text: str, words: _NumberVocabulary) -> list[NumberInText]:
    words_in_text = spans(text)
    starts = [0, *accumulate(map(len, words_in_text))]
    keys = [fold_span(word) for word in words_in_text]
    numbers: list[NumberInText] = []
    for index, key in enumerate(keys):
        start, end = starts[index], starts[index] + len(words_in_text[index].rstrip(_BEHIND))
        before, behind = keys[max(0, index - 2) : index], "".join(keys[index + 1 : index + 2])
        number = words.number(key)
        if numbers and start < numbers[-1].end and numbers[-1].is_fraction:
            continue
        if fraction := words.fraction(key, behind):
            end = starts[index + 1] + len(words_in_text[index + 1].rstrip(_BEHIND))
            numbers.append(NumberInText(start, end, fraction, _FRACTION, True))
            continue
        if not number:
            if month := dates.month_of(text[start:end]):
                numbers.append(NumberInText(start, end, str(month), "month", True))
            continue
        if words.has("teen", key) and before and words.number(before[-1]):
            continue  # read with the word before
        if words.has("teen", behind):
            number = 10 + number % 10
            end = starts[index + 1] + len(words_in_text[index + 1].rstrip(_BEHIND))
            behind = "".join(keys[index + 2 : index + 3])
        elif words.has("only", key):
            continue
        if (
            any(words.has("tens", word) for word in (*before, behind))
            or (before and words.has("names", before[-1]))
            or text[:start].endswith(("-", "‑"))
        ):
            continue
        numbers.append(NumberInText(start, end, str(number), _find_scale(behind, words), True))
    return numbers


_BEHIND: Final = " \u00a0\t\n.,;:!?\"'«»“”„‘’()[]،؛؟—–-/"


def _find_scale(key: str, words: _NumberVocabulary) -> str:
    return key if words.has("scales", key) else ""


def _read_signs(signs: str) -> str:
    """Read the number in Chinese signs: ``十二``, ``三百``, ``二〇二六``."""
    if len(signs) > _LONGEST:
        return signs
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
