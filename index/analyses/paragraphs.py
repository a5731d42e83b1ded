"""Whole paragraphs of documents, the languages to read them in, and documents' submitters."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TypedDict

from corpus.documents import Passage
from corpus.extract.submitters import Submitter, submitters
from corpus.filters import Filters
from corpus.paragraphs import pieces_of, whole
from index.lookup import CatalogueEntry
from index.store import Excerpt, Store
from index.versions import as_one, passages_in


class ReportOptions(TypedDict, total=False):
    """Keywords that reports share.

    ``filters`` take only documents with a passage that passes. Passages are shown in ``shown_in``
    where documents have it; its default is the ``reader``'s language, English if not given.
    """

    filters: Filters | None
    shown_in: str | None
    reader: str


def whole_paragraphs(passages: Sequence[Passage]) -> list[Passage]:
    """Join the pieces of long paragraphs."""
    return [whole(passages[places.start : places.stop]) for places in pieces_of(passages)]


def first_pieces(excerpts: Sequence[Excerpt]) -> list[Excerpt]:
    """Return the first piece of each paragraph, by which it is cited."""
    return [
        excerpts[places.start] for places in pieces_of([excerpt.passage for excerpt in excerpts])
    ]


def language_of(entry: CatalogueEntry, wanted: Sequence[str | None]) -> str | None:
    """Choose the language to read a document in: a wanted one, its original, English, any."""
    codes = list(entry.passages)
    for code in (*wanted, entry.original_language, "en", *entry.languages):
        if code is not None and code in codes:
            return code
    return codes[0] if codes else None


def passing(
    store: Store, entries: Sequence[CatalogueEntry], filters: Filters | None
) -> tuple[CatalogueEntry, ...]:
    """Return the documents with a passage that passes the filters."""
    allowed = store.filters.documents(filters)
    return tuple(entry for entry in entries if allowed is None or entry.id in allowed)


def in_language(
    store: Store, passages: Sequence[int], language: str | None, *, quoted: bool = True
) -> list[Excerpt]:
    """Return passages, in a language if their documents have it, for quoting or only reading."""
    variants = passages_in(store, passages, language)
    in_wanted = {
        passage: by[language] for passage, by in variants.items() if language and by.get(language)
    }
    read = [*passages, *(other for ids in in_wanted.values() for other in ids)]
    excerpts = store.passages.excerpts(read, quoted=quoted)
    return [
        as_one(excerpts[passage], [excerpts[other] for other in in_wanted[passage]])
        if passage in in_wanted
        else excerpts[passage]
        for passage in passages
    ]


def submitters_of(store: Store) -> Mapping[int, tuple[Submitter, ...]]:
    """Return the submitters of each document by id, from one version, preferably English."""
    sources: dict[int, str] = {}
    for document, language, source in store.filters.sources():
        if language == "en" or document not in sources:
            sources[document] = source
    return {
        row["id"]: submitters(sources.get(row["id"]), tuple(json.loads(row["countries"] or "[]")))
        for row in store.documents.all()
    }
