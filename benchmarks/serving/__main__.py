"""Requests a second, times of answers, and memory of a server that many readers ask.

    python -m benchmarks.serving [--passages 0 50000] [--workers 1] [--readers 1 15 40] [--app]
                                 [--seconds 30] [--out FOLDER]

``wsis-search serve --api-only`` runs over the sample's index (0 passages) and over synthetic ones
of the sizes that are named (``benchmarks/scale/synthetic_archive.py``). Readers ask by REST from a
process of their own: at once, each as soon as it has its answer; then every five seconds each. With
``--app`` ``wsis-search serve`` runs, and readers open pages every ten seconds, and fifteen every
five. Prints a table, and writes JSON with the machine to FOLDER/serving.json.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from benchmarks.ingest.process_costs import family_of, kilobytes_of, machine
from benchmarks.speed import sample

_PAUSES: Final = {"api": (0.0, 5.0), "app": (5.0, 10.0)}
"""Seconds from one question of a reader to the next; 0 where it asks as soon as it is answered."""

_START: Final = 180.0

_PROGRAM: Final = "from search_app.cli import main; main()"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serving")
    parser.add_argument("--passages", type=int, nargs="+", default=[0], help="0 is the sample")
    parser.add_argument("--workers", type=int, nargs="+", default=[1])
    parser.add_argument("--readers", type=int, nargs="+", default=[1, 15, 40])
    parser.add_argument("--app", action="store_true", help="measure the app's page, not REST")
    parser.add_argument("--seconds", type=float, default=30.0, help="that readers ask for")
    parser.add_argument("--out", type=Path, default=Path("build", "bench"))
    options = parser.parse_args(arguments)
    surface = "app" if options.app else "api"
    rows: list[dict[str, Any]] = []
    for passages in options.passages:
        with sample.large(passages) if passages else nullcontext(sample.index()) as index:
            for workers in options.workers:
                rows += [
                    {"passages": passages or "sample"} | row
                    for row in _measure(index, surface, workers, options.readers, options.seconds)
                ]
    _print(rows)
    options.out.mkdir(parents=True, exist_ok=True)
    result = {"machine": machine(), "rows": rows}
    (options.out / "serving.json").write_text(json.dumps(result, indent=1), "utf-8")


def _measure(
    index: Path, surface: str, workers: int, readers: Sequence[int], seconds: float
) -> Iterator[dict[str, Any]]:
    for pause in _PAUSES[surface]:
        for count in readers:
            # A server of its own for each: nothing is remembered of the questions before.
            with _serving(index, surface, workers) as (port, process):
                times = _ask(surface, port, count, seconds, pause)
                family = family_of(process)
                memory = [kilobytes_of(member) // 1024 for member in family]
            # Where there are several, the one that starts them answers nobody.
            yield {
                "surface": surface,
                "workers": workers,
                "readers": count,
                "asking": f"every {pause:g} s" if pause else "at once",
                **times,
                "megabytes": sum(memory),
                "megabytes_of_largest": max(memory),
            }


@contextmanager
def _serving(index: Path, surface: str, workers: int) -> Iterator[tuple[int, int]]:
    """Serve an index; yield the port, and the number of the process, when it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="wsis-search-") as tokens:
        Path(tokens, "open").touch()  # no token is needed on this machine
        command = [sys.executable, "-P", "-c", _PROGRAM, "--index", str(index), "serve"]
        command += ["--port", str(port)]
        if surface == "api":
            command += ["--api-only", "--workers", str(workers)]
        paths = os.pathsep.join(filter(None, sys.path))
        settings = os.environ | {"WSIS_SEARCH_TOKENS": tokens, "PYTHONPATH": paths}
        settings["WSIS_SEARCH_STATE"] = tokens
        with subprocess.Popen(command, env=settings, stderr=subprocess.DEVNULL) as server:  # noqa: S603
            try:
                _wait_for(surface, port, workers, server)
                yield port, server.pid
            finally:
                server.terminate()


def _wait_for(surface: str, port: int, workers: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until each process has its model, as it has when a first question is answered."""
    deadline = time.monotonic() + _START
    done = 0
    while done < 4 * workers:  # the system chooses which of them answers
        if server.poll() is not None or time.monotonic() > deadline:
            sys.exit("The server does not answer.")
        try:
            _ask(surface, port, 1, 0.0, 0.0)
        except subprocess.CalledProcessError:
            time.sleep(0.2)
        else:
            done += 1


def _ask(surface: str, port: int, readers: int, seconds: float, pause: float) -> dict[str, float]:
    """Let readers ask, in a process of their own, and return their figures."""
    values = map(str, (surface, port, readers, seconds, pause))
    command = [sys.executable, "-m", "benchmarks.serving.readers", *values]
    done = subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _print(rows: Sequence[dict[str, Any]]) -> None:
    names = {
        "passages": "passages",
        "surface": "surface",
        "workers": "processes",
        "readers": "readers",
        "asking": "asking",
        "per_second": "requests a second",
        "p50_ms": "p50, ms",
        "p95_ms": "p95, ms",
        "megabytes_of_largest": "MB, largest process",
        "megabytes": "MB, all processes",
    }
    table = Table(*names.values())
    for row in rows:
        table.add_row(*(str(row[name]) for name in names))
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
