"""Which documents may an answer be of? Those that are named, and that the filters let through."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from corpus import symbols
from index import Index
from index.lookup import Trace, catalogue
from index.store import Store
from search_app.api.problems import ProblemError


def named(symbol: str, label: str | None) -> str:
    """A document's name as ``Index.show`` takes it: a symbol, or a file's name without folders."""
    if symbols.parse_asked(symbol.partition("#")[0].strip()) is None:
        symbol = symbol.replace("\\", "/").rsplit("/", 1)[-1]
    return f"{symbol.partition('#')[0]}#{label}" if label else symbol


def is_among(index: Index, symbol: str | None, allowed: set[int]) -> bool:
    """Whether a document is one of those."""
    return symbol is not None and catalogue.find(index.store, symbol) in allowed


def let_through(index: Index, trace: Trace, allowed: set[int]) -> Trace:
    """What of a reference's trace stands in one of the documents."""
    ids = [line.shown.passage_id for line in trace.mentions]
    documents = index.store.documents_of(ids) if ids else {}
    card = trace.document
    is_there = card is not None and is_among(index, card.metadata.symbol, allowed)
    return replace(
        trace,
        document=card if is_there else None,
        mentions=tuple(
            line for line in trace.mentions if documents[line.shown.passage_id] in allowed
        ),
    )


def filtered_out(what: str) -> ProblemError:
    """The problem that something is there, but not under the filters."""
    return ProblemError(404, "not-found", "filtered-out", name=what)


def documents_called(store: Store, name: str) -> list[int]:
    """The documents that have a version from a file of a name."""
    rows = store.document_files()
    return list(dict.fromkeys(row["id"] for row in rows if PurePath(row["shown"]).name == name))
