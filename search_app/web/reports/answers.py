"""Results of operations for pages, cached until the index changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from corpus.filters import Filters
from index.analyses import Task
from search_app.drafts import Draft
from search_app.operations import (
    MANDATES,
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
    asking = RequestContext(index, reader=code, language=code)
    if any(isinstance(value, Draft) for value in operation.values_of(request).values()):
        asking = replace(asking, is_remote=True, progress=progress)
        find = partial(operation.find, asking, request)
        # What draws progress has to be the run of the page itself.
        return find() if progress else work_in_thread(find)
    store = index.store
    key = (store.generation, store.id, operation.name, request, code)
    result: F = _remember(key, partial(operation.find, asking, request))
    if page is not None:
        asking = replace(asking, page=page)
        finish = partial(operation.finish_page, asking, result)
        result, _ = _remember((*key, page), finish)
    return result


def _remember(key: tuple[object, ...], work: Callable[[], Any]) -> Any:
    """Return the result of work, which a thread does once for each key."""
    return work_in_thread(partial(_keep, key, work))


@st.cache_resource(max_entries=500, show_spinner=False)
def _keep(key: tuple[object, ...], _work: Callable[[], Any]) -> Any:
    del key  # the work is no part of it
    return _work()


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
    reports = _remember(
        (store.generation, store.id, code, key),
        lambda: [task.reported_in for task in index.find_reports(tasks)],
    )
    return [replace(task, reported_in=report) for task, report in zip(tasks, reports, strict=True)]
