"""View that takes a draft, compares it, and draws the earlier texts of each of its paragraphs."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import Final

import streamlit as st
from markupsafe import Markup

from corpus.errors import QueryError, ReadError
from index.analyses import find_left_out
from index.store import Excerpt
from ingest.files import READABLE
from search_app.citing.export import precedents_docx
from search_app.drafts import (
    MAX_MEGABYTES,
    MAX_PARAGRAPHS,
    MAX_TEXT,
    draft_of_bytes,
    draft_of_text,
    notes_on,
)
from search_app.file_names import name_derived_file
from search_app.localise import Locale
from search_app.operations import PRECEDENTS
from search_app.web import address, browser_storage
from search_app.web import frame as chrome
from search_app.web.documents.list import entry_name, list_entries
from search_app.web.downloads import download_button
from search_app.web.parts import as_css, html, meetings, without_controls
from search_app.web.precedents import answers
from search_app.web.precedents.answers import DraftAnswer, GivenDraft
from search_app.web.precedents.state import DRAFT, STATE, DraftState
from search_app.web.precedents.summary import (
    find_standing,
    list_standings,
    name_standing,
    summary_html,
    time_line_html,
)
from search_app.web.reports import report_html
from search_app.web.session import expect_files, loading, open_index

_FORM: Final = "precedents-draft"
_TEXT: Final = "precedents-text"
_FILE: Final = "precedents-file"
_DOCUMENT: Final = "precedents-document"
_SHOWN: Final = "precedents-shown"
_GIVEN: Final = "precedents-given"
_PARAGRAPHS: Final = 15
_ARCHIVES: Final = frozenset({".zip"})


def draw(locale: Locale, state: DraftState) -> None:
    """Draw the earlier texts of the draft, comparing it first, or the form that takes one."""
    given = None
    try:
        given = answers.find_given(state, locale.code)
    except QueryError:
        chrome.note(locale.text("documents.not_found", name=state.new))
    answer = answers.get_answer(given) if given else None
    if given and answer:
        _show(locale, state, given, answer)
        return
    place = st.empty()  # no form of an earlier run is shown while a draft is compared
    if given:
        _begin(locale, place, given)
    elif state.link:
        chrome.note(locale.text("precedents.unreadable"), "alert")
    with place.container():
        _ask(locale)


# --- giving a draft ------------------------------------------------------------------------------


def _ask(locale: Locale) -> None:
    """Draw the form for a draft, and begin with what is sent, or tell what is wrong with it."""
    typed = browser_storage.read(answers.TYPED)
    before = st.session_state.get(_GIVEN, "") if typed is None else typed
    st.html(html("parts.intro", text=locale.text("precedents.intro")))
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
            locale.text("precedents.begin"), "compare", _FORM, type="primary"
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
        _leave(DraftState(new=document))
    else:
        _read(locale, text, (file.name, file.getvalue()) if file else None)
    chrome.settle(_FORM)


def _choose_source(
    locale: Locale,
) -> tuple[st.runtime.uploaded_file_manager.UploadedFile | None, str | None]:
    endings = sorted(ending.removeprefix(".") for ending in set(READABLE) - _ARCHIVES)
    formats = locale.join_names(ending.upper() for ending in endings if ending != "text")
    types = locale.text("upload.types", types=formats)
    refused = as_css(locale.sentences((locale.text("upload.refused"), types)))
    choose = as_css(locale.text("precedents.choose_file"))
    st.html(html("parts.files", key=_FILE, choose=choose, refused=refused))
    expect_files(1, MAX_MEGABYTES)
    label = locale.text("precedents.upload")
    file = st.file_uploader(label, endings, key=_FILE, max_upload_size=MAX_MEGABYTES)
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


def _read(locale: Locale, text: str, file: tuple[str, bytes] | None) -> None:
    """Read the draft; the next run compares it, when the browser has it."""
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
    _leave(DraftState())


def _leave(state: DraftState) -> None:
    st.session_state[STATE] = state
    chrome.settle(_FORM)
    st.rerun()


def _begin(locale: Locale, place: st.delta_generator.DeltaGenerator, given: GivenDraft) -> None:
    """Compare a draft while showing progress, then draw the page anew with the answer."""
    with place.container():
        _another(locale, given)
        bar = st.progress(0.0, text=locale.text("precedents.reading"))
        if loading().ready() is None:
            bar.progress(0.0, text=locale.text("loading.waiting"))

        def tell(done: int, every: int) -> None:
            counts = {"done": locale.number(done), "all": locale.number(every)}
            text = locale.text("precedents.comparing", **counts)
            bar.progress(done / max(every, 1), text=text)

        answer = answers.compare(given, locale.code, tell)
    if any(paragraph.is_compared for paragraph in answer.found.paragraphs):
        st.rerun()
    _forget(given)
    chrome.note(locale.text("precedents.no_paragraphs"), "alert")


def _another(locale: Locale, given: GivenDraft) -> None:
    st.button(
        locale.text("precedents.again"),
        key="precedents-again",
        icon=":material/edit_document:",
        on_click=_forget,
        args=(given,),
    )


def _forget(given: GivenDraft) -> None:
    answers.forget(given.origin)
    st.session_state[STATE] = DraftState()
    st.session_state.pop(_SHOWN, None)


# --- what was found ------------------------------------------------------------------------------


def _show(locale: Locale, state: DraftState, given: GivenDraft, answer: DraftAnswer) -> None:
    """Draw summary, filter, time line and earlier texts, a page of paragraphs at a time."""
    found = answer.found
    notes = _notes(locale, state, answer)
    _head(locale, given, answer, notes)
    standings = [find_standing(paragraph) for paragraph in found.paragraphs]
    counts = Counter(standings)
    st.html(summary_html(locale, counts))
    for note in notes:
        chrome.note(note)
    chosen = st.segmented_control(
        locale.text("precedents.show"),
        ["all", *list_standings(counts)],
        default="all",
        format_func=lambda name: name_standing(locale, name),
        key=_SHOWN,
        required=True,
        wrap=True,
        label_visibility="collapsed",
    )
    shown = [
        paragraph
        for paragraph, standing in zip(found.paragraphs, standings, strict=True)
        if chosen in (None, "all", standing)
    ]
    pages = max(1, -(-len(shown) // _PARAGRAPHS))
    page = min(state.page, pages)
    if page != state.page:
        state = st.session_state[STATE] = replace(state, page=page)
        address.write("draft", state.to_address())
    part = shown[(page - 1) * _PARAGRAPHS : page * _PARAGRAPHS]
    marks = (("ins", "precedents.only_draft"), ("del", "precedents.only_earlier"))
    legend = [(element, locale.text(key)) for element, key in marks]
    st.html(
        time_line_html(locale, meetings(open_index().store, locale), part)
        + html("precedents.legend", marks=legend)
    )
    more = partial(_link_to_comparison, locale, state)
    st.html(report_html(locale, PRECEDENTS, replace(found, paragraphs=part), more=more))
    chrome.turn_state(pages, state, "precedents-pages", STATE)


def _link_to_comparison(locale: Locale, state: DraftState, shown: Excerpt) -> Markup:
    name = shown.symbol or shown.file_name
    compared = DraftState(state.new or DRAFT, name, "compared", link=state.link)
    target = chrome.address_of("draft", compared.to_address())
    return html("precedents.compare", locale=locale, target=target)


def _notes(locale: Locale, state: DraftState, answer: DraftAnswer) -> list[str]:
    found = answer.found
    left_out = find_left_out(open_index().store, found.draft)
    # That a document of the index is not compared with itself goes without saying.
    notes = notes_on(replace(left_out, itself=None) if state.document else left_out, locale.code)
    messages = [note.message for note in notes]
    if (found.all_paragraphs or 0) > MAX_PARAGRAPHS:
        every, some = locale.number(found.all_paragraphs or 0), locale.number(MAX_PARAGRAPHS)
        messages.append(locale.text("precedents.cut", all=every, some=some))
    return messages


def _head(locale: Locale, given: GivenDraft, answer: DraftAnswer, notes: list[str]) -> None:
    name = given.name or locale.text("precedents.pasted")
    about = given.document.metadata
    facts = [fact for fact in (about.symbol, about.title) if fact != name]
    st.html(html("precedents.head", name=name, about=facts))
    file_name = PurePath(given.name).stem if given.name else about.symbol or about.title or name
    with st.container(horizontal=True, gap="small", key="precedents-actions"):
        _another(locale, given)
        download_button(
            locale.text("precedents.export"),
            lambda: precedents_docx(answer.found.paragraphs, locale.code, notes),
            subject="precedents",
            file_name=name_derived_file(file_name, "precedents", "docx"),
            mime="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            key="precedents-docx",
        )
        if given.name and given.name == about.symbol and given.origin:
            return  # the page's own address leads to a document of the index
        link = answers.link_of(given)
        if link:
            target = chrome.address_of("draft", DraftState(link=link).to_address())
            st.html(html("precedents.link", locale=locale, target=target), width="content")
        # Said before it is copied, also where nothing hovers over a button.
        hint = locale.text("precedents.link_hint" if link else "precedents.no_link")
        st.html(html("parts.status", text=hint, role=""))
