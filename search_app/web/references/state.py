"""The state of the references page, as its address has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from search_app.web.parameters import (
    LONGEST,
    MeetingName,
    NumberParameter,
    PageState,
    TextParameter,
)


@dataclass(frozen=True, slots=True)
class ReferenceState(PageState):
    """The state of the references page; without a reference, its start. ``meeting`` is a filter."""

    # One character more than a question may have: then the page says so.
    reference: Annotated[str, TextParameter("q", "ref", longest=LONGEST + 1, strip=False)] = ""
    meeting: Annotated[str | None, MeetingName("meeting")] = None
    page: Annotated[int, NumberParameter("page", most=9999)] = 1

    def to_address(self) -> dict[str, list[str]]:
        """Return the parameters of the state; the start of the page has none."""
        return PageState.to_address(self) if self.reference.strip() else {}


def reference_address(reference: str, meeting: str | None = None) -> str:
    """Return the page address of a reference, not escaped; ``meeting`` filters its mentions."""
    more = {"meeting": meeting} if meeting else {}
    return "references?" + urlencode({"q": reference, **more})
