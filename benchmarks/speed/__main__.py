"""Run every benchmark of speed, one after the other, and write tables, JSON and plots.

    python -m benchmarks.speed [PART …] [--out FOLDER] [--minutes 8] [--readme]

Parts: encode, ingest, search, in_short, command, pages, app; all by default. Each is a process of
its own with an end in time: what fails or takes too long is named, and the others go on. What was
measured is in the folder after each part, with the machine, and what stands there of other parts
stays. With ``--readme`` the tables take the places of those in README.md.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.ingest.process_costs import machine
from benchmarks.speed import tables

PARTS: Final[dict[str, tuple[list[str], Callable[[Any], tables.TableWithBars]]]] = {
    "encode": (["benchmarks.speed.encode", "--json"], tables.encode),
    "ingest": (
        ["benchmarks.ingest", "--rounds", "2", "--minutes", "7.5"],
        tables.ingest,
    ),
    "search": (["benchmarks.speed.search", "--json"], tables.search),
    "in_short": (["benchmarks.speed.in_short", "--json"], tables.in_short),
    "command": (["benchmarks.speed.command", "--json"], tables.command),
    "pages": (["benchmarks.speed.pages", "--json"], tables.pages),
    "app": (["benchmarks.speed.app", "--json"], tables.app),
}
"""Module and arguments of each part, and what is shown of its JSON."""

README: Final = Path(__file__).with_name("README.md")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, write and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--out", type=Path, default=Path("build", "bench"))
    parser.add_argument("--minutes", type=float, default=8, help="after which a part is ended")
    parser.add_argument("--readme", action="store_true")
    options = parser.parse_args(arguments)
    unknown = sorted({*options.parts} - {*PARTS})
    if unknown:
        parser.error(f"There is no part {', '.join(unknown)}. Parts: {', '.join(PARTS)}.")
    options.out.mkdir(parents=True, exist_ok=True)
    kept = options.out / "bench.json"
    results: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    failed = []
    for name in options.parts or PARTS:
        print(f"{name} …", file=sys.stderr, flush=True)
        began = time.monotonic()
        figures = _run_benchmark(PARTS[name][0], 60 * options.minutes)
        taken = round(time.monotonic() - began)
        if isinstance(figures, str):
            print(f"{name}: {figures} after {taken} s", file=sys.stderr)
            failed.append(name)
            continue
        results[name] = {"machine": machine(), "seconds": taken, "figures": figures}
        kept.write_text(json.dumps(results, indent=1, ensure_ascii=False), "utf-8")
        shown = PARTS[name][1](figures)
        table = f"{tables.describe_machine(results[name]['machine'])}\n\n{shown.table}"
        (options.out / f"{name}.md").write_text(f"{table}\n", "utf-8")
        tables.plot(shown, options.out / f"{name}.png")
        if options.readme:
            tables.put(README, name, table)
        print(f"{table}\n\n{name}: {taken} s\n", flush=True)
    if failed:
        sys.exit(f"Not measured: {', '.join(failed)}.")


def _run_benchmark(module: Sequence[str], seconds: float) -> Any:
    """Return what a benchmark prints as JSON, or why there is nothing."""
    command = [sys.executable, "-m", *module]
    # A group of its own, so that what it starts ends with it.
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            output = process.communicate(timeout=seconds)[0]
        except BaseException as error:
            _end(process)
            if isinstance(error, subprocess.TimeoutExpired):
                return "ended, since it took too long"
            raise
    if process.returncode:
        return f"ended with {process.returncode}"
    try:
        return json.loads(output)
    except ValueError:
        return "printed no JSON"


def _end(process: subprocess.Popen[str]) -> None:
    import os

    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(10)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


if __name__ == "__main__":
    main()
