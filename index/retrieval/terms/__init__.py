"""Terms in other languages, and the passages that hold them. No passage is ranked here.

Read ``acronyms`` and ``seed``, ``equivalents``, ``synonyms`` and ``naming``, then
``term_translator`` (which searches by equivalents), ``terminology`` and ``archive_terms``.
"""

from index.retrieval.terms.archive_terms import ArchiveTerms
from index.retrieval.terms.naming import TopicTerms
from index.retrieval.terms.term_translator import TermTranslator
from index.retrieval.terms.terminology import SourceParagraph, Terminology, terminology

__all__ = [
    "ArchiveTerms",
    "SourceParagraph",
    "TermTranslator",
    "Terminology",
    "TopicTerms",
    "terminology",
]
