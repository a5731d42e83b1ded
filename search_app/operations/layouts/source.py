"""Lay out a source: by meetings and documents its positions, its mandates and their outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from search_app.citing import (
    Layout,
    LayoutCell,
    LayoutLink,
    LayoutSection,
    LayoutTable,
    citation,
    cut_to_part,
    document_name,
    intact,
    join_facts,
    quote_passage,
    submitter_name,
    submitter_names,
    words,
)
from search_app.citing.export import date_name, meeting_name
from search_app.localise import Locale
from search_app.operations.layouts.cells import citation_links
from search_app.operations.layouts.mandates import cite_report, column_widths, name_fate, task_cells

if TYPE_CHECKING:
    from index.analyses import SourceDocument, SourcePosition, SourceReport, SourceTask


def source_layout(report: SourceReport, language: str) -> Layout:
    """Lay out a source: each meeting, and in it each document with its positions and mandates."""
    sections = []
    for _, documents in groupby(report.documents, lambda document: document.entry.meeting):
        for place, document in enumerate(documents):
            if place == 0:
                sections.append(LayoutSection(_name_meeting(document, language)))
            sections.extend(_lay_out_document(document, report, language))
    return Layout(_name_source(report, language), tuple(sections), is_wide=True)


def source_nothing(_report: object, _request: object, language: str) -> str:
    """Return the words that the filters let no document of the source through."""
    return Locale(language).text("documents.nothing")


def source_table(report: SourceReport, language: str) -> Layout:
    """Lay out a source as values: a row for each position and mandate, or for a document alone."""
    say = words(language).export
    names = (
        *("meeting", "date", "symbol", "title", "languages", "jointly_with", "topic", "position"),
        *("addressee", "action", "deadline", "citation", "outcome", "reported_in"),
    )
    rows = [
        tuple(LayoutCell(values.get(name, "")) for name in names)
        for document in report.documents
        for values in _list_values(document, report, language)
    ]
    table = LayoutTable(tuple(say[name] for name in names), (1.0,) * len(names), tuple(rows))
    return Layout(_name_source(report, language), (LayoutSection(table=table),), is_wide=True)


def _list_values(
    document: SourceDocument, report: SourceReport, language: str
) -> Iterator[dict[str, str]]:
    entry, shown = document.entry, document.shown
    own = {
        "meeting": (shown and meeting_name(shown, language)) or "",
        "date": entry.date or "",
        "symbol": entry.symbol or "",
        "title": entry.title or "",
        "languages": Locale(language).join_names(map(Locale(language).language, entry.languages)),
        "jointly_with": _name_partners(document, report, language),
    }
    for position in document.positions:
        shown = position.shown
        yield own | {
            "topic": position.topic or "",
            "position": quote_passage(cut_to_part(shown, position.sentence), " "),
            "citation": citation(shown, language),
        }
    for source_task in document.tasks:
        cells = _lay_out_task(source_task, language)
        task = source_task.task
        yield own | {
            "addressee": cells[0].text,
            "action": cells[1].text,
            "deadline": cells[2].text,
            "citation": citation(task.shown, language),
            "outcome": _name_outcome(source_task, language).text,
            "reported_in": "; ".join(cite_report(report, language) for report in task.reported_in),
        }
    if not document.positions and not document.tasks:
        name = document_name(document.shown, language) if document.shown else entry.name
        yield own | {"citation": name}


def _name_source(report: SourceReport, language: str) -> str:
    name = submitter_name(report.submitter, language)
    return Locale(language).add_label(words(language).export["source"], name)


def _name_meeting(document: SourceDocument, language: str) -> str:
    name = meeting_name(document.shown, language) if document.shown else None
    days = document.days
    parts = (
        name or words(language).export["no_meeting"],
        Locale(language).days(days.first, days.last) if days else "",
    )
    return join_facts(parts, language)


def _name_partners(document: SourceDocument, report: SourceReport, language: str) -> str:
    """Return the names of those who submitted a document with the source; nothing for others'."""
    if report.submitter not in document.submitters:
        return ""
    return submitter_names((by for by in document.submitters if by != report.submitter), language)


