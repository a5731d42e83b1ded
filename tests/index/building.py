"""Documents that tests put into a store without a file and without a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.documents import Document, Metadata, Passage
from index.indexing.prepare import prepare
from index.model import Vectors
from index.store import Store


def put(store: Store, document: Document, vectors: Mapping[bytes, Vectors] | None = None) -> None:
    """Store a document as an ingest would; with the vectors of some digests, or none."""
    store.put_document(prepare(document), size=1, sha256="-", reader=1, vectors=vectors or {})


def document(symbol: str, language: str, texts: Sequence[str]) -> Document:
    """A document of such paragraphs, numbered from 1."""
    passages = tuple(
        Passage("paragraph", text, str(position), (str(position),), language=language)
        for position, text in enumerate(texts, start=1)
    )
    path = Path(f"/made-up/{symbol}-{language}.txt".replace("/", "-"))
    return Document(path, "txt", language, None, Metadata(symbol=symbol), passages)
