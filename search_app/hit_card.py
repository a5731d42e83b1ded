"""What can a reader do with a hit? Read, copy, gather it, see its other versions and its like."""

from __future__ import annotations

import streamlit as st

from corpus.languages import BY_CODE
from index.search import Hit
from search_app import basket, chrome
from search_app.answers import related, version
from search_app.links import document_parameters
from search_app.localise import Locale
from search_app.marks import Span, matching_words
from search_app.passage_html import passage_html

__all__ = ["draw"]


def draw(
    locale: Locale,
    hit: Hit,
    question: str,
    *,
    wanted: str | None = None,
    sentence: Span | None = None,
) -> None:
    """Draw a hit with its buttons.

    Args:
        locale: the reader's language.
        hit: to draw.
        question: that it answers.
        wanted: language that hits are to be shown in; None for that each was found in.
        sentence: of the version that is shown in the hit, nearest to the question in meaning.
    """
    key = f"hit-{hit.found.passage_id}"
    # The choice is of this hit as it is shown now: another language for all begins anew.
    version_key = f"{key}-version-{hit.shown.language}"
    chosen = st.session_state.get(version_key)
    shown = version(hit, chosen) if chosen else hit.shown
    with st.container(border=True, key=key):
        words = matching_words(shown.passage.text, shown.language, question)
        st.html(
            passage_html(
                shown,
                locale,
                found_in=hit.found.language,
                words=words,
                wanted=chosen or wanted,
                sentence=sentence if shown.passage_id == hit.shown.passage_id else None,
                is_exact=hit.is_exact,
            )
        )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            if len(shown.versions) > 1:
                st.segmented_control(
                    locale.text("search.versions"),
                    [code for code in BY_CODE if code in shown.versions],
                    default=shown.language,
                    format_func=lambda code: BY_CODE[code].name,
                    key=version_key,
                    required=True,
                    wrap=True,
                    label_visibility="collapsed",
                )
            is_in = shown.passage_id in basket.basket()
            st.button(
                locale.text("basket.remove" if is_in else "basket.add"),
                key=f"{key}-basket",
                icon=":material/bookmark_added:" if is_in else ":material/bookmark_add:",
                type="tertiary",
                on_click=basket.toggle,
                args=(shown.passage_id,),
            )
            is_open = bool(st.session_state.get(f"{key}-open"))
            st.button(
                locale.text("search.related"),
                key=f"{key}-related",
                icon=":material/expand_less:" if is_open else ":material/expand_more:",
                type="tertiary",
                on_click=_turn,
                args=(f"{key}-open",),
            )
            chrome.link(
                "documents",
                locale.text("search.open"),
                document_parameters(shown, hit.found.language),
                icon=":material/menu_book:",
            )
        if is_open:
            _related(locale, hit)


def _turn(key: str) -> None:
    st.session_state[key] = not st.session_state.get(key)


def _related(locale: Locale, hit: Hit) -> None:
    near = related(hit.found.passage_id)
    if not near:
        st.html(f'<p class="wsis-note" role="status">{locale.text("search.no_related")}</p>')
    for one in near:
        shown = version(one, locale.code)
        card = passage_html(shown, locale, found_in=one.found.language)
        st.html(f'<div class="wsis-related">{card}</div>')
