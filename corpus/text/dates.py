"""Which days does a line name, in any of the six languages?

Only whole dates of one day, since this is for the date of a document: the days of a meeting
(``12-13 October 2023``) are a range and are left out, and so is a month without a day.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

_MONTHS: Final = (
    "january|jan janvier|janv enero января|январь يناير كانون:الثاني",
    "february|feb février|févr febrero февраля|февраль فبراير شباط",
    "march|mar mars marzo марта|март مارس آذار",
    "april|apr avril|avr abril апреля|апрель أبريل|إبريل نيسان",
    "may mai mayo мая|май مايو أيار",
    "june|jun juin junio июня|июнь يونيو|يونيه حزيران",
    "july|jul juillet|juil julio июля|июль يوليو|يوليه تموز",
    "august|aug août|aout agosto августа|август أغسطس|غشت آب",
    "september|sept|sep septembre septiembre|setiembre сентября|сентябрь سبتمبر|شتنبر أيلول",
    "october|oct octobre octubre октября|октябрь أكتوبر تشرين:الأول",
    "november|nov novembre noviembre ноября|ноябрь نوفمبر|نونبر تشرين:الثاني",
    "december|dec décembre|déc diciembre декабря|декабрь ديسمبر|دجنبر كانون:الأول",
)
"""January to December: English, French, Spanish, Russian, Arabic as in Egypt and the Maghreb, and
as in the Levant (the United Nations write both: ``تشرين الأول/أكتوبر``)."""

_ALEFS: Final = str.maketrans("أإآ", "ااا")

_DIGITS: Final = str.maketrans(
    "０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "012345678901234567890123456789"
)

_MONTH_NUMBERS: Final = {
    name.translate(_ALEFS).replace(":", " "): number
    for number, names in enumerate(_MONTHS, start=1)
    for name in re.split(r"[ |]", names)
}

_MONTH: Final = "|".join(
    re.escape(name).replace(r"\ ", r"\s+") for name in sorted(_MONTH_NUMBERS, key=len, reverse=True)
)

_DASH: Final = r"[-‐‑–—−]"

_DAY: Final = r"(?<![\d.,/])(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th|er|ro|º|°|-?(?:го|е)))?"
_YEAR: Final = r"(?P<year>(?:19|20)\d{2})(?!\d)"

_BETWEEN: Final = rf"\s*(?:{_DASH}|/|&|to|and|et|au|à|al?|y|по|и|إلى|الى|حتى|و|至|和|到)\s*"
"""What stands between the two ends of a range, or two days."""

_NAMED: Final = re.compile(
    # 12-13 October 2023; 30 September to 4 October 2024; 12 de octubre de 2023
    rf"(?P<range>(?<![\d./-])\d{{1,2}}(?:er|st|nd|rd|th|º)?(?:\s+(?:de\s+)?(?:{_MONTH})"
    rf"(?:\s*/\s*(?:{_MONTH}))?(?:,?\s+(?:de\s+)?\d{{4}})?)?{_BETWEEN})?"
    rf"{_DAY}\s*(?:(?:de|of)\s+)?(?P<month>{_MONTH})\.?(?:\s*/\s*(?:{_MONTH}))?,?"
    rf"\s*(?:(?:del?|of|عام|سنة)\s+)?{_YEAR}"
)

_MONTH_FIRST: Final = re.compile(  # October 12, 2023; October 12-13, 2023
    rf"(?<![^\W\d_])(?P<month>{_MONTH})\.?\s+(?P<range>\d{{1,2}}{_BETWEEN})?{_DAY},?\s+{_YEAR}"
)

_HAN_DIGITS: Final = "〇零○一二三四五六七八九十0-9"

_CHINESE: Final = re.compile(
    rf"(?P<year>[{_HAN_DIGITS}]{{4}})\s*年\s*(?P<month>[{_HAN_DIGITS}]{{1,3}})\s*月\s*"
    rf"(?P<range>[{_HAN_DIGITS}]{{1,3}}\s*日?\s*(?:{_DASH}|至|和|到|、|~|～)\s*"
    rf"(?:[{_HAN_DIGITS}]{{1,3}}\s*月\s*)?)?"
    rf"(?P<day>[{_HAN_DIGITS}]{{1,3}})\s*日"
)

_FIGURES: Final = re.compile(
    r"(?<![\d./-])(?:(?P<year>(?:19|20)\d{2})-(?P<month>\d{2})-(?P<day>\d{2})"
    r"|(?P<day2>\d{1,2})\.(?P<month2>\d{1,2})\.(?P<year2>(?:19|20)\d{2}))(?![\d./-])"
)
"""ISO 8601, and with full stops. ``12/10/2023`` is two dates, depending on who reads it."""

_GOES_ON: Final = re.compile(rf"\s*(?:{_DASH}|至|到|to\b|au\b|al\b|по\b|إلى)\s*\d")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date of one day as it stands in a text: ISO 8601, and its span there."""

    iso: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FoundDays:
    """One day or a range of days as it stands in a text, by its span there."""

    start: int
    end: int
    is_range: bool


