"""What can be drawn up from an index for a meeting?

    compare(store, old, new)        -> Comparison: two revisions, or a draft and what it rests on
    mandates(store, search, …)      -> Tasks: who is asked to do what, by when, reported on where

    paragraphs -> compare, mandates

Each line keeps the passages that it was made from, so that it can be cited. Nothing is worded,
printed or written to a file here.
"""

from index.reports.compare import Compared, Comparison, Side, compare
from index.reports.mandates import Task, mandates

__all__ = ["Compared", "Comparison", "Side", "Task", "compare", "mandates"]
