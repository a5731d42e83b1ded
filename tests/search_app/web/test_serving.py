"""Does the command that starts the app hand over at once, and to nobody who may not ask?"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import WsisSearchError
from corpus.languages import BY_CODE
from search_app.api import Tokens
from search_app.web import any_free_port, run
from tests.conftest import copy_index

ROOT = Path(__file__).parents[3]
WEB = ROOT / "search_app" / "web"

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


@pytest.mark.thorough
def test_the_app_listens_before_the_index_is_loaded() -> None:
    program = """
import sys, search_app.web.streamlit_server
print(*{"search_app.api", "index", "numpy"} & set(sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "\n"


READY = """
import sys
from index.open_index import Index
from search_app.web import session, streamlit_server

Index.note = lambda *_, **__: print("noted")
streamlit_server._get_ready()
print(session.loading().ready(wait=60) is not None)
print(*sys.modules)
"""


@pytest.mark.thorough
def test_imports_of_a_first_page_are_loaded_ahead(sample_index: Path) -> None:
    environment = {
        **os.environ,
        "WSIS_SEARCH_INDEX": str(sample_index),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-c", READY], env=environment, check=True, capture_output=True, text=True
    )
    is_ready, modules = done.stdout.splitlines()
    assert is_ready == "True"
    assert "docx" not in modules.split()
    missing = {
        name
        for page in ("app.py", "pages/search.py")
        for name in _imported(ast.parse((WEB / page).read_text("utf-8")))
        if name not in modules.split()
    }
    assert missing == set()


PRACTISE = """
import sys, threading
from index.open_index import Index
from search_app.web import session

def pieces(self, warm_up=Index.warm_up):
    for at, _ in enumerate(warm_up(self)):
        print(at)
        if at == 1 and "asked" in sys.argv:
            session.ready_index()
        yield

def wait():
    session.loading().warm_up()
    if "asked" not in sys.argv:
        session.loading().warm_up()
    for thread in threading.enumerate():
        if thread.name == "warm-up":
            thread.join(120)
    print("Stemmer" in sys.modules)

Index.note = lambda *_, **__: print("noted")
Index.warm_up = pieces
wait()
if "drawn" in sys.argv:
    wait()
"""


@pytest.mark.parametrize("asked", [[], ["asked"], ["asked", "drawn"]])
@pytest.mark.thorough
def test_the_index_is_warm_once_a_page_is_drawn(sample_index: Path, asked: list[str]) -> None:
    environment = {**os.environ, "WSIS_SEARCH_INDEX": str(sample_index)}
    done = subprocess.run(
        [sys.executable, "-c", PRACTISE, *asked],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    *pieces, is_whole = done.stdout.split()
    if asked == ["asked"]:
        assert (pieces, is_whole) == (["0", "1"], "False")
    else:
        assert is_whole == "True"
        numbers = [int(piece) for piece in pieces if piece != "False"]
        assert numbers == list(range(len(numbers)))
        assert len(numbers) > len(BY_CODE)


ANEW = """
import os, threading
from pathlib import Path
from index.open_index import Index
from index.store import Store
from search_app.web import session

def warm_up(self):
    print("taken in")
    yield

Index.warm_up = warm_up

def draw():
    session.loading().warm_up()
    for thread in threading.enumerate():
        if thread.name == "warm-up":
            thread.join(120)

draw()
draw()
print("changed")
with Store(Path(os.environ["WSIS_SEARCH_INDEX"])) as store:
    store.put_setting("changed", "yes")
draw()
"""


@pytest.mark.thorough
def test_a_changed_index_is_loaded_anew(sample_index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    copy_index(sample_index, folder)
    environment = {**os.environ, "WSIS_SEARCH_INDEX": str(folder)}
    command = [sys.executable, "-c", ANEW]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert done.stdout.splitlines() == ["taken in", "changed", "taken in"]


def _imported(page: ast.Module) -> Iterator[str]:
    """The modules that a page takes in, and those of its names that are modules themselves."""
    for line in ast.walk(page):
        if isinstance(line, ast.Import):
            yield from (name.name for name in line.names)
        elif isinstance(line, ast.ImportFrom) and line.module:
            yield line.module
            folder = ROOT.joinpath(*line.module.split("."))
            for name in line.names:
                if (folder / f"{name.name}.py").is_file() or (folder / name.name).is_dir():
                    yield f"{line.module}.{name.name}"


ALONE = """
import importlib.metadata
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.starlette import App
from search_app.web import streamlit_server

App.run = lambda *_, **__: None
streamlit_server.main("127.0.0.1", 8501)
importlib.metadata.distributions = lambda: print("looked") or ()
BidiComponentManager().discover_and_register_components(start_file_watching=False)
"""


@pytest.mark.thorough
def test_no_other_package_is_searched_for_parts() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE], check=True, capture_output=True, text=True)
    assert done.stdout == ""


def test_programs_of_others_are_not_answered_without_a_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WSIS_SEARCH_TOKENS", str(tmp_path / "tokens"))
    Tokens().open()
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

route = streamlit_server._mount_api("127.0.0.1", ())
print("search_app.api" in sys.modules)
programs = TestClient(
    Starlette(routes=[route]), base_url="http://127.0.0.1", client=("127.0.0.1", 1)
)
print(programs.get("/api/v1/openapi.json").status_code)
"""


@pytest.mark.thorough
def test_the_interface_for_programs_is_made_when_one_asks(tmp_path: Path) -> None:
    environment = {**os.environ, "WSIS_SEARCH_INDEX": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", BESIDE], env=environment, check=True, capture_output=True, text=True
    )
    assert done.stdout == "False\n200\n"
