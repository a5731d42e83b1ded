"""View of the positions on a topic: who said what at which meeting."""

from __future__ import annotations

import streamlit as st

from search_app.localise import Locale
from search_app.operations import POSITIONS, PositionsRequest
from search_app.operations.layouts import choose_hint
from search_app.web import frame as chrome
from search_app.web.downloads import paper_buttons
from search_app.web.reports import ask, report_html
from search_app.web.search.answers import as_written
from search_app.web.search.state import SearchState


def draw(locale: Locale, state: SearchState) -> None:
    """Draw the positions on a question; raise :class:`QueryError` as the operation does."""
    filters = as_written(locale, state.filters)
    request = PositionsRequest(state.query, filters=filters, shown_in=locale.code)
    positions = ask(POSITIONS, request, locale.code)
    for note in positions.notes:
        if locale.has(f"search.note.{note.code}"):
            chrome.note(locale.text(f"search.note.{note.code}"))
    if not positions.cells:
        is_filtered = not filters.is_empty
        hint = choose_hint("positions.not_found", positions.notes, is_filtered=is_filtered)
        if hint:
            chrome.nothing(locale, "positions.not_found", hint)
        return
    with st.container(horizontal=True, gap="small", key="downloads"):
        paper_buttons(locale, POSITIONS, lambda: positions)
    st.html(report_html(locale, POSITIONS, positions))
