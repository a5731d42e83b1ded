"""Has the newest revision of a document left out a passage of it?"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from index.reports import left_out
from index.store import Excerpt, Store
from search_app.web.session import beside, open_index


def looked_up(shown: Excerpt) -> Excerpt:
    """A passage, with whether the newest revision of its document has left it out."""
    path = shown.passage.label_path
    if not (shown.symbol and shown.superseded_by and path and shown.passage.kind == "paragraph"):
        return shown
    store = open_index().store
    key = (store.generation, store.id, shown.symbol, shown.superseded_by, shown.language)
    return replace(shown, is_left_out=path in beside(partial(_left_out, *key, store)))


@st.cache_resource(max_entries=100, show_spinner=False)
def _left_out(
    generation: int, index: str, old: str, new: str, language: str | None, _store: Store
) -> frozenset[tuple[str, ...]]:
    del generation, index  # parts of the key
    return left_out(_store, old, new, language)
