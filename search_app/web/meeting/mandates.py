"""View of mandates with filters: who is asked to do what, by when, and where a report is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from index.analyses import Task
from index.lookup import CatalogueEntry
from search_app.citing import office_name
from search_app.localise import Locale
from search_app.operations import MANDATES, FoundMandates
from search_app.operations.layouts import when_name
from search_app.web import frame as chrome
from search_app.web.documents.list import entry_name, list_entries
from search_app.web.downloads import paper_buttons
from search_app.web.meeting import worksheet
from search_app.web.meeting.state import ALL_MEETINGS, STATE, MeetingState
from search_app.web.parts import html
from search_app.web.reports import due_key, find_reports, mandates, report_html
from search_app.web.session import loading, open_index

_ASKED: Final = "mandates-asked"
"""Session key of the address's filter values, until the reader chooses one."""

_FILTERS: Final = ("addressee", "document", "due")
_SHOWN: Final = 15
"""Mandates shown at a time."""


def follow(state: MeetingState) -> None:
    """Let the filters take what the address says."""
    st.session_state[_ASKED] = {name: getattr(state, name) for name in _FILTERS}
    for name in _FILTERS:
        st.session_state[f"mandates-{name}"] = getattr(state, name)


def _select(
    locale: Locale, name: str, counts: Mapping[str, int | str], called: Callable[[str], str]
) -> str:
    """Draw a filter with a count or a remark for each value; return the choice, or empty."""
    label, key = locale.text(f"mandates.{name}"), f"mandates-{name}"
    return chrome.choose(locale, label, key, counts, called, width=280)


def _find_unknown(name: str, values: Container[str], chosen: str) -> str:
    """Return the address's value that a filter lacks, until the reader chooses one."""
    unknown: dict[str, str] = st.session_state.setdefault(_ASKED, {})
    if chosen in values or unknown.get(name) in values:
        unknown.pop(name, None)
    return unknown.get(name, "")


def _filters(
    locale: Locale,
    before: MeetingState,
    tasks: Sequence[Task],
    every: Mapping[str, CatalogueEntry],
    document: str,
) -> MeetingState:
    """Draw the filters over the mandates of all documents, or of one; return their state."""
    counts = Counter(task.shown.symbol or task.shown.file_name for task in tasks)
    # What has been revised is not counted among the others, and can be chosen.
    revised = {
        name: locale.text("search.superseded", symbol=entry.superseded_by)
        for name, entry in every.items()
        if entry.superseded_by
    }
    count_of_document = {document: len(tasks)} if document else {}
    remarks = (
        revised
        | {document: counts[document] for document in every if counts[document]}
        | count_of_document
    )
    documents = {document: remarks[document] for document in every if document in remarks}
    addressees = _count_values(who for task in tasks for who in task.mandate.addressees)
    dates = _due(tasks)
    for name, values in (("addressee", addressees), ("due", dates)):
        if unknown := _find_unknown(name, values, st.session_state.get(f"mandates-{name}") or ""):
            chrome.note(locale.text("mandates.unknown", value=unknown))
    with st.container(horizontal=True, gap="small", key="mandates-filters"):
        state = replace(
            before,
            addressee=_select(
                locale, "addressee", addressees, partial(office_name, language=locale.code)
            ),
            document=_select(locale, "document", documents, str),
            due=_select(locale, "due", dates, partial(when_name, language=locale.code)),
        )
    return state if state == before else replace(state, page=1)


def _count_values(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())


def _due(tasks: Sequence[Task]) -> dict[str, int]:
    """Return the number of mandates by the time when they are due; a year includes its days."""
    return {
        key: sum(task.is_due(key) for task in tasks)
        for key in _count_values(map(due_key, tasks))
        if key
    }


def _show(locale: Locale, state: MeetingState, tasks: Sequence[Task]) -> MeetingState:
    index = open_index()  # as who sees the page sees it: the file is made by another thread

    def find() -> FoundMandates:
        return FoundMandates(tuple(index.find_reports(tasks)))

    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="downloads"):
        count = locale.plural("mandates.count", len(tasks))
        st.html(html("parts.status", text=count), width="content")
        paper_buttons(locale, MANDATES, find, content=locale.text("mandates.list_file"))
    pages = -(-len(tasks) // _SHOWN)
    state = replace(state, page=min(state.page, pages))
    part = tasks[(state.page - 1) * _SHOWN : state.page * _SHOWN]
    is_ready = loading().ready() is not None
    shown = FoundMandates(tuple(find_reports(part, locale.code) if is_ready else part))
    st.html(report_html(locale, MANDATES, shown))
    if not is_ready:
        chrome.wait(locale.text("loading.model"))
    chrome.turn_state(pages, state, "mandates-pages", STATE)
    return state


def draw(locale: Locale, state: MeetingState) -> MeetingState:
    """Draw the mandates of a meeting or of all, with their filters; return the filters' state."""
    st.html(html("parts.intro", text=locale.text("mandates.intro")))
    meetings = () if state.meeting == ALL_MEETINGS else (state.meeting,)
    every = {
        entry_name(entry): entry
        for entry in list_entries(locale)
        if not meetings or entry.meeting in meetings
    }
    document = st.session_state.get("mandates-document") or ""
    document = document if document in every else ""
    if unknown := _find_unknown("document", every, document):
        chrome.note(locale.text("documents.not_found", name=unknown))
    tasks = mandates(document, locale.code, meetings)
    state = _filters(locale, state, tasks, every, document)
    matches = [task for task in tasks if state.takes(task)]
    worksheet.draw(locale, matches)
    if matches:
        return _show(locale, state, matches)
    chrome.nothing(locale, "mandates.nothing")
    return state
