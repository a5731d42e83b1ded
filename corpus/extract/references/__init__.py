"""References to other documents, found in texts by grammar, never by a model.

``find`` reads a text, ``find_in_document`` a document, which tells whose bare numbers are, and
``find_in_query`` a question. ``find_in_passage`` reads a part of an indexed document again. A
mention has its exact place and one canonical form for all languages. Read ``phrases``, ``words``,
``editions``, ``numbers``, ``bodies``, ``goals``, ``paragraphs``, ``scan``, the readers of each
form, then ``find``. A new form is one reader and one row of its table ``FORMS``. Every reader looks
at a bounded stretch, so time is linear.
"""

from corpus.extract.references.find import extents, find
from corpus.extract.references.in_document import (
    DocumentFrame,
    find_in_document,
    find_in_passage,
)
from corpus.extract.references.number_words import find_number_words
from corpus.extract.references.paragraphs import paragraphs
from corpus.extract.references.phrases import ARABIC_PREFIX, literal
from corpus.extract.references.query import (
    bare_number,
    find_in_lookup,
    find_in_query,
    find_missing_part,
    find_of_several,
    find_other_bodies,
    find_without_body,
)

__all__ = [
    "ARABIC_PREFIX",
    "DocumentFrame",
    "bare_number",
    "extents",
    "find",
    "find_in_document",
    "find_in_lookup",
    "find_in_passage",
    "find_in_query",
    "find_missing_part",
    "find_number_words",
    "find_of_several",
    "find_other_bodies",
    "find_without_body",
    "literal",
    "paragraphs",
]
