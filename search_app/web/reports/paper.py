"""How does a dossier look? Item by item, ready to be read on a screen or printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from index.analyses import AgendaItem, CitedDocument, CitedResolution, Dossier
from index.lookup import CatalogueEntry
from index.store import Excerpt
from search_app.citing import citation, submitter_names
from search_app.localise import Locale
from search_app.operations.layouts import cited_in, item_heading, mandates_scope, named_paragraphs
from search_app.web.basket import held
from search_app.web.documents.list import entry_address
from search_app.web.parts import acts_html, document_address, html
from search_app.web.references import reference_address
from search_app.web.reports.tasks import Later, mandates_html


@dataclass(frozen=True, slots=True)
class _ShownItem:
    """An item of the agenda with its heading, links and what can be done."""

    item: AgendaItem
    heading: str
    documents: Sequence[tuple[CatalogueEntry, str, str]]
    before: Sequence[tuple[Excerpt, str, Markup]]
    references: Sequence[tuple[CitedResolution, str, Sequence[Later]]]
    cites: Sequence[tuple[CitedDocument, str, str, str, Sequence[Later]]]
    mandates: Markup


def dossier_html(locale: Locale, found: Dossier) -> Markup:
    """Draw it.

    Args:
        locale: the reader's language.
        found: the dossier.
    """
    return html(
        "dossier.paper",
        locale=locale,
        title=locale.meeting(found.meeting, found.days),
        cited_in=cited_in(locale.code),
        scope=mandates_scope(locale.code).text,
        items=[_shown(locale, item) for item in found.items],
    )


def _shown(locale: Locale, item: AgendaItem) -> _ShownItem:
    gathered = held([shown.passage_id for shown in item.before])
    return _ShownItem(
        item,
        item_heading(item, locale.code),
        [
            (
                one.entry,
                submitter_names(one.submitters, locale.code),
                entry_address(one.entry),
            )
            for one in item.documents
        ],
        [
            (
                shown,
                citation(shown, locale.code),
                acts_html(shown, locale, is_in=shown.passage_id in gathered),
            )
            for shown in item.before
        ],
        [
            (one, reference_address(one.canonical), _places(one.cited_in, locale))
            for one in item.references
        ],
        [
            (
                one,
                named_paragraphs(one, locale.code),
                submitter_names(one.submitters, locale.code),
                entry_address(one.entry) if one.entry else "",
                _places(one.cited_in, locale),
            )
            for one in item.cites
        ],
        mandates_html(locale, item.mandates) if item.mandates else Markup(),
    )


def _places(cited_in: Sequence[Excerpt], locale: Locale) -> list[Later]:
    return [Later(citation(shown, locale.code), document_address(shown)) for shown in cited_in]
