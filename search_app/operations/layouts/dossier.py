"""Layout of a meeting's dossier on two pages: items, then mandates, cited texts and languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from corpus import meetings
from corpus.languages import BY_CODE, find_language
from index.references import base
from search_app.citing import (
    Layout,
    LayoutCell,
    LayoutLink,
    LayoutSection,
    LayoutTable,
    cut_to_part,
    document_name,
    intact,
    join_facts,
    label,
    paragraph,
    quote_passage,
    source_name,
    submitter_names,
    words,
)
from search_app.citing.export import date_name
from search_app.localise import Locale
from search_app.operations.layouts.cells import citation_links, cite_with_date
from search_app.operations.layouts.mandates import column_widths, mandates_scope, task_cells

if TYPE_CHECKING:
    from index.analyses import (
        AgendaDocument,
        AgendaItem,
        CitedDocument,
        CitedResolution,
        Dossier,
        EarlierPassage,
        Task,
    )
    from index.store import Excerpt

_COLUMNS: Final = 6
"""Documents side by side in a matrix; further ones are in a matrix below it."""

_LONG: Final = 300
"""Maximum characters of an English passage that is quoted whole, not by a sentence."""

_THERE, _MISSING = "✓", "–"


def dossier_layout(dossier: Dossier, language: str) -> Layout:
    """Return the layout of a dossier, item by item."""
    title = (
        words(language)
        .export["dossier"]
        .format(Locale(language).meeting(dossier.meeting, dossier.days))
    )
    sections = [part for item in dossier.items for part in _lay_out_item(item, language)]
    sections += [
        *_lay_out_due(dossier, language),
        *_lay_out_upcoming(dossier, language),
        *_lay_out_matrix(dossier, language),
        *_lay_out_languages(dossier, language),
        *_lay_out_listed(dossier, language),
    ]
    return Layout(title, tuple(sections))


def _lay_out_item(item: AgendaItem, language: str) -> list[LayoutSection]:
    if not item.documents:
        return []
    say = words(language).export
    name = say["item"].format(item.item) if item.item else say["no_item"]
    columns = ("symbol", "title", "source", "date")
    rows = tuple(_lay_out_document(document, language) for document in item.documents)
    names = tuple(say[column] for column in columns)
    table = LayoutTable(names, column_widths(names, rows), rows)
    lines = [line for before in item.before for line in _quote(before, language)]
    nothing = LayoutCell(say["nothing_before"], is_quiet=True)
    return [
        LayoutSection(name, table=table),
        LayoutSection(say["before"], 2, tuple(lines) or (nothing,)),
    ]


def _lay_out_document(document: AgendaDocument, language: str) -> tuple[LayoutCell, ...]:
    entry = document.entry
    name = document_name(document.shown, language) if document.shown else entry.symbol or entry.name
    links = [LayoutLink(name, entry)]
    if entry.superseded_by:
        revision, link = _name_revision(entry.superseded_by, language)
        name = f"{name}\n{revision}"
        links.append(link)
    return (
        LayoutCell(name, links=tuple(links)),
        LayoutCell(entry.title or "", entry.title_language),
        LayoutCell(submitter_names(document.submitters, language)),
        LayoutCell(date_name(entry.date, language) or ""),
    )


def _name_revision(symbol: str, language: str) -> tuple[str, LayoutLink]:
    """Return the words that another document revised this one, and a link to it."""
    name = intact(symbol, language)
    return words(language).revised_by.format(name), LayoutLink(name, symbol)


def _quote(before: EarlierPassage, language: str) -> list[LayoutCell]:
    """Return a passage with its citation; a long one is cut to the sentence nearest to the item.

    A passage of any language is long where its English version would be.
    """
    shown = before.shown
    own = shown.passage.language or shown.language
    part = shown
    if before.sentence and len(shown.passage.text) > _LONG * find_language(own).length:
        sentence = shown.passage.text[slice(*before.sentence)].strip()
        part = cut_to_part(shown, sentence)
    links = citation_links([shown], language)
    cited = cite_with_date(shown, language, source_name(shown.source, language) or "")
    return [
        LayoutCell(quote_passage(part), own, quoted=part, passage=shown),
        LayoutCell(cited, is_quiet=True, links=links),
    ]


# --- mandates by their time ----------------------------------------------------------------------


def _lay_out_due(dossier: Dossier, language: str) -> list[LayoutSection]:
    """Lay out the mandates of all items by deadline, and links to those without words."""
    say = words(language).export
    opens = str(dossier.days.first) if dossier.days else ""
    due = [(task, item.item) for item in dossier.items for task in item.mandates]
    due.sort(key=lambda pair: (pair[0].due or opens, pair[1] or ""))
    rows = tuple(_lay_out_task(task, item, language) for task, item in due)
    names = tuple(say[name] for name in ("deadline", "addressee", "action", "citation"))
    table = LayoutTable(names, column_widths(names, rows), rows) if rows else None
    lines = [mandates_scope(language)] if rows else []
    if dossier.unread:
        links = citation_links(dossier.unread, language)
        named = Locale(language).join_names(link.text for link in links)
        lines.append(LayoutCell(say["unread"].format(named), is_quiet=True, links=links))
    return [LayoutSection(say["due"], 1, tuple(lines), table)] if lines else []


def _lay_out_upcoming(dossier: Dossier, language: str) -> list[LayoutSection]:
    """Lay out the mandates that fall due after the meeting, by deadline."""
    say = words(language).export
    rows = tuple(_lay_out_task(task, None, language) for task in dossier.upcoming)
    names = tuple(say[name] for name in ("deadline", "addressee", "action", "citation"))
    table = LayoutTable(names, column_widths(names, rows), rows)
    return [LayoutSection(say["due_later"], table=table)] if rows else []


def _lay_out_task(task: Task, item: str | None, language: str) -> tuple[LayoutCell, ...]:
    """Return a mandate's cells: the time, who with the standing, the action, and the citation."""
    say = words(language).export
    who, act, by, standing, action, when, cited, reports = task_cells(task, language)
    time = "\n".join(filter(None, (when.text, say["item"].format(item) if item else "")))
    act_line = join_facts((act.text, standing.text), language)
    by_line = Locale(language).add_label(say["asked_or_proposed_by"], by.text) if by.text else ""
    later = f"{say['reported_in']}:\n{reports.text}" if reports.text else ""
    return (
        LayoutCell(time, when.language),
        LayoutCell("\n".join(filter(None, (who.text, act_line, by_line)))),
        action,
        LayoutCell(
            "\n".join(filter(None, (cited.text, later))), links=(*cited.links, *reports.links)
        ),
    )


