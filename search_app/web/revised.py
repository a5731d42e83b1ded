"""Has the newest revision of a document left out a passage of it, or given it another number?"""

from __future__ import annotations

from functools import partial

from index.analyses import with_fates
from index.store import Excerpt
from search_app.web.session import beside, open_index


def looked_up(shown: Excerpt) -> Excerpt:
    """A passage, with whether the newest revision of its document left it out or renumbered it."""
    if not (shown.symbol and shown.superseded_by):
        return shown
    (passage,) = beside(partial(with_fates, open_index().store, [shown]))
    return passage
