"""What can be drawn up from an index for a meeting?

    compare(store, old, new)        -> Comparison: two revisions, or a draft and what it rests on

Each line keeps the passages that it was made from, so that it can be cited. Nothing is worded,
printed or written to a file here.
"""

from index.reports.compare import Compared, Comparison, Side, compare

__all__ = ["Compared", "Comparison", "Side", "compare"]
