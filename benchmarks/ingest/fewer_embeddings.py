"""Measure on the sample corpus the loss in answers if fewer texts are embedded, by judged needs.

    python -m benchmarks.ingest.fewer_embeddings [--limit N]

Each line embeds another choice of sentences. The needs are the long and the short ones of
``benchmarks/relevance``, or the first N of each.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Final
from unittest.mock import patch

from benchmarks.relevance.__main__ import score
from benchmarks.relevance.needs import NEEDS, SHORT, read_needs
from corpus.sample import FILES
from index.indexing import build, put_sample_vectors
from index.indexing.texts import Sentence, sentences
from index.model import Encoder, load
from index.retrieval import Mode, Search
from index.store import Store
from search_app.commands.progress import bars

Cut = Callable[[str, str], list[Sentence]]

MODES: Final[tuple[Mode, ...]] = ("dense", "hybrid")


def _of_several(text: str, embedded: str) -> list[Sentence]:
    windows = sentences(text, embedded)
    return windows if len(windows) > 1 else []


def _of_no_table(text: str, embedded: str) -> list[Sentence]:
    return [] if " | " in text else sentences(text, embedded)


CUTS: Final[Mapping[str, Cut]] = {
    "every sentence": sentences,
    "those of paragraphs that have several": _of_several,
    "those of no rows of tables": _of_no_table,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each way to choose."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest.fewer_embeddings")
    parser.add_argument("--limit", type=int)
    limit = parser.parse_args(arguments).limit
    encoder = load()
    print(f"{'sentences embedded':40} vectors a passage; nDCG@10, P@1", flush=True)
    for name, cut in CUTS.items():
        with (
            patch("index.indexing.prepare.sentences", cut),
            tempfile.TemporaryDirectory(prefix="wsis-search-") as folder,
            Store(Path(folder), create=True) as store,
        ):
            put_sample_vectors(store, encoder.name)
            with bars() as tell:
                build(store, encoder, [FILES], workers=2, progress=tell)
            print(f"{name:40} {_line(store, encoder, limit)}", flush=True)


def _line(store: Store, encoder: Encoder, limit: int | None) -> str:
    search = Search(store, encoder)
    cells = [f"{len(store.vectors.all()) / store.vectors.count_findable():.2f}"]
    for needs in (NEEDS, SHORT):
        for mode in MODES:
            scores = score(store, search, mode, read_needs(needs)[:limit], None)
            figures = (mean(score.figures[name] for score in scores) for name in ("nDCG@10", "P@1"))
            cells.append(f"{needs.stem} {mode} {' '.join(f'{figure:.3f}' for figure in figures)}")
    return "  ".join(cells)


if __name__ == "__main__":
    main()
