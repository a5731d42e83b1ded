"""The states of the pages of reports, as their addresses have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from index.analyses import Task
from search_app.web.parameters import MeetingName, NumberParameter, PageState, TextParameter


@dataclass(frozen=True, slots=True)
class MandatesState(PageState):
    """The state of the mandates page.

    Attributes:
        addressee: only to him, by his name in English; empty for all.
        document: only of this one, as a list names it.
        due: only by then, as :func:`due_key` says it; a year has all that is due in it.
        page: of them, from 1.
    """

    addressee: Annotated[str, TextParameter("addressee")] = ""
    document: Annotated[str, TextParameter("document")] = ""
    due: Annotated[str, TextParameter("due")] = ""
    page: Annotated[int, NumberParameter("page")] = 1

    def takes(self, task: Task) -> bool:
        """Whether a mandate is to that addressee, and due then."""
        return (not self.addressee or self.addressee in task.mandate.addressees) and (
            not self.due or task.is_due(self.due)
        )


def due_key(task: Task) -> str:
    """Return when a mandate is due, in one form for each meeting; empty where no time is named.

    A time that is counted from a meeting or date (``six weeks before the 41st``) has its key.
    """
    meeting = task.due_meeting or task.meeting_counted_from
    if meeting:
        return f"meeting {meeting}"
    return task.mandate.deadline or task.mandate.counted_from or ""


@dataclass(frozen=True, slots=True)
class DossierState(PageState):
    """Meeting to read for: its number, or as symbols have it; empty for none."""

    meeting: Annotated[str, MeetingName("meeting")] = ""
