"""Mandates that fall due, a line for each as the first page shows them; key of their time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from index.analyses import Task, find_latest_meetings
from index.lookup import CatalogueEntry
from search_app.localise import Locale
from search_app.operations.layouts import task_cells
from search_app.web.parts import document_address
from search_app.web.reports.answers import mandates


@dataclass(frozen=True, slots=True)
class Due:
    """A mandate that falls due: by when, whether it is only proposed, who, what, and where."""

    deadline: str
    standing: str
    addressee: str
    action: str
    language: str | None
    address: str
    is_past: bool


def falling_due(locale: Locale, every: Sequence[CatalogueEntry]) -> list[Due]:
    """Return mandates of the latest two meetings that fall due after them, the earliest first."""
    meetings, now = find_latest_meetings(every)
    if not meetings:
        return []
    tasks = [
        task
        for task in mandates("", locale.code, meetings)
        if task.mandate.act == "asks" and (task.due or "") > now[: len(task.due or "")]
    ]
    return [due_of(locale, task) for task in sorted(tasks, key=lambda task: task.due or "")]


def due_of(locale: Locale, task: Task) -> Due:
    """Return a mandate as a line of the start page."""
    texts = (cell.text for cell in task_cells(task, locale.code))
    addressee, _, _, standing, action, deadline, *_ = texts
    shown = task.shown
    today = datetime.now(UTC).date().isoformat()
    is_past = bool(task.due) and (task.due or "") < today[: len(task.due or "")]
    address = document_address(shown)
    return Due(deadline, standing, addressee, action, shown.language, address, is_past)


def due_key(task: Task) -> str:
    """Return when a mandate is due, in one form for each meeting; empty without a time."""
    meeting = task.due_meeting or task.meeting_counted_from
    if meeting:
        return f"meeting {meeting}"
    return task.mandate.deadline or task.mandate.counted_from or ""
