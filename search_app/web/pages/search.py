"""The search page: a question, the passages or positions that answer it, and news of alerts."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import streamlit as st

from corpus.alerts import Alert
from corpus.errors import QueryError
from corpus.extract.references import find
from index.retrieval import Result, SourceParagraph
from search_app.citing import label_line
from search_app.localise import Locale
from search_app.operations.layouts import choose_hint
from search_app.web import address, alerts, trouble
from search_app.web import frame as chrome
from search_app.web.parts import as_label, html
from search_app.web.references import name_references
from search_app.web.search import (
    alert_list,
    filter_bar,
    hit_card,
    in_short,
    positions,
    question_list,
    source,
    start,
    writer_panel,
)
from search_app.web.search.answers import answers, counts, sentences, short_answer, terminology
from search_app.web.search.state import PAGE_SIZE, SearchState, View
from search_app.web.session import flush_page, loading

# The state that the page showed last, which has what no widget keeps.
_LAST = "search-last"

_VIEWS = {
    "passages": ("search.view_passages", "notes"),
    "positions": ("page.positions", "groups"),
    "source": ("page.source", "account_circle"),
    "alerts": ("page.alerts", "notifications"),
    "questions": ("page.questions", "format_list_numbered"),
}

_EXAMPLES = (
    *("example_question", "example_words", "example_phrase", "example_near"),
    "example_reference",
)


def _follow(parameters: dict[str, list[str]]) -> None:
    state = SearchState.from_address(parameters)
    if state.view not in ("passages", "source") or not state.query.strip():
        state = state.turn_to(1)  # there are no pages to turn
    st.session_state["question"] = state.query
    st.session_state[_LAST] = state
    filter_bar.follow(chrome.interface(), state)


def _state(locale: Locale, question: str) -> SearchState:
    """Return what the widgets ask for; where that has changed, on its first page."""
    last: SearchState = st.session_state.get(_LAST) or SearchState()
    if last.view in ("alerts", "questions"):  # these have no filters
        if question == last.query:
            return last
        last = replace(last, view="passages")
        filter_bar.follow(locale, last)
    if last.view == "source":  # the same
        state = SearchState(question, view="source")
        return replace(state, page=last.page) if question == last.query else state
    state = replace(filter_bar.read(locale, question), view=last.view)
    if last.view == "positions":  # has no order of hits
        state = replace(state, order=last.order, shown_in=last.shown_in)
    if replace(state, shown_in=None) == replace(last.turn_to(1), shown_in=None, farther=0):
        state = replace(state, page=last.page, farther=last.farther)
        if state.shown_in == last.shown_in:
            state = last
    st.session_state[_LAST] = state
    return state


def _ask(question: str) -> None:
    st.session_state["question"] = question


def _examples(locale: Locale, state: SearchState) -> None:
    st.html(html("search.focus"))
    intro = "search.intro" if state.view == "passages" else f"{state.view}.intro"
    st.html(html("parts.intro", text=locale.text(intro)))
    if state.view == "source":
        source.draw_choice(locale)
        return
    st.html(html("parts.examples", text=locale.text("search.examples")))
    with st.container(horizontal=True, gap="small", key="examples"):
        for name in _EXAMPLES:
            example = locale.text(f"search.{name}")
            st.button(as_label(example), key=name, on_click=_ask, args=(example,))
    if state.view == "passages":
        start.draw(locale)


def _lead(locale: Locale, state: SearchState, *, is_known: bool) -> None:
    """Draw links from a question that names something: to its card, or back to all documents."""
    mentions = find(state.query)
    canonicals = {mention.canonical for mention in mentions}
    rest = state.query
    for mention in mentions:
        rest = rest.replace(mention.text, "")
    if is_known and len(canonicals) == 1 and not any(character.isalnum() for character in rest):
        (name,) = canonicals
        called_so = name_references([name], locale.code)[name]
        label = as_label(locale.text("search.card", reference=called_so))
        chrome.link("references", label, {"q": name}, icon=":material/account_tree:")
    if state.symbol:
        every = replace(state.turn_to(1), symbol=None)
        target = chrome.address_of("search", every.to_address())
        st.html(html("search.narrowed", locale=locale, symbol=state.symbol, address=target))


def _alert(locale: Locale, state: SearchState) -> None:
    """Draw the button that saves question and filters as an alert; a source alone will do."""
    sources = state.of("source")
    if len(sources) > 1 or not (state.query.strip() or sources):
        return
    # What is new is of today: dates would hide it, and a source is compared by who it is.
    filters = replace(state.filters, submitters=(), symbols=(), since=None, until=None)
    alert = Alert(
        state.query,
        query=state.query.strip() or None,
        source=next(iter(sources), None),
        filters=filters,
    )
    alerts.button(locale, alert)


def _show(locale: Locale, state: SearchState) -> None:
    result, ends = _drop_farther(answers(locale, state), state)
    if result.suggestions:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.html(
                html("parts.examples", text=locale.text("search.did_you_mean")), width="content"
            )
            names = name_references(result.suggestions, locale.code)
            for suggestion in result.suggestions:
                st.button(
                    as_label(names[suggestion]),
                    key=f"meant-{suggestion}",
                    on_click=_ask,
                    args=(suggestion,),
                )
    is_known = all(note.code != "unknown-reference" for note in result.notes)
    _lead(locale, state, is_known=is_known)
    for note in result.notes:
        if locale.has(f"search.note.{note.code}"):
            chrome.note(locale.text(f"search.note.{note.code}"))
    if not result.hits:
        _say_nothing(locale, state, result)
        return
    _draw_answer(locale, state)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="about"):
        st.html(html("search.shown", locale=locale, found=result), width="content")
        _alert(locale, state)
    nearest = sentences(state.query, tuple(hit.shown.passage_id for hit in result.hits))
    for hit in result.hits:
        hit_card.draw(locale, hit, state, sentence=nearest.get(hit.shown.passage_id))
        if hit is result.hits[0]:
            flush_page()
    _turn_pages(locale, result, state, ends=ends)
    terms = terminology(state.query)
    if terms and terms.equivalents:
        chrome.styles("pages", "citing")
        st.html(html("search.terms", locale=locale, found=terms, address=_address_of_paragraph))


def _say_nothing(locale: Locale, state: SearchState, result: Result) -> None:
    """Say that there is no such page of hits, or none at all, unless the notes say so."""
    if state.page > 1:
        target = chrome.address_of("search", state.turn_to(1).to_address())
        st.html(html("search.beyond", locale=locale, page=state.page, target=target))
        return
    is_filtered = not state.filters.is_empty
    if hint := choose_hint("search.nothing", result.notes, is_filtered=is_filtered):
        chrome.nothing(locale, "search.nothing", hint)


def _draw_answer(locale: Locale, state: SearchState) -> None:
    """Draw the sentences that together answer, and the writer's, on the first page of hits."""
    if state.page == 1:
        short = short_answer(locale, state)
        in_short.draw(locale, short)
        writer_panel.draw(locale, state, is_unsure=short.is_unsure or not short.sentences)


