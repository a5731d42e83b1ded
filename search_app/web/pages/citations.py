"""The citations page: the passages that were gathered, and how they leave the app."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from corpus.languages import BY_CODE
from index.store import Excerpt
from search_app.citing import citation
from search_app.citing.export import EXPORTS
from search_app.localise import CODES, Locale
from search_app.web import address, basket
from search_app.web import frame as chrome
from search_app.web.parts import headings_above, html, meeting_name, text_html
from search_app.web.session import open_index

_LANGUAGE = "citations-language"

# Proper names; they are the same in all languages.
_NAMES = {
    "docx": "Word (DOCX)",
    "markdown": "Markdown",
    "csv": "CSV",
    "bibtex": "BibTeX",
    "ris": "RIS",
}


def _follow(parameters: dict[str, list[str]]) -> None:
    asked = next(iter(parameters.get("in", ())), None)
    st.session_state[_LANGUAGE] = asked if asked in CODES else None


def _gathered() -> list[Excerpt]:
    """The passages in the order in which they were added; those that left the index are dropped."""
    found = open_index().excerpts(basket.basket())
    for one in basket.basket():
        if one not in found:
            basket.remove(one)
    return [found[one] for one in basket.basket()]


def _language(locale: Locale) -> str:
    if st.session_state.get(_LANGUAGE) is None:
        st.session_state[_LANGUAGE] = locale.code
    chosen = st.segmented_control(
        locale.text("citations.language"),
        CODES,
        format_func=lambda code: BY_CODE[code].name,
        key=_LANGUAGE,
        required=True,
        wrap=True,
    )
    return chosen or locale.code


def _downloads(locale: Locale, passages: list[Excerpt], language: str) -> None:
    today = datetime.now(UTC).date().isoformat()
    with st.container(horizontal=True, gap="small", key="downloads"):
        for name, export in EXPORTS.items():
            # Made when it is asked for, not at each rerun.
            st.download_button(
                _NAMES.get(name, name),
                partial(export.function, passages, language),
                file_name=f"wsis-search-{today}-{language}.{export.extension}",
                mime=export.mime,
                key=f"citations-download-{name}",
                icon=":material/download:",
                help=locale.text("basket.download"),
                on_click="ignore",
            )


def _show(locale: Locale, shown: Excerpt, language: str) -> None:
    with st.container(border=True, key=f"hit-{shown.passage_id}-gathered"):
        st.html(
            html(
                "citations.gathered",
                locale=locale,
                shown=shown,
                line=citation(shown, language),
                language=language,
                text=text_html(shown),
                meeting=meeting_name(shown.meeting, locale),
                headings=headings_above(shown),
            )
        )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            chrome.open_link(locale, shown)
            st.button(
                locale.text("basket.remove"),
                key=f"citations-remove-{shown.passage_id}",
                icon=":material/bookmark_remove:",
                type="tertiary",
                on_click=basket.remove,
                args=(shown.passage_id,),
            )


def _main() -> None:
    locale = chrome.interface()
    chrome.styles("pages")
    address.arrived("citations", _follow)
    passages = _gathered()
    st.html(html("parts.heading", text=locale.text("page.citations")))
    if not passages:
        address.write("citations", {})
        empty, hint = locale.text("basket.empty"), locale.text("basket.hint")
        st.html(html("parts.intro", text=empty, more=hint))
        chrome.link("search", locale.text("page.search"), icon=":material/search:")
        return
    language = _language(locale)
    address.write("citations", {"in": [language] if language != locale.code else []})
    _downloads(locale, passages, language)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        count = locale.plural("basket.count", len(passages))
        st.html(html("parts.status", text=count), width="content")
        lines = "\n".join(citation(shown, language) for shown in passages)
        said = locale.text("citations.copy_all")
        st.html(html("parts.copy", locale=locale, text=lines, said=said), width="content")
        st.button(
            locale.text("basket.clear"),
            key="citations-clear",
            icon=":material/delete:",
            type="tertiary",
            on_click=basket.clear,
        )
    for shown in passages:
        _show(locale, shown, language)


_main()
