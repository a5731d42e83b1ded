"""Worker processes that read files within limits, so that no file can end the run.

A crash, endless reading or too much memory costs one error. Results keep the order of the paths, so
an index is the same whatever the speed.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import shutil
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, Final, TypeVar, overload

from corpus.documents import Document
from corpus.errors import OutOfTimeError, ReaderCrashError, ReadError, TooLargeError
from ingest import scratch
from ingest.limits import Limits, die_with_parent, limit_memory, limit_processor_time

_CONTEXT: Final = multiprocessing.get_context("spawn")  # no copies of threads or of the model

_AHEAD: Final = 8
"""Files per worker that are read before the first is taken; ten pages take about 100 kB."""

_START: Final = 60.0
"""Seconds that a process may take to start, at least; a file's own limit counts if longer."""

_TRUSTED: Final = b"goes on"

T = TypeVar("T")
_Finish = Callable[[Document], object]


def read_one(path: Path, limits: Limits | None = None) -> Document:
    """Read one file in a process of its own; raise ReadError, also when a limit is passed."""
    ((_, result),) = read_all([path], workers=1, limits=limits)
    if isinstance(result, ReadError):
        raise result
    return result


def _as_read(document: Document) -> Any:
    return document


@overload
def read_all(
    paths: Iterable[Path], *, workers: int, limits: Limits | None = None
) -> Generator[tuple[Path, Document | ReadError]]: ...


@overload
def read_all(
    paths: Iterable[Path],
    *,
    workers: int,
    limits: Limits | None = None,
    finish: Callable[[Document], T],
) -> Generator[tuple[Path, T | ReadError]]: ...


def read_all(
    paths: Iterable[Path],
    *,
    workers: int,
    limits: Limits | None = None,
    finish: Callable[[Document], T] = _as_read,
) -> Generator[tuple[Path, T | ReadError]]:
    """Read many files, some ahead; yield each path with its result or error, in order of paths.

    Close the generator where not all results are taken. ``finish`` runs in a worker process on each
    document: a module's function with a picklable result.
    """
    limits = limits or Limits.from_environment()
    with scratch.folder() as folder:
        readers = _Readers(max(1, workers), limits, folder, finish)
        waiting: deque[tuple[Path, Future[_Result]]] = deque()
        try:
            for path in paths:
                waiting.append((path, readers.begin(path)))
                if len(waiting) > _AHEAD * max(1, workers):
                    yield _take_next(waiting)
            while waiting:
                yield _take_next(waiting)
        finally:
            readers.end()


_Result = bytes | ReadError
"""Pickled result of ``finish``, or an error."""


def _take_next(waiting: deque[tuple[Path, Future[_Result]]]) -> tuple[Path, Any]:
    path, future = waiting.popleft()
    result = future.result()
    if isinstance(result, ReadError):
        return path, result
    return path, pickle.loads(result)  # noqa: S301 - our own process wrote it


class _Readers:
    """Threads, each of which has a process that reads one file after another."""

    def __init__(self, number: int, limits: Limits, folder: Path, finish: _Finish) -> None:
        self._limits = limits
        self._folder = folder
        self._finish = finish
        self._own = threading.local()
        self._all: list[_Worker] = []
        self._lock = threading.Lock()
        self._is_over = False
        if sys.platform != "win32":
            resource_tracker.ensure_running()  # the thread that starts it takes interrupts again
        self._pool = ThreadPoolExecutor(number, "reader", _leave_interrupts_to_others)

    def begin(self, path: Path) -> Future[_Result]:
        return self._pool.submit(self._read, path)

    def end(self) -> None:
        with self._lock:
            self._is_over = True
            for worker in self._all:
                worker.kill()
        self._pool.shutdown(cancel_futures=True)
        for worker in self._all:
            worker.end()

    def _read(self, path: Path) -> _Result:
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is None or not worker.is_alive:
            with self._lock:  # starting one takes some milliseconds
                if self._is_over:
                    return ReaderCrashError("")  # nobody waits for it any more
                own = self._folder / str(len(self._all))
                worker = _Worker(self._limits, own, self._finish)
                self._all.append(worker)
            self._own.worker = worker
        return worker.read(path)


