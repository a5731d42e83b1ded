"""Which documents may an answer be of? Those that the filters let through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.errors import QueryError

if TYPE_CHECKING:
    from corpus.filters import Filters
    from index import Index


def is_among(index: Index, symbol: str | None, allowed: set[int]) -> bool:
    """Return whether a document is one of those."""
    from index.lookup import catalogue

    return symbol is not None and catalogue.find(index.store, symbol) in allowed


def check_among(index: Index, filters: Filters, symbol: str | None, name: str) -> None:
    """Refuse a document that the filters do not let through.

    Args:
        index: that has it.
        filters: that were given.
        symbol: of the document; None where it has none.
        name: what it was called.

    Raises:
        QueryError: they do not.
    """
    allowed = index.store.filters.documents(filters)
    if allowed is not None and not is_among(index, symbol, allowed):
        raise filtered_out(symbol or name)


def filtered_out(name: str) -> QueryError:
    """Return the error that something is there, but not under the filters."""
    return QueryError(
        f"{name} is in the index, but the filters do not let it through. Leave one out.",
        reason="filtered-out",
        name=name,
    )
