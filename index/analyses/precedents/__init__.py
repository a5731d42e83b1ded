"""Earlier texts that say the same as a draft, and their differences.

The search finds near texts; only words and figures show equal ones. Read ``reuse`` first, then
``figures``, ``substitutions``, ``translation``, ``contraries`` and ``drafts``.
"""

from index.analyses.precedents.contraries import find_contraries
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
from index.analyses.precedents.figures import other_figures
from index.analyses.precedents.reuse import (
    TAKEN_OVER,
    LanguageText,
    WordChange,
    differences,
    share_in_common,
    word_changes,
    words_of,
)
from index.analyses.precedents.translation import (
    TRANSLATION,
    is_translation,
    may_say_the_same,
)

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
    "find_contraries",
    "find_left_out",
    "is_translation",
    "may_say_the_same",
    "other_figures",
    "precedents",
    "share_in_common",
    "word_changes",
    "words_of",
]
