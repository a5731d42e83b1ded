"""Reader of a document: one or two versions, the cited paragraph marked, or its page's picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from corpus.languages import BY_CODE
from index.lookup import CatalogueEntry, SourceFile, catalogue
from index.store import Excerpt
from index.versions import passages_in
from search_app.localise import Locale
from search_app.web import address, basket, frame, translations
from search_app.web.documents import head as document_head
from search_app.web.documents import sheet as page_sheet
from search_app.web.documents.state import PAGE_IMAGE, STATE, TRANSLATION, DocumentState
from search_app.web.documents.text import (
    SIDES,
    CitedParagraph,
    DocumentText,
    Side,
    find_cited,
    find_passage,
    open_text,
)
from search_app.web.documents.text_html import (
    ShownTranslations,
    contents_html,
    place_id,
    rows_html,
)
from search_app.web.parts import citation_html, html
from search_app.web.session import add_fate, keep_with_index, open_index

ABSENT: Final = "documents-absent"
"""Session key of the requested versions and paragraphs that do not exist."""


@dataclass(frozen=True, slots=True)
class _ReaderView:
    """A document and its text, as they are drawn."""

    locale: Locale
    entry: CatalogueEntry
    files: tuple[SourceFile, ...]
    state: DocumentState
    text: DocumentText
    cited: CitedParagraph | None

    def address(self, side: Side, shown: Excerpt) -> str:
        """Return the address that leads to a passage of the shown text."""
        state = self.state.without_paragraph().to_address()
        base = {name: values[0] for name, values in state.items()}
        place = self.text.parameters(side, shown)
        return "documents?" + urlencode({**base, **place})


def draw(locale: Locale, state: DocumentState, entry: CatalogueEntry) -> None:
    """Draw a document, and write the address."""
    files = catalogue.files(open_index().store, entry.id)
    codes = _codes(files)
    wanted = state.left
    before = _settle_versions(locale, state, entry, codes)
    document_head.head(locale, entry)
    can_translate = _can_translate(locale, codes)
    chosen = document_head.choose(locale, before, codes, files, can_translate=can_translate)
    view = _view(locale, entry, files, _keep_cited(before, chosen, entry))
    st.session_state[STATE] = view.state
    address.write("documents", view.state.to_address())
    version = wanted if wanted != before.left else None
    paragraph = _name_absent_paragraph(state) if view.cited is None else None
    _tell_what_is_absent(locale, view.state, version, paragraph)
    _body(view)


def _name_absent_paragraph(state: DocumentState) -> str | None:
    """Return the label of the paragraph that was asked for; empty where only its place was."""
    is_by_place = state.place is not None or state.passage is not None
    return state.paragraph or ("" if is_by_place else None)


def _tell_what_is_absent(
    locale: Locale, shown: DocumentState, version: str | None, paragraph: str | None
) -> None:
    """Say which requested version or paragraph does not exist, also in later runs."""
    if version or paragraph is not None:
        st.session_state[ABSENT] = (shown, version, paragraph)
    state, version, paragraph = st.session_state.get(ABSENT) or (None, None, None)
    if state != shown:
        return
    if version:
        frame.note(locale.text("documents.no_version", language=locale.in_language(version)))
    if paragraph is not None:
        key = "documents.no_paragraph" if paragraph else "documents.no_passage"
        frame.note(locale.text(key, label=paragraph))


# --- which text ----------------------------------------------------------------------------------


@keep_with_index(24, is_shared=True)
def _text(document_id: int, left: str | None, right: str | None) -> DocumentText:
    return open_text(open_index().store, document_id, left, right)


def _open(entry: CatalogueEntry, state: DocumentState) -> DocumentText:
    right = None if state.right in (PAGE_IMAGE, TRANSLATION) else state.right
    return _text(entry.id, state.left, right)


def _codes(files: Sequence[SourceFile]) -> list[str | None]:
    codes = {file.language for file in files if file.same_as is None}
    return [*(code for code in BY_CODE if code in codes), *sorted(codes - set(BY_CODE), key=str)]


def _settle_versions(
    locale: Locale, state: DocumentState, entry: CatalogueEntry, codes: Sequence[str | None]
) -> DocumentState:
    """Return the state with versions that exist: a left one, and a right one or none."""
    of_passage = None
    if state.passage is not None and state.left is None:
        row = open_index().store.passages.row(state.passage)
        of_passage = row["version_language"] if row else None
    order = (state.left, of_passage, locale.code, entry.original_language, "en", codes[0])
    left = next(code for code in (*order[:-1], codes[0]) if code in codes)
    right = state.right
    is_there = right == PAGE_IMAGE or (right in codes and right != left)
    if not (is_there or (right == TRANSLATION and _can_translate(locale, codes))):
        right = None
    return replace(state, left=left, right=right)


def _can_translate(locale: Locale, codes: Sequence[str | None]) -> bool:
    return locale.code not in codes and translations.read_settings() is not None


def _find_cited(
    entry: CatalogueEntry, text: DocumentText, state: DocumentState
) -> CitedParagraph | None:
    if state.passage is not None:
        own = find_passage(text, state.passage)
        if own:
            return own
        # The passage of another version: its paragraph in the one that is shown.
        code = text.languages[0] or ""
        ids = (
            passages_in(open_index().store, [state.passage], code)
            .get(state.passage, {})
            .get(code, ())
        )
        return find_passage(text, ids[0]) if ids else None
    side: Side = state.side if text.languages[1] else "left"
    return find_cited(
        open_index().store,
        text,
        side=side,
        paragraph=state.paragraph,
        place=state.place,
        piece=state.piece,
        symbol=entry.symbol,
    )


def _keep_cited(
    before: DocumentState, chosen: DocumentState, entry: CatalogueEntry
) -> DocumentState:
    if (before.left, before.right) == (chosen.left, chosen.right):
        return chosen
    cited = _find_cited(entry, _open(entry, before), before)
    state = chosen.without_paragraph()
    return replace(state, passage=cited.passage.passage_id) if cited else state


def _view(
    locale: Locale, entry: CatalogueEntry, files: tuple[SourceFile, ...], state: DocumentState
) -> _ReaderView:
    """Open a document's text, and return it with a state that names the cited paragraph."""
    text = _open(entry, state)
    cited = _find_cited(entry, text, state)
    if cited:
        place = text.parameters(cited.side, cited.passage)
        state = replace(
            state,
            passage=None,
            side=cited.side,
            paragraph=place.get("para"),
            place=int(place["at"]) if "at" in place else None,
            piece=int(place["piece"]) if "piece" in place else None,
        )
    else:
        state = replace(state, passage=None, paragraph=None, place=None, piece=None, side="left")
    return _ReaderView(locale, entry, files, state, text, cited)


