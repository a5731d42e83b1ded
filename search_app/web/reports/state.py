"""What does each page of reports show? All of it, as it stands in the page's address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from corpus.languages import BY_CODE
from search_app.web.parameters import Number, State, Text

DRAFT: Final = "draft"
"""Stands in place of a document for the draft that the reader's browser keeps."""


@dataclass(frozen=True, slots=True)
class CompareState(State):
    """Two texts beside each other.

    Attributes:
        old: the earlier one, as ``index.lookup.show`` takes its name, or :data:`DRAFT`.
        new: the later one, likewise.
        language: to compare in; None for the reader's, where both have it.
        shown: what has changed, or the whole text.
        page: of it, from 1.
    """

    old: Annotated[str, Text("from")] = ""
    new: Annotated[str, Text("to")] = ""
    language: Annotated[str | None, Text("in", fits=BY_CODE.__contains__)] = None
    shown: Annotated[Literal["changes", "all"], Text("show", fits="all".__eq__)] = "changes"
    page: Annotated[int, Number("page")] = 1
