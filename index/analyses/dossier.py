"""A dossier of what to read before a meeting, item by item of its agenda."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from corpus import meetings
from corpus.bounds import check_names
from corpus.cards import ListedCard
from corpus.filters import Filters
from corpus.languages import BY_CODE, check_language
from corpus.meetings import Days
from index.analyses.citations import CitedDocument, CitedResolution, cites, natural, resolutions
from index.analyses.continuations import EarlierPassage, PriorText, find_continuations
from index.analyses.mandates import mandates
from index.analyses.paragraphs import language_of, passing, submitters_of
from index.analyses.precedents import TRANSLATION
from index.analyses.reports import find_reports, questions_of
from index.analyses.tasks import Task, UnreadMandate
from index.lookup import CatalogueEntry, catalogue, meeting_days
from index.references import list_listed
from index.retrieval import Question, Search
from index.store import Excerpt, Store, no_meeting

_COUNCIL: Final = 6
"""The month in which the Council meets: a meeting from January to June is before it."""


@dataclass(frozen=True, slots=True)
class AgendaDocument:
    """A document of the meeting, with the first passage, by which it is cited."""

    entry: CatalogueEntry
    submitters: tuple[Any, ...]
    shown: Excerpt | None


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item of the agenda.

    Attributes:
        item: its number, or None for the rest.
        title: in the reader's language, where all its documents have the same.
        before: earlier passages that the documents continue, the surest first.
        references: cited resolutions, decisions and recommendations, the most cited first.
        cites: other cited documents, those of the index first.
        mandates: those that fall due at the meeting, nearest to this item, with reports.
        absent: documents that lack each language; complete languages are left out.
    """

    item: str | None
    title: str | None
    documents: tuple[AgendaDocument, ...]
    before: tuple[EarlierPassage, ...]
    references: tuple[CitedResolution, ...]
    cites: tuple[CitedDocument, ...]
    mandates: tuple[Task, ...]
    absent: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier for a meeting, in the order of its agenda; the rest comes last.

    Attributes:
        meeting: its number, or as symbols have it.
        unread: paragraphs of mandates that fall due, without words that can be compared.
        listed: documents of the meeting that lists of ITU name and the index lacks; none where
            filters choose among documents that are there.
        upcoming: mandates of this meeting and the one before that fall due later, in that order.
    """

    meeting: str
    days: Days | None
    items: tuple[AgendaItem, ...]
    unread: tuple[Excerpt, ...] = ()
    listed: tuple[ListedCard, ...] = ()
    upcoming: tuple[Task, ...] = ()


def dossier(
    store: Store,
    search: Search,
    meeting: str,
    shown_in: str | None = None,
    filters: Filters | None = None,
) -> Dossier:
    """Make a dossier for a meeting, in English by default.

    The meeting is ``40``, or ``CWG-WSIS&SDG-40`` or ``C24`` as in symbols. Filters choose documents
    of the meeting, before it, and with mandates. Raises ``QueryError`` where no document is left.
    """
    agenda = read_agenda(store, search, meeting, shown_in, filters)
    language, entries = agenda.language, [*agenda.earlier.entries.values()]
    known = submitters_of(store)
    items = [
        AgendaItem(
            item,
            _choose_title(documents, language) if item else None,
            tuple(_make_document(store, document, known, language) for document in documents),
            tuple(find_continuations(store, search, documents, agenda.earlier, language)),
            tuple(resolutions(store, documents, language)),
            tuple(cites(store, documents, entries, known, language)),
            tuple(agenda.due.get(item, ())),
            _list_absent(documents),
        )
        for item, documents in agenda.items.items()
    ]
    unread = tuple(task.shown for task in agenda.unread)
    listed = (
        [] if filters not in (None, Filters()) else list_listed(store, language, agenda.meeting)
    )
    upcoming = _list_upcoming(store, agenda, shown_in, filters)
    return Dossier(agenda.meeting, agenda.days, tuple(items), unread, tuple(listed), upcoming)


def find_latest_meetings(
    entries: Iterable[CatalogueEntry], until: str | None = None
) -> tuple[tuple[str, ...], str]:
    """Return the latest two meetings, no later than one, and the date of their last document.

    The date is ISO 8601; it is empty where no document of a meeting has one.
    """
    last: dict[str, str] = {}
    for entry in entries:
        if entry.meeting and entry.date:
            last[entry.meeting] = max(last.get(entry.meeting, ""), entry.date)
    now = last.get(until, "") if until else max(last.values(), default="")
    order = sorted(last, key=lambda meeting: (last[meeting], meeting == until), reverse=True)
    return tuple([meeting for meeting in order if last[meeting] <= now][:2]), now


def _list_upcoming(
    store: Store, agenda: Agenda, shown_in: str | None, filters: Filters | None
) -> tuple[Task, ...]:
    """List what the latest two meetings ask for by a time after the meeting, the earliest first."""
    entries = agenda.earlier.entries
    latest, now = find_latest_meetings(entries.values(), agenda.meeting)

    def is_later(mandate: UnreadMandate) -> bool:
        day = mandate.due.day or ""
        is_latest = entries[mandate.document].meeting in latest
        return mandate.found.act == "asks" and is_latest and day > now[: len(day)]

    tasks = mandates(
        store, None, filters=filters, shown_in=shown_in, reader=agenda.language, takes=is_later
    )
    due = {task.key for own in agenda.due.values() for task in own}
    requests = (task for task in tasks if task.key not in due)
    return tuple(sorted(requests, key=lambda task: task.due or ""))


@dataclass(frozen=True, slots=True)
class Agenda:
    """The agenda of a meeting, before its items are read.

    ``items`` has the documents of each item in the agenda's order, ``due`` the mandates that fall
    due. ``earlier`` is text older than the meeting; ``unread`` are due mandates without words.
    """

    meeting: str
    days: Days | None
    language: str
    items: Mapping[str | None, Sequence[CatalogueEntry]]
    earlier: PriorText
    due: Mapping[str | None, Sequence[Task]]
    unread: Sequence[Task]


def read_agenda(
    store: Store,
    search: Search,
    meeting: str,
    shown_in: str | None = None,
    filters: Filters | None = None,
) -> Agenda:
    """Read a meeting's items, due mandates and earlier texts; arguments as for :func:`dossier`."""
    check_names(meeting)
    language = shown_in or "en"
    check_language(language)
    every = catalogue.entries(store, (language,))
    entries = passing(store, every, filters)
    number = _find_meeting(meeting, entries)
    own = [entry for entry in entries if entry.meeting == number]
    by_item = _group_by_item(store, own)
    days = meeting_days(store)
    ends = _find_ends(every, days)
    unread: list[Task] = []
    tasks = mandates(
        store,
        None,
        filters=filters,
        shown_in=shown_in,
        reader=language,
        leave_out=unread.append,
        takes=_choose_due(own, number, ends, {entry.id: entry for entry in every}),
    )
    questions = questions_of(search, tasks)
    tasks = find_reports(store, search, tasks, questions)
    due = _assign_tasks(store, search, tasks, questions, by_item)
    if None in due:
        by_item.setdefault(None, [])
    items = dict(sorted(by_item.items(), key=lambda pair: natural(pair[0])))
    older = _collect_earlier(search, entries, own, number, days)
    earlier = PriorText(older, {entry.id: entry for entry in every}, tasks)
    return Agenda(number, days.get(number), language, items, earlier, due, unread)


