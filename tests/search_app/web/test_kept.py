"""A reader's press is done whole or not at all, wherever Streamlit stops a run."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

import pytest
from streamlit.runtime.scriptrunner import RerunData, RerunException
from streamlit.runtime.state import SafeSessionState, SessionState, session_state_proxy

from search_app.web import basket, browser_storage

MOST_TOUCHES = 50
"""More often than any press touches the session's state."""


class Breaking:
    """Breaks a run off, as Streamlit does at a touch of the session's state."""

    def __init__(self) -> None:
        self.left = MOST_TOUCHES

    def __call__(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise RerunException(RerunData())


def gathered() -> str:
    return json.dumps(
        [
            asdict(basket.BasketItem(at, text=text, key=f"{at:016x}"))
            for at, text in ((1, "a"), (2, "b"))
        ]
    )


PRESSES: dict[str, Callable[[], None]] = {
    "remove": lambda: basket.press("remove", f"{1:016x}"),
    "down": lambda: basket.press("down", f"{1:016x}"),
    "clear": lambda: basket.press("clear", "all"),
}


@pytest.mark.parametrize("press", PRESSES)
def test_a_press_is_done_whole_or_not_at_all(press: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done = 0
    for touches in range(MOST_TOUCHES):
        breaking = Breaking()
        state = SafeSessionState(SessionState(), breaking)
        monkeypatch.setattr(session_state_proxy, "get_session_state", lambda state=state: state)
        basket.follow(gathered(), is_first=False)
        before = basket.list_items()
        breaking.left = touches
        try:
            PRESSES[press]()
        except RerunException:
            breaking.left = MOST_TOUCHES
            assert basket.list_items() == before
            assert browser_storage.read(basket.NAME) is None
            assert not basket.can_undo()
        else:
            breaking.left = MOST_TOUCHES
            done += 1
            assert json.loads(browser_storage.read(basket.NAME) or "") == [
                asdict(list_item) for list_item in basket.list_items()
            ]
            assert basket.list_items() != before
            assert basket.can_undo() == (press != "down")
    assert 0 < done < MOST_TOUCHES


def test_what_is_done_at_once_is_broken_off_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    breaking = Breaking()
    state = SafeSessionState(SessionState(), breaking)
    monkeypatch.setattr(session_state_proxy, "get_session_state", lambda: state)
    with browser_storage.at_once():
        breaking.left = 0
        basket.follow(gathered(), is_first=True)
        for press in PRESSES.values():
            press()
        basket.press("undo", "all")
        breaking.left = MOST_TOUCHES
    assert [list_item.text for list_item in basket.list_items()] == ["b"]
