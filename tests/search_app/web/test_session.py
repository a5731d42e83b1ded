"""A page hears of a press at once, also while it works out what takes long."""

from __future__ import annotations

import sys
import threading

import pytest
from streamlit.testing.v1 import AppTest

from corpus.errors import QueryError
from search_app.web.session import beside

PAGE = """
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from search_app.web.session import beside
from tests.search_app.web.test_session import MAY_END, RUNS

press = get_script_run_ctx().script_requests.request_rerun
RUNS.append("begun")
if len(RUNS) == 1:
    beside(lambda: (press(RerunData()), MAY_END.wait(30)))
RUNS.append("drawn")
"""

RUNS: list[str] = []
MAY_END = threading.Event()


def test_a_press_counts_while_something_is_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    # Streamlit puts its page there for good, and each reader's process would begin with it.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    page = AppTest.from_string(PAGE).run(timeout=60)
    MAY_END.set()
    assert not page.exception
    assert RUNS == ["begun", "begun", "drawn"]


def test_what_is_worked_out_beside_a_page_comes_back_and_so_does_what_went_wrong() -> None:
    assert beside(lambda: 3) == 3

    def asks() -> None:
        raise QueryError("Ask for something.")

    with pytest.raises(QueryError, match="something"):
        beside(asks)
