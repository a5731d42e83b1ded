"""The search: it finds the passages that answer a question.

    Search(store, encoder)      .search(question) -> Result, with its Hits
    facets(store, filters)      how many passages each value of a filter would find
    matching_spans(...)         which words of a passage answer a question
    damaged_vectors(folder)     which files of vectors are not as they were written
    to_server(...), to_files(...)   vectors move to a server and back (ServerIndex)
    terminology(store, term)    what a term is in the other languages
    read_question(text)         Question: what is asked, quoted, ruled out

    questions, passage_filters   what is asked; what filters leave, as a bit for each passage
      v
    lexical, terms (words)
    vectors -> debiasing -> server_index -> dense (meaning, and consensus of translations)
    store or server -> word_engines (words)
      v
    fields                     headings, title and source around a passage
    feedback                   where the passages lie that hold a short question's words
    phrase_filter              which passages hold its phrases, and nothing that it rules out
      v
    evidence                   words, terms, surroundings and direction of a question, gathered once
      v
    weights, scorers -> ranking   candidates, ordered by one scorer after the other
      v
    reranking                  the best of it in an order that is learned from judged needs
      v
    answers                    references first; what is superseded behind; tables in bounds
      v
    search                     a page of it, in the reader's language
      v
    marks, transfer

No SQL, no citations, nothing that is shown: hits hold passages as the store has them.
"""

from index.retrieval.answers import PER_DOCUMENT, Hit, Order, Result, ResultNote, items_of
from index.retrieval.dense import Neutrality
from index.retrieval.marks import matching_spans
from index.retrieval.passage_filters import Count, PassageMask, facets
from index.retrieval.questions import Question, read_question
from index.retrieval.ranking import Mode
from index.retrieval.reranking import TopicEvidence
from index.retrieval.search import QUESTION_LANGUAGE, Search, SearchOptions
from index.retrieval.server_index import ServerIndex
from index.retrieval.terms import SourceParagraph, Terminology, TopicTerms, terminology
from index.retrieval.transfer import TransferReport, to_files, to_server
from index.retrieval.vectors import VARIABLE as ENGINE
from index.retrieval.vectors import drop as drop_vectors
from index.retrieval.vectors import engine_name
from index.retrieval.vectors import find_damaged as damaged_vectors
from index.retrieval.vectors import read_files as kept_vectors
from index.retrieval.vectors import schemes as engine_schemes

__all__ = [
    "ENGINE",
    "PER_DOCUMENT",
    "QUESTION_LANGUAGE",
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
    "facets",
    "items_of",
    "kept_vectors",
    "matching_spans",
    "read_question",
    "terminology",
    "to_files",
    "to_server",
]
