"""List of the mandates of one document or of all current ones: who is to do what, by when."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final, NamedTuple, Unpack

from corpus.bounds import check_names
from corpus.errors import QueryError
from corpus.extract import symbols
from corpus.extract.mandates import Mandate, addressee_names, find_addressee, find_addressees
from corpus.extract.submitters import Submitter
from corpus.languages import BY_CODE, NUMBER, check_language, find_language
from corpus.paragraphs import join_texts
from corpus.text import sentences
from index.analyses.askers import DocumentAsker, document_askers, find_asker
from index.analyses.deadlines import parse_due_time
from index.analyses.fates import in_revisions
from index.analyses.paragraphs import ReportOptions, language_of, passing
from index.analyses.reports import find_reports
from index.analyses.tasks import Task, UnreadMandate, of_document
from index.lookup import CatalogueEntry, catalogue, meeting_days, show
from index.retrieval import Search
from index.store import Excerpt, Store

_FIRM: Final = frozenset({"requests", "invites", "calls upon", "instructs", "urges", "encourages"})
"""Verbs that translators interchange, as `request` and `call upon`."""


class MandatesOptions(ReportOptions, total=False):
    """Keywords of :func:`mandates`.

    Attributes:
        document: only of this one, by its symbol in any form, or its file's name.
        addressee: only for this one, by a name in any of the six languages, or as written.
            Member States include Members.
        due: only due then: ``2025``, ``2025-06``, ``Council 2025``, a meeting's number, or ``next
            meeting``; a meeting includes deadlines that are counted from it.
        asker: only what this one asks or proposes, alone or with others.
        leave_out: called with each mandate that no word says, which is not listed.
    """

    document: str | None
    addressee: str | None
    due: str | None
    asker: Submitter | None
    leave_out: Callable[[Task], None] | None
    takes: Callable[[UnreadMandate], bool] | None


class MandateList(NamedTuple):
    """Mandates of documents, in reading order; words are read only of those that are needed."""

    unread: Sequence[UnreadMandate]
    askers: Mapping[int, DocumentAsker]

    def read(
        self,
        store: Store,
        places: Iterable[int],
        leave_out: Callable[[Task], None] | None = None,
    ) -> dict[int, Task]:
        """Read the mandates at some places, by place; ``leave_out`` takes those without words."""
        chosen = [*dict.fromkeys(places)]
        tasks = _read_tasks(store, [self.unread[place] for place in chosen], self.askers)
        worded = {place: task for place, task in zip(chosen, tasks, strict=True) if task.has_words}
        for task in tasks if leave_out else ():
            if leave_out and not task.has_words:
                leave_out(task)
        return worded


def mandates(store: Store, search: Search | None, **options: Unpack[MandatesOptions]) -> list[Task]:
    """List mandates, the newest meeting first, each document in reading order and one language.

    That is ``shown_in``, else the filters' first, that of the symbol's letter, or the reader's.
    Without a search, reports are not looked for. Raises ``QueryError`` where the document or
    addressee is unknown, ``due`` is no time, or no document passes the filters.
    """
    with store.snapshot():  # what is kept of a version and its texts are of one moment
        listed = list_mandates(store, **options)
        every = range(len(listed.unread))
        tasks = [*listed.read(store, every, options.get("leave_out")).values()]
    return find_reports(store, search, tasks) if search else tasks


def list_mandates(store: Store, **options: Unpack[MandatesOptions]) -> MandateList:
    """List mandates as :func:`mandates` does, in a snapshot, without their words."""
    document, addressee, due = options.get("document"), options.get("addressee"), options.get("due")
    filters, shown_in, asker = options.get("filters"), options.get("shown_in"), options.get("asker")
    check_names(document, addressee, due)
    if shown_in is not None:
        check_language(shown_in)
    wanted = None if addressee is None else _find_addressee(addressee)
    by = None if due is None else parse_due_time(due)
    store.filters.check(filters)
    shown_in = shown_in or next(iter(filters.languages if filters else ()), None)
    entries = passing(store, catalogue.entries(store), filters)
    chosen, languages = _choose_documents(
        store, entries, document, (shown_in, options.get("reader", "en"))
    )
    takes = options.get("takes")
    askers = document_askers(store, chosen) if asker else {}

    def is_wanted(mandate: UnreadMandate) -> bool:
        if asker and asker not in find_asker(mandate.found, askers[mandate.document])[0]:
            return False
        return _is_wanted(mandate, wanted, by) and (takes is None or takes(mandate))

    unread = _read_documents(store, chosen, languages, is_wanted)
    if addressee and wanted is None:
        unread = _select_written(
            addressee,
            unread,
            (_read_documents(store, chosen, (code,), is_wanted) for code in BY_CODE),
        )
    if unread and not askers:
        askers = document_askers(store, chosen)
    return MandateList(unread, askers)


def _read_documents(
    store: Store,
    entries: Sequence[CatalogueEntry],
    languages: Sequence[str | None],
    takes: Callable[[UnreadMandate], bool],
) -> list[UnreadMandate]:
    days = meeting_days(store)
    return [
        mandate
        for entry in entries
        for mandate in of_document(store, entry, language_of(entry, languages), takes, days)
    ]


def _is_wanted(read: UnreadMandate, addressee: str | None, due: str | None) -> bool:
    if addressee is not None and _list_names(addressee).isdisjoint(read.found.addressees):
        return False
    return due is None or read.due.is_at(due)


def _select_written(
    addressee: str, unread: Sequence[UnreadMandate], versions: Iterable[Sequence[UnreadMandate]]
) -> list[UnreadMandate]:
    """Return the mandates in which an unknown addressee is written so.

    The original and the shown version are looked at first, then ``versions``, which have the same
    mandates in the same order, shown in other languages.
    """
    name = addressee.strip().casefold()
    for version in chain((unread,), versions):
        own = [
            mandate
            for mandate, shown in zip(unread, version, strict=True)
            if name in map(str.casefold, (*shown.found.addressees, *shown.addressees))
        ]
        if own:
            return own
    raise _nobody(addressee)


def _find_addressee(name: str) -> str | None:
    if not name.strip():
        raise _nobody(name)
    return find_addressee_name(name)


def find_addressee_name(name: str) -> str | None:
    """Return the English name of whoever has a name in any language; None where nobody has it."""
    wanted = name.strip()
    exact = (name for name in addressee_names() if name.casefold() == wanted.casefold())
    # Who asks for أمانة means الأمانة: nobody is asked without an article.
    articled = " ".join(f"ال{word.removeprefix('ال')}" for word in name.split())
    forms = (*((wanted, code) for code in BY_CODE), (articled, "ar"))
    return next(filter(None, (*exact, *(find_addressee(*form) for form in forms))), None)


def _list_names(name: str) -> set[str]:
    return {name, "Members"} if name == "Member States" else {name}


def _nobody(name: str) -> QueryError:
    known = addressee_names()
    return QueryError(
        f"Nobody is known as “{name}”. Those who can be asked for: {', '.join(known)}; by their "
        f"names in any of the {NUMBER} languages.",
        reason="no-addressee",
        name=name,
        known=", ".join(known),
    )


def _choose_documents(
    store: Store,
    entries: Sequence[CatalogueEntry],
    document: str | None,
    languages: tuple[str | None, str],
) -> tuple[list[CatalogueEntry], tuple[str | None, ...]]:
    """Return the named or all current documents, and the languages to read them in."""
    if document is None:
        return [entry for entry in entries if entry.superseded_by is None], languages
    card = show(store, document)
    names = {card.metadata.symbol, *(version.file for version in card.versions)} - {None}
    chosen = [
        entry
        for entry in entries
        if entry.symbol in names or entry.key.removeprefix("file:") in names
    ]
    parsed = symbols.parse_asked(document)
    shown_in, reader = languages
    return chosen, (shown_in, parsed.language if parsed else None, reader)


def _read_tasks(
    store: Store, read: Sequence[UnreadMandate], askers: Mapping[int, DocumentAsker]
) -> list[Task]:
    firsts = (piece for mandate in read for piece in (mandate.shown[0], mandate.cites))
    excerpts = store.passages.excerpts([*dict.fromkeys(firsts)])
    pieces = store.passages.read_shown_texts(
        {piece for mandate in read for piece in mandate.shown if mandate.shown[1:]}
    )
    elsewhere = {
        piece for mandate in read for piece in mandate.pieces if mandate.pieces != mandate.shown
    }
    originals = store.passages.read_shown_texts(elsewhere)
    cited = store.mentions.canonicals_of([mandate.cites for mandate in read])
    tasks = []
    for unread in read:
        shown = excerpts[unread.shown[0]]
        text = read_in = shown.passage.text
        if unread.translated is None:
            text = store.passages.paragraph_text(unread.shown[0])
        elif unread.shown[1:]:
            text = join_texts([pieces[piece] for piece in unread.shown], shown.passage.language)
        if unread.pieces != unread.shown:
            read_in = join_texts([originals[piece] for piece in unread.pieces], unread.language)
        mandate, asking, shown_verb = _read_words(unread, text, read_in, shown.passage.language)
        references = tuple(sorted(cited[unread.cites]))
        when_due = unread.due.day, unread.due.meeting
        by = find_asker(unread.found, askers[unread.document])
        tasks.append(
            Task(
                *(mandate, text, shown, *when_due, references, asking.action, unread.language),
                *((), *by, asking.deadline_text, shown_verb, None),
                _make_key(excerpts[unread.cites], unread.ordinal, asking.action),
            )
        )
    became = in_revisions(store, [task.shown for task in tasks])
    return [
        replace(task, shown=shown, in_revision=revised)
        for task, (shown, revised) in zip(tasks, became, strict=True)
    ]


def _read_words(
    unread: UnreadMandate, text: str, read_in: str, language: str | None
) -> tuple[Mandate, Mandate, str | None]:
    """Read a mandate as shown and as in the version that is read, and the verb of a translation.

    ``text`` is the paragraph as shown in ``language``, ``read_in`` that of the other version.
    """
    mandate = unread.found.read(text)
    asking = mandate if unread.pieces == unread.shown else unread.found.read(read_in)
    if unread.translated is None:
        action = _find_sentence(text, language, asking, read_in)
        return replace(mandate, action=action, deadline_text=None), asking, None
    if unread.translated is unread.found:
        return mandate, asking, None
    translation = unread.translated.read(text)
    shown_verb = _find_other_verb(translation.verb, mandate.verb, language)
    mandate = replace(
        mandate,
        addressees=translation.addressees,
        action=translation.action,
        deadline_text=translation.deadline_text,
    )
    return mandate, asking, shown_verb


def _make_key(original: Excerpt, ordinal: int, action: str) -> str:
    digest = hashlib.sha256(" ".join(action.split()).encode()).hexdigest()[:8]
    label = " ".join(original.passage.label_path)
    return f"{original.symbol or original.file_name}#{label}:{ordinal}:{digest}"


def _find_sentence(text: str, language: str | None, asking: Mandate, read_in: str) -> str:
    """Return the sentence of a translation with the original's request, or all of it."""
    ours, theirs = sentences(read_in), sentences(text)
    places = [
        index
        for index, (start, end) in enumerate(ours)
        if start < asking.end and asking.start < end
    ]
    if len(ours) != len(theirs) and len(places) == 1:
        # Two may be one in translation: what says the same stands at about the same place.
        middle = (asking.start + asking.end) / 2 * len(text) / len(read_in)
        places = [index for index, (start, end) in enumerate(theirs) if start <= middle < end]
    elif len(ours) != len(theirs):
        places = []
    sentence = text[theirs[places[0]][0] : theirs[places[-1]][1]].strip() if places else ""
    is_named = language in BY_CODE and {*find_addressees(sentence, language)} & {*asking.addressees}
    return sentence if is_named else text


def _find_other_verb(translated: str, verb: str, language: str | None) -> str | None:
    """Return a translation's verb where it differs from the original's only in firmness."""
    has_one_word = find_language(language).has_one_word_of_asking
    is_one_word = has_one_word and {translated, verb} == {"requests", "invites"}
    return translated if {translated, verb} <= _FIRM and not is_one_word else None
