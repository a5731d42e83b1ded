"""What does a page say when it cannot be shown? What happened, and which command mends it."""

from __future__ import annotations

import shlex
from typing import Final

import streamlit as st

from corpus.errors import IndexStoreError, WsisSearchError
from index.database import shown_path
from search_app.localise import Locale
from search_app.plain import as_html, without_controls
from search_app.session import index_folder, open_store

__all__ = ["EmptyIndexError", "check_index", "show"]

_INGEST: Final = frozenset({"no-index", "empty-index", "damaged-index"})
"""Codes of the errors that reading the documents (again) mends."""


class EmptyIndexError(IndexStoreError):
    """The index holds no passage."""

    code = "empty-index"


def check_index() -> None:
    """Make sure that there is an index with something in it.

    Raises:
        WsisSearchError: there is none that can be used.
    """
    store = open_store()
    if not store.query("SELECT 1 FROM passage LIMIT 1"):
        raise EmptyIndexError(f"The index in {shown_path(index_folder())} is empty.")


def show(locale: Locale, error: WsisSearchError) -> None:
    """Show an error as a page: what happened, what to do, and the error's own words."""
    code = error.code if locale.has(f"error.{error.code}.title") else "error"
    folder = shown_path(index_folder())
    text = locale.text(f"error.{code}.text").replace("{folder}", without_controls(folder))
    st.html(
        f'<div role="alert" class="wsis-trouble"><h2>{locale.text(f"error.{code}.title")}</h2>'
        f"<p>{as_html(text)}</p></div>"
    )
    if code in _INGEST:
        st.html(f"<p>{locale.text('error.run')}</p>")
        st.code(f"wsis-search --index {shlex.quote(folder)} ingest FOLDER", language=None)
    with st.expander(locale.text("error.details")):
        st.html(f'<p lang="en" dir="ltr">{as_html(error.message)}</p>')
