"""Measure what each report on a large index costs: processor, time, memory and rows.

    python -m benchmarks.scale.reports [--size 100000] [--folder FOLDER] [REPORT …]

Each report runs in a process of its own. It is asked *cold*, with the model and the vectors still
on the disk, and then *warm*, with something else of the same kind. Seconds are of the processor, of
all threads together, and of the clock; the memory is the peak of the process, files that it maps
included. Rows are what the answer lists: cells, mandates, paragraphs, items, documents. What is
above the target (``MOST_SECONDS`` warm, ``MOST_MEGABYTES``) is marked.

``--folder`` keeps the index, and a second run takes it as it is.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final, NamedTuple

from benchmarks.scale.searches import peak_megabytes
from search_app import COLLECTED_AT

Ask = Callable[[Any], dict[str, Any]]
"""Asks an open index, and returns the JSON of the answer."""

MOST_SECONDS: Final = 2.0
MOST_MEGABYTES: Final = 600

SIZE: Final = 100_000
ON_A_PAGE: Final = 15
"""Rows of mandates that the app shows at a time, and looks for reports on."""

_PARAGRAPHS: Final = 10
"""Paragraphs of a draft: two pages."""


class Report(NamedTuple):
    """A report with the questions that are measured.

    Attributes:
        rows: name of the list in its answer.
        asks: questions to it, the cold one first.
    """

    rows: str
    asks: tuple[Ask, Ask]


def _request(name: str, page: int | None = None, **values: Any) -> Ask:
    """Give what asks an operation as its surfaces do, and returns its JSON."""

    def ask(index: Any) -> dict[str, Any]:
        from search_app.operations import Page, RequestContext, operation

        asked = operation(name)
        context = RequestContext(index, reader="en", is_remote=True)
        given = {key: value() if callable(value) else value for key, value in values.items()}
        request = asked.request_of(given)
        result, part = asked.look(context, request, Page(page))
        return dict(asked.as_json(asked.answered(result, request, context), part))

    return ask


def _draft(number: int, *, has_mandates: bool = False) -> Callable[[], Any]:
    """Give what makes a draft of passages of a made-up document, as somebody pastes it."""

    def make() -> Any:
        from benchmarks.scale.synthetic_archive import document
        from corpus.documents import Metadata
        from corpus.extract.mandates import find
        from search_app.drafts import Draft

        made = document(number)
        chosen = [
            passage
            for passage in made.passages
            if not has_mandates or find(passage.text, passage.language or "")
        ]
        return Draft(
            document=replace(made, metadata=Metadata(), passages=tuple(chosen[:_PARAGRAPHS]))
        )

    return make


def _gaps(language: str) -> Ask:
    """Give what lists the documents that lack a language."""

    def ask(index: Any) -> dict[str, Any]:
        from index.lookup import catalogue

        lacking = catalogue.list_lacking(index.documents((language,)))
        return {"lacking": [entry.key for own in lacking.values() for entry in own]}

    return ask


def _graph(index: Any) -> dict[str, Any]:
    return {"edges": [str(edge) for edge in index.graph().edges]}


_ON_PAGE: Final = {"page": ON_A_PAGE}

REPORTS: Final[dict[str, Report]] = {
    "positions": Report(
        "cells",
        (
            _request("positions", topic="early warning of floods"),
            _request("positions", topic="digital skills of teachers"),
        ),
    ),
    "positions in Chinese": Report(
        "cells",
        (_request("positions", topic="电子废弃物"), _request("positions", topic="儿童上网保护")),
    ),
    "precedents": Report(
        "paragraphs",
        (
            _request("precedents", draft=_draft(602)),
            _request("precedents", draft=_draft(603)),
        ),
    ),
    "comparison": Report(
        "paragraphs",
        (
            _request("compare", old="CWG-WSIS-30/4", new="CWG-WSIS-30/4(Rev.1)"),
            _request("compare", old="CWG-WSIS&SDG-39/4", new="CWG-WSIS&SDG-39/4(Rev.1)"),
        ),
    ),
    "mandates": Report(
        "mandates",
        (_request("mandates", **_ON_PAGE), _request("mandates", due="2025", **_ON_PAGE)),
    ),
    "mandates with fates": Report(
        "mandates",
        (
            _request("mandates", fates=True, **_ON_PAGE),
            _request("mandates", fates=True, due="2025", **_ON_PAGE),
        ),
    ),
    "mandates of a draft, a page": Report(
        "mandates",
        (
            _request("mandates", draft=_draft(602, has_mandates=True), **_ON_PAGE),
            _request("mandates", draft=_draft(603, has_mandates=True), **_ON_PAGE),
        ),
    ),
    "mandates of a draft": Report(
        "mandates",
        (
            _request("mandates", draft=_draft(602, has_mandates=True)),
            _request("mandates", draft=_draft(603, has_mandates=True)),
        ),
    ),
    "worksheet": Report(
        "mandates",
        (
            _request("mandates", fates=True, document="CWG-WSIS&SDG-39/4"),
            _request("mandates", fates=True, document="CWG-WSIS&SDG-38/4", shown_in="fr"),
        ),
    ),
    "dossier": Report(
        "items", (_request("dossier", meeting="39"), _request("dossier", meeting="40"))
    ),
    "gaps": Report("lacking", (_gaps("en"), _gaps("ar"))),
    "references": Report(
        "mentions",
        (
            _request("lookup", reference="Resolution 140"),
            _request("lookup", reference="القرار 139"),
        ),
    ),
    "graph of references": Report("edges", (_graph, _graph)),
    "equivalents": Report(
        "equivalents",
        (_request("equivalents", term="early warning"), _request("equivalents", term="远程医疗")),
    ),
}
"""The reports by their names, with the questions to each."""


def measure(folder: Path, name: str) -> list[dict[str, Any]]:
    """Ask a report cold and warm, in this process, which has done nothing else."""
    report, figures = REPORTS[name], []
    gc.set_threshold(COLLECTED_AT)  # as the command and the app do
    began = process_time(), perf_counter()
    from index import Index

    with Index.open(folder) as index:
        for state, ask in zip(("cold", "warm"), report.asks, strict=True):
            rows = len(ask(index)[report.rows] or ())
            taken = process_time() - began[0], perf_counter() - began[1]
            figures.append(
                {
                    "report": name,
                    "state": state,
                    "cpu_seconds": round(taken[0], 2),
                    "seconds": round(taken[1], 2),
                    "megabytes": peak_megabytes(),
                    "rows": rows,
                }
            )
            began = process_time(), perf_counter()
    return figures


def _build(folder: Path, size: int) -> None:
    from benchmarks.scale.synthetic_archive import fill
    from corpus.extract.mandates import dump, rules
    from index import Index

    with Index.open(folder, create=True) as index:
        index.store.vectors.use_model(index.encoder)
        fill(index.store, size)
        index.store.mandates.fill(rules(), dump)  # a folder may be of an earlier version
        index.prepare()


def _mark(figure: dict[str, Any]) -> str:
    is_slow = figure["state"] == "warm" and figure["cpu_seconds"] > MOST_SECONDS
    return " !" if is_slow or figure["megabytes"] > MOST_MEGABYTES else ""


def main() -> None:
    """Build the index, measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.reports")
    parser.add_argument("reports", nargs="*", choices=[*REPORTS, []], metavar="REPORT")
    parser.add_argument("--size", type=int, default=SIZE, help="passages of the index")
    parser.add_argument("--folder", type=Path, help="that keeps the index")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    names = options.reports or [*REPORTS]
    if options.measure:
        print(json.dumps(measure(options.measure, names[0])))
        return
    with tempfile.TemporaryDirectory(prefix="wsis-search-") as scratch:
        folder = options.folder or Path(scratch)
        _build(folder, options.size)
        print("| report | | processor, s | clock, s | peak, MB | rows |")
        print("| --- | --- | ---: | ---: | ---: | ---: |")
        for name in names:
            module = "benchmarks.scale.reports"
            command = [sys.executable, "-m", module, "--measure", str(folder), name]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
            for figure in json.loads(done.stdout):
                print("|", *(f"{value} |" for value in figure.values()), _mark(figure), flush=True)


if __name__ == "__main__":
    main()
