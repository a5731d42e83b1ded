"""The house keeps its rules: one direction, sorted surfaces, no addresses, no leftovers."""

from __future__ import annotations

import ast
import functools
import itertools
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.lock import read_groups, read_names
from tests.test_docs import public_names

ROOT = Path(__file__).parents[1]
PACKAGES = ("corpus", "ingest", "index", "search_app")
EVERY_MODULE = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MODULES = [path for path in EVERY_MODULE if "pages" not in path.parts]
FOLDERS = sorted({path.parent for path in EVERY_MODULE})


@functools.cache
def _tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text("utf-8"))


@functools.cache
def _all_of(module: Path) -> list[str] | None:
    for node in _tree(module).body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets
        ):
            names = ast.literal_eval(node.value)
            return list(names)
    return None


@pytest.mark.thorough
def test_every_module_says_what_it_answers() -> None:
    for module in MODULES:
        assert ast.get_docstring(_tree(module)), module
        names = _all_of(module) or []
        assert names == sorted(
            names, key=lambda name: (not name.isupper(), name[0].islower(), name)
        ), module


@functools.cache
def _imports(module: Path) -> frozenset[str]:
    """Every module, or name in a module, that a module imports."""
    names: set[str] = set()
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
    return frozenset(names)


@pytest.mark.parametrize("package", FOLDERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_corridor_has_too_many_doors(package: Path) -> None:
    assert len(list(package.glob("*.py"))) <= 18


@pytest.mark.parametrize("package", FOLDERS, ids=lambda path: str(path.relative_to(ROOT)))
@pytest.mark.thorough
def test_every_package_has_a_face(package: Path) -> None:
    """A package says first what it is for, and names what others may import, if not its modules."""
    face = package / "__init__.py"
    name = ".".join(package.relative_to(ROOT).parts)
    docstring = ast.get_docstring(_tree(face)) or ""
    assert docstring.split("\n\n")[0].endswith((".", "?"))
    is_entered = any(
        imported.startswith(f"{name}.")
        for module in EVERY_MODULE
        if package not in module.parents
        for imported in _imports(module)
    )
    if is_entered and package.parent != ROOT and "Nothing is imported here" not in docstring:
        assert _all_of(face) is not None


def test_nobody_climbs_in_at_a_window() -> None:
    """From outside a package, its face is imported from, not a module behind it."""
    faces = {
        ".".join(folder.relative_to(ROOT).parts)
        for folder in FOLDERS
        if folder.parent != ROOT and _all_of(folder / "__init__.py") is not None
    }
    climbing = {
        f"{module.relative_to(ROOT)} -> {name}"
        for module in EVERY_MODULE
        for name in _imports(module)
        for face in faces
        if name.startswith(f"{face}.")
        and name.rpartition(".")[0] not in _OPENED_LATER
        and not module.is_relative_to(ROOT.joinpath(*face.split(".")))
        and name.removeprefix(f"{face}.").split(".")[0] not in (_all_of(_face(face)) or ())
        and not any(name.startswith(f"{other}.") for other in faces if other.startswith(f"{face}."))
    }
    assert climbing == set()


_OPENED_LATER = {"search_app.citing.export"}  # by whoever needs it: it brings docx and babel along


def _face(package: str) -> Path:
    return ROOT.joinpath(*package.split("."), "__init__.py")


def test_no_two_classes_have_the_same_name() -> None:
    modules: dict[str, set[Path]] = {}
    for module in EVERY_MODULE:
        for node in ast.walk(_tree(module)):
            if isinstance(node, ast.ClassDef):
                modules.setdefault(node.name, set()).add(module)
    assert {name: places for name, places in modules.items() if len(places) > 1} == {}


@pytest.mark.thorough
def test_a_face_hands_on_what_others_take() -> None:
    """Names that neither a module outside the package, nor a test, nor a reader of docs takes."""
    folders = [ROOT / name for name in ("tests", "benchmarks", "tools")]
    others = [path for folder in folders for path in folder.rglob("*.py")]
    modules = [*EVERY_MODULE, *others]
    taken = set().union(*map(_taken_names, modules))
    public = {f"{package}.{name}" for package, name in public_names()}
    untaken = {
        name
        for folder in FOLDERS
        for package in [".".join(folder.relative_to(ROOT).parts)]
        for name in (f"{package}.{own}" for own in _all_of(folder / "__init__.py") or ())
        if name not in taken | public
    }
    assert untaken == set()


@functools.cache
def _taken_names(module: Path) -> frozenset[str]:
    """Every name of a face that a module outside its package imports, or asks a face for."""
    own = ".".join(module.relative_to(ROOT).parent.parts)
    tree = ast.parse(module.read_text("utf-8"))
    imported = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    names = {
        f"{imported[node.value.id]}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in imported
    }
    taken = {*imported.values(), *names}
    return frozenset(name for name in taken if not f"{own}.".startswith(f"{_package(name)}."))


def _package(name: str) -> str:
    return name.rpartition(".")[0]


_SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|JOIN \w+ ON)\b")


@pytest.mark.thorough
def test_the_database_is_spoken_to_in_one_package() -> None:
    texts = [
        (module, node.value)
        for module in EVERY_MODULE
        if not module.is_relative_to(ROOT / "index" / "store")
        for node in ast.walk(_tree(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [(module, text) for module, text in texts if _SQL.search(text)] == []


def test_the_app_caches_by_index_and_generation() -> None:
    """Readers of each class have an index of their own, and all of them count generations."""
    for module in (ROOT / "search_app").rglob("*.py"):
        for line in module.read_text("utf-8").splitlines():
            assert ".store.generation" not in line, module
            assert "store.generation" not in line or "store.id" in line, module


@pytest.mark.process
@pytest.mark.thorough
def test_the_command_imports_no_streamlit() -> None:
    shared = (
        "cli localise citing.citation citing.export web.parts.links web.parts.marks "
        "web.parts.passage web.parts.escape web.search.state web.serving"
    )
    modules = ", ".join(f"search_app.{name}" for name in shared.split())
    code = f"import sys, {modules}; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0


def test_nothing_that_is_installed_needs_the_tools() -> None:
    imports = re.compile(r"^\s*(from|import) tools\b", re.MULTILINE)
    for module in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        assert not imports.search(module.read_text("utf-8")), module


_LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


@pytest.mark.parametrize("lock", _LOCKS, ids=lambda path: str(path.stem))
def test_a_lock_holds_names_versions_and_hashes_only(lock: Path) -> None:
    remark, *lines, end = lock.read_text("utf-8").split("\n")
    assert remark.startswith("# ")
    assert end == ""
    release = r"[a-z0-9-]+==[0-9][a-z0-9.]*( ; [a-zA-Z0-9_.()'<>=!* ]+)? \\"
    assert re.fullmatch(release, lines[0])
    for line, next_line in itertools.pairwise([*lines, lines[0]]):
        if not re.fullmatch(release, line):
            # The last hash of a release ends its lines.
            more = r" \\" if next_line.startswith(" ") else ""
            assert re.fullmatch(rf"    --hash=sha256:[0-9a-f]{{64}}{more}", line), line


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = {**read_groups(project), **project["dependency-groups"]}
    del groups["benchmark"]  # nothing installs them by itself
    locked = set().union(*map(read_names, _LOCKS))
    for lines in groups.values():
        names = {canonicalize_name(Requirement(line).name) for line in lines}
        assert names - {"torch"} <= locked


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
