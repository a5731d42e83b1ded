"""View that compares a draft and draws the earlier texts of each of its paragraphs."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st
from markupsafe import Markup

from index.analyses import find_left_out
from index.store import Excerpt
from search_app.citing.export import precedents_docx
from search_app.drafts import MAX_PARAGRAPHS, notes_on
from search_app.file_names import name_export
from search_app.localise import Locale
from search_app.operations import PRECEDENTS
from search_app.web import address
from search_app.web import frame as chrome
from search_app.web.downloads import download_button
from search_app.web.parts import html, meetings
from search_app.web.precedents import answers
from search_app.web.precedents.answers import DraftAnswer, GivenDraft
from search_app.web.precedents.draft_form import (
    draw_form,
    draw_head,
    draw_other,
    find_draft,
    forget,
)
from search_app.web.precedents.state import DRAFT, SHOWN, STATE, DraftState
from search_app.web.precedents.summary import (
    find_standing,
    list_standings,
    name_standing,
    summary_html,
    time_line_html,
)
from search_app.web.reports import report_html
from search_app.web.session import loading, open_index

_PARAGRAPHS: Final = 15


def draw(locale: Locale, state: DraftState) -> None:
    """Draw the earlier texts of the draft, comparing it first, or the form that takes one."""
    given = find_draft(locale, state)
    answer = answers.get_answer(given) if given else None
    if given and answer:
        _show(locale, state, given, answer)
        return
    place = st.empty()  # no form of an earlier run is shown while a draft is compared
    if given:
        _begin(locale, place, given)
    with place.container():
        draw_form(locale, "earlier")


def _begin(locale: Locale, place: st.delta_generator.DeltaGenerator, given: GivenDraft) -> None:
    """Compare a draft while showing progress, then draw the page anew with the answer."""
    with place.container():
        draw_other(locale, given, "earlier")
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
    forget(given, "earlier")
    chrome.note(locale.text("precedents.no_paragraphs"), "alert")


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
        key=SHOWN,
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
    draw_head(locale, given)
    about = given.document.metadata
    with st.container(horizontal=True, gap="small", key="precedents-actions"):
        draw_other(locale, given, "earlier")
        download_button(
            locale.text("precedents.export"),
            lambda: precedents_docx(answer.found.paragraphs, locale.code, notes),
            subject="precedents",
            file_name=name_export("precedents", locale.code, "docx"),
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
