"""Bars as HTML links: the number of passages of each meeting; meetings and their keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from index.lookup import meeting_days
from index.store import Excerpt, Store
from search_app.localise import Locale
from search_app.web.parts.templates import html

UNDATED: Final = "-"
"""Key of documents that name neither a meeting nor a date."""


@dataclass(frozen=True, slots=True)
class MeetingBar:
    """A meeting of the group, or a year of documents that belong to none.

    ``key`` is the meeting's number, the year, or :data:`UNDATED`. ``date`` is that of its first
    document, ISO 8601, for the order only. ``days`` is empty where unknown.
    """

    key: str
    name: str
    date: str | None
    days: str = ""


def meeting_key(meeting: str | None, date: str | None) -> str:
    """Return the key of a document's meeting; for a document of another body, of its year."""
    if meeting and meeting.isdigit():
        return meeting
    return date[:4] if date else UNDATED


def meetings(store: Store, locale: Locale) -> list[MeetingBar]:
    """Return all meetings in the index and years of other documents, the earliest first."""
    first: dict[str, str | None] = {}
    for meeting, date in store.documents.meetings():
        first.setdefault(meeting_key(meeting, date), date)
    days_by_meeting = meeting_days(store)
    bars = []
    for key, date in first.items():
        held = days_by_meeting.get(key)
        days = locale.days(held.first, held.last) if held else ""
        bars.append(MeetingBar(key, _name(key, date, locale), date, days))
    return sorted(bars, key=lambda bar: (bar.date is None, bar.date or "", bar.key))


def bars_html(
    locale: Locale,
    every: Sequence[MeetingBar],
    passages: Iterable[Excerpt],
    *,
    chosen: str | None,
    address: Callable[[str | None], str],
) -> Markup:
    """Draw the number of passages of each meeting, as links that filter the page by it."""
    counts = Counter(meeting_key(passage.meeting, passage.date) for passage in passages)
    return html(
        "parts.bars",
        locale=locale,
        columns=[(bar, counts[bar.key]) for bar in _without_idle_ends(every, counts)],
        most=max(counts.values(), default=1),
        chosen=chosen,
        address=address,
    )


def _name(key: str, date: str | None, locale: Locale) -> str:
    if key == UNDATED:
        return locale.text("documents.no_meeting")
    if date and date.startswith(key):
        return key
    return locale.meeting(key)


def _without_idle_ends(every: Sequence[MeetingBar], counts: Counter[str]) -> list[MeetingBar]:
    """Leave out years before the first and after the last passage, where there are many."""
    if len(every) <= 12:
        return [bar for bar in every if bar.key != UNDATED or counts[bar.key]]
    busy = [index for index, bar in enumerate(every) if counts[bar.key]]
    return list(every[busy[0] : busy[-1] + 1]) if busy else list(every)
