"""How are files read so that none can take the run down? In processes with limits.

Each file is read in a worker process whose memory is limited and whose time is watched. A reader
that crashes, never ends or eats up its memory costs one line in the report.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import time
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Final

from corpus.documents import Document
from corpus.errors import OutOfTimeError, ReaderCrashError, ReadError
from ingest.limits import Limits, limit_memory

_CONTEXT: Final = multiprocessing.get_context("spawn")  # no copies of threads or of the model


def read_one(path: Path, limits: Limits | None = None) -> Document:
    """Read one file in a process of its own.

    Raises:
        ReadError: as ``ingest.read.read`` does, and when a limit is passed.
    """
    ((_, result),) = read_all([path], workers=1, limits=limits)
    if isinstance(result, ReadError):
        raise result
    return result


def read_all(
    paths: Iterable[Path], *, workers: int, limits: Limits | None = None
) -> Iterator[tuple[Path, Document | ReadError]]:
    """Read many files, each as soon as a worker is free.

    Args:
        paths: of the files.
        workers: how many processes read at a time.
        limits: for each file.

    Yields:
        Each path with its document, or with the error that says why there is none; in the order in
        which they are done.
    """
    limits = limits or Limits.from_environment()
    waiting = iter(paths)
    idle: list[_Worker] = []
    busy: dict[Connection, _Worker] = {}

    def begin_next() -> None:
        for path in itertools.islice(waiting, max(1, workers) - len(busy)):
            worker = idle.pop() if idle else _Worker(limits)
            worker.begin(path)
            busy[worker.connection] = worker

    try:
        begin_next()
        while busy:
            ready = wait(list(busy), timeout=max(0.0, min(w.remaining for w in busy.values())))
            done = [busy[connection] for connection in ready if isinstance(connection, Connection)]
            done += [w for w in busy.values() if w.remaining <= 0 and w not in done]
            results = []
            for worker in done:
                del busy[worker.connection]
                results.append((worker.path, worker.result()))
                if worker.is_alive:
                    idle.append(worker)
            # The free workers get their next file before the caller gets the results, so that
            # files are read while others are embedded.
            begin_next()
            yield from results
    finally:
        for worker in [*idle, *busy.values()]:
            worker.end()


class _Worker:
    """One process that reads one file at a time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.connection, theirs = _CONTEXT.Pipe()
        self._process: SpawnProcess = _CONTEXT.Process(
            target=_serve, args=(theirs, limits), daemon=True, name="wsis-search reader"
        )
        self._process.start()
        theirs.close()
        self.path = Path()
        self._began = 0.0
        self.is_alive = True

    def begin(self, path: Path) -> None:
        self.path = path
        self._began = time.monotonic()
        with contextlib.suppress(OSError):  # died while idle; result() will say so
            self.connection.send(path)

    @property
    def remaining(self) -> float:
        return self._began + self._limits.seconds - time.monotonic()

    def result(self) -> Document | ReadError:
        """What the process found; ends the process where it is dead, late or out of memory."""
        if not self.connection.poll():
            self.end()
            return OutOfTimeError(
                f"{self.path.name} was not read within {self._limits.seconds:,.0f} seconds and was "
                "left out. Split it, or allow more time with WSIS_SEARCH_READ_SECONDS."
            )
        try:
            received: Document | ReadError = self.connection.recv()
        except (EOFError, OSError):
            self._process.join(5)
            code = self._process.exitcode
            self.end()
            return ReaderCrashError(
                f"Reading {self.path.name} ended the reader's process (exit code {code}); the file "
                "was left out. It may be damaged, or need more memory than "
                f"{self._limits.megabytes:,} MB (WSIS_SEARCH_READ_MEGABYTES)."
            )
        if isinstance(received, ReaderCrashError):
            self.end()  # a process that ran out of memory once is not trusted again
        return received

    def end(self) -> None:
        self.is_alive = False
        self.connection.close()
        if self._process.is_alive():
            self._process.kill()
        self._process.join(5)


def _serve(connection: Connection, limits: Limits) -> None:
    """Read files until the other side closes the connection. Runs in the worker's process."""
    limit_memory(limits.megabytes)
    from ingest.read import read

    while True:
        try:
            path = connection.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        result: Document | ReadError
        try:
            result = read(path)
        except ReadError as error:
            result = error
        except (MemoryError, RecursionError):
            result = ReaderCrashError(
                f"{path.name} needs more than {limits.megabytes:,} MB of memory to be read and was "
                "left out. Split it, or allow more with WSIS_SEARCH_READ_MEGABYTES."
            )
        except KeyboardInterrupt:
            return
        connection.send(result)