# --- texts cited, and languages ------------------------------------------------------------------


_Line = tuple[LayoutCell, dict[str, list["Excerpt"]]]
"""Name of a text, and the passages that cite it by the symbol of their document."""


def _lay_out_matrix(dossier: Dossier, language: str) -> list[LayoutSection]:
    """Lay out tables of the texts that documents cite, a row a text, a column a document."""
    say = words(language).export
    groups = (
        (say["resolutions"], _list_resolutions(dossier, language)),
        (say["cites"], _list_cited(dossier, language)),
    )
    citing = {symbol for _, lines in groups for _, places in lines for symbol in places}
    symbols = [symbol for symbol in _list_symbols(dossier) if symbol in citing]
    sections: list[LayoutSection] = []
    for start in range(0, len(symbols), _COLUMNS):
        columns = symbols[start : start + _COLUMNS]
        rows: list[tuple[LayoutCell, ...]] = []
        for heading, lines in groups:
            own = [line for line in lines if not line[1].keys().isdisjoint(columns)]
            if own:
                rows.append((LayoutCell(heading, is_quiet=True), *[LayoutCell("")] * len(columns)))
                rows += [_lay_out_row(line, columns, language) for line in own]
        names = (say["reference"], *(_shorten(symbol, language) for symbol in columns))
        table = LayoutTable(names, (5.0, *[1.0] * len(columns)), tuple(rows), "grid")
        sections.append(LayoutSection(None if sections else say["texts_cited"], table=table))
    return sections


def _list_symbols(dossier: Dossier) -> list[str]:
    entries = [document.entry for item in dossier.items for document in item.documents]
    return [*dict.fromkeys(entry.symbol or entry.name for entry in entries)]


def _shorten(symbol: str, language: str) -> str:
    """Return a symbol without the name of the group, for the head of a column."""
    return intact(symbol.removeprefix(f"{meetings.OWN}-"), language)


def _list_resolutions(dossier: Dossier, language: str) -> list[_Line]:
    """List the cited resolutions, the most cited first, editions side by side."""
    every = [resolution for item in dossier.items for resolution in item.references]
    places = _merge_places((resolution.canonical, resolution.cited_in) for resolution in every)
    by_form = {resolution.canonical: resolution for resolution in every}
    counts = {form: sum(map(len, own.values())) for form, own in places.items()}
    most_of_base: dict[str, int] = {}
    for form, count in counts.items():
        most_of_base[base(form)] = max(count, most_of_base.get(base(form), 0))
    order = sorted(places, key=lambda form: (-most_of_base[base(form)], base(form), form))
    return [(_name_resolution(by_form[form], language), places[form]) for form in order]


