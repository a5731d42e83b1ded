"""Terms in other languages, and the passages that hold them there.

    TermTranslator(store, lexical)  a short question's words in the tables of other languages
    TopicTerms                      whether a text names a topic, in its own language or another
    terminology(store, term)        -> Terminology: its equivalents, and what taught them

    acronyms, seed -> equivalents -> synonyms; naming -> term_translator -> terminology

No passage is ranked here.
"""

from index.retrieval.terms.naming import TopicTerms
from index.retrieval.terms.term_translator import TermTranslator
from index.retrieval.terms.terminology import SourceParagraph, Terminology, terminology

__all__ = ["SourceParagraph", "TermTranslator", "Terminology", "TopicTerms", "terminology"]
