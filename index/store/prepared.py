"""What is handed to the store? A document with all that was computed from it, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.documents import Document, Passage

Places = tuple[int, int]
"""Offsets in a passage's text: from, to and not including."""


@dataclass(frozen=True, slots=True)
class PreparedPassage:
    """A passage, and what is stored with it.

    Attributes:
        passage: as it was read.
        leads: whether it is a heading that the passages under it carry with them; these stand for
            it, and it is not found by itself.
        variant: the key that it shares with the same paragraph in other versions.
        digest: of the text that is embedded for the whole of it (SHA-256).
        sentences: those that have a vector of their own, each with the digest of its text.
        words: its terms, parted by spaces.
        wholes: likewise what is kept whole (``index.words``).
    """

    passage: Passage
    leads: bool
    variant: str
    digest: bytes
    sentences: tuple[tuple[Places, bytes], ...]
    words: str
    wholes: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that is ready to be stored.

    Attributes:
        document: as it was read.
        passages: in reading order.
        cut: version of the cut into sentences.
        texts: what has to be embedded for it, by digest.
        rules: by which its mandates were found.
        mandates: that were found, as ``corpus.mandates`` writes them.
    """

    document: Document
    passages: tuple[PreparedPassage, ...]
    cut: int
    texts: Mapping[bytes, str]
    rules: str
    mandates: str
