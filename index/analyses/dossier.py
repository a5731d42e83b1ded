"""A dossier of what to read before a meeting, item by item of its agenda.

For each item its documents, earlier passages on the same, cited resolutions and documents, mandates
that fall due at the meeting, and missing languages.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np

from corpus import meetings
from corpus.bounds import check_names
from corpus.filters import Filters
from corpus.languages import BY_CODE, check_language
from corpus.meetings import Days
from index.analyses.citations import CitedDocument, CitedResolution, cites, natural, resolutions
from index.analyses.mandates import mandates
from index.analyses.paragraphs import (
    in_language,
    language_of,
    paragraphs_of,
    passing,
    submitters_of,
)
from index.analyses.precedents import NEAR, TRANSLATION
from index.analyses.reports import find_reports, questions_of
from index.analyses.tasks import Task
from index.analyses.topics import judge_naming
from index.lookup import CatalogueEntry, catalogue, meeting_days
from index.retrieval import Question, Search, TopicTerms, read_question
from index.store import Excerpt, Store, no_meeting
from index.versions import passages_in
from index.words import phrases

_BEFORE: Final = 4
"""Earlier passages for an item, one a document."""

_CANDIDATES: Final = 60
_COUNCIL: Final = 6
"""The month in which the Council meets: a meeting from January to June is before it."""

_LEADING: Final = 12
"""Paragraphs of a document that show its subject: its summary and its beginning."""

_LOOKED_AT: Final = 300
"""Passages that are searched for a part of a title: some fifty paragraphs, in six versions."""

_PARTING: Final = re.compile(r"[:;,()،؛、，：；–—（）]")
"""Separators of the parts of a title."""

_AND: Final = re.compile(r"\s+(?:and|et|y|e|и)\s+|\s+و(?=\w)|[和及与]", re.IGNORECASE)
"""Separators in a list. A word that they cut is no subject that anybody names."""


@dataclass(frozen=True, slots=True)
class AgendaDocument:
    """A document of the meeting.

    Attributes:
        entry: of the document, titled in the reader's language if possible.
        submitters: as ``corpus.extract.submitters`` separates them.
        shown: its first passage, by which it is cited.
    """

    entry: CatalogueEntry
    submitters: tuple[Any, ...]
    shown: Excerpt | None


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item of the agenda.

    Attributes:
        item: its number, or None for the rest.
        title: of its documents, where all have the same in the reader's language.
        documents: in the order of their numbers.
        before: passages of earlier documents on the same, one a document, the nearest first. They
            are near to a document and name the subject of its title, or say nearly the same.
        references: the resolutions, decisions and recommendations that the documents cite, the most
            cited first.
        cites: other documents that they cite, those of the index first.
        mandates: that fall due at the meeting, nearest to this item, with reports.
        absent: for each of the six languages, the documents that lack it; complete languages are
            left out.
    """

    item: str | None
    title: str | None
    documents: tuple[AgendaDocument, ...]
    before: tuple[Excerpt, ...]
    references: tuple[CitedResolution, ...]
    cites: tuple[CitedDocument, ...]
    mandates: tuple[Task, ...]
    absent: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier for a meeting, in the order of its agenda; the rest comes last.

    Attributes:
        meeting: its number, or as symbols have it.
        days: of the meeting, or None.
        items: of its agenda.
    """

    meeting: str
    days: Days | None
    items: tuple[AgendaItem, ...]


def dossier(
    store: Store,
    search: Search,
    meeting: str,
    shown_in: str | None = None,
    filters: Filters | None = None,
) -> Dossier:
    """Make a dossier for a meeting, shown in English by default.

    The meeting is named by its number (``40``), or as symbols have it (``CWG-WSIS&SDG-40``,
    ``C24``). Filters choose documents of the meeting, before it, and with mandates.

    Raises:
        QueryError: the index has no document of the meeting, or none under the filters.
    """
    check_names(meeting)
    language = shown_in or "en"
    check_language(language)
    every = catalogue.entries(store, (language,))
    entries = passing(store, every, filters)
    number = _find_meeting(meeting, entries)
    own = [entry for entry in entries if entry.meeting == number]
    by_item = _group_by_item(store, own)
    known = submitters_of(store)
    days = meeting_days(store)
    earlier = _collect_earlier(search, entries, own, number, days)
    about = _describe(store, search, own)
    tasks = mandates(store, None, filters=filters, shown_in=shown_in, reader=language)
    due = _assign_tasks(
        store, search, _list_due(own, number, _find_ends(every, days), tasks), by_item, about
    )
    if None in due:
        by_item.setdefault(None, [])
    items = [
        AgendaItem(
            item,
            _choose_title(documents, language) if item else None,
            tuple(_make_document(store, document, known, language) for document in documents),
            tuple(
                _find_before(
                    store, search, [about[document.id] for document in documents], earlier, language
                )
            ),
            tuple(resolutions(store, documents, language)),
            tuple(cites(store, documents, every, known, language)),
            tuple(due.get(item, ())),
            _list_absent(documents),
        )
        for item, documents in sorted(by_item.items(), key=lambda pair: natural(pair[0]))
    ]
    return Dossier(number, days.get(number), tuple(items))


class _About(NamedTuple):
    """The subject of a document: its title, and a question made of its beginning."""

    title: str
    question: Question


class _Earlier(NamedTuple):
    """Statements older than a meeting, and the number of their documents."""

    passages: Collection[int]
    documents: int


def _find_meeting(text: str, entries: Sequence[CatalogueEntry]) -> str:
    """Find the meeting as documents write it."""
    meetings_here = dict.fromkeys(entry.meeting for entry in entries if entry.meeting)
    plain = meetings.parse_meeting(text)
    for number in meetings_here:
        if number.casefold() == plain.casefold():
            return number
    raise no_meeting(plain, meetings_here)


def _group_by_item(
    store: Store, documents: Sequence[CatalogueEntry]
) -> dict[str | None, list[CatalogueEntry]]:
    agenda = {row["id"]: row["agenda_item"] for row in store.documents.all()}
    by_item: dict[str | None, list[CatalogueEntry]] = {}
    for entry in documents:
        by_item.setdefault(agenda.get(entry.id), []).append(entry)
    return by_item


def _collect_earlier(
    search: Search,
    entries: Sequence[CatalogueEntry],
    own: Sequence[CatalogueEntry],
    number: str,
    days: Mapping[str, Days],
) -> _Earlier:
    """Collect passages older than a meeting's first document."""
    opens = str(days[number].first) if number in days else ""
    first = min((entry.date for entry in own if entry.date), default=opens)
    older = [entry.id for entry in entries if _is_before(entry, number, first)]
    return _Earlier(search.find_substantive(older), len(older))


