"""Where does a draft differ from an earlier text? The two side by side, marked as HTML.

What stands in one of them only is underlined or struck through as well as coloured, so that it is
seen without colours too, and is an ``ins`` or ``del`` for who listens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from index.analyses import differences
from search_app.web.parts import as_html

ALIKE: Final = 0.3
"""Share of a draft that has to stand in the earlier text for marks to help: below it nearly every
word would be marked, in pieces too small to read."""


def compared(draft: str, earlier: str) -> tuple[Markup, Markup] | None:
    """Mark what each of two texts has that the other does not.

    Args:
        draft: the text that is looked at.
        earlier: the text that it is compared with, in the same language.

    Returns:
        Both as HTML and to the letter: the draft with ``ins``, the earlier text with ``del``. None
        where they have too little in common.
    """
    pieces = differences(draft, earlier)
    same = sum(len(piece.draft) for piece in pieces if piece.earlier)
    if not draft or same < ALIKE * len(draft):
        return None
    # Each in its own spelling: whoever copies from the earlier one has to get it as it is.
    return (
        _marked([(piece.draft, piece.kind == "draft") for piece in pieces], "ins"),
        _marked([(piece.earlier, piece.kind == "earlier") for piece in pieces], "del"),
    )


def _marked(pieces: Sequence[tuple[str, bool]], element: str) -> Markup:
    marked = Markup()
    for text, is_other in pieces:
        # Spaces at the ends of a piece are no difference that a reader should see.
        words = text.strip() if is_other else ""
        before, behind = text.split(words, 1) if words else (text, "")
        marked += as_html(before)
        if words:
            marked += Markup("<{0}>{1}</{0}>").format(element, as_html(words))
        marked += as_html(behind)
    return marked
