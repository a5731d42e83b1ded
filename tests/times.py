"""Table of the time of a test run: by folder, for setup, processor and waiting.

A worker measures each phase of each test, and the run that started it adds them up. What a test
waits for is what neither its process nor the programs that it has seen end were working at:
servers that start, browsers that draw, limits of time that run out. A server that outlives its test
counts where it ends. Registered by ``conftest`` with ``--times``.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Final

import pytest

_ROWS: Final = 20
"""Modules that are shown of those that take longest."""

_HEAD: Final = f"{'tests':>6}{'all s':>9}{'setup':>9}{'processor':>11}{'waiting':>9}"


@dataclass(slots=True)
class Spent:
    """The seconds of some tests.

    Attributes:
        tests: how many have run.
        whole: seconds from their beginning to their end.
        setup: of these, in setting up and tearing down, what tests share included.
        processor: of these, at work: the process of the tests and the programs that ended.
    """

    tests: int = 0
    whole: float = 0.0
    setup: float = 0.0
    processor: float = 0.0

    def add(self, when: str, whole: float, processor: float) -> None:
        """Add a phase of a test: ``setup``, ``call`` or ``teardown``."""
        self.tests += when == "call"
        self.whole += whole
        self.setup += whole if when != "call" else 0.0
        self.processor += processor

    def row(self, name: str) -> str:
        """Return a row of the table."""
        waiting = max(0.0, self.whole - self.processor)
        figures = f"{self.setup:>9.1f}{self.processor:>11.1f}{waiting:>9.1f}"
        return f"{self.tests:>6}{self.whole:>9.1f}{figures}  {name}"


@dataclass(slots=True, eq=False)
class Times:
    """A plugin of pytest that prints the table at the end of a run."""

    folders: dict[str, Spent] = field(default_factory=dict)
    modules: dict[str, Spent] = field(default_factory=dict)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> Generator[None, object, object]:
        """Let each test begin at nothing."""
        _began.mark()
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, Any, pytest.TestReport]:
        """Put the processor's seconds of a phase in its report, which goes to who adds them up."""
        report: pytest.TestReport = yield
        report.processor = _began.mark()  # type: ignore[attr-defined]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add a phase up."""
        processor = getattr(report, "processor", None)
        if processor is None:
            return
        module = report.nodeid.partition("::")[0]
        folder = "/".join(PurePosixPath(module).parts[:3]) if module.count("/") > 2 else ""
        folder = folder or str(PurePosixPath(module).parent)
        for spent in (
            self.folders.setdefault(folder, Spent()),
            self.modules.setdefault(module, Spent()),
        ):
            spent.add(report.when, report.duration, processor)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the table: folders, then the modules that take longest."""
        terminalreporter.section("where the time goes, in seconds of all workers")
        for title, rows, most in (("folder", self.folders, None), ("module", self.modules, _ROWS)):
            terminalreporter.write_line(f"{_HEAD}  {title}")
            ordered = sorted(rows.items(), key=lambda row: -row[1].whole)
            for name, spent in ordered[:most]:
                terminalreporter.write_line(spent.row(name))
        every = Spent()
        for spent in self.folders.values():
            for name in ("tests", "whole", "setup", "processor"):
                setattr(every, name, getattr(every, name) + getattr(spent, name))
        terminalreporter.write_line(every.row("all"))


class _Processor:
    """The processor's seconds of this process and of the programs that it has seen end."""

    def __init__(self) -> None:
        self._last = 0.0

    def mark(self) -> float:
        """Return the seconds since the last mark."""
        times = os.times()
        now = sum(times[:4])
        since, self._last = now - self._last, now
        return since


_began: Final = _Processor()
