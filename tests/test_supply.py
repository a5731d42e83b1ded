"""Materials of the program: hashes, licences, the list in the wheel, and an audit that is exact."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError, metadata, version
from pathlib import Path
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.audit import judge
from tests.lock import FOLDER, read_names, split_entries
from tests.lock_check import LockEntry, find_differences, read_lock

ROOT = Path(__file__).parents[1]

PERMISSIVE: Final = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|Zlib|BSL|CC0|CNRI|PSF|Python Software Foundation|HPND)\b",
    re.IGNORECASE,
)
WEAK_COPYLEFT: Final = {
    "certifi": "MPL-2.0: a list of certificates, used as it is",
    "hypothesis": "MPL-2.0: tests only",
    "pathspec": "MPL-2.0: development only",
    "tqdm": "MPL-2.0 and MIT: used as it is",
}
"""Files under the MPL stay under it where they are changed; nothing here changes them."""
UNSAID: Final = {
    "axe-playwright-python": "MIT by its LICENSE file; the axe inside is MPL-2.0: tests only",
    "pytrec-eval-terrier": "MIT",
}
"""Packages whose metadata does not say it."""


def test_the_newest_streamlit_that_is_allowed_is_the_tested_one() -> None:
    """Parts of its inside are replaced, which each minor version may change."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (allowed,) = [
        each for each in map(Requirement, project["dependencies"]) if each.name == "streamlit"
    ]
    tested = Version(version("streamlit"))
    assert allowed.specifier.contains(tested)
    assert not allowed.specifier.contains(f"{tested.major}.{tested.minor + 1}.0")


def test_every_licence_is_permissive() -> None:
    """The program and its development install only packages whose metadata names such a licence."""
    doubtful = {}
    installed = ("build", "program", "models", "milvus", "development")
    for name in set().union(*(read_names(FOLDER / f"{lock}.lock") for lock in installed)):
        if name in WEAK_COPYLEFT or name in UNSAID:
            continue
        try:
            facts = metadata(name)
        except PackageNotFoundError:
            continue  # for another system or Python
        texts = [each for each in facts.get_all("Classifier", []) if "License ::" in each]
        texts += facts.get_all("License-Expression", [])
        texts += [each[:200] for each in facts.get_all("License", [])]
        if not PERMISSIVE.search(" ".join(texts)):
            doubtful[name] = texts
    assert doubtful == {}


def test_an_audit_that_reached_nothing_says_so() -> None:
    """pip-audit itself reports success where every package was skipped."""
    skipped = {"name": "jinja2", "skip_reason": "Dependency not found on PyPI"}
    weak = {
        "name": "lxml",
        "version": "6.0",
        "vulns": [{"id": "CVE-1", "fix_versions": ["6.1"], "aliases": [], "description": ""}],
    }
    fine = {"name": "rich", "version": "14.0", "vulns": []}
    for dependencies, code, message in (
        ([skipped, fine], 2, "Not looked up: jinja2"),
        ([weak, skipped], 1, "lxml 6.0: CVE-1, mended in 6.1"),
        ([fine, {"name": "torch", "skip_reason": "local version"}], 0, "1 of 2 packages"),
    ):
        got = judge(json.dumps({"dependencies": dependencies, "fixes": []}), "")
        assert got[0] == code
        assert any(message in line for line in got[1])
    assert judge("", "ERROR: no route to host\n") == (
        2,
        ["Nothing was audited: ERROR: no route to host"],
    )


MAKEFILE: Final = (ROOT / "Makefile").read_text("utf-8")


def _expand(variable: str) -> str:
    """Return the value of a variable of the Makefile, with the variables in it."""
    (value,) = re.findall(rf"^{variable} := (.*)$", MAKEFILE, re.MULTILINE)
    return re.sub(r"\$\((\w+)\)", lambda match: _expand(match[1]), value)


