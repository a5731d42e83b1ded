"""Draws a source: what it said and asked for, by its documents, and what became of it."""

from __future__ import annotations

import streamlit as st

from search_app.localise import Locale
from search_app.operations import SOURCE, SourceRequest
from search_app.web.documents.list import list_entries
from search_app.web.downloads import paper_buttons
from search_app.web.parts import html, source_links
from search_app.web.reports import ask, report_html


def draw(locale: Locale, name: str) -> None:
    """Draw the source of a name.

    Raises :class:`QueryError` where the index has no source of that name, or several.
    """
    with st.spinner(locale.text("loading.searching")):
        request = SourceRequest(name, shown_in=locale.code)
        report = ask(SOURCE, request, locale.code, is_finished=True)
    with st.container(horizontal=True, gap="small", key="downloads"):
        paper_buttons(locale, SOURCE, lambda: report)
        st.html(html("report.printing", locale=locale), width="content")
    st.html(report_html(locale, SOURCE, report, titled=True))


def draw_choice(locale: Locale) -> None:
    """Draw the sources that there are, each as a link, in the order of their names."""
    covers = dict.fromkeys(entry.source for entry in list_entries(locale) if entry.source)
    names = {link for cover in covers for link in source_links(cover, locale.code)}
    st.html(html("search.sources", sources=sorted(names)))
