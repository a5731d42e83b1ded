"""Texts and vectors of a large index, put together from the sample corpus's sentences.

A sentence is the beginning of one and the end of another, so that hardly two are the same; a
passage has one to three of them. Vectors are put together from those of the sample, by digest: that
of a whole passage lies near to those of its sentences. Neither says anything; how long a search
takes and what an approximate one misses does not depend on what they mean.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from time import process_time

import numpy as np

from corpus.documents import Document, Metadata, Passage
from corpus.languages import LANGUAGES
from corpus.sample import FILES
from corpus.text import sentences
from index.indexing.prepare import prepare
from index.indexing.sample_vectors import sample_vectors
from index.model import MODEL_NAME, Vectors
from index.store import PreparedDocument, Store
from ingest.read import read

A_DOCUMENT = 100
"""Passages of a document."""


@cache
def pieces() -> dict[str, list[str]]:
    """The sentences of the sample corpus, by language."""
    texts: dict[str, list[str]] = {language.code: [] for language in LANGUAGES}
    for path in sorted(FILES.rglob("*.docx")):
        document = read(path)
        for passage in document.passages:
            if document.language in texts and passage.kind == "paragraph":
                text = passage.text
                texts[document.language] += [text[start:stop] for start, stop in sentences(text)]
    return texts


def document(number: int) -> Document:
    """Give a made-up document; the same number gives the same one."""
    chance = random.Random(number)  # noqa: S311 - texts, not secrets
    code = LANGUAGES[number % len(LANGUAGES)].code
    there = pieces()[code]
    passages = tuple(
        Passage(
            "paragraph",
            " ".join(
                _cross(*chance.choices(there, k=2))
                for _ in range(chance.choices((1, 2, 3), (5, 3, 2))[0])
            ),
            f"{number}",
            language=code,
        )
        for number in range(1, A_DOCUMENT + 1)
    )
    known = Metadata(
        symbol=f"CWG-WSIS&SDG-{30 + number // 60 % 12}/{number}",
        date=f"{2015 + number % 10}-0{1 + number % 9}-01",
        meeting=str(30 + number // 60 % 12),
        series="C",
    )
    return Document(Path(f"/made-up/{number}.docx"), "docx", code, None, known, passages)


def vectors_of(prepared: PreparedDocument) -> dict[bytes, Vectors]:
    """Give vectors for all texts of a document, ``(384,)`` float32, unit length, by digest."""
    digests = list(prepared.texts)
    made = dict(zip(digests, recombine(digests), strict=True))
    for passage in prepared.passages:
        if passage.digest in made and passage.sentences:
            parts = np.mean([made[digest] for _, digest in passage.sentences], axis=0)
            whole = 0.4 * made[passage.digest] + parts
            made[passage.digest] = whole / np.linalg.norm(whole)
    return made


def recombine(digests: list[bytes]) -> Vectors:
    """Vectors between three of the sample for each digest, ``(n, 384)`` float32, unit length."""
    there = _sample()
    numbers = np.frombuffer(b"".join(digests), "<u4").reshape(len(digests), -1)
    chosen = there[numbers[:, :3] % len(there)]
    shares = 0.05 + numbers[:, 3:6, None].astype(np.float32) / np.float32(1 << 32)
    made = (chosen * shares).sum(axis=1)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def fill(store: Store, count: int) -> float:
    """Store made-up documents until an index has so many passages.

    Returns:
        Seconds of the processor that it took to compute what is stored of their texts and to store
        it: words, mentions, sentences, vectors. To make up texts and vectors is left out.
    """
    taken = 0.0
    for number in range(store.passages.last() // A_DOCUMENT, count // A_DOCUMENT):
        made = document(number)
        began = process_time()
        prepared = prepare(made)
        taken += process_time() - began
        vectors = vectors_of(prepared)
        began = process_time()
        store.put_document(prepared, size=1, sha256="-", reader=0, vectors=vectors)
        taken += process_time() - began
    return taken


def _cross(text: str, other: str) -> str:
    """The beginning of a sentence and the end of another."""
    space = " " if " " in text else ""
    first, second = (text.split() if space else list(text) for text in (text, other))
    return space.join([*first[: len(first) // 2], *second[len(second) // 2 :]])


@cache
def _sample() -> Vectors:
    vectors = np.stack([*sample_vectors(MODEL_NAME).values()])
    return np.asarray(vectors - vectors.mean(axis=0), np.float32)
