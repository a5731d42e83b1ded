"""Does a command start with no more than it needs, and understand the same?"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Annotated

import pytest
import typer
from typer.main import get_command

from index import Index
from search_app import cli
from search_app.commands.options import In, IndexFolder, Json, Mode
from search_app.operations import REGISTRY
from search_app.operations.registry import Listing
from search_app.web import any_free_port, sample_fingerprint
from tests.commands import PROGRAM, start
from tests.conftest import copy_index

HEAVY = {"pydantic", "rich", "babel", "filelock", "numpy.ma"}

LOADED = """
import sys
from search_app.cli import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "40/3", "--json"),
        ("lookup", "40/3", "--json"),
        ("status", "--json"),
        ("search", "connectivity", "--mode", "lexical", "--language", "en", "--json"),
        ("search", "connectivity", "--json"),
    ],
)
@pytest.mark.thorough
def test_a_command_imports_no_interface_and_no_validation(
    arguments: tuple[str, ...], sample_index: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "--index", str(sample_index), *arguments],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    modules = set(done.stderr.split())
    needed = {"faiss", "openvino"} if arguments == ("search", "connectivity", "--json") else set()
    assert modules & {*HEAVY, "faiss", "openvino"} == needed
    rooms = {name for name in modules if name.startswith("search_app.commands.")}
    room = "maintenance" if arguments[0] == "status" else "questions"
    assert rooms - {"search_app.commands.progress"} == {
        "search_app.commands.options",
        f"search_app.commands.{room}",
    }


def test_the_programs_help_imports_no_question() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "--help"], check=True, capture_output=True, text=True
    )
    assert all(row.help[:40] in done.stdout for row in REGISTRY.values() if _is_command(row))
    questions = {f"search_app.operations.{row.module}" for row in REGISTRY.values()}
    assert set(done.stderr.split()) & {*questions, *HEAVY} == set()


def _is_command(row: Listing) -> bool:
    return "command" in row.surfaces


def test_every_command_is_found_by_its_name() -> None:
    commands = get_command(cli.app).commands  # type: ignore[attr-defined]
    for room, names in cli._ROOMS.items():
        assert all(commands[name].name == name for name in names)
        if room != cli._QUESTIONS:
            whole = typer.Typer()
            whole.add_typer(import_module(f"search_app.commands.{room}").app)
            assert (*get_command(whole).commands,) == names  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--index", "."],
        ["--index", "there-is-none"],
        ["--index", ""],
        ["--language", "en", "--language", "نساء"],
        ["--language", ""],
        ["--in", "a\tb", "--json"],
        ["--mode", "dense", "-k", "3"],
        ["--mode", "Dense"],
        ["-k", "three"],
        ["-k", "0"],
        ["-k", "007"],
        ["-k", "٣"],
        ["-k", "11"],
        ["--in", os.fsdecode(b"\xff")],
    ],
)
def test_arguments_are_parsed_as_typer_parses_them(arguments: list[str]) -> None:
    def command(
        folder: IndexFolder,
        *,
        k: int = typer.Option(10, "-k", min=1, max=10),
        language: Annotated[list[str] | None, typer.Option("--language")] = None,
        mode: Mode = Mode.HYBRID,
        shown_in: In = None,
        as_json: Json = False,
    ) -> object:
        return type(folder), folder, k, language, mode, type(mode), shown_in, as_json

    def parse(*, plainly: bool) -> object:
        app = typer.Typer()
        app.command()(command)
        made = get_command(app)
        if plainly:
            cli._take_plainly(made)
        try:
            return made(arguments, standalone_mode=False)
        except Exception as error:  # noqa: BLE001 - they are to be the same, whatever they are
            # Pydantic's own word before what is wrong is left out.
            return type(error), str(error).replace("Value error, ", "")

    assert parse(plainly=True) == parse(plainly=False)


@pytest.mark.skipif(sys.platform == "win32", reason="a console there sends Ctrl+C otherwise")
@pytest.mark.parametrize("is_up", [False, True])
@pytest.mark.parametrize("command", ["serve", "demo"])
@pytest.mark.once
def test_ctrl_c_ends_the_app_silently(
    command: str, is_up: bool, sample_index: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "index"
    copy_index(sample_index, folder)
    with Index.open(folder) as index:
        index.store.put_setting("sample", sample_fingerprint())  # a demo has nothing to read
    port = any_free_port()
    program = str(Path(sys.executable).with_name("wsis-search"))
    with subprocess.Popen(
        [program, command, "--no-browser", "--index", str(folder), "--port", str(port)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a group of processes, as a terminal makes one
    ) as app:
        assert app.stderr
        assert "stop it with Ctrl+C" in app.stderr.readline()
        deadline = time.monotonic() + 60
        while is_up and time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        os.killpg(app.pid, signal.SIGINT)
        # The server has what is said too: it ends when nobody is left to say anything.
        assert app.stderr.read() == ""
        assert app.wait(10) == 0
        with pytest.raises(ProcessLookupError):
            os.killpg(app.pid, 0)


@pytest.fixture
def occupied_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.thorough
def test_an_occupied_port_of_the_app_gives_a_remedy(occupied_port: int, sample_index: Path) -> None:
    outcome = start("serve", "--port", str(occupied_port), index=sample_index)
    assert outcome.code == 2
    assert f"Another program listens at 127.0.0.1:{occupied_port}" in outcome.err
    named = re.search(r"--port (\d+)$", outcome.err.strip())
    assert named
    assert occupied_port < int(named[1]) <= 65535
    foreign = start(
        "serve", "--host", "192.0.2.1", "--port", str(occupied_port), index=sample_index
    )
    assert foreign.code == 2
    assert "cannot listen at 192.0.2.1" in foreign.err  # nobody listens there
    assert "--host" in foreign.err


@pytest.mark.skipif(sys.platform == "win32", reason="a console there sends Ctrl+C otherwise")
@pytest.mark.thorough
def test_a_demo_at_an_occupied_port_names_another(
    occupied_port: int, sample_index: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "index"
    copy_index(sample_index, folder)
    with Index.open(folder) as index:
        index.store.put_setting("sample", sample_fingerprint())  # it has nothing to read
    make = (Path(__file__).parents[3] / "Makefile").read_text()
    assert "wsis-search demo --port $(PORT)" in make  # as the message says
    with subprocess.Popen(
        [PROGRAM, "demo", "--no-browser", "--index", str(folder), "--port", str(occupied_port)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as app:
        assert app.stderr
        line = app.stderr.readline()
        taken = re.search(r"demo --port (\d+), or make demo PORT=\1$", line.strip())
        assert taken, line
        assert f"listens at port {occupied_port}" in line
        assert f":{taken[1]} " in app.stderr.readline()
        os.killpg(app.pid, signal.SIGINT)
        assert app.wait(10) == 0


def test_ctrl_c_before_a_command_prints_one_line() -> None:
    program = """
import os, signal, sys

class Pressed:
    def find_spec(self, name, *_):
        if name == "typer":
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Pressed())
import search_app.cli
"""
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.startswith("Stopped.")
    assert done.stderr.count("\n") == 1


def test_the_program_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "search_app.cli", "refs", "-", "--json"],
        input="See Resolution 140.",
        check=True,
        capture_output=True,
        text=True,
    )
    assert "PP Res. 140" in done.stdout
