"""Data of a document besides its text, computed once, in the process that read the file.

A heading with passages under it is not found by itself: a hit is a paragraph that can be cited, not
the line above it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise

from corpus.documents import Document, Passage
from corpus.extract.mandates import dump, rules
from index.indexing.texts import VERSION, digest_of, format_embedded_text, sentences
from index.store import Places, PreparedDocument, PreparedPassage, Row
from index.versions import variant_keys
from index.words import terms_of


def prepare(document: Document) -> PreparedDocument:
    """Compute all data that the store keeps of a document."""
    title = document.metadata.title
    prepared: list[PreparedPassage] = []
    texts: dict[bytes, str] = {}
    for passage, leads, variant in zip(
        document.passages,
        _find_leading(document.passages),
        variant_keys(document.passages),
        strict=True,
    ):
        whole = format_embedded_text(title, passage.heading, passage.label, passage.text)
        digest = digest_of(whole)
        own_sentences = [] if leads else sentences(passage.text, whole)
        if not leads:
            texts[digest] = whole
            texts.update((sentence.digest, sentence.text) for sentence in own_sentences)
        prepared.append(
            PreparedPassage(
                passage,
                leads,
                variant,
                digest,
                tuple(
                    ((sentence.start, sentence.stop), sentence.digest) for sentence in own_sentences
                ),
                *(("", "") if leads else terms_of(passage.text, passage.language)),
            )
        )
    mandates = dump(document.passages)
    return PreparedDocument(document, tuple(prepared), VERSION, texts, rules(), mandates)


def whole_text(row: Row) -> str:
    """Return the text to embed for a passage's row (``title heading label text``)."""
    heading = json.loads(row["heading"])
    return format_embedded_text(row["title"], heading, row["label"], row["text"])


def cut_anew(row: Row) -> list[tuple[Places, bytes]]:
    """Cut a passage's row (``title heading label text``) into sentences: offsets and digests."""
    return [
        ((sentence.start, sentence.stop), sentence.digest)
        for sentence in sentences(row["text"], whole_text(row))
    ]


def _find_leading(passages: Sequence[Passage]) -> list[bool]:
    return [
        passage.kind == "heading" and len(following.heading) > len(passage.heading)
        for passage, following in pairwise(passages)
    ] + [False] * min(1, len(passages))