def _is_before(entry: CatalogueEntry, number: str, first: str) -> bool:
    """Whether a document is older than a meeting: by days, or else by the group's numbers."""
    if entry.date and first:
        return entry.date < first
    group, own = (name.rstrip("0123456789") for name in (entry.meeting or "\0", number))
    return group == own and natural(entry.meeting) < natural(number)


def _choose_title(documents: Sequence[CatalogueEntry], language: str) -> str | None:
    titles = {document.title for document in documents if document.title_language == language}
    is_of_all = len(titles) == 1 and all(document.title in titles for document in documents)
    return titles.pop() if is_of_all else None


def _describe(
    store: Store, search: Search, documents: Sequence[CatalogueEntry]
) -> dict[int, _About]:
    """Describe each document, by its id.

    It is read in one version for every reader: nearness must not depend on the reader.
    """
    ids = {entry.id for entry in documents}
    titled = [entry for entry in catalogue.entries(store) if entry.id in ids]
    questions = search.embed_texts([_describe_entry(store, entry) for entry in titled])
    return {
        entry.id: _About(entry.title or "", question)
        for entry, question in zip(titled, questions, strict=True)
    }


def _describe_entry(store: Store, entry: CatalogueEntry) -> str:
    """Return a document's title, and the longest of its first paragraphs."""
    code = language_of(entry, ("en",))
    leading = [
        passage.text
        for passage in paragraphs_of(store, entry.id, code)[:_LEADING]
        if passage.kind == "paragraph"
    ]
    return "\n".join([entry.title or "", max(leading, key=len, default="")]).strip() or entry.name


