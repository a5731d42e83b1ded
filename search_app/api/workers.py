"""Processes that run one function, each started anew when it ends; all end with this process."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Final

_PAUSE: Final = 1.0
"""Minimum seconds between the starts of a process and its replacement, lest failing ones loop."""

_LEAVE: Final = 10.0
"""Seconds that a process has to finish its answers when all are stopped."""

_log = logging.getLogger("wsis_search.api")

Work = Callable[..., None]


def keep_running(work: Work, arguments: Sequence[Sequence[object]]) -> None:
    """Run a function in a process for each list of arguments, until this process has to end."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    running: dict[int, tuple[BaseProcess, float]] = {}
    try:
        for place, work_arguments in enumerate(arguments):
            running[place] = _start(work, work_arguments), time.monotonic()
        while True:
            wait([process.sentinel for process, _ in running.values()])
            for place, (process, began) in [*running.items()]:
                if not process.is_alive():
                    _log.warning("A process ended with %s and is replaced.", process.exitcode)
                    time.sleep(max(0.0, began + _PAUSE - time.monotonic()))
                    running[place] = _start(work, arguments[place]), time.monotonic()
    except KeyboardInterrupt:
        return
    finally:
        _end([process for process, _ in running.values()])


def _start(work: Work, arguments: Sequence[object]) -> BaseProcess:
    # Not forked: the threads of a model do not come along.
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(work, *arguments))
    with _ignore_interrupts():
        process.start()
    return process


@contextmanager
def _ignore_interrupts() -> Iterator[None]:
    """Let processes that start here ignore Ctrl+C, which a terminal sends to them too."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end(processes: Sequence[BaseProcess]) -> None:
    with _ignore_interrupts():
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + _LEAVE
        for process in processes:
            process.join(max(0.0, deadline - time.monotonic()))
            process.kill()


def _run(work: Work, *arguments: object) -> None:
    threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()
    work(*arguments)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
