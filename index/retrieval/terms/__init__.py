"""What is a term in the other languages, and which passages hold it there?

    Translated(store, lexical)      a short question's words in the tables of other languages
    Naming                          whether a text names a topic, in its own language or another
    terminology(store, term)        -> Terminology: its equivalents, and what taught them

    acronyms, seed -> equivalents -> alike; naming -> translated -> terminology

No passage is ranked here.
"""

from index.retrieval.terms.naming import Naming
from index.retrieval.terms.terminology import Taught, TermIn, Terminology, terminology
from index.retrieval.terms.translated import Translated

__all__ = ["Naming", "Taught", "TermIn", "Terminology", "Translated", "terminology"]
