"""Keeps texts in the reader's browser, which come back in a new tab and after a restart.

The texts have names and are in the browser's own storage for the app: no server has them. A
component of the page (``static/kept.js``) reports them when a session begins, and when another tab
changes them. The page writes a session's texts when it is drawn. Where the browser refuses, page
and session still have them, and :func:`is_refused` says so.

Both may send at once. Each message has a number and names the last turn of the session that it
knows. One that does not know what is still on its way to the browser is not taken, and comes again.

Streamlit stops a run, in a callback too, wherever it touches the session's state and something came
meanwhile: a press would be noted as done and not be done. So changes that belong together are made
:func:`at_once`, on one dictionary.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit import runtime
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.errors import StreamlitAPIException

_KEY: Final = "kept"
_STATE: Final = "kept.state"
_TOLD: Final = "kept.told"
_WRITTEN: Final = "kept.written"
_TURN: Final = "kept.turn"
_HEARD: Final = "kept.heard"
_REFUSED: Final = "kept.refused"
_SESSION: Final = "kept.session"
_BEFORE: Final = "kept.before"

_at_once: ContextVar[dict[str, Any] | None] = ContextVar("_at_once", default=None)

_COUNTS: Final = ("at", "turn")

_PRESSED: Final = "pressed"
"""Name of the text with the presses that are not done yet."""

_MOST_PRESSES: Final = 1000

VISIT: Final = "visit"
"""Name of the text that says when the reader was here."""

Follow = Callable[[str | None, bool], None]
"""A function that takes a text of the browser, and whether it is the session's first time."""

Press = Callable[[str, str], None]
"""A function that does what a button says, to what it says; anyone may have written both."""


def install() -> None:
    """Register the component's script with Streamlit, once it runs."""
    manifest = ComponentManifest("wsis-search", "1", [ComponentConfig("kept", "static")])
    manager = runtime.get_instance().bidi_component_registry
    manager.register_from_manifest(manifest, Path(__file__).parent)


def state() -> dict[str, Any]:
    """Return what this session knows of the browser's texts, by keys of the modules using them."""
    values = _at_once.get()
    if values is None:
        values = st.session_state.setdefault(_STATE, {})
    return values


@contextmanager
def at_once() -> Iterator[None]:
    """Keep a run whole between the changes of :func:`state` within."""
    before = _at_once.set(state())
    try:
        yield
    finally:
        _at_once.reset(before)


def read(name: str) -> str | None:
    """Return the text of a name, as far as this session knows; None where there is none."""
    now = state()
    own_texts: Mapping[str, str | None] = now.get(_WRITTEN, {})
    browser_texts: Mapping[str, str] = now.get(_TOLD, {})
    return own_texts[name] if name in own_texts else browser_texts.get(name)


def write(name: str, text: str | None) -> None:
    """Keep a text under a name, or with None no text."""
    now = state()
    now[_WRITTEN] = {**now.get(_WRITTEN, {}), name: text}
    now[_TURN] = now.get(_TURN, 0) + 1


def last_visit() -> str | None:
    """Return when the reader was here before, on another day, ISO 8601; None for the first time."""
    visit: str | None = state().get(_BEFORE)
    return visit


def follow_visit(text: str | None, is_first: bool) -> None:
    """Read when the reader was here before and last, and note that they are here now."""
    if not is_first:
        return
    before, _, last = (text or "").partition(" ")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    if last[:10] != now[:10]:
        before = last
    state()[_BEFORE] = before or None
    write(VISIT, f"{before} {now}")


def is_refused() -> bool:
    """Whether the browser keeps nothing."""
    return bool(state().get(_REFUSED))


def read_message_number() -> int:
    """Return the number of the browser's last message that this session has taken, from 1."""
    number: int = state().get(_HEARD, 0)
    return number


