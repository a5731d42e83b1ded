"""Who is asked to do what, by when, and where is it reported on? Over all documents of an index.

Each document is read in one of its versions, so that a mandate stands once; what a revision
supersedes is left out unless it is asked for by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from corpus.bounds import check_names
from corpus.errors import QueryError
from corpus.extract import symbols
from corpus.extract.mandates import Mandate, addressee_names, named, named_in
from corpus.filters import Filters
from corpus.languages import BY_CODE, check_language, find_language
from corpus.paragraphs import joined
from corpus.text import sentences
from index.analyses.askers import Saying, asked_by, sayings
from index.analyses.due import is_due, meeting_named, understood
from index.analyses.paragraphs import language_of, passing
from index.analyses.reported import reported
from index.analyses.revised import in_revisions
from index.analyses.tasks import Read, Task, of_document
from index.lookup import CatalogueEntry, catalogue, meeting_days, show
from index.retrieval import Search
from index.store import Store

_FIRM: Final = frozenset({"requests", "invites", "calls upon", "instructs", "urges", "encourages"})
"""Verbs of which translators put one for another, as `request` for `call upon`."""


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
        addressee: only what this one is asked, by a name in any of the six languages, or as written
            where nobody is known by it (``foundations``); Member States also what Members are.
        due: only those due then (``due``): ``2025``, ``2025-06``, ``Council 2025``, a
            meeting's number, or ``next meeting``; with a meeting also what is counted from it.
        filters: only those of documents with a passage that may be found under them.
        shown_in: language to read each document in, where it is there; by default the first of the
            filters' languages, that of the symbol's letter, then the reader's.
        reader: language of whoever asks.

    Returns:
        The newest meeting first, each document in reading order.

    Raises:
        QueryError: the document is not there, nobody of that name is known or asked, or ``due`` is
            no time. Also raised where no document passes the filters, or a name is too long.
    """
    check_names(document, addressee, due)
    if shown_in is not None:
        check_language(shown_in)
    wanted = None if addressee is None else _addressee(addressee)
    by = None if due is None else understood(due)
    store.filters.check(filters)
    shown_in = shown_in or next(iter(filters.languages if filters else ()), None)
    with store.snapshot():  # what is kept of a version and its texts are of one moment
        entries = passing(store, catalogue.entries(store), filters)
        chosen, languages = _documents(store, entries, document, (shown_in, reader))
        read = _read_documents(store, chosen, languages, lambda one: _is_wanted(one, wanted, by))
        tasks = _tasks(store, read, sayings(store, chosen) if read else {})
    if addressee and wanted is None:
        tasks = _select_tasks(addressee, read, tasks)
    return reported(store, search, tasks) if search else tasks


def _read_documents(
    store: Store,
    entries: Sequence[CatalogueEntry],
    languages: Sequence[str | None],
    takes: Callable[[Read], bool],
) -> list[Read]:
    days = meeting_days(store)
    return [
        one
        for entry in entries
        for one in of_document(store, entry, language_of(entry, languages), takes, days)
    ]


def _is_wanted(read: Read, addressee: str | None, due: str | None) -> bool:
    """Whether a mandate is asked of somebody and due at a time; None for whoever and whenever."""
    asked = read.found
    if addressee is not None and _called(addressee).isdisjoint(asked.addressees):
        return False
    own = asked.deadline, asked.counted_from, read.due, read.due_meeting, read.counted_from
    return due is None or is_due(due, *own)


def _select_tasks(addressee: str, read: Sequence[Read], tasks: Sequence[Task]) -> list[Task]:
    """Return the tasks of one who is not known, as an original or what is shown writes him."""
    name = addressee.strip().casefold()
    own = [
        task
        for one, task in zip(read, tasks, strict=True)
        if name in map(str.casefold, (*one.found.addressees, *task.mandate.addressees))
    ]
    if not own:
        raise _nobody(addressee)
    return own


def falls_due(task: Task, by: str) -> bool:
    """Whether a mandate is due at a time, or counted from it: what ``mandates`` lists for it."""
    asked, at = task.mandate, task.shown.meeting
    counted_from = meeting_named(asked.counted_from, at)
    return is_due(by, asked.deadline, asked.counted_from, task.due, task.due_meeting, counted_from)


def _addressee(name: str) -> str | None:
    if not name.strip():
        raise _nobody(name)
    known = addressee_names()
    for one in known:
        if one.casefold() == name.strip().casefold():
            return one
    # Who asks for أمانة means الأمانة: nobody is asked without an article.
    articled = " ".join(f"ال{one.removeprefix('ال')}" for one in name.split())
    for code, called in (*((code, name.strip()) for code in BY_CODE), ("ar", articled)):
        one_named = named(called, code)
        if one_named:
            return one_named
    return None


def _called(name: str) -> set[str]:
    """As whom he may be asked: what is asked of Members is asked of Member States too."""
    return {name, "Members"} if name == "Member States" else {name}


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
    entries: Sequence[CatalogueEntry],
    document: str | None,
    languages: tuple[str | None, str],
) -> tuple[list[CatalogueEntry], tuple[str | None, ...]]:
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


def _tasks(store: Store, read: Sequence[Read], said: Mapping[int, Saying]) -> list[Task]:
    """Read the words of mandates, and what is cited beside them."""
    excerpts = store.passages.excerpts([*dict.fromkeys(one.shown[0] for one in read)])
    pieces = store.passages.shown_texts(
        {piece for one in read for piece in one.shown if one.shown[1:]}
    )
    elsewhere = {piece for one in read for piece in one.pieces if one.pieces != one.shown}
    originals = store.passages.shown_texts(elsewhere)
    cited = store.mentions.canonicals_of([one.cites for one in read])
    tasks = []
    for one in read:
        shown = excerpts[one.shown[0]]
        text = read_in = shown.passage.text
        if one.told is None:
            text = store.passages.paragraph_text(one.shown[0])
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
            told_as = _told_as(told.verb, mandate.verb, shown.passage.language)
            mandate = replace(
                mandate,
                addressees=told.addressees,
                action=told.action,
                deadline_text=told.deadline_text,
            )
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
    has_one_word = find_language(language).has_one_word_of_asking
    is_one_word = has_one_word and {told, verb} == {"requests", "invites"}
    return told if {told, verb} <= _FIRM and not is_one_word else None
