"""Measure how time, recall, memory and files grow with the archive, on one growing index.

    python -m benchmarks.scale [--sizes 10000 100000 …] [--folder FOLDER] [--out FOLDER]

At each size: how fast passages are stored, how long the vectors take, searches of several kinds by
a process that does nothing else (``benchmarks.scale.searches``), with its memory, and how many of
the truly nearest ten are found. A line of JSON for each size, also in FOLDER/scale.json with the
machine, and a plot. ``--folder`` keeps the index, and a second run begins with what is there.

``python -m benchmarks.scale.engines`` compares the kinds of vector search alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import matplotlib as mpl

mpl.use("Agg")

from matplotlib import pyplot as plt

from benchmarks.ingest.process_costs import machine
from benchmarks.scale.synthetic_archive import fill
from index.model import load
from index.retrieval import Search, kept_vectors
from index.store import Store

SIZES: Final = (10_000, 100_000)
"""A million takes long to make, and 6 GB of disk: name it."""

PLOTTED: Final = {
    "milliseconds": ("p50_ms", "p95_ms"),
    "of the nearest ten, found": ("recall",),
    "megabytes of memory": ("megabytes",),
    "megabytes of files": ("database_mb", "vectors_mb"),
    "passages stored a second": ("stored_per_second",),
    "seconds until a new document is found": ("seen_seconds",),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, write and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--folder", type=Path, help="that keeps the index")
    parser.add_argument("--out", type=Path, default=Path("build", "bench"))
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    lines: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="wsis-search-") as scratch:
        folder = options.folder or Path(scratch)
        for size in sorted(options.sizes):
            lines.append(_make(folder, size) | _search(folder))
            print(json.dumps(lines[-1]), flush=True)
            result = {"machine": machine(), "sizes": lines}
            (options.out / "scale.json").write_text(json.dumps(result, indent=1), "utf-8")
            _plot(lines, options.out / "scale.png")


def _make(folder: Path, size: int) -> dict[str, Any]:
    with closing(Store(folder, create=True)) as store:
        encoder = load()
        store.vectors.use_model(encoder)
        before = store.passages.last()
        taken = fill(store, size)
        there = store.passages.last()
        began = perf_counter()
        Search(store, encoder).prepare()
        prepared = perf_counter() - began
        vectors = kept_vectors(folder)
        return {
            "passages": there,
            "rows": vectors.rows if vectors else 0,
            "kinds": vectors.kinds if vectors else (),
            "stored_per_second": round((there - before) / taken) if there > before else None,
            "vectors_seconds": round(prepared, 1),
            "database_mb": round(store.size_on_disk / 1e6),
            **_parts(store),
            "vectors_mb": round(vectors.bytes / 1e6) if vectors else 0,
        }


def _parts(store: Store) -> dict[str, float]:
    """Megabytes of the database by what its tables hold."""
    parts = {"words_mb": 0, "vectors_in_database_mb": 0, "texts_mb": 0}
    beginnings = {"words_": "words_mb", "fields": "words_mb", "passage": "texts_mb"}
    beginnings |= {"sentence": "texts_mb", "vector": "vectors_in_database_mb"}
    for row in store.query("SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name"):
        for beginning, part in beginnings.items():
            if row["name"].removeprefix("sqlite_autoindex_").startswith(beginning):
                parts[part] += row["bytes"]
    return {part: round(size / 1e6, 1) for part, size in parts.items()}


def _search(folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.scale.searches", str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    return dict(json.loads(done.stdout))


def _plot(lines: Sequence[Mapping[str, Any]], path: Path) -> None:
    figure, grid = plt.subplots(2, 3, figsize=(13, 7))
    for axes, (title, names) in zip(grid.flat, PLOTTED.items(), strict=True):
        for name in names:
            points = [
                (line["passages"], line[name]) for line in lines if line.get(name) is not None
            ]
            axes.plot(*zip(*points, strict=True) if points else ((), ()), marker="o", label=name)
        axes.set(title=title, xscale="log", xlabel="passages")
        axes.set_ylim(bottom=0)
        axes.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=120)
    plt.close(figure)


if __name__ == "__main__":
    main()
