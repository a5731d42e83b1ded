"""Which paragraphs does a document have, in which language is it read, and who submitted it?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from corpus.documents import Passage
from corpus.extract.submitters import Submitter, submitters
from corpus.filters import Filters
from corpus.paragraphs import pieces_of, whole
from index.lookup import CatalogueEntry
from index.store import Excerpt, Row, Store
from index.versions import as_one, passages_in

Paragraph = tuple[Passage, int]
"""A whole paragraph, and the id of its first piece, by which it is cited."""


def whole_paragraphs(passages: Sequence[Passage]) -> list[Passage]:
    """Join the pieces of long paragraphs."""
    return [whole(passages[places.start : places.stop]) for places in pieces_of(passages)]


def first_pieces(excerpts: Sequence[Excerpt]) -> list[Excerpt]:
    """Of each paragraph its first piece, by which it is cited."""
    return [excerpts[places.start] for places in pieces_of([one.passage for one in excerpts])]


def paragraphs_of(store: Store, document_id: int, language: str | None) -> list[Paragraph]:
    """The paragraphs of a document's version, in reading order."""
    version = store.versions.shown_in(document_id, language)
    found = {} if version is None else store.passages.in_version(version)
    ids, passages = [*found], [*found.values()]
    return [
        (whole(passages[places.start : places.stop]), ids[places.start])
        for places in pieces_of(passages)
    ]


def language_of(entry: CatalogueEntry, wanted: Sequence[str | None]) -> str | None:
    """In which language to read a document.

    The first wanted one that it has; then its original, English, any.
    """
    there = list(entry.passages)
    for code in (*wanted, entry.original_language, "en", *entry.languages):
        if code is not None and code in there:
            return code
    return there[0] if there else None


def passing(
    store: Store, entries: Sequence[CatalogueEntry], filters: Filters | None
) -> tuple[CatalogueEntry, ...]:
    """The documents that have a passage that may be found under filters."""
    allowed = store.filters.documents(filters)
    return tuple(entry for entry in entries if allowed is None or entry.id in allowed)


def in_language(
    store: Store, passages: Sequence[int], language: str | None, *, quoted: bool = True
) -> list[Excerpt]:
    """Passages in a language where their documents have them in it, to be quoted or only read."""
    variants = passages_in(store, passages, language)
    there = {one: by[language] for one, by in variants.items() if language and by.get(language)}
    read = [*passages, *(one for ids in there.values() for one in ids)]
    excerpts = store.passages.excerpts(read, quoted=quoted)
    return [
        as_one(excerpts[one], [excerpts[other] for other in there[one]])
        if one in there
        else excerpts[one]
        for one in passages
    ]


def submitters_of(store: Store) -> Mapping[int, tuple[Submitter, ...]]:
    """The submitters of each document, by its id: read from one version, the English one first."""
    sources: dict[int, str] = {}
    for document, language, source in store.filters.sources():
        if language == "en" or document not in sources:
            sources[document] = source
    return {row["id"]: _of_document(row, sources.get(row["id"])) for row in store.documents.all()}


def _of_document(row: Row, source: str | None) -> tuple[Submitter, ...]:
    return submitters(source, tuple(json.loads(row["countries"] or "[]")))
