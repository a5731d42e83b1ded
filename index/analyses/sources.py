"""Report on one source, such as a country: its documents, positions, and mandates it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final, Literal, Unpack

from corpus import countries
from corpus.bounds import check_names
from corpus.errors import QueryError
from corpus.extract.stances import Stance
from corpus.extract.submitters import Submitter, submitters
from corpus.languages import BY_CODE, check_language, find_language
from corpus.meetings import Days
from corpus.text import fold
from index.analyses.askers import document_askers
from index.analyses.duplicates import find_task_fates
from index.analyses.mandates import find_addressee_name, mandates
from index.analyses.paragraphs import (
    ReportOptions,
    first_pieces,
    in_language,
    language_of,
    passing,
    submitters_of,
)
from index.analyses.reports import find_reports
from index.analyses.statements import PassageSource, only_leads_in, stance_of, take_position
from index.analyses.tasks import Task
from index.lookup import CatalogueEntry, catalogue, meeting_days
from index.retrieval import Search
from index.store import Excerpt, Store, no_source

_OF_DOCUMENT: Final = 4
"""Positions of a document that are listed: 14 of the sample's 16 documents take no more."""

Outcome = Literal[
    "revised", "overtaken", "reported", "near", "older-edition", "nothing", "nothing-later"
]
"""Outcome of a mandate, the surest first: a later text changes or repeats it, or reports on it.

A later passage may be only near to it, or a newer edition of what it cites is known. Else nothing
was found, or there is no later document.
"""


@dataclass(frozen=True, slots=True)
class SourcePosition:
    """A paragraph of a source that takes a position.

    ``topic`` is the heading above it or its document's title, in the language of ``shown``.
    ``sentence`` is the first that takes the position, or the whole paragraph.
    """

    topic: str | None
    shown: Excerpt
    sentence: str


