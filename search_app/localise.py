"""Words, numbers, dates, plural forms and names in the language of the interface (``Locale``).

Words are in each language's ``interface.toml``; English replaces missing ones. Plural texts have
CLDR's categories (``one``, ``few`` …) as keys. Arabic has the digits 0 to 9, as in ITU's documents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date as Date  # noqa: N812 - `date` is what a page asks for
from datetime import timedelta
from functools import cache
from typing import Any, Final

import babel
from babel.dates import format_date, format_interval, format_skeleton, format_timedelta
from babel.numbers import format_decimal, format_percent

from corpus.languages import BY_CODE, FOLDERS, Language, find_language, read_words
from corpus.languages import direction as direction_of
from corpus.meetings import Days

CODES: Final = tuple(code for code in BY_CODE if (FOLDERS[code] / "interface.toml").exists())
"""The languages of the interface, in the order of the United Nations."""

FALLBACK: Final = "en"

PLURAL_CATEGORIES: Final = frozenset({"zero", "one", "two", "few", "many", "other"})

_DIGITS: Final = "latn"
_NARROW: Final = "\N{NARROW NO-BREAK SPACE}"
_TIGHT: Final = re.compile(
    r"(?<=[^\s:;?!])[ \xa0]?(?=[:;?!](?:\s|$))|(?<=«)[ \xa0]?(?=\S)|(?<=\S)[ \xa0]?(?=»)"
)
"""Places where French has a narrow no-break space: before high marks and inside guillemets. Locale
files have plain spaces or none there.
"""
ISO_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
"""A day, a month or a year in ISO 8601; groups year, month, day."""

_WRITTEN: Final = tuple(
    map(
        re.compile,
        (
            r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?",
            r"(?P<year>\d{4})\s*年(?:\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*日)?)?",
            r"(?:(?P<day>\d{1,2})[-/.])?(?P<month>\d{1,2})[-/.](?P<year>\d{4})",
        ),
    )
)
"""Dates in digits; the day comes before the month in all six languages but Chinese."""

_NAMED: Final = re.compile(
    r"(?:(?P<day>\d{1,2})(?:er|st|nd|rd|th|º|\.)?\s+)?(?:de\s+)?(?P<name>[^\d\s.]+)\.?,?\s+"
    r"(?:de\s+)?(?P<year>\d{4})(?:\s*г\.?)?"
)
_ACCEPTED: Final = re.compile(
    r"\s*([A-Za-z]{1,8})[A-Za-z0-9-]*\s*(?:;\s*q\s*=\s*([01](?:\.\d*)?))?"
)


class Locale:
    """A language of the interface, by one of :data:`CODES`."""

    def __init__(self, code: str) -> None:
        self._language: Language = BY_CODE[code]
        self._writing = self._language.writing
        self._babel = babel.Locale.parse(_cldr(code))
        self._table = table(code)

    @property
    def code(self) -> str:
        """ISO 639-1 code."""
        return self._language.code

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return direction_of(self.code)

    def text(self, key: str, **values: object) -> str:
        """Return the text of a key, with values in its placeholders; raise KeyError without one."""
        entry = self._entry(key)
        if not isinstance(entry, str):
            raise KeyError(f"{key} has plural forms; it is said with plural()")
        entry = self._typeset(entry)
        words = {
            name: self.join_names(value) if isinstance(value, tuple) else value
            for name, value in values.items()
        }
        return entry.format(**words) if words else entry

    def plural(self, key: str, count: int, **values: object) -> str:
        """Return the text of a key in the plural form for ``count``; raise KeyError without one."""
        entry = self._entry(key)
        if isinstance(entry, str):
            raise KeyError(f"{key} has no plural forms; it is said with text()")
        form = self._typeset(str(entry[self._babel.plural_form(count)]))
        return form.format(count=self.number(count), **values)

    def has(self, key: str) -> bool:
        """Whether there is a text under a key; for keys that come from outside, as error codes."""
        try:
            self._entry(key)
        except KeyError:
            return False
        return True

    def add_label(self, label: str, text: str) -> str:
        """Return a label and its text, with the language's colon between them."""
        return f"{label}{self._writing.colon}{text}"

    def join_names(self, names: Iterable[str]) -> str:
        """Return names one after another, with the language's comma between them."""
        return self._writing.comma.join(names)

    def sentences(self, every: Iterable[str]) -> str:
        """Return sentences one after another; Chinese sets no space between them."""
        return self._language.space.join(every)

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number as the language writes it, with ``digits`` decimals."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        digits_text = format_decimal(value, pattern, locale=self._babel, numbering_system=_DIGITS)
        if self._writing.thousands:
            whole, comma, part = digits_text.partition(",")
            # Four digits are one group.
            groups = whole.split(".")
            whole = (
                "" if len(whole.lstrip("-")) <= len("9.999") else self._writing.thousands
            ).join(groups)
            digits_text = whole + comma + part
        return digits_text

    def percent(self, share: float) -> str:
        """Return a share (0 to 1) in per cent as the language writes it; only 1 is 100 %."""
        rounded = share if share == 1 else min(share, 0.99)
        return format_percent(rounded, locale=self._babel, numbering_system=_DIGITS)

    def date(self, iso: str | None) -> str:
        """Return an ISO 8601 date, month or year as the language writes it; other texts as is."""
        return date_text(iso or "", self.code)

    def age(self, iso: str | None, today: Date) -> str:
        """Return the time since a day in whole years, else months, weeks or days; else empty."""
        try:
            day = Date.fromisoformat(iso or "")
        except ValueError:
            return ""
        if today < day:
            return ""
        months = 12 * (today.year - day.year) + today.month - day.month - (today.day < day.day)
        days = (today - day).days
        counts = (365 * (months // 12), 30 * months, 7 * (days // 7), days)
        length = timedelta(next(filter(None, counts), 0))
        return format_timedelta(length, granularity="day", threshold=1, locale=self._babel)

    def read_date(self, text: str) -> str | None:
        """Return a written date (``12.10.2023``, ``2023年10月``) in ISO 8601; None for no date."""
        plain = unicodedata.normalize("NFKC", text).strip().casefold()
        digits = "".join(str(unicodedata.digit(digit, digit)) for digit in plain)
        for pattern in _WRITTEN:
            match = pattern.fullmatch(digits)
            if match:
                return _format_iso(match["year"], match["month"], match["day"])
        worded = _NAMED.fullmatch(digits)
        month = self._months().get(worded["name"]) if worded else None
        return _format_iso(worded["year"], str(month), worded["day"]) if worded and month else None

    def _months(self) -> dict[str, int]:
        """Return month numbers by their names, in this language and in English."""
        return {
            name.casefold().rstrip("."): month
            for locale in (babel.Locale.parse(FALLBACK), self._babel)
            for form in locale.months.values()
            for width in ("abbreviated", "wide")
            for month, name in form[width].items()
        }

    def days(self, first: Date, last: Date) -> str:
        """Return a range of days as the language writes it: ``2–3 October 2024``."""
        end = self.date(last.isoformat())
        if first == last:
            return end
        if self._writing.puts_year_first:
            return format_interval(first, last, "yMMMd", locale=self._babel)
        # CLDR has no intervals with the month in full for most languages; all of them but Chinese
        # write the day first and the year last.
        begin = self.date(first.isoformat())
        if first.year == last.year:
            month = format_skeleton("MMMMd", first, locale=self._babel)
            day = re.match(r"\d+(?:er)?", begin)
            if first.month == last.month and day:
                return f"{day.group()}–{end}"
            begin = _with_ordinal(month, self._writing.first_day)
        return f"{begin} – {end}"

    def meeting(self, meeting: str | None, days: Days | None = None) -> str:
        """Return a meeting's name with its days; ``C24`` stays as it is, None becomes empty."""
        if not meeting:
            return ""
        day_names = self.days(days.first, days.last) if days else None
        if not meeting.isdigit():
            return (
                self.text("meeting.coded", name=meeting, days=day_names) if day_names else meeting
            )
        if day_names is None:
            return self.text("meeting.numbered", number=meeting)
        return self.text("meeting.dated", number=self._ordinal(int(meeting)), days=day_names)

    def language(self, code: str | None) -> str:
        """Return the name of a language of documents, in this language."""
        if code in self._table["language"]:
            return self.text(f"language.{code}")
        own = find_language(code).names.get(self.code)
        name = own or self._babel.languages.get(code or "")
        return name or self.text("language.unknown")

    def in_language(self, code: str | None) -> str:
        """Return a language as the text of a missing version names it: ``на русском языке``."""
        return _load_phrases(self.code).get(code or "") or self.language(code)

    def _ordinal(self, number: int) -> str:
        category = self._babel.ordinal_form(number)
        return f"{number}{self._writing.ordinals.get(category, '')}"

    def _typeset(self, text: str) -> str:
        return _TIGHT.sub(_NARROW, text) if self._writing.has_thin_spaces else text

    def _entry(self, key: str) -> str | Mapping[str, Any]:
        entry: Any = self._table
        for step in key.split("."):
            if not isinstance(entry, Mapping):
                raise KeyError(key)
            entry = entry[step]
        if isinstance(entry, Mapping) and not set(entry) <= PLURAL_CATEGORIES:
            raise KeyError(key)
        return entry  # type: ignore[no-any-return]


@cache
def _load_phrases(code: str) -> Mapping[str, str]:
    phrases: Mapping[str, str] = read_words(code, "citations").get("languages", {})
    return phrases


def alphabetical_key(name: str) -> tuple[str, str]:
    """Return a key that sorts names by their letters first, then by accents: E, É, F."""
    letters = unicodedata.normalize("NFD", name.casefold())
    return "".join(each for each in letters if not unicodedata.combining(each)), name


def date_text(iso: str, language: str) -> str:
    """Return an ISO 8601 day, month or year as a language writes it; other texts unchanged."""
    match = ISO_DATE.fullmatch(iso)
    if not match:
        return iso
    _, month, day = match.groups()
    locale = _cldr(language)
    try:
        date = Date(*(int(part or "1") for part in match.groups()))
    except ValueError:
        return iso
    if day:
        date_words = format_date(date, "long", locale=locale)
        return _with_ordinal(date_words, find_language(language).writing.first_day)
    return format_skeleton("yMMMM" if month else "y", date, locale=locale)


def _cldr(code: str) -> str:
    """Return CLDR's name for a language as the United Nations write it."""
    return find_language(code).writing.locale or code


def _with_ordinal(date: str, first_day: str) -> str:
    """Return a date that begins with its day, with the ordinal for the first of a month."""
    return re.sub(r"^1(?= )", first_day, date) if first_day else date


def _format_iso(year: str, month: str | None, day: str | None) -> str | None:
    """Return a date in ISO 8601; None where the calendar has no such day."""
    try:
        date = Date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return date.isoformat()[: 10 if day else 7 if month else 4]


@cache
def table(code: str) -> Mapping[str, Any]:
    """Return the texts of a language's file; English ones fill its gaps."""
    own = read_words(code, "interface")
    return own if code == FALLBACK else _complete(own, table(FALLBACK))


def _complete(own: Mapping[str, Any], english: Mapping[str, Any]) -> Mapping[str, Any]:
    whole = dict(own)
    for key, entry in english.items():
        if isinstance(entry, Mapping) and not set(entry) <= PLURAL_CATEGORIES:
            whole[key] = _complete(own.get(key, {}), entry)
        else:
            whole.setdefault(key, entry)
    return whole


def negotiate_language(wishes: Iterable[str | None]) -> str:
    """Return the first requested language that the interface has; English where there is none."""
    for wish in wishes:
        parts = [_ACCEPTED.match(part) for part in (wish or "")[:500].split(",")]
        weighed = [(float(part[2] or 1), part[1].lower()) for part in parts if part]
        for weight, code in sorted(weighed, key=lambda item: -item[0]):
            if weight > 0 and code in CODES:
                return code
    return FALLBACK