def _find_meeting(text: str, entries: Sequence[CatalogueEntry]) -> str:
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
) -> Collection[int]:
    opens = str(days[number].first) if number in days else ""
    first = min((entry.date for entry in own if entry.date), default=opens)
    older = [entry.id for entry in entries if _is_before(entry, number, first)]
    return search.find_substantive(older) if older else ()


def _is_before(entry: CatalogueEntry, number: str, first: str) -> bool:
    """Whether a document is older than a meeting: by days, else by the group's numbers."""
    if entry.date and first:
        return entry.date < first
    group, own = (name.rstrip("0123456789") for name in (entry.meeting or "\0", number))
    return group == own and natural(entry.meeting) < natural(number)


def _choose_title(documents: Sequence[CatalogueEntry], language: str) -> str | None:
    titles = {document.title for document in documents if document.title_language == language}
    is_of_all = len(titles) == 1 and all(document.title in titles for document in documents)
    return titles.pop() if is_of_all else None


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


def _choose_due(
    own: Sequence[CatalogueEntry],
    number: str,
    ends_of: Mapping[str, str],
    entries: Mapping[int, CatalogueEntry],
) -> Callable[[UnreadMandate], bool]:
    """Return what chooses mandates of earlier documents due at the meeting, not at another."""
    symbols = {entry.symbol for entry in own}
    # A deadline six weeks before a meeting belongs to it.
    ends = ends_of.get(number)
    before, behind = _find_neighbour_days(number, ends_of)
    begins = before or (f"{int(ends[:4]) - 1}{ends[4:]}" if ends else None)  # a year earlier
    council = _find_council_year(ends) if ends else None
    if behind and _find_council_year(behind) == council:
        council = None  # of those before a Council, the last is where it is prepared

    def is_due(mandate: UnreadMandate) -> bool:
        entry, due = entries[mandate.document], mandate.due
        return entry.symbol not in symbols and (
            number in (due.meeting, due.meeting_counted_from)
            or (council is not None and due.deadline == f"Council {council}")
            or _is_due_between(due.day, entry.date, begins, ends)
        )

    return is_due


