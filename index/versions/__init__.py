"""Alignment of the versions of a document: which paragraphs are the same.

``keys`` names paragraphs of one version. ``pairwise`` aligns two sequences, ``alignment`` several,
and ``versions`` stores the result and answers from it. ``same_text`` pairs files with the same
text.

Nothing here is searched or shown.
"""

from index.versions.keys import variant_keys
from index.versions.same_text import pair_same_texts, stands_for
from index.versions.versions import (
    align_documents,
    as_one,
    count_misnamed,
    paragraph_pairs,
    passages_in,
    versions_of,
)

__all__ = [
    "align_documents",
    "as_one",
    "count_misnamed",
    "pair_same_texts",
    "paragraph_pairs",
    "passages_in",
    "stands_for",
    "variant_keys",
    "versions_of",
]