@dataclass(frozen=True, slots=True)
class SourceTask:
    """A mandate that a source asks or proposes.

    ``outcome`` is None before later texts were looked for.
    """

    task: Task
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document of a source, or one in which the source asks for something.

    ``shown`` is its first passage, by which it is cited. Submitters are in the order of the cover.
    Positions and tasks are in reading order; a superseded document has none. Before
    :func:`read_source_documents`, there are no positions.
    """

    entry: CatalogueEntry
    days: Days | None
    shown: Excerpt | None
    submitters: tuple[Submitter, ...]
    positions: tuple[SourcePosition, ...] = ()
    tasks: tuple[SourceTask, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceReport:
    """All that an archive has of a source.

    ``shown_in`` is the preferred language of its passages. Documents come once, newest meeting
    first.
    """

    submitter: Submitter
    shown_in: str
    documents: tuple[SourceDocument, ...]


def describe_source(store: Store, name: str, **options: Unpack[ReportOptions]) -> SourceReport:
    """List the documents and the mandates of a source.

    ``name`` is a country, group, office or body in any language, a country's code, or a part of a
    source as on a cover. Superseded documents have neither positions nor mandates; their revisions
    do. :func:`read_source_documents` adds positions, and what became of mandates.

    Raises ``QueryError`` where the index has no such source or several, or an option is wrong.
    """
    filters, reader = options.get("filters"), options.get("reader", "en")
    language = options.get("shown_in") or reader
    check_names(name)
    check_language(language)
    store.filters.check(filters)
    with store.snapshot():
        every = catalogue.entries(store, (language,))
        known = submitters_of(store)
        submitter = _find_submitter(store, known, " ".join(name.split()), language)
        listed = mandates(store, None, asker=submitter, **options)
        tasks: dict[str, list[SourceTask]] = {}
        for task in listed:
            if task.mandate.act == "asks":
                tasks.setdefault(task.shown.document_key, []).append(SourceTask(task))
        entries = [
            entry
            for entry in passing(store, every, filters)
            if submitter in known.get(entry.id, ()) or entry.key in tasks
        ]
        if not entries and filters is None:
            raise _refuse(known, name, language)
        days = meeting_days(store)
        documents = []
        for entry in entries:
            first = catalogue.version_passages(store, entry.id, language_of(entry, (language,)))[:1]
            shown = next(iter(store.passages.excerpts(first).values()), None)
            documents.append(
                SourceDocument(
                    *(entry, days.get(entry.meeting or ""), shown, known.get(entry.id, ())),
                    tasks=tuple(tasks.get(entry.key, ())),
                )
            )
    return SourceReport(submitter, language, tuple(documents))


def read_source_documents(store: Store, search: Search, report: SourceReport) -> SourceReport:
    """Find the positions in the documents of a report, and what became of their mandates."""
    plain = [mandate.task for document in report.documents for mandate in document.tasks]
    tasks = find_task_fates(store, search, find_reports(store, search, plain))
    newest = max((entry.date or "" for entry in catalogue.entries(store)), default="")
    rest = iter([SourceTask(task, _judge_outcome(task, newest)) for task in tasks])
    askers = document_askers(store, [document.entry for document in report.documents])
    documents = []
    with store.snapshot():
        for document in report.documents:
            entry, by = document.entry, document.submitters
            is_current = report.submitter in by and entry.superseded_by is None
            speaker = PassageSource(by, askers[entry.id].is_proposal is True)
            positions = (
                _find_positions(store, entry, speaker, report.shown_in) if is_current else ()
            )
            own = tuple(next(rest) for _ in document.tasks)
            documents.append(replace(document, positions=positions, tasks=own))
    return replace(report, documents=tuple(documents))


def _judge_outcome(task: Task, newest: str) -> Outcome:
    """Judge what became of a mandate, in an archive whose newest document has a date."""
    if task.fate in ("revised", "overtaken"):
        return task.fate
    if task.reported_in:
        is_sure = any(not report.is_near_only for report in task.reported_in)
        return "reported" if is_sure else "near"
    if task.fate:
        return task.fate
    is_last = not task.shown.date or task.shown.date >= newest
    return "nothing-later" if is_last else "nothing"


def _find_positions(
    store: Store, entry: CatalogueEntry, speaker: PassageSource, language: str
) -> tuple[SourcePosition, ...]:
    """Find the paragraphs of a document that take a position, a few of each section."""
    own = language_of(entry, ("en",))
    pieces = store.passages.excerpts(catalogue.version_passages(store, entry.id, own))
    ids = [excerpt.passage_id for excerpt in first_pieces([*pieces.values()])]
    roles = store.facts.roles(ids)
    # A few words ("note this report") say less than the document's other requests.
    says_little = roles.signs | roles.opening | roles.slight
    places = {passage: place for place, passage in enumerate(ids)}
    sections: dict[tuple[str, ...], list[tuple[bool, int, int]]] = {}
    for passage, place in places.items():
        shown = pieces[passage]
        if passage in says_little or shown.passage.kind != "paragraph":
            continue
        if stance_of(shown, None, speaker) is Stance.TAKES and not only_leads_in(shown, None):
            rank = bool(shown.lead_ins), place, passage
            sections.setdefault(shown.passage.heading, []).append(rank)
    # The best of each section before the second of any: its own sentences, then items of lists.
    in_turn = zip_longest(*(sorted(ranks) for ranks in sections.values()))
    ranks = [rank for turn in in_turn for rank in turn if rank][:_OF_DOCUMENT]
    chosen = [passage for _, _, passage in sorted(ranks, key=lambda rank: rank[1])]
    return tuple(
        SourcePosition(
            next(iter(shown.passage.heading[-1:]), shown.title),
            shown,
            take_position(shown, speaker),
        )
        for shown in in_language(store, chosen, language)
    )


def _find_submitter(
    store: Store, known: Mapping[int, tuple[Submitter, ...]], name: str, language: str
) -> Submitter:
    """Find the source that a name is of; a body may ask for something without being one."""
    every = {by for of_document in known.values() for by in of_document}
    wanted = fold(name)
    own = [by for by in every if fold(by.key) == wanted]
    own = own or [by for by in submitters(name, countries.find(name)) if by in every]
    body = find_addressee_name(name) if name and not own else None
    if body:
        own = [Submitter("office", body)]
    if name and not own:
        own = [*dict.fromkeys(_list_others(store, known, wanted))]
    if not own:
        raise _refuse(known, name, language)
    if len(own) > 1:
        listed = tuple(by.name(language) for by in own)
        names = find_language(language).writing.semicolon.join(listed)
        raise QueryError(
            f"“{name}” names several sources. Ask for one of them: {names}.",
            reason="several-sources",
            source=name,
            names=names,
            sources=listed,
        )
    return own[0]


def _refuse(known: Mapping[int, tuple[Submitter, ...]], name: str, language: str) -> QueryError:
    """Return the error that the index has no such source, with near names in a language."""
    codes = (language, *(code for code in BY_CODE if code != language))
    names = [
        (document, by, code)
        for document, of_document in known.items()
        for by in of_document
        for code in codes
    ]
    return no_source(
        name,
        [(document, code, by.name(code)) for document, by, code in names],
        {by.name(code): by.name(language) for _, by, code in reversed(names)},
        language,
    )


def _list_others(
    store: Store, known: Mapping[int, tuple[Submitter, ...]], wanted: str
) -> Iterator[Submitter]:
    """Yield the sources that are no country, group or office, and have a name on a cover."""
    for document, _, cover in store.filters.sources():
        if wanted in fold(cover):
            yield from (by for by in known.get(document, ()) if by.kind == "other")
