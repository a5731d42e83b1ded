"""What can be drawn up from an index for a meeting?

    compare(store, old, new)        -> Comparison: two revisions, or a draft and what it rests on
    fill_fates(store)               stores what became of each paragraph in later revisions
    told_of(store, passages)        -> the passages, with whether they were left out, renumbered
    mandates(store, search, …)      -> Tasks: who is asked to do what, by when, reported on where
    reported(store, search, tasks)  -> the same with where they are reported on
    falls_due(task, by)             whether it is due at a time
    meeting_named(deadline, at)     -> the meeting of the group that a deadline names
    positions(store, search, topic) -> Positions: who said what on a topic, at which meetings
    dossier(store, search, meeting) -> Dossier: item by item what to read before a meeting

    paragraphs -> askers, cited, due, naming -> compare, positions -> revised -> tasks
        -> reported -> mandates -> dossier

Each line keeps the passages that it was made from, so that it can be cited. Nothing is worded,
printed or written to a file here.
"""

from index.reports.cited import CitedDocument, CitedResolution
from index.reports.compare import ComparedText, Comparison, ParagraphPair, compare
from index.reports.dossier import AgendaDocument, AgendaItem, Dossier, dossier
from index.reports.due import meeting_named
from index.reports.mandates import falls_due, mandates
from index.reports.positions import Position, Positions, Reuse, positions
from index.reports.reported import reported
from index.reports.revised import (
    InRevision,
    count_missing_fates,
    count_wrong_fates,
    fill_fates,
    told_of,
)
from index.reports.tasks import FollowUp, Task

__all__ = [
    "AgendaDocument",
    "AgendaItem",
    "CitedDocument",
    "CitedResolution",
    "ComparedText",
    "Comparison",
    "Dossier",
    "FollowUp",
    "InRevision",
    "ParagraphPair",
    "Position",
    "Positions",
    "Reuse",
    "Task",
    "compare",
    "count_missing_fates",
    "count_wrong_fates",
    "dossier",
    "falls_due",
    "fill_fates",
    "mandates",
    "meeting_named",
    "positions",
    "reported",
    "told_of",
]
