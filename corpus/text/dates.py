"""Days and ranges of days that a line names, in any of the languages."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import Final

from corpus import tables

_ALEFS: Final = str.maketrans("أإآ", "ااا")

_DIGITS: Final = str.maketrans(
    "０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "012345678901234567890123456789"
)

_WORDS: Final = tables.load_shipped("dates")

_MONTH_NUMBERS: Final = {
    name.translate(_ALEFS): number
    for months in _WORDS["months"].values()
    for number, names in enumerate(months, start=1)
    for name in names.split("|")
}

_MONTH: Final = "|".join(
    re.escape(name).replace(r"\ ", r"\s+") for name in sorted(_MONTH_NUMBERS, key=len, reverse=True)
)

_DASH: Final = r"[-‐‑–—−]"


def _join_words(*keys: str) -> str:
    words = {word.translate(_ALEFS) for key in keys for word in _WORDS[key]}
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


_ORDINAL: Final = rf"(?:\s?{_join_words('ordinals')})?"
_DAY: Final = rf"(?<![\d.,/])(?P<day>\d{{1,2}}){_ORDINAL}"
_YEAR: Final = r"(?P<year>(?:19|20)\d{2})(?!\d)"

_OF: Final = rf"(?:{_join_words('of')}\s+)?"
_BETWEEN: Final = rf"\s*(?:{_DASH}|/|&|{_join_words('to', 'both')})\s*"
"""Signs and words between the two ends of a range, or two days."""

_NAMED: Final = (
    # 12-13 October 2023; 30 September to 4 October 2024; 12 de octubre de 2023
    rf"(?P<range>(?<![\d./-])\d{{1,2}}{_ORDINAL}(?:\s+{_OF}(?:{_MONTH})"
    rf"(?:\s*/\s*(?:{_MONTH}))?(?:,?\s+{_OF}\d{{4}})?)?{_BETWEEN})?"
    rf"{_DAY}\s*{_OF}(?P<month>{_MONTH})\.?(?:\s*/\s*(?:{_MONTH}))?,?"
    rf"\s*{_OF}{_YEAR}"
)

_MONTH_FIRST: Final = (  # October 12, 2023; October 12-13, 2023; May 30 - June 2, 2023
    rf"(?<![^\W\d_])(?:(?P<range2>(?:{_MONTH})\.?\s+\d{{1,2}}(?:,?\s+\d{{4}})?){_BETWEEN})?"
    rf"(?P<month>{_MONTH})\.?\s+(?P<range>\d{{1,2}}{_BETWEEN})?{_DAY},?\s+{_YEAR}"
)

_HAN_DIGITS: Final = "〇零○一二三四五六七八九十0-9"

_CHINESE: Final = re.compile(
    rf"(?P<year>[{_HAN_DIGITS}]{{4}})\s*年\s*(?P<month>[{_HAN_DIGITS}]{{1,3}})\s*月\s*"
    rf"(?P<range>[{_HAN_DIGITS}]{{1,3}}\s*日?\s*(?:{_DASH}|至|和|到|、|~|～)\s*"
    rf"(?:(?P<month_behind>[{_HAN_DIGITS}]{{1,3}})\s*月\s*)?)?"
    rf"(?P<day>[{_HAN_DIGITS}]{{1,3}})\s*日"
)

_WHOLE_MONTH: Final = (  # February 2025; febrero de 2025; февраль 2025 года; 2025年2月
    rf"(?P<month>{_MONTH})\.?(?:\s*/\s*(?:{_MONTH}))?,?\s+{_OF}{_YEAR}"
    rf"(?:\s*{_join_words('behind_year')})?"
    rf"|(?P<year2>[{_HAN_DIGITS}]{{4}})\s*年\s*(?P<month2>[{_HAN_DIGITS}]{{1,3}})\s*月"
)

_HAN_DAY: Final = re.compile(rf"[{_HAN_DIGITS}]{{1,3}}")

_FIGURES: Final = re.compile(
    r"(?<![\d./-])(?:(?P<year>(?:19|20)\d{2})-(?P<month>\d{2})-(?P<day>\d{2})"
    r"|(?P<day2>\d{1,2})\.(?P<month2>\d{1,2})\.(?P<year2>(?:19|20)\d{2}))(?![\d./-])"
)
"""ISO 8601, and with full stops. ``12/10/2023`` is two dates, depending on who reads it."""


@cache
def _compile_patterns() -> tuple[re.Pattern[str], ...]:
    return _CHINESE, re.compile(_NAMED), re.compile(_MONTH_FIRST), _FIGURES


_GOES_ON: Final = re.compile(rf"\s*(?:{_DASH}|{_join_words('to')}(?![^\W\d_]))\s*\d")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date of one day in a text: ISO 8601, and its span there."""

    iso: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FoundDays:
    """One day or a range of days in a text, by its span there.

    ``first`` and ``last`` are ISO 8601, equal for one day; None where a day is not sure.
    """

    start: int
    end: int
    is_range: bool
    first: str | None = None
    last: str | None = None


