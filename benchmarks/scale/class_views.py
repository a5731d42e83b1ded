"""Measure the cost of answering readers of a class from an index of their own.

    python -m benchmarks.scale.class_views --size 10000

Half of a synthetic index is hidden. Prints processor seconds of the first copy, of asking again
without a change, and of asking again after one document has changed.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

from benchmarks.scale.synthetic_archive import A_DOCUMENT, fill
from index import Index


def main() -> None:
    """Print the costs as a line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000, help="passages of the whole")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wsis-search-") as scratch:
        folder = Path(scratch)
        with Index.open(folder, create=True) as index:
            index.store.vectors.use_model(index.encoder)
            fill(index.store, options.size)
            folder.joinpath("access.toml").write_text(rules_that_hide_half(), "utf-8")

            def ask() -> None:
                index.view_for("public")

            seconds: dict[str, float] = {"first": _seconds(ask), "again": _seconds(ask)}
            index.prepare()
            seen = index.view_for("public")
            seconds["vectors"] = _seconds(seen.prepare)
            fill(index.store, options.size + A_DOCUMENT)
            seconds["one document"] = _seconds(ask)
            held = {"passages": index.store.passages.count(), "seen": seen.store.passages.count()}
            megabytes = {
                "whole_mb": index.store.size_on_disk // 10**6,
                "seen_mb": seen.store.size_on_disk // 10**6,
            }
    print(json.dumps(held | megabytes | {name: round(value, 2) for name, value in seconds.items()}))


def rules_that_hide_half() -> str:
    """Return access rules by which every other document is for members only."""
    rules = [f'[[documents]]\npath = "*{digit}.docx"\nclass = "members"\n' for digit in "13579"]
    return "".join(('default = "public"\n', *rules))


def _seconds(what: Callable[[], object]) -> float:
    began = process_time()
    what()
    return process_time() - began


if __name__ == "__main__":
    main()
