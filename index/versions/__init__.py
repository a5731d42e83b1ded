"""Alignment of the versions of a document: paragraphs that are the same.

    align_documents(store)              aligns versions that have changed
    count_misnamed(store)               counts paragraphs with the name of another
    versions_of, passages_in            the same paragraph in other languages
    as_one(passage, others)             joins the pieces of a long one in another language
    paragraph_pairs                     two versions, side by side
    pair_same_texts, stands_for         files with the same text, and the one that is shown
    variant_keys(passages)              names of paragraphs that all versions share

    keys;  beads -> alignment -> versions;  same_text

The store keeps the results; nothing here is searched or shown.
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
