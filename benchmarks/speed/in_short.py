"""Measure the milliseconds that the sentences above the hits add to a search.

    python -m benchmarks.speed.in_short [--json]

It asks the questions of the judged needs in six languages, each once of two open indexes. One
searches, and the other chooses sentences of its hits as well; they take turns to be first. So each
question is new to both, and a load of the machine meets both alike. The median of the differences
counts.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Final

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.relevance.needs import NEEDS, read_needs
from benchmarks.speed import sample
from corpus.languages import BY_CODE
from index import Index
from index.retrieval import PER_DOCUMENT

Pair = tuple[str, float, float]
"""Language of a question, and the milliseconds of its search and of its answer."""

_FIRST: Final = 6
"""Questions that are not counted, since the first of a process load tables and patterns."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.in_short")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = sample.index()
    with Index.open(folder) as plain, Index.open(folder) as answering:
        pairs = [*_measure(plain, answering)][_FIRST:]
    figures = {code: _summarise(pairs, code) for code in (*BY_CODE, "all")}
    if options.json:
        print(json.dumps(figures))
        return
    table = Table("language", "questions", "search, ms", "added, median ms", "added, 95 % ms")
    for code, row in figures.items():
        cells = (row["questions"], row["search"], row["added"], row["added_95"])
        table.add_row(code, *(f"{cell:.0f}" for cell in cells))
    Console().print(table)


def _measure(plain: Index, answering: Index) -> Iterator[Pair]:
    """Yield the times of each question, asked of both indexes in turn."""
    for index in (plain, answering):
        index.prepare()
    questions = [item for need in read_needs(NEEDS) for item in need.queries.items()]
    for place, (code, question) in enumerate(questions):
        times = {}
        for index in (plain, answering) if place % 2 else (answering, plain):
            began = perf_counter()
            result = index.search(question, shown_in=code, reader=code, per_document=PER_DOCUMENT)
            if index is answering:
                index.answer(result)
            times[index is answering] = 1000 * (perf_counter() - began)
        yield code, times[False], times[True]


def _summarise(pairs: Sequence[Pair], code: str) -> dict[str, float]:
    own = np.array([times for language, *times in pairs if code in (language, "all")])
    added = own[:, 1] - own[:, 0]
    return {
        "questions": len(own),
        "search": float(np.median(own[:, 0])),
        "added": float(np.median(added)),
        "added_95": float(np.percentile(added, 95)),
    }


if __name__ == "__main__":
    main()
