"""The words of a text, in the form in which words of its language are compared.

    words(text, language)       the words with their places and terms
    terms_of(text, language)    all terms of a passage as the store keeps them
    names(text)                 the terms of a question that may be names
    word_key(word)              a word without what readers do not tell apart
    one_form(term)              what the Arabic terms of one word have in common
    are_akin(term, other, …)    whether two terms may be a verb and its noun
    with_article(word)          the term of an Arabic word with its article
    parts(word)                 the particles that are written with an Arabic word, and the word
    stop_terms(language)        the terms of words that say nothing of what a text is about
    phrases                     what is in a text exactly as it was quoted
    VERSION                     of the analysis: another one fills the tables of words anew
    weighed, numbers            weights of a passage's words for a server, which knows numbers
    WEIGHED                     version of these

    arabic -> analysis -> phrases, weighing

Nothing here knows of questions, of a database or of a ranking.
"""

from index.words import phrases
from index.words.analysis import (
    ACRONYM,
    VERSION,
    Word,
    analyse,
    are_akin,
    is_single_han,
    is_stop_word,
    names,
    stop_terms,
    terms_of,
    word_key,
    words,
)
from index.words.arabic import one_form, parts, with_article
from index.words.weighing import WEIGHTS_VERSION, numbers, weigh

__all__ = [
    "ACRONYM",
    "VERSION",
    "WEIGHTS_VERSION",
    "Word",
    "analyse",
    "are_akin",
    "is_single_han",
    "is_stop_word",
    "names",
    "numbers",
    "one_form",
    "parts",
    "phrases",
    "stop_terms",
    "terms_of",
    "weigh",
    "with_article",
    "word_key",
    "words",
]
