"""Results of operations for pages, cached until the index changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from corpus.filters import Filters
from index import Index
from index.analyses import FollowUp, Task
from search_app.drafts import Draft
from search_app.operations import (
    MANDATES,
    AnyOperation,
    MandatesRequest,
    Operation,
    Page,
    Request,
    RequestContext,
)
from search_app.web.session import open_index, ready_index, work_in_thread

A = TypeVar("A")
F = TypeVar("F")
R = TypeVar("R", bound=Request[Any])


def ask(
    operation: Operation[R, F, A],
    request: R,
    code: str,
    *,
    needs_model: bool = True,
    page: Page | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> F:
    """Return what an operation finds; the server keeps no answer to a draft.

    ``needs_model`` waits for the model, and ``page`` adds what takes long for its rows alone.
    ``progress`` takes what is counted, how many more, and how many in all. Raises
    :class:`QueryError`.
    """
    index = ready_index() if needs_model else open_index()
    if any(isinstance(value, Draft) for value in operation.values_of(request).values()):
        asking = RequestContext(
            index, reader=code, language=code, is_remote=True, progress=progress
        )
        find = partial(operation.find, asking, request, Page())
        # What draws progress has to be the run of the page itself.
        return find() if progress else work_in_thread(find)
    store = index.store
    key = (store.generation, store.id, operation.name, request, code)
    result: F = work_in_thread(partial(_find, *key, operation, index))
    if page is not None:
        result = work_in_thread(partial(_finish, *key, page, operation, index, result))
    return result


@st.cache_resource(max_entries=200, show_spinner=False)
def _find(
    generation: int,
    index: str,
    name: str,
    request: Request[Any],
    code: str,
    _asked: AnyOperation,
    _index: Index,
) -> Any:
    del generation, index, name  # parts of the key
    return _asked.find(RequestContext(_index, reader=code, language=code), request, Page())


@st.cache_resource(max_entries=200, show_spinner=False)
def _finish(
    generation: int,
    index: str,
    name: str,
    request: Request[object],
    code: str,
    page: Page,
    _asked: AnyOperation,
    _index: Index,
    _found: object,
) -> Any:
    del generation, index, name, request  # parts of the key
    asking = RequestContext(_index, reader=code, language=code)
    return _asked.finish_page(asking, _found, page)[0]


def mandates(document: str, code: str, meetings: tuple[str, ...] = ()) -> Sequence[Task]:
    """Return mandates of a document, or with an empty name of all, in the reader's language."""
    filters = Filters(meetings=meetings)
    request = MandatesRequest(document=document or None, filters=filters, shown_in=code)
    return ask(MANDATES, request, code, needs_model=False).mandates


def find_reports(tasks: Sequence[Task], code: str) -> list[Task]:
    """Return mandates with the passages that report on them, looked for once for each."""
    index = ready_index()
    where = [task.shown.passage_id for task in tasks]
    # Several of one paragraph differ by their texts.
    key = tuple((passage, task.mandate.action) for passage, task in zip(where, tasks, strict=True))
    store = index.store
    arguments = (store.generation, store.id, code, key)
    reports = work_in_thread(partial(_find_reports, *arguments, tasks, index))
    return [replace(task, reported_in=report) for task, report in zip(tasks, reports, strict=True)]


@st.cache_resource(max_entries=100, show_spinner=False)
def _find_reports(
    generation: int, index: str, code: str, key: object, _tasks: Sequence[Task], _asked: Index
) -> list[tuple[FollowUp, ...]]:
    del generation, index, code, key  # parts of the key
    return [task.reported_in for task in _asked.find_reports(_tasks)]
