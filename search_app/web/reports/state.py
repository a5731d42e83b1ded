"""The states of the pages of reports, as their addresses have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from corpus.languages import BY_CODE
from index.analyses import Task
from search_app.web.parameters import NumberParameter, PageState, TextParameter

DRAFT: Final = "draft"
"""Stands in place of a document for the draft that the reader's browser keeps."""


@dataclass(frozen=True, slots=True)
class CompareState(PageState):
    """Two texts side by side.

    Attributes:
        old: the earlier one, as ``index.lookup.show`` takes its name, or :data:`DRAFT`.
        new: the later one, in the same form.
        language: to compare in; None for the reader's, where both have it.
        shown: what has changed, or the whole text.
        page: of it, from 1.
    """

    old: Annotated[str, TextParameter("from")] = ""
    new: Annotated[str, TextParameter("to")] = ""
    language: Annotated[str | None, TextParameter("in", fits=BY_CODE.__contains__)] = None
    shown: Annotated[Literal["changes", "all"], TextParameter("show", fits="all".__eq__)] = (
        "changes"
    )
    page: Annotated[int, NumberParameter("page")] = 1


def due_key(task: Task) -> str:
    """Return when a mandate is due, in one form for each meeting; empty where no time is named.

    A time that is counted from a meeting or date (``six weeks before the 41st``) has its key.
    """
    meeting = task.due_meeting or task.meeting_counted_from
    if meeting:
        return f"meeting {meeting}"
    return task.mandate.deadline or task.mandate.counted_from or ""