def _find_before(
    store: Store,
    search: Search,
    about: Sequence[_About],
    earlier: _Earlier,
    language: str,
) -> list[Excerpt]:
    """Find earlier passages that are near, and name a subject of a title, or their heading does.

    A title may list words that go with any subject, as who is to have grants for travel: a name is
    not enough.
    """
    if not earlier.documents:
        return []
    scores: dict[int, float] = {}
    for title, question in about:
        parts = _PARTING.split(title)
        near = {
            passage: score
            for passage, score in search.rank(
                question, _CANDIDATES, among=earlier.passages, mode="dense"
            )
            if score >= NEAR
        }
        listed = dict.fromkeys([*parts, *(half for whole in parts for half in _AND.split(whole))])
        named_parts = (part for part in listed if any(map(str.isalpha, part)))
        topics = {part: topic for part in named_parts if (topic := search.naming(part))}
        headed = _find_naming(store, [topics[part] for part in parts if part in topics], near)
        subjects = _find_subjects(store, search, topics, earlier)
        of_subjects = search.rank(question, len(subjects), among=subjects, mode="dense")
        naming = headed | {passage for passage, score in of_subjects if score >= NEAR}
        near_too = _filter_near(store, search, question, naming)
        for passage, score in [*near.items(), *of_subjects]:
            if passage in near_too or score >= TRANSLATION:
                scores[passage] = max(score, scores.get(passage, -1.0))
    documents = store.passages.documents_of(scores)
    best: dict[int, int] = {}
    for passage, _ in sorted(scores.items(), key=lambda pair: -pair[1]):
        best.setdefault(documents[passage], passage)
    newer = store.documents.superseding()
    return in_language(
        store, [best[document] for document in best if document not in newer][:_BEFORE], language
    )


def _filter_near(
    store: Store, search: Search, question: Question, passages: Collection[int]
) -> set[int]:
    """Choose passages that are near by the mean over their versions: one alone may be nearer."""
    versions_of_each = passages_in(store, [*passages])
    versions = {
        passage: {
            passage,
            *(part for parts in versions_of_each.get(passage, {}).values() for part in parts),
        }
        for passage in passages
    }
    every = {part for parts in versions.values() for part in parts}
    scores = dict(search.rank(question, len(every), among=every, mode="dense")) if every else {}
    return {
        passage
        for passage, parts in versions.items()
        if sum(scores.get(part, 0.0) for part in parts) >= NEAR * len(parts)
    }


def _find_naming(store: Store, topics: Sequence[TopicTerms], passages: Collection[int]) -> set[int]:
    """Find passages that name a part of a title, or whose heading does."""
    naming: set[int] = set()
    for topic in topics if passages else ():
        naming |= {
            passage
            for passage, verdict in judge_naming(store, topic, passages).items()
            if verdict.names
        }
    return naming


def _find_subjects(
    store: Store, search: Search, topics: Mapping[str, TopicTerms], earlier: _Earlier
) -> set[int]:
    """Find passages whose own words name a part of a title, or something that a part lists.

    One word may be anything, unless it is an acronym; several together are hardly chance. A name in
    half of the earlier documents is no subject.
    """
    subjects: set[int] = set()
    for part, topic in topics.items():
        words = sum(any(map(str.isalpha, term)) for term in topic.terms)
        if words < 2 and not topic.whole.get(topic.language):
            continue
        ranked = search.rank(
            read_question(part), _LOOKED_AT, among=earlier.passages, mode="lexical"
        )
        candidates = [passage for passage, _ in ranked]
        naming = [
            passage
            for passage, verdict in judge_naming(store, topic, candidates, headed=False).items()
            if verdict.names
        ]
        naming = [
            passage
            for passage, excerpt in zip(
                naming, in_language(store, naming, topic.language), strict=True
            )
            if excerpt.language != topic.language or phrases.holds(excerpt.passage.text, part)
        ]
        if 2 * len({*store.passages.documents_of(naming).values()}) <= earlier.documents:
            subjects.update(naming)
    return subjects


