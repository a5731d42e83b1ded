"""Start of the search page, before a question: three tasks, and what is new, due or absent."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

import streamlit as st

from index.lookup import CatalogueEntry
from search_app.localise import Locale
from search_app.web import browser_storage, frame
from search_app.web.documents.list import entry_address, entry_name, list_entries, meeting_name
from search_app.web.meeting.state import ALL_MEETINGS, MeetingState
from search_app.web.parts import html
from search_app.web.reports import falling_due
from search_app.web.session import open_index

_SHOWN: Final = 6


def draw(locale: Locale) -> None:
    """Draw three tasks, then what is new, the latest meeting, what falls due and what is absent."""
    every = list_entries(locale)
    st.html(
        html(
            "search.start",
            locale=locale,
            tasks=_tasks(locale),
            new=_new(every),
            since=locale.date((browser_storage.last_visit() or "")[:10]),
            meeting=_latest(locale, every),
            absent=[entry for entry in every if locale.code not in entry.passages],
            due=falling_due(locale, every),
            mandates=frame.address_of(
                "meeting", MeetingState(ALL_MEETINGS, "mandates").to_address()
            ),
            few=_SHOWN,
            name=entry_name,
            address=entry_address,
            documents=frame.address_of("documents", {}),
            corpus=frame.address_of("documents", {"view": ["contents"]}),
        )
    )


def _tasks(locale: Locale) -> list[tuple[str, str]]:
    """Return three short tasks: their texts, and their addresses."""
    return [
        (
            locale.text("search.task_search"),
            frame.address_of("search", {"q": [locale.text("search.example_question")]}),
        ),
        (
            locale.text("search.task_reference"),
            frame.address_of("references", {"q": [locale.text("search.example_reference")]}),
        ),
        (locale.text("search.task_draft"), frame.address_of("draft", {})),
    ]


def _new(every: Sequence[CatalogueEntry]) -> list[CatalogueEntry]:
    """Return the documents that came since the reader's last visit, the newest first."""
    before = browser_storage.last_visit()
    if not before:
        return []
    read = open_index().store.documents.read_since(before)
    return sorted(
        (entry for entry in every if entry.id in read),
        key=lambda entry: read[entry.id],
        reverse=True,
    )


def _latest(
    locale: Locale, every: Sequence[CatalogueEntry]
) -> tuple[str, str, list[tuple[str, list[CatalogueEntry]]]] | None:
    """Return the latest meeting's name, address and documents by source."""
    dated = [entry for entry in every if entry.meeting and entry.date]
    if not dated:
        return None
    meeting = max(dated, key=lambda entry: entry.date or "").meeting

    def source(entry: CatalogueEntry) -> str:
        return entry.source or ""

    of_meeting = sorted((entry for entry in every if entry.meeting == meeting), key=source)
    grouped = [(name, list(some)) for name, some in groupby(of_meeting, source)]
    target = frame.address_of("documents", {"meeting": [meeting or ""]})
    return meeting_name(meeting, locale), target, grouped
