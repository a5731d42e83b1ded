"""How are the documents browsed? By meeting and series, with counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from corpus.languages import BY_CODE
from corpus.text import fold
from index.lookup.catalogue import Entry, entries
from search_app.localise import Locale
from search_app.web import address
from search_app.web.documents.state import STATE, DocumentState
from search_app.web.parts.escape import as_html, without_controls
from search_app.web.parts.links import token
from search_app.web.parts.passage import language_attributes
from search_app.web.session import open_store

__all__ = [
    "draw",
    "entry_address",
    "entry_name",
    "listed",
    "meeting_name",
    "series_name",
]

_PART: Final = 200
"""Documents that are listed at a time."""

_ANY: Final = ""

_KEYS: Final = ("documents-words", "documents-meeting", "documents-series")


@st.cache_resource(max_entries=12, show_spinner=False)
def _entries(generation: int, index: str, code: str) -> tuple[Entry, ...]:
    del generation, index  # parts of the key
    return entries(open_store(), (code,))


def listed(locale: Locale) -> tuple[Entry, ...]:
    """All documents, with titles in the reader's language where they are there in it."""
    store = open_store()
    return _entries(store.generation, store.id, locale.code)


def entry_name(entry: Entry) -> str:
    """What a document is called in a list: its symbol or, for want of one, its file's name."""
    return entry.symbol or entry.name


def entry_address(entry: Entry, locale: Locale, language: str | None = None) -> str:
    """The address that opens a document, not escaped."""
    name = {"symbol": entry.symbol} if entry.symbol else {"doc": token(entry.key)}
    left = {"left": language} if language else {}
    return "documents?" + urlencode({**name, **left, "ui": locale.code})


def meeting_name(meeting: str | None, locale: Locale) -> str:
    """Name a meeting, also that which a document does not name."""
    if meeting is None:
        return locale.text("documents.no_meeting")
    return locale.meeting(meeting)


def series_name(series: str | None, locale: Locale) -> str:
    """Name a series, also one that only other meetings have."""
    if series is None:
        return locale.text("documents.no_series")
    return locale.text(f"series.{series}") if locale.has(f"series.{series}") else series


def follow() -> None:
    """Let the widgets take what the address says the next time they are made."""
    for key in _KEYS:
        st.session_state.pop(key, None)


def draw(locale: Locale, state: DocumentState) -> None:
    """Draw the list and its filters, and write the address."""
    every = listed(locale)
    chosen = _filters(locale, state, every)
    found = [entry for entry in every if _fits(entry, chosen)]
    parts = range(0, len(found), _PART) or range(1)
    part = min(chosen.list_part or 1, len(parts))
    chosen = replace(chosen, list_part=part if part > 1 else None)
    st.session_state[STATE] = chosen
    address.write("documents", chosen.to_address())
    count = locale.plural("documents.count", len(found))
    st.html(f'<p class="wsis-status" role="status">{count}</p>')
    if not found:
        st.html(f'<p class="wsis-intro">{locale.text("documents.nothing")}</p>')
        return
    shown = found[parts[part - 1] : parts[part - 1] + _PART]
    st.html(f'<div class="wsis-list">{"".join(_meetings(locale, shown, found))}</div>')
    if len(parts) > 1:
        key = f"documents-list-{part}"
        turned = st.pagination(len(parts), default=part, key=key)
        if turned != part:
            st.session_state[STATE] = replace(chosen, list_part=turned)
            st.rerun()


def _filters(locale: Locale, state: DocumentState, every: Sequence[Entry]) -> DocumentState:
    meetings = list(dict.fromkeys(entry.meeting or "-" for entry in every))
    series = sorted({entry.series or "-" for entry in every})
    st.session_state.setdefault("documents-words", state.words or "")
    st.session_state.setdefault("documents-meeting", _one_of(state.meeting, meetings))
    st.session_state.setdefault("documents-series", _one_of(state.series, series))
    with st.container(horizontal=True, gap="small", key="documents-filters"):
        words = st.text_input(
            locale.text("documents.filter"),
            key="documents-words",
            icon=":material/filter_list:",
            width=340,
        )
        meeting = _select(
            locale, "meeting", meetings, every, lambda entry: entry.meeting, meeting_name
        )
        one_series = _select(
            locale, "series", series, every, lambda entry: entry.series, series_name
        )
    chosen = replace(state, words=(words or "").strip() or None, meeting=meeting, series=one_series)
    return chosen if _same(chosen, state) else replace(chosen, list_part=None)


def _same(one: DocumentState, other: DocumentState) -> bool:
    return (one.words, one.meeting, one.series) == (other.words, other.meeting, other.series)


def _one_of(value: str | None, values: Iterable[str]) -> str:
    return value if value is not None and value in values else _ANY


def _select(
    locale: Locale,
    name: str,
    values: Sequence[str],
    every: Sequence[Entry],
    value_of: Callable[[Entry], str | None],
    call: Callable[[str | None, Locale], str],
) -> str | None:
    counts = {value: sum((value_of(entry) or "-") == value for entry in every) for value in values}

    def said(value: str) -> str:
        if value == _ANY:
            return f"{locale.text('search.any')} ({locale.number(len(every))})"
        called = call(None if value == "-" else value, locale)
        return f"{without_controls(called)} ({locale.number(counts[value])})"

    chosen = st.selectbox(
        locale.text(f"search.{name}"),
        [_ANY, *values],
        format_func=said,
        key=f"documents-{name}",
        width=240,
    )
    return chosen or None


def _fits(entry: Entry, state: DocumentState) -> bool:
    if state.meeting and (entry.meeting or "-") != state.meeting:
        return False
    if state.series and (entry.series or "-") != state.series:
        return False
    words = fold(state.words or "").split()
    about = fold(" ".join(filter(None, (entry_name(entry), entry.title, entry.source))))
    return all(word in about for word in words)


def _meetings(locale: Locale, shown: Sequence[Entry], found: Sequence[Entry]) -> Iterable[str]:
    for meeting, of_meeting in groupby(shown, lambda entry: entry.meeting):
        count = locale.plural("documents.count", sum(entry.meeting == meeting for entry in found))
        yield (
            f"<h2>{as_html(meeting_name(meeting, locale))} "
            f'<span class="wsis-count">{count}</span></h2>'
        )
        for series, of_series in groupby(of_meeting, lambda entry: entry.series):
            documents = list(of_series)
            yield (
                f"<h3>{as_html(series_name(series, locale))} "
                f'<span class="wsis-count">{locale.number(len(documents))}</span></h3>'
            )
            yield f"<ul>{''.join(_item(locale, entry) for entry in documents)}</ul>"


def _item(locale: Locale, entry: Entry) -> str:
    about = " · ".join(
        f"<bdi>{as_html(part)}</bdi>" for part in (entry.source, locale.date(entry.date)) if part
    )
    title = (
        f'<span class="wsis-title" {language_attributes(entry.title_language)}>'
        f"{as_html(entry.title)}</span>"
        if entry.title
        else ""
    )
    languages = "".join(
        f'<a class="wsis-link wsis-badge" href="{as_html(entry_address(entry, locale, code))}" '
        f"{language_attributes(code)}>{BY_CODE[code].name}</a>"
        for code in entry.languages
    )
    return (
        f'<li><a class="wsis-link" href="{as_html(entry_address(entry, locale))}">'
        f'<span class="wsis-symbol" dir="ltr">{as_html(entry_name(entry))}</span>{title}</a>'
        f'<p class="wsis-place">{about}</p><p class="wsis-there">{languages}</p></li>'
    )