def _list_absent(documents: Sequence[CatalogueEntry]) -> dict[str, tuple[str, ...]]:
    lacking = {
        code: tuple(
            document.symbol or document.name for document in documents if code in document.missing
        )
        for code in BY_CODE
    }
    return {code: names for code, names in lacking.items() if names}


def _make_document(
    store: Store, entry: CatalogueEntry, known: Mapping[int, tuple[Any, ...]], language: str
) -> AgendaDocument:
    code = language_of(entry, (language,))
    ids = catalogue.version_passages(store, entry.id, code)[:1]
    shown = next(iter(store.passages.excerpts(ids).values()), None)
    return AgendaDocument(entry, known.get(entry.id, ()), shown)


# --- mandates that fall due ----------------------------------------------------------------------


def _list_due(
    own: Sequence[CatalogueEntry], number: str, ends_of: Mapping[str, str], tasks: Sequence[Task]
) -> list[Task]:
    """List mandates of earlier documents that are due at the meeting, and not at another."""
    ids = {entry.symbol for entry in own}
    # A deadline six weeks before a meeting belongs to it.
    ends = ends_of.get(number)
    before, behind = _find_neighbour_days(number, ends_of)
    begins = before or (f"{int(ends[:4]) - 1}{ends[4:]}" if ends else None)  # a year earlier
    council = _find_council_year(ends) if ends else None
    if behind and _find_council_year(behind) == council:
        council = None  # of those before a Council, the last is where it is prepared
    return [
        task
        for task in tasks
        if task.shown.symbol not in ids
        and (
            number in (task.due_meeting, task.meeting_counted_from)
            or (council is not None and task.mandate.deadline == f"Council {council}")
            or _is_due_between(task.due, task.shown.date, begins, ends)
        )
    ]


def _find_ends(entries: Sequence[CatalogueEntry], days: Mapping[str, Days]) -> dict[str, str]:
    """Find the last day of each meeting; where it is not known, that of its last document."""
    dated = sorted((entry.date, entry.meeting) for entry in entries if entry.date and entry.meeting)
    ends = {meeting: day for day, meeting in dated}
    return ends | {number: str(days[number].last) for number in ends if number in days}


def _find_neighbour_days(number: str, ends_of: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Find the last days of the meetings of the same group before a meeting and after it."""
    group = number.rstrip("0123456789")
    of_group = [name for name in ends_of if name.rstrip("0123456789") == group]
    days = [(natural(name), ends_of[name]) for name in of_group]
    before = max((entry for entry in days if entry[0] < natural(number)), default=None)
    behind = min((entry for entry in days if entry[0] > natural(number)), default=None)
    return before and before[1], behind and behind[1]


def _find_council_year(day: str) -> str:
    """Find the year of the Council that meets next after a day."""
    year, month = int(day[:4]), int(day[5:7] or 1)
    return str(year if month <= _COUNCIL else year + 1)


def _is_due_between(
    due: str | None, asked_until: str | None, begins: str | None, ends: str | None
) -> bool:
    """Whether a day or month falls between two meetings, or right before this one."""
    if due is None or len(due) < 7 or not begins or not ends:
        return False
    return begins[: len(due)] < due <= ends[: len(due)] and (asked_until or "") <= due


def _assign_tasks(
    store: Store,
    search: Search,
    tasks: Sequence[Task],
    by_item: Mapping[str | None, Sequence[CatalogueEntry]],
    about: Mapping[int, _About],
) -> dict[str | None, list[Task]]:
    """Assign each mandate to the item whose documents say the same; None takes near ones."""
    by_nearest: dict[str | None, list[Task]] = {}
    questions = questions_of(search, tasks)
    tasks = find_reports(store, search, tasks, questions)
    for task, question in zip(tasks, questions, strict=True):
        scores = {
            item: max(
                float(np.dot(question.embedding, about[document.id].question.embedding))
                for document in documents
            )
            for item, documents in by_item.items()
        }
        nearest = max(scores, key=lambda item: scores[item])
        by_nearest.setdefault(nearest if scores[nearest] >= TRANSLATION else None, []).append(task)
    return by_nearest
