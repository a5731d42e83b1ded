"""What an address says stands in the boxes of its page, whatever comes while that is drawn."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
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
    "positions": ({"q": "flood"}, {"positions-topic": "flood"}),
    "mandates": (
        {"document": "CWG-WSIS&SDG-39/2", "addressee": "Secretariat"},
        {"mandates-document": "CWG-WSIS&SDG-39/2", "mandates-addressee": "Secretariat"},
    ),
    "dossier": ({"meeting": "40"}, {"dossier-meeting": "40"}),
    "compare": (
        {"from": "CWG-WSIS&SDG-40/3", "to": "CWG-WSIS&SDG-40/3(Rev.1)", "in": "ar", "show": "all"},
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
address.arrived(at, st.session_state.followed.append)
if not st.session_state.is_pressed:
    st.session_state.is_pressed = True
    get_script_run_ctx().script_requests.request_rerun(RerunData("", WidgetStates()))
    st.text("drawn no more")
address.write(at, {"q": ["flood"]} if at == "here" else {})
st.query_params.clear()
"""


@pytest.mark.parametrize("name", ASKED)
def test_a_press_while_a_page_is_first_drawn_leaves_what_its_address_says(
    reports_index: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    asked, said = ASKED[name]
    runs: list[str] = []

    def press(_: Locale) -> None:
        """Break its first run off, as the browser does that tells what it keeps."""
        now = get_script_run_ctx()
        assert now
        assert now.script_requests
        runs.append(now.query_string)
        if len(runs) == 1:
            now.script_requests.request_rerun(
                RerunData(now.query_string, WidgetStates(), now.page_script_hash)
            )
            st.text("drawn no more")

    # Streamlit puts its page there for good, and each reader's process would begin with it.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    monkeypatch.setenv("WSIS_SEARCH_INDEX", str(reports_index))
    monkeypatch.setattr(frame, "foot", press)
    first = "documents" if name == "reader" else name
    monkeypatch.setattr(frame, "PAGES", sorted(frame.PAGES, key=lambda one: one != first))
    page = AppTest.from_file(Path(search_app.web.__file__).with_name("app.py"), default_timeout=60)
    page.query_params.update(asked)
    page.run()
    assert not page.exception
    assert len(runs) > 1
    boxes: list[Any] = [one for kind in BOXES for one in page.get(kind)]
    shown = {one.key: one for one in boxes}
    # The browser has no box by then that would know of what the first run said.
    assert {key: shown[key].value for key in said if shown[key].proto.set_value} == said


def test_a_page_that_is_come_back_to_is_as_it_was_left_though_a_press_comes(
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
