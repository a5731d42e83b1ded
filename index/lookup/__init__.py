"""What stands there under a name? Looked up, not searched for.

    show(store, name)           -> Card: a document, or one of its paragraphs
    look_up(store, reference)   -> Trace: its document, editions, and who mentions it where
    standing_first(lines)       -> whether its mentions of the edition asked for stand first
    held(store)                 -> MeetingDays: what is said of the days of each meeting
    meeting_days(store)         -> the days of each meeting of which they are known
    status(store)               -> Status: how much there is, and what could not be read
    catalogue                   the documents, their files, and where a passage stands on a page
    originals                   the files themselves, as they were read

    show -> reference;  meetings -> status;  catalogue -> originals

No vectors and no model.
"""

from index.lookup import catalogue, originals
from index.lookup.catalogue import CatalogueEntry, SourceFile
from index.lookup.meetings import MeetingDays, held, meeting_days
from index.lookup.reference import DocumentCard, MentionLine, Trace, look_up, standing_first
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
    "held",
    "look_up",
    "meeting_days",
    "originals",
    "show",
    "standing_first",
    "status",
]
