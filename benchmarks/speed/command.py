"""Measure how long a command takes from Enter to its last line, and its memory.

    python -m benchmarks.speed.command [--runs N] [--json]

Whole processes over the index of the sample corpus (``benchmarks.speed.sample``); the peak of
memory is what the system counts (``ru_maxrss``, MB). In the same run a process that loads the model
by sentence-transformers and embeds one question: times are ratios of it. What it gains that a
command has garbage collected seldom (``search_app.cli``) is printed as well.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks.speed import sample
from index.model import default_model

QUESTION: Final = "Who tracks livestock with satellite ear tags?"
REFERENCE: Final = "sentence-transformers, one question"
COMMANDS: Final = {
    "search": ("search", QUESTION, "--json"),
    "search --mode lexical": ("search", QUESTION, "--mode", "lexical", "--json"),
    "show": ("show", "CWG-WSIS&SDG-40/5#3.4", "--json"),
    "lookup": ("lookup", "Council Res. 1332", "--json"),
    "status": ("status", "--json"),
}
COLLECTED: Final = "show, garbage collected as Python does"
_COLLECTED: Final = """import gc
gc.set_threshold = gc.freeze = lambda *_: None
from search_app.cli import main
main()"""
_LOADING: Final = """import sys
from sentence_transformers import SentenceTransformer
SentenceTransformer(sys.argv[1], device="cpu").encode([sys.argv[2]])"""


def measure(runs: int) -> dict[str, dict[str, float]]:
    """Give seconds (median), megabytes and the ratio to the reference, by command."""
    index = sample.index()
    # By a process of its own: what unpacking it holds would be counted as that of those started.
    _run([sys.executable, "-c", "from index.model import bundled; bundled.folder()"])
    program = Path(sys.executable).with_name("wsis-search")
    commands = {
        name: [str(program), "--index", str(index), *arguments]
        for name, arguments in COMMANDS.items()
    }
    shown = ("--index", str(index), *COMMANDS["show"])
    commands[COLLECTED] = [sys.executable, "-c", _COLLECTED, *shown]
    folder = str(default_model.folder())
    commands[REFERENCE] = [sys.executable, "-c", _LOADING, folder, f"query: {QUESTION}"]
    for command in commands.values():
        _run(command)  # what a first run compiles or reads from disk is there for all
    times: dict[str, list[float]] = {name: [] for name in commands}
    memory = dict.fromkeys(commands, 0.0)
    for _ in range(runs):  # one after another, so that what disturbs the machine disturbs all
        for name, command in commands.items():
            seconds, megabytes = _run(command)
            times[name].append(seconds)
            memory[name] = max(memory[name], megabytes)
    reference = statistics.median(times[REFERENCE])
    return {
        name: {
            "seconds": round(statistics.median(taken), 3),
            "megabytes": round(memory[name]),
            "ratio": round(statistics.median(taken) / reference, 3),
        }
        for name, taken in times.items()
    }


def _run(command: list[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of a process."""
    began = time.perf_counter()
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
    # Elsewhere a first run leaves compiled files behind; who builds programs often forbids it.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    out = os.open(os.devnull, os.O_WRONLY)
    process = os.posix_spawn(
        command[0],
        command,
        environment,
        file_actions=[(os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, out, 2)],
    )
    os.close(out)
    _, status, usage = os.wait4(process, 0)
    if status:
        sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}.")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.command")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measure(options.runs)
    if options.json:
        print(json.dumps(figures))
        return
    table = Table("process", "s (median)", "MB (peak)", "of the reference")
    for name, item in figures.items():
        table.add_row(
            name, f"{item['seconds']:.2f}", f"{item['megabytes']:.0f}", f"{item['ratio']:.2f}"
        )
    Console().print(table)


if __name__ == "__main__":
    main()
