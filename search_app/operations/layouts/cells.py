"""Layout cells for lines: pieces with marks, quotations, citations with links or dates."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.languages import BY_CODE
from index.store import Excerpt
from search_app.citing import (
    LayoutCell,
    LayoutLink,
    Mark,
    citation,
    join_parts,
    lead_in,
    own_number,
)
from search_app.citing.export import date_name

Piece = str | tuple[Mark, str]
"""A piece of a line: plain, or with its mark."""

BLANK = LayoutCell("", indent=0)


def line(*pieces: Piece, indent: int = 0, language: str | None = None) -> LayoutCell:
    """Return a line of pieces; a language gives its direction."""
    marked = tuple(("plain", piece) if isinstance(piece, str) else piece for piece in pieces)
    text = "".join(text for _, text in marked)
    return LayoutCell(text, language, marked=marked, indent=indent)  # type: ignore[arg-type]


def quote(shown: Excerpt, indent: int = 4) -> LayoutCell:
    """Return the quotation of a passage, with its lead-in on a line above."""
    text = " ".join(filter(None, (own_number(shown), shown.passage.text)))
    return LayoutCell(
        "\n".join(filter(None, (lead_in(shown), text))), shown.text_language, indent=indent
    )


def citation_links(passages: Iterable[Excerpt | None], language: str) -> tuple[LayoutLink, ...]:
    """Return links from passages' citations to the passages."""
    return tuple(LayoutLink(citation(shown, language), shown) for shown in passages if shown)


def cite_with_date(shown: Excerpt, language: str, *more: str) -> str:
    """Return the citation of a passage with its date and further parts."""
    parts = (citation(shown, language), date_name(shown.date, language), *more)
    return join_parts((part for part in parts if part), language)


def own_language_name(code: str | None) -> str:
    """Return a language's own name; a dash where the language is not known."""
    return BY_CODE[code].name if code in BY_CODE else code or "–"
