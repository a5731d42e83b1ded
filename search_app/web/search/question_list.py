"""View of a list of questions: the file that has them, and the best passages for each."""

from __future__ import annotations

from typing import Final

import streamlit as st

from corpus.errors import QueryError
from search_app.drafts import MAX_MEGABYTES, Draft
from search_app.localise import Locale
from search_app.operations import MOST_QUESTIONS, QUESTIONS, QuestionResults, QuestionsRequest
from search_app.web import frame as chrome
from search_app.web.downloads import paper_buttons
from search_app.web.parts import html
from search_app.web.reports import ask, report_html
from search_app.web.session import draw_uploader, loading, open_index, reader

_FILE: Final = "questions-file"
_FORM: Final = "questions-list"
_ANSWERED: Final = "questions-answered"
_TYPES: Final = ("csv", "tsv", "txt")


def draw(locale: Locale) -> None:
    """Draw the form for a list, and the answers to the list that was sent last."""
    st.html(html("parts.intro", text=locale.text("questions.intro")))
    found = None
    try:
        found = _answer(locale)
    except QueryError as error:
        chrome.refuse(locale, error)
    found = found or _get_answered(locale)
    if found is None:
        return
    with st.container(horizontal=True, gap="small", key="downloads"):
        paper_buttons(locale, QUESTIONS, lambda: found)
    st.html(report_html(locale, QUESTIONS, found))


def _answer(locale: Locale) -> QuestionResults | None:
    """Take a list, and return its answers when it is sent; None before."""
    file = draw_uploader(
        locale, "questions.upload", _TYPES, _FILE, MAX_MEGABYTES, "questions.choose"
    )
    limits = {"size": locale.number(MAX_MEGABYTES), "count": locale.number(MOST_QUESTIONS)}
    st.html(html("parts.status", text=locale.text("questions.limits", **limits), role=""))
    is_sent = chrome.send_button(
        locale.text("questions.begin"), "search", _FORM, disabled=file is None
    )
    if not (is_sent and file):
        return None
    text = locale.text("loading.waiting" if loading().ready() is None else "loading.searching")
    bar = st.progress(0.0, text=text)
    done = 0

    def tell(_: str, more: int, every: int) -> None:
        nonlocal done
        done += more
        counts = {"done": locale.number(done), "all": locale.number(every)}
        bar.progress(done / max(every, 1), text=locale.text("questions.answered", **counts))

    try:
        request = QuestionsRequest(Draft(name=file.name, content=file.getvalue()))
        found = ask(QUESTIONS, request, locale.code, progress=tell)
    finally:
        bar.empty()
        chrome.settle(_FORM)
    st.session_state[_ANSWERED] = (_make_key(locale), found)
    return found


def _get_answered(locale: Locale) -> QuestionResults | None:
    """Return the answers to the last list; None where the index or the reader's rights changed."""
    key, found = st.session_state.get(_ANSWERED) or (None, None)
    return found if key == _make_key(locale) else None


def _make_key(locale: Locale) -> tuple[object, ...]:
    return open_index().store.state, reader().sees, locale.code
