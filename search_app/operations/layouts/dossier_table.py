"""Layout of a meeting's dossier as values: one table, with a row for each entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Final

from search_app.citing import (
    Layout,
    LayoutCell,
    LayoutSection,
    LayoutTable,
    citation,
    document_name,
    intact,
    quote_passage,
    source_name,
    submitter_names,
    words,
)
from search_app.localise import Locale
from search_app.operations.layouts.mandates import task_cells

if TYPE_CHECKING:
    from index.analyses import AgendaItem, CitedDocument, CitedResolution, Dossier, Task
    from index.store import Excerpt

_Values = dict[str, str]
"""Values of a row by the names of its columns."""

_COLUMNS: Final = (
    *("agenda_item", "entry", "symbol", "title", "source", "date", "languages"),
    *("deadline", "addressee", "verb", "standing", "asked_or_proposed_by", "action"),
    *("reference", "text", "citation", "reported_in", "cited_in", "remark"),
)


def dossier_table(dossier: Dossier, language: str) -> Layout:
    """Return the dossier as values, item by item, then what is of no item."""
    say, locale = words(language).export, Locale(language)
    heads = {"agenda_item": locale.text("documents.agenda_item")}
    rows = [
        tuple(LayoutCell(values.get(name, "")) for name in _COLUMNS)
        for values in chain(
            *(_list_item(item, language) for item in dossier.items),
            (
                {"entry": say["due"], "citation": cited, "remark": say["unread"].format(cited)}
                for cited in (citation(shown, language) for shown in dossier.unread)
            ),
            (_list_task(task, "due_later", language) for task in dossier.upcoming),
            _list_listed(dossier, language),
        )
    ]
    names = tuple(heads.get(name) or say[name] for name in _COLUMNS)
    table = LayoutTable(names, (1.0,) * len(names), tuple(rows))
    title = say["dossier"].format(locale.meeting(dossier.meeting, dossier.days))
    return Layout(title, (LayoutSection(table=table),), is_wide=True)


def _list_item(item: AgendaItem, language: str) -> Iterator[_Values]:
    say, locale = words(language).export, Locale(language)
    number = {"agenda_item": item.item or ""}
    for document in item.documents:
        entry = document.entry
        yield number | {
            "entry": locale.text("page.documents"),
            "symbol": document_name(document.shown, language)
            if document.shown
            else entry.symbol or entry.name,
            "title": entry.title or "",
            "source": submitter_names(document.submitters, language),
            "date": entry.date or "",
            "languages": locale.join_names(map(locale.language, entry.languages)),
            "remark": _name_revision(entry.superseded_by, language),
        }
    for before in item.before:
        shown = before.shown
        yield number | {
            "entry": say["before"],
            "symbol": document_name(shown, language),
            "title": shown.title or "",
            "source": source_name(shown.source, language),
            "date": shown.date or "",
            "text": quote_passage(shown, " "),
            "citation": citation(shown, language),
        }
    for task in item.mandates:
        yield number | _list_task(task, "due", language)
    for resolution in item.references:
        yield number | _list_resolution(resolution, language)
    for cited in item.cites:
        yield number | _list_cited(cited, language)


def _list_task(task: Task, entry: str, language: str) -> _Values:
    """Return a mandate's values; what it cites is in the column of texts cited."""
    from index.references import write_reference

    who, act, by, standing, action, when, *_, reports = task_cells(task, language)
    references = (write_reference(name, language, whose=True) or name for name in task.references)
    return {
        "entry": words(language).export[entry],
        "symbol": document_name(task.shown, language),
        "title": task.shown.title or "",
        "source": source_name(task.shown.source, language),
        "date": task.shown.date or "",
        "deadline": when.text,
        "addressee": who.text,
        "verb": act.text,
        "standing": standing.text,
        "asked_or_proposed_by": by.text,
        "action": " ".join(action.text.split()),
        "reference": Locale(language).join_names(references),
        "citation": citation(task.shown, language),
        "reported_in": _join(reports.text.splitlines(), language),
    }


def _list_resolution(resolution: CitedResolution, language: str) -> _Values:
    say = words(language).export
    newer = resolution.newer and say["newer_edition"].format(intact(resolution.newer, language))
    return {
        "entry": say["resolutions"],
        "reference": resolution.name,
        "cited_in": _cite_all(resolution.cited_in, language),
        "remark": newer or "",
    }


def _list_cited(document: CitedDocument, language: str) -> _Values:
    entry = document.entry
    facts = entry or document.listed
    absent = "" if entry else Locale(language).text("references.not_here")
    return {
        "entry": words(language).export["cites"],
        "reference": document.symbol,
        "title": document.title or "",
        "source": submitter_names(document.submitters, language),
        "date": (facts and facts.date) or "",
        "cited_in": _cite_all(document.cited_in, language),
        "remark": absent or _name_revision(document.superseded_by, language),
    }


def _list_listed(dossier: Dossier, language: str) -> Iterator[_Values]:
    for card in dossier.listed:
        yield {
            "entry": Locale(language).text("corpus.listed"),
            "symbol": card.symbol,
            "title": card.title or "",
            "source": card.source or "",
            "date": card.date or "",
        }


def _name_revision(symbol: str | None, language: str) -> str:
    return words(language).revised_by.format(intact(symbol, language)) if symbol else ""


def _cite_all(passages: Iterable[Excerpt], language: str) -> str:
    return _join((citation(shown, language) for shown in passages), language)


def _join(texts: Iterable[str], language: str) -> str:
    return words(language).between_documents.join(texts)