# --- the text ------------------------------------------------------------------------------------


def _body(view: _ReaderView) -> None:
    """Draw a part of the text with contents, page image, turning of pages, and the cited bar."""
    parts = view.text.parts
    own = view.text.part_of(view.cited.row) if view.cited else 0
    part = min((view.state.part or own + 1) - 1, len(parts) - 1)
    is_beside = view.state.right == PAGE_IMAGE
    contents = contents_html(view.text, parts[part], view.locale, view.address)
    translated = _translate(view, parts[part])
    rows = rows_html(view.text, parts[part], view.locale, view.address, view.cited, translated)
    body = html(
        "reader.body",
        locale=view.locale,
        contents=contents,
        rows=rows,
        has_headings=bool(view.text.headings),
        is_beside=is_beside,
    )
    if is_beside:
        with st.container(key="documents-sheet"):
            text, sheet = st.columns([1, 1], gap="medium")
        with text:
            st.html(body)
        with sheet:
            page_sheet.draw(view.locale, view.state, view.entry, view.files, view.cited)
    else:
        st.html(body)
    next_part = frame.turn_pages(len(parts), part + 1, f"documents-part-{view.entry.id}")
    if next_part:
        st.session_state[STATE] = replace(view.state, part=next_part)
        st.rerun()
    if view.cited and view.cited.row in parts[part]:
        _bar(view, view.cited, translated)
        shown = view.cited.passage
        first = next(
            paragraph.first.passage_id
            for paragraph in view.text.rows[view.cited.row].side(view.cited.side)
            if shown in paragraph.pieces
        )
        # A table's row and a paragraph's first piece carry the id of the paragraph.
        id_ = place_id(shown.passage_id if shown.passage.piece > 1 else first)
        mark = html("reader.scroll", id=id_, at=f"{id_}-{view.state.left}")
    else:
        mark = html("reader.top", at=f"{view.entry.id}-{part}")
    st.html(mark)


def _translate(view: _ReaderView, part: range) -> ShownTranslations:
    """Return the translations to show; next to the text, draw what translates the whole of it."""
    locale, target = view.locale, view.locale.code
    shown = _list_passages(view.text, part)
    settings = translations.read_settings()
    if settings is None or view.state.right != TRANSLATION:
        passages = translations.add_requested(shown, target)
        return ShownTranslations({each.passage_id: each for each in passages if each.translation})
    every = _list_passages(view.text, range(len(view.text.rows)))
    translations.draw_button(locale, every, target, is_document=True)
    passages = translations.add_stored(shown, target)
    language = locale.language(view.text.languages[0])
    label = locale.text("translation.by", language=language, translator=settings.name)
    by_id = {each.passage_id: each for each in passages if each.translation}
    return ShownTranslations(by_id, target, label)


def _list_passages(text: DocumentText, rows: range) -> list[Excerpt]:
    paragraphs = (each for row in rows for side in SIDES for each in text.rows[row].side(side))
    return [piece for paragraph in paragraphs for piece in paragraph.pieces]


def _bar(view: _ReaderView, chosen: CitedParagraph, translated: ShownTranslations) -> None:
    """Draw the citation of the cited paragraph and its counterpart, each with its actions."""
    row = view.text.rows[chosen.row]
    pieces = next(each.pieces for each in row.side(chosen.side) if chosen.passage in each.pieces)
    pieces = tuple(translated.by_id.get(piece.passage_id, piece) for piece in pieces)
    shown = [translated.by_id.get(chosen.passage.passage_id, chosen.passage)]
    other: Side = "right" if chosen.side == "left" else "left"
    shown += [paragraph.first for paragraph in row.side(other)][:1]
    with st.container(key="documents-bar", gap="small"):
        for index, excerpt in enumerate(map(add_fate, shown)):
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.html(citation_html(excerpt, view.locale), width="content")
                basket.button(
                    view.locale, [excerpt.passage_id], f"documents-basket-{excerpt.passage_id}"
                )
                if index == 0:
                    st.button(
                        view.locale.text("documents.close"),
                        key="documents-close",
                        icon=":material/close:",
                        type="tertiary",
                        on_click=_close,
                    )
        translations.draw_button(view.locale, pieces, view.locale.code)


def _close() -> None:
    state: DocumentState = st.session_state[STATE]
    st.session_state[STATE] = state.without_paragraph()