def names_days(text: str) -> bool:
    """Whether ``text`` names a day or a range of days."""
    plain = _plain(text)
    return any(pattern.search(plain) for pattern in (_CHINESE, _NAMED, _MONTH_FIRST, _FIGURES))


def _plain(text: str) -> str:
    """Small letters, ASCII digits, plain alefs, each in its old place."""
    plain = text.translate(_DIGITS).translate(_ALEFS)
    lower = plain.lower()
    return lower if len(lower) == len(plain) else plain


def find(text: str, *, with_ranges: bool = False) -> tuple[FoundDate, ...]:
    """The dates of one day in ``text``, in their order; impossible days left out.

    Args:
        text: any.
        with_ranges: whether the last day of a range is one as well.
    """
    plain = _plain(text)
    found: list[FoundDate] = []
    for match in _matches(plain):
        iso = _iso(match)
        if iso is not None and (with_ranges or not _is_of_range(match, plain)):
            found.append(FoundDate(iso, *match.span()))
    return tuple(found)


def days(text: str) -> tuple[FoundDays, ...]:
    """The days and ranges of days in ``text``, in their order.

    A range is one (``12-13 October 2023``), also where both its ends have a year of their own.
    """
    plain = _plain(text)
    found: list[FoundDays] = []
    for match in _matches(plain):
        start, end = match.span()
        if found and re.fullmatch(_BETWEEN, plain[found[-1].end : start]):
            found[-1] = FoundDays(found[-1].start, end, is_range=True)
        else:
            found.append(FoundDays(start, end, _is_of_range(match, plain)))
    return tuple(found)


def _matches(plain: str) -> list[re.Match[str]]:
    """What the patterns find, in its order; what an earlier pattern took is left to it."""
    found: list[re.Match[str]] = []
    for pattern in (_CHINESE, _NAMED, _MONTH_FIRST, _FIGURES):
        taken = [match.span() for match in found]
        found += [
            match
            for match in pattern.finditer(plain)
            if not any(match.start() < end and start < match.end() for start, end in taken)
        ]
    return sorted(found, key=lambda match: match.start())


def _is_of_range(match: re.Match[str], plain: str) -> bool:
    return bool(
        match.groupdict().get("range")
        or _GOES_ON.match(plain, match.end())
        or _ends_range(plain[: match.start()])
    )


_RANGE_BEFORE: Final = re.compile(rf"\d\s*日?\s*(?:{_DASH}|至|到)\s*$")


def _ends_range(before: str) -> bool:
    """Whether a date stands at the end of a range whose beginning is a date, too."""
    return _RANGE_BEFORE.search(before[-12:]) is not None


def _iso(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    year = groups["year"] or groups.get("year2") or ""
    month = groups["month"] or groups.get("month2") or ""
    day = groups["day"] or groups.get("day2") or ""
    number = _MONTH_NUMBERS.get(re.sub(r"\s+", " ", month)) or _figure(month)
    whole_year = _figure(year) if year.isdecimal() else _year(year)
    try:
        return dt.date(whole_year, number, _figure(day)).isoformat()
    except ValueError:
        return None


_HAN_VALUES: Final = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "○": 0,
}  # fmt: skip


def _year(written: str) -> int:
    """A year in Chinese signs, digit by digit (``二〇二三``)."""
    value = 0
    for sign in written:
        value = value * 10 + _HAN_VALUES.get(sign, int(sign) if sign.isdecimal() else 0)
    return value


def _figure(written: str) -> int:
    """A number up to 39 in figures or Chinese signs (``12``, ``十二``); 0 if it is none."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        return _HAN_VALUES.get(written, 0)
    return 10 * (_HAN_VALUES.get(tens, 1) if tens else 1) + _HAN_VALUES.get(ones, 0)
