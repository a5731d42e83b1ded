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
    """The state of the references page.

    Attributes:
        reference: as it was typed, in any form and language; empty for the start of the page.
        meeting: key of the meeting that the mentions are narrowed to (``meeting_bars``), or None.
        page: of the mentions, from 1.
    """

    # One character more than a question may have: then the page says so.
    reference: Annotated[str, TextParameter("q", "ref", longest=LONGEST + 1, strip=False)] = ""
    meeting: Annotated[str | None, MeetingName("meeting")] = None
    page: Annotated[int, NumberParameter("page", most=9999)] = 1

    def to_address(self) -> dict[str, list[str]]:
        """Write the state; the start of the page has none."""
        return PageState.to_address(self) if self.reference.strip() else {}


def reference_address(reference: str, meeting: str | None = None) -> str:
    """Return the address of a reference on its page, relative to the app's; to be escaped for HTML.

    Args:
        reference: in any form.
        meeting: key of the meeting that its mentions are narrowed to.
    """
    more = {"meeting": meeting} if meeting else {}
    return "references?" + urlencode({"q": reference, **more})
