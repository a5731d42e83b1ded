"""What does the references page show? All of it, as it stands in the page's address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlencode

__all__ = ["ReferenceState", "reference_address"]

_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class ReferenceState:
    """What the references page shows.

    Attributes:
        reference: as it was typed, in any form and language; empty for the start of the page.
        meeting: key of the meeting that the mentions are narrowed to (``meeting_bars``), or None.
        page: of the mentions, from 1.
    """

    reference: str = ""
    meeting: str | None = None
    page: int = 1

    @classmethod
    def from_address(cls, parameters: Mapping[str, Sequence[str]]) -> Self:
        """Read a state; what cannot be read is taken for what the page starts with."""

        def first(*names: str) -> str:
            return next((value for name in names for value in parameters.get(name, ())), "")

        page = first("page")[:4]
        return cls(
            reference=first("q", "ref")[: _LONGEST + 1],
            meeting=first("meeting")[:_LONGEST] or None,
            page=max(1, int(page)) if page.isascii() and page.isdigit() else 1,
        )

    def to_address(self) -> dict[str, list[str]]:
        """Write the state; what the page starts with is left out."""
        if not self.reference.strip():
            return {}
        return {
            "q": [self.reference],
            "meeting": [self.meeting] if self.meeting else [],
            "page": [str(self.page)] if self.page > 1 else [],
        }


def reference_address(reference: str, ui: str, meeting: str | None = None) -> str:
    """The address of a reference on its page, relative to the app's; to be escaped for HTML.

    Args:
        reference: in any form.
        ui: language of the interface.
        meeting: key of the meeting that its mentions are narrowed to.
    """
    more = {"meeting": meeting} if meeting else {}
    return "references?" + urlencode({"q": reference, **more, "ui": ui})