def _write_wheel(folder: Path) -> str:
    """Write a wheel that holds nothing, and return its SHA-256."""
    path = folder / "harmless-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        information = "harmless-1.0.dist-info/"
        archive.writestr(
            f"{information}METADATA", "Metadata-Version: 2.1\nName: harmless\nVersion: 1.0\n"
        )
        archive.writestr(
            f"{information}WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{information}RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.process
@pytest.mark.thorough
def test_an_archive_with_another_hash_is_not_installed(tmp_path: Path) -> None:
    """With the options that the Makefile installs with."""
    digest = _write_wheel(tmp_path)
    changed = f"{int(digest[0], 16) ^ 1:x}{digest[1:]}"
    options = [*shlex.split(_expand("LOCKED")), "--no-index", "--find-links", str(tmp_path)]
    lock = tmp_path / "small.lock"
    done = []
    for hashes in (f" --hash=sha256:{digest}", f" --hash=sha256:{changed}", ""):
        lock.write_text(f"harmless==1.0{hashes}\n", "utf-8")
        target = ["--target", str(tmp_path / "installed"), "-r", str(lock)]
        command = [sys.executable, *options, *target]
        done.append(subprocess.run(command, capture_output=True, text=True, check=False))
    assert [process.returncode for process in done] == [0, 1, 1]
    assert "DO NOT MATCH" in done[1].stderr
    assert "--require-hashes" in done[2].stderr


def test_everything_but_torch_and_the_program_is_installed_by_hash() -> None:
    installing = [
        line for line in MAKEFILE.splitlines() if re.search(r"\$\((PIP|LOCKED|OWN)\)", line)
    ]
    others = [line for line in installing if "$(LOCKED)" not in line]
    assert [re.sub(r"^\t\S+ ", "", line) for line in others] == [
        "LOCKED := $(PIP) --require-hashes --no-deps --no-build-isolation",
        "OWN := $(PIP) --no-deps --no-build-isolation -e .",
        '$(PIP) "$(TORCH)"',
        "$(OWN)",
        "$(OWN)",
    ]
    assert MAKEFILE.count("pip install") == 1
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert _expand("TORCH") in project["dependencies"]
    run = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "make check-lock\n" in run
    assert "pip install" not in run


def test_a_difference_from_the_lock_files_is_named() -> None:
    locked = {
        "rich": LockEntry("15.0.0", frozenset({"aa", "bb"})),
        "lxml": LockEntry("6.1.3", frozenset({"cc"})),
    }
    sound = {
        "rich": "15.0.0",
        "lxml": "6.1.3",
        "torch": "2.13.0+cpu",
        "nvidia-nvtx": "13",
        "pip": "26",
    }
    digests = {("rich", "15.0.0"): "bb", ("lxml", "6.1.3"): "cc"}
    assert find_differences(sound, [locked], [], digests) == []
    for installed, recorded, line in (
        ({**sound, "left": "1"}, digests, "left 1 is in no lock file"),
        ({**sound, "lxml": "6.1.4"}, digests, "lxml 6.1.4 is installed, 6.1.3 is locked"),
        ({"lxml": "6.1.3"}, digests, "rich is not installed"),
        (sound, {**digests, ("rich", "15.0.0"): "dd"}, "rich 15.0.0 was installed from an archive"),
        (sound, {("rich", "15.0.0"): "aa"}, "lxml 6.1.3 was installed without a record"),
    ):
        (difference,) = find_differences(installed, [locked], [], recorded)
        assert difference.startswith(line)


def test_a_lock_is_read_for_this_system(tmp_path: Path) -> None:
    lock = tmp_path / "two.lock"
    entry = "{} \\\n    --hash=sha256:{} \\\n    --hash=sha256:{}\n"
    here, elsewhere = f"sys_platform == '{sys.platform}'", "sys_platform == 'elsewhere'"
    lock.write_text(
        "# Two.\n"
        + entry.format(f"rich==15.0.0 ; {here}", "a" * 64, "b" * 64)
        + entry.format(f"lxml==6.1.3 ; {elsewhere}", "c" * 64, "d" * 64),
        "utf-8",
    )
    assert read_lock(lock) == {"rich": LockEntry("15.0.0", frozenset({"a" * 64, "b" * 64}))}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build a wheel from the archive of sources, without a network, with what is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (sources,) = folder.glob("*.tar.gz")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "-w", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(sources)], check=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.mark.process
@pytest.mark.thorough
def test_the_wheel_lists_what_it_needs(wheel: zipfile.ZipFile) -> None:
    (name,) = [name for name in wheel.namelist() if ".dist-info/sboms/" in name]
    assert name.endswith(".dist-info/sboms/wsis-search.cdx.json")
    bill = json.loads(wheel.read(name))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    listed = {
        (component["name"], component["version"], file["content"])
        for component in bill["components"]
        for reference in component.get("externalReferences", ())
        for file in reference["hashes"]
    }
    locked = {
        (*re.split(r"==|\s", entry)[:2], digest)
        for lock in ("program", "models", "milvus")
        for entry in split_entries((FOLDER / f"{lock}.lock").read_text("utf-8"))
        for digest in re.findall(r"sha256:(\w+)", entry)
    }
    assert listed == locked
    unlocked = [each for each in bill["components"] if "version" not in each]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert [each["name"] for each in unlocked] == ["torch"]
    (versions,) = unlocked[0]["properties"]
    assert f"torch{versions['value']}" in {"torch<3,>=2.9", "torch>=2.9,<3"}
    references = {each["bom-ref"] for each in bill["components"]}
    assert len(references) == len(bill["components"])
    (root,) = bill["dependencies"]
    assert set(root["dependsOn"]) <= references
    assert len(root["dependsOn"]) == len(project["dependencies"])
    licensed = [each for each in bill["components"] if each.get("licenses")]
    assert len(licensed) > 0.9 * len(references)
    assert bill["metadata"]["component"]["licenses"] == [{"expression": project["license"]}]


@pytest.mark.process
@pytest.mark.thorough
def test_the_wheel_holds_the_program_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "corpus", "index", "ingest", "search_app"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    left_out = ("corpus/sample/README.md", "corpus/sample/text/")
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    wanted = {name for name in tracked if (ROOT / name).is_file() and not name.startswith(left_out)}
    assert wanted - held == set()
    assert {Path(name).parts[0] for name in held} == {"corpus", "index", "ingest", "search_app"}
    assert not any(name.startswith(left_out) for name in held)
