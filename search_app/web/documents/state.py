"""What does the documents page show? All of it, as it stands in the page's address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

from corpus.languages import BY_CODE
from search_app.web.documents.text import Side

__all__ = ["PAGE_IMAGE", "STATE", "DocumentState"]

STATE: Final = "documents-state"
"""Under which the session keeps what the page shows."""

PAGE_IMAGE: Final = "page"
"""Stands for the picture of the page where a language of the right side is named."""

_LONGEST: Final = 300
_MOST: Final = 10**9


@dataclass(frozen=True, slots=True)
class DocumentState:
    """What the documents page shows; a document where one is named, else the list of them.

    Attributes:
        symbol: of the document, in any form.
        document: in its stead for one without a symbol (``links.token``).
        left: language of the version to read; None for the reader's own, where it is there.
        right: what stands beside it: a language, :data:`PAGE_IMAGE`, or None.
        side: that the cited paragraph stands on.
        paragraph: its labels.
        place: in its version, from 0, where it has no labels.
        piece: of it, from 1, where it is long.
        passage: its id, which holds only until the next ingest.
        part: of a long document, from 1; None for that of the cited paragraph.
        page: of the PDF, from 1; None for that of the cited paragraph.
        meeting: that the list is narrowed to.
        series: likewise.
        words: likewise; in symbol, title or source.
        list_part: of a long list, from 1.
    """

    symbol: str | None = None
    document: str | None = None
    left: str | None = None
    right: str | None = None
    side: Side = "left"
    paragraph: str | None = None
    place: int | None = None
    piece: int | None = None
    passage: int | None = None
    part: int | None = None
    page: int | None = None
    meeting: str | None = None
    series: str | None = None
    words: str | None = None
    list_part: int | None = None

    @property
    def names_document(self) -> bool:
        """Whether a document is named."""
        return bool(self.symbol or self.document or self.passage is not None)

    @classmethod
    def from_address(cls, parameters: Mapping[str, Sequence[str]]) -> Self:
        """Read the parameters of an address; what makes no sense is left out."""

        def text(*names: str) -> str | None:
            found = (value for name in names for value in parameters.get(name, ()))
            return next((value[:_LONGEST].strip() or None for value in found), None)

        def number(name: str, least: int = 1) -> int | None:
            value = text(name) or ""
            fits = value.isascii() and value.isdecimal() and least <= int(value[:12]) <= _MOST
            return int(value) if fits else None

        left, right = text("left", "in"), text("right")
        return cls(
            symbol=text("symbol"),
            document=text("doc"),
            left=left if left in BY_CODE else None,
            right=right if right in BY_CODE or right == PAGE_IMAGE else None,
            side="right" if text("side") == "right" else "left",
            paragraph=text("para", "label"),
            place=number("at", 0),
            piece=number("piece"),
            passage=number("passage"),
            part=number("part"),
            page=number("page"),
            meeting=text("meeting"),
            series=text("series"),
            words=text("words"),
            list_part=number("list"),
        )

    def to_address(self) -> dict[str, list[str]]:
        """The parameters that lead to what is shown."""
        values = {
            "symbol": self.symbol,
            "doc": self.document,
            "left": self.left,
            "right": self.right,
            "side": self.side if self.side == "right" else None,
            "para": self.paragraph,
            "at": self.place,
            "piece": self.piece,
            "passage": self.passage,
            "part": self.part,
            "page": self.page,
        }
        listed = {
            "meeting": self.meeting,
            "series": self.series,
            "words": self.words,
            "list": self.list_part,
        }
        chosen = values if self.names_document else listed
        return {name: [str(value)] for name, value in chosen.items() if value is not None}

    def without_paragraph(self) -> Self:
        """The same with no paragraph cited; the part and the page then are the first ones."""
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
