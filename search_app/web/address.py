"""Reading and writing of a page's state in its address, when a widget or the address changes.

The address is the truth: where a link or the back button changes it, the widgets follow. A widget
that follows says ``persist_state="page"``, lest a run that stops early empties it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from search_app.web.parameters import Parameters

INTERFACE: Final = "ui"
"""Parameter that names the language of the interface; no page writes it."""

NO_PAGE: Final = "no-page"
"""Parameter of the first page when it replaces a page that does not exist."""

MOVED: Final = {
    "search": "",
    "positions": "?view=positions",
    "alerts": "?view=alerts",
    "dossier": "meeting",
    "mandates": "meeting?view=mandates&meeting=all",
    "corpus": "documents?view=contents",
    "precedents": "draft",
    "compare": "draft?view=compared",
}
"""Former addresses of pages, with those of today; other parameters stay."""

_ASTRAY: Final = "address.astray"
_WRITTEN: Final = "address.written"
_FOLLOWS: Final = "address.follows"
_LEFT: Final = "address.left"
_KEPT: Final = "address.kept"
_AT: Final = "address.at"
_BEFORE: Final = "address.before"


def read() -> dict[str, list[str]]:
    """Return the parameters of the address, without the interface's language."""
    return {name: st.query_params.get_all(name) for name in st.query_params if name != INTERFACE}


def enter(page: str) -> None:
    """Note which page is shown in this run of the app, whether or not it has a state."""
    if st.session_state.get(_AT) != page:
        st.session_state[_BEFORE] = st.session_state.get(_AT)
        st.session_state[_AT] = page
        st.session_state[_ASTRAY] = False
        if not st.query_params:
            # What the page that was left wrote last may have come to the browser behind this one.
            st.query_params.clear()
    if NO_PAGE in st.query_params:
        st.session_state[_ASTRAY] = True
        st.query_params.clear()  # the other parameters are the other page's, or have been read


def is_astray() -> bool:
    """Whether the reader asked for a page that does not exist, and nothing else since."""
    if read():
        st.session_state[_ASTRAY] = False
    return bool(st.session_state.get(_ASTRAY))


def follow_address(
    page: str, follow: Callable[[dict[str, list[str]]], None], box: str | None = None
) -> None:
    """Let the widgets follow the address where this page did not write it; call it before them.

    ``box`` is a key of one, which Streamlit forgets when the reader leaves for another page.
    """
    now = read()
    is_come_back = st.session_state.get(_BEFORE) != page
    has_boxes = box is None or box in st.session_state
    # A run that stopped between following and writing shows another state than it wrote last.
    is_written = st.session_state.get(_WRITTEN) == (page, now) and not st.session_state.get(
        _FOLLOWS
    )
    if is_come_back or _is_gone_to() or now not in _read_past_states():
        _read_past_states().clear()
    if has_boxes and not is_come_back and (is_written or _read_past_states()):
        return
    if is_come_back and not now:
        now = st.session_state.get(_KEPT, {}).get(page, {})
    st.session_state[_FOLLOWS] = True
    follow(now)


def write(page: str, parameters: Parameters) -> None:
    """Write what the page shows into the address."""
    wanted = {name: list(values) for name, values in parameters.items() if values}
    before = st.session_state.get(_WRITTEN)
    st.session_state[_WRITTEN] = (page, wanted)
    st.session_state[_FOLLOWS] = False
    st.session_state[_BEFORE] = page  # not before: a run that stops early has not come to this
    st.session_state.setdefault(_KEPT, {})[page] = wanted
    now = read()
    if now == wanted and now not in _read_past_states():
        if _is_gone_to() and before != (page, wanted):
            # What was written before may have come to the browser behind its going here.
            st.query_params.from_dict(wanted)
        return
    last_state = [before[1]] if before and before[0] == page else []
    _read_past_states().extend(
        state for state in (now, *last_state) if state not in (wanted, *_read_past_states())
    )
    st.query_params.from_dict(wanted)


def _read_past_states() -> list[dict[str, list[str]]]:
    """Return states of addresses that this page has left, but the browser may still send."""
    states: list[dict[str, list[str]]] = st.session_state.setdefault(_LEFT, [])
    return states


def _is_gone_to() -> bool:
    """Whether the browser's history (the back button or a link) caused this run."""
    now = get_script_run_ctx()
    return bool(now and now.is_history_navigation)
