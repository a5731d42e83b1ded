"""Buttons that open the choices of filters, order and language of answers; their state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, cast

import streamlit as st

from corpus.filters import Filters
from corpus.languages import BY_CODE
from search_app.localise import CODES, Locale
from search_app.web.parts import as_label
from search_app.web.search.answers import name_source
from search_app.web.search.state import AS_FOUND, FACETS, SearchState
from search_app.web.session import value_name

Counts = Mapping[str, Sequence[tuple[str, int]]]
"""Values of each facet, with the number of passages for each."""

FORM: Final = "ask-"

_FEW: Final = 12
"""Maximum number of values side by side; more are a list to choose from."""


def follow(locale: Locale, state: SearchState) -> None:
    """Put a state into the widgets; call it before they are drawn."""
    put = st.session_state
    for facet in FACETS:
        put[FORM + facet] = list(state.of(facet))
    put[FORM + "since"] = locale.date(state.since)
    put[FORM + "until"] = locale.date(state.until)
    put[FORM + "symbol"] = state.symbol
    put[FORM + "order"] = state.order
    put[FORM + "in"] = state.shown_in


def read(locale: Locale, query: str) -> SearchState:
    """Return the state that the widgets show, on its first page."""
    got = st.session_state
    chosen = tuple((name, tuple(got.get(FORM + name) or ())) for name in FACETS)
    since, until = (
        locale.read_date(str(got.get(FORM + name) or "")) for name in ("since", "until")
    )
    return SearchState(
        query=query,
        chosen=tuple((name, values) for name, values in chosen if values),
        since=since,
        until=until,
        order="date" if got.get(FORM + "order") == "date" else "relevance",
        shown_in=got.get(FORM + "in"),
        symbol=got.get(FORM + "symbol"),
    )


def check(locale: Locale) -> None:
    """Raise :class:`QueryError` for a date that cannot be understood, which would not filter."""
    for name in ("since", "until"):
        typed = str(st.session_state.get(FORM + name) or "").strip()
        if typed and locale.read_date(typed) is None:
            Filters(since=typed)


def draw(locale: Locale, counts: Counts, *, is_ranked: bool = True) -> None:
    """Draw the row of filters; ``is_ranked`` adds the choice of order and language."""
    # Chosen in another language of the interface, or in an address that was sent.
    chosen = [name_source(locale, source) for source in st.session_state.get(FORM + "source") or ()]
    st.session_state[FORM + "source"] = list(dict.fromkeys(chosen))
    with st.container(key="filters", horizontal=True, gap="small", vertical_alignment="bottom"):
        for facet in FACETS:
            values = counts.get(facet, ())
            if len(values) > 1 or st.session_state.get(FORM + facet):
                _facet(locale, facet, values)
        _dates(locale)
        if is_ranked:
            _order(locale)
            _draw_language_choice(locale)
        if _is_any_chosen():
            st.button(
                locale.text("search.clear"),
                key=FORM + "clear",
                icon=":material/filter_alt_off:",
                type="tertiary",
                on_click=_clear,
            )


def _facet(locale: Locale, facet: str, values: Sequence[tuple[str, int]]) -> None:
    numbers = dict(values)
    chosen = cast("list[str]", st.session_state.get(FORM + facet) or [])
    options = list(dict.fromkeys((*numbers, *chosen)))

    def format_option(value: str) -> str:
        count = f" · {locale.number(numbers[value])}" if value in numbers else " · 0"
        return as_label(value_name(locale, facet, value)) + count

    with st.popover(
        _label(locale, locale.text(f"search.{facet}"), _format_chosen(locale, facet, chosen)),
        key=f"open-{facet}",
    ):
        if len(options) <= _FEW and facet != "source":
            st.pills(
                locale.text(f"search.{facet}"),
                options,
                selection_mode="multi",
                format_func=format_option,
                key=FORM + facet,
                persist_state="page",
            )
        else:
            st.multiselect(
                locale.text(f"search.{facet}"),
                options,
                format_func=format_option,
                placeholder=locale.text("search.any"),
                select_all=False,  # says it in English only, and all is what nothing chosen means
                key=FORM + facet,
                persist_state="page",
            )


def _dates(locale: Locale) -> None:
    entered = [str(st.session_state.get(FORM + name) or "").strip() for name in ("since", "until")]
    read = [locale.read_date(text) for text in entered]
    period = "–".join(locale.date(date) or "…" for date in read)
    with st.popover(
        _label(locale, locale.text("search.date"), period if any(entered) else ""), key="open-date"
    ):
        for name in ("since", "until"):
            st.text_input(
                locale.text(f"search.{name}"),
                key=FORM + name,
                persist_state="page",
                placeholder=locale.join_names(map(locale.date, ("2023", "2023-10", "2023-10-12"))),
                max_chars=40,
            )
        for text in entered:
            if text and not locale.read_date(text):
                st.warning(as_label(locale.text("search.date_wrong", date=text)))


def _order(locale: Locale) -> None:
    names = {"relevance": "search.by_relevance", "date": "search.by_date"}
    current = locale.text(names[st.session_state.get(FORM + "order") or "relevance"])
    with st.popover(current, icon=":material/sort:", key="open-order"):
        st.radio(
            locale.text("search.order"),
            list(names),
            format_func=lambda order: locale.text(names[order]),
            key=FORM + "order",
            persist_state="page",
        )


def _draw_language_choice(locale: Locale) -> None:
    def format_language(code: str | None) -> str:
        if code == AS_FOUND:
            return locale.text("search.as_found")
        return BY_CODE[code or locale.code].name

    options = [None, *(code for code in CODES if code != locale.code), AS_FOUND]
    if st.session_state.get(FORM + "in") == locale.code:
        st.session_state[FORM + "in"] = None
    current = st.session_state.get(FORM + "in")
    with st.popover(
        _label(locale, locale.text("search.shown_in"), format_language(current)),
        icon=":material/visibility:",
        key="open-in",
    ):
        st.radio(
            locale.text("search.shown_in"),
            options,
            format_func=format_language,
            key=FORM + "in",
            persist_state="page",
        )


def _label(locale: Locale, name: str, chosen: str) -> str:
    return locale.add_label(name, f"**{as_label(chosen)}**") if chosen else name


def _format_chosen(locale: Locale, facet: str, chosen: Sequence[str]) -> str:
    names = [value_name(locale, facet, value) for value in chosen]
    if len(names) > 2:
        return locale.number(len(names))
    text = locale.join_names(names)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _is_any_chosen() -> bool:
    names = (*FACETS, "since", "until", "symbol")
    return any(st.session_state.get(FORM + name) for name in names)


def _clear() -> None:
    for facet in FACETS:
        st.session_state[FORM + facet] = []
    st.session_state[FORM + "since"] = st.session_state[FORM + "until"] = ""
    st.session_state[FORM + "symbol"] = None
