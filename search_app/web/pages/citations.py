"""The citations page: the passages that were gathered, and how they leave the app."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from corpus.documents import HEADING_SEPARATOR
from corpus.languages import BY_CODE
from index.store.excerpts import Excerpt, excerpts_of
from search_app.citing import citation
from search_app.citing.export import EXPORTS, Export
from search_app.localise import CODES, Locale
from search_app.web import address, basket
from search_app.web import frame as chrome
from search_app.web.parts.escape import as_html
from search_app.web.parts.links import document_parameters
from search_app.web.parts.passage import language_attributes, meeting, text_html
from search_app.web.session import open_store

_LANGUAGE = "citations-language"
_STYLE = Path(__file__).parents[1] / "static" / "pages.css"

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
    found = excerpts_of(open_store(), basket.basket())
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


def _writer(export: Export, passages: list[Excerpt], language: str) -> Callable[[], bytes]:
    return lambda: export.function(passages, language)


def _downloads(locale: Locale, passages: list[Excerpt], language: str) -> None:
    today = datetime.now(UTC).date().isoformat()
    with st.container(horizontal=True, gap="small", key="downloads"):
        for name, export in EXPORTS.items():
            # Made when it is asked for, not at each rerun.
            st.download_button(
                _NAMES.get(name, name),
                _writer(export, passages, language),
                file_name=f"wsis-search-{today}-{language}.{export.extension}",
                mime=export.mime,
                key=f"citations-download-{name}",
                icon=":material/download:",
                help=locale.text("basket.download"),
                on_click="ignore",
            )


def _copy_html(locale: Locale, text: str, said: str) -> str:
    return (
        f'<button type="button" class="wsis-copy" data-copy="{as_html(text)}">'
        '<span class="wsis-icon" aria-hidden="true">content_copy</span>'
        f'<span class="wsis-do">{said}</span>'
        f'<span class="wsis-done" role="status">{locale.text("search.copied")}</span></button>'
    )


def _show(locale: Locale, shown: Excerpt, language: str) -> None:
    line = citation(shown, language)
    about = (shown.title, shown.source, meeting(shown, locale), locale.date(shown.date))
    below = " · ".join(f"<bdi>{as_html(part)}</bdi>" for part in about if part)
    path = HEADING_SEPARATOR.join(one for one in shown.passage.heading if one != shown.title)
    if path:
        below += (
            f'</p><p class="wsis-place wsis-path" {language_attributes(shown.language)}>'
            f"{as_html(path)}"
        )
    badge = ""
    if shown.language != language:
        # The citation is in one language, what it cites in another.
        badge = f'<span class="wsis-badge">{as_html(locale.language(shown.language))}</span>'
    copy = _copy_html(locale, line, locale.text("search.copy"))
    with st.container(border=True, key=f"hit-{shown.passage_id}-gathered"):
        st.html(
            '<article class="wsis-hit">'
            f'<p class="wsis-cited" {language_attributes(language)}>{as_html(line)} {badge}</p>'
            f'{text_html(shown)}<p class="wsis-place">{below}</p>'
            f'<div class="wsis-cite">{copy}</div></article>'
        )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            chrome.link(
                "documents",
                locale.text("search.open"),
                document_parameters(shown),
                icon=":material/menu_book:",
            )
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
    st.html(_STYLE)
    address.arrived("citations", _follow)
    passages = _gathered()
    st.html(f'<h1 class="wsis-h1">{locale.text("page.citations")}</h1>')
    if not passages:
        address.write("citations", {})
        st.html(
            f'<p class="wsis-intro" role="status"><strong>{locale.text("basket.empty")}</strong> '
            f"{locale.text('basket.hint')}</p>"
        )
        chrome.link("search", locale.text("page.search"), icon=":material/search:")
        return
    language = _language(locale)
    address.write("citations", {"in": [language] if language != locale.code else []})
    _downloads(locale, passages, language)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        count = locale.plural("basket.count", len(passages))
        st.html(f'<p class="wsis-status" role="status">{count}</p>', width="content")
        lines = "\n".join(citation(shown, language) for shown in passages)
        st.html(_copy_html(locale, lines, locale.text("citations.copy_all")), width="content")
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
