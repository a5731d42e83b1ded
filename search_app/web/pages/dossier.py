"""The dossier page: what to read before a meeting, item by item of its agenda."""

from __future__ import annotations

from typing import Final

import streamlit as st

from corpus.errors import QueryError
from index.analyses import Dossier
from search_app.localise import Locale
from search_app.operations import DOSSIER, DossierRequest
from search_app.web import address
from search_app.web import frame as chrome
from search_app.web.documents.list import list_entries
from search_app.web.downloads import paper_buttons
from search_app.web.parts import html, without_controls
from search_app.web.reports import DossierState, ask, report_html
from search_app.web.session import loading, name_meeting

_MEETING: Final = "dossier-meeting"
_ASKED: Final = "dossier-asked"


def _follow(parameters: dict[str, list[str]]) -> None:
    st.session_state[_ASKED] = DossierState.from_address(parameters).meeting
    st.session_state[_MEETING] = st.session_state[_ASKED]


def _choose(locale: Locale) -> str:
    """Draw the choice of the meeting, the latest first; empty where none is chosen."""
    latest: dict[str, str] = {}
    for entry in list_entries(locale):
        if entry.meeting:
            latest[entry.meeting] = max(latest.get(entry.meeting, ""), entry.date or "")
    meetings = sorted(latest, key=lambda meeting: latest[meeting], reverse=True)
    wanted = st.session_state.get(_MEETING)
    if wanted not in meetings:
        st.session_state[_MEETING] = None
    if not meetings:
        chrome.note(locale.text("dossier.none"))
        return ""
    chosen = st.selectbox(
        locale.text("search.meeting"),
        meetings,
        index=None,
        key=_MEETING,
        persist_state="page",
        format_func=lambda meeting: without_controls(name_meeting(locale, meeting)),
        placeholder=locale.text("dossier.choose"),
        # Letters in their order would do otherwise: "42" found the 41st of 2 October.
        filter_mode="contains",
        width=420,
    )
    if chosen:
        st.session_state[_ASKED] = ""
    elif missing := st.session_state.get(_ASKED):  # in each run of the page until one is chosen
        chrome.note(locale.text("dossier.not_found", meeting=missing))
    return chosen or ""


def _show(locale: Locale, dossier: Dossier) -> None:
    with st.container(horizontal=True, gap="small", key="downloads"):
        name = f"dossier-{dossier.meeting}"
        paper_buttons(locale, DOSSIER, lambda: dossier, name)
        st.html(html("report.printing", locale=locale), width="content")
    st.html(report_html(locale, DOSSIER, dossier, titled=True))


def _main() -> None:
    locale = chrome.interface()
    chrome.styles("pages", "citing", "reports")
    address.follow_address("dossier", _follow, _MEETING)
    st.html(html("parts.heading", text=locale.text("page.dossier")))
    meeting = _choose(locale)
    # A meeting that is not there stays in the address: without it the page would not say so again.
    address.write("dossier", DossierState(meeting or st.session_state.get(_ASKED, "")).to_address())
    if not meeting:
        st.html(html("parts.intro", text=locale.text("dossier.intro")))
    elif loading().ready() is None:
        chrome.wait(locale.text("loading.waiting"))
    else:
        try:
            with st.spinner(locale.text("loading.searching")):
                request = DossierRequest(meeting, shown_in=locale.code)
                dossier = ask(DOSSIER, request, locale.code)
        except QueryError as error:
            chrome.refuse(locale, error)
        else:
            _show(locale, dossier)


_main()