def _leave_interrupts_to_others() -> None:
    """Let Ctrl-C pass by this thread and its processes: another thread ends them."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


class _Worker:
    """A process that reads one file at a time; the thread that starts it must live as long."""

    def __init__(self, limits: Limits, folder: Path, finish: _Finish) -> None:
        self._limits = limits
        self._folder = folder
        self._connection, theirs = _CONTEXT.Pipe()
        self._process: SpawnProcess = _CONTEXT.Process(
            target=_serve,
            args=(theirs, limits, folder, finish),
            daemon=True,
            name="wsis-search reader",
        )
        with _safe_path():
            self._process.start()
        theirs.close()
        self.is_alive = True
        self._is_ready = False

    def read(self, path: Path) -> _Result:
        """Return the worker's result for a file; end the process if it is late or out of memory."""
        try:
            if not self._is_ready:
                start = max(_START, self._limits.seconds)
                if not self._connection.poll(start):
                    self.end()
                    return OutOfTimeError(
                        f"{path.name} was left out: no process to read it came up within "
                        f"{start:,.0f} seconds. Read it again when the machine is less busy."
                    )
                self._connection.recv_bytes()
                self._is_ready = True
            with contextlib.suppress(OSError):  # died while idle; the next lines say so
                self._connection.send(path)
            if not self._connection.poll(self._limits.seconds):
                self.end()
                return OutOfTimeError(
                    f"{path.name} was not read within {self._limits.seconds:,.0f} seconds and was "
                    "left out. Split it, or allow more time with WSIS_SEARCH_READ_SECONDS."
                )
            is_trusted = self._connection.recv_bytes() == _TRUSTED
            result = self._connection.recv_bytes()
        except (EOFError, OSError):
            self._process.join(5)
            code = self._process.exitcode
            self.end()
            return ReaderCrashError(
                f"Reading {path.name} ended the reader's process (exit code {code}); the file "
                "was left out. It may be damaged, or need more memory than "
                f"{self._limits.megabytes:,} MB (WSIS_SEARCH_READ_MEGABYTES)."
            )
        if not is_trusted:
            self.end()  # a process that ran out of memory once is not trusted again
        return result

    def kill(self) -> None:
        with contextlib.suppress(OSError):
            self._process.kill()

    def end(self) -> None:
        if self.is_alive:
            self.is_alive = False
            self.kill()
            self._process.join(5)
            self._connection.close()
            shutil.rmtree(self._folder, ignore_errors=True)


@contextlib.contextmanager
def _safe_path() -> Iterator[None]:
    """Let child processes import no modules from the current folder."""
    name = "PYTHONSAFEPATH"  # as ``-P`` does
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _serve(connection: Connection, limits: Limits, folder: Path, finish: _Finish) -> None:
    """Read files in the worker's process until the other side closes the connection."""
    die_with_parent()
    limit_memory(limits.megabytes)
    scratch.use(folder)
    from ingest.read import read

    connection.send_bytes(b"")
    while True:
        try:
            path = connection.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        limit_processor_time(limits.seconds)
        result: object
        try:
            document = read(path)
            number = len(document.passages)
            if number > limits.passages:
                raise TooLargeError(
                    f"{path.name} has {number:,} passages, more than the {limits.passages:,} that "
                    "a file may have, and was left out. Split it, or allow more with "
                    "WSIS_SEARCH_READ_PASSAGES."
                )
            result = finish(document)
        except ReadError as error:
            result = error
        except (MemoryError, RecursionError):
            result = ReaderCrashError(
                f"{path.name} needs more than {limits.megabytes:,} MB of memory to be read and was "
                "left out. Split it, or allow more with WSIS_SEARCH_READ_MEGABYTES."
            )
        connection.send_bytes(b"" if isinstance(result, ReaderCrashError) else _TRUSTED)
        connection.send_bytes(pickle.dumps(result, pickle.HIGHEST_PROTOCOL))
