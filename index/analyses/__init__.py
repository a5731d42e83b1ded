"""Reports from an index: for a meeting, a topic or a draft.

Read ``paragraphs`` first, then ``precedents`` and ``compare``, ``positions``, ``fates``, ``tasks``,
``reports`` and ``mandates``. Last are ``duplicates``, ``continuations``, ``dossier`` and
``sources``.

Each line keeps the passages that it was made from, so that it can be cited. Nothing here is worded,
printed or written to a file.
"""

from index.analyses.citations import CitedDocument, CitedResolution
from index.analyses.compare import ComparedText, Comparison, ParagraphPair, compare
from index.analyses.continuations import EarlierPassage
from index.analyses.dossier import (
    AgendaDocument,
    AgendaItem,
    Dossier,
    dossier,
    find_latest_meetings,
)
from index.analyses.duplicates import DraftMandate, find_earlier_mandates, find_task_fates
from index.analyses.fates import (
    InRevision,
    count_missing_fates,
    count_wrong_fates,
    fill_fates,
    with_fates,
)
from index.analyses.mandates import MandatesOptions, mandates
from index.analyses.paragraphs import ReportOptions
from index.analyses.positions import Position, Positions, Reuse, drop_superseded, positions
from index.analyses.precedents import (
    TAKEN_OVER,
    TRANSLATION,
    DraftParagraph,
    LanguageText,
    LeftOut,
    Precedent,
    PrecedentsOptions,
    WordChange,
    differences,
    find_common_part,
    find_contraries,
    find_left_out,
    is_translation,
    may_say_the_same,
    other_figures,
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
    read_source_documents,
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
    "drop_superseded",
    "fill_fates",
    "find_common_part",
    "find_contraries",
    "find_earlier_mandates",
    "find_latest_meetings",
    "find_left_out",
    "find_reports",
    "find_task_fates",
    "is_translation",
    "mandates",
    "may_say_the_same",
    "other_figures",
    "positions",
    "precedents",
    "read_source_documents",
    "share_in_common",
    "with_fates",
    "word_changes",
    "words_of",
]
