"""Earlier texts that say the same as a draft, and their differences.

The search finds near texts; only words and figures show equal ones. Read ``reuse`` first, then
``figures``, ``substitutions``, ``concepts``, ``translation``, ``exchanges``, ``denials``,
``roles``, ``opposites``, ``contraries``, ``drafts``.
"""

from index.analyses.precedents.concepts import cut_first_denial
from index.analyses.precedents.contraries import find_contraries, find_opposite_words
from index.analyses.precedents.denials import find_denial
from index.analyses.precedents.drafts import (
    NEAR,
    DraftParagraph,
    LeftOut,
    Precedent,
    PrecedentsOptions,
    find_left_out,
    precedents,
)
from index.analyses.precedents.figures import (
    common_figures,
    find_missing_figures,
    other_figures,
)
from index.analyses.precedents.reuse import (
    TAKEN_OVER,
    LanguageText,
    WordChange,
    differences,
    find_common_part,
    share_in_common,
    word_changes,
    words_of,
)
from index.analyses.precedents.roles import (
    find_new_addressees,
    find_own_voice,
    find_parties,
    find_turned_parties,
)
from index.analyses.precedents.translation import (
    TRANSLATION,
    TextEmbedder,
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
    "TextEmbedder",
    "WordChange",
    "common_figures",
    "cut_first_denial",
    "differences",
    "find_common_part",
    "find_contraries",
    "find_denial",
    "find_left_out",
    "find_missing_figures",
    "find_new_addressees",
    "find_opposite_words",
    "find_own_voice",
    "find_parties",
    "find_turned_parties",
    "is_translation",
    "may_say_the_same",
    "other_figures",
    "precedents",
    "share_in_common",
    "word_changes",
    "words_of",
]
