"""The corpus page: what is in the index, what is missing, and how documents are added."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

import streamlit as st

from index.lookup.catalogue import Entry, lacking, totals, unreadable
from index.references.mentions import absent
from search_app.localise import Locale
from search_app.web import address
from search_app.web import frame as chrome
from search_app.web.corpus import adding
from search_app.web.corpus.coverage import documents_html, meetings_html
from search_app.web.documents.list import entry_address, entry_name, listed, meeting_name
from search_app.web.parts.escape import as_html
from search_app.web.parts.passage import language_attributes
from search_app.web.session import open_store

_STYLE = Path(__file__).parents[1] / "static" / "pages.css"
# Lines that stand at once; the others are folded.
_FEW = 20


def _section(title: str) -> None:
    st.html(f'<h2 class="wsis-section">{title}</h2>')


def _folded(title: str, inside: str, opened: str = "") -> str:
    summary = f"<summary>{title}</summary>"
    return f'<details class="wsis-fold wsis-broad"{opened}>{summary}{inside}</details>'


def _lines(locale: Locale, lines: Sequence[str]) -> str:
    def listed_lines(some: Sequence[str]) -> str:
        return f'<ul class="wsis-lines">{"".join(f"<li>{line}</li>" for line in some)}</ul>'

    first = listed_lines(lines[:_FEW])
    if len(lines) <= _FEW:
        return first
    more = f"{locale.text('corpus.more')} ({locale.number(len(lines) - _FEW)})"
    return first + _folded(more, listed_lines(lines[_FEW:]))


def _holds(locale: Locale) -> None:
    found = totals(open_store())
    size = locale.text("corpus.megabytes", number=locale.number(found.bytes / 1024**2, 1))
    model = f'<bdi dir="ltr">{as_html(found.model)}</bdi>' if found.model else ""
    day = locale.date(found.ingested[:10]) if found.ingested else locale.text("corpus.none")
    counts = " · ".join(
        (
            locale.plural("documents.count", found.documents),
            locale.plural("corpus.versions", found.versions),
            locale.plural("corpus.passages", found.passages),
        )
    )
    figures = (
        (locale.text("corpus.holds"), counts),
        (locale.text("corpus.ingested"), as_html(day)),
        (locale.text("corpus.size"), as_html(size)),
        (locale.text("corpus.model"), model),
    )
    inside = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures)
    st.html(f'<dl class="wsis-figures">{inside}</dl>')


def _coverage(locale: Locale, documents: Sequence[Entry]) -> None:
    _section(locale.text("corpus.coverage"))
    st.html(
        f'<p class="wsis-status">{locale.text("corpus.coverage_hint")}</p>'
        f"{meetings_html(documents, locale)}"
    )
    folds: list[str] = []
    for meeting, own in groupby(documents, lambda entry: entry.meeting):
        entries = list(own)
        count = locale.plural("documents.count", len(entries))
        name = f'{as_html(meeting_name(meeting, locale))} <span class="wsis-count">{count}</span>'
        opened = "" if folds else " open"  # the newest
        folds.append(_folded(name, documents_html(entries, locale), opened))
    st.html(f'<p class="wsis-status">{locale.text("corpus.cells_hint")}</p>{"".join(folds)}')


def _lacking(locale: Locale, documents: Sequence[Entry]) -> None:
    _section(locale.text("corpus.lacking"))
    folds = []
    for code, entries in lacking(documents).items():
        if not entries:
            continue
        count = locale.plural("documents.count", len(entries))
        title = f'{as_html(locale.language(code))} <span class="wsis-count">{count}</span>'
        folds.append(_folded(title, _lines(locale, [_document(locale, one) for one in entries])))
    none = f'<p class="wsis-status">{locale.text("corpus.none_lacking")}</p>'
    st.html("".join(folds) or none)


def _document(locale: Locale, entry: Entry) -> str:
    title = (
        f" <span {language_attributes(entry.title_language)}>{as_html(entry.title)}</span>"
        if entry.title
        else ""
    )
    return (
        f'<a class="wsis-link" href="{as_html(entry_address(entry, locale))}">'
        f'<bdi dir="ltr">{as_html(entry_name(entry))}</bdi></a>{title}'
    )


def _cited(locale: Locale) -> None:
    _section(locale.text("corpus.cited"))
    lines = [
        f'<a class="wsis-link" href="references?q={as_html(quote(one.symbol, safe=""))}'
        f'&amp;ui={locale.code}"><bdi dir="ltr">{as_html(one.symbol)}</bdi></a> '
        f'<span class="wsis-count">{locale.plural("corpus.cited_in", one.mentions)}</span>'
        for one in absent(open_store())
    ]
    hint = locale.text("corpus.cited_hint" if lines else "corpus.none_cited")
    st.html(f'<p class="wsis-status">{hint}</p>{_lines(locale, lines) if lines else ""}')


def _unreadable(locale: Locale) -> None:
    _section(locale.text("corpus.unreadable"))
    lines = [
        f'<strong><bdi dir="ltr" title="{as_html(one.shown)}">{as_html(one.name)}</bdi></strong> '
        f"— {adding.reason(locale, one.code)}"
        for one in unreadable(open_store())
    ]
    none = f'<p class="wsis-status">{locale.text("corpus.none_unreadable")}</p>'
    st.html(_lines(locale, lines) if lines else none)


def _main() -> None:
    locale = chrome.interface()
    st.html(_STYLE)
    chrome.wide()
    address.arrived("corpus", lambda _: None)
    address.write("corpus", {})
    st.html(f'<h1 class="wsis-h1">{locale.text("page.corpus")}</h1>')
    documents = listed(locale)
    _holds(locale)
    _coverage(locale, documents)
    _lacking(locale, documents)
    _cited(locale)
    _unreadable(locale)
    adding.draw(locale)


_main()
