"""Compare answers and cost of a vector server with those of a large index's own files.

    python -m benchmarks.scale.servers INDEX milvus://HOST:PORT/COLLECTION [--each 60]

INDEX is one that ``benchmarks.scale --folder`` keeps; the collection is filled from it. The
questions are those of ``benchmarks.relevance``, also ``--short``. Prints JSON:

* for each kind of search, the shared part of the first ten, between files, server and exact
  comparison in memory (large files keep 8-bit numbers)
* average number of requests of a search
* processor seconds of this process to fill the collection, and for an average search
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from time import process_time
from typing import Any, Final
from unittest.mock import patch

from benchmarks.relevance.needs import NEEDS, SHORT, read_needs
from corpus.filters import Filters
from index.model import load
from index.retrieval import Search, debiasing, to_server
from index.retrieval.vectors.milvus import Milvus
from index.store import Store

KINDS: Final[dict[str, dict[str, Any]]] = {
    "by meaning": {"mode": "dense"},
    "by both": {},
    "by words": {"mode": "lexical"},
    "half by a filter": {"filters": Filters(since="2020")},
    "one meeting": {"filters": Filters(meetings=("39",))},
    "one language": {"filters": Filters(languages=("fr",))},
    "short by both": {},
    "short by words": {"mode": "lexical"},
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.servers")
    parser.add_argument("folder", type=Path)
    parser.add_argument("address")
    parser.add_argument("--each", type=int, default=60, help="searches of each kind")
    options = parser.parse_args()
    with Store(options.folder) as store:
        encoder = load()
        began = process_time()
        moved = to_server(store, encoder, options.address, lambda *_: None)
        figures: dict[str, Any] = {
            "passages": store.vectors.count_findable(),
            "rows": moved.rows,
            "filled_cpu_seconds": round(process_time() - began, 1),
        }
        searches = {
            "files": Search(store, encoder),
            "server": Search(store, encoder, engine=options.address),
            "exact": Search(store, encoder),
        }
        searches["files"].prepare()
        with (  # in memory, and not kept
            patch.object(debiasing, "current", lambda *_: None),
            patch.object(debiasing, "kind_for", lambda _: "exact"),
            patch.object(debiasing, "put"),
        ):
            searches["exact"].embed_texts(["WSIS"])
        cycled = {path: cycle(_questions(path)) for path in (NEEDS, SHORT)}
        for kind, how in KINDS.items():
            path = SHORT if kind.startswith("short") else NEEDS
            figures[kind] = _compare(searches, list(islice(cycled[path], options.each)), how)
    print(json.dumps(figures))


def _questions(path: Path) -> list[str]:
    return [text for need in read_needs(path) for text in need.queries.values()]


def _compare(
    searches: dict[str, Search], questions: list[str], how: dict[str, Any]
) -> dict[str, float]:
    requests = _RequestCounter()
    seconds = dict.fromkeys(searches, 0.0)
    same: dict[str, list[float]] = {}
    for question in questions:
        first = {}
        for name, search in searches.items():
            search.embed_texts([question])
            began = process_time()
            hits = search.search(question, **how).hits
            seconds[name] += process_time() - began
            first[name] = {hit.found.passage_id for hit in hits}
        for own, other in (("server", "files"), ("server", "exact"), ("files", "exact")):
            is_same = first[own] == first[other]  # also where there is nothing
            share = len(first[own] & first[other]) / max(1, len(first[other]))
            same.setdefault(f"{own}_as_{other}", []).append(1.0 if is_same else share)
    requests.stop()
    return {
        **{name: round(sum(each) / len(each), 4) for name, each in same.items()},
        "requests": round(requests.count / len(questions), 1),
        **{f"{name}_cpu_ms": round(1000 * of / len(questions)) for name, of in seconds.items()},
    }


class _RequestCounter:
    """A counter of the requests to a server."""

    def __init__(self) -> None:
        self.count = 0
        self._call: Callable[..., Any] = Milvus._call  # noqa: SLF001 - what every request goes by

        def counting(*values: Any, **named: Any) -> Any:
            self.count += 1
            return self._call(*values, **named)

        setattr(Milvus, "_call", counting)  # noqa: B010

    def stop(self) -> None:
        setattr(Milvus, "_call", self._call)  # noqa: B010


if __name__ == "__main__":
    main()
