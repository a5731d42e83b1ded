"""The citations page: the passages that were gathered, to be exported together."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from index.shown import Shown, shown_passages
from search_app import basket, chrome
from search_app.export import EXPORTS, Export
from search_app.localise import Locale
from search_app.passage_html import passage_html
from search_app.session import open_store

_NAMES = {
    "docx": "Word (DOCX)",
    "markdown": "Markdown",
    "csv": "CSV",
    "bibtex": "BibTeX",
    "ris": "RIS",
}


def _download(locale: Locale, passages: list[Shown], name: str, export: Export) -> None:
    st.download_button(
        _NAMES.get(name, name),
        data=lambda: export.function(passages, locale.code),
        file_name=f"wsis-search-{datetime.now(UTC).date().isoformat()}.{export.extension}",
        mime=export.mime,
        key=f"citations-{name}",
        icon=":material/download:",
        help=locale.text("basket.download"),
        on_click="ignore",
    )


def _main() -> None:
    locale = chrome.interface()
    st.title(locale.text("page.citations"), anchor=False)
    found = shown_passages(open_store(), basket.basket())
    # A passage may have left the index since it was gathered.
    passages = [found[one] for one in basket.basket() if one in found]
    if not passages:
        st.html(
            f'<p class="wsis-intro" role="status"><strong>{locale.text("basket.empty")}</strong> '
            f"{locale.text('basket.hint')}</p>"
        )
        chrome.link("search", locale.text("page.search"), icon=":material/search:")
        return
    count = locale.plural("basket.count", len(passages))
    st.html(f'<p class="wsis-status" role="status">{count}</p>')
    with st.container(horizontal=True, gap="small", key="downloads"):
        for name, export in EXPORTS.items():
            _download(locale, passages, name, export)
        st.button(
            locale.text("basket.clear"),
            key="citations-clear",
            icon=":material/delete:",
            type="tertiary",
            on_click=basket.clear,
        )
    for shown in passages:
        with st.container(border=True, key=f"hit-{shown.passage_id}-gathered"):
            st.html(passage_html(shown, locale, found_in=shown.language))
            st.button(
                locale.text("basket.remove"),
                key=f"citations-remove-{shown.passage_id}",
                icon=":material/bookmark_remove:",
                type="tertiary",
                on_click=basket.remove,
                args=(shown.passage_id,),
            )


_main()
