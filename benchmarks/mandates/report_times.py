"""Measure how long the processor works on the reports of a large index, as the index grows.

    python -m benchmarks.mandates.report_times [--sizes 10000 50000] [--folder FOLDER]

The index is put together from the sample corpus (``benchmarks.scale.synthetic_archive``).
``--folder`` keeps it, and a second run begins with what is there. At each size a process of its own
asks each once, with the model and the vectors loaded.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any, Final

from benchmarks.scale.synthetic_archive import A_DOCUMENT, document, fill
from corpus.extract.mandates import dump
from index import Index
from index.indexing.prepare import prepare
from index.retrieval import Search

SIZES: Final = (10_000, 50_000)
ON_A_PAGE: Final = 15
"""Mandates that the page shows at a time, and looks for reports on."""

EMBEDDED: Final = "at ingest: embed all, by what one document of them takes"


def measure_reports(folder: Path) -> dict[str, float]:
    """Return the processor seconds of each report of an index, and its number of mandates."""
    with Index.open(folder) as index:
        index.load()
        seconds: dict[str, float] = {}

        def measure_seconds(name: str, ask: Callable[[], Any]) -> Any:
            began = process_time()
            answer = ask()
            seconds[name] = round(process_time() - began, 2)
            return answer

        measure_seconds(
            "mandates due in 2025", lambda: index.mandates(with_reports=False, due="2025")
        )
        tasks = measure_seconds(
            "all mandates", lambda: index.mandates(with_reports=False, shown_in="en")
        )
        measure_seconds("reports on a page of them", lambda: index.find_reports(tasks[:ON_A_PAGE]))
        measure_seconds("list of documents", lambda: index.documents(("en",)))
        measure_seconds("dossier of a meeting", lambda: index.dossier("30"))
        measure_seconds("positions on a topic", lambda: index.positions("early warning of floods"))
        store = index.store
        versions = [
            [*store.passages.in_version(document).values()]
            for document in store.versions.documents()
        ]
        measure_seconds("at ingest: find them in all texts", lambda: [*map(dump, versions)])
        texts = [*prepare(document(0)).texts.values()]
        measure_seconds(EMBEDDED, lambda: index.encoder.passages(texts))
        seconds[EMBEDDED] = round(seconds[EMBEDDED] / A_DOCUMENT * store.passages.count())
        return {**seconds, "how many mandates": len(tasks)}


def main() -> None:
    """Make the index larger, measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mandates.report_times")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--folder", type=Path, help="that keeps the index")
    parser.add_argument("--index", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.index:
        print(json.dumps(measure_reports(options.index)))
        return
    columns: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="wsis-search-") as scratch:
        folder = options.folder or Path(scratch)
        for size in sorted(options.sizes):
            with Index.open(folder, create=True) as index:
                index.store.vectors.use_model(index.encoder)
                before = index.store.passages.last()
                stored = fill(index.store, size) / max(1, index.store.passages.last() - before)
                Search(index.store, index.encoder).prepare()
            command = [
                sys.executable,
                "-m",
                "benchmarks.mandates.report_times",
                "--index",
                str(folder),
            ]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
            storing = {"at ingest: prepare and store all": round(stored * size, 1)}
            columns[size] = {**(storing if stored else {}), **json.loads(done.stdout)}
    print("| seconds of the processor |", *(f" {size:,} passages |" for size in columns), sep="")
    print("| --- |", *(" ---: |" for _ in columns), sep="")
    for name in columns[min(columns)]:
        print(f"| {name} |", *(f" {column.get(name, '')} |" for column in columns.values()), sep="")


if __name__ == "__main__":
    main()
