"""Key of the time when a mandate is due, by which pages filter."""

from __future__ import annotations

from index.analyses import Task


def due_key(task: Task) -> str:
    """Return when a mandate is due, in one form for each meeting; empty without a time."""
    meeting = task.due_meeting or task.meeting_counted_from
    if meeting:
        return f"meeting {meeting}"
    return task.mandate.deadline or task.mandate.counted_from or ""
