"""Reports from an index: for a meeting, a topic or a draft.

    compare(store, old, new)        -> Comparison: two revisions, or a draft and its source
    fill_fates(store)               stores the fate of each paragraph in later revisions
    with_fates(store, passages)        -> the passages, with their fate in the latest revision
    mandates(store, search, …)      -> Tasks: who is to do what, by when, with reports
    find_reports(store, search, …)  -> the tasks with the passages that report on them
    find_earlier_mandates(…)        -> the mandates of a draft with earlier ones on the same matter
    find_task_fates(…)              -> the tasks with later texts that overtake them
    positions(store, search, topic) -> Positions: by submitters and meetings
    describe_source(store, name)    -> SourceReport: what a source said and asked, by documents
    find_outcomes(store, search, …) -> its documents with what became of what it asked for
    dossier(store, search, meeting) -> Dossier: item by item what to read before a meeting
    precedents(search, draft, …)    -> the earlier texts of each paragraph of a draft
    differences, word_changes, share_in_common, is_translation    comparison of two texts

    paragraphs -> askers, citations, deadlines, topics, speakers -> precedents -> compare,
        positions -> fates -> tasks -> reports -> mandates -> duplicates, continuations -> dossier,
        sources

Each line keeps the passages that it was made from, so that it can be cited. Nothing here is
worded, printed or written to a file.
"""

from index.analyses.citations import CitedDocument, CitedResolution
from index.analyses.compare import ComparedText, Comparison, ParagraphPair, compare
from index.analyses.continuations import EarlierPassage
from index.analyses.dossier import AgendaDocument, AgendaItem, Dossier, dossier
from index.analyses.duplicates import (
    DraftMandate,
    find_earlier_mandates,
    find_task_fates,
)
from index.analyses.fates import (
    InRevision,
    count_missing_fates,
    count_wrong_fates,
    fill_fates,
    with_fates,
)
from index.analyses.mandates import MandatesOptions, mandates
from index.analyses.paragraphs import ReportOptions
from index.analyses.positions import Position, Positions, Reuse, positions
from index.analyses.precedents import (
    TAKEN_OVER,
    TRANSLATION,
    DraftParagraph,
    LanguageText,
    LeftOut,
    Precedent,
    PrecedentsOptions,
    Relation,
    WordChange,
    differences,
    find_left_out,
    is_translation,
    precedents,
    share_in_common,
    word_changes,
    words_of,
)
from index.analyses.reports import find_reports
from index.analyses.sources import (
    SourceDocument,
    SourcePosition,
    SourceReport,
    SourceTask,
    describe_source,
    find_outcomes,
)
from index.analyses.tasks import FollowUp, Task

__all__ = [
    "TAKEN_OVER",
    "TRANSLATION",
    "AgendaDocument",
    "AgendaItem",
    "CitedDocument",
    "CitedResolution",
    "ComparedText",
    "Comparison",
    "Dossier",
    "DraftMandate",
    "DraftParagraph",
    "EarlierPassage",
    "FollowUp",
    "InRevision",
    "LanguageText",
    "LeftOut",
    "MandatesOptions",
    "ParagraphPair",
    "Position",
    "Positions",
    "Precedent",
    "PrecedentsOptions",
    "Relation",
    "ReportOptions",
    "Reuse",
    "SourceDocument",
    "SourcePosition",
    "SourceReport",
    "SourceTask",
    "Task",
    "WordChange",
    "compare",
    "count_missing_fates",
    "count_wrong_fates",
    "describe_source",
    "differences",
    "dossier",
    "fill_fates",
    "find_earlier_mandates",
    "find_left_out",
    "find_outcomes",
    "find_reports",
    "find_task_fates",
    "is_translation",
    "mandates",
    "positions",
    "precedents",
    "share_in_common",
    "with_fates",
    "word_changes",
    "words_of",
]
