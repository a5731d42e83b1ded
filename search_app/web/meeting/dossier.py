"""View of a meeting's dossier: what to read before it, item by item of its agenda."""

from __future__ import annotations

import streamlit as st

from corpus.errors import QueryError
from search_app.localise import Locale
from search_app.operations import DOSSIER, DossierRequest
from search_app.web import frame as chrome
from search_app.web.downloads import paper_buttons
from search_app.web.parts import html
from search_app.web.reports import ask, report_html
from search_app.web.session import loading


def draw(locale: Locale, meeting: str) -> None:
    """Draw the dossier, or say why there is none."""
    if loading().ready() is None:
        chrome.wait(locale.text("loading.waiting"))
        return
    try:
        with st.spinner(locale.text("loading.searching")):
            request = DossierRequest(meeting, shown_in=locale.code)
            dossier = ask(DOSSIER, request, locale.code)
    except QueryError as error:
        chrome.refuse(locale, error)
        return
    with st.container(horizontal=True, gap="small", key="downloads"):
        paper_buttons(locale, DOSSIER, lambda: dossier, f"dossier-{dossier.meeting}")
        st.html(html("report.printing", locale=locale), width="content")
    st.html(report_html(locale, DOSSIER, dossier, titled=True))