def _find_ends(entries: Sequence[CatalogueEntry], days: Mapping[str, Days]) -> dict[str, str]:
    """Find the last day of each meeting, else the date of its last document."""
    dated = sorted((entry.date, entry.meeting) for entry in entries if entry.date and entry.meeting)
    ends = {meeting: day for day, meeting in dated}
    return ends | {number: str(days[number].last) for number in ends if number in days}


def _find_neighbour_days(number: str, ends_of: Mapping[str, str]) -> tuple[str | None, str | None]:
    group = number.rstrip("0123456789")
    of_group = [name for name in ends_of if name.rstrip("0123456789") == group]
    days = [(natural(name), ends_of[name]) for name in of_group]
    before = max((entry for entry in days if entry[0] < natural(number)), default=None)
    behind = min((entry for entry in days if entry[0] > natural(number)), default=None)
    return before and before[1], behind and behind[1]


def _find_council_year(day: str) -> str:
    year, month = int(day[:4]), int(day[5:7] or 1)
    return str(year if month <= _COUNCIL else year + 1)


def _is_due_between(
    due: str | None, asked_until: str | None, begins: str | None, ends: str | None
) -> bool:
    if due is None or len(due) < 7 or not begins or not ends:
        return False
    return begins[: len(due)] < due <= ends[: len(due)] and (asked_until or "") <= due


def _assign_tasks(
    store: Store,
    search: Search,
    tasks: Sequence[Task],
    questions: Sequence[Question],
    by_item: Mapping[str | None, Sequence[CatalogueEntry]],
) -> dict[str | None, list[Task]]:
    """Assign each mandate to the item with the nearest paragraph; None takes the rest."""
    item_of = {entry.id: item for item, documents in by_item.items() for entry in documents}
    own = search.find_substantive([*item_of])
    nearest = [
        hit if hit and hit[1] >= TRANSLATION else None
        for hit in search.find_nearest(questions, own)
    ]
    documents = store.passages.documents_of([hit[0] for hit in nearest if hit])
    by_nearest: dict[str | None, list[Task]] = {}
    for task, hit in zip(tasks, nearest, strict=True):
        by_nearest.setdefault(item_of[documents[hit[0]]] if hit else None, []).append(task)
    return by_nearest
