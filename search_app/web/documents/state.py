"""The state of the documents page, as its address has it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Final, Literal, Self

from corpus.languages import BY_CODE
from search_app.web.documents.text import Side
from search_app.web.parameters import (
    MeetingName,
    NumberParameter,
    PageState,
    Parameters,
    TextParameter,
)
from search_app.web.parts import PAGE

STATE: Final = "documents-state"
"""Key of the page's state in the session."""

PAGE_IMAGE: Final = PAGE

TRANSLATION: Final = "translation"
"""In place of the right language: the machine translation into the reader's language."""

View = Literal["list", "contents"]

_OF_THE_LIST: Final = frozenset({"meeting", "series", "words", "list", "view"})
"""Parameters that narrow the list of documents."""


@dataclass(frozen=True, slots=True)
class DocumentState(PageState):
    """The state of the documents page: a document where the address names one, else the list.

    Attributes:
        document: instead of a symbol, for a document without one (``links.token``).
        left: language of the version to read; None for the reader's own, if it is there.
        right: language next to it, :data:`PAGE_IMAGE`, :data:`TRANSLATION`, or None.
        paragraph: labels of the cited paragraph.
        place: of a paragraph without labels in its version, from 0.
        piece: of a long paragraph, from 1.
        passage: id of the cited passage, valid until the next ingest.
        part: of a long document, from 1; None for that of the cited paragraph.
        page: of the PDF, from 1; None for that of the cited paragraph.
    """

    symbol: Annotated[str | None, TextParameter("symbol")] = None
    document: Annotated[str | None, TextParameter("doc")] = None
    left: Annotated[str | None, TextParameter("left", "in", fits=BY_CODE.__contains__)] = None
    right: Annotated[
        str | None,
        TextParameter("right", fits={*BY_CODE, PAGE_IMAGE, TRANSLATION}.__contains__),
    ] = None
    side: Annotated[Side, TextParameter("side", fits="right".__eq__)] = "left"
    paragraph: Annotated[str | None, TextParameter("para", "label")] = None
    place: Annotated[int | None, NumberParameter("at", least=0)] = None
    piece: Annotated[int | None, NumberParameter("piece")] = None
    passage: Annotated[int | None, NumberParameter("passage")] = None
    part: Annotated[int | None, NumberParameter("part")] = None
    page: Annotated[int | None, NumberParameter("page")] = None
    meeting: Annotated[str | None, MeetingName("meeting")] = None
    series: Annotated[str | None, TextParameter("series")] = None
    words: Annotated[str | None, TextParameter("words")] = None
    list_part: Annotated[int | None, NumberParameter("list")] = None
    view: Annotated[View, TextParameter("view", fits="contents".__eq__)] = "list"

    @property
    def names_document(self) -> bool:
        """Whether the state names a document."""
        return bool(self.symbol or self.document or self.passage is not None)

    def to_address(self) -> dict[str, list[str]]:
        """Return the parameters for the shown document or list."""
        return {
            name: values
            for name, values in PageState.to_address(self).items()
            if (name in _OF_THE_LIST) != self.names_document
        }

    def without_paragraph(self) -> Self:
        """Return this state without a cited paragraph, at the first part and page."""
        return replace(
            self,
            side="left",
            paragraph=None,
            place=None,
            piece=None,
            passage=None,
            part=None,
            page=None,
        )


def mend_parameters(parameters: Parameters) -> dict[str, list[str]]:
    """Return parameters in which a symbol is whole that was typed with a plain ``&``."""
    by_name = {name: list(values) for name, values in parameters.items()}
    ends = [name for name, values in by_name.items() if "/" in name and not any(values)]
    if len(ends) == 1 and len(by_name.get("symbol", ())) == 1:
        del by_name[ends[0]]
        by_name["symbol"] = [f"{by_name['symbol'][0]}&{ends[0]}"]
    return by_name
