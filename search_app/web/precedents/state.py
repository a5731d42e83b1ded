"""The state of the draft page, as its address has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from corpus.languages import BY_CODE
from search_app.web.parameters import NumberParameter, PageState, TextParameter
from search_app.web.parts import LONGEST_PACKED

DRAFT: Final = "draft"
"""Value in place of a document for the reader's draft."""

STATE: Final = "draft-state"

SHOWN: Final = "precedents-shown"
"""Session key of the kind of earlier texts that is shown."""

View = Literal["earlier", "compared", "asked"]


@dataclass(frozen=True, slots=True)
class DraftState(PageState):
    """A draft or a document of the index (``new``), and the earlier text beside it (``old``).

    Both have any name of a document, or :data:`DRAFT`. ``language`` is None for the reader's, where
    both texts have it. ``link`` is the packed draft of an address.
    """

    new: Annotated[str, TextParameter("to")] = ""
    old: Annotated[str, TextParameter("from")] = ""
    view: Annotated[View, TextParameter("view", fits=("compared", "asked").__contains__)] = (
        "earlier"
    )
    language: Annotated[str | None, TextParameter("in", fits=BY_CODE.__contains__)] = None
    shown: Annotated[Literal["changes", "all"], TextParameter("show", fits="all".__eq__)] = (
        "changes"
    )
    page: Annotated[int, NumberParameter("page")] = 1
    link: Annotated[str, TextParameter("draft", longest=LONGEST_PACKED + 1)] = ""

    @property
    def document(self) -> str:
        """Name of the document in place of a draft; empty for a draft."""
        return self.new if self.new != DRAFT else ""
