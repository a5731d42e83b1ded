"""How many passages would each value of a filter find? Counted under the other filters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from corpus.filters import FACETS, Filters
from index.store import Store

_NOTHING: Final = Filters()


@dataclass(frozen=True, slots=True)
class Count:
    """What a value of a filter stands for.

    Attributes:
        value: as the filter takes it.
        passages: that can be found with it.
        documents: that they are of.
    """

    value: str
    passages: int
    documents: int


def facets(store: Store, filters: Filters | None = None) -> dict[str, tuple[Count, ...]]:
    """Count what can be found with each value of each filter.

    Args:
        store: of the index.
        filters: that are chosen; a facet's own filter does not count for it, so that its other
            values can be seen.

    Returns:
        By facet the values that are there, those of most documents first.
    """
    chosen = filters or _NOTHING
    found: dict[str, tuple[Count, ...]] = {}
    for own, facet in FACETS.items():
        others = replace(chosen, **{own: getattr(_NOTHING, own)})
        if own == "submitters":
            others = replace(others, source=None)  # chooses among the same values
        found[facet.name] = tuple(Count(*row) for row in store.facet(facet, others))
    return found
