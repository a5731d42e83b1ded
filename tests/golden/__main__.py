"""Record what is read from all files and how all judged needs are ranked, and compare it later.

    python -m tests.golden keep FOLDER      records
    python -m tests.golden compare FOLDER   does it again; exit 1 where something differs

It is more than the recorded answers hold: each passage and reference of the sample and, where it is
there, of the folder of real files; and thirty hits of each judged need in six languages and every
mode, with scores to six places. A difference is a defect, or a line of the CHANGELOG.
"""

from __future__ import annotations

import difflib
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, get_args

from benchmarks.relevance.needs import HARD, NEEDS, SHORT, read_needs
from corpus.sample import FILES
from index import Index
from index.retrieval import PER_DOCUMENT, Mode
from tests.commands import run
from tests.conftest import REAL_DATA

SHOWN: Final = 80
"""Lines of a difference that are printed."""


def read_files() -> Iterator[dict[str, Any]]:
    """Yield the document, passages and references of each file, or the error in their place."""
    folders = (FILES, REAL_DATA / "documents")
    for path in sorted(path for folder in folders for path in folder.rglob("*.*")):
        outcome = run("parse", path, "--changes", "--json")
        parsed = outcome.json() if outcome.out else {"error": outcome.err}
        yield {"name": path.name, **parsed}


def rank_needs() -> Iterator[dict[str, Any]]:
    """Yield the hits of each judged need in an index of the sample."""
    with tempfile.TemporaryDirectory() as folder:
        run("ingest", FILES, index=Path(folder))
        with Index.open(Path(folder)) as index:
            for need in (need for file in (NEEDS, SHORT, HARD) for need in read_needs(file)):
                for query in need.queries.values():
                    for mode in get_args(Mode):
                        yield _rank(index, query, mode)


def _rank(index: Index, query: str, mode: Mode) -> dict[str, Any]:
    result = index.search(query, k=30, mode=mode, per_document=PER_DOCUMENT)
    hits = [
        f"{hit.found.symbol} {' '.join(hit.found.passage.label_path)} {hit.found.language} "
        f"{hit.score:.6f}"
        for hit in result.hits
    ]
    return {
        "query": query,
        "mode": mode,
        "notes": [note.code for note in result.notes],
        "hits": hits,
    }


def main() -> int:
    """Record or compare, as the command line says; return the exit code."""
    if len(sys.argv) != 3 or sys.argv[1] not in {"keep", "compare"}:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    differing = 0
    for name, outputs in (("read", read_files()), ("rankings", rank_needs())):
        text = json.dumps([*outputs], ensure_ascii=False, indent=1) + "\n"
        path = folder / f"{name}.json"
        if sys.argv[1] == "keep":
            path.write_text(text, "utf-8")
            continue
        before = path.read_text("utf-8").splitlines()
        lines = [*difflib.unified_diff(before, text.splitlines(), lineterm="", n=2)]
        print(f"{name}: {len(lines)} lines of a difference", *lines[:SHOWN], sep="\n")
        differing += bool(lines)
    return min(differing, 1)


if __name__ == "__main__":
    sys.exit(main())
