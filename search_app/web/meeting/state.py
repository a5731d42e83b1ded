"""The state of the meeting page, as its address has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from index.analyses import Task
from search_app.web.parameters import MeetingName, NumberParameter, PageState, TextParameter

STATE: Final = "meeting-state"
"""Key of the page's state in the session."""

ALL_MEETINGS: Final = "all"
"""Value in place of a meeting for the mandates of all meetings."""

View = Literal["dossier", "mandates", "coverage"]


@dataclass(frozen=True, slots=True)
class MeetingState(PageState):
    """A meeting, its view, and the filters of its mandates; an empty filter takes all.

    ``meeting`` is a number, or a name in symbols; empty for the latest. ``due`` has the form of
    ``reports.due_key``, and a year includes its days.
    """

    meeting: Annotated[str, MeetingName("meeting")] = ""
    view: Annotated[View, TextParameter("view", fits={"mandates", "coverage"}.__contains__)] = (
        "dossier"
    )
    addressee: Annotated[str, TextParameter("addressee")] = ""
    document: Annotated[str, TextParameter("document")] = ""
    due: Annotated[str, TextParameter("due")] = ""
    page: Annotated[int, NumberParameter("page")] = 1

    def takes(self, task: Task) -> bool:
        """Whether a mandate has the addressee and the time of the filters."""
        return (not self.addressee or self.addressee in task.mandate.addressees) and (
            not self.due or task.is_due(self.due)
        )
