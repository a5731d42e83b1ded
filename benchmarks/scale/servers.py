"""Does a server of vectors give the answers that files give, in a large index, and for how much?

    python -m benchmarks.scale.servers INDEX milvus://HOST:PORT/COLLECTION [--each 60]

INDEX is one that ``benchmarks.scale --folder`` keeps; the collection is filled from it. The
questions are those of ``benchmarks.relevance``. Prints JSON: of the first ten by files, the part
that is among the first ten by the server, for each kind of search; how many requests it takes on
average; seconds of this process's processor that filling took, and that an average search takes by
files and by the server.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from time import process_time
from typing import Any, Final

from benchmarks.relevance.needs import NEEDS, read_needs
from index.model import load
from index.retrieval import Search, to_server
from index.retrieval.vectors import Milvus
from index.store import Filters, Store

KINDS: Final[dict[str, dict[str, Any]]] = {
    "by meaning": {"mode": "dense"},
    "by both": {},
    "by words": {"mode": "lexical"},
    "half by a filter": {"filters": Filters(since="2020")},
    "one meeting": {"filters": Filters(meetings=("39",))},
    "one language": {"filters": Filters(languages=("fr",))},
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
        found: dict[str, Any] = {
            "passages": store.count_findable(),
            "rows": moved.rows,
            "filled_cpu_seconds": round(process_time() - began, 1),
        }
        here, there = Search(store, encoder), Search(store, encoder, engine=options.address)
        for search in (here, there):
            search.prepare()
        asked = cycle([text for need in read_needs(NEEDS) for text in need.queries.values()])
        for kind, how in KINDS.items():
            found[kind] = _compared(here, there, list(islice(asked, options.each)), how)
    print(json.dumps(found))


def _compared(
    here: Search, there: Search, questions: list[str], how: dict[str, Any]
) -> dict[str, float]:
    requests = _Counted()
    shares, seconds = [], {"files": 0.0, "server": 0.0}
    for question in questions:
        first = {}
        for name, search in (("files", here), ("server", there)):
            search.embedded([question])
            began = process_time()
            hits = search.search(question, **how).hits
            seconds[name] += process_time() - began
            first[name] = {hit.found.passage_id for hit in hits}
        own = first["files"]
        shares.append(len(own & first["server"]) / len(own) if own else not first["server"])
    requests.stop()
    return {
        "same": round(sum(shares) / len(shares), 4),
        "requests": round(requests.count / len(questions), 1),
        **{f"{name}_cpu_ms": round(1000 * of / len(questions)) for name, of in seconds.items()},
    }


class _Counted:
    """Counts what a server is asked."""

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
