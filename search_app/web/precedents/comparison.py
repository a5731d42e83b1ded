"""View in which a reader chooses two texts, documents or a draft, and sees them side by side."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from corpus.documents import Document
from corpus.errors import QueryError
from corpus.languages import BY_CODE
from index.analyses import Comparison
from index.lookup import CatalogueEntry, catalogue
from search_app.citing.export import comparison_docx
from search_app.drafts import Draft
from search_app.localise import Locale
from search_app.operations import COMPARE, CompareRequest
from search_app.web import frame as chrome
from search_app.web.documents.list import entry_name, list_entries
from search_app.web.downloads import download_buttons
from search_app.web.parts import compare_address, html, without_controls
from search_app.web.precedents import answers
from search_app.web.precedents.state import DRAFT, STATE, DraftState
from search_app.web.reports import ask, report_html
from search_app.web.session import open_index

_SIDES: Final = ("old", "new")
_UNKNOWN: Final = "compare-unknown"
"""Session key of the names, by side, that the index lacks."""

_LANGUAGE: Final = "compare-in"
_SHOWN: Final = "compare-shown"
_ROWS: Final = 40
"""Paragraphs shown at a time."""

_REVISED: Final = 12
"""Revisions listed at the start."""


def follow(locale: Locale, state: DraftState) -> None:
    """Let the widgets take what the address says."""
    names = {"old": state.old, "new": state.new}
    known = {side: _name_document(locale, name) for side, name in names.items()}
    for side, name in known.items():
        st.session_state[f"compare-{side}"] = name
    st.session_state[_UNKNOWN] = {
        side: name for side, name in names.items() if name and known[side] is None
    }
    st.session_state[_LANGUAGE] = state.language
    st.session_state[_SHOWN] = state.shown


def draw(locale: Locale, state: DraftState) -> DraftState:
    """Draw the two texts, or the choice of them; return the shown state."""
    every = {entry_name(entry): entry for entry in list_entries(locale)}
    given = answers.find_given(replace(state, new=""), locale.code)
    draft = given.document if given else None
    # The browser reports its draft a moment after the page was opened.
    is_named = DRAFT in (st.session_state.get("compare-old"), st.session_state.get("compare-new"))
    state = _choose(locale, state, every, has_draft=draft is not None or is_named)
    chosen = (state.old, state.new)
    unknown: dict[str, str] = st.session_state.get(_UNKNOWN, {})
    absent = [unknown.get(side) for side, name in zip(_SIDES, chosen, strict=True) if not name]
    for name in filter(None, dict.fromkeys(absent)):
        chrome.note(locale.text("documents.not_found", name=name))
    lacks_draft = DRAFT in chosen and draft is None
    if not all(chosen) or state.old == state.new or lacks_draft:
        if lacks_draft:
            view = locale.text("precedents.choose")
            chrome.note(locale.text("compare.no_draft", view=view))
        elif state.old and state.old == state.new:
            chrome.note(locale.text("compare.two"))
        _begin(locale, every)
        return state
    language = _choose_language(locale, _languages(state, every, draft))
    state = replace(state, language=language if language != locale.code else None)
    old, new = (Draft(document=draft) if name == DRAFT else name for name in chosen)
    request = CompareRequest(old, new, shown_in=language)
    try:
        comparison = ask(COMPARE, request, locale.code, needs_model=False)
    except QueryError as error:
        if error.reason == "no-common-language":
            chrome.note(locale.text("compare.no_language"))
        else:
            chrome.refuse(locale, error)
        return state
    return _show(locale, state, comparison)


def _name_document(locale: Locale, name: str) -> str | None:
    """Return the name in the lists for a document named in any form; None for none."""
    if name in ("", DRAFT):
        return name or None
    document_id = catalogue.find(open_index().store, name)
    return next(
        (
            entry_name(entry)
            for entry in list_entries(locale)
            if entry.id == document_id or entry.name == name
        ),
        None,
    )


def _choose(
    locale: Locale, before: DraftState, every: dict[str, CatalogueEntry], *, has_draft: bool
) -> DraftState:
    """Draw the choice of the two texts; return the state with it."""

    def format_name(name: str) -> str:
        if name == DRAFT:
            return locale.text("compare.draft")
        title = every[name].title
        return without_controls(f"{name} · {title}" if title else name)

    options = [*([DRAFT] if has_draft else []), *every]
    chosen: dict[str, str] = {}
    with st.container(horizontal=True, gap="small", key="compare-choose"):
        for side in _SIDES:
            key = f"compare-{side}"
            if st.session_state.get(key) not in options:
                st.session_state[key] = None
            choice = st.selectbox(
                locale.text(f"compare.{side}"),
                options,
                index=None,
                key=key,
                persist_state="page",
                format_func=format_name,
                placeholder=locale.text("compare.choose"),
                width=360,
            )
            chosen[side] = choice or ""
    state = replace(
        before,
        old=chosen["old"],
        new=chosen["new"],
        language=st.session_state.get(_LANGUAGE),
        shown=st.session_state.get(_SHOWN) or "changes",
    )
    return state if state == before else replace(state, page=1)


def _languages(
    state: DraftState, every: dict[str, CatalogueEntry], draft: Document | None
) -> list[str]:
    """Return those of the six languages that both texts have."""
    languages = [
        {draft.language if draft else None} if name == DRAFT else set(every[name].languages)
        for name in (state.old, state.new)
    ]
    return [code for code in BY_CODE if code in languages[0] & languages[1]]


def _choose_language(locale: Locale, languages: list[str]) -> str | None:
    """Draw the choice of the language to compare in, where there is one."""
    if st.session_state.get(_LANGUAGE) not in languages:
        preferred = [code for code in (locale.code, "en", *languages) if code in languages]
        st.session_state[_LANGUAGE] = next(iter(preferred), None)
    if len(languages) > 1:
        chrome.choose_language(locale.text("compare.language"), languages, _LANGUAGE)
    code: str | None = st.session_state[_LANGUAGE]
    if code and locale.code not in languages:
        own, other = locale.language(locale.code), locale.language(code)
        chrome.note(locale.text("compare.other_language", language=own, other=other))
    return code


def _begin(locale: Locale, every: dict[str, CatalogueEntry]) -> None:
    st.html(html("parts.intro", text=locale.text("compare.intro")))
    revised = [
        (
            name,
            entry.superseded_by,
            entry.title,
            entry.title_language,
            compare_address(name, entry.superseded_by),
        )
        for name, entry in every.items()
        if entry.superseded_by
    ]
    st.html(html("parts.section", text=locale.text("compare.revised")))
    if revised:
        st.html(html("precedents.revised", locale=locale, some=revised[:_REVISED]))
    else:
        st.html(html("parts.status", text=locale.text("compare.none_revised")))


def _show(locale: Locale, state: DraftState, comparison: Comparison) -> DraftState:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="compare-do"):
        st.segmented_control(
            locale.text("precedents.show"),
            ["changes", "all"],
            format_func=lambda name: locale.text(f"compare.{name}"),
            key=_SHOWN,
            persist_state="page",
            required=True,
            label_visibility="collapsed",
        )
        label = locale.text("compare.export")
        make = partial(comparison_docx, comparison, locale.code)
        # As long as the rest of the name leaves room for.
        texts = " - ".join(side.name[:50] for side in (comparison.old, comparison.new))
        download_buttons(locale, "compare", {"docx": (label, make)}, texts)
    rows = [pair for pair in comparison.paragraphs if state.shown == "all" or pair.has_changed]
    if not comparison.has_changes:
        chrome.note(locale.text("compare.alike"))
    pages = max(1, -(-len(rows) // _ROWS))
    state = replace(state, page=min(state.page, pages))
    counts = Counter(pair.change for pair in comparison.paragraphs)
    summary = " · ".join(
        locale.add_label(locale.text(f"compare.{change}"), locale.number(counts[change]))
        for change in ("changed", "added", "removed", "same")
    )
    marks = (("del", "precedents.only_earlier"), ("ins", "compare.only_new"))
    legend = [(element, locale.text(key)) for element, key in marks]
    part = tuple(rows[(state.page - 1) * _ROWS : state.page * _ROWS])
    if part:
        st.html(
            html("parts.status", text=summary)
            + html("precedents.legend", marks=legend)
            + report_html(locale, COMPARE, replace(comparison, paragraphs=part))
        )
    chrome.turn_state(pages, state, "compare-pages", STATE)
    return state
