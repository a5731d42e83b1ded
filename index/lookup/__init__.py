"""Look-ups by name, without a search.

``show`` returns a document or a paragraph; ``reference`` adds the mentions and editions of a
reference. ``catalogue`` lists documents, their files and places on pages. ``originals`` opens the
files. ``meetings`` and ``status`` summarise the index.

Nothing here needs vectors or a model.
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
