"""Texts that the reader's browser stores by name, kept in step between tabs and restarts.

A component (``static/kept.js``) reports them when a session begins or another tab changes them.
Streamlit may stop a run at any use of the session's state, so changes that belong together are made
:func:`at_once`.
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

_at_once: ContextVar[dict[str, object] | None] = ContextVar("_at_once", default=None)

_COUNTS: Final = ("at", "turn")

_PRESSED: Final = "pressed"
"""Name of the text with the presses that are not done yet."""

_MOST_PRESSES: Final = 1000

VISIT: Final = "visit"
"""Name of the text with the time of the reader's visits."""

Follow = Callable[[str | None, bool], None]
"""Function that takes a text of the browser, and whether it is the session's first."""

Press = Callable[[str, str], None]
"""Function that takes a button's act and its object; anyone may have written both."""


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
    """Keep Streamlit from stopping the run between the changes of :func:`state` within."""
    before = _at_once.set(state())
    try:
        yield
    finally:
        _at_once.reset(before)


def read(name: str) -> str | None:
    """Return the text of a name as this session knows it; None where there is none."""
    now = state()
    own_texts: Mapping[str, str | None] = now.get(_WRITTEN, {})
    browser_texts: Mapping[str, str] = now.get(_TOLD, {})
    return own_texts[name] if name in own_texts else browser_texts.get(name)


def write(name: str, text: str | None) -> None:
    """Store a text under a name; None removes it."""
    now = state()
    now[_WRITTEN] = {**now.get(_WRITTEN, {}), name: text}
    now[_TURN] = now.get(_TURN, 0) + 1


def last_visit() -> str | None:
    """Return the reader's previous visit on another day, ISO 8601; None for the first visit."""
    visit: str | None = state().get(_BEFORE)
    return visit


def follow_visit(text: str | None, is_first: bool) -> None:
    """Read the times of the reader's visits, and note the present one."""
    if not is_first:
        return
    before, _, last = (text or "").partition(" ")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    if last[:10] != now[:10]:
        before = last
    state()[_BEFORE] = before or None
    write(VISIT, f"{before} {now}")


def is_refused() -> bool:
    """Whether the browser stores nothing."""
    return bool(state().get(_REFUSED))


def read_message_number() -> int:
    """Return the number of the last message that this session took over, from 1."""
    number: int = state().get(_HEARD, 0)
    return number


def button(
    label: str, press: Press, act: str, of: str, *, key: str, icon: str, **settings: Any
) -> None:
    """Draw a button that changes stored texts, even where the reader leaves the page at once.

    ``act`` has small letters; ``of`` is its object in letters, digits and hyphens.
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
    """Draw the invisible component that reports and writes texts; call it once in each run.

    ``followers`` take the texts of their names, and ``press`` does the stored presses.
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
    """A message of the browser; ``number`` is from 1, and 0 where it is not understood."""

    texts: Mapping[str, str]
    number: int = 0
    turn: int = 0
    session: str = ""


def _take(message: _BrowserMessage, followers: Mapping[str, Follow], press: Press) -> None:
    """Take over a message of this session's browser: its texts and presses."""
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
    """Yield each press's act and object; anyone may have written them."""
    try:
        rows = json.loads(text or "[]")
    except ValueError:
        return
    for row in rows[:_MOST_PRESSES] if isinstance(rows, list) else []:
        act, of = (row.get(name) if isinstance(row, dict) else None for name in ("act", "of"))
        if isinstance(act, str) and isinstance(of, str):
            yield act, of


def _parse_message(message: object) -> _BrowserMessage:
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
