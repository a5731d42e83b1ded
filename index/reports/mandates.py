"""Who is asked to do what, by when, and where is it reported on? Over all documents of an index.

Each document is read in one of its versions, so that a mandate stands once; what a revision
supersedes is left out unless it is asked for by name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus import symbols
from corpus.errors import QueryError
from corpus.languages import BY_CODE, check_language
from corpus.mandates import (
    Mandate,
    Standoff,
    addressee_names,
    dump,
    load,
    named,
    named_in,
    rules,
)
from corpus.meetings import Days
from corpus.paragraphs import joined
from corpus.submitters import Submitter
from corpus.text import sentences
from index.lookup import Entry, catalogue, meeting_days, show
from index.precedents import NEAR, TAKEN_OVER, TRANSLATION, share_in_common
from index.reports.askers import Saying, asked_by, sayings
from index.reports.due import is_due, meeting_named, understood, when
from index.reports.paragraphs import in_language, language_of, passing
from index.reports.revised import InRevision, in_revisions
from index.retrieval import Question, Search
from index.store import Excerpt, Filters, Store
from index.versions import passages_in

_REPORTS: Final = 3
"""Later passages that are named for a mandate, one a document."""

_FIRM: Final = frozenset({"requests", "invites", "calls upon", "instructs", "urges", "encourages"})
"""Verbs of which translators put one for another, as `request` for `call upon`."""

_ONE_WORD: Final = frozenset({"ru", "zh"})
"""Languages in which one word says that somebody is requested and invited."""

_CANDIDATES: Final = 30 * len(BY_CODE)
"""Passages that are looked at for a mandate: paragraphs, in so many versions."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A passage of a later document on what somebody was asked to do.

    Attributes:
        shown: the passage, in the language that the mandate is shown in where it is there.
        is_near_only: whether it is only near in meaning, and perhaps on something else: neither
            has it the words of what is asked, nor does it say the same and cite the document or
            what that cites.
    """

    shown: Excerpt
    is_near_only: bool


@dataclass(frozen=True, slots=True)
class Task:
    """A mandate where it stands.

    Attributes:
        mandate: who is asked to do what.
        text: of the whole paragraph.
        shown: the paragraph, as it is cited.
        due: day, month or year by which it is to be done, ISO 8601, where its deadline has one;
            None where it is counted from a meeting or date (``six weeks before its 41st meeting``).
        due_meeting: number of the group's meeting by which it is to be done, where it names one.
        references: canonical forms of what the paragraph cites.
        asked: the action in the version that the mandate was read in: for every reader the same.
        asked_in: language of that version.
        reported_in: passages of later documents on the same, one a document; what reports on it
            comes first, then what is nearest.
        asked_by: who asks: whoever the clause says, the body that decided, or those who submitted
            the document; none where that cannot be told.
        is_proposal: whether it is proposed, not decided; None where neither the words nor the
            document say.
        asked_until: the deadline as that version writes it, or None.
        told_as: the verb of the version that is shown, in English; None where that is the one that
            the mandate was read in, or asks in no other way: the mandate's own verb is the same
            for every reader, this one is what stands in the text beside it.
        in_revision: what became of the paragraph in the newest revision of its document; None
            where there is none, or where that cannot be told.
    """

    mandate: Mandate
    text: str
    shown: Excerpt
    due: str | None
    due_meeting: str | None
    references: tuple[str, ...]
    asked: str
    asked_in: str | None
    reported_in: tuple[Reported, ...] = ()
    asked_by: tuple[Submitter, ...] = ()
    is_proposal: bool | None = None
    asked_until: str | None = None
    told_as: str | None = None
    in_revision: InRevision | None = None


def mandates(
    store: Store,
    search: Search | None,
    *,
    document: str | None = None,
    addressee: str | None = None,
    due: str | None = None,
    filters: Filters | None = None,
    shown_in: str | None = None,
    reader: str = "en",
) -> list[Task]:
    """List mandates.

    Args:
        store: of the index.
        search: over it, to find where they are reported on; None not to look for that.
        document: only those of this one, by its symbol in any form, or its file's name.
        addressee: only those to him, by his name in any of the six languages, or as it is written
            where he is not known (``foundations``).
        due: only those due then (``index.reports.due``): ``2025``, ``2025-06``, ``Council 2025``, a
            meeting's number, or ``next meeting``; with a meeting also what is counted from it.
        filters: only those of documents with a passage that may be found under them.
        shown_in: language to read each document in, where it is there; by default the first of the
            filters' languages, that of the symbol's letter, then the reader's.
        reader: language of whoever asks.

    Returns:
        The newest meeting first, each document in reading order.

    Raises:
        QueryError: the document is not there, nobody of that name is known or asked, ``due`` is no
            time, or no document is of the meetings.
    """
    if shown_in is not None:
        check_language(shown_in)
    if addressee is not None and not addressee.strip():
        raise _nobody(addressee)
    wanted = _addressee(addressee) if addressee else None
    called = "" if wanted or not addressee else addressee.strip().casefold()
    by = None if due is None else understood(due)
    store.check_meetings(filters)
    shown_in = shown_in or next(iter(filters.languages if filters else ()), None)

    def takes(one: _Read) -> bool:
        is_asked = wanted is None or wanted in one.found.addressees
        is_due_then = by is None or is_due(
            by,
            one.found.deadline,
            one.found.counted_from,
            one.due,
            one.due_meeting,
            one.counted_from,
        )
        return is_asked and is_due_then

    with store.snapshot():  # what is kept of a version and its texts are of one moment
        entries = passing(store, catalogue.entries(store), filters)
        chosen, languages = _documents(store, entries, document, (shown_in, reader))
        days = meeting_days(store)
        read = [
            one
            for entry in chosen
            for one in _of_document(store, entry, language_of(entry, languages), takes, days)
        ]
        found = _tasks(store, read, sayings(store, chosen) if read else {})
    if called:
        # Who is not known is asked for as a document writes him, in its original or as shown.
        found = [
            task
            for one, task in zip(read, found, strict=True)
            if called in map(str.casefold, (*one.found.addressees, *task.mandate.addressees))
        ]
        if not found:
            raise _nobody(addressee or "")
    return reported(store, search, found) if search else found


def falls_due(task: Task, by: str) -> bool:
    """Whether a mandate is due at a time, or counted from it: what ``mandates`` lists for it."""
    asked, at = task.mandate, task.shown.meeting
    counted_from = meeting_named(asked.counted_from, at)
    return is_due(by, asked.deadline, asked.counted_from, task.due, task.due_meeting, counted_from)


def _addressee(name: str) -> str | None:
    known = addressee_names()
    for one in known:
        if one.casefold() == name.strip().casefold():
            return one
    for code in BY_CODE:
        one_named = named(name.strip(), code)
        if one_named:
            return one_named
    return None


def _nobody(name: str) -> QueryError:
    known = addressee_names()
    return QueryError(
        f"Nobody is known as “{name}”. Those who can be asked for: {', '.join(known)}; by their "
        "names in any of the six languages.",
        reason="no-addressee",
        name=name,
        known=", ".join(known),
    )


def _documents(
    store: Store,
    entries: Sequence[Entry],
    document: str | None,
    languages: tuple[str | None, str],
) -> tuple[list[Entry], tuple[str | None, ...]]:
    """The documents to read, and the languages to read them in, the wanted first."""
    if document is None:
        return [one for one in entries if one.superseded_by is None], languages
    card = show(store, document)
    names = {card.metadata.symbol, *(one.file for one in card.versions)} - {None}
    chosen = [
        one for one in entries if one.symbol in names or one.key.removeprefix("file:") in names
    ]
    parsed = symbols.parse_asked(document)
    shown_in, reader = languages
    return chosen, (shown_in, parsed.language if parsed else None, reader)


@dataclass(frozen=True, slots=True)
class _Read:
    """A mandate before its words are read: of many that are found few may be asked for.

    Attributes:
        document: that it stands in, by its id.
        found: in the version that it is read in.
        told: the same in the version that is shown; None where that does not ask for it.
        language: of that version.
        pieces: the passages of its paragraph there.
        shown: the passages of its paragraph in the version that is shown.
        due: as ``Task`` has it.
        due_meeting: likewise.
        counted_from: number of the meeting that its deadline is counted from, or None.
    """

    document: int
    found: Standoff
    told: Standoff | None
    language: str | None
    pieces: Sequence[int]
    shown: Sequence[int]
    due: str | None
    due_meeting: str | None
    counted_from: str | None

    @property
    def cites(self) -> int:
        """The passage whose paragraph tells what is cited."""
        return self.pieces[0]


def _of_document(
    store: Store,
    entry: Entry,
    language: str | None,
    takes: Callable[[_Read], bool],
    days: Mapping[str, Days],
) -> list[_Read]:
    """The mandates of a document, read in its original where that is there, shown in a language.

    One reading for all versions: a translator's `charge` and `prie` are one `requests`.
    """
    original = language_of(entry, ())
    every = _of_version(store, entry, original, days)
    read = [one for one in every if takes(one)]
    if language == original or not read:
        return read
    beside, own = _by_paragraph(every), _by_paragraph(_of_version(store, entry, language, days))
    variants = passages_in(store, [one.cites for one in read], language)
    shown = []
    for one in read:
        other = next(iter(variants.get(one.cites, {}).get(language or "", ())), None)
        if other is None:
            shown.append(one)  # this version lacks the paragraph
            continue
        asked, told = beside[one.cites], own.get(other, [])
        if len(asked) == len(told):  # a paragraph may ask for several things
            same = told[asked.index(one)]
            shown.append(replace(one, told=same.found, shown=same.shown))
        else:
            shown.append(replace(one, told=None, shown=(other,)))
    return shown


def _by_paragraph(read: Sequence[_Read]) -> dict[int, list[_Read]]:
    beside: dict[int, list[_Read]] = {}
    for one in read:
        beside.setdefault(one.cites, []).append(one)
    return beside


def _of_version(
    store: Store, entry: Entry, language: str | None, days: Mapping[str, Days]
) -> list[_Read]:
    version = store.version_of(entry.id, language)
    if version is None:
        return []
    kept = store.mandates_of(version, rules())
    found = load(dump([*store.passages_in(version).values()]) if kept is None else kept)
    ids = store.ids_in(version) if found else []
    year, read = (entry.date or "")[:4], []
    for held in found:
        pieces = ids[held.first : held.stop]
        # A year that is over is what is reported on.
        is_over = (held.deadline or "").isdecimal() and (held.deadline or "") < year
        one = held._replace(deadline=None, deadline_text=None) if is_over else held
        due = when(one.deadline, entry.meeting, days)
        counted_from = meeting_named(one.counted_from, entry.meeting)
        if pieces:
            read.append(_Read(entry.id, one, one, language, pieces, pieces, *due, counted_from))
    return read


def _tasks(store: Store, read: Sequence[_Read], said: Mapping[int, Saying]) -> list[Task]:
    """Read the words of mandates, and what is cited beside them."""
    excerpts = store.excerpts([*dict.fromkeys(one.shown[0] for one in read)])
    pieces = store.shown_texts({piece for one in read for piece in one.shown if one.shown[1:]})
    elsewhere = {piece for one in read for piece in one.pieces if one.pieces != one.shown}
    originals = store.shown_texts(elsewhere)
    cited = store.canonicals_of([one.cites for one in read])
    tasks = []
    for one in read:
        shown = excerpts[one.shown[0]]
        text = read_in = shown.passage.text
        if one.told is None:
            text = store.paragraph_text(one.shown[0])
        elif one.shown[1:]:
            text = joined([pieces[piece] for piece in one.shown], shown.passage.language)
        told_as = None
        mandate = asked = one.found.read(text)
        if one.pieces != one.shown:
            read_in = joined([originals[piece] for piece in one.pieces], one.language)
            asked = one.found.read(read_in)
        if one.told is None:
            action = _saying(text, shown.passage.language, asked, read_in)
            mandate = replace(mandate, action=action, deadline_text=None)
        elif one.told is not one.found:
            told = one.told.read(text)
            mandate = replace(mandate, action=told.action, deadline_text=told.deadline_text)
            if _are_same(told.addressees, mandate.addressees):
                told_as = _told_as(told.verb, mandate.verb, shown.passage.language)
                mandate = replace(mandate, addressees=told.addressees)
        references = tuple(sorted(cited[one.cites]))
        when_due = one.due, one.due_meeting
        by = asked_by(one.found, said[one.document])
        tasks.append(
            Task(
                *(mandate, text, shown, *when_due, references, asked.action, one.language),
                *((), *by, asked.deadline_text, told_as),
            )
        )
    became = in_revisions(store, [task.shown for task in tasks])
    return [
        replace(task, shown=shown, in_revision=told)
        for task, (shown, told) in zip(tasks, became, strict=True)
    ]


def _saying(text: str, language: str | None, asked: Mandate, read_in: str) -> str:
    """What of a translated paragraph says what the original asks: the sentence at its place.

    It has to name who is asked; where none does, the whole paragraph says it.
    """
    ours, theirs = sentences(read_in), sentences(text)
    places = [at for at, (start, end) in enumerate(ours) if start < asked.end and asked.start < end]
    if len(ours) != len(theirs) and len(places) == 1:
        # Two may be one in translation: what says the same stands at about the same place.
        middle = (asked.start + asked.end) / 2 * len(text) / len(read_in)
        places = [at for at, (start, end) in enumerate(theirs) if start <= middle < end]
    elif len(ours) != len(theirs):
        places = []
    said = text[theirs[places[0]][0] : theirs[places[-1]][1]].strip() if places else ""
    is_named = language in BY_CODE and {*named_in(said, language)} & {*asked.addressees}
    return said if is_named else text


def _told_as(told: str, verb: str, language: str | None) -> str | None:
    """The verb of a version, where it only asks more or less firmly than the one that was read."""
    is_one_word = language in _ONE_WORD and {told, verb} == {"requests", "invites"}
    return told if {told, verb} <= _FIRM and not is_one_word else None


def _are_same(told: Sequence[str], addressees: Sequence[str]) -> bool:
    """Whether versions ask the same people: who is not known is called as each writes it."""
    known = addressee_names()
    return [one if one in known else "" for one in told] == [
        one if one in known else "" for one in addressees
    ]


# --- where it is reported on ---------------------------------------------------------------------


def questions_of(search: Search, tasks: Sequence[Task]) -> list[Question]:
    """What each task asks, in the version that it was read in, as something to be searched for."""
    return search.embedded([task.asked or task.text for task in tasks]) if tasks else []


def reported(
    store: Store, search: Search, tasks: Sequence[Task], questions: Sequence[Question] = ()
) -> list[Task]:
    """Look in later documents for what reports on mandates, and what is only near to them.

    It is looked for by what is asked in the version that the mandate was read in, so that every
    reader is told of the same documents. Revisions of its own document do not report on it.

    Args:
        store: of the index.
        search: over it.
        tasks: as :func:`mandates` gives them, with or without their reports.
        questions: one a task, of what it asks (:func:`questions_of`), where they are made already.
    """
    entries = [one for one in catalogue.entries(store) if one.superseded_by is None]
    by_id = {one.id: one for one in entries}
    told_of: dict[tuple[int, str | None], dict[int, list[_Read]]] = {}

    def asks_again(task: Task, document: int, there: Excerpt) -> list[_Read]:
        """What a passage asks of those whom the task asks."""
        key = document, there.language
        if key not in told_of:
            read = _of_version(store, by_id[document], there.language, {})
            told_of[key] = _by_piece(read)
        every = told_of[key].get(there.passage_id, [])
        wanted = {*task.mandate.addressees}
        return [one for one in every if not wanted.isdisjoint(one.found.addressees)]

    later: dict[tuple[str, str | None], Collection[int]] = {}
    asked = [at for at, task in enumerate(tasks) if task.mandate.act == "asks"]
    made = (
        [questions[at] for at in asked]
        if questions
        else questions_of(search, [tasks[at] for at in asked])
    )
    found = list(tasks)
    for at, question in zip(asked, made, strict=True):
        task = tasks[at]
        date, revision = task.shown.date or "", task.shown.superseded_by
        if (date, revision) not in later:
            ids = [
                one.id
                for one in entries
                if date and (one.date or "") > date and (one.symbol or "") != revision
            ]
            later[date, revision] = search.telling(ids)
        if not later[date, revision]:
            continue
        ranked = search.ranked(question, _CANDIDATES, among=later[date, revision], mode="dense")
        near = [(passage, score) for passage, score in ranked if score >= NEAR]
        passages = [passage for passage, _ in near]
        documents = store.documents_of(passages)
        cited = store.canonicals_of(passages)
        beside = in_language(store, passages, task.asked_in)
        best: dict[int, tuple[bool, int]] = {}
        for (passage, score), there in zip(near, beside, strict=True):
            is_of_it = task.shown.symbol in cited[passage]
            is_same = score >= TRANSLATION
            is_told = there.language == task.asked_in and _stands_in(task, there.passage.text)
            is_sure = is_told or (
                is_same and (is_of_it or not cited[passage].isdisjoint(task.references))
            )
            if not (is_sure or is_same or is_of_it):
                continue
            document = documents[passage]
            if is_sure and (again := asks_again(task, document, there)):
                # To ask for it once more is no report on it, unless the rest of the paragraph is.
                rest = _without(store.paragraph_text(there.passage_id), again)
                is_sure = is_told and _stands_in(task, rest)
            best[document] = min(
                best.get(document, (True, passage)),
                (not is_sure, passage),
                key=lambda one: one[0],
            )
        chosen = sorted(best.values(), key=lambda one: one[0])[:_REPORTS]
        shown = in_language(store, [passage for _, passage in chosen], task.shown.language)
        reports = tuple(Reported(one, only) for one, (only, _) in zip(shown, chosen, strict=True))
        found[at] = replace(task, reported_in=reports)
    return found


def _stands_in(task: Task, text: str) -> bool:
    """Whether the words of what is asked stand in a text: its deadline alone tells nothing."""
    action, by = task.asked or task.text, task.asked_until
    pairs = [(action, text), *([(action.replace(by, " "), text.replace(by, " "))] if by else ())]
    return all(share_in_common(one, other) >= TAKEN_OVER for one, other in pairs)


def _by_piece(read: Sequence[_Read]) -> dict[int, list[_Read]]:
    found: dict[int, list[_Read]] = {}
    for one in read:
        for piece in one.pieces:
            found.setdefault(piece, []).append(one)
    return found


def _without(text: str, asked: Sequence[_Read]) -> str:
    """A paragraph but for the sentences in which something is asked."""
    spans = [one.found.sentence for one in asked]
    return "".join(
        letter
        for at, letter in enumerate(text)
        if not any(start <= at < end for start, end in spans)
    )
