"""Days of meetings as covers and the table of meetings state them, and those not in dispute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus import meetings
from corpus.meetings import Days
from index.store import Store


@dataclass(frozen=True, slots=True)
class MeetingDays:
    """Statements on the days of a meeting.

    ``days`` is None where statements differ; ``stated`` counts documents whose covers state them.
    """

    meeting: str
    days: Days | None
    stated: Mapping[Days, int]
    listed: Days | None


def list_meeting_days(store: Store) -> tuple[MeetingDays, ...]:
    """List the statements on the days of each meeting of the index and of the table."""
    stated: dict[str, dict[Days, int]] = {}
    for row in store.documents.meeting_days():
        days = Days.read(row["meeting_days"])
        if days is not None:
            stated.setdefault(row["meeting"], {})[days] = row["documents"]
    every = dict.fromkeys(
        [
            *stated,
            *(
                stated_meeting.number
                for stated_meeting in meetings.meetings()
                if stated_meeting.days
            ),
        ]
    )
    return tuple(_make_meeting_days(meeting, stated.get(meeting, {})) for meeting in every)


def meeting_days(store: Store) -> dict[str, Days]:
    """Return the undisputed days of meetings, by number or as symbols have it."""
    return {
        dates.meeting: dates.days for dates in list_meeting_days(store) if dates.days is not None
    }


def _make_meeting_days(meeting: str, stated: Mapping[Days, int]) -> MeetingDays:
    group, _, number = meeting.rpartition("-")
    known = meetings.meeting(number, group or meetings.OWN)
    listed = known.days if known else None
    spans = {*stated} | ({listed} if listed else set())
    return MeetingDays(meeting, spans.pop() if len(spans) == 1 else None, stated, listed)