def names_days(text: str) -> bool:
    """Whether ``text`` names a day or a range of days."""
    plain = _simplify(text)
    return any(pattern.search(plain) for pattern in _compile_patterns())


def parse_month(text: str) -> str | None:
    """Return the month that is the whole text as ISO 8601 (``2025-02``), or None."""
    match = re.fullmatch(_WHOLE_MONTH, _simplify(text).strip())
    if match is None:
        return None
    year, name = match["year"] or match["year2"], match["month"] or match["month2"]
    number = _MONTH_NUMBERS.get(re.sub(r"\s+", " ", name)) or _parse_figure(name)
    return f"{_parse_year(year)}-{number:02}" if 0 < number <= 12 else None


def find_months(text: str) -> tuple[FoundDate, ...]:
    """Return the months with their years in a text, ISO 8601 (``2025-02``), in reading order."""
    plain = _simplify(text)
    return tuple(
        FoundDate(iso, *match.span())
        for match in re.finditer(_WHOLE_MONTH, plain)
        if (iso := parse_month(match[0]))
    )


def month_of(word: str) -> int | None:
    """Return the number of a month (1 to 12) by its name in any language, or None."""
    return _MONTH_NUMBERS.get(_simplify(word))


def _simplify(text: str) -> str:
    """Return a text in small letters, with ASCII digits and plain alefs at unchanged offsets."""
    plain = text.translate(_DIGITS).translate(_ALEFS)
    lower = plain.lower()
    return lower if len(lower) == len(plain) else plain


def find(text: str, *, with_ranges: bool = False) -> tuple[FoundDate, ...]:
    """Return the dates of one day in a text, in reading order, without impossible days.

    ``with_ranges`` adds the last day of each range.
    """
    plain = _simplify(text)
    dates: list[FoundDate] = []
    for match in _find_matches(plain):
        iso = _format_iso(match)
        if iso is not None and (with_ranges or not _is_of_range(match, plain)):
            dates.append(FoundDate(iso, *match.span()))
    return tuple(dates)


def days(text: str) -> tuple[FoundDays, ...]:
    """Return the days and ranges of days (``12-13 October 2023``) in a text, in reading order."""
    plain = _simplify(text)
    days_in_order: list[FoundDays] = []
    single: str | None = None  # the day before, where it is one
    for match in _find_matches(plain):
        start, end = match.span()
        last = _format_iso(match)
        if days_in_order and re.fullmatch(_BETWEEN, plain[days_in_order[-1].end : start]):
            days_in_order[-1] = FoundDays(
                days_in_order[-1].start, end, True, *_sort_days(single, last)
            )
            continue
        is_range = _is_of_range(match, plain)
        single = None if _list_ranges(match) else last
        first = _find_first(match, plain, last) if is_range and last else last
        days_in_order.append(FoundDays(start, end, is_range, *_sort_days(first, last)))
    return tuple(days_in_order)


