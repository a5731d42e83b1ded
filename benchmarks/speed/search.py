"""Measure how long a search takes in an index of 50,000 passages of real words.

    python -m benchmarks.speed.search [PASSAGES] [--json]

The passages are put together from the sample corpus (``benchmarks.scale.synthetic_archive``). The
index is made in a temporary folder, or in the folder that ``WSIS_SEARCH_BENCHMARK`` names, where a
second run finds it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Callable
from functools import partial
from time import perf_counter

from rich.console import Console
from rich.table import Table

from benchmarks.speed import sample
from corpus.filters import Filters
from index.model import load
from index.retrieval import Search, facets
from index.store import Store

REPEATS = 5

QUESTIONS = {
    "en": "How does artificial intelligence help to warn of floods early in mountain valleys?",
    "fr": "Comment l'intelligence artificielle aide-t-elle à donner l'alerte en cas de crue ?",
    "zh": "人工智能如何帮助洪水预警？",
    "ar": "كيف يساعد الذكاء الاصطناعي في الإنذار المبكر بالفيضانات؟",
    "ru": "Как искусственный интеллект помогает заранее предупреждать о наводнениях?",
    "es": "¿Cómo ayuda la inteligencia artificial a alertar con antelación de las inundaciones?",
}


def milliseconds(what: Callable[[], object]) -> tuple[float, float]:
    """Return the median and worst time of some calls, after a first one."""
    what()
    taken = []
    for _ in range(REPEATS):
        began = perf_counter()
        what()
        taken.append(1000 * (perf_counter() - began))
    return statistics.median(taken), max(taken)


def main() -> None:
    """Make the index where it is not there, search it in several ways, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.search")
    parser.add_argument("passages", type=int, nargs="?", default=sample.PASSAGES)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with sample.large(options.passages) as folder, Store(folder) as store:
        encoder = load()
        search = Search(store, encoder)
        began = perf_counter()
        search.prepare()
        print(f"vectors there in {perf_counter() - began:.1f} s", file=sys.stderr)
        half = Filters(since="2020")
        english = QUESTIONS["en"]
        cases: dict[str, Callable[[], object]] = {
            f"hybrid, {code}": partial(search.search, text) for code, text in QUESTIONS.items()
        }
        cases |= {
            "dense": lambda: search.search(english, mode="dense"),
            "lexical": lambda: search.search(english, mode="lexical"),
            "half of all by a filter": lambda: search.search(english, filters=half),
            "one meeting": lambda: search.search(english, filters=Filters(meetings=("39",))),
            "a phrase": lambda: search.search('"early warning" floods'),
            "a word ruled out": lambda: search.search("early warning -flood"),
            "by date": lambda: search.search(english, order="date"),
            "a paragraph pasted": lambda: search.search(english * 20),
            "50,000 characters": lambda: search.search(("flood warning " * 4000)[:50_000]),
            "counts of the filters": lambda: facets(store, half),
        }
        figures = {name: milliseconds(what) for name, what in cases.items()}
        count = store.passages.count()
    if options.json:
        times = {
            name: {"median": median, "worst": worst} for name, (median, worst) in figures.items()
        }
        print(json.dumps({"passages": count, "milliseconds": times}))
        return
    table = Table("search", "median, ms", "worst, ms")
    for name, (median, worst) in figures.items():
        table.add_row(name, f"{median:,.0f}", f"{worst:,.0f}")
    Console().print(table)
    print(f"{count:,} passages", file=sys.stderr)


if __name__ == "__main__":
    main()
