"""Measure the time and memory of an ingest.

    python -m benchmarks.ingest [--files 12] [--rounds 3] [--documents N …] [--unchanged N]
                                [--minutes M]

* Word files of the sample corpus against ``thirty_lines``, which embeds their paragraphs by the
  same model, and against txtai if ``TXTAI`` names its folder. The figure is the rounds' median
  ratio of whole processes.
* A folder that has not changed since it was ingested.
* Memory over growing numbers of Word files, made of 600 paragraphs of the sample's sentences. A
  repeated text is embedded once, so 2,000 files take minutes.

JSON with the machine goes to stdout, progress to stderr. Where ``--minutes`` would not suffice,
rounds and numbers are left out, and named.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import monotonic
from typing import Final

import docx

from benchmarks.ingest.process_costs import Cost, machine, run
from corpus.sample import FILES
from index.model import default_model

PARAGRAPHS: Final = 600
"""Number of paragraphs in the files whose memory is measured."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest")
    parser.add_argument("--files", type=int, default=12, help="Word files for the comparison")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--documents", type=int, nargs="*", default=[100, 500, 2000])
    parser.add_argument("--unchanged", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=float("inf"))
    chosen = parser.parse_args(arguments)
    began = monotonic()
    left = 60 * chosen.minutes
    result: dict[str, object] = {"machine": machine()}
    with tempfile.TemporaryDirectory(prefix="wsis-search-") as scratch:
        folder = Path(scratch)
        if chosen.files and chosen.rounds:
            result["against thirty lines"] = _against(
                folder, chosen.files, chosen.rounds, until=began + left / 2
            )
        if chosen.unchanged:
            result["unchanged"] = _measure_unchanged(
                folder, chosen.unchanged, max(1, chosen.rounds)
            )
        result["memory"] = _memories(folder, sorted(chosen.documents), until=began + left)
    result["load at the end"] = machine()["load"]
    print(json.dumps(result, indent=2))


def _ingest(index: Path, *paths: Path) -> list[str]:
    command = "from search_app.cli import main; main()"
    files = map(str, paths)
    return [sys.executable, "-c", command, "--index", str(index), "ingest", *files, "--json"]


def _against(folder: Path, number: int, rounds: int, *, until: float) -> dict[str, object]:
    every = sorted(FILES.rglob("*.docx"))
    files = every[:: max(1, len(every) // number)][:number]
    model = str(default_model.folder())
    others = {"thirty lines": "thirty_lines"}
    if Path(os.environ.get("TXTAI", "-"), "txtai").is_dir():
        others["txtai"] = "by_txtai"
    ours: list[Cost] = []
    theirs: dict[str, list[Cost]] = {name: [] for name in others}
    for round_number in range(rounds):
        began = monotonic()
        _say(f"round {round_number + 1} of {rounds}: {len(files)} Word files")
        ours.append(run(_ingest(folder / f"ours-{round_number}", *files)))
        for name, module in others.items():
            script = [sys.executable, "-m", f"benchmarks.ingest.{module}", model]
            theirs[name].append(
                run([*script, str(folder / f"{name}-{round_number}"), *map(str, files)])
            )
        if 2 * monotonic() - began > until:  # another round would take too long
            break
    figures: dict[str, object] = {
        "files": len(files),
        "rounds": len(ours),
        "passages": json.loads(ours[0].output)["passages"],
        "texts of the script": int(theirs["thirty lines"][0].output),
        "wsis-search": [cost.figures() for cost in ours],
    }
    for name, costs in theirs.items():
        pairs = list(zip(ours, costs, strict=True))
        time = median(pair.seconds / other.seconds for pair, other in pairs)
        used = median(pair.processor_seconds / other.processor_seconds for pair, other in pairs)
        figures[name] = [cost.figures() for cost in costs]
        figures[f"ratio to {name}"] = {"time": round(time, 2), "processor time": round(used, 2)}
    return figures


def _memories(folder: Path, numbers: Sequence[int], *, until: float) -> list[dict[str, object]]:
    reports: list[dict[str, object]] = []
    each = 0.0  # seconds
    for number in numbers:
        began = monotonic()
        if began + each * number > until:
            reports.append({"documents": number, "left out": "it would have taken too long"})
            continue
        reports.append(_memory(folder, number))
        each = (monotonic() - began) / number
    return reports


def _memory(folder: Path, number: int) -> dict[str, object]:
    _say(f"memory over {number:,} documents")
    source = folder / f"documents-{number}"
    source.mkdir()
    chance, lines = random.Random(1), _lines()  # noqa: S311 - no secret
    paragraphs = [" ".join(chance.sample(lines, 3)) for _ in range(PARAGRAPHS)]
    for position in range(number):
        document = docx.Document()
        document.add_paragraph(f"This is the document with the number {position}.")
        for text in chance.sample(paragraphs, 5):
            document.add_paragraph(text)
        document.save(str(source / f"{position}.docx"))
    cost = run(_ingest(folder / f"memory-{number}", source))
    passages = json.loads(cost.output)["passages"]
    return {"documents": number, "passages": passages, **cost.figures()}


def _measure_unchanged(folder: Path, number: int, rounds: int) -> dict[str, object]:
    source, index = folder / "unchanged", folder / "unchanged-index"
    _say(f"writing and ingesting {number:,} files")
    lines = _lines()[:200]
    for position in range(number):
        path = source / f"{position // 500}" / f"{position}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(lines[position % len(lines)], "utf-8")
    first = run(_ingest(index, source), may_fail=True)
    again = [run(_ingest(index, source), may_fail=True) for _ in range(rounds)]
    reports = [json.loads(cost.output) for cost in again]
    return {
        "files": number,
        "unchanged": reports[0]["unchanged"],
        "first": first.figures(),
        "again, the command": round(median(cost.seconds for cost in again), 2),
        "again, processor time": round(median(cost.processor_seconds for cost in again), 2),
        "again, as the report says": round(median(report["seconds"] for report in reports), 2),
    }


def _lines() -> list[str]:
    lines = {
        line.strip()
        for path in sorted(FILES.with_name("text").rglob("en.txt"))
        for line in path.read_text("utf-8").splitlines()
        if len(line) > 60
    }
    return sorted(lines)


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
