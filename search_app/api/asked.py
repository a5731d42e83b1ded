"""With what may one ask? A draft in either form, a page of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus.documents import Document
from search_app import drafts
from search_app.api.problems import ProblemError


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that somebody sends, or a file in its stead.

    Attributes:
        text: of the draft; None for a file.
        name: of the file.
        content: of the file.
    """

    text: str | None = None
    name: str = "-"
    content: bytes = b""

    def read(self) -> Document:
        """Read it.

        Raises:
            ProblemError: there is nothing in it.
            ReadError: it gives no passages.
            QueryError: it is too long.
        """
        if self.text is not None:
            if not self.text.strip():
                raise ProblemError(422, "no-text", "draft-empty")
            return drafts.draft_of_text(self.text, self.name)
        return drafts.draft_of_bytes(self.name, self.content)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list: at most ``k``, behind the first ``offset``."""

    k: int
    offset: int = 0

    def of(self, all_of_it: Sequence[Any]) -> dict[str, Any]:
        """How many there are, and whether some are behind this page."""
        return {"total": len(all_of_it), "has_more": len(all_of_it) > self.offset + self.k}

    def cut(self, all_of_it: Sequence[Any]) -> Sequence[Any]:
        """Those on this page."""
        return all_of_it[self.offset : self.offset + self.k]