def _lay_out_document(
    document: SourceDocument, report: SourceReport, language: str
) -> Iterator[LayoutSection]:
    say, entry = words(language).export, document.entry
    is_own = report.submitter in document.submitters
    heading = ": ".join(filter(None, (intact(entry.symbol or entry.name, language), entry.title)))
    facts = _describe(document, report, language)
    if entry.superseded_by:
        line = LayoutCell(say["source_under_revision"], is_quiet=True)
        yield LayoutSection(heading, 2, (facts, line))
        return
    rows = tuple(_lay_out_position(position, language) for position in document.positions)
    names = (say["topic"], say["position"])
    nothing = [] if rows or not is_own else [say["source_no_positions"]]
    nothing += [] if document.tasks else [say["source_no_tasks"]]
    lines = (facts, *(LayoutCell(text, is_quiet=True) for text in nothing))
    yield LayoutSection(heading, 2, lines, LayoutTable(names, (1.0, 3.0), rows) if rows else None)
    tasks = tuple(_lay_out_task(task, language) for task in document.tasks)
    if tasks:
        columns = tuple(
            say[name] for name in ("addressee", "action", "deadline", "citation", "outcome")
        )
        table = LayoutTable(columns, column_widths(columns, tasks), tasks)
        yield LayoutSection(level=2, table=table)


def _describe(document: SourceDocument, report: SourceReport, language: str) -> LayoutCell:
    """Return what is known of a document: its citation, languages, date and submitters."""
    say, locale, entry = words(language).export, Locale(language), document.entry
    name = document_name(document.shown, language) if document.shown else entry.name
    links = [LayoutLink(name, entry)]
    links += [
        LayoutLink(submitter_name(by, language), by)
        for by in document.submitters
        if by != report.submitter
    ]
    partners = _name_partners(document, report, language)
    others = () if report.submitter in document.submitters else document.submitters
    facts = [
        name,
        date_name(entry.date, language),
        locale.add_label(
            say["languages"], locale.join_names(map(locale.language, entry.languages))
        ),
        locale.add_label(say["jointly_with"], partners) if partners else None,
        locale.add_label(say["source"], submitter_names(others, language)) if others else None,
    ]
    if entry.superseded_by:
        revision = intact(entry.superseded_by, language)
        facts.append(words(language).revised_by.format(revision))
        links.append(LayoutLink(revision, entry.superseded_by))
    return LayoutCell(join_facts(facts, language), is_quiet=True, links=tuple(links))


def _lay_out_position(position: SourcePosition, language: str) -> tuple[LayoutCell, ...]:
    shown = position.shown
    own = shown.passage.language or shown.language
    quoted = cut_to_part(shown, position.sentence)
    return (
        LayoutCell(position.topic or "", own),
        LayoutCell(
            quote_passage(quoted),
            own,
            below=citation(shown, language),
            links=citation_links([shown], language),
            quoted=quoted,
            passage=shown,
        ),
    )


def _lay_out_task(source_task: SourceTask, language: str) -> tuple[LayoutCell, ...]:
    cells = task_cells(replace(source_task.task, overtaken_by=None), language)
    outcome = _name_outcome(source_task, language)
    reports = cells[7]
    return (
        *(cells[0], cells[4], cells[5], cells[6]),
        LayoutCell(
            "\n".join(filter(None, (outcome.text, reports.text))),
            links=(*outcome.links, *reports.links),
        ),
    )


def _name_outcome(source_task: SourceTask, language: str) -> LayoutCell:
    """Return what became of a mandate, and which later text or edition says so."""
    if source_task.outcome in ("revised", "overtaken", "older-edition"):
        return name_fate(source_task.task, language)
    if source_task.outcome == "near":  # each of them says so
        return LayoutCell("")
    return LayoutCell(words(language).export[f"outcome_{source_task.outcome or 'nothing'}"])
