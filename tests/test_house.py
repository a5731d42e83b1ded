"""The house keeps its rules: one direction, sorted surfaces, no addresses, no leftovers."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("corpus", "ingest", "index", "search_app")
MODULES = sorted(
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "pages" not in path.parts
)


def _all_of(module: Path) -> list[str] | None:
    for node in ast.parse(module.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets
        ):
            names = ast.literal_eval(node.value)
            return list(names)
    return None


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_answers(module: Path) -> None:
    docstring = ast.get_docstring(ast.parse(module.read_text("utf-8")))
    assert docstring
    names = _all_of(module)
    if names is not None:
        assert names == sorted(
            names, key=lambda name: (not name.isupper(), name[0].islower(), name)
        )


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("faiss", {"index/retrieval/faiss_vectors.py"}),
        ("sqlite3", {"index/store/database.py"}),
        ("sentence_transformers", {"index/model/sentence_transformer.py"}),
        ("openvino", {"index/model/network.py", "index/model/openvino_encoder.py"}),
    ],
)
def test_a_library_that_could_be_swapped_stands_in_one_room(library: str, rooms: set[str]) -> None:
    importing = {
        str(module.relative_to(ROOT))
        for module in MODULES
        if re.search(rf"^\s*(import|from) {library}\b", module.read_text("utf-8"), re.MULTILINE)
    }
    assert importing == rooms


def test_only_the_app_draws() -> None:
    drawing = {
        str(module.relative_to(ROOT))
        for module in MODULES
        if re.search(r"^\s*(import|from) streamlit\b", module.read_text("utf-8"), re.MULTILINE)
    }
    assert all(name.startswith("search_app/") for name in drawing)
    assert not [name for name in drawing if name.startswith("search_app/commands/")]


def test_the_command_and_what_it_shares_with_the_app_know_nothing_of_streamlit() -> None:
    shared = (
        "cli localise citing.citation citing.export web.parts.links web.parts.marks "
        "web.parts.passage web.parts.escape web.search.state web.serving"
    )
    modules = ", ".join(f"search_app.{name}" for name in shared.split())
    code = f"import sys, {modules}; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0


def test_the_lock_holds_names_and_versions_only() -> None:
    lines = (ROOT / "requirements.lock").read_text("utf-8").split("\n")
    assert lines.pop() == ""
    assert "torch>=2.9" in lines
    for line in lines:
        assert re.fullmatch(r"[A-Za-z0-9_.-]+(==[0-9][A-Za-z0-9_.]*|>=2\.9)", line), line


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[<>=~! \[]", item)[0].lower().replace("_", "-") for item in wanted}
    lock = (ROOT / "requirements.lock").read_text("utf-8").lower().replace("_", "-")
    locked = {re.split(r"[<>=]", line)[0] for line in lock.splitlines()}
    assert names <= locked


def test_no_file_names_a_registry() -> None:
    files = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    # In pieces, so that this file does not name one either.
    words = (
        "py" + "pi.",
        "python" + "hosted",
        "index" + "-url",
        "registry" + ".npm",
        "deb" + ".deb",
    )
    hosts = re.compile("|".join(re.escape(word) for word in words))
    for name in filter(None, files):
        path = ROOT / name
        if path.suffix in {".py", ".toml", ".md", ".lock", ".yml", ""} and path.is_file():
            assert not hosts.search(path.read_text("utf-8", "replace")), name
