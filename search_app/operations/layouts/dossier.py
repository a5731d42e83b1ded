"""Lay out what to read before a meeting, item by item of its agenda."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from search_app.citing import (
    Layout,
    LayoutCell,
    LayoutLink,
    LayoutSection,
    LayoutTable,
    document_name,
    intact,
    put_in_quotes,
    quote_passage,
    submitter_names,
    words,
)
from search_app.citing.export import date_name
from search_app.localise import Locale
from search_app.operations.layouts.cells import citation_links, cite_with_date
from search_app.operations.layouts.mandates import column_widths, mandates_scope, task_table

if TYPE_CHECKING:
    from index.analyses import AgendaDocument, AgendaItem, CitedDocument, CitedResolution, Dossier
    from index.store import Excerpt

_HEADING: Final = 60
"""Characters of a title in a heading, which stays in a line of a page of A4."""


def dossier_layout(dossier: Dossier, language: str) -> Layout:
    """Lay out a dossier: item by item what to read before a meeting."""
    title = (
        words(language)
        .export["dossier"]
        .format(Locale(language).meeting(dossier.meeting, dossier.days))
    )
    sections = [part for item in dossier.items for part in _lay_out_item(item, language)]
    return Layout(title, tuple(sections), is_wide=True)


def _name_item(item: AgendaItem, language: str) -> str:
    """Name an item of the agenda: its number and, where all have one, the title of its documents.

    The title is quoted, as the agenda may have another one for the item. A long one is cut: the
    table of documents has all of it.
    """
    say = words(language).export
    name = say["item"].format(item.item) if item.item else say["no_item"]
    if not (item.item and item.title):
        return name
    title = item.title
    if len(title) > _HEADING:
        beginning = title[:_HEADING]
        title = f"{beginning.rpartition(' ')[0] or beginning}…"
    return f"{name} – {put_in_quotes(intact(title, language), language)}"


def _lay_out_item(item: AgendaItem, language: str) -> list[LayoutSection]:
    say = words(language).export
    parts = [LayoutSection(_name_item(item, language))]
    if item.documents:
        columns = ("symbol", "title", "source", "date", "languages")
        rows = tuple(_lay_out_document(document, language) for document in item.documents)
        names = tuple(say[name] for name in columns)
        table = LayoutTable(names, column_widths(names, rows), rows)
        parts.append(LayoutSection(say["item_documents"], 2, table=table))
    if item.documents:
        lines = [line for shown in item.before for line in _quote(shown, language)]
        nothing = LayoutCell(say["nothing_before"], is_quiet=True)
        parts.append(LayoutSection(say["before"], 2, tuple(lines) or (nothing,)))
    if item.references:
        names = (say["reference"], say["cited_in"])
        resolution_rows = tuple(
            (_link_resolution(resolution, language), _lay_out_places(resolution.cited_in, language))
            for resolution in item.references
        )
        parts.append(
            LayoutSection(
                say["resolutions"], 2, table=LayoutTable(names, (1.0, 2.0), resolution_rows)
            )
        )
    if item.cites:
        names = tuple(say[name] for name in ("symbol", "title", "source", "date", "cited_in"))
        rows = tuple(_lay_out_cited(document, language) for document in item.cites)
        parts.append(
            LayoutSection(
                say["cites"], 2, table=LayoutTable(names, column_widths(names, rows), rows)
            )
        )
    if item.mandates:
        table = task_table(item.mandates, language)
        parts.append(LayoutSection(say["due"], 2, (mandates_scope(language),), table))
    if item.absent:
        locale = Locale(language)
        lines = [
            LayoutCell(locale.add_label(locale.language(code), locale.join_names(symbols)))
            for code, symbols in item.absent.items()
        ]
        parts.append(LayoutSection(say["absent"], 2, tuple(lines)))
    return parts


def _lay_out_document(document: AgendaDocument, language: str) -> tuple[LayoutCell, ...]:
    entry = document.entry
    locale = Locale(language)
    name = document_name(document.shown, language) if document.shown else entry.symbol or entry.name
    links = [LayoutLink(name, entry)]
    if entry.superseded_by:
        revision, link = _name_revision(entry.superseded_by, language)
        name = f"{name}\n{revision}"
        links.append(link)
    who = submitter_names(document.submitters, language)
    languages = locale.join_names(locale.language(code) for code in entry.languages)
    return (
        LayoutCell(name, links=tuple(links)),
        LayoutCell(entry.title or "", entry.title_language),
        LayoutCell(who),
        LayoutCell(date_name(entry.date, language) or ""),
        LayoutCell(languages),
    )


def _name_revision(symbol: str, language: str) -> tuple[str, LayoutLink]:
    """Return the words that a document was revised by another, and a link to that."""
    name = intact(symbol, language)
    return words(language).revised_by.format(name), LayoutLink(name, symbol)


def _link_resolution(resolution: CitedResolution, language: str) -> LayoutCell:
    name = intact(resolution.name, language)
    return LayoutCell(name, links=(LayoutLink(name, resolution.canonical, is_reference=True),))


def _lay_out_cited(document: CitedDocument, language: str) -> tuple[LayoutCell, ...]:
    entry = document.entry
    symbol = intact(document.symbol, language)
    lines = [symbol, *filter(None, [_list_paragraphs(document, language)])]
    links = [LayoutLink(symbol, entry)] if entry else []
    if document.superseded_by:
        revision, link = _name_revision(document.superseded_by, language)
        lines.append(revision)
        links.append(link)
    if entry is None:
        lines.append(Locale(language).text("references.not_here"))
    return (
        LayoutCell("\n".join(lines), links=tuple(links)),
        LayoutCell(document.title or "", entry.title_language if entry else None),
        LayoutCell(submitter_names(document.submitters, language)),
        LayoutCell((entry and date_name(entry.date, language)) or ""),
        _lay_out_places(document.cited_in, language),
    )


def _list_paragraphs(document: CitedDocument, language: str) -> str:
    """Return the paragraphs of a document that citations name; nothing where they name none."""
    say, numbers = words(language), document.named_paragraphs
    forms = ("", say.paragraph, say.two_paragraphs)
    form = forms[len(numbers)] if len(numbers) < len(forms) else say.paragraphs
    return form.format(Locale(language).join_names(numbers))


def _lay_out_places(cited_in: Sequence[Excerpt], language: str) -> LayoutCell:
    links = citation_links(cited_in, language)
    return LayoutCell("\n".join(link.text for link in links), links=links)


def _quote(shown: Excerpt, language: str) -> list[LayoutCell]:
    """Return a passage, and its citation with the date."""
    own = shown.passage.language or shown.language
    links = citation_links([shown], language)
    return [
        LayoutCell(quote_passage(shown), own, quoted=shown),
        LayoutCell(cite_with_date(shown, language), is_quiet=True, links=links),
    ]
