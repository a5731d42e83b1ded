"""Numbers that a question writes in words (``one hundred and forty``, ``一百四十``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from corpus import tables
from corpus.extract.references.phrases import Phrases, make_pattern
from corpus.text import fold_with_places

_MOST_FIGURES: Final = 4  # no resolution has a number of more
_DIGITS: Final = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2, "兩": 2,
}  # fmt: skip
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_CHINESE: Final = re.compile(f"第?([{''.join((*_DIGITS, *_UNITS))}]+)(号|號)?")


class SpelledNumber(NamedTuple):
    """A number in words: its span and its figures."""

    start: int
    end: int
    figures: str


class _NumberWord(NamedTuple):
    """A word of a number: its value or factor (``is_scale``), and how its language counts."""

    value: int
    is_scale: bool
    has_units_first: bool
    counts_twenties: bool


def find_number_words(text: str) -> Iterator[SpelledNumber]:
    """Find numbers of up to four figures in words, also said in parts (``one four zero``)."""
    folded = fold_with_places(text)
    numbers = [*_find_in_words(folded.text), *_find_in_chinese(folded.text)]
    for start, end, figures in sorted(numbers):
        yield SpelledNumber(folded.start(start), folded.end(end), figures)


def _find_in_words(text: str) -> Iterator[SpelledNumber]:
    words, joint = _vocabulary(tables.folder())
    parts: list[int] = []  # of the number that is being read
    start = end = 0
    for phrase in words.finditer(text):
        between = joint.fullmatch(text, end, phrase.start) if parts else None
        total = _add_word(parts[-1], phrase.value) if between else None
        if total is not None:
            parts[-1] = total
        elif between and not between["and"]:
            parts.append(phrase.value.value)
        else:  # "seventy and eighty" are two numbers
            yield from _read_parts(parts, start, end)
            parts, start = [phrase.value.value], phrase.start
        end = phrase.end
    yield from _read_parts(parts, start, end)


def _read_parts(parts: Sequence[int], start: int, end: int) -> Iterator[SpelledNumber]:
    figures = "".join(map(str, parts))
    if parts and parts != [1] and figures[0] != "0" and len(figures) <= _MOST_FIGURES:
        yield SpelledNumber(start, end, figures)


def _add_word(number: int, word: _NumberWord) -> int | None:
    """Return a number extended by a word; None where the word begins another number."""
    value = word.value
    if word.is_scale:
        rest = number % value  # two hundred, thirteen hundred, one thousand two hundred
        is_multiplied = 0 < rest < 100 and number // 1000 * 1000 == number - rest
        if number and is_multiplied:
            return number - rest + rest * value
        return number + value if number and number % (10 * value) == 0 else None
    below_hundred = number % 100
    if value == 20 and below_hundred == 4 and word.counts_twenties:
        return number + 76
    if value < 10:
        is_free = number > 0 and number % 10 == 0 and below_hundred != 10
    elif value < 20:
        # soixante-dix, quatre-vingt-onze; in Arabic, three ten for thirteen
        has_unit = word.has_units_first and value == 10 and below_hundred < 10
        is_free = number > 0 and (below_hundred in {0, 60, 80} or has_unit)
    elif value < 100:
        is_free = number > 0 and below_hundred < (10 if word.has_units_first else 1)
    else:
        is_free = number > 0 and number % 1000 == 0
    return number + value if is_free else None


def _find_in_chinese(text: str) -> Iterator[SpelledNumber]:
    for match in _CHINESE.finditer(text):
        characters = match[1]
        if len(characters) == 1 and match[0] == characters:
            continue  # 一 and 三 alone are in many words
        figures = _convert_chinese(characters)
        if figures is not None:
            yield SpelledNumber(match.start(1), match.end(1), figures)


def _convert_chinese(characters: str) -> str | None:
    if not any(character in _UNITS for character in characters):
        figures = "".join(str(_DIGITS[character]) for character in characters)
    else:
        number, digit = 0, None
        for character in characters:
            if character in _UNITS:
                number += (1 if digit is None else digit) * _UNITS[character]
                digit = None
            else:
                digit = _DIGITS[character] or None
        figures = str(number + (digit or 0))
    return figures if figures[0] != "0" and len(figures) <= _MOST_FIGURES else None


@cache
def _vocabulary(folder: str) -> tuple[Phrases[_NumberWord], re.Pattern[str]]:
    del folder  # the key of the cache: another folder of tables, another vocabulary
    languages = tables.load("numbers_spelled").values()
    words = Phrases(
        (
            entry,
            _NumberWord(
                int(value),
                key == "scales",
                language.get("units_first", False),
                language.get("twenties", False),
            ),
        )
        for language in languages
        for key in ("words", "scales")
        for value, entries in language.get(key, {}).items()
        for entry in entries
    )
    joints = "|".join(make_pattern(entry) for language in languages for entry in language["and"])
    # Arabic joins its conjunction to the next word.
    return words, re.compile(rf"[ -]{{0,3}}(?P<and>(?:{joints})[ -]{{1,3}}|و)?")
