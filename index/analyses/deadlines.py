"""Due times of deadlines, and times that a reader asks for."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from typing import Final, NamedTuple

from corpus.errors import QueryError
from corpus.extract.mandates import parse_time
from corpus.meetings import Days
from corpus.text import dates

_ISO: Final = re.compile(r"([12]\d{3})(?:-(\d\d)(?:-(\d\d))?)?")
_FIGURES: Final = re.compile(r"(\d{1,2})/(\d{1,2})/([12]\d{3})")
_YEAR: Final = re.compile(r"(?:عام |سنة )?([12]\d{3}) ?(?:年|год|г\.)?")
_MEETING: Final = re.compile(r"(?:meeting )?(\d{1,3})")


class DueTime(NamedTuple):
    """The time by which a task is due; None for each part that it does not have.

    Attributes:
        deadline: its name (``meeting 41``, ``next meeting``, ``2025``).
        counted_from: meeting or date that it is counted from.
        day: day, month or year, ISO 8601.
        meeting: number of the group's meeting that it names.
    """

    deadline: str | None
    counted_from: str | None
    day: str | None
    meeting: str | None
    meeting_counted_from: str | None

    @classmethod
    def of(
        cls,
        deadline: str | None,
        counted_from: str | None,
        asked_at: str | None,
        days: Mapping[str, Days],
    ) -> DueTime:
        """Read a deadline in a document of the meeting ``asked_at``, with the days of meetings."""
        meeting = meeting_of_deadline(deadline, asked_at)
        if meeting:
            known = days.get(meeting)
            day = known.first.isoformat() if known else None
        else:
            day = _year_or_day(deadline or "")
        return cls(
            deadline, counted_from, day, meeting, meeting_of_deadline(counted_from, asked_at)
        )

    def is_at(self, time: str) -> bool:
        """Whether it is due at or counted from a time (:func:`parse_due_time`), or in that year."""
        if time in (self.deadline, self.counted_from):
            return True
        kind, _, number = time.partition(" ")
        if kind == "meeting":
            return number in (self.meeting, self.meeting_counted_from)
        return bool(self.day and _ISO.fullmatch(time) and f"{self.day}-".startswith(f"{time}-"))


def meeting_of_deadline(deadline: str | None, asked_at: str | None) -> str | None:
    """Return the number of the group's meeting that a deadline names, from a meeting's document."""
    kind, _, number = (deadline or "").partition(" ")
    if deadline == "next meeting":
        now = asked_at or ""
        return str(int(now) + 1) if now.isdecimal() else None
    return number or None if kind == "meeting" else None


def parse_due_time(text: str) -> str:
    """Return a time as deadlines have it; raise QueryError where it is none, or ambiguous."""
    query = "".join(str(unicodedata.digit(letter, letter)) for letter in " ".join(text.split()))
    if year := _YEAR.fullmatch(query):
        return year[1]
    if time := _read_iso(query) or _read_figures(query):
        return time
    if number := _MEETING.fullmatch(query.casefold()):
        return f"meeting {int(number[1])}"
    for date in dates.find(query):
        if (date.start, date.end) == (0, len(query)):
            return date.iso
    if stated := dates.parse_month(query) or parse_time(query):
        return stated
    raise QueryError(
        f"“{query}” is no deadline. Write a year (2025), a month (2025-06), a day (2025-06-30), a "
        "session (Council 2025, PP-26), a meeting's number (41) or “next meeting”.",
        reason="no-time",
        name=query,
    )


def _year_or_day(deadline: str) -> str | None:
    kind, _, year = deadline.partition(" ")
    if kind == "Council":
        return year
    if deadline.startswith("PP-"):
        return f"20{deadline[3:]}"
    return deadline if deadline[:4].isdecimal() else None


def _read_iso(text: str) -> str | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else 1 for part in match.groups())
    return text if _make_day(year, month, day) else None


def _read_figures(text: str) -> str | None:
    """Read a day with slashes, where only one reading is a day: 31/10/2024."""
    match = _FIGURES.fullmatch(text)
    if match is None:
        return None
    first, second, year = (int(part) for part in match.groups())
    readings = {_make_day(year, second, first), _make_day(year, first, second)} - {None}
    if len(readings) > 1:
        earliest, latest = sorted(str(day) for day in readings)
        raise QueryError(
            f"“{text}” is {earliest} for some readers and {latest} for others. Write it as one of "
            "these.",
            reason="two-days",
            name=text,
            one=earliest,
            other=latest,
        )
    return str(readings.pop()) if readings else None


def _make_day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
