"""Print the quality of the search in one table: a line for each set and each way to compare.

    python -m benchmarks.quality.table DATA [--limit N] [--cache DIR]

DATA and the options are those of ``benchmarks.quality.page``, which writes the same figures for
every pair of languages. All are of one build with one setting.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.quality.evaluations import SETS, SETTINGS, evaluate_set
from corpus.errors import WsisSearchError
from index.evaluation import CachingEncoder, Evaluation, FigureRange
from index.model import load
from search_app.commands.evaluation import default_cache


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.table")
    parser.add_argument("data", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--cache", type=Path, default=default_cache())
    chosen = parser.parse_args(arguments)
    encoder = CachingEncoder(load(), chosen.cache)
    print(f"model {encoder.name}; mean and worst")
    print(f"{'set':12} {'compared by':34} queries  within  across nDCG@10    across P@1", end="")
    print("        pool R@5         own")
    try:
        for name in SETS:
            results = evaluate_set(encoder, chosen.data / name, name, chosen.limit)
            if results is None:
                print(f"{name:12} is not there")
                continue
            for setting in SETTINGS:
                print(f"{name:12} {setting:34} {_line(results.results[setting])}", flush=True)
    except WsisSearchError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    return 0


def _line(result: Evaluation) -> str:
    within = "  –  " if result.mean_within is None else f"{result.mean_within:.3f}"
    return (
        f"{result.queries:7,}  {within}   {_format_range(result.ndcg)}  "
        f"{_format_range(result.precision)}  {_format_range(result.recall)}  "
        f"{result.own_language_share:.2f}"
    )


def _format_range(spread: FigureRange | None) -> str:
    if spread is None:
        return f"{'–':17}"
    return f"{spread.mean:.3f} {spread.worst:.3f} {spread.worst_of:5}"


if __name__ == "__main__":
    sys.exit(main())
