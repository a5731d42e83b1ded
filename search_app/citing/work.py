"""Entries of a bibliography: source, title, meeting, date and symbol of a document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from corpus import countries
from corpus.extract import symbols
from corpus.languages import BY_CODE
from corpus.official_sources import find_official_source
from corpus.text import format_number
from index.store import Excerpt
from search_app.citing.citation import document_name, is_list_of_countries, is_of_itu, source_name
from search_app.citing.words import intact, join_parts, one_line, put_in_quotes, words
from search_app.localise import ISO_DATE, date_text

_GROUP: Final = "CWG-WSIS&SDG"


@dataclass(frozen=True, slots=True)
class Work:
    """Version of a document, as a bibliography lists it.

    ``official_text`` is an address; empty where none is known.
    """

    entry: str
    official_text: str = ""


def work(shown: Excerpt, language: str = "en") -> Work:
    """Return the bibliography's entry for the version from which a passage comes."""
    return Work(_make_entry(shown, language), official_text(shown, language))


def official_text(shown: Excerpt, language: str = "en") -> str:
    """Return the address of the official text in the language quoted; empty if unknown."""
    return find_official_source(shown.symbol or "", shown.language or language) or ""


def documents_cited(passages: Iterable[Excerpt], language: str = "en") -> list[Work]:
    """List the versions that passages come from, each once, in the order of the passages."""
    return list(dict.fromkeys(work(shown, language) for shown in passages))


def _make_entry(shown: Excerpt, language: str) -> str:
    say = words(language)
    title = (
        put_in_quotes(intact(one_line(shown.title), language), language) if shown.title else None
    )
    parts = [
        intact(source_name(shown.source, language), language) if shown.source else None,
        title if shown.symbol else None,
        meeting_name(shown, language),
        date_name(shown.date, language),
        document_name(shown, language),
    ]
    entry = join_parts((part for part in parts if part), language)
    if shown.language in BY_CODE and is_of_itu(shown.symbol):
        return say.with_language.format(entry=entry, language=say.languages[shown.language])
    return entry


def meeting_name(shown: Excerpt, language: str = "en") -> str | None:
    """Name the meeting: ``Council Working Group on WSIS and SDGs, 40th meeting``, or ``PP-22``."""
    if not shown.meeting:
        return None
    parsed = symbols.parse(shown.symbol or "")
    number = shown.meeting
    if parsed is None or parsed.symbol.body != _GROUP or not number.isdecimal():
        return one_line(number)
    say = words(language)
    group = say.group if parsed.symbol.canonical.startswith(_GROUP) else say.group_earlier
    # English alone writes an ordinal that depends on the number.
    ordinal = format_number(int(number), "ordinal")
    return say.group_meeting.format(group=group, number=number, ordinal=ordinal)


def date_name(iso: str | None, language: str = "en") -> str | None:
    """Write an ISO 8601 day, month or year in words: ``6 February 2024``; other texts unchanged."""
    if not iso:
        return None
    is_date = ISO_DATE.fullmatch(iso)
    # CLDR's Chinese and Russian years have a word behind them, which a citation leaves out.
    is_year = is_date and not is_date[2]
    return date_text(iso, language) if is_date and not is_year else one_line(iso)


def date_line(language: str) -> str:
    """Return the line that says on which day a file is made: today."""
    today = date_name(datetime.now(UTC).date().isoformat(), language)
    return words(language).export["made"].format(today)


def authors(shown: Excerpt) -> list[str]:
    """Name a document's submitters one by one; a source that is no country list stays whole."""
    source = one_line(shown.source or "")
    if not source:
        return []
    if is_list_of_countries(source):
        codes = countries.find(source)
        return [countries.name(code, shown.language or "en") or code for code in codes]
    return [source]
