"""By which day or meeting is something due, and what does who asks for it mean by a time?"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from corpus.errors import QueryError
from corpus.extract.mandates import time_named
from corpus.meetings import Days
from corpus.text import dates

_ISO: Final = re.compile(r"([12]\d{3})(?:-(\d\d)(?:-(\d\d))?)?")
_FIGURES: Final = re.compile(r"(\d{1,2})/(\d{1,2})/([12]\d{3})")
_YEAR: Final = re.compile(r"(?:عام |سنة )?([12]\d{3}) ?(?:年|год|г\.)?")
_MEETING: Final = re.compile(r"(?:meeting )?(\d{1,3})")


def when(
    deadline: str | None, asked_at: str | None, days: Mapping[str, Days]
) -> tuple[str | None, str | None]:
    """By which day or year, and by which meeting of the group, something is to be done.

    Args:
        deadline: its name (``meeting 41``, ``next meeting``, ``2025``), or None.
        asked_at: number of the meeting that the document is of, or None.
        days: of the meetings, by their numbers.
    """
    name = deadline or ""
    kind, _, number = name.partition(" ")
    if meeting := meeting_named(deadline, asked_at):
        known = days.get(meeting)
        return known.first.isoformat() if known else None, meeting
    if kind == "Council":
        return number, None
    if name.startswith("PP-"):
        return f"20{name[3:]}", None
    return (name, None) if name[:4].isdecimal() else (None, None)


def meeting_named(deadline: str | None, asked_at: str | None) -> str | None:
    """The number of the meeting of the group that a deadline names; None where it names none."""
    kind, _, number = (deadline or "").partition(" ")
    if deadline == "next meeting":
        now = asked_at or ""
        return str(int(now) + 1) if now.isdecimal() else None
    return number or None if kind == "meeting" else None


def is_due(
    wanted: str,
    deadline: str | None,
    counted_from: str | None,
    due: str | None,
    due_meeting: str | None,
    counted_from_meeting: str | None,
) -> bool:
    """Whether something is due at a time, or counted from it.

    Args:
        wanted: the time, as :func:`understood` gives it: a year has all that is due in it.
        deadline: as a mandate has it; so ``counted_from``.
        counted_from: likewise.
        due: the day, month or year of that deadline; so ``due_meeting``.
        due_meeting: likewise.
        counted_from_meeting: the number of the meeting that it is counted from.
    """
    if wanted in (deadline, counted_from):
        return True
    kind, _, number = wanted.partition(" ")
    if kind == "meeting":
        return number in (due_meeting, counted_from_meeting)
    return bool(due and _ISO.fullmatch(wanted) and f"{due}-".startswith(f"{wanted}-"))


def understood(asked: str) -> str:
    """A time that somebody asks for, in the one form that deadlines have.

    Args:
        asked: a year, month or day, a meeting or session, as any of the six languages writes it.

    Raises:
        QueryError: it is none, or a day that readers take for different ones.
    """
    said = "".join(str(unicodedata.digit(one, one)) for one in " ".join(asked.split()))
    if year := _YEAR.fullmatch(said):
        return year[1]
    if told := _iso(said) or _in_figures(said):
        return told
    if number := _MEETING.fullmatch(said.casefold()):
        return f"meeting {int(number[1])}"
    for one in dates.find(said):
        if (one.start, one.end) == (0, len(said)):
            return one.iso
    if named := dates.month_named(said) or time_named(said):
        return named
    raise QueryError(
        f"“{said}” is no time at which something can be due. Write a year (2025), a month "
        "(2025-06), a day (2025-06-30), a session (Council 2025, PP-26), a meeting's number (41) "
        "or “next meeting”.",
        reason="no-time",
        name=said,
    )


def _iso(said: str) -> str | None:
    match = _ISO.fullmatch(said)
    if match is None:
        return None
    year, month, day = (int(part) if part else 1 for part in match.groups())
    return said if _day(year, month, day) else None


def _in_figures(said: str) -> str | None:
    """A day with strokes, where only one reading is a day: 31/10/2024."""
    match = _FIGURES.fullmatch(said)
    if match is None:
        return None
    first, second, year = (int(part) for part in match.groups())
    readings = {_day(year, second, first), _day(year, first, second)} - {None}
    if len(readings) > 1:
        one, other = sorted(str(day) for day in readings)
        raise QueryError(
            f"“{said}” is {one} for some readers and {other} for others. Write it as one of these.",
            reason="two-days",
            name=said,
            one=one,
            other=other,
        )
    return str(readings.pop()) if readings else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
