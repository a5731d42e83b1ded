"""What do the pages of reports ask the index? Kept for as long as the index stays as it is."""

from __future__ import annotations

import streamlit as st

from corpus.documents import Document
from index.reports import Comparison
from search_app.web.session import open_index


def compared(old: str | Document, new: str | Document, language: str | None) -> Comparison:
    """Compare two documents, or a draft with one; a draft is nothing that the server keeps.

    Raises:
        QueryError: a document is not there, or the two have no language in common.
    """
    if isinstance(old, Document) or isinstance(new, Document):
        return open_index().compare(old, new, language)
    store = open_index().store
    return _compared(store.generation, store.id, old, new, language)


@st.cache_resource(max_entries=20, show_spinner=False)
def _compared(generation: int, index: str, old: str, new: str, language: str | None) -> Comparison:
    del generation, index  # parts of the key
    return open_index().compare(old, new, language)
