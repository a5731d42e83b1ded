"""List of documents by meeting and series, with filters; names and addresses of its entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from corpus.bounds import MAX_NAME
from corpus.text import fold
from index.lookup import CatalogueEntry
from search_app.citing import source_name
from search_app.localise import Locale
from search_app.web import address, frame
from search_app.web.documents.state import STATE, DocumentState
from search_app.web.parts import html, token
from search_app.web.session import keep_with_index, name_meeting, open_index

_PART: Final = 200
"""Documents listed at a time."""

_ANY: Final = ""

_KEYS: Final = ("documents-words", "documents-meeting", "documents-series")


@keep_with_index(12, is_shared=True)
def _entries(code: str) -> tuple[CatalogueEntry, ...]:
    return tuple(
        replace(entry, source=source_name(entry.source, code) or None)
        for entry in open_index().documents((code,))
    )


def list_entries(locale: Locale) -> tuple[CatalogueEntry, ...]:
    """Return all documents, with titles and submitters in the reader's language where possible."""
    return _entries(locale.code)


def entry_name(entry: CatalogueEntry) -> str:
    """Return a document's name in a list: its symbol, else its file's name."""
    return entry.symbol or entry.name


def entry_address(entry: CatalogueEntry, language: str | None = None) -> str:
    """Return the address that opens a document, not escaped."""
    name = {"symbol": entry.symbol} if entry.symbol else {"doc": token(entry.key)}
    version = {"left": language} if language else {}
    return "documents?" + urlencode({**name, **version})


def meeting_name(meeting: str | None, locale: Locale) -> str:
    """Return a meeting's name with its days, also for documents that name none."""
    return name_meeting(locale, meeting) or locale.text("documents.no_meeting")


def series_name(series: str | None, locale: Locale) -> str:
    """Return the name of a series, also of one that only other meetings have."""
    if series is None:
        return locale.text("documents.no_series")
    return locale.text(f"series.{series}") if locale.has(f"series.{series}") else series


def follow() -> None:
    """Let the widgets take what the address says the next time they are made."""
    for key in _KEYS:
        st.session_state.pop(key, None)


def draw(locale: Locale, state: DocumentState) -> None:
    """Draw the list and its filters, and write the address."""
    every = list_entries(locale)
    chosen = _filters(locale, state, every)
    entries = [entry for entry in every if _fits(entry, chosen)]
    parts = range(0, len(entries), _PART) or range(1)
    part = min(chosen.list_part or 1, len(parts))
    chosen = replace(chosen, list_part=part if part > 1 else None)
    st.session_state[STATE] = chosen
    address.write("documents", chosen.to_address())
    st.html(html("parts.status", text=locale.plural("documents.count", len(entries))))
    if not entries:
        st.html(html("parts.intro", text=locale.text("documents.nothing")))
        return
    shown = entries[parts[part - 1] : parts[part - 1] + _PART]
    st.html(
        html(
            "documents.list",
            locale=locale,
            meetings=_meetings(locale, shown, entries),
            name=entry_name,
            address=entry_address,
        )
    )
    next_part = frame.turn_pages(len(parts), part, "documents-list")
    if next_part:
        st.session_state[STATE] = replace(chosen, list_part=next_part)
        st.rerun()


def _filters(
    locale: Locale, state: DocumentState, every: Sequence[CatalogueEntry]
) -> DocumentState:
    meetings = Counter(entry.meeting or "-" for entry in every)
    series = Counter(sorted(entry.series or "-" for entry in every))
    # One that no document has stays chosen, with no document, until another one is chosen.
    meetings.update({state.meeting: 0} if state.meeting else {})
    series.update({state.series: 0} if state.series else {})
    st.session_state.setdefault("documents-words", state.words or "")
    st.session_state.setdefault("documents-meeting", state.meeting or _ANY)
    st.session_state.setdefault("documents-series", state.series or _ANY)
    with st.container(horizontal=True, gap="small", key="documents-filters"):
        words = st.text_input(
            locale.text("documents.filter"),
            key="documents-words",
            persist_state="page",
            icon=":material/filter_list:",
            width=340,
        )
        chosen = replace(
            state,
            words=(words or "").strip()[:MAX_NAME] or None,
            meeting=_select(locale, "meeting", meetings, meeting_name),
            series=_select(locale, "series", series, series_name),
        )
    return chosen if chosen == state else replace(chosen, list_part=None)


def _select(
    locale: Locale, name: str, counts: Counter[str], call: Callable[[str | None, Locale], str]
) -> str | None:
    def name_value(value: str) -> str:
        return call(None if value == "-" else value, locale)

    label, key = locale.text(f"search.{name}"), f"documents-{name}"
    return (
        frame.choose(locale, label, key, counts, name_value, width=240, total=counts.total())
        or None
    )


def _fits(entry: CatalogueEntry, state: DocumentState) -> bool:
    if state.meeting and (entry.meeting or "-") != state.meeting:
        return False
    if state.series and (entry.series or "-") != state.series:
        return False
    words = fold(state.words or "").split()
    about = fold(" ".join(filter(None, (entry_name(entry), entry.title, entry.source))))
    return all(word in about for word in words)


def _meetings(
    locale: Locale, shown: Sequence[CatalogueEntry], matches: Sequence[CatalogueEntry]
) -> Iterator[tuple[str, int, list[tuple[str, list[CatalogueEntry]]]]]:
    for meeting, of_meeting in groupby(shown, lambda entry: entry.meeting):
        series = [
            (series_name(series, locale), list(entries))
            for series, entries in groupby(of_meeting, lambda entry: entry.series)
        ]
        count = sum(entry.meeting == meeting for entry in matches)
        yield meeting_name(meeting, locale), count, series
