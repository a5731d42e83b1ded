"""What stands on a page of answers, and what is said of it?

    Result, Hit, ResultNote     what a search gives back
    Revisions                   what a revision supersedes stands behind it
    tables_as_one, spread       one hit for a table; no document fills the first page
    ends_at, newest_first       how many hits answer; the same in order of dates
    versions_in, stood_for      the language that a hit is shown in; older texts that it is one for
    items_of                    the items of a list that a hit leads into
    notes(...)                  what the reader should know of how the question was taken

    results;  revisions -> page, shown

Nothing is ranked here.
"""

from index.retrieval.answers.page import (
    ANSWERING,
    PER_DOCUMENT,
    ends_at,
    newest_first,
    spread,
    tables_as_one,
)
from index.retrieval.answers.results import Hit, Result, ResultNote, notes
from index.retrieval.answers.revisions import Key, Ranked, Revisions, Superseded
from index.retrieval.answers.shown import items_of, stood_for, versions_in

__all__ = [
    "ANSWERING",
    "PER_DOCUMENT",
    "Hit",
    "Key",
    "Ranked",
    "Result",
    "ResultNote",
    "Revisions",
    "Superseded",
    "ends_at",
    "items_of",
    "newest_first",
    "notes",
    "spread",
    "stood_for",
    "tables_as_one",
    "versions_in",
]
