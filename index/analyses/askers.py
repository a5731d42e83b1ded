"""Askers of mandates, by clause or else by document, and whether a mandate is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus import countries
from corpus.extract.mandates import Standoff, is_draft, is_outcome
from corpus.extract.submitters import Submitter
from corpus.languages import BY_CODE
from index.analyses.paragraphs import submitters_of
from index.lookup import CatalogueEntry
from index.store import Store


@dataclass(frozen=True, slots=True)
class DocumentAsker:
    """Askers of mandates whose clause names none; ``is_proposal`` None where unknown."""

    by: tuple[Submitter, ...]
    is_proposal: bool | None


def document_askers(store: Store, entries: Sequence[CatalogueEntry]) -> dict[int, DocumentAsker]:
    """Return the asker of each document by id: states propose, resolutions and reports decide."""
    known = submitters_of(store)
    return {entry.id: _find_document_asker(entry, known.get(entry.id, ())) for entry in entries}


def _find_document_asker(entry: CatalogueEntry, submitters: tuple[Submitter, ...]) -> DocumentAsker:
    title, language = entry.title or "", entry.title_language or ""
    if any(submitter.kind in ("country", "group") for submitter in submitters):
        return DocumentAsker(submitters, is_proposal=True)
    if language in BY_CODE and is_draft(title, language):
        return DocumentAsker(submitters, is_proposal=True)
    if language in BY_CODE and is_outcome(title, language):
        return DocumentAsker(_name_body(entry.meeting or ""), is_proposal=False)
    return DocumentAsker(submitters, None)


def _name_body(meeting: str) -> tuple[Submitter, ...]:
    kind = meeting.rstrip("0123456789").rstrip("-")
    bodies = {"": "CWG-WSIS&SDG", "C": "Council", "PP": "Plenipotentiary Conference"}
    return (Submitter("office", bodies[kind]),) if meeting and kind in bodies else ()


def find_asker(
    standoff: Standoff, asker: DocumentAsker
) -> tuple[tuple[Submitter, ...], bool | None]:
    """Return who asks, and whether it is proposed: by the clause, else by the document."""
    named_askers = tuple(
        Submitter("country" if countries.name(name, "en") else "office", name)
        for name in standoff.askers
    )
    if standoff.is_proposal and asker.is_proposal and asker.by:
        # A state, or the Chair's draft, that proposes a body's request asks for it itself, whatever
        # body is to ask it.
        return tuple(
            submitter for submitter in named_askers if submitter.kind != "office"
        ) or asker.by, True
    if standoff.is_proposal is not None:
        # What a state says was decided was not asked by it, nor what a report says was proposed by
        # the body that it is of.
        is_of_it = (asker.is_proposal is False) is not standoff.is_proposal
        return named_askers or (asker.by if is_of_it else ()), standoff.is_proposal
    if named_askers and asker.is_proposal:
        return named_askers, None  # "the Council requests" may stand in the draft of a resolution
    return named_askers or asker.by, asker.is_proposal
