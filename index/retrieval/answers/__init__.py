"""A page of answers: its hits, and notes on how the question was taken.

    AnswerFinder(…)             .find(SearchPlan, References) -> HitList: all hits of a question
    Result, Hit, ResultNote     what a search gives back
    limit_per_document          no document fills the first page
    ends_at, newest_first       how many hits answer; the same in order of dates
    HitList, HitsPage           all hits that were fetched; those of a page, from a HitReader
    items_of                    the items of a list that a hit leads into
    notes(...)                  what the reader should know of how the question was taken

    results, revisions -> page, hit_reader -> finder

No passage is compared with a question here.
"""

from index.retrieval.answers.finder import AnswerFinder, Order, SearchPlan
from index.retrieval.answers.hit_reader import HitList, HitReader, HitsPage, items_of
from index.retrieval.answers.page import (
    ANSWERING,
    PER_DOCUMENT,
    ends_at,
    limit_per_document,
    newest_first,
)
from index.retrieval.answers.results import Hit, Result, ResultNote, notes

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
    "limit_per_document",
    "newest_first",
    "notes",
]
