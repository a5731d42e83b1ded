"""Has the newest revision of a document left out a passage of it?"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from index.reports import became_of
from index.store import Excerpt, Store
from search_app.web.session import beside, open_index


def looked_up(shown: Excerpt) -> Excerpt:
    """A passage, with whether the newest revision of its document has left it out."""
    if not (shown.symbol and shown.superseded_by):
        return shown
    store = open_index().store
    key = (store.generation, store.id, shown.symbol, shown.superseded_by, shown.language)
    left_out = beside(partial(_left_out, *key, store))
    return replace(shown, is_left_out=shown.passage_id in left_out)


@st.cache_resource(max_entries=100, show_spinner=False)
def _left_out(
    generation: int, index: str, old: str, new: str, language: str | None, _store: Store
) -> frozenset[int]:
    """The passages of a version that were left out; all that is known would take much room."""
    del generation, index  # parts of the key
    became = became_of(_store, old, new, language)
    return frozenset(one for one, told in became.items() if told.change == "removed")
