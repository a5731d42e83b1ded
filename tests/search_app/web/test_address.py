"""The boxes of a page have what its address says, whatever comes while it is drawn."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import RerunData, ScriptRunContext, get_script_run_ctx
from streamlit.testing.v1 import AppTest

import search_app.web
from search_app.localise import Locale
from search_app.web import frame

BOXES = ("selectbox", "multiselect", "text_input", "button_group", "radio", "toggle")

ASKED: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "search": (
        {"q": "flood", "meeting": "40", "source": "Japan", "since": "2020", "order": "date"}
        | {"in": "fr"},
        {"question": "flood", "ask-meeting": ["40"], "ask-source": ["Japan"]}
        | {"ask-since": "2020", "ask-order": "date", "ask-in": "fr"},
    ),
    "meeting": (
        {
            "view": "mandates",
            "meeting": "39",
            "document": "CWG-WSIS&SDG-39/2",
            "addressee": "Secretariat",
        },
        {"meeting-name": "39", "mandates-document": "CWG-WSIS&SDG-39/2"}
        | {"mandates-addressee": "Secretariat"},
    ),
    "draft": (
        {"from": "CWG-WSIS&SDG-40/3", "to": "CWG-WSIS&SDG-40/3(Rev.1)", "in": "ar", "show": "all"}
        | {"view": "compared"},
        {"compare-old": "CWG-WSIS&SDG-40/3", "compare-new": "CWG-WSIS&SDG-40/3(Rev.1)"}
        | {"compare-in": "ar", "compare-shown": "all"},
    ),
    "references": ({"q": "PP Res. 140"}, {"references-question": "PP Res. 140"}),
    "documents": (
        {"words": "flood", "meeting": "40", "series": "INF"},
        {"documents-words": "flood", "documents-meeting": "40", "documents-series": "INF"},
    ),
    "reader": (
        {"symbol": "CWG-WSIS&SDG-40/3", "left": "zh", "right": "ar"},
        {"documents-left": "zh", "documents-right": "ar"},
    ),
    "citations": (
        {"cite": "1", "in": "zh", "large": "1"},
        {"citations-language": "zh", "citations-large": True},
    ),
}

COMES_BACK = """
import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from search_app.web import address

at, *rest = st.session_state.ways
st.session_state.ways = rest
address.enter(at)
address.follow_address(at, st.session_state.followed.append)
if not st.session_state.is_pressed:
    st.session_state.is_pressed = True
    get_script_run_ctx().script_requests.request_rerun(RerunData("", WidgetStates()))
    st.text("drawn no more")
address.write(at, {"q": ["flood"]} if at == "here" else {})
st.query_params.clear()
"""


PRESSED_TWICE = """
import streamlit as st
from search_app.web import address

address.enter("here")
address.follow_address("here", st.session_state.followed.append)
if not st.session_state.stops:
    address.write("here", address.read())
"""


@pytest.fixture
def opened(reports_index: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> AppTest:
    """The app at a page, under the address that asks it for something; not run yet."""
    # Streamlit puts its page there for good, and each reader's process would begin with it.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    monkeypatch.setenv("WSIS_SEARCH_INDEX", str(reports_index))
    first = "documents" if name == "reader" else name
    others = [other for other in frame.PAGES if other != first]
    monkeypatch.setattr(frame, "PAGES", [first, *others])
    page = AppTest.from_file(Path(search_app.web.__file__).with_name("app.py"), default_timeout=60)
    page.query_params.update(ASKED[name][0])
    return page


def _shown(page: AppTest) -> dict[str, Any]:
    assert not page.exception
    boxes: list[Any] = [one for kind in BOXES for one in page.get(kind)]
    return {box.key: box for box in boxes}


def _run() -> ScriptRunContext:
    now = get_script_run_ctx()
    assert now
    return now


def _asks_again(page: str, query: str) -> None:
    """Break a run off, as what the browser sends meanwhile does."""
    requests = _run().script_requests
    assert requests
    requests.request_rerun(RerunData(query, WidgetStates(), page))
    st.text("drawn no more")


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.once
def test_a_press_during_the_first_run_keeps_the_address(
    opened: AppTest, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    runs: list[Locale] = []

    def press(locale: Locale) -> None:
        runs.append(locale)
        if len(runs) == 1:  # as the browser does that tells what it keeps
            _asks_again(_run().page_script_hash, _run().query_string)

    monkeypatch.setattr(frame, "foot", press)
    shown, said = _shown(opened.run()), ASKED[name][1]
    assert len(runs) > 1
    # The browser has no box by then that would know of what the first run said.
    assert {key: shown[key].value for key in said if shown[key].proto.set_value} == said


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.once
def test_going_back_before_the_next_page_keeps_the_page(
    opened: AppTest, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    runs: list[tuple[str, str]] = []
    drawn, foot = frame.frame, frame.foot

    def begun(*given: Any) -> None:
        now = _run()
        runs.append((now.page_script_hash, now.query_string))
        if len(runs) == 2:
            _asks_again(*runs[0])
        drawn(*given)

    def set_out(locale: Locale) -> None:
        foot(locale)
        if len(runs) == 1:
            pages = _run().pages_manager.get_pages().items()
            others = {"draft", "references"}  # the page itself has no name there
            _asks_again(
                next(key for key, entry in pages if entry.get("url_pathname") in others), ""
            )

    monkeypatch.setattr(frame, "frame", begun)
    monkeypatch.setattr(frame, "foot", set_out)
    shown, said = _shown(opened.run()), ASKED[name][1]
    assert runs[1] != runs[0] == runs[2]
    assert {key: shown[key].value for key in said} == said


def test_a_page_returned_to_ignores_a_late_press(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    page = AppTest.from_string(COMES_BACK)
    page.session_state["followed"] = followed = list[dict[str, list[str]]]()
    for way in (["here"], ["elsewhere"], ["here", "here"]):
        followed.clear()
        page.session_state["ways"], page.session_state["is_pressed"] = way, len(way) == 1
        page.run()
        assert not page.exception
    assert followed == [{"q": ["flood"]}] * 2


def test_second_link_is_followed_where_the_first_was_not_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    page = AppTest.from_string(PRESSED_TWICE)
    page.session_state.followed = followed = list[dict[str, list[str]]]()
    for stops, query in ((False, {}), (True, {"view": "compared"}), (False, {})):
        page.session_state.stops = stops
        page.query_params.clear()
        page.query_params.update(query)
        page.run()
    assert followed == [{}, {"view": ["compared"]}, {}]
