"""The search page: one box, and what was found as it would be quoted."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corpus.errors import QueryError
from search_app.localise import Locale
from search_app.web import address
from search_app.web import frame as chrome
from search_app.web.parts.escape import as_html, as_label
from search_app.web.search import filter_bar, hit_card
from search_app.web.search.answers import Answers, answers, counts, sentences, source_names
from search_app.web.search.state import SearchState
from search_app.web.session import loading

# The state that the page showed last; what no widget keeps stands in it.
_LAST = "search-last"

# Another page of answers is read from its top.
_TOP = """<span class="wsis-nothing" data-page="{page}"></span><script>
if ((window.wsisPage ?? {page}) !== {page})
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
window.wsisPage = {page};
</script>"""

# Whoever opens the page wants to type; on a touch screen that would open the keyboard over it.
_FOCUS = """<span class="wsis-nothing"></span><script>
(() => {
  const until = performance.now() + 2000;
  const look = () => {
    const box = document.querySelector(".st-key-question input");
    if (document.activeElement !== document.body || matchMedia("(pointer: coarse)").matches) return;
    if (box) box.focus({ preventScroll: true });
    else if (performance.now() < until) requestAnimationFrame(look);
  };
  look();
})();
</script>"""
_EXAMPLES = ("example_question", "example_words", "example_phrase", "example_reference")


def _follow(parameters: dict[str, list[str]]) -> None:
    state = SearchState.from_address(parameters)
    st.session_state["question"] = state.query
    st.session_state[_LAST] = state
    filter_bar.follow(state)


def _state(question: str) -> SearchState:
    """What the widgets ask; where that is something else than before, on its first page."""
    last = st.session_state.get(_LAST) or SearchState()
    state = filter_bar.read(question, 1)
    if replace(state, shown_in=None) == replace(last.turned_to(1), shown_in=None):
        state = replace(state, page=last.page)
        if state.shown_in == last.shown_in:
            state = last
    st.session_state[_LAST] = state
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
    st.html(
        f'<p class="wsis-status" role="status">{_position(locale, found)} · '
        f"{locale.text('search.took', seconds=seconds)}</p>"
    )
    nearest = sentences(state.query, tuple(hit.shown.passage_id for hit in found.hits))
    for hit in found.hits:
        hit_card.draw(locale, hit, state, sentence=nearest.get(hit.shown.passage_id))
    _turn_pages(locale, found, state)


def _position(locale: Locale, found: Answers) -> str:
    first, last = (locale.number(hit.rank) for hit in (found.hits[0], found.hits[-1]))
    return f'<bdi dir="ltr">{first if first == last else f"{first}–{last}"}</bdi>'


def _turn_pages(locale: Locale, found: Answers, state: SearchState) -> None:
    st.html(_TOP.format(page=state.page), unsafe_allow_javascript=True)
    if state.page == 1 and not found.has_more:
        return

    def turn(page: int, word: str, icon: str, *, is_there: bool) -> str:
        drawn = f'<span class="wsis-icon wsis-mirror" aria-hidden="true">{icon}</span>'
        said = f"<span>{locale.text(word)}</span>"
        inside = drawn + said if icon == "chevron_left" else said + drawn
        if not is_there:
            return f'<span class="wsis-turn wsis-turn-not" aria-hidden="true">{inside}</span>'
        target = chrome.address_of("search", state.turned_to(page).to_address())
        return f'<a class="wsis-link wsis-turn" href="{as_html(target)}">{inside}</a>'

    page = state.page
    back = turn(page - 1, "search.previous", "chevron_left", is_there=page > 1)
    forth = turn(page + 1, "search.next", "chevron_right", is_there=found.has_more)
    label = as_html(locale.text("search.pages"))
    st.html(
        f'<nav class="wsis-pages" aria-label="{label}">{back}'
        f"<span>{_position(locale, found)}</span>{forth}</nav>"
    )


def _refusal(locale: Locale, error: QueryError) -> str:
    """Why a question is not answered; in English only where no translation is known."""
    reason = f"search.refused.{error.reason}"
    if error.reason and locale.has(reason):
        return f'<p class="wsis-intro" role="status">{locale.text(reason)}</p>'
    return (
        f'<p class="wsis-intro" role="status">{locale.text("error.query.title")}</p>'
        f'<p lang="en" dir="ltr" class="wsis-status">{as_html(error.message)}</p>'
    )


def _main() -> None:
    locale = chrome.interface()
    address.arrived("search", _follow)
    question = _box(locale)
    state = _state(question)
    filter_bar.draw(locale, counts(locale, state), source_names(locale))
    address.write("search", state.to_address())
    if not question.strip():
        _examples(locale)
        if loading().ready() is None:
            _wait(locale.text("loading.model"))
    elif loading().ready() is None:
        _wait(locale.text("loading.waiting"))
    else:
        try:
            _show(locale, state)
        except QueryError as error:
            st.html(_refusal(locale, error))


_main()
