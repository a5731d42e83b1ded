"""Text repaired, folded and cut, and its language, whoever read it.

Read ``repair``, ``fold``, ``sentences``, ``language``. ``clean`` makes text that is kept and shown,
``fold`` the form in which two texts are compared, which is never shown.
"""

from corpus.text import dates, terms
from corpus.text.fold import fold_with_places, join_patterns, latin, word_key
from corpus.text.invisible import drop_hidden, replace_unwritable
from corpus.text.language import language_of, main_language
from corpus.text.numerals import SPACED_NUMBER, format_number
from corpus.text.repair import by_script, clean, fold, is_han, join_lines, without_bidi_controls
from corpus.text.sentences import ends_with_colon, find_antecedent, sentences, split_long
from corpus.text.terms import unify

__all__ = [
    "SPACED_NUMBER",
    "by_script",
    "clean",
    "dates",
    "drop_hidden",
    "ends_with_colon",
    "find_antecedent",
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
