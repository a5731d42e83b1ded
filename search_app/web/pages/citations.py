"""Citations page: the gathered passages, ordered, noted, copied, and downloaded as files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from search_app.citing import own_note
from search_app.citing.export import available_exports
from search_app.localise import CODES, Locale
from search_app.web import address, basket, browser_storage, translations
from search_app.web import frame as chrome
from search_app.web.downloads import LABELS, download_button
from search_app.web.parts import headings_above, html, text_html, translation_html
from search_app.web.selection import (
    CHOICES,
    Choice,
    SelectedPassage,
    draw_folder,
    list_selected,
    panel,
)

_LANGUAGE = "citations-language"
_LARGE = "citations-large"
_CHOICE = "citations-choice"
_CITE = "cite"


def _follow(parameters: dict[str, list[str]]) -> None:
    code = next(iter(parameters.get("in", ())), None)
    st.session_state[_LANGUAGE] = code if code in CODES else None
    choice = next(iter(parameters.get("text", ())), None)
    st.session_state[_CHOICE] = choice if choice in CHOICES else CHOICES[0]
    st.session_state[_LARGE] = "large" in parameters
    panel.follow(next(iter(parameters.get(panel.OPEN, ())), None))
    # The address has what was gathered where the browser keeps nothing. What the page wrote
    # there before it was left does not count: it may have been taken out on another one since.
    for passage_id in address.read().get(_CITE, [])[:100]:
        if passage_id.isascii() and passage_id.isdecimal():
            basket.add(int(passage_id))


def _get_address_passages() -> list[str]:
    """Return the passage ids for the address; before the browser's report, those it already has."""
    if browser_storage.is_refused():
        return [str(passage) for passage in basket.basket()]
    return [] if browser_storage.read_message_number() else address.read().get(_CITE, [])


def _language(locale: Locale) -> str:
    if st.session_state.get(_LANGUAGE) is None:
        st.session_state[_LANGUAGE] = locale.code
    label = locale.text("citations.language")
    return chrome.choose_language(label, CODES, _LANGUAGE) or locale.code


def _choose_text(locale: Locale) -> Choice:
    chosen: Choice | None = st.segmented_control(
        locale.text("citations.texts"),
        CHOICES,
        format_func=lambda choice: locale.text(f"citations.text_{choice}"),
        key=_CHOICE,
        persist_state="page",
        required=True,
        wrap=True,
    )
    return chosen or CHOICES[0]


def _explain_missing(shown: SelectedPassage, locale: Locale) -> str:
    """Return the sentence that the index has no version in the language of the citations."""
    if not shown.lacks_version:
        return ""
    return locale.text("documents.no_version", language=locale.in_language(shown.language))


def _downloads(locale: Locale, shown: Sequence[SelectedPassage], language: str) -> None:
    papers = Locale(language)
    rows = [
        (excerpt, selected.item.note if is_last else "", _explain_missing(selected, papers))
        for selected in shown
        for excerpt in selected.texts
        for is_last in [excerpt is selected.texts[-1]]
    ]
    passages, notes, remarks = ([*column] for column in zip(*rows, strict=True))
    today = datetime.now(UTC).date().isoformat()
    with st.container(horizontal=True, gap="small", key="downloads"):
        for name, export in available_exports().items():
            download_button(
                LABELS[name],
                partial(export.function, passages, language, notes, remarks),
                subject=", ".join(filter(None, {excerpt.symbol: None for excerpt in passages})),
                file_name=f"wsis-search-{today}-{language}.{export.extension}",
                mime=export.mime,
                key=f"citations-download-{name}",
                help_text=locale.text("basket.download"),
            )
        st.html(html("citations.heard", at=browser_storage.read_message_number()), width="content")


