"""Earlier texts that say the same as a draft, and what is other in it.

    precedents(search, draft, ...)   the earlier texts of each paragraph (Precedent, Standing)
    left_out(store, draft, ...)      what it was not compared with: itself, and what is later
    differences(...)                 where a draft and an earlier text differ
    word_changes(...)                which words a revision changes, to the letter
    share_in_common(...)             how much of one stands in the other
    is_translation(...)              whether two texts of different languages say the same

Rooms: reuse (words in common) -> number_words (three, 三) -> figures (numbers, dates, editions) ->
changed (a number in the place of another), translation (the same in other words) -> drafts.
What is near is found by the search; what is the same is told by words and figures alone.
"""

from index.analyses.precedents.drafts import (
    NEAR,
    DraftParagraph,
    LeftOut,
    Precedent,
    PrecedentsOptions,
    Standing,
    left_out,
    precedents,
)
from index.analyses.precedents.reuse import (
    TAKEN_OVER,
    WordChange,
    Worded,
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
    "LeftOut",
    "Precedent",
    "PrecedentsOptions",
    "Standing",
    "WordChange",
    "Worded",
    "differences",
    "is_translation",
    "left_out",
    "precedents",
    "share_in_common",
    "word_changes",
    "words_of",
]
