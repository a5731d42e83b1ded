"""Earlier texts that say the same as a draft, and their differences.

    precedents(search, draft, ...)   the earlier texts of each paragraph (Precedent, Standing)
    left_out(store, draft, ...)      documents that it was not compared with: itself, and later ones
    differences(...)                 differences of a draft and an earlier text
    word_changes(...)                changes of words in a revision, to the letter
    share_in_common(...)             share of one text in another
    is_translation(...)              whether two texts of different languages say the same

Order: reuse (words in common) -> number_words (three, 三) -> figures (numbers, dates, editions) ->
substitutions (a number in the place of another), translation (the same in other words) ->
contraries (opposite words, negations, exchanged figures) -> drafts.
The search finds what is near; words and figures alone show what is the same.
"""

from index.analyses.precedents.drafts import (
    NEAR,
    DraftParagraph,
    LeftOut,
    Precedent,
    PrecedentsOptions,
    Relation,
    find_left_out,
    precedents,
)
from index.analyses.precedents.reuse import (
    TAKEN_OVER,
    LanguageText,
    WordChange,
    differences,
    share_in_common,
    word_changes,
    words_of,
)
from index.analyses.precedents.translation import TRANSLATION, is_translation

__all__ = [
    "NEAR",
    "TAKEN_OVER",
    "TRANSLATION",
    "DraftParagraph",
    "LanguageText",
    "LeftOut",
    "Precedent",
    "PrecedentsOptions",
    "Relation",
    "WordChange",
    "differences",
    "find_left_out",
    "is_translation",
    "precedents",
    "share_in_common",
    "word_changes",
    "words_of",
]
