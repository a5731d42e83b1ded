"""The meeting page: dossier, mandates and coverage by language of one meeting."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, get_args

import streamlit as st

from search_app.localise import Locale
from search_app.web import address
from search_app.web import frame as chrome
from search_app.web.corpus.coverage import documents_html
from search_app.web.documents.list import list_entries
from search_app.web.meeting import dossier, mandates
from search_app.web.meeting.state import ALL_MEETINGS, STATE, MeetingState, View
from search_app.web.parts import html, without_controls
from search_app.web.session import name_meeting

_MEETING: Final = "meeting-name"
_VIEWS: Final = {
    "dossier": ("page.dossier", "folder_open"),
    "mandates": ("page.mandates", "task_alt"),
    "coverage": ("corpus.coverage", "translate"),
}
"""Views of a meeting in their order: key of the name, and icon."""


def _follow(parameters: dict[str, list[str]]) -> None:
    state = MeetingState.from_address(parameters)
    st.session_state[STATE] = state
    st.session_state[_MEETING] = state.meeting or None
    mandates.follow(state)


def _choose(locale: Locale, state: MeetingState) -> str:
    """Draw the choice of the meeting; return it, or an empty text where the index lacks it."""
    latest: dict[str, str] = {}
    for entry in list_entries(locale):
        if entry.meeting:
            latest[entry.meeting] = max(latest.get(entry.meeting, ""), entry.date or "")
    options = sorted(latest, key=lambda meeting: latest[meeting], reverse=True)
    if not options:
        chrome.note(locale.text("dossier.none"))
        return ""
    if state.view == "mandates":
        options.append(ALL_MEETINGS)
    if st.session_state.get(_MEETING) not in options:
        wanted = state.meeting if state.meeting != ALL_MEETINGS else ""
        wanted = wanted or options[0]
        st.session_state[_MEETING] = wanted if wanted in options else None

    def format_meeting(meeting: str) -> str:
        if meeting == ALL_MEETINGS:
            return locale.text("corpus.all_meetings")
        return without_controls(name_meeting(locale, meeting))

    chosen = st.selectbox(
        locale.text("search.meeting"),
        options,
        index=None if st.session_state[_MEETING] is None else 0,
        key=_MEETING,
        persist_state="page",
        format_func=format_meeting,
        placeholder=locale.text("dossier.choose"),
        # Letters in their order would do otherwise: "42" found the 41st of 2 October.
        filter_mode="contains",
        label_visibility="collapsed",
        width=420,
    )
    if not chosen:
        chrome.note(locale.text("dossier.not_found", meeting=state.meeting))
    return chosen or ""


def _draw_views(locale: Locale, state: MeetingState) -> None:
    meeting = state.meeting if state.meeting != ALL_MEETINGS else ""
    states = [MeetingState(meeting, view) for view in get_args(View)]
    chrome.views(locale, "meeting", {view.view: view for view in states}, state.view, _VIEWS)


def _draw_coverage(locale: Locale, meeting: str) -> None:
    entries = [entry for entry in list_entries(locale) if entry.meeting == meeting]
    chrome.wide()
    hint = html("parts.status", text=locale.text("corpus.cells_hint"), role="")
    st.html(hint + documents_html(entries, locale))


def _main() -> None:
    locale = chrome.interface()
    chrome.styles("pages", "citing", "reports")
    address.follow_address("meeting", _follow, _MEETING)
    state: MeetingState = st.session_state.get(STATE) or MeetingState()
    st.html(html("parts.heading", text=locale.text("page.meeting")))
    meeting = _choose(locale, state)
    # A meeting that is not there stays in the address: without it the page would not say so again.
    if meeting and meeting != state.meeting:
        state = replace(state, meeting=meeting, page=1)
    _draw_views(locale, state)
    if meeting and state.view == "mandates":
        state = mandates.draw(locale, state)
    st.session_state[STATE] = state
    address.write("meeting", state.to_address())
    if meeting and state.view == "dossier":
        dossier.draw(locale, meeting)
    elif meeting and state.view == "coverage":
        _draw_coverage(locale, meeting)


_main()
