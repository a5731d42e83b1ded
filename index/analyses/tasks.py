"""Mandates of a document or a version, stored or found now, with their data (``Task``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.extract.mandates import Mandate, Standoff, addressee_names, dump, load, rules
from corpus.extract.submitters import Submitter
from corpus.meetings import Days
from index.analyses.deadlines import DueTime, meeting_of_deadline
from index.analyses.fates import InRevision
from index.analyses.paragraphs import language_of
from index.lookup import CatalogueEntry
from index.references import base
from index.store import Excerpt, Store
from index.versions import passages_in


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A passage of a later document on a mandate, in the mandate's shown language if possible.

    ``is_near_only``: it neither has the mandate's words, nor cites its document or references.
    """

    shown: Excerpt
    is_near_only: bool


TaskFate = Literal["revised", "overtaken", "older-edition"]
"""Fate of a mandate: revised or left out, asked again later, or citing an old edition."""


@dataclass(frozen=True, slots=True)
class Task:
    """A mandate in its paragraph.

    Attributes:
        text: of the whole paragraph.
        due: day, month or year of its deadline, ISO 8601; None where that is counted from another.
        due_meeting: number of the group's meeting of its deadline, or None.
        references: canonical forms of the paragraph's references.
        original_action: in the version that was read (``asked_in``), the same for every reader.
        reported_in: later passages on it, one a document: reports first, then the nearest.
        asked_by: askers of the clause, the deciding body, or the submitters; empty if unknown.
        is_proposal: True if proposed, False if decided, None if unknown.
        asked_until: deadline as that version writes it, or None.
        shown_verb: English verb of the shown version, where it differs from the mandate's.
        in_revision: fate of the paragraph in the newest revision, or None.
        key: name for every reader: document, label, place in it, digest of the action.
        overtaken_by: later paragraphs with the same request, newest first; None if not searched.
        newest_editions: canonical forms of the newest editions of cited resolutions.
    """

    mandate: Mandate
    text: str
    shown: Excerpt
    due: str | None
    due_meeting: str | None
    references: tuple[str, ...]
    original_action: str
    asked_in: str | None
    reported_in: tuple[FollowUp, ...] = ()
    asked_by: tuple[Submitter, ...] = ()
    is_proposal: bool | None = None
    asked_until: str | None = None
    shown_verb: str | None = None
    in_revision: InRevision | None = None
    key: str = ""
    overtaken_by: tuple[Excerpt, ...] | None = None
    newest_editions: tuple[str, ...] = ()

    @property
    def newer_editions(self) -> tuple[str, ...]:
        """Newest editions that the paragraph does not cite itself."""
        return tuple(edition for edition in self.newest_editions if edition not in self.references)

    def list_editions(self, newer: str) -> tuple[str, ...]:
        """Return the editions that the paragraph cites of a resolution with a newer one."""
        return tuple(cited for cited in self.references if base(cited) == base(newer))

    @property
    def fate(self) -> TaskFate | None:
        """Effect of a later text on it; None where no such text is known."""
        if self.in_revision and self.in_revision.change != "same":
            return "revised"
        if self.overtaken_by:
            return "overtaken"
        return "older-edition" if self.newer_editions else None

    @property
    def original_text(self) -> str:
        """The action in the version that was read, else the paragraph."""
        return self.original_action or self.text

    @property
    def has_words(self) -> bool:
        """Whether the action has words; a damaged text may have only signs."""
        return any(map(str.isalnum, self.original_text))

    @property
    def meeting_counted_from(self) -> str | None:
        """Number of the group's meeting that its deadline is counted from, or None."""
        return meeting_of_deadline(self.mandate.counted_from, self.shown.meeting)

    def is_due(self, time: str) -> bool:
        """Whether it is due at a time, or counted from it, as ``mandates`` filters it."""
        mandate = self.mandate
        days = self.due, self.due_meeting, self.meeting_counted_from
        return DueTime(mandate.deadline, mandate.counted_from, *days).is_at(time)


