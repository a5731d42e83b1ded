"""Does a command start with no more than it needs, and understand the same?"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from search_app import cli
from search_app.commands.options import In, IndexFolder, Json, Languages, Mode

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
def test_a_command_imports_itself_alone_and_nothing_that_draws_or_checks(
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
    room = "keeping" if arguments[0] == "status" else "asking"
    assert rooms - {"search_app.commands.progress"} == {
        "search_app.commands.options",
        f"search_app.commands.{room}",
    }


def test_every_command_is_found_by_its_name() -> None:
    found = get_command(cli.app).commands  # type: ignore[attr-defined]
    for room, names in cli._ROOMS.items():
        whole = typer.Typer()
        whole.add_typer(import_module(f"search_app.commands.{room}").app)
        assert list(get_command(whole).commands) == names.split()  # type: ignore[attr-defined]
        assert all(found[name].name == name for name in names.split())


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
def test_what_is_given_is_taken_as_typer_takes_it(arguments: list[str]) -> None:
    def command(
        folder: IndexFolder,
        *,
        k: int = typer.Option(10, "-k", min=1, max=10),
        language: Languages = None,
        mode: Mode = Mode.HYBRID,
        shown_in: In = None,
        as_json: Json = False,
    ) -> object:
        return type(folder), folder, k, language, mode, type(mode), shown_in, as_json

    def taken(*, plainly: bool) -> object:
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

    assert taken(plainly=True) == taken(plainly=False)
