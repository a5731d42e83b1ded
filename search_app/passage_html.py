"""How does a hit look on a page? As HTML in which the document's text is only ever text."""

from __future__ import annotations

from html import escape
from typing import Final

from corpus.documents import HEADING_SEPARATOR
from corpus.languages import BY_CODE, direction
from index.search import Hit
from index.shown import Shown
from search_app.citations import paragraph

__all__ = ["STYLE", "passage_html"]

STYLE: Final = """<style>
.stMainBlockContainer { padding-top: 3rem; }
.wsis-hit { line-height: 1.65; }
.wsis-head { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline;
  font-size: .875rem; }
.wsis-symbol { font-weight: 600; unicode-bidi: isolate; }
.wsis-badge { border: 1px solid currentColor; border-radius: 1rem; padding: 0 .6rem;
  font-size: .8rem; opacity: .8; }
.wsis-place { font-size: .85rem; opacity: .75; margin: .35rem 0 .5rem; unicode-bidi: plaintext;
  text-align: start; }
.wsis-text { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; text-align: start; }
.wsis-text[dir=rtl] { font-size: 1.1em; line-height: 1.9; }
</style>"""


def passage_html(hit: Hit) -> str:
    """Show a hit: symbol, place, page and language, its heading path, and the passage.

    Returns:
        HTML; whatever comes from a document is escaped.
    """
    shown = hit.shown
    return (
        '<article class="wsis-hit">'
        f'<div class="wsis-head">{"".join(_head(hit))}</div>'
        f"{_place(shown)}"
        f'<p class="wsis-text" {_language_attributes(shown)}>{escape(shown.passage.text)}</p>'
        "</article>"
    )


def _head(hit: Hit) -> list[str]:
    shown = hit.shown
    parts = [
        f'<span class="wsis-symbol" dir="ltr">{escape(shown.symbol or shown.file_name)}</span>'
    ]
    place = paragraph(shown) if shown.passage.label_path else None
    if place:
        parts.append(f"<bdi>{escape(place)}</bdi>")
    if shown.passage.page is not None:
        parts.append(f"<span>p. {shown.passage.page}</span>")
    parts.append(f'<span class="wsis-badge">{_name(shown.language)}</span>')
    if shown.language != hit.found.language:
        parts.append(f"<span>found in {_name(hit.found.language)}</span>")
    return parts


def _place(shown: Shown) -> str:
    headings = [line for line in shown.passage.heading if line != shown.title]
    path = [part for part in (shown.title, *headings) if part]
    if not path:
        return ""
    line = escape(HEADING_SEPARATOR.join(path))
    return f'<div class="wsis-place" {_language_attributes(shown)}>{line}</div>'


def _language_attributes(shown: Shown) -> str:
    code = shown.language if shown.language in BY_CODE else ""
    return f'lang="{code}" dir="{direction(code)}"'


def _name(code: str | None) -> str:
    if code in BY_CODE:
        return f'<bdi lang="{code}">{escape(BY_CODE[code].name)}</bdi>'
    return escape(code or "language unknown")
