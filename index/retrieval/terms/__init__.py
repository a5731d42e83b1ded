"""What is a term in the other languages, and which passages hold it there?

    TermTranslator(store, lexical)  a short question's words in the tables of other languages
    Naming                          whether a text names a topic, in its own language or another
    terminology(store, term)        -> Terminology: its equivalents, and what taught them

    acronyms, seed -> equivalents -> alike; naming -> translated -> terminology

No passage is ranked here.
"""

from index.retrieval.terms.naming import Naming
from index.retrieval.terms.terminology import SourceParagraph, Terminology, terminology
from index.retrieval.terms.translated import TermTranslator

__all__ = ["Naming", "SourceParagraph", "TermTranslator", "Terminology", "terminology"]
