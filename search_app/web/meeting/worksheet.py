"""Worksheet of the mandates view: its files to fill in, and the decisions of a filled one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from corpus.errors import QueryError
from index.analyses import Task
from search_app.citing import words
from search_app.drafts import MAX_MEGABYTES, Draft
from search_app.localise import Locale
from search_app.operations import (
    DECISIONS,
    MANDATES,
    DecisionsRequest,
    FoundDecisions,
    FoundMandates,
    RequestContext,
)
from search_app.operations.layouts import count_decisions
from search_app.web import frame as chrome
from search_app.web.downloads import WORKSHEETS, paper_buttons, worksheet_buttons
from search_app.web.parts import html
from search_app.web.reports import ask, report_html
from search_app.web.session import draw_uploader, open_index

_FILE: Final = "mandates-worksheet"
_READ: Final = "mandates-decisions"
_PAGE: Final = "mandates-decisions-page"
_SHOWN: Final = 15
"""Decisions shown at a time."""


def draw(locale: Locale, tasks: Sequence[Task]) -> None:
    """Draw the worksheet of mandates: buttons for its files, and a place to open a filled one."""
    index = open_index()  # as who sees the page sees it: the file is made by another thread

    def find() -> FoundMandates:
        asking = RequestContext(index, reader=locale.code, language=locale.code)
        every = FoundMandates(tuple(tasks), has_fates=True)
        return MANDATES.finish_page(asking, every)[0]

    title = words(locale.code).export["worksheet"]
    with st.expander(title, icon=":material/fact_check:"):
        st.html(html("parts.status", text=locale.text("mandates.worksheet"), role=""))
        if tasks:
            with st.container(horizontal=True, gap="small", key="worksheet-downloads"):
                worksheet_buttons(locale, MANDATES, find, locale.text("mandates.worksheet_file"))
        _draw_filled(locale)


def _draw_filled(locale: Locale) -> None:
    """Draw the place for a filled worksheet, and its decisions; say what is wrong with it."""
    file = draw_uploader(locale, "mandates.worksheet_open", WORKSHEETS, _FILE, MAX_MEGABYTES)
    if file is None:
        st.session_state.pop(_READ, None)
        return
    try:
        with st.spinner(locale.text("loading.searching")):
            decisions = _read(locale, Draft(name=file.name, content=file.getvalue()))
    except QueryError as error:
        chrome.refuse(locale, error)
        return
    _draw_decisions(locale, decisions)


def _read(locale: Locale, worksheet: Draft) -> FoundDecisions:
    """Return a worksheet's rows with today's mandates, read once while it is there."""
    store = open_index().store
    digest = hashlib.sha256(worksheet.content).hexdigest()
    key = (digest, worksheet.name, locale.code, store.id, store.generation)
    known: tuple[object, FoundDecisions] | None = st.session_state.get(_READ)
    if known is None or known[0] != key:
        request = DecisionsRequest(draft=worksheet, shown_in=locale.code)
        known = key, ask(DECISIONS, request, locale.code, needs_model=False)
        st.session_state[_READ] = known
        st.session_state[_PAGE] = 1
    return known[1]


def _draw_decisions(locale: Locale, decisions: FoundDecisions) -> None:
    """Draw rows that cannot be taken, then a page of the others, decided first, with all files."""
    if not decisions.rows and not decisions.misfits:
        chrome.note(locale.text("mandates.no_rows"))
        return
    counts = count_decisions(decisions, locale.code)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="decisions"):
        st.html(html("parts.status", text=" · ".join(counts)), width="content")
        content = locale.text("mandates.decisions_file")
        paper_buttons(locale, DECISIONS, lambda: decisions, content=content)
    if decisions.misfits:
        st.html(report_html(locale, DECISIONS, replace(decisions, rows=())))
    pages = -(-len(decisions.rows) // _SHOWN)
    page = min(st.session_state.get(_PAGE, 1), pages)
    if page:
        rows = decisions.rows_by_decision[(page - 1) * _SHOWN : page * _SHOWN]
        st.html(
            report_html(locale, DECISIONS, replace(decisions, rows=rows, misfits=(), is_part=True))
        )
    if next_page := chrome.turn_pages(pages, page, "decisions-pages"):
        st.session_state[_PAGE] = next_page
        st.rerun()
