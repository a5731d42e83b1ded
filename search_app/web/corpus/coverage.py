"""HTML tables of which documents exist in which languages, by meeting or one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from markupsafe import Markup

from corpus.cards import ListedCard
from corpus.languages import BY_CODE
from corpus.meetings import Days
from index.lookup import CatalogueEntry
from search_app.localise import Locale
from search_app.web.documents.list import entry_address, entry_name
from search_app.web.parts import html
from search_app.web.references import reference_address


def meetings_html(
    documents: Sequence[CatalogueEntry], locale: Locale, days: Mapping[str, Days] | None = None
) -> Markup:
    """Show the number of each meeting's documents in each language, in the catalogue's order."""
    none, days_by_meeting = locale.text("documents.no_meeting"), days or {}
    meetings = [
        (locale.meeting(meeting, days_by_meeting.get(meeting or "")) or none, list(entries))
        for meeting, entries in groupby(documents, lambda entry: entry.meeting)
    ]
    every = [(locale.text("corpus.all_meetings"), documents)] if len(meetings) > 1 else []
    some = [
        (
            name,
            len(entries),
            {code: sum(code in entry.passages for entry in entries) for code in BY_CODE},
        )
        for name, entries in (*every, *meetings)
    ]
    rows = html("corpus.meetings", locale=locale, some=some)
    return html("corpus.coverage", locale=locale, first=locale.text("search.meeting"), rows=rows)


def documents_html(documents: Iterable[CatalogueEntry], locale: Locale) -> Markup:
    """Show each document's number of passages in each language, with links to the versions."""
    rows = html(
        "corpus.documents", locale=locale, entries=documents, name=entry_name, address=entry_address
    )
    return html("corpus.coverage", locale=locale, first=locale.text("corpus.document"), rows=rows)


def itu_list_html(cards: Iterable[ListedCard], locale: Locale) -> Markup:
    """Show the documents that lists of ITU name and the index lacks; empty where there are none."""
    lines = [
        html("corpus.listed", card=card, target=reference_address(card.symbol)) for card in cards
    ]
    if not lines:
        return Markup()
    hint = html("parts.status", text=locale.text("corpus.listed_hint"), role="")
    return hint + html("corpus.lines", locale=locale, some=lines)
