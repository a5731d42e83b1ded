"""Does the command that starts the app hand over at once, and to nobody who may not ask?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import WsisSearchError
from search_app.web import any_free_port, run

STARTED = """
import subprocess, sys
from pathlib import Path
from search_app.web import any_free_port, run

def started(*_, **__):
    print(*(name for name in ("index", "search_app.api", "streamlit") if name in sys.modules))
    raise SystemExit

subprocess.Popen = started
port = any_free_port()
run(Path(), host="127.0.0.1", port=port, model=None, open_browser=False, with_api=True)
"""


def test_what_answers_is_imported_by_the_server_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTED], check=True, capture_output=True, text=True
    )
    assert done.stdout == "\n"


def test_the_app_alone_does_without_the_interface_for_programs() -> None:
    program = "import sys, search_app.web.streamlit_server; print('search_app.api' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "False\n"


def test_programs_of_others_are_not_answered_without_a_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WSIS_SEARCH_TOKENS", str(tmp_path / "tokens"))
    with pytest.raises(WsisSearchError, match="no token"):
        run(
            tmp_path,
            host="192.0.2.1",
            port=any_free_port(),
            model=None,
            open_browser=False,
            with_api=True,
        )


BESIDE = """
import sys
from starlette.applications import Starlette
from starlette.testclient import TestClient
from search_app.web import streamlit_server

route = streamlit_server._beside("127.0.0.1", ())
print("search_app.api" in sys.modules)
programs = TestClient(
    Starlette(routes=[route]), base_url="http://127.0.0.1", client=("127.0.0.1", 1)
)
print(programs.get("/api/v1/openapi.json").status_code)
"""


def test_the_interface_for_programs_is_made_when_one_asks(tmp_path: Path) -> None:
    environment = {**os.environ, "WSIS_SEARCH_INDEX": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", BESIDE], env=environment, check=True, capture_output=True, text=True
    )
    assert done.stdout == "False\n200\n"
