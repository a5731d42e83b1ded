"""Says why a page cannot be shown, and which command mends it; says how far an ingest is."""

from __future__ import annotations

from typing import Final

import streamlit as st
from markupsafe import Markup

from corpus.errors import IndexStoreError, WsisSearchError
from search_app.localise import Locale
from search_app.web import frame
from search_app.web.parts import as_html, html
from search_app.web.session import index_folder, open_index

_FILLING: Final = "filling-index"

LACKS_DOCUMENTS: Final = frozenset({"no-index", "empty-index", _FILLING})
"""Codes of the errors for which adding documents helps."""

_INGEST: Final = frozenset({"no-index", "empty-index", "damaged-index"})
"""Codes of the errors for which reading the documents (again) helps."""

_LOOK_SECONDS: Final = 2.0
"""Seconds between two looks at how far an ingest is."""


class EmptyIndexError(IndexStoreError):
    """Error that the index holds no passage."""

    code = "empty-index"


class FillingIndexError(EmptyIndexError):
    """The index holds no passage yet: an ingest runs."""

    code = _FILLING


def check_index() -> None:
    """Raise :class:`WsisSearchError` where there is no usable index with passages."""
    index = open_index()
    if index.store.passages.is_empty:
        if index.find_running_ingest() is not None:
            raise FillingIndexError("An ingest runs, and has stored no passage yet.")
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
    if error.code == _FILLING:
        _follow_first_ingest(locale)
        return
    if error.code in _INGEST:
        st.html(html("parts.plain", text=locale.text("error.run")))
        show_command(locale)
    frame.details(locale, error)


def show_command(locale: Locale) -> None:
    """Show the command that reads documents into the index."""
    # By its name alone another index would be made of it, wherever the command is run.
    folder = locale.text("error.index_folder")
    st.code(f"wsis-search --index <{folder}> ingest FOLDER", language=None)


def show_ingest(locale: Locale) -> None:
    """Say that an ingest runs and how far it is, where one does; the page itself can be used."""
    if open_index().find_running_ingest() is not None:
        _follow_ingest(locale)


@st.fragment(run_every=_LOOK_SECONDS)
def _follow_first_ingest(locale: Locale) -> None:
    files, done = _find_progress(locale, is_first=True)
    st.progress(done, text=files)


@st.fragment(run_every=_LOOK_SECONDS)
def _follow_ingest(locale: Locale) -> None:
    files, _ = _find_progress(locale)
    text = locale.sentences((locale.text("loading.ingest"), files))
    frame.note(text, role="note")  # a screen reader is not told at each file


def _find_progress(locale: Locale, *, is_first: bool = False) -> tuple[str, float]:
    """Find how far the ingest is, as words and as a share; without one, draw the page anew."""
    try:
        index = open_index()
        progress = index.find_running_ingest()
        is_over = progress is None or (is_first and not index.store.passages.is_empty)
    except WsisSearchError:  # the page says why
        progress, is_over = None, True
    if progress is None or is_over:
        st.rerun()
    done, files = progress
    text = locale.text("upload.files", done=locale.number(done), all=locale.number(files))
    return (text, min(1.0, done / files)) if files else ("", 0.0)
