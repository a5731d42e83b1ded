"""Draws a source: what it said and asked for, by its documents, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import streamlit as st

from corpus.alerts import Alert
from corpus.errors import QueryError
from corpus.text import fold
from index.analyses import SourceReport
from search_app.citing import source_submitters, submitter_name
from search_app.localise import Locale, alphabetical_key
from search_app.operations import SOURCE, Page, RequestContext, SourceRequest
from search_app.web import alerts
from search_app.web import frame as chrome
from search_app.web.documents.list import list_entries
from search_app.web.downloads import paper_buttons
from search_app.web.parts import html, source_links
from search_app.web.reports import ask, report_html
from search_app.web.search.answers import answers
from search_app.web.search.state import SearchState
from search_app.web.session import open_index

_SHOWN: Final = 20
"""Documents shown at a time."""

_NO_NAME: Final = frozenset({"no-source", "no-source-near", "several-sources"})
"""Reasons for which a text is not the name of one source."""

_QUESTION_MARKS: Final = ("?", "؟", "？")


def draw(locale: Locale, state: SearchState) -> int | None:
    """Draw the source of a name, or sources to choose from; return the page to turn to, or None."""
    request = SourceRequest(state.query, shown_in=locale.code)
    try:
        with st.spinner(locale.text("loading.searching")):
            report = ask(SOURCE, request, locale.code)
    except QueryError as error:
        if error.reason not in _NO_NAME:
            raise
        _draw_no_source(locale, state, error)
        return None
    if not _is_name(locale, state.query, report):
        _draw_question(locale, state, [submitter_name(report.submitter, locale.code)])
        return None
    return _draw_report(locale, state, request, report)


def _draw_report(
    locale: Locale, state: SearchState, request: SourceRequest, report: SourceReport
) -> int | None:
    """Draw a page of a source's documents; return the page to which the reader turns, or None."""
    pages = -(-len(report.documents) // _SHOWN)
    page = min(state.page, pages)
    with st.spinner(locale.text("loading.searching")):
        rows = Page(_SHOWN, (page - 1) * _SHOWN)
        shown = ask(SOURCE, request, locale.code, page=rows)
    asking = RequestContext(open_index(), reader=locale.code, language=locale.code)

    def find() -> SourceReport:
        return SOURCE.finish_page(asking, report)[0]

    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="downloads"):
        count = locale.plural("documents.count", len(report.documents))
        st.html(html("parts.status", text=count), width="content")
        paper_buttons(locale, SOURCE, find)
        st.html(html("report.printing", locale=locale), width="content")
        if any(report.submitter in document.submitters for document in report.documents):
            name = submitter_name(report.submitter, locale.code)
            alerts.button(locale, Alert(name, source=name))
    st.html(html("search.top", page=page))
    st.html(report_html(locale, SOURCE, shown, titled=True))
    return chrome.turn_pages(pages, page, "source-pages")


def _is_name(locale: Locale, text: str, report: SourceReport) -> bool:
    """Whether a text is a name of a source, and not a question that only contains one."""
    if text.rstrip().endswith(_QUESTION_MARKS):
        return False
    if report.submitter.kind != "country" or report.submitter in source_submitters(text):
        return True
    wanted = fold(text)
    names = {report.submitter.key, *(entry.source or "" for entry in list_entries(locale))}
    return any(wanted in fold(name) for name in names)


def _draw_no_source(locale: Locale, state: SearchState, error: QueryError) -> None:
    """Say that a text is not the name of one source, with those that may be meant."""
    near = error.values.get("sources")
    if not isinstance(near, tuple):
        _draw_question(locale, state)
        return
    chrome.refuse(locale, error)
    st.html(html("parts.intro", text=locale.text("source.intro")))
    _draw_links(locale, "search.did_you_mean", near)


def _draw_question(locale: Locale, state: SearchState, named: Sequence[str] = ()) -> None:
    """Offer the sources in a question, and those of what answers it; else all of them."""
    st.html(html("parts.intro", text=locale.text("source.choose")))
    answering = _list_answering(locale, state)
    _draw_links(locale, "search.did_you_mean", named)
    _draw_links(locale, "source.of_answers", answering)
    st.html(html("parts.intro", text=locale.text("source.intro")))
    if not (named or answering):
        _draw_links(locale, "source.all", _list_all(locale))


def _list_answering(locale: Locale, state: SearchState) -> list[str]:
    """Return the covers' sources of the passages that answer a question, the best first."""
    try:
        result = answers(locale, SearchState(state.query))
    except QueryError:  # the text is no question either
        return []
    if any(note.code == "weak-answers" for note in result.notes):
        return []
    return [hit.shown.source for hit in result.hits[: result.answering] if hit.shown.source]


def draw_choice(locale: Locale) -> None:
    """Draw the sources that there are, each as a link, in the order of their names."""
    _draw_links(locale, "", _list_all(locale))


def _list_all(locale: Locale) -> list[str]:
    names = {
        name
        for entry in list_entries(locale)
        if entry.source
        for name, _ in source_links(entry.source, locale.code)
    }
    return sorted(names, key=alphabetical_key)


def _draw_links(locale: Locale, key: str, sources: Iterable[str]) -> None:
    links = [link for source in sources for link in source_links(source, locale.code)]
    if not links:
        return
    if key:
        st.html(html("parts.examples", text=locale.text(key)))
    st.html(html("search.sources", sources=dict.fromkeys(links)))
