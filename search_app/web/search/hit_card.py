"""Card of a hit, with links to its other versions and related passages, which are fast to draw."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from index.retrieval import Hit, explains_hit, matching_spans
from index.store import Excerpt
from search_app.localise import Locale
from search_app.web import basket, translations
from search_app.web import frame as chrome
from search_app.web.parts import (
    PAGE,
    PassageView,
    Span,
    document_address,
    html,
    in_order_of_table,
    passage_html,
)
from search_app.web.search.answers import (
    choose_language,
    equivalent_terms,
    find_related,
    has_page,
    items_under,
    list_pieces,
    name_source,
    version,
)
from search_app.web.search.state import SearchState
from search_app.web.session import add_fate


def draw(locale: Locale, hit: Hit, state: SearchState, *, sentence: Span | None = None) -> None:
    """Draw a hit with its actions; ``sentence`` is the one nearest to the question."""
    chosen = dict(state.versions).get(hit.rank)
    shown = add_fate(version(hit, chosen) if chosen else hit.shown)
    is_clear = explains_hit(hit.shown, state.query)  # in whichever version it is read now
    equivalents = equivalent_terms(state.query, choose_language(locale, state))
    own_terms = equivalents.get(shown.text_language or "", ())

    is_chosen = shown.passage_id != hit.shown.passage_id
    rows = [
        version(replace(hit, found=row, shown=row), chosen) if chosen else row for row in hit.rows
    ]
    items = items_under(shown) if is_chosen else hit.items
    target = choose_language(locale, state) or locale.code
    shown, *others = translations.add_requested([shown, *rows, *items], target)
    rows, items = others[: len(rows)], (*others[len(rows) :],)
    mentions = [
        mention for excerpt in (shown, *rows, *items) for mention in excerpt.passage.mentions
    ]

    def mark(text: str) -> list[Span]:
        return matching_spans(text, shown.text_language, state.query, own_terms, mentions)

    among = [shown.passage_id, *(excerpt.passage_id for excerpt in (*rows, *items))]
    is_open = state.related == hit.rank
    with st.container(border=True, key=f"hit-{hit.found.passage_id}"):
        st.html(
            passage_html(
                shown,
                locale,
                found_in=None if is_clear else hit.found.language,
                wanted=chosen or choose_language(locale, state),
                view=PassageView(
                    words=mark(shown.passage.text),
                    sentence=None if is_chosen else sentence,
                    mark=mark,
                    is_exact=hit.is_exact,
                    below=_actions(locale, hit, shown, state, is_open=is_open),
                    facts=_facts(locale, hit, state),
                    rows=rows,
                    items=items,
                    gathered=basket.filter_gathered(among),
                    source=name_source(locale, shown.source) if shown.source else None,
                ),
            )
        )
        of_hit = [excerpt.passage_id for excerpt in in_order_of_table([shown, *rows])]
        of_hit = of_hit if rows else list_pieces(hit, shown)
        basket.button(locale, of_hit, f"gather-{hit.rank}")
        translations.draw_button(locale, [shown, *others], target)
        if is_open:
            st.html(html("search.related", locale=locale, cards=_draw_related(locale, hit, state)))


def _facts(locale: Locale, hit: Hit, state: SearchState) -> list[str]:
    """Return notes on older documents with that text, and on more passages of this one."""
    facts = []
    if hit.also_in:
        facts.append(locale.text("search.same_text", symbols=locale.join_names(hit.also_in)))
    if hit.more_here:
        text = locale.text("search.more_here", count=locale.number(hit.more_here))
        symbol = hit.found.symbol
        narrowed = _address(replace(state.turn_to(1), symbol=symbol))
        facts.append(html("search.more", target=narrowed, said=text) if symbol else text)
    return facts


def _actions(
    locale: Locale, hit: Hit, shown: Excerpt, state: SearchState, *, is_open: bool
) -> Markup:
    return html(
        "search.actions",
        locale=locale,
        rank=hit.rank,
        shown=shown,
        is_open=is_open,
        version_address=lambda code: _address(state.with_version(hit.rank, code)),
        related_address=_address(replace(state, related=0 if is_open else hit.rank)),
        opened=document_address(shown),
        page_address=document_address(shown, PAGE) if has_page(shown) else "",
    )


def _address(state: SearchState) -> str:
    return chrome.address_of("search", state.to_address())


def _draw_related(locale: Locale, hit: Hit, state: SearchState) -> list[Markup]:
    wanted = choose_language(locale, state)
    related = (
        add_fate(version(other, wanted) if wanted else other.found)
        for other in find_related(hit.found.passage_id)
    )
    return [passage_html(shown, locale, wanted=wanted) for shown in related]
