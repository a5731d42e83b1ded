"""Look-ups by name, without a search.

    show(store, name)           -> Card: a document, or one of its paragraphs
    look_up(store, reference)   -> Trace: its document, editions and mentions
    standing_first(lines)       -> whether mentions of the edition asked for come first
    held(store)                 -> MeetingDays: the statements on the days of each meeting
    meeting_days(store)         -> the days of each meeting that are known
    status(store)               -> Status: amounts, and files that could not be read
    catalogue                   the documents, their files, and places of passages on pages
    originals                   the original files

    show -> reference;  meetings -> status;  catalogue -> originals

No vectors and no model.
"""

from index.lookup import catalogue, originals
from index.lookup.catalogue import CatalogueEntry, SourceFile
from index.lookup.meetings import MeetingDays, list_meeting_days, meeting_days
from index.lookup.reference import DocumentCard, MentionLine, Trace, describe_order, look_up
from index.lookup.show import Card, show
from index.lookup.status import EngineStatus, ReplicaStatus, Status, VectorFiles, status

__all__ = [
    "Card",
    "CatalogueEntry",
    "DocumentCard",
    "EngineStatus",
    "MeetingDays",
    "MentionLine",
    "ReplicaStatus",
    "SourceFile",
    "Status",
    "Trace",
    "VectorFiles",
    "catalogue",
    "describe_order",
    "list_meeting_days",
    "look_up",
    "meeting_days",
    "originals",
    "show",
    "status",
]
