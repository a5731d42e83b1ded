"""What do the pages of reports ask the index? Kept for as long as the index stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from corpus.documents import Document
from corpus.filters import Filters
from index import Index
from index.reports import Comparison, Dossier, FollowUp, Positions, Task
from search_app.web.session import beside, open_index, ready_index


def compared(old: str | Document, new: str | Document, language: str | None) -> Comparison:
    """Compare two documents, or a draft with one; a draft is nothing that the server keeps.

    Raises:
        QueryError: a document is not there, or the two have no language in common.
    """
    if isinstance(old, Document) or isinstance(new, Document):
        return beside(partial(open_index().compare, old, new, language))
    index = open_index()
    store = index.store
    key = (store.generation, store.id, old, new, language)
    return beside(partial(_compared, *key, index))


@st.cache_resource(max_entries=20, show_spinner=False)
def _compared(
    generation: int, index: str, old: str, new: str, language: str | None, _asked: Index
) -> Comparison:
    del generation, index  # parts of the key
    return _asked.compare(old, new, language)


def positions(topic: str, filters: Filters, code: str) -> Positions:
    """Find who said what on a topic, in the reader's language where it is there.

    Raises:
        QueryError: the topic cannot be asked so.
    """
    index = ready_index()
    store = index.store
    key = (store.generation, store.id, topic, filters, code)
    return beside(partial(_positions, *key, index))


@st.cache_resource(max_entries=50, show_spinner=False)
def _positions(
    generation: int, index: str, topic: str, filters: Filters, code: str, _asked: Index
) -> Positions:
    del generation, index  # parts of the key
    return _asked.positions(topic, filters=filters, shown_in=code)


def mandates(document: str, code: str, meetings: tuple[str, ...] = ()) -> list[Task]:
    """List mandates of a document, or with an empty name of all, in the reader's language.

    With meetings only those of their documents, read at once: one by one they would drive each
    other out of what is kept.

    Where they are reported on is looked for by :func:`reported`.
    """
    index = open_index()
    store = index.store
    key = (store.generation, store.id, document, code, meetings)
    return beside(partial(_mandates, *key, index))


@st.cache_resource(max_entries=20, show_spinner=False)
def _mandates(
    generation: int,
    index: str,
    document: str,
    code: str,
    meetings: tuple[str, ...],
    _asked: Index,
) -> list[Task]:
    del generation, index  # parts of the key
    filters = Filters(meetings=meetings) if meetings else None
    return _asked.mandates(
        reported=False, document=document or None, filters=filters, shown_in=code
    )


def reported(tasks: Sequence[Task], code: str) -> list[Task]:
    """The same with where they are reported on; looked for once for each."""
    index = ready_index()
    where = [one.shown.passage_id for one in tasks]
    # Several of one paragraph are told apart by their texts.
    key = tuple((one, task.mandate.action) for one, task in zip(where, tasks, strict=True))
    store = index.store
    told = (store.generation, store.id, code, key)
    found = beside(partial(_reported, *told, tasks, index))
    return [replace(task, reported_in=one) for task, one in zip(tasks, found, strict=True)]


@st.cache_resource(max_entries=100, show_spinner=False)
def _reported(
    generation: int, index: str, code: str, key: object, _tasks: Sequence[Task], _asked: Index
) -> list[tuple[FollowUp, ...]]:
    del generation, index, code, key  # parts of the key
    return [one.reported_in for one in _asked.reported(_tasks)]


def dossier(meeting: str, code: str) -> Dossier:
    """Draw up what to read before a meeting, in the reader's language where it is there.

    Raises:
        QueryError: the index has no document of the meeting.
    """
    index = ready_index()
    store = index.store
    key = (store.generation, store.id)
    return beside(partial(_dossier, *key, meeting, code, index))


@st.cache_resource(max_entries=12, show_spinner=False)
def _dossier(generation: int, index: str, meeting: str, code: str, _asked: Index) -> Dossier:
    del generation, index  # parts of the key
    return _asked.dossier(meeting, code)
