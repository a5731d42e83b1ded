"""References to other documents, found in texts by grammar, never by a model.

    find         the references of a text
    find_in_document     those of a document, which says whose its bare numbers are
    extents      where they are to be marked for a reader
    find_in_query        the references of a question, which says less around them
    find_in_lookup       the reference that is looked up, which says nothing around it
    find_other_bodies    other meanings of a number that names no body
    find_missing_part    why what is looked up is no whole reference
    paragraphs   the numbers of the paragraphs that a mention names
    literal, ARABIC_PREFIX   the letters of a word of the tables, for who looks for a mistyped one

``find`` gives every reference of a text with its exact place and one canonical form, whatever the
language: documents, resolutions, decisions, recommendations, WSIS action lines, SDG goals and
targets, and documents that are cited by a name (Tunis Agenda, 2030 Agenda).

Rooms: phrases -> words (what may begin a reference) -> editions -> numbers -> bodies; goals,
paragraphs -> scan -> heads, series (the parts next to a symbol) -> resolutions, recommendations,
names (a reader for each form) -> find (the table ``FORMS`` of them) -> in_document, query. A new
form is one reader and one row. Everything at a place looks at a bounded stretch around it: the
whole is linear in the length of the text.

A reference to a paragraph (``para. 109 of the Tunis Agenda``, ``《突尼斯议程》第109段``) is one
mention: its canonical form names the document, so that all paragraphs of a document are found
together; its span covers the paragraph's words, and ``paragraphs`` reads their numbers from it.

The span of a resolution runs from its head word or number, whichever comes first, to the end of its
edition or head word. In a list the first (in Chinese the last) member holds the head word. The name
of a body is part of the span only where it is inside. Members that leave out what they share
(``CWG-WSIS&SDG-39/2, 39/3``) have the span of what they do write. The members that a range passes
over (``C4–C6``: C5) share the span of the words between its ends; ``extents`` has the whole range.
"""

from corpus.extract.references.find import extents, find
from corpus.extract.references.in_document import DocumentFrame, find_in_document
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
    "DocumentFrame",
    "bare_number",
    "extents",
    "find",
    "find_in_document",
    "find_in_lookup",
    "find_in_query",
    "find_missing_part",
    "find_number_words",
    "find_other_bodies",
    "literal",
    "paragraphs",
]