@dataclass(frozen=True, slots=True)
class UnreadMandate:
    """A mandate before its words are read, since few of many may be needed.

    Attributes:
        found: offsets in the version that is read, whose language is ``language``.
        translated: offsets in the version that is shown, or None.
        pieces: passage ids of its paragraph in the version that is read.
        shown: passage ids of its paragraph in the version that is shown.
        ordinal: place among the mandates of the version that is read, from 1.
    """

    document: int
    found: Standoff
    translated: Standoff | None
    language: str | None
    pieces: Sequence[int]
    shown: Sequence[int]
    due: DueTime
    ordinal: int = 0

    @property
    def cites(self) -> int:
        """Passage id of the piece with the paragraph's references."""
        return self.pieces[0]

    @property
    def addressees(self) -> Sequence[str]:
        """Addressees as the version that is shown writes them."""
        return (self.translated or self.found).addressees


def of_document(
    store: Store,
    entry: CatalogueEntry,
    language: str | None,
    takes: Callable[[UnreadMandate], bool],
    days: Mapping[str, Days],
) -> list[UnreadMandate]:
    """List the mandates of a document, read in its original if possible, shown in a language."""
    original = language_of(entry, ())
    every = of_version(store, entry, original, days, takes)
    read = [mandate for mandate in every if takes(mandate)]
    if language == original or not read:
        return read
    translated_mandates, own = (
        _by_paragraph(every),
        _by_paragraph(of_version(store, entry, language, days)),
    )
    variants = passages_in(store, [mandate.cites for mandate in read], language)
    shown = []
    for mandate in read:
        other = next(iter(variants.get(mandate.cites, {}).get(language or "", ())), None)
        if other is None:
            shown.append(mandate)  # this version lacks the paragraph
            continue
        # A paragraph may ask for several things.
        alike = [each for each in translated_mandates[mandate.cites] if _are_same(each, mandate)]
        translated = [each for each in own.get(other, ()) if _are_same(each, mandate)]
        if len(alike) == len(translated):
            same = translated[alike.index(mandate)]
            shown.append(replace(mandate, translated=same.found, shown=same.shown))
        else:
            shown.append(replace(mandate, translated=None, shown=(other,)))
    return shown


def _are_same(mandate: UnreadMandate, other: UnreadMandate) -> bool:
    """Whether two mandates have the same addressees; unknown ones differ by version."""
    known = addressee_names()
    contents = [
        (each.found.act, [who if who in known else "" for who in each.found.addressees])
        for each in (mandate, other)
    ]
    return contents[0] == contents[1]


def _by_paragraph(read: Sequence[UnreadMandate]) -> dict[int, list[UnreadMandate]]:
    by_paragraph: dict[int, list[UnreadMandate]] = {}
    for mandate in read:
        by_paragraph.setdefault(mandate.cites, []).append(mandate)
    return by_paragraph


def of_version(
    store: Store,
    entry: CatalogueEntry,
    language: str | None,
    days: Mapping[str, Days],
    takes: Callable[[UnreadMandate], bool] | None = None,
) -> list[UnreadMandate]:
    """List the mandates of a version, stored or found now; a past year is no deadline."""
    version = store.versions.find_shown(entry.id, language)
    if version is None:
        return []
    standoffs = load(store.mandates.read_or_find(version, rules(), dump))
    year, read = (entry.date or "")[:4], []
    for ordinal, standoff in enumerate(standoffs, start=1):
        # A past year is the subject of a report.
        is_over = (standoff.deadline or "").isdecimal() and (standoff.deadline or "") < year
        mandate = standoff._replace(deadline=None, deadline_text=None) if is_over else standoff
        due = DueTime.of(mandate.deadline, mandate.counted_from, entry.meeting, days)
        read.append(UnreadMandate(entry.id, mandate, mandate, language, (), (), due, ordinal))
    if not read or (takes is not None and not any(map(takes, read))):
        return []
    ids = store.passages.ids_in(version)
    placed = ((mandate, ids[mandate.found.first : mandate.found.stop]) for mandate in read)
    return [replace(mandate, pieces=pieces, shown=pieces) for mandate, pieces in placed if pieces]


def by_piece(read: Sequence[UnreadMandate]) -> dict[int, list[UnreadMandate]]:
    """Group mandates by each passage of their paragraphs."""
    by_piece_id: dict[int, list[UnreadMandate]] = {}
    for mandate in read:
        for piece in mandate.pieces:
            by_piece_id.setdefault(piece, []).append(mandate)
    return by_piece_id
