"""Draft page: earlier texts of a draft, what is already asked, or its comparison with a text."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from search_app.localise import Locale
from search_app.web import address
from search_app.web import frame as chrome
from search_app.web.parts import html
from search_app.web.precedents import comparison, earlier, earlier_mandates
from search_app.web.precedents.state import DRAFT, STATE, DraftState

_VIEWS: Final = {
    "earlier": ("precedents.choose", "history"),
    "asked": ("asked.choose", "task_alt"),
    "compared": ("compare.view", "difference"),
}
"""Views of a draft in their order: key of the name, and icon."""


def _follow(locale: Locale, parameters: dict[str, list[str]]) -> None:
    state = DraftState.from_address(parameters)
    st.session_state[STATE] = state
    comparison.follow(locale, state)


def _draw_views(locale: Locale, state: DraftState) -> None:
    states = {
        "earlier": replace(state, view="earlier", page=1),
        "asked": replace(state, view="asked", page=1),
        "compared": replace(state, view="compared", page=1, new=state.new or DRAFT),
    }
    chrome.views(locale, "draft", states, state.view, _VIEWS)
    st.html(html("precedents.view", name=state.view))


def _main() -> None:
    locale = chrome.interface()
    chrome.styles("pages", "citing", "reports")
    chrome.wide()
    is_compared = address.read().get("view") == ["compared"]
    box = "compare-old" if is_compared else None
    address.follow_address("draft", lambda parameters: _follow(locale, parameters), box)
    state: DraftState = st.session_state.get(STATE) or DraftState()
    st.html(html("parts.heading", text=locale.text("page.draft")))
    _draw_views(locale, state)
    if state.view == "compared":
        state = comparison.draw(locale, state)
        st.session_state[STATE] = state
        address.write("draft", state.to_address())
    else:
        address.write("draft", state.to_address())
        draw = earlier_mandates.draw if state.view == "asked" else earlier.draw
        draw(locale, state)


_main()
