"""Pages of answers: their hits, and notes on how the search took the question.

Read ``results`` and ``revisions``, then ``page`` and ``hit_reader``, then ``finder``. No passage is
compared with a question here.
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
