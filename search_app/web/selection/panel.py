"""Draws how a selection reaches a colleague, and a selection that was received."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Final

import streamlit as st

from index.store import Excerpt
from search_app.citing import citation
from search_app.localise import Locale
from search_app.web import basket, browser_storage
from search_app.web import frame as chrome
from search_app.web.basket import BasketItem
from search_app.web.downloads import download_button
from search_app.web.parts import html
from search_app.web.selection.sharing import (
    EXTENSION,
    MEGABYTES,
    Problem,
    SharedSelection,
    pack_selection,
    read_selection,
    unpack_selection,
    write_selection,
)
from search_app.web.session import draw_uploader, open_index

OPEN: Final = "open"
"""Parameter of the address that has a packed selection."""

_LINK: Final = "selection-link"
_FILE: Final = "selection-file"
_SHOWN_LETTERS: Final = 240
"""Letters of a text that are shown of each passage received: some three lines."""


def follow(packed: str | None) -> None:
    """Take the packed selection of the address that the reader opened."""
    st.session_state[_LINK] = packed


def link_parameters() -> list[str]:
    """Return the values that the address is to have for the selection that it leads to."""
    packed: str | None = st.session_state.get(_LINK)
    return [packed] if packed else []


def draw_received(locale: Locale) -> None:
    """Draw the selection that a link leads to, until the reader closes it."""
    packed: str | None = st.session_state.get(_LINK)
    if not packed:
        return
    with st.container(border=True, key="received-link"):
        _draw_selection(locale, unpack_selection(packed), "link")
        st.button(
            locale.text("documents.close"),
            key="received-close",
            icon=":material/close:",
            type="tertiary",
            on_click=follow,
            args=(None,),
        )


def draw_sharing(locale: Locale) -> None:
    """Draw the ways to share the reader's selection, and to open a file of another one."""
    items = basket.list_items()
    with st.expander(locale.text("share.title"), icon=":material/group:"):
        st.html(html("parts.status", text=locale.text("share.intro"), role=""))
        if items:
            packed = pack_selection(items)
            with st.container(horizontal=True, gap="small", key="share"):
                if packed:
                    target = chrome.address_of("citations", {OPEN: [packed]})
                    st.html(html("citations.link", locale=locale, target=target), width="content")
                download_button(
                    locale.text("share.file"),
                    partial(write_selection, items),
                    subject=", ".join({item.symbol: None for item in items}),
                    file_name=f"wsis-search-{datetime.now(UTC).date().isoformat()}.{EXTENSION}",
                    mime="application/json",
                    key="share-file",
                )
                number = browser_storage.read_message_number()
                st.html(html("citations.heard", at=number), width="content")
            hint = locale.text("share.link_hint" if packed else "share.no_link")
            text = locale.sentences((hint, locale.text("share.file_hint")))
            st.html(html("parts.status", text=text, role=""))
        _draw_file(locale)


def _draw_file(locale: Locale) -> None:
    file = draw_uploader(locale, "share.open", [EXTENSION], _FILE, MEGABYTES)
    if file is not None:
        _draw_selection(locale, read_selection(file.getvalue()), "file")


def _draw_selection(locale: Locale, received: SharedSelection | Problem, key: str) -> None:
    if not isinstance(received, SharedSelection):
        chrome.note(locale.text(f"share.{received}"), "alert")
        return
    missing = basket.list_missing(received.items)
    notes = [locale.text("share.other_index")] if received.is_from_other_index else []
    if not all(item.passage for item in received.items):
        notes.append(locale.text("share.lacking_hint"))
    if not missing:
        notes.append(locale.text("share.all_there"))
    here = open_index().excerpts([item.passage for item in received.items if item.passage])
    rows = [
        _describe(locale, item, here.get(item.passage), is_there=item not in missing)
        for item in received.items
    ]
    st.html(html("citations.received", locale=locale, rows=rows, notes=notes))
    form = f"received-add-{key}"
    has_notes = any(item.note for item in received.items)
    if not missing and not has_notes:
        return
    if chrome.send_button(locale.text("basket.add"), "bookmark_add", form):
        basket.merge(received.items)
        chrome.settle(form)
        st.rerun()


def _describe(
    locale: Locale, item: BasketItem, shown: Excerpt | None, *, is_there: bool
) -> tuple[str, str, str, str, list[str]]:
    line, cited_in = (citation(shown, locale.code), locale.code) if shown else ("", item.language)
    cut = item.text[:_SHOWN_LETTERS]
    if len(item.text) > len(cut):
        cut = f"{cut.rpartition(' ')[0] or cut} …"
    keys = [] if shown else ["share.lacking"]
    keys += ["share.there"] if is_there else []
    remarks = [locale.text(key) for key in keys]
    return line or item.line, cited_in, cut, item.language, remarks
