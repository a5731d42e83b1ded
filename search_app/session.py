"""What is kept between reruns of the app: the open index and the model, loaded once."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from index.encoder import load
from index.search import Search
from index.store import Store

__all__ = ["open_search"]


def open_search() -> Search:
    """The search over the index that the app was started with, loaded once for all sessions.

    Raises:
        WsisSearchError: the index or the model cannot be used; it says what to do.
    """
    return _open(os.environ["WSIS_SEARCH_INDEX"], os.environ.get("WSIS_SEARCH_MODEL"))


@st.cache_resource(show_spinner=False)
def _open(index: str, model: str | None) -> Search:
    store = Store(Path(index))
    search = Search(store, load(model or store.setting("model")))
    search.prepare()
    return search
