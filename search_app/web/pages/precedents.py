"""The precedents page: a draft, and earlier texts, paragraph by paragraph."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

import streamlit as st

from corpus.errors import ReadError
from index.analyses import DraftParagraph
from ingest.files import READABLE
from search_app.drafts import (
    MAX_MEGABYTES,
    MAX_PARAGRAPHS,
    MAX_TEXT,
    draft_of_bytes,
    draft_of_text,
    notes_on,
)
from search_app.file_names import name_derived_file
from search_app.localise import Locale
from search_app.web import address, basket
from search_app.web import frame as chrome
from search_app.web.downloads import download_button
from search_app.web.parts import as_css, as_label, html, meetings
from search_app.web.precedents import answers as draft_answers
from search_app.web.precedents.answers import DraftAnswer, Standing, find_standing
from search_app.web.precedents.link import PARAMETER
from search_app.web.precedents.view import choice, side_by_side_html, summary_html, time_line_html
from search_app.web.references import name_references
from search_app.web.reports import DRAFT
from search_app.web.session import expect_files, loading, open_index

if TYPE_CHECKING:
    from corpus.documents import Document

_FORM: Final = "precedents-draft"
_TEXT: Final = "precedents-text"
_FILE: Final = "precedents-file"
_PAGE: Final = "precedents-page"
_SHOWN: Final = "precedents-shown"
_GIVEN: Final = "precedents-given"
_LINK: Final = "precedents-link"
_PARAGRAPHS: Final = 15
_ARCHIVES: Final = frozenset({".zip"})
_CHOICES: Final[dict[str, Standing | None]] = {
    "all": None,
    "with_reuse": "reused",
    "with_translation": "in_translation",
    "with_part": "in_part",
    "with_alike": "alike",
    "without": "new",
}


# --- giving a draft ------------------------------------------------------------------------------


def _ask(locale: Locale) -> None:
    typed = draft_answers.read_typed()
    before = st.session_state.get(_GIVEN, "") if typed is None else typed
    st.html(html("parts.intro", text=locale.text("precedents.intro")))
    with st.form(_FORM, border=False):
        with st.container(key="precedents-draft-text"):
            text = st.text_area(
                locale.text("precedents.draft_label"),
                st.session_state.get(_TEXT, before),
                height=260,
                placeholder=locale.text("precedents.placeholder"),
                key=_TEXT,
            )
        endings = sorted(ending.removeprefix(".") for ending in set(READABLE) - _ARCHIVES)
        formats = locale.join_names(ending.upper() for ending in endings if ending != "text")
        types = locale.text("upload.types", types=formats)
        refused = as_css(locale.sentences((locale.text("upload.refused"), types)))
        choose = as_css(locale.text("precedents.choose_file"))
        st.html(html("parts.files", key=_FILE, choose=choose, refused=refused))
        expect_files(1, MAX_MEGABYTES)
        file = st.file_uploader(
            locale.text("precedents.upload"),
            endings,
            key=_FILE,
            max_upload_size=MAX_MEGABYTES,
        )
        limits = locale.text("precedents.limits", size=locale.number(MAX_MEGABYTES))
        link = locale.text("precedents.link")
        more = (
            locale.text("precedents.stays"),
            locale.text("precedents.no_result_here", link=link),
        )
        limits = locale.sentences((limits, *more))
        st.html(html("parts.status", text=limits, role=""))
        is_sent = chrome.submit_button(
            locale.text("precedents.begin"), "compare", _FORM, type="primary"
        )
    if not is_sent:
        return
    st.session_state[_GIVEN] = text
    pasted = bool(text.strip())
    if pasted == (file is not None):
        chrome.note(locale.text("precedents.both" if pasted else "precedents.empty"), "alert")
    elif pasted and len(text) > MAX_TEXT:
        limit = locale.number(MAX_TEXT)
        chrome.note(locale.text("precedents.too_long", limit=limit), "alert")
    else:
        _find(locale, text, (file.name, file.getvalue()) if file else None)
    chrome.settle(_FORM)


def _find(locale: Locale, text: str, file: tuple[str, bytes] | None) -> None:
    """Read the draft; the next run compares it, when the browser has it."""
    bar = st.progress(0.0, text=locale.text("precedents.reading"))
    try:
        draft = draft_of_bytes(*file) if file else draft_of_text(text)
    except ReadError as error:
        bar.empty()
        code = error.code if locale.has(f"reason.{error.code}") else "other"
        message = f"{locale.text('precedents.unreadable')} {locale.text(f'reason.{code}')}"
        chrome.note(message, "alert")
        return
    draft_answers.keep(draft, file[0] if file else None)
    st.session_state[_LINK] = None
    chrome.settle(_FORM)
    bar.empty()
    st.rerun()


def _begin(
    locale: Locale,
    place: st.delta_generator.DeltaGenerator,
    draft: Document,
    name: str | None,
    link: str | None,
) -> None:
    """Compare the draft, saying how far that is."""
    with place.container():
        if link is None:
            _another(locale)
        bar = st.progress(0.0, text=locale.text("precedents.reading"))
        if loading().ready() is None:
            bar.progress(0.0, text=locale.text("loading.waiting"))
        answer = _compare(locale, draft, name, bar, link)
    if any(paragraph.is_compared for paragraph in answer.paragraphs):
        st.session_state[_PAGE] = 1
        st.rerun()
    draft_answers.forget()
    chrome.note(locale.text("precedents.no_paragraphs"), "alert")


def _compare(
    locale: Locale,
    draft: Document,
    name: str | None,
    bar: st.delta_generator.DeltaGenerator,
    link: str | None,
) -> DraftAnswer:
    def tell(done: int, every: int) -> None:
        text = locale.text(
            "precedents.comparing", done=locale.number(done), all=locale.number(every)
        )
        bar.progress(done / max(every, 1), text=text)

    return draft_answers.compare(draft, name, tell, link)


# --- what was found ------------------------------------------------------------------------------


def _another(locale: Locale) -> None:
    st.button(
        locale.text("precedents.again"),
        key="precedents-again",
        icon=":material/edit_document:",
        on_click=_again,
    )


def _again() -> None:
    draft_answers.forget()
    for key in (_SHOWN, _PAGE, _LINK):
        st.session_state.pop(key, None)


def _show(locale: Locale, answer: DraftAnswer) -> None:
    chrome.wide()
    _head(locale, answer)
    counts = Counter(find_standing(paragraph) for paragraph in answer.paragraphs)
    st.html(summary_html(locale, counts))
    for note in _notes(locale, answer):
        chrome.note(note)
    chosen = st.segmented_control(
        locale.text("precedents.show"),
        list(_CHOICES),
        default="all",
        format_func=lambda name: locale.text(f"precedents.{name}"),
        key=_SHOWN,
        required=True,
        wrap=True,
        label_visibility="collapsed",
    )
    wanted = _CHOICES[chosen or "all"]
    numbered = [
        (index, paragraph)
        for index, paragraph in enumerate(answer.paragraphs)
        if wanted is None or find_standing(paragraph) == wanted
    ]
    if not numbered:
        chrome.note(locale.text("precedents.none_shown"))
        return
    pages = -(-len(numbered) // _PARAGRAPHS)
    page = min(st.session_state.get(_PAGE) or 1, pages)
    part = numbered[(page - 1) * _PARAGRAPHS : page * _PARAGRAPHS]
    if any(paragraph.precedents for _, paragraph in part):
        title, hint = (
            locale.text(f"precedents.{name}") for name in ("time_line", "time_line_hint")
        )
        st.html(
            html("parts.section", text=title, hint=hint)
            + time_line_html(locale, meetings(open_index().store, locale), part)
        )
    st.html(html("precedents.legend", locale=locale))
    for index, paragraph in part:
        _paragraph(locale, index, paragraph)
    next_page = chrome.turn_pages(pages, page, "precedents-pages")
    if next_page:
        st.session_state[_PAGE] = next_page
        st.rerun()


def _notes(locale: Locale, answer: DraftAnswer) -> list[str]:
    """Return the notes on the whole draft, for the page and above the table."""
    notes = [note.message for note in notes_on(answer.left, locale.code)]
    if answer.all > MAX_PARAGRAPHS:
        every, some = locale.number(answer.all), locale.number(MAX_PARAGRAPHS)
        notes.append(locale.text("precedents.cut", all=every, some=some))
    return notes


def _head(locale: Locale, answer: DraftAnswer) -> None:
    name = answer.name or locale.text("precedents.pasted")
    about = answer.draft.metadata
    st.html(html("precedents.head", name=name, about=[about.symbol, about.title]))
    with st.container(horizontal=True, gap="small", key="precedents-actions"):
        _another(locale)
        download_button(
            locale.text("precedents.export"),
            lambda: draft_answers.as_table(answer.paragraphs, locale.code, _notes(locale, answer)),
            subject="precedents",
            file_name=name_derived_file(
                PurePath(answer.name).stem if answer.name else about.symbol or about.title or name,
                "precedents",
                "docx",
            ),
            mime="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            key="precedents-docx",
        )
        link = draft_answers.link_of(answer)
        if link:
            target = chrome.address_of("precedents", {PARAMETER: [link]})
            st.html(html("precedents.link", locale=locale, target=target), width="content")
            # Said before it is copied, also where nothing hovers over a button.
            st.html(html("parts.status", text=locale.text("precedents.link_hint"), role=""))
        else:
            st.html(html("parts.status", text=locale.text("precedents.no_link"), role=""))


def _paragraph(locale: Locale, index: int, paragraph: DraftParagraph) -> None:
    with st.container(border=True, key=f"precedent-{index}"):
        earlier = paragraph.precedents
        place = 0
        if len(earlier) > 1:
            chosen = st.segmented_control(
                locale.text("precedents.choose"),
                list(range(len(earlier))),
                default=0,
                format_func=lambda position: as_label(choice(locale, earlier[position])),
                key=f"precedents-choice-{index}",
                required=True,
                wrap=True,
                label_visibility="collapsed",
            )
            place = min(chosen or 0, len(earlier) - 1)
        precedent = earlier[place] if earlier else None
        text = precedent.text if precedent else None
        names = name_references(precedent.references, locale.code, whose=True) if precedent else {}
        st.html(side_by_side_html(locale, index, paragraph, precedent, text, names))
        if precedent is None:
            return
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            chrome.open_link(locale, precedent.shown)
            label = locale.text("compare.with_draft")
            name = precedent.shown.symbol or precedent.shown.file_name
            chrome.link("compare", label, {"from": name, "to": DRAFT}, icon=":material/difference:")
            basket.button(locale, [precedent.shown.passage_id], f"precedents-basket-{index}")


def _current() -> DraftAnswer | None:
    """Return the draft with its precedents, compared anew where the index has changed since."""
    answer = draft_answers.get_answer()
    store = open_index().store
    if answer is None or (answer.index, answer.generation) == (store.id, store.generation):
        return answer
    return None


def _follow(parameters: dict[str, list[str]]) -> None:
    st.session_state[_LINK] = next(iter(parameters.get(PARAMETER, ())), None)


def _main() -> None:
    locale = chrome.interface()
    chrome.styles("pages", "citing")
    address.follow_address("precedents", _follow)
    link = st.session_state.get(_LINK)
    # A draft of the reader's own is in the browser, and in no address.
    address.write("precedents", {PARAMETER: [link]} if link else {})
    answer = _current()
    if answer is not None and answer.link == link:
        _show(locale, answer)
        return
    earlier = draft_answers.from_link(link) if link else draft_answers.from_browser()
    place = st.empty()  # no form of an earlier run is shown while a draft is compared
    if earlier:
        _begin(locale, place, *earlier, link)
    elif link:
        chrome.note(locale.text("precedents.unreadable"), "alert")
    with place.container():
        _ask(locale)


_main()
