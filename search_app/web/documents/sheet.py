"""Picture of a document's original PDF page, with the cited paragraph boxed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from corpus.errors import ReadError
from index.lookup import CatalogueEntry, SourceFile, catalogue, originals
from search_app.localise import Locale
from search_app.web import address, frame
from search_app.web.documents import page_image
from search_app.web.documents.state import STATE, DocumentState
from search_app.web.documents.text import CitedParagraph
from search_app.web.documents.text_html import page_html
from search_app.web.parts import html
from search_app.web.session import open_index


def pdf_of(files: Sequence[SourceFile], language: str | None) -> SourceFile | None:
    """Return the PDF of a version: its own file, else another one of the same version."""
    own = [file for file in files if file.language == language and file.format == "pdf"]
    return min(own, key=lambda file: file.same_as is not None, default=None)


@st.cache_data(max_entries=60, show_spinner=False)
def _image(sha256: str, page: int, _file: SourceFile) -> page_image.PageImage:
    del sha256  # part of the key; the file is not
    with originals.open_original(_file) as path:
        return page_image.draw(path, page)


def draw(
    locale: Locale,
    state: DocumentState,
    entry: CatalogueEntry,
    files: Sequence[SourceFile],
    cited: CitedParagraph | None,
) -> None:
    """Draw a page of the left version, with the cited paragraph boxed, or one that was chosen."""
    place = None
    if cited and cited.side == "left":
        place = catalogue.place_on_page(open_index().store, cited.passage.passage_id)
    file = place.source if place else pdf_of(files, state.left)
    if file is None:
        return
    page = state.page or (place.page if place else 1)
    try:
        image = _image(file.sha256, page, file)
    except ReadError as error:
        frame.note(locale.text("documents.no_page"))
        frame.details(locale, error)
        return
    if page > image.pages:
        page = image.pages
        state = st.session_state[STATE] = replace(state, page=page)
        address.write("documents", state.to_address())
    boxes = place.boxes if place else ()
    caption = locale.text("documents.page_of", number=page, count=image.pages)
    st.html(page_html(image, page, boxes, f"{caption}: {file.name}"))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.html(html("parts.status", text=caption), width="content")
        next_page = frame.turn_pages(image.pages, page, f"documents-page-{entry.id}", visible=5)
    if next_page:
        is_own = place is not None and place.page == next_page
        st.session_state[STATE] = replace(state, page=None if is_own else next_page)
        st.rerun()
