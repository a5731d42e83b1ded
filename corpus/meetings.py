"""Days and places of a group's meetings, by their numbers, from ``data/bodies/*.toml``.

What is not known is None: many meetings have no date here. A user adds a body, or the dates of a
meeting, by a file in the folder ``bodies`` of ``WSIS_SEARCH_TABLES``::

    body = "CWG-Internet"
    [[meetings]]
    number = 21
    first_day = 2025-02-12
    last_day = 2025-02-13
    place = "Geneva"
    source = "circular letter CL-24/43"
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - a field is called date elsewhere
from functools import cache
from typing import Any, Final, Self

from corpus import tables

OWN: Final = "CWG-WSIS&SDG"
"""This group."""

_NUMBER: Final = re.compile(r"^\D*?(?<![A-Za-z-])(\d+)")

_LONGEST: Final = 100
"""Letters of a name of a meeting; the longest known name has a third."""


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """The first and the last day of a meeting; the same for a meeting of one day.

    As text an interval of ISO 8601: ``2023-10-16/2023-10-17``.
    """

    first: Date
    last: Date

    @classmethod
    def read(cls, written: str | None) -> Self | None:
        """Read what :meth:`__str__` writes; None where it is no such interval."""
        first, _, last = (written or "").partition("/")
        try:
            return cls(Date.fromisoformat(first), Date.fromisoformat(last))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.first}/{self.last}"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of a group.

    Attributes:
        body: as symbols name it (``CWG-WSIS&SDG``).
        number: ``41``.
        days: of the meeting, or None.
        place: in English, or None.
        chair: who presided, or None.
        source: where this was read, or None.
    """

    body: str
    number: str
    days: Days | None = None
    place: str | None = None
    chair: str | None = None
    source: str | None = None


def meeting(number: str, body: str = OWN) -> Meeting | None:
    """Return the facts about a meeting; None where nothing is known.

    Args:
        number: ``41``; of another group also as its symbols have it (``CWG-Internet-11``).
        body: as symbols name it.
    """
    return _load_meetings(tables.folder()).get((body, number.removeprefix(f"{body}-")))


def parse_meeting(text: str) -> str:
    """Return the meeting that a person names: ``40`` for ``40th meeting`` or ``第40次会议``.

    Of this group it is the number, of others what is in symbols (``C24``, ``CWG-Internet-11``).
    What has no number, or several, is given unchanged.
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
    """Return the meetings of a body of which something is known, the earliest first."""
    return tuple(
        meeting for meeting in _load_meetings(tables.folder()).values() if meeting.body == body
    )


def names(body: str = OWN) -> dict[str, str]:
    """Return the names of a body by language, ISO codes; empty where none is known."""
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
    """Return the meetings of one table, with the chairs, which it lists by ranges of meetings."""
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
