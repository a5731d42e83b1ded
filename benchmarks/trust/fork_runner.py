"""Runs of the command that can be killed, by the hundred: each is a fork of one process.

    python -P -m benchmarks.trust.fork_runner      (started by :class:`Runner`; asked on stdin)

A run is what ``wsis-search`` does, with its libraries imported already, in a process group of its
own. Its readers are forks too. The model is behind an address (:mod:`benchmarks.trust.service`), so
that no run has to load it.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

ROOT: Final = Path(__file__).parents[2]

_SECONDS: Final = 300


@dataclass(frozen=True, slots=True)
class RunEnd:
    """The end of a run.

    Attributes:
        code: exit code; -9 where it was killed.
        said: on stdout and stderr.
        seconds: that it took.
    """

    code: int
    said: str
    seconds: float


class Runner:
    """Starts runs, one at a time; a context.

    Args:
        scratch: folder for what they say.
        environment: of all runs, beside that of this process.
    """

    def __init__(self, scratch: Path, environment: Mapping[str, str] | None = None) -> None:
        self._told = scratch / "told"
        own = {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "COLUMNS": "200"}
        self._server = subprocess.Popen(
            [sys.executable, "-P", "-m", "benchmarks.trust.fork_runner"],
            env={**os.environ, **own, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        for stream in (self._server.stdin, self._server.stdout):
            assert stream is not None
            stream.close()
        self._server.wait(_SECONDS)

    def run(
        self,
        *arguments: str | Path,
        kill_after: float | None = None,
        until: Callable[[], bool] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> RunEnd:
        """Run the command.

        Args:
            arguments: of it.
            kill_after: seconds after which its whole process group is killed.
            until: likewise, as soon as this is true, unless ``kill_after`` is sooner.
            environment: of this run.
        """
        request = {
            "arguments": [*map(str, arguments)],
            "environment": dict(environment or {}),
            "told": str(self._told),
        }
        assert self._server.stdin is not None
        print(json.dumps(request), file=self._server.stdin, flush=True)
        group, began = int(self._line()), time.monotonic()
        if until is not None:
            limit = began + (_SECONDS if kill_after is None else kill_after)
            while time.monotonic() < limit and not until():
                time.sleep(0.02)
        elif kill_after is not None:
            time.sleep(kill_after)
        if until is not None or kill_after is not None:
            with contextlib.suppress(ProcessLookupError):  # it had ended
                os.killpg(group, signal.SIGKILL)
        code = int(self._line())
        with contextlib.suppress(ProcessLookupError):  # readers that outlive it
            os.killpg(group, signal.SIGKILL)
        output = self._told.read_text("utf-8", "replace") if self._told.exists() else ""
        return RunEnd(code, output, time.monotonic() - began)

    def _line(self) -> str:
        assert self._server.stdout is not None
        line = self._server.stdout.readline()
        if not line:
            raise RuntimeError("the process that runs are forked from has ended")
        return line


def _serve() -> None:
    from multiprocessing import resource_tracker

    import faiss  # noqa: F401
    import watchfiles  # noqa: F401

    import ingest.read  # noqa: F401
    from ingest import plain, workers  # noqa: F401
    from search_app import contract, terminal  # noqa: F401
    from search_app.cli import main

    workers._CONTEXT = multiprocessing.get_context("fork")  # type: ignore[assignment,misc]  # noqa: SLF001
    resource_tracker.ensure_running()  # one for all
    for line in sys.stdin:
        request = json.loads(line)
        process = os.fork()
        if process == 0:
            _run(request, main)
        with contextlib.suppress(OSError):  # it has done so, or has ended
            os.setpgid(process, process)
        print(process, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)


def _run(request: Any, main: Callable[[], None]) -> None:
    code = 70
    try:
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)
        output_file = os.open(request["told"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        for stream in (1, 2):
            os.dup2(output_file, stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.update(request["environment"])
        if "TRUST_LOG" in os.environ:
            _mark_commits()
        sys.argv = ["wsis-search", *request["arguments"]]
        main()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _mark_commits() -> None:
    """Have it written down (``disk.c``) when a transaction has ended well."""
    from index.store.database import Database

    mark = ctypes.CDLL(None).trust_mark
    honest = Database.transaction

    @contextlib.contextmanager
    def transaction(self: Database) -> Iterator[None]:
        with honest(self):
            yield
        mark()

    Database.transaction = transaction  # type: ignore[method-assign]


if __name__ == "__main__":
    _serve()
