"""The documents page: the list by meeting and series, and the reader."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from index.lookup import CatalogueEntry, catalogue
from search_app.localise import Locale
from search_app.web import address
from search_app.web import frame as chrome
from search_app.web.corpus import contents
from search_app.web.documents import head as document_head
from search_app.web.documents import list as document_list
from search_app.web.documents import reader as document_reader
from search_app.web.documents.state import STATE, DocumentState, mend_parameters
from search_app.web.parts import html, token
from search_app.web.session import open_index

_VIEWS: Final = {"list": ("documents.list", "list"), "contents": ("page.corpus", "inventory_2")}
"""Views of the documents: key of the name, and icon."""

_MISSING: Final = "documents-missing"
"""Session key of a requested document that does not exist, until the next request."""


def _follow(parameters: dict[str, list[str]]) -> None:
    st.session_state[STATE] = DocumentState.from_address(mend_parameters(parameters))
    st.session_state[_MISSING] = st.session_state[document_reader.ABSENT] = None
    document_list.follow()
    document_head.follow()


def _entry(locale: Locale, state: DocumentState) -> CatalogueEntry | None:
    store = open_index().store
    every = document_list.list_entries(locale)
    if state.symbol:
        wanted = catalogue.find(store, state.symbol)
    elif state.document:
        wanted = next((entry.id for entry in every if token(entry.key) == state.document), None)
    else:
        row = store.passages.row(state.passage) if state.passage is not None else None
        wanted = row["document_id"] if row else None
    return next((entry for entry in every if entry.id == wanted), None)


def _name_document(state: DocumentState, entry: CatalogueEntry) -> DocumentState:
    """Return the state with the name that the document has in an address."""
    document = None if entry.symbol else token(entry.key)
    return replace(state, symbol=entry.symbol, document=document)


def _main() -> None:
    locale = chrome.interface()
    chrome.styles("pages")
    chrome.wide()
    address.follow_address("documents", _follow)
    state: DocumentState = st.session_state.get(STATE) or DocumentState()
    entry = _entry(locale, state) if state.names_document else None
    if entry:
        document_reader.draw(locale, _name_document(state, entry), entry)
        return
    st.html(html("parts.heading", text=locale.text("page.documents")))
    states = {"list": DocumentState(), "contents": DocumentState(view="contents")}
    chrome.views(locale, "documents", states, state.view, _VIEWS)
    if state.view == "contents" and not state.names_document:
        address.write("documents", state.to_address())
        contents.draw(locale)
        return
    if state.names_document:
        # The list writes an address of its own, and the page is run again with that.
        st.session_state[_MISSING] = state.symbol or state.document or ""
        state = DocumentState()
    missing = st.session_state.get(_MISSING)
    if missing is not None and state == DocumentState():
        key = "documents.not_found" if missing else "documents.no_passage"
        chrome.note(locale.text(key, name=missing))
    document_list.draw(locale, state)


_main()
