"""Measure speed, recall and size of the kinds of search as vectors become more.

    python -m benchmarks.scale.engines [ROWS …]

Vectors are random combinations of those of the sample, in six groups like languages. Prints JSON, a
line for each size and kind:

* median and 95th percentile in milliseconds, of all and of half the passages
* recall of the first ten among fifty, which are scored exactly afterwards
* bytes, and seconds to build

Then it prints, for each size, the slowdown while a share of the rows is in growing parts, before a
rebuild (``index.retrieval.debiasing.GROWN``).
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from index.indexing.sample_vectors import sample_vectors
from index.model import MODEL_NAME, Vectors
from index.retrieval.vectors import Kind, Rows, Segments, VectorPart, kind_for, write

SIZES = (10_000, 30_000, 100_000, 300_000)
GROUPS = 6
QUESTIONS = 40
FIRST, RESCORED = 10, 50
SHARES = (0.0, 0.1, 0.25, 0.5, 1.0)


def recombine(sample: Vectors, count: int, chance: np.random.Generator) -> Vectors:
    """Vectors between three of the sample, unit length."""
    made = np.zeros((count, sample.shape[1]), np.float32)
    for _ in range(3):
        made += (
            chance.random((count, 1), np.float32) * sample[chance.integers(len(sample), size=count)]
        )
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def main() -> None:
    """Measure and print."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    sample = np.stack([*sample_vectors(MODEL_NAME).values()])
    sample -= sample.mean(axis=0)
    for size in sizes:
        chance = np.random.default_rng(size)
        vectors = recombine(sample, size, chance)
        questions = recombine(sample, QUESTIONS, chance)
        groups = np.sort(chance.integers(GROUPS, size=size))
        rows = Rows(np.arange(size), vectors, groups, np.zeros((size, 2), np.int64))
        half = np.flatnonzero(chance.random(size) < 0.5)
        best = [np.argsort(-(vectors @ question))[:FIRST].tolist() for question in questions]
        for kind in get_args(Kind):
            began = perf_counter()
            parts = _parts(rows, kind)
            made = perf_counter() - began
            engine = Segments(vectors.shape[1], "", parts)
            times: list[list[float]] = [[], []]
            results = []
            for question in questions:
                for position, among in enumerate((None, half)):
                    began = perf_counter()
                    nearest = engine.search(question, 300, among=among)
                    times[position].append(1000 * (perf_counter() - began))
                    if among is None:
                        results.append({passage for passage, _ in nearest[:RESCORED]})
            with tempfile.TemporaryDirectory() as scratch:
                stored = write(Path(scratch), "", engine.dimension, [""], parts, arrays={}).bytes
            recall = np.mean([len(a & set(b)) / FIRST for a, b in zip(results, best, strict=True)])
            line = {"rows": size, "kind": kind, "chosen": kind == kind_for(size)}
            for name, own in zip(("all", "half"), times, strict=True):
                p50, p95 = np.percentile(own, (50, 95)).round(1).tolist()
                line |= {f"{name}_p50_ms": p50, f"{name}_p95_ms": p95}
            line |= {"recall": round(float(recall), 4), "bytes": stored}
            print(json.dumps(line | {"seconds_to_make": round(made, 2)}), flush=True)
        for share in SHARES:
            print(json.dumps({"rows": size} | _measure_growing(rows, share, questions)), flush=True)


def _parts(rows: Rows, kind: Kind) -> list[VectorPart]:
    there = np.unique(rows.groups).tolist()
    return [VectorPart.of(_some(rows, rows.groups == group), kind) for group in there]


def _some(rows: Rows, which: NDArray[Any]) -> Rows:
    return Rows(rows.ids[which], rows.vectors[which], rows.groups[which], rows.spans[which])


def _measure_growing(rows: Rows, share: float, questions: Vectors) -> dict[str, float]:
    """Measure searches after this share of rows is added in twenty steps to a finished index."""
    size = len(rows.ids)
    order = np.random.default_rng(0).permutation(size)
    first = np.sort(order[: round(size / (1 + share))])
    parts = _parts(_some(rows, first), kind_for(len(first)))
    engine = Segments(rows.vectors.shape[1], "", parts)
    adding = []
    for some in np.array_split(order[len(first) :], 20 if share else 1):
        began = perf_counter()
        if len(some):
            engine.add(*_some(rows, some))
        adding.append(1000 * (perf_counter() - began))
    times = []
    for question in questions:
        began = perf_counter()
        engine.search(question, 300)
        times.append(1000 * (perf_counter() - began))
    return {
        "grown": share,
        "all_p50_ms": round(float(np.median(times)), 1),
        "longest_adding_ms": round(max(adding), 1),
    }


if __name__ == "__main__":
    main()
