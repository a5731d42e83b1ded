"""Where does a draft differ from an earlier text? The two side by side, marked as HTML.

What stands in one of them only is underlined or struck through as well as coloured, so that it is
seen without colours too, and is an ``ins`` or ``del`` for who listens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from index.precedents import Piece, differences
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
    own = sum(len(piece.text) for piece in pieces if piece.kind != "earlier")
    same = sum(len(piece.text) for piece in pieces if piece.kind == "same")
    if not own or same < ALIKE * own:
        return None
    # What stands in both is given in the spelling of the first of the two texts only: whoever
    # copies from the earlier one has to get it as it is.
    return _marked(pieces, "ins"), _marked(differences(earlier, draft), "del")


def _marked(pieces: Sequence[Piece], element: str) -> Markup:
    marked = Markup()
    for piece in pieces:
        if piece.kind == "same":
            marked += as_html(piece.text)
        elif piece.kind == "draft":
            # A space at the end of a piece is no difference that a reader should see.
            words = piece.text.rstrip()
            if words:
                marked += Markup("<{0}>{1}</{0}>").format(element, as_html(words))
            marked += as_html(piece.text[len(words) :])
    return marked
