"""The positions page: a topic, and who said what on it at which meeting."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from corpus.errors import QueryError
from index.analyses import Positions
from search_app.localise import Locale
from search_app.operations import POSITIONS, PositionsRequest
from search_app.web import address
from search_app.web import frame as chrome
from search_app.web.downloads import paper_buttons
from search_app.web.parts import as_label, html
from search_app.web.reports import ask, report_html
from search_app.web.search import filter_bar
from search_app.web.search.answers import as_written, counts
from search_app.web.search.state import SearchState
from search_app.web.session import loading

_TOPIC: Final = "positions-topic"
_EXAMPLES: Final = ("example_words", "example_phrase", "example_reference")


def _follow(parameters: dict[str, list[str]]) -> None:
    state = SearchState.from_address(parameters)
    st.session_state[_TOPIC] = state.query
    filter_bar.follow(chrome.interface(), state)


def _ask(topic: str) -> None:
    st.session_state[_TOPIC] = topic


def _begin(locale: Locale) -> None:
    st.html(html("parts.intro", text=locale.text("positions.intro")))
    st.html(html("parts.examples", text=locale.text("search.examples")))
    with st.container(horizontal=True, gap="small", key="examples"):
        for name in _EXAMPLES:
            example = locale.text(f"search.{name}")
            st.button(as_label(example), key=f"positions-{name}", on_click=_ask, args=(example,))


def _show(locale: Locale, positions: Positions) -> None:
    for note in positions.notes:
        if locale.has(f"search.note.{note.code}"):
            chrome.note(locale.text(f"search.note.{note.code}"))
    if not positions.cells:
        chrome.nothing(locale, "positions.not_found")
        return
    with st.container(horizontal=True, gap="small", key="downloads"):
        paper_buttons(locale, POSITIONS, lambda: positions)
    st.html(report_html(locale, POSITIONS, positions))


def _main() -> None:
    locale = chrome.interface()
    chrome.styles("pages", "citing", "reports")
    chrome.wide()
    address.follow_address("positions", _follow, _TOPIC)
    st.html(html("parts.heading", text=locale.text("page.positions")))
    topic = chrome.search_box(locale, "positions", _TOPIC)
    # The order of a page of hits has no meaning here.
    state = replace(filter_bar.read(locale, topic), order="relevance")
    bar = st.container(key="filters-above")
    address.write("positions", state.to_address())
    if not topic.strip():
        _begin(locale)
    elif loading().ready() is None:
        chrome.wait(locale.text("loading.waiting"))
    else:
        try:
            filter_bar.check(locale)
            code = locale.code
            filters = as_written(locale, state.filters)
            request = PositionsRequest(topic, filters=filters, shown_in=code)
            _show(locale, ask(POSITIONS, request, code))
        except QueryError as error:
            chrome.refuse(locale, error)
    with bar:
        filter_bar.draw(locale, counts(locale, state), is_ranked=False)


_main()
