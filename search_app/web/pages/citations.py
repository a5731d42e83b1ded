"""Citations page: the gathered passages, ordered, noted, copied, and downloaded as files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from corpus.languages import BY_CODE
from index.store import Excerpt
from index.versions import as_one, passages_in
from search_app.citing import citation, own_note, quotation
from search_app.citing.export import EXPORTS
from search_app.localise import CODES, Locale
from search_app.web import address, basket, browser_storage
from search_app.web import frame as chrome
from search_app.web.basket import BasketItem
from search_app.web.downloads import download_button
from search_app.web.parts import headings_above, html, meeting_name, text_html
from search_app.web.session import add_fate, open_index

_LANGUAGE = "citations-language"
_LARGE = "citations-large"
_CITE = "cite"

# Proper names; they are the same in all languages.
_NAMES = {
    "docx": "Word (DOCX)",
    "markdown": "Markdown",
    "csv": "CSV",
    "bibtex": "BibTeX",
    "ris": "RIS",
}


@dataclass(frozen=True, slots=True)
class _ShownSelection:
    """A gathered passage as it is shown; ``excerpt`` is None where it has left the index."""

    item: BasketItem
    excerpt: Excerpt | None
    language: str

    @property
    def line(self) -> str:
        return citation(self.excerpt, self.language) if self.excerpt else self.item.line

    @property
    def quote(self) -> str:
        if self.excerpt:
            return quotation(self.excerpt, self.language)
        return f"{self.item.text} ({self.item.line})"


def _follow(parameters: dict[str, list[str]]) -> None:
    code = next(iter(parameters.get("in", ())), None)
    st.session_state[_LANGUAGE] = code if code in CODES else None
    st.session_state[_LARGE] = "large" in parameters
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


def _load_items(language: str) -> list[_ShownSelection]:
    """Return the gathered passages, in the reader's order, in a language where they have it."""
    by_id = basket.excerpts()
    store = open_index().store
    other = [passage for passage, shown in by_id.items() if shown.language != language]
    versions = passages_in(store, other, language) if other else {}
    versions_in_language = {
        passage: ids[language] for passage, ids in versions.items() if ids.get(language)
    }
    read = open_index().excerpts(
        [passage for ids in versions_in_language.values() for passage in ids]
    )
    by_id |= {
        passage: as_one(by_id[passage], [read[each] for each in ids])
        for passage, ids in versions_in_language.items()
    }
    excerpts = {passage: add_fate(shown) for passage, shown in by_id.items()}
    return [
        _ShownSelection(item, excerpts.get(item.passage), language) for item in basket.list_items()
    ]


def _language(locale: Locale) -> str:
    """Draw the choice of the citations' language, and return it."""
    if st.session_state.get(_LANGUAGE) is None:
        st.session_state[_LANGUAGE] = locale.code
    chosen = st.segmented_control(
        locale.text("citations.language"),
        CODES,
        format_func=lambda code: BY_CODE[code].name,
        key=_LANGUAGE,
        persist_state="page",
        required=True,
        wrap=True,
    )
    return chosen or locale.code


def _downloads(locale: Locale, shown: list[_ShownSelection], language: str) -> None:
    noted_excerpts = [
        (selection.excerpt or selection.item.as_kept(), selection.item.note) for selection in shown
    ]
    passages, notes = (
        [excerpt for excerpt, _ in noted_excerpts],
        [note for _, note in noted_excerpts],
    )
    today = datetime.now(UTC).date().isoformat()
    with st.container(horizontal=True, gap="small", key="downloads"):
        for name, export in EXPORTS.items():
            download_button(
                _NAMES.get(name, name),
                partial(export.function, passages, language, notes),
                subject=", ".join(filter(None, {excerpt.symbol: None for excerpt in passages})),
                file_name=f"wsis-search-{today}-{language}.{export.extension}",
                mime=export.mime,
                key=f"citations-download-{name}",
                help_text=locale.text("basket.download"),
            )
        st.html(html("citations.heard", at=browser_storage.read_message_number()), width="content")


def _all_at_once(locale: Locale, shown: list[_ShownSelection], language: str) -> None:
    """Draw the number of passages, and buttons that copy, enlarge or remove all."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="at-once"):
        count = locale.plural("corpus.passages", len(shown))
        st.html(html("parts.status", text=count), width="content")
        passages = json.dumps(
            [[selection.quote, selection.item.key] for selection in shown], ensure_ascii=False
        )
        for name, lines, noted_at in (
            ("copy_all", "\n".join(selection.line for selection in shown), {}),
            (
                "copy_all_quoted",
                "\n\n".join(selection.quote for selection in shown),
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


def _show(locale: Locale, index: int, shown: _ShownSelection, last: int) -> None:
    """Draw a gathered passage, with buttons that open, move and remove it."""
    is_large = bool(st.session_state.get(_LARGE))
    with st.container(border=True, key=f"hit-{index}-gathered"):
        st.html(
            html(
                "citations.gathered",
                locale=locale,
                one=shown.item,
                shown=shown.excerpt,
                line=shown.line,
                quoted=shown.quote,
                language=shown.language,
                text=text_html(shown.excerpt) if shown.excerpt else None,
                meeting=meeting_name(shown.excerpt.meeting, locale) if shown.excerpt else "",
                headings=headings_above(shown.excerpt) if shown.excerpt else "",
                is_large=is_large,
                longest_note=basket.LONGEST_NOTE,
            )
        )
        if is_large:
            return
        key = shown.item.key
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            if shown.excerpt:
                chrome.open_link(locale, shown.excerpt)
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
    if not basket.list_items():
        address.write("citations", {})
        chrome.nothing(locale, "basket.empty", "basket.hint")
        chrome.link("search", locale.text("page.search"), icon=":material/search:")
        return
    language = _language(locale)
    shown = _load_items(language)
    address.write(
        "citations",
        {
            "in": [language] if language != locale.code else [],
            "large": ["1"] if st.session_state.get(_LARGE) else [],
            _CITE: _get_address_passages(),
        },
    )
    if browser_storage.is_refused():
        chrome.note(locale.text("citations.refused"))
    _all_at_once(locale, shown, language)
    _downloads(locale, shown, language)
    for index, selection in enumerate(shown):
        _show(locale, index, selection, len(shown) - 1)


_main()
