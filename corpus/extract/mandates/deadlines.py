"""Deadlines in a text: a date, a year or a meeting, in one form for all languages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from corpus import tables
from corpus.extract.mandates.words import plain, words
from corpus.languages import BY_CODE
from corpus.text import dates

_YEAR: Final = re.compile(r"\s*(20\d\d)(?!\d)")
_NEAR: Final = 24
"""Letters between the word that sets a date and the date."""

_PARTING: Final = frozenset(".;:,،؛，；：。")
"""Signs that never stand between a span of time and the day that it is counted from."""

_CLAUSE: Final = 600
"""Letters around a date that hold its clause; nearly all sentences of UN documents are shorter."""

_LONGEST_TIME: Final = 300
"""Letters of a text that is only a time; the longest names of meetings have a third."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline of a mandate.

    ``name`` is the time in one form, None where it is counted from ``counted_from``, a meeting or
    date. ``is_before``: before the named meeting, not at it.
    """

    name: str | None
    text: str
    counted_from: str | None
    is_before: bool = False


def find_deadline(text: str, language: str, addressees: Sequence[str] = ()) -> Deadline | None:
    """Return the first deadline that a text names, or None.

    A session of a year is the Council's where the Council is named last before it, or is the last
    of the ``addressees`` and nobody is named.

    Names are ISO 8601 (``2025-03-15``, ``2025``), ``Council 2025``, ``PP-26``, ``meeting 41`` or
    ``next meeting``; a counted deadline has none. Times from or until which something lasts are
    none.
    """
    first = _find_first(text, language, addressees)
    if first is None:
        return None
    start, end, name = first
    from_, until = _extend_by_count(text, start, end, words(language).deadlines)
    if (from_, until) != (start, end):
        return Deadline(None, text[from_:until].strip(), name)
    # A day that is named is a day by which; a meeting is one at which, or before which.
    ahead = (
        None if name[0].isdecimal() else _extend_ahead(text, start, end, words(language).deadlines)
    )
    return Deadline(name, text[slice(*(ahead or (start, end)))].strip(), None, bool(ahead))


def parse_time(text: str) -> str | None:
    """Return the time that is the whole text, as :func:`find_deadline` names it, or None."""
    if len(text) > _LONGEST_TIME:
        return None
    for language in filter(partial(tables.has_words, "mandates"), BY_CODE):
        read = plain(text, language)
        due = find_deadline(read, language)
        if due and due.text == read:
            return due.name
    return None


def _find_first(text: str, language: str, addressees: Sequence[str]) -> tuple[int, int, str] | None:
    """Find the first time that a text sets as due: its start, end and name."""
    known = words(language).deadlines
    places: list[tuple[int, int, str]] = []
    for kind in ("council", "session", "plenipotentiary", "meeting", "next"):
        matches = known[kind].finditer(text) if kind in known else ()
        match = next(
            (
                candidate
                for candidate in matches
                if _is_due(text, *candidate.span(), known)
                and (kind != "session" or _is_of_council(text, candidate, language, addressees))
            ),
            None,
        )
        if match:
            number = next((group for group in match.groups() if group), "")
            places.append((match.start(), match.end(), _format_name(kind, number)))
    named_dates = dates.find(text)
    due = next((date for date in named_dates if _is_set(text, date, known)), None)
    if due:
        places.append((due.start, due.end, due.iso))
    starts = [date.start for date in named_dates]
    for match in known["before"].finditer(text):
        year = _YEAR.match(text, match.end())
        if year is None or not _is_due(text, *year.span(1), known):
            continue
        position = year.start(1)
        nearest = bisect_right(starts, position) - 1
        date = named_dates[nearest] if nearest >= 0 else None
        is_of_date = date is not None and position < date.end and _is_set(text, date, known)
        if not is_of_date and not any(start <= position < end for start, end, _ in places):
            places.append((match.start(), year.end(), year[1]))
            break
    reported = _find_report_year(known["report"], text)
    if reported:
        places.append((*reported.span("when"), reported["year"]))
    return min(places, default=None)


def _is_of_council(
    text: str, session: re.Match[str], language: str, addressees: Sequence[str]
) -> bool:
    """Whether a session is the Council's, from who is named before it."""
    vocabulary = words(language)
    near = vocabulary.addressee.finditer(text, max(0, session.start() - _CLAUSE), session.start())
    named = [vocabulary.addressees[(match.lastindex or 1) - 1] for match in near]
    return [*(named or addressees)][-1:] == ["Council"]


def _is_set(text: str, date: dates.FoundDate, known: dict[str, re.Pattern[str]]) -> bool:
    before = text[max(0, date.start - _NEAR) : date.start]
    is_named = known["before"].search(before) or known["behind"].match(text, date.end)
    return bool(is_named) and _is_due(text, date.start, date.end, known)


def _find_report_year(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Find the first year in which to report; bounded stretches keep it linear."""
    for start in range(0, len(text), _CLAUSE):
        stop = start + 2 * _CLAUSE
        match = pattern.search(text, start, stop)
        # Where nothing but spaces is left of the stretch, the sentence may go on. The next stretch
        # holds the match as well.
        if match and (text[match.end() : stop].strip() or stop >= len(text)):
            return match
    return None


def _is_due(text: str, start: int, end: int, known: dict[str, re.Pattern[str]]) -> bool:
    """Whether an action is due by a day, rather than begins then or lasts until then."""
    before = known["start"].finditer(text, max(0, start - _NEAR), end + _NEAR)
    behind = known["start_behind"].match(text, end) if "start_behind" in known else None
    begins = bool(behind) or any(match.end() == start for match in before)
    return not begins and not known["lasts"].search(text, max(0, start - _CLAUSE), start)


def _extend_by_count(
    text: str, start: int, end: int, known: dict[str, re.Pattern[str]]
) -> tuple[int, int]:
    """Return the span of a time, extended by words that count weeks or months from it."""
    near = max(0, start - _CLAUSE)
    places = range(start - 1, near - 1, -1)
    parted = next((place for place in places if text[place] in _PARTING), near - 1)
    for match in known["counted"].finditer(text, near, end + _CLAUSE):
        if match.start() >= end:
            break
        if match.end() > parted:
            return min(match.start(), start), end
    behind = known["counted_behind"].match(text, end) if "counted_behind" in known else None
    if not behind:
        return start, end
    near = max(0, start - _NEAR)
    before = known["before"].search(text, near, start)
    return before.start() if before else start, behind.end()


def _extend_ahead(
    text: str, start: int, end: int, known: dict[str, re.Pattern[str]]
) -> tuple[int, int] | None:
    """Return the span of a meeting with words that set a day before it, or None."""
    if "ahead_behind" in known:
        behind = known["ahead_behind"].match(text, end)
        return (start, behind.end()) if behind else None
    before = known["ahead"].search(text, max(0, start - _CLAUSE), start)
    return (before.start(), end) if before else None


def _format_name(kind: str, number: str) -> str:
    if kind == "next":
        return "next meeting"
    if kind == "meeting":
        return f"meeting {number}"
    year = number if len(number) == 4 else f"20{number}"
    return f"PP-{year[2:]}" if kind == "plenipotentiary" else f"Council {year}"
