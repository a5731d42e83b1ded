"""Form that takes a draft, and the head of a page that shows one."""

from __future__ import annotations

from typing import Final, Literal

import streamlit as st

from corpus.errors import QueryError, ReadError
from ingest.files import READABLE
from search_app.drafts import MAX_MEGABYTES, MAX_TEXT, draft_of_bytes, draft_of_text
from search_app.localise import Locale
from search_app.web import browser_storage
from search_app.web import frame as chrome
from search_app.web.documents.list import entry_name, list_entries
from search_app.web.parts import html, without_controls
from search_app.web.precedents import answers
from search_app.web.precedents.answers import GivenDraft
from search_app.web.precedents.state import SHOWN, STATE, DraftState
from search_app.web.session import draw_uploader

_FORM: Final = "precedents-draft"
_TEXT: Final = "precedents-text"
_FILE: Final = "precedents-file"
_DOCUMENT: Final = "precedents-document"
_GIVEN: Final = "precedents-given"
_ARCHIVES: Final = frozenset({".zip"})

View = Literal["earlier", "asked"]
"""View of a draft that the form stands in, and that its draft is shown in."""


def find_draft(locale: Locale, state: DraftState) -> GivenDraft | None:
    """Return the draft of a page; say so where a document or an address holds none."""
    try:
        given = answers.find_given(state, locale.code)
    except QueryError:
        chrome.note(locale.text("documents.not_found", name=state.new))
        return None
    if given is None and state.link:
        chrome.note(locale.text("precedents.unreadable"), "alert")
    return given


def draw_head(locale: Locale, given: GivenDraft) -> None:
    """Draw a draft's name, symbol and title."""
    name, about = given.name or locale.text("precedents.pasted"), given.document.metadata
    facts = [fact for fact in (about.symbol, about.title) if fact != name]
    st.html(html("precedents.head", name=name, about=facts))


def draw_form(locale: Locale, view: View) -> None:
    """Draw the form for a draft, and begin with what is sent, or tell what is wrong with it."""
    typed = browser_storage.read(answers.TYPED)
    before = st.session_state.get(_GIVEN, "") if typed is None else typed
    of_view = "precedents" if view == "earlier" else "asked"
    st.html(html("parts.intro", text=locale.text(f"{of_view}.intro")))
    with st.form(_FORM, border=False):
        with st.container(key="precedents-draft-text"):
            text = st.text_area(
                locale.text("precedents.draft_label"),
                st.session_state.get(_TEXT, before),
                height=220,
                placeholder=locale.text("precedents.placeholder"),
                key=_TEXT,
            )
        file, document = _choose_source(locale)
        is_sent = chrome.submit_button(
            locale.text(f"{of_view}.begin"), "compare", _FORM, type="primary"
        )
    link = locale.text("precedents.link")
    more = (
        locale.text("precedents.limits", size=locale.number(MAX_MEGABYTES)),
        locale.text("precedents.no_result_here", link=link),
    )
    st.html(html("precedents.privacy", text=locale.text("precedents.stays"), more=more))
    if not is_sent:
        return
    st.session_state[_GIVEN] = text
    sources = (bool(text.strip()), file is not None, document is not None)
    if sum(sources) != 1:
        chrome.note(locale.text("precedents.both" if any(sources) else "precedents.empty"), "alert")
    elif len(text) > MAX_TEXT:
        limit = locale.number(MAX_TEXT)
        chrome.note(locale.text("precedents.too_long", limit=limit), "alert")
    elif document:
        _leave(DraftState(new=document, view=view))
    else:
        _read(locale, view, text, (file.name, file.getvalue()) if file else None)
    chrome.settle(_FORM)


def draw_other(locale: Locale, given: GivenDraft, view: View) -> None:
    """Draw the button that leaves a draft for another one."""
    st.button(
        locale.text("precedents.again"),
        key="precedents-again",
        icon=":material/edit_document:",
        on_click=forget,
        args=(given, view),
    )


def forget(given: GivenDraft, view: View) -> None:
    """Forget a draft, so that the view draws the form."""
    answers.forget(given.origin)
    st.session_state[STATE] = DraftState(view=view)
    st.session_state.pop(SHOWN, None)


def _choose_source(
    locale: Locale,
) -> tuple[st.runtime.uploaded_file_manager.UploadedFile | None, str | None]:
    endings = sorted(ending.removeprefix(".") for ending in set(READABLE) - _ARCHIVES)
    file = draw_uploader(locale, "precedents.upload", endings, _FILE, MAX_MEGABYTES)
    titles = {entry_name(entry): entry.title for entry in list_entries(locale)}
    document = st.selectbox(
        locale.text("precedents.document"),
        list(titles),
        index=None,
        key=_DOCUMENT,
        format_func=lambda name: without_controls(" · ".join(filter(None, (name, titles[name])))),
        placeholder=locale.text("compare.choose"),
    )
    return file, document


def _read(locale: Locale, view: View, text: str, file: tuple[str, bytes] | None) -> None:
    """Read the draft; the next run asks about it, when the browser has it."""
    bar = st.progress(0.0, text=locale.text("precedents.reading"))
    try:
        draft = draft_of_bytes(*file) if file else draft_of_text(text)
    except ReadError as error:
        bar.empty()
        code = error.code if locale.has(f"reason.{error.code}") else "other"
        message = f"{locale.text('precedents.unreadable')} {locale.text(f'reason.{code}')}"
        chrome.note(message, "alert")
        return
    answers.keep(draft, file[0] if file else None)
    bar.empty()
    _leave(DraftState(view=view))


def _leave(state: DraftState) -> None:
    st.session_state[STATE] = state
    chrome.settle(_FORM)
    st.rerun()
