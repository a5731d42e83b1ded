"""Checks that a document passes the filters of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.errors import QueryError

if TYPE_CHECKING:
    from corpus.filters import Filters
    from index import Index


def is_among(index: Index, symbol: str | None, allowed: set[int]) -> bool:
    """Whether the document with a symbol is one of the allowed ones."""
    from index.lookup import catalogue

    return symbol is not None and catalogue.find(index.store, symbol) in allowed


def check_among(index: Index, filters: Filters, symbol: str | None, name: str) -> None:
    """Raise :class:`QueryError` for a document, called ``name``, that does not pass the filters."""
    allowed = index.store.filters.documents(filters)
    if allowed is not None and not is_among(index, symbol, allowed):
        raise make_filter_error(symbol or name)


def make_filter_error(name: str) -> QueryError:
    """Return the error for something that the index has, but not under the filters."""
    return QueryError(
        f"{name} is in the index, but the filters do not let it through. Leave one out.",
        reason="filtered-out",
        name=name,
    )
