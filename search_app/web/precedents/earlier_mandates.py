"""View of a draft's mandates with what is already asked of the same addressees on their matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, groupby
from operator import itemgetter
from typing import Final

import streamlit as st

from index.analyses import DraftMandate
from search_app.drafts import MAX_PARAGRAPHS, Draft
from search_app.localise import Locale
from search_app.operations import MANDATES, FoundMandates, MandatesRequest, RequestContext
from search_app.web import frame as chrome
from search_app.web.downloads import paper_buttons
from search_app.web.parts import html
from search_app.web.precedents.answers import GivenDraft
from search_app.web.precedents.draft_form import draw_form, draw_head, draw_other, find_draft
from search_app.web.precedents.state import STATE, DraftState
from search_app.web.reports import ask, report_html
from search_app.web.session import open_index, ready_index, work_in_thread

_KEPT: Final = "earlier-mandates"
"""Session key of a draft, the moment of the index, and the mandates found."""

_ROWS: Final = 15
"""Earlier mandates shown at a time, as many as the page of mandates has."""

_Row = tuple[int, DraftMandate]
"""A mandate of the draft by its place, with at most one earlier mandate."""


def draw(locale: Locale, state: DraftState) -> None:
    """Draw what is already asked on the matters of the draft, or the form that takes one."""
    given = find_draft(locale, state)
    if given:
        _show(locale, state, given)
    else:
        draw_form(locale, "asked")


def _show(locale: Locale, state: DraftState, given: GivenDraft) -> None:
    """Draw a page of the mandates, with their reports and later texts."""
    draw_head(locale, given)
    actions = st.container(
        horizontal=True, gap="small", vertical_alignment="center", key="precedents-actions"
    )
    with actions:
        draw_other(locale, given, "asked")
    found = _find(locale, given)
    drafted = found.draft or ()
    for note in _list_notes(locale, found):
        chrome.note(note)
    if not drafted:
        st.html(html("parts.intro", text=locale.text("mandates.draft_nothing")))
        return
    index = ready_index()  # as who sees the page sees it: the file is made by another thread

    def finish(result: FoundMandates) -> FoundMandates:
        asking = RequestContext(index, reader=locale.code, language=locale.code)
        return MANDATES.finish_page(asking, result)[0]

    count = locale.plural("asked.count", len(drafted))
    with actions:
        st.html(html("parts.status", text=count), width="content")
        paper_buttons(locale, MANDATES, lambda: finish(found))
    parts = _cut_pages(found)
    page = min(state.page, len(parts))
    with st.spinner(locale.text("loading.searching")):
        shown = work_in_thread(lambda: finish(parts[page - 1]))
    st.html(report_html(locale, MANDATES, shown))
    chrome.turn_state(len(parts), replace(state, page=page), "asked-pages", STATE)


def _find(locale: Locale, given: GivenDraft) -> FoundMandates:
    """Return the mandates on the draft's matters, from the session until the index changes."""
    store = open_index().store
    moment = (store.id, store.generation, locale.code)
    before = st.session_state.get(_KEPT)
    if before is None or before[0] is not given or before[1] != moment:
        with st.spinner(locale.text("loading.searching")):
            request = MandatesRequest(draft=Draft(document=given.document), shown_in=locale.code)
            found = ask(MANDATES, request, locale.code)
        before = st.session_state[_KEPT] = (given, moment, found)
    mandates: FoundMandates = before[2]
    return mandates


def _cut_pages(found: FoundMandates) -> list[FoundMandates]:
    """Cut the earlier mandates into pages; a mandate of the draft that goes on stands on both."""
    rows = [
        (place, replace(drafted, earlier=drafted.earlier[start : start + 1]))
        for place, drafted in enumerate(found.draft or ())
        for start in range(max(1, len(drafted.earlier)))
    ]
    return [_join_rows(found, rows[start : start + _ROWS]) for start in range(0, len(rows), _ROWS)]


def _join_rows(found: FoundMandates, rows: Sequence[_Row]) -> FoundMandates:
    """Join rows of one mandate of the draft, and take the archive's mandates that they have."""
    drafted = []
    for _, group in groupby(rows, key=itemgetter(0)):
        own = [row for _, row in group]
        earlier = tuple(chain.from_iterable(row.earlier for row in own))
        drafted.append(replace(own[0], earlier=earlier))
    keys = {earlier.task.key for mandate in drafted for earlier in mandate.earlier}
    tasks = tuple(task for task in found.mandates if task.key in keys)
    return replace(found, mandates=tasks, draft=tuple(drafted))


def _list_notes(locale: Locale, found: FoundMandates) -> list[str]:
    """Return what is said of the draft and of the mandates that were left out."""
    notes = [*MANDATES.warnings(found)]
    every = found.all_paragraphs or 0
    if every > MAX_PARAGRAPHS:
        some = locale.number(MAX_PARAGRAPHS)
        notes.append(locale.text("precedents.cut", all=locale.number(every), some=some))
    return notes