_LISTED: Final = re.compile(r"\d\s*[,،，、]\s*$")
"""Digit and comma before the last two of three days: ``24, 25 and 26 January``."""

_LONGEST_LISTED: Final = 40
"""Characters that hold such a digit and comma, with more spaces than anybody types."""


def _find_first(match: re.Match[str], plain: str, last: str) -> str | None:
    """Return the first day of a range whose last day is known; None where it is not sure."""
    groups, written = match.groupdict(), _list_ranges(match)
    before = max(0, match.start() - _LONGEST_LISTED)
    if len(written) != 1 or _LISTED.search(plain, before, match.start()):
        return None
    year, month = int(last[:4]), int(last[5:7])
    own_year = None
    if match.re is _CHINESE:
        figures = _HAN_DAY.findall(written[0])
        month = _parse_figure(groups["month"])
    else:
        figures = re.findall(r"\d+", written[0])
        own_year = next((int(figure) for figure in figures if len(figure) == 4), None)
        if named := re.search(_MONTH, written[0]):
            month = _MONTH_NUMBERS[re.sub(r"\s+", " ", named[0])]
    try:
        first = dt.date(own_year or year, month, _parse_figure(figures[0]))
        if own_year is None and month > int(last[5:7]):  # over the turn of the year
            first = first.replace(year=year - 1)
    except ValueError:
        return None
    return first.isoformat()


def _sort_days(first: str | None, last: str | None) -> tuple[str | None, str | None]:
    """Return both days, the earlier first: Arabic also writes them reversed (``13-12``)."""
    return (min(first, last), max(first, last)) if first and last else (None, None)


def _find_matches(plain: str) -> list[re.Match[str]]:
    matches: list[re.Match[str]] = []
    for pattern in _compile_patterns():
        starts = [match.start() for match in matches]
        more = []
        for match in pattern.finditer(plain):
            # Earlier matches do not overlap: only the last before this end may reach into this.
            before = bisect_left(starts, match.end()) - 1
            if before < 0 or matches[before].end() <= match.start():
                more.append(match)
        matches = sorted([*matches, *more], key=lambda match: match.start())
    return matches


def _list_ranges(match: re.Match[str]) -> list[str]:
    groups = match.groupdict()
    return [written for name in ("range", "range2") if (written := groups.get(name))]


def _is_of_range(match: re.Match[str], plain: str) -> bool:
    return bool(
        _list_ranges(match)
        or _GOES_ON.match(plain, match.end())
        or _RANGE_BEFORE.search(plain[max(0, match.start() - 12) : match.start()])
    )


_RANGE_BEFORE: Final = re.compile(rf"\d\s*日?\s*(?:{_DASH}|至|到)\s*$")


def _format_iso(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    year = groups["year"] or groups.get("year2") or ""
    month = groups["month"] or groups.get("month2") or ""
    day = groups["day"] or groups.get("day2") or ""
    number = _MONTH_NUMBERS.get(re.sub(r"\s+", " ", month)) or _parse_figure(month)
    whole_year = _parse_figure(year) if year.isdecimal() else _parse_year(year)
    if behind := groups.get("month_behind"):  # 9月30日至10月4日
        whole_year += _parse_figure(behind) < number
        number = _parse_figure(behind)
    try:
        return dt.date(whole_year, number, _parse_figure(day)).isoformat()
    except ValueError:
        return None


_HAN_VALUES: Final = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "○": 0,
}  # fmt: skip


def _parse_year(written: str) -> int:
    """Return a year in Chinese signs, digit by digit (``二〇二三``)."""
    value = 0
    for sign in written:
        value = value * 10 + _HAN_VALUES.get(sign, int(sign) if sign.isdecimal() else 0)
    return value


def _parse_figure(written: str) -> int:
    """Return a number up to 39 in figures or Chinese signs (``12``, ``十二``), else 0."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        return _HAN_VALUES.get(written, 0)
    return 10 * (_HAN_VALUES.get(tens, 1) if tens else 1) + _HAN_VALUES.get(ones, 0)
