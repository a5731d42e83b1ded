"""The search page: one box, and what was found as it would be quoted."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corpus.errors import QueryError
from search_app import address, chrome, filter_bar, hit_card
from search_app.answers import answers, counts, sentences, shown_in
from search_app.localise import Locale
from search_app.plain import as_html, as_label
from search_app.search_state import SearchState
from search_app.session import loading

_PAGE = "search-page"
_ASKED = "search-asked"

# Another page of answers is read from its top.
_TOP = """<span class="wsis-nothing" data-page="{page}"></span><script>
if ((window.wsisPage ?? {page}) !== {page})
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
window.wsisPage = {page};
</script>"""

# Whoever opens the page wants to type; on a touch screen that would open the keyboard over it.
_FOCUS = """<span class="wsis-nothing"></span><script>
if (matchMedia("(hover: hover)").matches && document.activeElement === document.body)
  document.querySelector(".st-key-question input")?.focus({ preventScroll: true });
</script>"""
_EXAMPLES = ("example_question", "example_words", "example_phrase", "example_reference")


def _follow(parameters: dict[str, list[str]]) -> None:
    state = SearchState.from_address(parameters)
    st.session_state["question"] = state.query
    st.session_state[_PAGE] = state.page
    st.session_state[_ASKED] = _asked(state)
    filter_bar.follow(state)


def _asked(state: SearchState) -> SearchState:
    """What a state asks, whichever page of the answers it shows and in which language."""
    return replace(state, page=1, shown_in=None)


def _state(question: str) -> SearchState:
    """What the widgets ask; where that is something else than before, on its first page."""
    state = filter_bar.read(question, st.session_state.get(_PAGE) or 1)
    if _asked(state) != st.session_state.get(_ASKED):
        state = replace(state, page=1)
    st.session_state[_PAGE] = state.page
    st.session_state[_ASKED] = _asked(state)
    return state


def _box(locale: Locale) -> str:
    return (
        st.text_input(
            locale.text("search.label"),
            key="question",
            type="search",
            placeholder=locale.text("search.placeholder"),
            label_visibility="collapsed",
            icon=":material/search:",
        )
        or ""
    )


def _ask(question: str) -> None:
    st.session_state["question"] = question


def _examples(locale: Locale) -> None:
    st.html(_FOCUS, unsafe_allow_javascript=True)
    st.html(f'<p class="wsis-intro">{locale.text("search.intro")}</p>')
    st.html(f'<p class="wsis-examples">{locale.text("search.examples")}</p>')
    with st.container(horizontal=True, gap="small", key="examples"):
        for name in _EXAMPLES:
            example = locale.text(f"search.{name}")
            st.button(as_label(example), key=name, on_click=_ask, args=(example,))


@st.fragment(run_every=0.4)
def _wait(text: str) -> None:
    """Say what is going on, and show the page anew when the model is there."""
    if loading().ready() is not None:
        st.rerun()
    st.html(
        f'<p class="wsis-status" role="status"><span class="wsis-icon wsis-turning" '
        f'aria-hidden="true">progress_activity</span> {as_html(text)}</p>'
    )


def _show(locale: Locale, state: SearchState) -> None:
    found = answers(locale, state)
    if found.suggestions:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.html(
                f'<p class="wsis-examples">{locale.text("search.did_you_mean")}</p>',
                width="content",
            )
            for suggestion in found.suggestions:
                st.button(
                    as_label(suggestion),
                    key=f"meant-{suggestion}",
                    on_click=_ask,
                    args=(suggestion,),
                )
    for note in found.notes:
        if locale.has(f"search.note.{note}"):
            said = locale.text(f"search.note.{note}")
            st.html(f'<p class="wsis-note" role="status">{said}</p>')
    if not found.hits:
        st.html(
            f'<p class="wsis-intro" role="status"><strong>{locale.text("search.nothing")}</strong> '
            f"{locale.text('search.nothing_hint')}</p>"
        )
        return
    seconds = locale.number(found.milliseconds / 1000, 2)
    first, last = (locale.number(hit.rank) for hit in (found.hits[0], found.hits[-1]))
    st.html(
        f'<p class="wsis-status" role="status"><bdi dir="ltr">{first}–{last}</bdi> · '
        f"{locale.text('search.took', seconds=seconds)}</p>"
    )
    nearest = sentences(state.query, tuple(hit.shown.passage_id for hit in found.hits))
    for hit in found.hits:
        hit_card.draw(
            locale,
            hit,
            state.query,
            wanted=shown_in(locale, state),
            sentence=nearest.get(hit.shown.passage_id),
        )
    _turn_pages(found.pages, state.page)


def _turn_pages(pages: int, page: int) -> None:
    st.html(_TOP.format(page=page), unsafe_allow_javascript=True)
    if pages > 1:
        chosen = st.pagination(pages, default=page, key=f"search-pages-{page}")
        if chosen != page:
            st.session_state[_PAGE] = chosen
            st.rerun()


def _main() -> None:
    locale = chrome.interface()
    address.arrived("search", _follow)
    question = _box(locale)
    state = _state(question)
    filter_bar.draw(locale, counts(state))
    address.write("search", state.to_address())
    if not question.strip():
        _examples(locale)
        if loading().ready() is None:
            _wait(locale.text("loading.model"))
    elif not any(character.isalnum() for character in question):
        st.html(f'<p class="wsis-intro" role="status">{locale.text("search.no_question")}</p>')
    elif loading().ready() is None:
        _wait(locale.text("loading.waiting"))
    else:
        try:
            _show(locale, state)
        except QueryError as error:
            st.html(
                f'<p class="wsis-intro" role="status">{locale.text("error.query.title")}</p>'
                f'<p lang="en" dir="ltr" class="wsis-status">{as_html(error.message)}</p>'
            )


_main()
