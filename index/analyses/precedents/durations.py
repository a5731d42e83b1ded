"""Durations and frequencies of two texts: numbers of a unit, in figures, words or Chinese signs.

A number next to its unit is surely a number: `two years`, `两年` and the dual `سنتين` are all two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from corpus import tables
from corpus.languages import find_language
from corpus.text import fold
from index.analyses.precedents.number_words import number_words
from index.analyses.precedents.reuse import GROUPED, LanguageText, fold_span
from index.words import word_key

_FIGURE: Final = re.compile(rf"{GROUPED}(?:[.,٫]\d+)?|\d+(?:[.,٫:/]\d+)*")
"""A number in figures with all its digits."""

_LONGEST: Final = 3
"""Digits of the longest number of a duration; longer ones before a unit are years of a calendar."""

_NAMING: Final = ("month", "第")
"""Marks of numbers that name one of several."""

_WORD_BEHIND: Final = re.compile(r"(?:\s+|[-‑–])([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Duration:
    """A number of a unit: its value, the unit's name in the table, and the number as written."""

    number: str
    unit: str
    written: str


def find_other_durations(
    draft: LanguageText, earlier: LanguageText
) -> tuple[tuple[Duration, Duration], ...]:
    """Find the durations that replace a single other one of their unit; the languages may differ.

    There are none where only one text has more: the other may have it in other units or words.
    """
    mine, theirs = _find_durations(draft), _find_durations(earlier)
    own, old = _list_single(mine, theirs), _list_single(theirs, mine)
    return tuple((own[unit], old[unit]) for unit in own if unit in old)


def _list_single(mine: Sequence[Duration], theirs: Sequence[Duration]) -> dict[str, Duration]:
    """List the units of which a text has a single number that the other lacks, each with it."""
    there = {(each.unit, each.number) for each in theirs}
    lacking = {
        (each.unit, each.number): each for each in mine if (each.unit, each.number) not in there
    }
    units = [unit for unit, _ in lacking]
    return {unit: each for (unit, _), each in lacking.items() if units.count(unit) == 1}


@lru_cache(maxsize=512)  # a sentence is compared with many
def _read(text: str, language: str, folder: str) -> tuple[Duration, ...]:
    units = _load_units(language, folder)
    numbers = [
        (number.start, number.end, number.key)
        for number in number_words(text, language)
        if number.counted_in not in _NAMING and not number.is_fraction
    ]
    numbers += [(*match.span(), _read_figure(match[0])) for match in _FIGURE.finditer(text)]
    durations = []
    end_before = 0
    for start, end, key in sorted(numbers if units else ()):
        unit = _find_unit(text, (start, end), units, is_spaced=find_language(language).is_spaced)
        is_behind_another = end_before > 0 and not text[end_before:start].strip()  # `10 premiers`
        if unit and key.isdecimal() and len(key) <= _LONGEST and not is_behind_another:
            durations.append(Duration(key, unit, text[start:end]))
        end_before = end
    return tuple(durations)


def _find_durations(text: LanguageText) -> tuple[Duration, ...]:
    return _read(text.text, text.language, tables.folder()) if text.language else ()


def _read_figure(figure: str) -> str:
    return str(int(figure)) if figure.isdecimal() else ""


def _find_unit(
    text: str, span: tuple[int, int], units: Mapping[str, re.Pattern[str]], *, is_spaced: bool
) -> str:
    """Return the unit of a number: the word behind it, or the number itself where it is a dual."""
    start, end = span
    if not is_spaced:
        place = len(text) - len(text[end:].lstrip())
        return next((name for name, each in units.items() if each.match(text, place)), "")
    behind = _WORD_BEHIND.match(text, end)
    words = [fold_span(text[start:end]), *([fold_span(behind[1])] if behind else [])]
    return next(
        (name for word in words for name, each in units.items() if each.fullmatch(word)), ""
    )


@lru_cache(maxsize=8)
def _load_units(language: str, folder: str) -> Mapping[str, re.Pattern[str]]:
    del folder  # the key of the cache: another folder of tables, other words
    table = tables.load("numbers").get(language, {})
    before = table.get("before", "")
    is_spaced = find_language(language).is_spaced
    with tables.patterns("numbers"):
        return {
            name: re.compile(
                word_key(fold(f"(?:{before})(?:{words})")) if is_spaced else f"(?:{words})"
            )
            for name, words in table.get("units", {}).items()
        }
