"""Lock files of everything that is installed, in ``requirements``: ``make lock`` writes them.

    python -m tests.lock UV [--upgrade]

uv resolves once for every system and for Python 3.11 and newer. A lock file holds names, versions,
the systems that need them, and the hashes of all files of a release; it never holds an address.
Versions stay as they are where the project's ranges admit them; ``--upgrade`` takes the newest.
torch is in no lock file, because its builds differ by machine, nor are the libraries for graphics
cards that some of its builds bring along.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "requirements"
TORCH: Final = re.compile(r"(torch|triton)(?![\w-])|nvidia-|cuda-")
"""torch, and the libraries for graphics cards that its build for Linux requires."""
MODELS: Final = ("sentence-transformers", "torch")
"""Dependencies that only other models than the bundled one need."""

TITLES: Final = {
    "build": "What builds the program, and packages that come as sources.",
    "program": "What the program needs with the bundled model.",
    "models": "What other models need besides, but for torch.",
    "milvus": "What vectors at a server need besides.",
    "development": "What tests and checks need besides.",
    "documentation": "What the site of the documentation needs besides.",
    "supply": "What looks for weaknesses, lists what is installed, and writes lock files.",
    "baselines": "What benchmarks compare with, without what it requires.",
    "mutation": "What makes mutants of the code, to measure the tests.",
    "writer": "A language model and its server for slow tests, without what the model requires.",
}


def read_groups(project: dict[str, Any]) -> dict[str, list[str]]:
    """Return the requirements that each lock file answers, in the order of installation."""
    dependencies: list[str] = project["project"]["dependencies"]
    groups = project["dependency-groups"]
    return {
        "build": [*project["build-system"]["requires"], "setuptools>=80"],
        "program": [line for line in dependencies if Requirement(line).name not in MODELS],
        "models": [line for line in dependencies if Requirement(line).name in MODELS],
        "milvus": project["project"]["optional-dependencies"]["milvus"],
        "development": groups["dev"],
        "documentation": groups["documentation"],
    }


def split_entries(lock: str) -> list[str]:
    """Return the entries of a lock file: each a requirement and its hashes, in several lines."""
    return re.findall(r"^\w.*(?:\n    .*)*", lock, re.MULTILINE)


def read_names(lock: Path) -> set[str]:
    """Return the names of the packages in a lock file."""
    return {entry.partition("==")[0] for entry in split_entries(lock.read_text("utf-8"))}


def _resolve(uv: str, requirements: Iterable[str], target: Path, *options: str) -> list[str]:
    """Return the entries that uv writes to `target`; what `target` holds before is preferred."""
    source = target.with_suffix(".in")
    source.write_text("\n".join(requirements), "utf-8")
    command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    command += ["--generate-hashes", "--no-header", "--no-annotate"]
    subprocess.run([*command, str(source), "--output-file", str(target), *options], check=True)
    return split_entries(target.read_text("utf-8"))


def _write(name: str, entries: Iterable[str]) -> None:
    lines = [f"# {TITLES[name]} `make lock` writes this file.", *entries]
    (FOLDER / f"{name}.lock").write_text("\n".join(lines) + "\n", "utf-8")


def main(arguments: Sequence[str]) -> None:
    """Write every lock file."""
    uv, *options = arguments
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = read_groups(project)
    apart = {
        name: project["dependency-groups"][name]
        for name in ("supply", "baselines", "mutation", "writer")
    }
    with tempfile.TemporaryDirectory() as folder:
        together = Path(folder, "together.txt")
        together.write_text(
            "\n".join(
                entry
                for name in groups
                if (lock := FOLDER / f"{name}.lock").exists()
                for entry in split_entries(lock.read_text("utf-8"))
            ),
            "utf-8",
        )
        _resolve(uv, [line for lines in groups.values() for line in lines], together, *options)
        # Each file has what the ones before it lack, in the versions of all together.
        requirements: list[str] = []
        written: set[str] = set()
        for name, lines in groups.items():
            requirements += lines
            target = Path(folder, f"{name}.txt")
            entries = _resolve(uv, requirements, target, "--constraints", str(together))
            _write(name, [e for e in entries if e not in written and not TORCH.match(e)])
            written.update(entries)
        for name, lines in apart.items():
            target = Path(folder, f"{name}.txt")
            lock = FOLDER / f"{name}.lock"
            target.write_text(lock.read_text("utf-8") if lock.exists() else "", "utf-8")
            alone = ("--no-deps",) if name in ("baselines", "writer") else ()
            _write(name, _resolve(uv, lines, target, *alone, *options))


if __name__ == "__main__":
    main(sys.argv[1:])
