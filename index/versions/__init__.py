"""Which paragraphs of a document's versions are the same?

    align_documents(store)              lays versions side by side that have changed
    count_misnamed(store)               how many paragraphs go by the name of another
    versions_of, passages_in            the same paragraph in other languages
    as_one(found, there)                a long one there, which stands in pieces, as one
    paragraph_pairs                     two versions, side by side
    pair_same_texts, stands_for         which files hold the same text, and which one is shown
    variant_keys(passages)              what a paragraph is called in every version

    keys;  beads -> alignment -> versions;  same_text

What is found is kept by the store; nothing here is searched or shown.
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