def _list_cited(dossier: Dossier, language: str) -> list[_Line]:
    every = [document for item in dossier.items for document in item.cites]
    places = _merge_places((document.symbol, document.cited_in) for document in every)
    by_symbol = {document.symbol: document for document in every}
    return [(_name_cited(by_symbol[symbol], language), own) for symbol, own in places.items()]


def _merge_places(
    cited: Iterable[tuple[str, Sequence[Excerpt]]],
) -> dict[str, dict[str, list[Excerpt]]]:
    """Merge the passages that cite a text in several items, by the documents that have them."""
    merged: dict[str, dict[str, list[Excerpt]]] = {}
    for name, passages in cited:
        for shown in passages:
            own = merged.setdefault(name, {}).setdefault(shown.symbol or shown.file_name, [])
            if shown not in own:
                own.append(shown)
    return merged


def _name_resolution(resolution: CitedResolution, language: str) -> LayoutCell:
    name = intact(resolution.name, language)
    newer = words(language).export["newer_edition"]
    more = newer.format(intact(resolution.newer, language)) if resolution.newer else ""
    return LayoutCell(
        "\n".join(filter(None, (name, more))),
        links=(LayoutLink(name, resolution.canonical, is_reference=True),),
    )


def _name_cited(document: CitedDocument, language: str) -> LayoutCell:
    """Name a document with cited paragraphs, revision and title; mark one that the index lacks."""
    entry = document.entry
    symbol = intact(document.symbol, language)
    lines = [symbol, _list_paragraphs(document, language)]
    links = [LayoutLink(symbol, entry)] if entry else []
    if document.superseded_by:
        revision, link = _name_revision(document.superseded_by, language)
        lines.append(revision)
        links.append(link)
    if entry is None:
        lines.append(Locale(language).text("references.not_here"))
    lines.append(document.title or "")
    return LayoutCell("\n".join(filter(None, lines)), links=tuple(links))


def _list_paragraphs(document: CitedDocument, language: str) -> str:
    """Return the paragraphs of a document that citations name; empty where they name none."""
    say, numbers = words(language), document.named_paragraphs
    forms = ("", say.paragraph, say.two_paragraphs)
    form = forms[len(numbers)] if len(numbers) < len(forms) else say.paragraphs
    return form.format(Locale(language).join_names(numbers))


def _lay_out_row(line: _Line, columns: Sequence[str], language: str) -> tuple[LayoutCell, ...]:
    """Lay out a text with the numbers of the paragraphs that cite it, below each document."""
    name, places = line
    cells = []
    for symbol in columns:
        numbered = [shown for shown in places.get(symbol, ()) if label(shown)]
        links = [LayoutLink(_name_place(shown, language), shown) for shown in numbered]
        if not numbered:  # a list of references on the cover, say
            links = [LayoutLink(_THERE, shown) for shown in places.get(symbol, ())[:1]]
        text = words(language).list_separator.join(link.text for link in links)
        cells.append(LayoutCell(text, links=tuple(links)))
    return (name, *cells)


def _name_place(shown: Excerpt, language: str) -> str:
    """Return the number of a paragraph; a footnote is named as one."""
    if shown.passage.kind == "footnote":
        return paragraph(shown, language) or _THERE
    return intact(label(shown) or _THERE, language)


def _lay_out_listed(dossier: Dossier, language: str) -> list[LayoutSection]:
    """Lay out the documents of the meeting that lists of ITU name and the index lacks."""
    if not dossier.listed:
        return []
    say = words(language).export
    rows = tuple(
        (
            LayoutCell(intact(card.symbol, language)),
            LayoutCell(card.title or "", card.language),
            LayoutCell(card.source or ""),
            LayoutCell(date_name(card.date, language) or ""),
        )
        for card in dossier.listed
    )
    names = tuple(say[column] for column in ("symbol", "title", "source", "date"))
    table = LayoutTable(names, column_widths(names, rows), rows)
    return [LayoutSection(Locale(language).text("corpus.listed"), table=table)]


def _lay_out_languages(dossier: Dossier, language: str) -> list[LayoutSection]:
    locale = Locale(language)
    entries = [document.entry for item in dossier.items for document in item.documents]
    if not entries:
        return []
    rows = tuple(
        (
            LayoutCell(_shorten(entry.symbol or entry.name, language)),
            *(LayoutCell(_THERE if code in entry.languages else _MISSING) for code in BY_CODE),
        )
        for entry in entries
    )
    say = words(language).export
    names = (say["symbol"], *(locale.language(code) for code in BY_CODE))
    table = LayoutTable(names, (1.0, *[1.05] * len(BY_CODE)), rows, "grid")
    return [LayoutSection(say["languages"], table=table)]
