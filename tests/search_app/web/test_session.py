"""A page hears of a press at once, also while it works out what takes long."""

from __future__ import annotations

import sys
import threading
from contextvars import copy_context
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from corpus.errors import AccessError, QueryError
from search_app.web import session
from search_app.web.session import work_in_thread
from tests.conftest import copy_index
from tests.index.access.archive import RULES, write_rules

PAGE = """
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from search_app.web.session import work_in_thread
from tests.search_app.web.test_session import MAY_END, RUNS

press = get_script_run_ctx().script_requests.request_rerun
RUNS.append("begun")
if len(RUNS) == 1:
    work_in_thread(lambda: (press(RerunData()), MAY_END.wait(30)))
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


def test_background_work_returns_results_and_errors() -> None:
    assert work_in_thread(lambda: 3) == 3

    def asks() -> None:
        raise QueryError("Ask for something.")

    with pytest.raises(QueryError, match="something"):
        work_in_thread(asks)


def test_a_file_needs_access_at_the_time_of_download(
    classed_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    copy_index(classed_index, folder)
    monkeypatch.setenv("WSIS_SEARCH_INDEX", str(folder))
    claims = {"is_logged_in": True, "sub": "Amina", "groups": ["delegates"]}
    monkeypatch.setattr(session, "_claims", lambda: claims)
    rules = RULES + '[[people]]\nclaim = "groups"\nvalue = "{}"\nclass = "members"\n'

    def download() -> bytes:
        write_rules(folder, rules.format("delegates"))
        make = session.note_export("report", lambda: b"of members")
        assert make() == b"of members"
        write_rules(folder, rules.format("secretariat"))
        return make()

    with pytest.raises(AccessError, match="has changed"):
        copy_context().run(download)
