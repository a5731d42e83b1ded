"""Try a sample of the mutants of each area, print a table, and list those that survive."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from benchmarks.mutation import report
from benchmarks.mutation.areas import AREAS, ROOT
from benchmarks.mutation.tree import copy_project

FOLDER: Final = ROOT / "build" / "mutation"
"""Everything that a run writes."""

GENERATOR: Final = ROOT / ".venv" / "mutation" / "bin" / "python"
"""Python of the environment that has mutmut."""


def draw(areas: Sequence[str], sample: int | None, seed: int) -> dict[str, Any]:
    """Return the mutants of each area, with their number in all."""
    drawn = FOLDER / "drawn.json"
    command = [str(GENERATOR), "-m", "benchmarks.mutation.generate", str(drawn), *areas]
    options = ["--seed", str(seed)] + ([] if sample is None else ["--sample", str(sample)])
    subprocess.run([*command, *options], cwd=ROOT, check=True)  # noqa: S603
    read: dict[str, Any] = json.loads(drawn.read_text("utf-8"))
    return read


def run_trials(area: str, mutants: Sequence[Any], tree: Path) -> tuple[Any, list[Any]]:
    """Try mutants in a copy of the project; return a head about the tests, and the results."""
    given, results = tree.with_suffix(".mutants"), tree.with_suffix(".results")
    given.write_text(json.dumps(mutants), "utf-8")
    scratch = tree.with_suffix(".scratch")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": str(tree),
        "PYTHONHASHSEED": "0",
        "TMPDIR": str(scratch),
        "CI": "1",  # the examples of Hypothesis are the same in each run
        "OMP_NUM_THREADS": "1",
    }
    command = [sys.executable, "-m", "benchmarks.mutation.trial", area, str(given), str(results)]
    with tree.with_suffix(".log").open("a", encoding="utf-8") as log:
        subprocess.run(  # noqa: S603
            command, cwd=tree, env=environment, stdout=log, stderr=log, check=True
        )
    shutil.rmtree(scratch, ignore_errors=True)
    head, *lines = map(json.loads, results.read_text("utf-8").splitlines())
    return head, lines


def main() -> int:
    """Print the table; 1 where an area has less than the share that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("areas", nargs="*", choices=[*AREAS, []], help="all where none is named")
    parser.add_argument("--sample", default="100", help="mutants of each area, or: all")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--jobs", type=int, default=1, help="trials at a time")
    given = parser.parse_args()
    areas = given.areas or list(AREAS)
    FOLDER.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    drawn = draw(areas, None if given.sample == "all" else int(given.sample), given.seed)
    trees = [FOLDER / f"tree-{number}" for number in range(given.jobs)]
    for tree in trees:
        copy_project(tree)
    reasons = report.read_reasons()
    rows, survivors, failing = [], [], set()
    everything = {}
    with ThreadPoolExecutor(given.jobs) as pool:
        for area in areas:
            mutants = drawn[area]["mutants"]
            parts = [mutants[number :: given.jobs] for number in range(given.jobs)]
            results = []
            for head, part in pool.map(run_trials, [area] * given.jobs, parts, trees):
                results += part
                failing.update(head["failing"])
            outcomes = report.classify(results, reasons)
            rows.append(report.format_row(area, drawn[area]["whole"], outcomes))
            print(report.format_table(rows[-1:]).splitlines()[-1], file=sys.stderr, flush=True)
            survivors.append(report.format_survivors(results, outcomes))
            everything[area] = results
    (FOLDER / "survivors.txt").write_text("\n".join(survivors), "utf-8")
    (FOLDER / "results.json").write_text(json.dumps(everything, indent=1), "utf-8")
    print(report.format_table(rows))
    seconds = time.monotonic() - began
    print(f"\nSeed {given.seed}, {given.jobs} at a time, {seconds:,.0f} s.")
    print("Survivors are in build/mutation/survivors.txt.")
    if failing:
        print(f"Left out, since they fail on the whole code: {', '.join(sorted(failing))}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
