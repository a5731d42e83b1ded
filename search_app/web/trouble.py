"""Error pages: why a page cannot be shown, and which command helps; check for a usable index."""

from __future__ import annotations

from typing import Final

import streamlit as st
from markupsafe import Markup

from corpus.errors import IndexStoreError, WsisSearchError
from search_app.localise import Locale
from search_app.web import frame
from search_app.web.parts import as_html, html
from search_app.web.session import index_folder, open_index

LACKS_DOCUMENTS: Final = frozenset({"no-index", "empty-index"})
"""Codes of the errors for which adding documents helps."""

_INGEST: Final = LACKS_DOCUMENTS | {"damaged-index"}
"""Codes of the errors for which reading the documents (again) helps."""


class EmptyIndexError(IndexStoreError):
    """Error that the index holds no passage."""

    code = "empty-index"


def check_index() -> None:
    """Raise :class:`WsisSearchError` where there is no usable index with passages."""
    if open_index().store.passages.is_empty:
        raise EmptyIndexError("The index is empty.")


def describe_error(locale: Locale, error: WsisSearchError) -> tuple[Markup, Markup]:
    """Return what happened, and what to do, in the reader's language, as HTML."""
    code = error.code if locale.has(f"error.{error.code}.title") else "error"
    folder = html("parts.name", text=index_folder().name)
    text = as_html(locale.text(f"error.{code}.text")).replace("{folder}", folder)
    return as_html(locale.text(f"error.{code}.title")), text


def show(locale: Locale, error: WsisSearchError) -> None:
    """Show an error as a page: what happened, what to do, and the error's own words."""
    title, text = describe_error(locale, error)
    st.html(html("frame.trouble", title=title, text=text))
    if error.code in _INGEST:
        st.html(html("parts.plain", text=locale.text("error.run")))
        show_command(locale)
    frame.details(locale, error)


def show_command(locale: Locale) -> None:
    """Show the command that reads documents into the index."""
    # By its name alone another index would be made of it, wherever the command is run.
    folder = locale.text("error.index_folder")
    st.code(f"wsis-search --index <{folder}> ingest FOLDER", language=None)
