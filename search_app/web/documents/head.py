"""Head of a document: its facts, the choice of one or two versions, and downloads of its files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from corpus.languages import BY_CODE
from index.lookup import CatalogueEntry, SourceFile, originals
from search_app.localise import Locale
from search_app.web.documents.list import entry_name, meeting_name
from search_app.web.documents.sheet import pdf_of
from search_app.web.documents.state import PAGE_IMAGE, TRANSLATION, DocumentState
from search_app.web.downloads import download_button
from search_app.web.parts import as_label, html

_LEFT: Final = "documents-left"
_RIGHT: Final = "documents-right"
_NOTHING: Final = ""
"""Choice of nothing next to the text."""


def follow() -> None:
    """Let the widgets take what the address says the next time they are made."""
    for key in (_LEFT, _RIGHT):
        st.session_state.pop(key, None)


def head(locale: Locale, entry: CatalogueEntry) -> None:
    """Draw a document's symbol, title, source, meeting and date."""
    meeting = meeting_name(entry.meeting, locale)
    name = entry_name(entry)
    st.html(html("documents.head", locale=locale, entry=entry, name=name, meeting=meeting))


def choose(
    locale: Locale,
    state: DocumentState,
    codes: Sequence[str | None],
    files: tuple[SourceFile, ...],
    *,
    can_translate: bool,
) -> DocumentState:
    """Let the reader choose versions and download files; return the state with the choice."""
    st.session_state.setdefault(_LEFT, state.left)
    left_now = st.session_state[_LEFT]
    beside = [_NOTHING, *(code for code in codes if code is not None and code != left_now)]
    if pdf_of(files, left_now):
        beside.append(PAGE_IMAGE)
    if can_translate:
        beside.append(TRANSLATION)
    st.session_state.setdefault(_RIGHT, state.right if state.right in beside else _NOTHING)
    if st.session_state[_RIGHT] not in beside:
        # The versions change sides where the right one is chosen for the left.
        old = state.left if st.session_state[_RIGHT] == left_now else None
        st.session_state[_RIGHT] = old if old in beside else _NOTHING
    with st.container(
        horizontal=True, gap="small", vertical_alignment="bottom", key="documents-choose"
    ):
        left = st.selectbox(
            locale.text("documents.left"),
            codes,
            key=_LEFT,
            persist_state="page",
            format_func=_make_version_namer(locale),
            width=190,
        )
        right = st.selectbox(
            locale.text("documents.right"),
            beside,
            key=_RIGHT,
            persist_state="page",
            format_func=_make_version_namer(
                locale, nothing=locale.text("documents.nothing_beside")
            ),
            width=230,
        )
        with st.popover(locale.text("documents.files"), icon=":material/download:"):
            _files(locale, files)
    return replace(state, left=left, right=right or None)


def _make_version_namer(locale: Locale, nothing: str = "") -> Callable[[str | None], str]:
    def name_version(code: str | None) -> str:
        if code == PAGE_IMAGE:
            return locale.text("documents.page_image")
        if code == TRANSLATION:
            return locale.text("translation.beside")
        if code == _NOTHING:
            return nothing
        return BY_CODE[code].name if code in BY_CODE else locale.language(code)

    return name_version


def order_for_reader(files: Sequence[SourceFile], reader: str) -> list[SourceFile]:
    """Order files by language: the reader's first, then as the United Nations lists the six."""
    places = {reader: -1} | {code: place for place, code in enumerate(BY_CODE) if code != reader}
    return sorted(files, key=lambda file: places.get(file.language or "", len(places)))


def _files(locale: Locale, files: Sequence[SourceFile]) -> None:
    """Draw a download button for each file that is still there."""
    for file in order_for_reader(files, locale.code):
        if not originals.is_there(file):
            st.html(html("documents.gone", locale=locale, name=file.name))
            continue
        size = locale.number(file.bytes / 1024)
        download_button(
            as_label(f"{locale.language(file.language)} · {file.format.upper()} · {size} kB"),
            partial(originals.read, file),
            subject=file.name,
            file_name=file.name,
            mime="application/octet-stream",  # never shown by the browser, whatever it holds
            key=f"documents-file-{file.version_id}",
            help_text=as_label(file.name),
            kind="tertiary",
        )
