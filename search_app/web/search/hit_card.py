"""What can a reader do with a hit? Read, copy, gather it, see its other versions and its like.

A hit is one piece of HTML and one button. Its other versions and its related passages are links, so
that what is shown stands in the address; a widget for each would make a page of hits slow to draw.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corpus.languages import BY_CODE
from index.retrieval.search import Hit
from index.store.excerpts import Excerpt
from search_app.localise import Locale
from search_app.web import basket
from search_app.web import frame as chrome
from search_app.web.parts.escape import as_html
from search_app.web.parts.links import document_address
from search_app.web.parts.marks import Span, matching_words
from search_app.web.parts.passage import language_attributes, passage_html
from search_app.web.search.answers import related, shown_in, version
from search_app.web.search.state import SearchState

__all__ = ["draw"]


def draw(locale: Locale, hit: Hit, state: SearchState, *, sentence: Span | None = None) -> None:
    """Draw a hit with what can be done with it.

    Args:
        locale: the reader's language.
        hit: to draw.
        state: of the page that it is on.
        sentence: of the version that is shown in the hit, nearest to the question in meaning.
    """
    chosen = dict(state.versions).get(hit.rank)
    shown = version(hit, chosen) if chosen else hit.shown
    is_open = state.related == hit.rank
    with st.container(border=True, key=f"hit-{hit.found.passage_id}"):
        st.html(
            passage_html(
                shown,
                locale,
                found_in=hit.found.language,
                words=matching_words(shown.passage.text, shown.language, state.query),
                wanted=chosen or shown_in(locale, state),
                sentence=sentence if shown.passage_id == hit.shown.passage_id else None,
                is_exact=hit.is_exact,
                below=_actions(locale, hit, shown, state, is_open=is_open),
            )
        )
        is_in = shown.passage_id in basket.basket()
        st.button(
            locale.text("basket.remove" if is_in else "basket.add"),
            key=f"gather-{hit.rank}",
            icon=":material/bookmark_added:" if is_in else ":material/bookmark_add:",
            type="tertiary",
            on_click=basket.toggle,
            args=(shown.passage_id,),
        )
        if is_open:
            st.html(_related(locale, hit, state))


def _actions(locale: Locale, hit: Hit, shown: Excerpt, state: SearchState, *, is_open: bool) -> str:
    parts = []
    if len(shown.versions) > 1:
        links = "".join(
            f'<a class="wsis-link" {language_attributes(code)} data-focus="{hit.rank}-{code}" '
            f"{'aria-current=true ' if code == shown.language else ''}"
            f'href="{as_html(_address(state.with_version(hit.rank, code)))}">'
            f"{BY_CODE[code].name}</a>"
            for code in BY_CODE
            if code in shown.versions
        )
        label = as_html(locale.text("search.versions"))
        parts.append(f'<nav class="wsis-versions" aria-label="{label}">{links}</nav>')
    turned = _address(replace(state, related=0 if is_open else hit.rank))
    parts.append(
        f'<a class="wsis-link wsis-action" aria-expanded="{str(is_open).lower()}" '
        f'data-focus="{hit.rank}-related" href="{as_html(turned)}">'
        f"{_icon('expand_less' if is_open else 'expand_more')}{locale.text('search.related')}</a>"
    )
    opened = document_address(shown, interface=locale.code)
    parts.append(
        f'<a class="wsis-link wsis-action" href="{as_html(opened)}">'
        f"{_icon('menu_book')}{locale.text('search.open')}</a>"
    )
    return f'<div class="wsis-actions">{"".join(parts)}</div>'


def _icon(name: str) -> str:
    return f'<span class="wsis-icon" aria-hidden="true">{name}</span>'


def _address(state: SearchState) -> str:
    return chrome.address_of("search", state.to_address())


def _related(locale: Locale, hit: Hit, state: SearchState) -> str:
    near = related(hit.found.passage_id)
    if not near:
        return f'<p class="wsis-note" role="status">{locale.text("search.no_related")}</p>'
    wanted = shown_in(locale, state)
    cards = []
    for one in near:
        shown = version(one, wanted) if wanted else one.found
        found_in = one.found.language
        cards.append(passage_html(shown, locale, found_in=found_in, wanted=wanted))
    return "".join(f'<div class="wsis-related">{card}</div>' for card in cards)
