"""Words of a text, in the form in which words of its language are compared.

Read in this order: ``arabic`` (stems), ``analysis`` (words and terms), ``phrases`` (exact
places of a quotation), ``weighing`` (weights for a server). ``VERSION`` and ``WEIGHTS_VERSION``
change when stored words or weights must be computed again.

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
