"""Has the newest revision of a document left out a passage of it, or given it another number?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from index.reports import became_of
from index.store import Excerpt, Store
from search_app.web.session import beside, open_index


def looked_up(shown: Excerpt) -> Excerpt:
    """A passage, with whether the newest revision of its document left it out or renumbered it."""
    if not (shown.symbol and shown.superseded_by):
        return shown
    store = open_index().store
    key = (store.generation, store.id, shown.symbol, shown.superseded_by, shown.language)
    told = beside(partial(_told, *key, store))
    if shown.passage_id not in told:
        return shown
    now = told[shown.passage_id]
    if now is None:
        return replace(shown, is_left_out=True)
    return replace(shown, now=store.excerpts([now]).get(now))


@st.cache_resource(max_entries=100, show_spinner=False)
def _told(
    generation: int, index: str, old: str, new: str, language: str | None, _store: Store
) -> Mapping[int, int | None]:
    """By the passages of a version that were renumbered, which they are there, or None: left out.

    All that is known would take much room.
    """
    del generation, index  # parts of the key
    became = became_of(_store, old, new, language)
    return {
        one: told.now.passage_id if told.now else None
        for one, told in became.items()
        if told.now or told.change == "removed"
    }
