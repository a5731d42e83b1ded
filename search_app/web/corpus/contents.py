"""Page section that draws the contents of the index, its gaps, and the form for more documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import streamlit as st
from markupsafe import Markup

from index.lookup import CatalogueEntry, MeetingDays, catalogue, list_meeting_days, meeting_days
from index.references import absent, list_listed
from search_app.localise import Locale
from search_app.web.corpus import adding
from search_app.web.corpus.coverage import documents_html, itu_list_html, meetings_html
from search_app.web.documents.list import entry_address, entry_name, list_entries, meeting_name
from search_app.web.parts import html
from search_app.web.references import reference_address
from search_app.web.session import open_index


def _section(title: str) -> None:
    st.html(html("parts.section", text=title))


def _status(text: str) -> Markup:
    return html("parts.status", text=text, role="")


def _holds(locale: Locale) -> None:
    """Draw the number of documents, versions and passages, the last ingest, size and model."""
    status = open_index().status()
    size = locale.text("corpus.megabytes", number=locale.number(status.bytes / 1024**2, 1))
    model = html("parts.name", text=status.model) if status.model else ""
    day = locale.date(status.ingested[:10]) if status.ingested else locale.text("corpus.none")
    counts = " · ".join(
        (
            locale.plural("documents.count", status.documents),
            locale.plural("corpus.versions", sum(status.versions.values())),
            locale.plural("corpus.passages", status.passages)
            + locale.text("corpus.findable", count=locale.number(status.findable)),
        )
    )
    figures = (
        (locale.text("corpus.holds"), counts),
        (locale.text("corpus.ingested"), day),
        (locale.text("corpus.size"), size),
        (locale.text("corpus.model"), model),
    )
    st.html(html("corpus.figures", some=figures))


def _coverage(locale: Locale, documents: Sequence[CatalogueEntry]) -> None:
    """Draw the languages of each meeting's documents, then those of each document."""
    _section(locale.text("corpus.coverage"))
    drawn = meetings_html(documents, locale, meeting_days(open_index().store))
    st.html(_status(locale.text("corpus.coverage_hint")) + drawn)
    folds = Markup()
    for meeting, of_meeting in groupby(documents, lambda entry: entry.meeting):
        entries = list(of_meeting)
        folds += html(
            "corpus.fold",
            title=meeting_name(meeting, locale),
            count=locale.plural("documents.count", len(entries)),
            inside=documents_html(entries, locale),
            is_open=not folds,  # the newest
        )
    st.html(_status(locale.text("corpus.cells_hint")) + folds)


def _draw_missing_versions(locale: Locale, documents: Sequence[CatalogueEntry]) -> None:
    _section(locale.text("corpus.lacking"))
    folds = Markup()
    for code, entries in catalogue.list_lacking(documents).items():
        if entries:
            lines = [
                html(
                    "corpus.document",
                    entry=entry,
                    name=entry_name(entry),
                    target=entry_address(entry),
                )
                for entry in entries
            ]
            folds += html(
                "corpus.fold",
                title=locale.language(code),
                count=locale.plural("documents.count", len(entries)),
                inside=html("corpus.lines", locale=locale, some=lines),
            )
    st.html(folds or _status(locale.text("corpus.none_lacking")))


def _draw_absent_documents(locale: Locale) -> None:
    _section(locale.text("corpus.cited"))
    lines = [
        html(
            "corpus.cited",
            symbol=document.symbol,
            count=locale.plural("corpus.cited_in", document.mentions),
            target=reference_address(document.symbol),
        )
        for document in absent(open_index().store)
    ]
    hint = _status(locale.text("corpus.cited_hint" if lines else "corpus.none_cited"))
    st.html(hint + html("corpus.lines", locale=locale, some=lines) if lines else hint)


def _draw_listed_documents(locale: Locale) -> None:
    """Draw the documents that lists of ITU name and the index lacks, where there are any."""
    if drawn := itu_list_html(list_listed(open_index().store, locale.code), locale):
        _section(locale.text("corpus.listed"))
        st.html(drawn)


def _draw_files(
    locale: Locale, key: str, files: Iterable[catalogue.Unreadable], none: str = ""
) -> None:
    """Draw files with what is wrong with each; without any, the text of ``none`` or nothing."""
    lines = [
        html("corpus.unreadable", file=file, reason=adding.reason(locale, file.code))
        for file in files
    ]
    if lines or none:
        _section(locale.text(key))
        drawn = html("corpus.lines", locale=locale, some=lines)
        st.html(drawn if lines else _status(locale.text(none)))


def _draw_disputed_days(locale: Locale) -> None:
    disputed = [record for record in list_meeting_days(open_index().store) if record.days is None]
    lines = [
        html(
            "corpus.disputed",
            name=locale.meeting(record.meeting),
            said=_format_dates(locale, record),
        )
        for record in disputed
    ]
    if lines:
        _section(locale.text("corpus.disputed"))
        st.html(html("corpus.lines", locale=locale, some=lines))


def _format_dates(locale: Locale, record: MeetingDays) -> str:
    parts = [
        f"{locale.days(days.first, days.last)} ({locale.plural('documents.count', count)})"
        for days, count in record.stated.items()
    ]
    if record.listed:
        listed = locale.days(record.listed.first, record.listed.last)
        parts.append(locale.text("corpus.disputed_listed", days=listed))
    return locale.join_names(parts)


def draw(locale: Locale) -> None:
    """Draw the contents of the index, its gaps and the form for more documents."""
    documents = list_entries(locale)
    _holds(locale)
    _coverage(locale, documents)
    _draw_missing_versions(locale, documents)
    _draw_absent_documents(locale)
    _draw_listed_documents(locale)
    store = open_index().store
    _draw_files(locale, "corpus.unreadable", catalogue.unreadable(store), "corpus.none_unreadable")
    _draw_files(locale, "corpus.unbalanced", catalogue.list_unbalanced(store))
    _draw_disputed_days(locale)
    adding.draw(locale)
