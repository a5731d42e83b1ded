"""Run the tests of an area on each of its mutants, in forks of one process that has all in memory.

    python -m benchmarks.mutation.trial AREA MUTANTS RESULTS

The current folder is a copy of the project, which is changed. Tests are collected once, and run
once on the whole code to learn the lines that each reaches. Then they run on each mutant until one
fails. A mutant replaces its function's code in memory. Where tests start processes, its module's
file is written as well.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import gc
import importlib
import json
import os
import select
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, Final, cast

import pytest

from benchmarks.mutation.areas import AREAS, Area

BUDGET: Final = 20.0
"""Seconds of tests that a mutant gets at most, by their times on the whole code. The quickest come
first."""

PATIENCE: Final = 10.0
"""Times the usual seconds, and seconds besides, after which a mutant counts as one that hangs."""

SLOW: Final = 8.0
"""Seconds of a test that is not run on mutants: noting its lines would take minutes."""

SOME: Final = 40
"""Tests that are also run with empty caches, to see what fills them."""

Line = tuple[str, int]
"""A file below the folder, and a line of it."""


class Trials:
    """Plugin of pytest that runs the collected tests on mutants instead of once."""

    def __init__(self, area: Area, mutants: Sequence[Mapping[str, Any]], results: Path) -> None:
        self._area = area
        self._mutants = mutants
        self._results = results
        self._is_trial = False
        self._outcomes: list[str] = []
        self._known: list[str] = []
        self._clock = 2_000_000_000
        """Time that a changed file bears: later than any before, so that it is compiled anew."""

    def pytest_collection(self) -> None:
        """Let Hypothesis draw the same examples for each mutant, and stop at the first failure."""
        import hypothesis  # pytest has to see it first

        phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
        hypothesis.settings.register_profile(
            "mutation", deadline=None, derandomize=True, database=None, phases=phases
        )
        hypothesis.settings.load_profile("mutation")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """End a trial at the first test that fails."""
        if report.failed and self._is_trial:
            os._exit(1)
        self._outcomes.append(report.outcome)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Learn which test reaches which lines, then try each mutant."""
        # Made before the first fork, so that all forks share what tests make only once.
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # noqa: SLF001
        tests, failing = self._learn(session.items)
        by_name = {item.nodeid: item for item in session.items}
        self._known = [*tests]
        lines: dict[Line, list[str]] = defaultdict(list)
        for name, (_, reached) in tests.items():
            for file, line in reached:
                lines[file, line].append(name)
        with self._results.open("w", encoding="utf-8") as stream:
            print(json.dumps({"tests": len(tests), "failing": failing}), file=stream, flush=True)
            for mutant in self._mutants:
                names = self._reaching(mutant, lines)
                chosen = list(_within_budget(names, {name: tests[name][0] for name in names}))
                began = time.monotonic()
                outcome = "unreached"
                if chosen:
                    seconds = PATIENCE * (1 + sum(tests[name][0] for name in chosen))
                    outcome = self._try(mutant, [by_name[name] for name in chosen], seconds)
                result = {
                    **{key: mutant[key] for key in ("file", "line", "function", "before", "after")},
                    "outcome": outcome,
                    "tests": len(chosen),
                    "seconds": round(time.monotonic() - began, 2),
                }
                print(json.dumps(result), file=stream, flush=True)
        return True

    def _reaching(self, mutant: Mapping[str, Any], lines: Mapping[Line, list[str]]) -> list[str]:
        """Return the names of the tests that reach a mutant."""
        file = mutant["file"]
        spread = range(mutant["first"], mutant["last"] + 1)
        reached = [lines[file, line] for line in spread if (file, line) in lines]
        starting = {starter for of, starter in self._area.started if of == file}
        reached += [names for (of, _), names in lines.items() if of in starting]
        reached.append([name for name in self._known if name.partition("::")[0] in starting])
        return sorted(set().union(*map(set, reached)))

    def _learn(
        self, items: Sequence[pytest.Item]
    ) -> tuple[dict[str, tuple[float, list[Line]]], list[str]]:
        """Run every test on the whole code; return seconds and lines of each, and who fails."""
        path = self._results.with_suffix(".learnt")

        def run() -> None:
            files = {os.path.abspath(file): file for file in self._area.files()}  # noqa: PTH100
            lines: dict[str, list[Line]] = {}
            seconds: dict[str, float] = {}
            failing = []
            for item in items:  # before lines are noted, which takes long
                began = time.monotonic()
                self._outcomes.clear()
                item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
                if "failed" in self._outcomes:
                    failing.append(item.nodeid)
                elif "passed" in self._outcomes:
                    seconds[item.nodeid] = time.monotonic() - began
            chosen = [item for item in items if seconds.get(item.nodeid, SLOW) < SLOW]
            for item, reached in _trace(chosen, files, path.with_suffix(".lines")):
                lines[item.nodeid] = reached
                item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
            # Some of them again, for what is read only once: tables, and patterns made of them.
            # Any test may rest on that.
            some = chosen[:: len(chosen) // SOME + 1]
            at_once: list[tuple[str, list[Line]]] = []
            shared: set[Line] = set()
            for item, reached in _trace(some, files, path.with_suffix(".lines"), _empty_caches):
                item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
                at_once.append((item.nodeid, reached))
            for name, reached in at_once:
                shared.update(set(reached) - set(lines[name]))
            for reached in lines.values():
                reached.extend(sorted(shared))
            tests = {name: (seconds[name], reached) for name, reached in lines.items()}
            path.write_text(json.dumps([tests, failing]), "utf-8")

        code = _run_in_fork(run, 3600)
        if code != 0:
            raise RuntimeError(f"The tests of the whole code ended with {code}.")
        tests, failing = json.loads(path.read_text("utf-8"))
        return (
            {
                name: (seconds, [(file, line) for file, line in lines])
                for name, (seconds, lines) in tests.items()
            },
            failing,
        )

    def _try(self, mutant: Mapping[str, Any], items: Sequence[pytest.Item], seconds: float) -> str:
        """Return what the tests make of a mutant: killed, survived or timed out."""
        path = Path(mutant["file"])
        before = path.read_bytes()

        def run() -> None:
            self._is_trial = True
            _empty_caches()
            _change_function(mutant)
            for item in items:
                item.ihook.pytest_runtest_protocol(item=item, nextitem=None)

        if self._area.has_processes:
            self._write(path, mutant["source"].encode())
        try:
            code = _run_in_fork(run, seconds)
        finally:
            if self._area.has_processes:
                self._write(path, before)
        return {0: "survived", None: "timed out"}.get(code, "killed")

    def _write(self, path: Path, content: bytes) -> None:
        self._clock += 2
        path.write_bytes(content)
        os.utime(path, (self._clock, self._clock))


def _within_budget(names: Sequence[str], seconds: Mapping[str, float]) -> Iterator[str]:
    """Yield names of tests, the quickest first, as long as they fit in the budget."""
    total = 0.0
    for name in sorted(names, key=lambda name: seconds[name]):
        total += seconds[name]
        if total > BUDGET and total > seconds[name]:
            return
        yield name


def _trace(
    items: Sequence[pytest.Item],
    files: Mapping[str, str],
    shared: Path,
    before: Callable[[], None] = lambda: None,
) -> Iterator[tuple[pytest.Item, list[Line]]]:
    """Yield each test with a list that fills with the lines that it reaches.

    Args:
        items: tests.
        files: absolute paths with the names that lines have in the list.
        shared: file in which processes that a test starts note the lines that they reach.
        before: runs before each test.
    """
    os.environ["MUTATION_LINES"] = str(shared)
    os.environ["MUTATION_FILES"] = os.pathsep.join(files)
    for item in items:
        before()
        shared.write_bytes(b"")
        reached: set[tuple[str, int]] = set()

        def trace(frame: FrameType, event: str, _: object, reached: set[Line] = reached) -> Any:
            file = files.get(frame.f_code.co_filename)
            if file is None:
                return None
            if event in {"call", "line"}:
                reached.add((file, frame.f_lineno))
            return trace

        lines: list[Line] = []
        sys.settrace(trace)
        threading.settrace(trace)
        try:
            yield item, lines
        finally:
            sys.settrace(None)
            threading.settrace(None)
        for line in shared.read_text("utf-8").splitlines():
            path, _, number = line.rpartition(":")
            if path in files and number.isdigit():
                reached.add((files[path], int(number)))
        lines += sorted(reached)


def _run_in_fork(work: Callable[[], None], seconds: float) -> int | None:
    """Run something in a fork and return its exit code; None where it takes too long."""
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            os.setsid()
            work()
            code = 0
        except BaseException:  # noqa: BLE001 - whatever it is, the fork ends here
            code = 71
        finally:
            os._exit(code)
    descriptor = os.pidfd_open(pid)
    try:
        has_ended = bool(select.select([descriptor], [], [], seconds)[0])
    finally:
        os.close(descriptor)
    with contextlib.suppress(OSError):
        os.killpg(pid, signal.SIGKILL)  # with what it started
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return code if has_ended else None


def _empty_caches() -> None:
    """Empty the caches of the program, which hold what the code gave before it was changed."""
    for item in gc.get_objects():
        if isinstance(item, functools._lru_cache_wrapper):  # noqa: SLF001
            package = (getattr(item, "__module__", None) or "").partition(".")[0]
            if package in {"corpus", "ingest", "index", "search_app"}:
                item.cache_clear()


def _change_function(mutant: Mapping[str, Any]) -> None:
    """Put the code and the defaults of a mutated function in place of the function's own."""
    path = os.path.abspath(mutant["file"])  # noqa: PTH100
    module = importlib.import_module(mutant["file"].removesuffix(".py").replace("/", "."))
    name = mutant["function"]
    functions = [
        item
        for item in gc.get_objects(generation=None)
        if isinstance(item, FunctionType)
        and item.__code__.co_filename == path
        and item.__code__.co_qualname == name
    ]
    tree = ast.parse(mutant["source"])
    code = _find_code(compile(tree, path, "exec"), name)
    defaults = _find_defaults(tree, name, vars(module))
    for function in functions:
        function.__code__ = code
        function.__defaults__, function.__kwdefaults__ = defaults


def _find_code(code: CodeType, name: str) -> CodeType:
    waiting = [code]
    for constant in waiting:
        if constant.co_qualname == name:
            return constant
        waiting += [constant for constant in constant.co_consts if isinstance(constant, CodeType)]
    raise LookupError(name)


def _find_defaults(tree: ast.Module, name: str, values: dict[str, Any]) -> Any:
    """Return the defaults of a function, as its module reads them."""
    nodes: list[ast.stmt] = tree.body
    *classes, function = name.split(".")
    for part in classes:
        nodes = next(n for n in nodes if isinstance(n, ast.ClassDef) and n.name == part).body
    (*_, node) = (
        n
        for n in nodes
        if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef) and n.name == function
    )
    bare = ast.FunctionDef(
        name="bare", args=node.args, body=[ast.Pass()], decorator_list=[], lineno=1, col_offset=0
    )
    functions: dict[str, Any] = {}
    source = ast.unparse(ast.fix_missing_locations(bare))
    exec(f"from __future__ import annotations\n{source}", {**values}, functions)  # noqa: S102
    made = cast("FunctionType", functions["bare"])
    return made.__defaults__, made.__kwdefaults__


def main() -> int:
    """Try the mutants of an area; 0 where all were tried."""
    name, mutants, results = sys.argv[1:]
    area = AREAS[name]
    listed = json.loads(Path(mutants).read_text("utf-8"))
    options = ["-p", "no:cacheprovider", "-o", "tmp_path_retention_policy=none", "-m", area.marks]
    plugin = Trials(area, listed, Path(results))
    return int(pytest.main([*options, *area.tests], plugins=[plugin]))


if __name__ == "__main__":
    sys.exit(main())
