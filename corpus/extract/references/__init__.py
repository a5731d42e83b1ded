"""References to other documents, found in texts by grammar, never by a model.

``find`` gives each reference with its span and one canonical form for all languages. A list's
members have the spans of their own words; members inside a range share the span between its ends. A
paragraph's number belongs to its document's mention. Read phrases, words, editions, numbers and
bodies first, then scan and the readers, last find and query. All is linear in the length of the
text.
"""

from corpus.extract.references.find import extents, find
from corpus.extract.references.number_words import find_number_words
from corpus.extract.references.paragraphs import paragraphs
from corpus.extract.references.phrases import ARABIC_PREFIX, literal
from corpus.extract.references.query import (
    bare_number,
    find_in_lookup,
    find_in_query,
    find_missing_part,
    find_other_bodies,
)

__all__ = [
    "ARABIC_PREFIX",
    "bare_number",
    "extents",
    "find",
    "find_in_lookup",
    "find_in_query",
    "find_missing_part",
    "find_number_words",
    "find_other_bodies",
    "literal",
    "paragraphs",
]