def _all_at_once(locale: Locale, shown: Sequence[SelectedPassage], language: str) -> None:
    """Draw the number of passages, and buttons that copy, enlarge or remove all."""
    quotations = ["\n".join(selected.quotations) for selected in shown]
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="at-once"):
        count = locale.plural("corpus.passages", len(shown))
        st.html(html("parts.status", text=count), width="content")
        keys = (selected.item.key for selected in shown)
        passages = json.dumps([*zip(quotations, keys, strict=True)], ensure_ascii=False)
        for name, lines, noted_at in (
            ("copy_all", "\n".join(line for selected in shown for line in selected.copies), {}),
            (
                "copy_all_quoted",
                "\n\n".join(quotations),
                {"passages": passages, "named": own_note("{}", language)},
            ),
        ):
            label = locale.text(f"citations.{name}")
            st.html(
                html("parts.copy", locale=locale, text=lines, said=label, **noted_at),
                width="content",
            )
        st.toggle(locale.text("citations.large"), key=_LARGE, persist_state="page")
        text = locale.text("basket.clear")
        basket.draw(text, "clear", key="citations", icon="delete", type="tertiary")


def _show(locale: Locale, index: int, shown: SelectedPassage, last: int) -> None:
    """Draw a gathered passage, with buttons that open, move and remove it."""
    is_large = bool(st.session_state.get(_LARGE))
    first = shown.excerpts[0] if shown.excerpts else None
    texts = [
        (
            *(line, copied, quoted, excerpt),
            text_html(excerpt) + translation_html(excerpt, locale),
            headings_above(excerpt),
        )
        for line, copied, quoted, excerpt in zip(
            shown.lines, shown.copies, shown.quotations, shown.excerpts, strict=False
        )
    ]
    with st.container(border=True, key=f"hit-{index}-gathered"):
        st.html(
            html(
                "citations.gathered",
                locale=locale,
                one=shown.item,
                texts=texts,
                language=shown.language,
                kept=shown.quotations[0],
                missing=_explain_missing(shown, locale),
                meeting=locale.meeting(first.meeting) if first else "",
                is_large=is_large,
                longest_note=basket.LONGEST_NOTE,
            )
        )
        if is_large:
            return
        if shown.lacks_version:
            translations.draw_button(locale, shown.excerpts, shown.language)
        key = shown.item.key
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            if first:
                chrome.open_link(locale, first)
            _draw_moves(locale, key, index, last)


def _draw_moves(locale: Locale, key: str, index: int, last: int) -> None:
    """Draw the buttons that move and remove a gathered passage."""
    for act, name, icon, is_last in (
        ("up", "citations.up", "arrow_upward", index == 0),
        ("down", "citations.down", "arrow_downward", index == last),
        ("remove", "basket.remove", "bookmark_remove", False),
    ):
        basket.draw(
            locale.text(name),
            act,
            key,
            key="citations",
            icon=icon,
            type="tertiary",
            disabled=is_last,
        )


def _main() -> None:
    locale = chrome.interface()
    chrome.styles("pages")
    address.follow_address("citations", _follow, _LARGE)
    st.html(html("parts.heading", text=locale.text("page.citations")))
    if basket.can_undo():
        basket.draw(locale.text("basket.undo"), "undo", key="citations", icon="undo")
    panel.draw_received(locale)
    if not basket.list_items():
        address.write("citations", {panel.OPEN: panel.link_parameters()})
        chrome.nothing(locale, "basket.empty", "basket.hint")
        chrome.link("search", locale.text("page.search"), icon=":material/search:")
        panel.draw_sharing(locale)
        draw_folder(locale)
        return
    language = _language(locale)
    choice = _choose_text(locale)
    shown = list_selected(language, choice)
    address.write(
        "citations",
        {
            "in": [language] if language != locale.code else [],
            "text": [choice] if choice != CHOICES[0] else [],
            "large": ["1"] if st.session_state.get(_LARGE) else [],
            _CITE: _get_address_passages(),
            panel.OPEN: panel.link_parameters(),
        },
    )
    if browser_storage.is_refused():
        chrome.note(locale.text("citations.refused"))
    _all_at_once(locale, shown, language)
    _downloads(locale, shown, language)
    panel.draw_sharing(locale)
    draw_folder(locale)
    for index, selection in enumerate(shown):
        _show(locale, index, selection, len(shown) - 1)


_main()