def _address_of_paragraph(paragraph: SourceParagraph, language: str) -> str:
    path = label_line(paragraph.shown.passage.label_path)
    place = {"para": [path]} if path else {}
    return chrome.address_of(
        "documents", {"symbol": [paragraph.symbol or ""], "left": [language], **place}
    )


def _drop_farther(result: Result, state: SearchState) -> tuple[Result, bool]:
    """Leave out hits too far from the question to answer it; tell whether there are any."""
    last = result.answering
    if last is None or state.farther or not result.hits or result.hits[0].rank > last:
        return replace(result, answering=None), False
    hits = tuple(hit for hit in result.hits if hit.rank <= last)
    ends = len(hits) < len(result.hits) or (result.has_more and hits[-1].rank == last)
    return replace(result, hits=hits), ends


def _turn_pages(locale: Locale, result: Result, state: SearchState, *, ends: bool) -> None:
    def address_of(page: int, farther: int = state.farther) -> str:
        next_state = replace(state.turn_to(page), farther=farther)
        return chrome.address_of("search", next_state.to_address())

    st.html(html("search.top", page=state.page))
    farther = address_of(state.page + (len(result.hits) == PAGE_SIZE), 1) if ends else ""
    turning = html(
        "search.pages",
        locale=locale,
        found=result,
        page=state.page,
        address=address_of,
        farther=farther,
    )
    if turning.strip():  # Streamlit refuses to draw nothing
        st.html(turning)


def _main() -> None:
    locale = chrome.interface()
    address.follow_address("search", _follow, "question")
    st.html(html("search.heading", text=locale.text("page.search")))
    question = chrome.search_box(locale, "search", "question")
    state = _state(locale, question)
    address.write("search", state.to_address())  # before the links by which a reader goes on
    first = state.turn_to(1)
    states = {view: replace(first, view=view) for view in get_args(View)}
    chrome.views(locale, "search", states, state.view, _VIEWS)
    if state.view != "passages":
        chrome.styles("pages", "citing", "reports")
    if state.view == "alerts":
        alert_list.draw(locale)
        return
    if state.view == "questions":
        question_list.draw(locale)
        return
    trouble.show_ingest(locale)
    filters = st.container(key="filters-above")
    _answer(locale, state)
    if state.view == "source":
        return
    with filters:  # above the answers, but drawn behind them: nobody waits for what is counted
        filter_bar.draw(locale, counts(locale, state), is_ranked=state.view == "passages")


def _answer(locale: Locale, state: SearchState) -> None:
    """Draw the answer to the question, examples without one, or why there is none yet."""
    if not state.query.strip():
        if state.view != "source":
            _alert(locale, state)
        _examples(locale, state)
        if loading().ready() is None:
            chrome.wait(locale.text("loading.model"))
    elif loading().ready() is None:
        chrome.wait(locale.text("loading.waiting"))
    else:
        try:
            filter_bar.check(locale)
            if state.view == "positions":
                chrome.wide()
                positions.draw(locale, state)
            elif state.view == "source":
                chrome.wide()
                if page := source.draw(locale, state):
                    st.session_state[_LAST] = replace(state, page=page)
                    st.rerun()
            else:
                _show(locale, state)
        except QueryError as error:
            chrome.refuse(locale, error)


_main()
