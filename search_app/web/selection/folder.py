"""Draws the folder of passages that the delegation of a reader who has signed in shares."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

import streamlit as st

from corpus.errors import IndexStoreError
from index.access import ALL
from index.store import DelegationFolder, FolderEvent
from search_app.citing import citation
from search_app.localise import Locale
from search_app.web import basket
from search_app.web import frame as chrome
from search_app.web.basket import BasketItem, content_key
from search_app.web.parts import html
from search_app.web.selection.sharing import KEPT, locate
from search_app.web.session import can_sign_in, find_reader_name, open_index, reader, whole_index

_EVENTS: Final = 50


def draw_folder(locale: Locale) -> None:
    """Draw the folder of the reader's delegation, where the operator's rules name one."""
    delegation = reader().delegation
    name = find_reader_name()
    if not (delegation and name and can_sign_in()):
        return
    folder = whole_index().delegation_folder(delegation)
    title = locale.text("folder.title", name=delegation)
    with st.expander(title, icon=":material/folder_shared:", key="folder"):
        st.html(html("parts.status", text=locale.text("folder.intro"), role=""))
        try:
            _draw(locale, folder, name)
        except IndexStoreError as error:
            chrome.note(locale.text("folder.refused"), "alert")
            chrome.details(locale, error)


def _draw(locale: Locale, folder: DelegationFolder, name: str) -> None:
    own = basket.basket()
    if own and chrome.send_button(locale.text("folder.put"), "create_new_folder", "folder-put"):
        put_passages(folder, own, name)
        chrome.settle("folder-put")
    passages = list_visible(folder.list_passages())
    if not passages:
        st.html(html("parts.status", text=locale.text("folder.empty"), role=""))
    items = [item for _, item in passages]
    missing = basket.list_missing(items)
    if missing and chrome.send_button(locale.text("folder.take"), "bookmark_add", "folder-take"):
        basket.merge(missing)
        chrome.settle("folder-take")
        st.rerun()
    for event, item in passages:
        form = f"folder-remove-{event.passage}"
        with st.container(horizontal=True, vertical_alignment="center", key=f"row-{form}"):
            row = html("citations.filed", locale=locale, **_describe(locale, event, item))
            st.html(row, width="content")
            if chrome.send_button(
                locale.text("folder.remove"), "folder_off", form, type="tertiary"
            ):
                folder.remove(event.passage, name)
                chrome.settle(form)
                st.rerun()
    events = list_visible(folder.list_events(_EVENTS))
    if events:
        rows = [_describe(locale, event, item) for event, item in events]
        # Not one of HTML: this stays open when the page is drawn anew.
        with st.expander(locale.text("folder.history"), key="folder-history"):
            st.html(html("citations.history", locale=locale, rows=rows))


def put_passages(folder: DelegationFolder, passages: Sequence[int], name: str) -> None:
    """Put passages into a folder, as the index has them; the reader's notes stay with the reader.

    Passages that the reader may not see are left out. ``name`` is the reader's.
    """
    shown = open_index().excerpts(passages)
    for item in (basket.make_item(shown[passage]) for passage in passages if passage in shown):
        kept = {field: getattr(item, field) for field in KEPT}
        folder.add(content_key(item), json.dumps(kept, ensure_ascii=False), name)


def list_visible(events: Sequence[FolderEvent]) -> list[tuple[FolderEvent, BasketItem]]:
    """Return events with their passages, of those that the reader may see.

    Who sees all documents is also shown passages that have left the index.
    """
    items = locate([json.loads(event.content) for event in events])
    sees_all = reader().sees == ALL
    return [
        (event, item) for event, item in zip(events, items, strict=True) if item.passage or sees_all
    ]


def _describe(locale: Locale, event: FolderEvent, item: BasketItem) -> dict[str, str]:
    shown = open_index().excerpts([item.passage]).get(item.passage) if item.passage else None
    day, _, time = event.time.partition("T")
    return {
        "line": citation(shown, locale.code) if shown else item.line,
        "language": locale.code if shown else item.language,
        "act": locale.text(f"folder.{event.act}", who=event.who),
        "time": locale.join_names((locale.date(day), f"{time[:5]} UTC")),
    }
