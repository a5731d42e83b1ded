"""Text, repaired, folded and cut, with its language, whoever read it.

    clean, join_lines, without_bidi_controls   text that is kept and shown
    drop_hidden                                text without characters that nobody sees
    replace_unwritable                         text that an XML file can hold
    fold                                       the form in which two texts are compared
    fold_with_places, word_key, latin          the form in which references are read, and back
    join_patterns                              patterns of a table as one, for such a form
    sentences, split_long                      where sentences end, where a long text is cut
    language_of, main_language                 the language of one text, of most of several
    terms, unify                               words with the same meaning
    dates                                      the days that a line names
    format_number                              a list's number in print
    is_han, by_script                          a Chinese character, and where such begin and end

Rooms: repair -> terms, invisible; fold; sentences; dates; numerals; language. What is folded is
never shown or cited, and nothing here knows files, documents or references.
"""

from corpus.text import dates, terms
from corpus.text.fold import fold_with_places, join_patterns, latin, word_key
from corpus.text.invisible import drop_hidden, replace_unwritable
from corpus.text.language import language_of, main_language
from corpus.text.numerals import format_number
from corpus.text.repair import by_script, clean, fold, is_han, join_lines, without_bidi_controls
from corpus.text.sentences import sentences, split_long
from corpus.text.terms import unify

__all__ = [
    "by_script",
    "clean",
    "dates",
    "drop_hidden",
    "fold",
    "fold_with_places",
    "format_number",
    "is_han",
    "join_lines",
    "join_patterns",
    "language_of",
    "latin",
    "main_language",
    "replace_unwritable",
    "sentences",
    "split_long",
    "terms",
    "unify",
    "without_bidi_controls",
    "word_key",
]