def button(
    label: str, press: Press, act: str, of: str, *, key: str, icon: str, **settings: Any
) -> None:
    """Draw a button that changes what is kept, and counts where the page is left at once.

    The browser keeps what it says, by the name of its class, until a page has done it
    (``static/kept.js``). Streamlit sends it only where that is not there yet.

    Args:
        label: what it says.
        press: does it, as :func:`sync` takes it.
        act: in small letters.
        of: what the act is done to: letters, digits and hyphens.
        key: of the button.
        icon: its name.
        settings: for ``st.button``.
    """
    st.button(
        label,
        key=f"{key}-press-{act}-{of}",
        icon=f":material/{icon}:",
        on_click=press,
        args=(act, of),
        **settings,
    )


def sync(followers: Mapping[str, Follow], press: Press, page: str = "") -> None:
    """Draw the component that reports and writes, which nobody sees; call it once in each run.

    Args:
        followers: take the texts of their names when the browser reports them.
        press: does what those buttons say that the browser keeps until it is done.
        page: that is drawn, as its address names it.
    """

    def take_message() -> None:
        message = _parse_message(getattr(st.session_state.get(_KEY), "told", None))
        with at_once():
            _take(message, followers, press)

    if not runtime.exists():
        return
    if not state().get(_TURN):  # until the browser reports a better one
        write(VISIT, f" {datetime.now(UTC).isoformat(timespec='seconds')}")
    try:
        component = st.components.v2.component("wsis-search.kept", js="kept.js")
    except StreamlitAPIException:
        return  # not served by `streamlit_server`
    now = state()
    component(
        key=_KEY,
        data={
            "turn": now.get(_TURN, 0),
            "heard": read_message_number(),
            "page": page,
            # No mapping: of one, Streamlit looks whether it is a data frame, and takes in pandas.
            "write": tuple(now.get(_WRITTEN, {}).items()),
            "session": now.setdefault(_SESSION, secrets.token_hex(8)),
        },
        on_told_change=take_message,
    )


@dataclass(frozen=True, slots=True)
class _BrowserMessage:
    """A message of the browser.

    Attributes:
        texts: by name.
        number: its number, from 1; 0 where it is not understood.
        turn: of the session, the last that the browser had written.
        session: that it is for.
    """

    texts: Mapping[str, str]
    number: int = 0
    turn: int = 0
    session: str = ""


def _take(message: _BrowserMessage, followers: Mapping[str, Follow], press: Press) -> None:
    now = state()
    is_first = _TOLD not in now
    is_old = message.turn < now.get(_TURN, 0)  # what is written is not there yet
    if message.session != now.get(_SESSION) or (is_old and not is_first):
        return
    texts = dict(message.texts)
    now[_HEARD] = message.number
    now[_REFUSED] = bool(texts.pop("refused", False))
    now[_TOLD] = texts
    if not is_first:  # another tab knows better
        now[_WRITTEN] = {}
    for name, follow in followers.items():
        follow(texts.get(name), is_first)
    if _PRESSED in texts:
        # What is done by now. First: a tab that sees what came of it must not do it again.
        write(_PRESSED, texts[_PRESSED])
    for act, of in _presses(texts.get(_PRESSED)):
        press(act, of)


def _presses(text: str | None) -> Iterator[tuple[str, str]]:
    """Yield the act of each press and what it is done to; anyone may have written them."""
    try:
        rows = json.loads(text or "[]")
    except ValueError:
        return
    for row in rows[:_MOST_PRESSES] if isinstance(rows, list) else []:
        act, of = (row.get(name) if isinstance(row, dict) else None for name in ("act", "of"))
        if isinstance(act, str) and isinstance(of, str):
            yield act, of


def _parse_message(message: object) -> _BrowserMessage:
    """Read a message of the browser, which anyone may have written."""
    try:
        content = json.loads(message) if isinstance(message, str) else {}
    except ValueError:
        content = {}
    content = content if isinstance(content, dict) else {}
    texts = content.get("texts")
    number, turn = (value if isinstance(value := content.get(name), int) else 0 for name in _COUNTS)
    return _BrowserMessage(
        {str(name): str(text) for name, text in texts.items()} if isinstance(texts, dict) else {},
        number,
        turn,
        str(content.get("session", "")),
    )
