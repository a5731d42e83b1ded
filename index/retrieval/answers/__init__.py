"""What stands on a page of answers, and what is said of it?

    AnswerFinder(…)             .find(SearchPlan, References) -> HitList: all hits of a question
    Result, Hit, ResultNote     what a search gives back
    spread                      no document fills the first page
    ends_at, newest_first       how many hits answer; the same in order of dates
    HitList, HitsPage           all hits that were fetched; those of a page, from a HitReader
    items_of                    the items of a list that a hit leads into
    notes(...)                  what the reader should know of how the question was taken

    results, revisions -> page, shown -> finder

No passage is compared with a question here.
"""

from index.retrieval.answers.finder import AnswerFinder, Order, SearchPlan
from index.retrieval.answers.page import (
    ANSWERING,
    PER_DOCUMENT,
    ends_at,
    newest_first,
    spread,
)
from index.retrieval.answers.results import Hit, Result, ResultNote, notes
from index.retrieval.answers.shown import HitList, HitReader, HitsPage, items_of

__all__ = [
    "ANSWERING",
    "PER_DOCUMENT",
    "AnswerFinder",
    "Hit",
    "HitList",
    "HitReader",
    "HitsPage",
    "Order",
    "Result",
    "ResultNote",
    "SearchPlan",
    "ends_at",
    "items_of",
    "newest_first",
    "notes",
    "spread",
]
