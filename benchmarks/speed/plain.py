"""Measure how long the plain pages of documents, paragraphs and references take.

    python -m benchmarks.speed.plain [--rounds 20] [--json]

It asks the middleware of the app in this process, without a network, for pages in six languages of
the sample corpus. The median and the 95th percentile count, of the pages of each kind.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Iterator
from typing import Final

import numpy as np
from rich.console import Console
from rich.table import Table
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from benchmarks.speed import sample
from corpus.languages import BY_CODE
from index import Index
from index.lookup import catalogue
from search_app.citing import (
    plain_address,
    plain_document_address,
    plain_reference_address,
)
from search_app.web.plain import PlainPages

_REFERENCES: Final = ("A/RES/70/125", "PP Res. 140 (Rev. Bucharest, 2022)", "WSIS C5", "SDG 9.c")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = sample.index()
    os.environ["WSIS_SEARCH_INDEX"] = str(folder)
    with Index.open(folder) as index:
        addresses = {kind: [*own] for kind, own in _list_addresses(index).items()}
    figures = {kind: _measure(own, options.rounds) for kind, own in addresses.items()}
    if options.json:
        print(json.dumps(figures))
        return
    table = Table("page", "pages", "median, ms", "95th percentile, ms")
    for kind, (median, most) in figures.items():
        table.add_row(kind, str(len(addresses[kind])), f"{median:.1f}", f"{most:.1f}")
    Console().print(table)


def _list_addresses(index: Index) -> dict[str, Iterator[str]]:
    symbols = [entry.symbol for entry in index.documents() if entry.symbol]
    return {
        "document": (
            plain_document_address(symbol, code) for symbol in symbols for code in BY_CODE
        ),
        "paragraph": _list_paragraphs(index, symbols),
        "reference": (
            plain_reference_address(name, code) for name in _REFERENCES for code in BY_CODE
        ),
    }


def _list_paragraphs(index: Index, symbols: list[str]) -> Iterator[str]:
    """Yield the address of one in seven paragraphs of each version."""
    for symbol in symbols:
        id_ = catalogue.find(index.store, symbol)
        for code in BY_CODE:
            ids = catalogue.version_passages(index.store, id_ or 0, code)
            yield from map(plain_address, index.excerpts(ids[::7]).values())


def _measure(addresses: list[str], rounds: int) -> tuple[float, float]:
    """Return median and 95th percentile of the milliseconds of answers, the best of some rounds."""

    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        del receive, send
        raise LookupError(scope["path"])

    client = TestClient(PlainPages(refuse))
    best = np.full(len(addresses), np.inf)
    for _ in range(rounds):
        for place, address in enumerate(addresses):
            began = time.perf_counter()
            answer = client.get(f"/{address}")
            best[place] = min(best[place], 1000 * (time.perf_counter() - began))
            assert answer.status_code == 200, address
    return float(np.median(best)), float(np.percentile(best, 95))


if __name__ == "__main__":
    main()
