"""Areas of the code that are mutated, each with the tests that should notice.

The tests are those of `make test` in the named folders and modules. Tests of the whole program are
left out: a test near the code is specific and takes a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]

SHORT: Final = "not slow and not thorough and not browser"
"""Marks of the tests of `make test`, without those that drive a browser."""

FAST: Final = f"{SHORT} and not model and not process"
"""Marks of the tests of `make test-fast`."""


@dataclass(frozen=True, slots=True)
class Area:
    """Code that is mutated, and the tests that run on each mutant.

    Attributes:
        modules: files and folders below the root of the project; of a folder, its own modules.
        tests: files and folders of tests.
        marks: expression that chooses the tests by their marks.
        has_processes: whether tests start processes that have to import the mutant from a file.
        started: modules that run in other processes, each with what starts these: a module, or a
            module of tests. What such a process reaches may be out of sight, so that every test
            counts that reaches the one or stands in the other.
    """

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    marks: str = FAST
    has_processes: bool = False
    started: tuple[tuple[str, str], ...] = ()

    def files(self) -> Iterator[str]:
        """Yield the paths of the modules below the root, in order."""
        for name in self.modules:
            path = ROOT / name
            modules = sorted(path.glob("*.py")) if path.is_dir() else [path]
            yield from (module.relative_to(ROOT).as_posix() for module in modules)


AREAS: Final = {
    "references": Area(
        ("corpus/extract/references",),
        (
            "tests/corpus/extract/references",
            "tests/corpus/extract/symbols",
            "tests/index/references",
        ),
    ),
    "deadlines": Area(
        ("corpus/extract/mandates/deadlines.py",),
        ("tests/corpus/extract/test_deadlines.py", "tests/corpus/extract/test_mandates.py"),
    ),
    "access": Area(("index/access",), ("tests/index/access",), marks=SHORT),
    "citations": Area(
        (
            "search_app/citing/citation.py",
            "search_app/citing/precedent_differences.py",
            "search_app/citing/export.py",
            "search_app/citing/markdown.py",
            "search_app/citing/reference_managers.py",
            "search_app/citing/words.py",
            "search_app/citing/work.py",
        ),
        ("tests/search_app/citing",),
    ),
    "limits": Area(
        (
            "ingest/guard.py",
            "ingest/limits.py",
            "ingest/office.py",
            "ingest/scratch.py",
            "ingest/workers.py",
            "ingest/files/zip_safety.py",
            "ingest/word/package.py",
        ),
        (
            "tests/ingest/files",
            "tests/ingest/test_bad_files.py",
            "tests/ingest/test_limits.py",
            "tests/ingest/test_office.py",
            "tests/ingest/test_workers.py",
            "tests/ingest/word",
        ),
        marks=SHORT,
        has_processes=True,
        started=(
            ("ingest/guard.py", "ingest/office.py"),
            ("ingest/guard.py", "tests/ingest/test_limits.py"),
            *(
                (f"ingest/{module}.py", starter)
                for module in ("limits", "scratch", "workers")
                for starter in ("ingest/workers.py", "tests/ingest/test_workers.py")
            ),
        ),
    ),
}
