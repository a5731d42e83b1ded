"""The search, which finds the passages that answer a question; start with ``search.Search``.

Read in the order of a query: ``questions``, ``passage_filters``, ``lexical`` and ``terms`` (words),
``vectors`` and ``dense`` (meaning), ``evidence``, ``scorers`` and ``ranking``, ``reranking``,
``answers``. ``marks`` shows matching words; ``transfer`` moves vectors to a server and back.

No SQL and no citations are here: hits hold passages as the store has them.
"""

from index.retrieval.answers import PER_DOCUMENT, Hit, Order, Result, ResultNote, items_of
from index.retrieval.dense import Neutrality
from index.retrieval.marks import explains_hit, matching_spans
from index.retrieval.passage_filters import Count, PassageMask, facets
from index.retrieval.questions import Question, read_question
from index.retrieval.ranking import Mode
from index.retrieval.reranking import SentenceMeasure, TopicEvidence
from index.retrieval.search import QUESTION_LANGUAGE, Search, SearchOptions
from index.retrieval.server_index import ServerIndex
from index.retrieval.terms import (
    ArchiveTerms,
    SourceParagraph,
    Terminology,
    TopicTerms,
    terminology,
)
from index.retrieval.transfer import TransferReport, to_files, to_server
from index.retrieval.vectors import drop as drop_vectors
from index.retrieval.vectors import engine_name
from index.retrieval.vectors import find_damaged as damaged_vectors
from index.retrieval.vectors import read_files as kept_vectors
from index.retrieval.vectors import schemes as engine_schemes

__all__ = [
    "PER_DOCUMENT",
    "QUESTION_LANGUAGE",
    "ArchiveTerms",
    "Count",
    "Hit",
    "Mode",
    "Neutrality",
    "Order",
    "PassageMask",
    "Question",
    "Result",
    "ResultNote",
    "Search",
    "SearchOptions",
    "SentenceMeasure",
    "ServerIndex",
    "SourceParagraph",
    "Terminology",
    "TopicEvidence",
    "TopicTerms",
    "TransferReport",
    "damaged_vectors",
    "drop_vectors",
    "engine_name",
    "engine_schemes",
    "explains_hit",
    "facets",
    "items_of",
    "kept_vectors",
    "matching_spans",
    "read_question",
    "terminology",
    "to_files",
    "to_server",
]
