"""Measure time and results of searches in a large index, in a process of its own.

    python -m benchmarks.scale.searches INDEX [--each 24]

The questions are those of ``benchmarks.relevance``, once each so that no cache helps. All kinds of
search have the same number. Prints JSON:

* milliseconds of all and of each kind, and searches a second by one and by four threads
* seconds until a document that another connection writes is found
* share of the truly nearest ten among those scored exactly, and peak memory
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np

from benchmarks.relevance.needs import NEEDS, read_needs
from benchmarks.scale.synthetic_archive import document, vectors_of
from corpus.filters import Filters
from index.indexing.prepare import prepare
from index.model import Encoder, load
from index.retrieval import Search, debiasing
from index.retrieval.passage_filters import FilterIndex
from index.retrieval.questions import Question
from index.store import Store

FIRST: Final = 10
RESCORED: Final = 50
"""As ``index.retrieval.dense`` scores exactly."""

FILTERS: Final = {
    "half by a filter": Filters(since="2020"),
    "one meeting": Filters(meetings=("39",)),
    "one language": Filters(languages=("fr",)),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.searches")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", type=int, default=24, help="searches of each kind")
    options = parser.parse_args()
    folder, each = options.folder, options.each
    with Store(folder) as store:
        encoder = load()
        began = perf_counter()
        search = Search(store, encoder)
        search.prepare()
        search.search("WSIS")
        for _ in search.warm_up():  # as a server does, before it is asked anything
            pass
        figures: dict[str, object] = {"opened_seconds": round(perf_counter() - began, 2)}
        questions = [text for need in read_needs(NEEDS) for text in need.queries.values()]
        cycled = islice(cycle(questions), None)
        kinds: dict[str, Callable[[str], object]] = {
            "hybrid": search.search,
            **{name: partial(search.search, filters=filters) for name, filters in FILTERS.items()},
            "a word ruled out": lambda text: search.search(f"{text} -women"),
            "a phrase": lambda text: search.search(f'{text} "information society"'),
        }
        times: dict[str, list[float]] = {name: [] for name in kinds}
        for _ in range(each):  # in turn, so that what disturbs the machine disturbs all
            for name, what in kinds.items():
                times[name].append(_milliseconds(what, next(cycled)))
        every = [time for own in times.values() for time in own]
        figures["p50_ms"], figures["p95_ms"] = _percentiles(every)
        figures["kinds_ms"] = {name: _percentiles(own) for name, own in times.items()}
        figures["searches_per_second"] = {
            str(readers): _at_once(search.search, list(islice(cycled, 2 * each)), readers)
            for readers in (1, 4)
        }
        # The files are mapped: what was read of them counts, though the system may take it back.
        figures["megabytes"] = peak_megabytes()
        asked_again = search.embed_texts(list(islice(cycled, 4 * each)), are_sentences=False)
        figures["recall"] = _recall(store, encoder, asked_again, None)
        figures["filtered_recall"] = {
            name: _recall(store, encoder, asked_again, filters) for name, filters in FILTERS.items()
        }
        figures["seen_seconds"] = _measure_delay(folder, search, store.passages.last())
    print(json.dumps(figures))


def peak_megabytes() -> int:
    """Megabytes at the peak; ``getrusage`` counts the process that started this one as well."""
    peak = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    return int(peak[1]) // 1024 if peak else 0


def _milliseconds(what: Callable[[str], object], text: str) -> float:
    began = perf_counter()
    what(text)
    return 1000 * (perf_counter() - began)


def _percentiles(times: list[float]) -> list[float]:
    return [float(value) for value in np.percentile(times, (50, 95)).round(1)]


def _at_once(what: Callable[[str], object], questions: list[str], readers: int) -> float:
    with ThreadPoolExecutor(readers) as pool:
        list(pool.map(what, questions[:readers]))  # each has its connection then
        began = perf_counter()
        list(pool.map(what, questions))
        return round(len(questions) / (perf_counter() - began), 1)


def _recall(
    store: Store, encoder: Encoder, queries: list[Question], filters: Filters | None
) -> float | None:
    """Return the part of the nearest ten, by all rows that a filter admits, that a search finds.

    None where it lets nothing through, as a small index has nothing of the meeting.
    """
    there = debiasing.current(store, encoder)
    opened = there and there[0].open(store.folder)
    if not there or not opened:
        sys.exit("There are no files of vectors.")
    treatment = debiasing.treatment_of(opened[1], there[0].groups)
    vectors = np.stack([question.embedding for question in queries])
    with store.snapshot():
        allowed = None if filters is None else FilterIndex(store).filter_passages(filters).bits
    best: list[dict[int, float]] = [{} for _ in queries]
    for rows in treatment.rows(store, encoder.dimension, None):
        chosen = np.arange(len(rows.ids)) if allowed is None else np.flatnonzero(allowed[rows.ids])
        for position, scores in enumerate((rows.vectors[chosen] @ vectors.T).T):
            for row in np.argsort(-scores)[: 4 * FIRST]:
                passage, score = int(rows.ids[chosen[row]]), float(scores[row])
                best[position][passage] = max(score, best[position].get(passage, -1.0))
    shares = []
    for vector, own in zip(vectors, best, strict=True):
        nearest = opened[0].search(vector, RESCORED, among=allowed)
        first = sorted(own, key=own.__getitem__, reverse=True)[:FIRST]
        if first:
            shares.append(len({passage for passage, _ in nearest} & {*first}) / len(first))
    return round(float(np.mean(shares)), 4) if shares else None


def _measure_delay(folder: Path, search: Search, last: int) -> float:
    """Return the seconds until a document written by another connection is found."""
    made = document(last)
    made = replace(made, file=Path("/made-up/new.docx"))
    made = replace(made, metadata=replace(made.metadata, symbol=f"CWG-WSIS&SDG-99/{last}"))
    prepared = prepare(made)
    vectors = vectors_of(prepared)
    with Store(folder) as other:
        other.put_document(prepared, size=1, sha256="-", reader=0, vectors=vectors)
        began = perf_counter()
        result = search.search(f"CWG-WSIS&SDG-99/{last}")
        taken = perf_counter() - began
        if not result.hits:
            sys.exit("The new document is not found.")
        other.files.remove(made.file)
    return round(taken, 3)


if __name__ == "__main__":
    main()
