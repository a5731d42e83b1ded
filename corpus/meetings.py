"""Facts of meetings (days, place, chair) from ``data/bodies/*.toml``; parsing of their numbers.

Unknown facts are None. Users add bodies and dates by files in ``WSIS_SEARCH_TABLES/bodies``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - a field is called date elsewhere
from functools import cache
from typing import Any, Final, Self

from corpus import tables

OWN: Final = "CWG-WSIS&SDG"
"""Name of this group, as symbols have it."""

_NUMBER: Final = re.compile(r"^\D*?(?<![A-Za-z-])(\d+)")

_LONGEST: Final = 100
"""Letters of a meeting's name; the longest known name has a third of that."""


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """First and last day of a meeting; written as an ISO 8601 interval."""

    first: Date
    last: Date

    @classmethod
    def read(cls, written: str | None) -> Self | None:
        """Read ``2023-10-16/2023-10-17``; return None for anything else."""
        first, _, last = (written or "").partition("/")
        try:
            return cls(Date.fromisoformat(first), Date.fromisoformat(last))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.first}/{self.last}"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of a group; None for each unknown fact, ``source`` for where they were read."""

    body: str
    number: str
    days: Days | None = None
    place: str | None = None
    chair: str | None = None
    source: str | None = None


def meeting(number: str, body: str = OWN) -> Meeting | None:
    """Return the facts about a meeting (``41``, ``CWG-Internet-11``), or None where unknown."""
    return _load_meetings(tables.folder()).get((body, number.removeprefix(f"{body}-")))


def parse_meeting(text: str) -> str:
    """Return the meeting that a person names: ``40`` for ``40th meeting`` or ``第40次会议``.

    Other groups' are as in symbols (``C24``). A text without one number is returned unchanged.
    """
    plain = text.strip()
    if len(plain) > _LONGEST:
        return plain
    if plain.casefold().startswith(OWN.casefold()):
        plain = plain[len(OWN) :].lstrip(" -")
    number = _NUMBER.search(plain)
    is_only = number is not None and not re.search(r"\d", plain[number.end() :])
    return str(int(number[1])) if number and is_only else text.strip()


def meetings(body: str = OWN) -> tuple[Meeting, ...]:
    """Return the known meetings of a body, the earliest first."""
    return tuple(
        meeting for meeting in _load_meetings(tables.folder()).values() if meeting.body == body
    )


def names(body: str = OWN) -> dict[str, str]:
    """Return the names of a body by language code; empty where none is known."""
    own_names = tables.load("bodies").get("names", {})
    shipped: dict[str, str] = {
        code: names[body] for code, names in own_names.items() if body in names
    }
    entries = (entry for entry in tables.load_each("bodies").values() if entry.get("body") == body)
    return {**shipped, **next(entries, {}).get("names", {})}


@cache
def _load_meetings(folder: str) -> dict[tuple[str, str], Meeting]:
    del folder  # the key of the cache: another folder of tables, other meetings
    return {
        (meeting.body, meeting.number): meeting
        for entry in tables.load_each("bodies").values()
        for meeting in _read_meetings(entry)
    }


def _read_meetings(entry: dict[str, Any]) -> list[Meeting]:
    chairs = {
        number: str(term["name"])
        for term in entry.get("chairs", ())
        for number in range(term["first_meeting"], term["last_meeting"] + 1)
    }
    dated = {int(item["number"]): item for item in entry.get("meetings", ())}
    meetings_of_table = []
    for number in sorted({*chairs, *dated}):
        item = dated.get(number, {})
        first = item.get("first_day")
        days = Days(first, item.get("last_day", first)) if first else None
        facts = (item.get("place"), item.get("chair") or chairs.get(number), item.get("source"))
        meetings_of_table.append(Meeting(str(entry["body"]), str(number), days, *facts))
    return meetings_of_table
