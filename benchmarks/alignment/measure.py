"""Precision and recall of the links between versions of a document.

    python -m benchmarks.alignment.measure DATA [CACHE]

DATA is a folder with ``un-parallel/aligned.tsv`` and ``udhr/aligned.tsv``. They give documents of
200 paragraphs (``documents.py``), whose versions are changed by themselves. An index aligns them as
in an ingest. A link is a pair of passages of two versions that share source text. CACHE keeps
vectors between runs. Seeds are fixed.
"""

from __future__ import annotations

import hashlib
import itertools
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

import numpy as np

from benchmarks.alignment.documents import (
    CODES,
    AssembledDocument,
    Unit,
    assemble,
    read_held_out_rows,
    udhr_rows,
)
from corpus.documents import Document, Metadata, Passage
from index.indexing.prepare import prepare
from index.model import Encoder, Vectors, load
from index.store import Store
from index.versions import align_documents, passages_in

Links = set[tuple[int, int]]
Pair = tuple[str, str]
PAIRS: tuple[Pair, ...] = tuple(itertools.combinations(CODES, 2))


def main(data: Path, cache: Path) -> None:
    """Print precision, recall and F1 of the links for every pair of languages."""
    held, declaration = read_held_out_rows(data), udhr_rows(data)
    documents = [
        assemble("UN sentences 601-900", held[600:900], 3),
        assemble("UN sentences 901-1200", held[900:1200], 4),
        assemble("UN sentences 1451-1750", held[1450:1750], 6),
        assemble("Declaration and UN sentences", declaration + held[1200:1450], 5),
    ]
    encoder = _CachingEncoder(load(), cache)
    counts: dict[Pair, list[tuple[int, int, int]]] = {pair: [] for pair in PAIRS}
    print(f"{'':32}precision recall  F1     worst pair   seconds")
    for document in documents:
        gold = _links(document)
        links, seconds = _align(document, encoder)
        for pair in PAIRS:
            right = len(gold[pair] & links[pair])
            counts[pair].append((right, len(links[pair]), len(gold[pair])))
        _line(document.name, [counts[pair][-1:] for pair in PAIRS], f"{seconds:.2f}")
    _line("all", [counts[pair] for pair in PAIRS], "")
    print()
    print("pair      precision recall  F1")
    for pair in PAIRS:
        print(f"{'-'.join(pair):10}" + "".join(f"{rate:<9.4f}" for rate in _rates(counts[pair])))


def _line(name: str, counts: Sequence[Sequence[tuple[int, int, int]]], end: str) -> None:
    rates = [_rates(pair) for pair in counts]
    mean = [sum(column) / len(column) for column in zip(*rates, strict=True)]
    worst = min(range(len(PAIRS)), key=lambda position: rates[position][2])
    figures = "".join(f"{figure:<9.4f}" for figure in mean)
    print(f"{name:32}{figures}{rates[worst][2]:.4f} {'-'.join(PAIRS[worst])}  {end}")


def _rates(counts: Sequence[tuple[int, int, int]]) -> tuple[float, float, float]:
    right, total, gold = (sum(column) for column in zip(*counts, strict=True))
    return right / total, right / gold, 2 * right / (total + gold)


def _links(document: AssembledDocument) -> dict[Pair, Links]:
    """Return the true links of a document."""
    result = {}
    for left, right in PAIRS:
        rows: dict[int, list[int]] = {}
        for position, unit in enumerate(document.versions[right]):
            for row, _, _ in unit.sources:
                rows.setdefault(row, []).append(position)
        result[left, right] = {
            (position, other)
            for position, unit in enumerate(document.versions[left])
            for row, _, _ in unit.sources
            for other in rows.get(row, ())
            if unit.shares_text(document.versions[right][other])
        }
    return result


def _align(document: AssembledDocument, encoder: Encoder) -> tuple[dict[Pair, Links], float]:
    """The links that the index has, and the seconds of computing that aligning took."""
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder), create=True) as store:
        store.vectors.use_model(encoder)
        for code, units in document.versions.items():
            _put(store, encoder, code, units)
        began = process_time()
        align_documents(store)
        seconds = process_time() - began
        rows = store.query(
            "SELECT passage.id, version.language, ordinal FROM passage "
            "JOIN version ON version.id = version_id"
        )
        places = {row["id"]: (row["language"], row["ordinal"]) for row in rows}
        links: dict[Pair, Links] = {pair: set() for pair in PAIRS}
        for passage, versions in passages_in(store, list(places)).items():
            code, position = places[passage]
            for other, passages in versions.items():
                if (code, other) in links:
                    links[code, other] |= {(position, places[passage][1]) for passage in passages}
    return links, seconds


def _put(store: Store, encoder: Encoder, code: str, units: Sequence[Unit]) -> None:
    passages = tuple(Passage("paragraph", unit.text, language=code) for unit in units)
    metadata = Metadata(symbol="CWG-WSIS&SDG-39/2")
    prepared = prepare(Document(Path(f"/{code}.txt"), "txt", code, None, metadata, passages))
    # Versions are aligned by whole passages; their sentences need no vectors here.
    digests = [passage.digest for passage in prepared.passages]
    vectors = encoder.passages([prepared.texts[digest] for digest in digests])
    store.put_document(
        prepared, size=0, sha256="", reader=0, vectors=dict(zip(digests, vectors, strict=True))
    )


class _CachingEncoder:
    """A model whose vectors are kept in a folder."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder = encoder
        self._file = folder / "alignment.npz"
        self._known: dict[str, Vectors] = {}
        if self._file.is_file():
            with np.load(self._file) as kept:
                self._known = dict(zip(kept["names"].tolist(), kept["vectors"], strict=True))
        self.name = encoder.name
        self.dimension = encoder.dimension
        self.model_tokens = encoder.model_tokens
        self.tokens = encoder.tokens
        self.queries = encoder.queries

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        names = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        missing = {
            name: text for name, text in zip(names, texts, strict=True) if name not in self._known
        }
        if missing:
            vectors = self._encoder.passages(list(missing.values()), progress)
            self._known.update(zip(missing, vectors, strict=True))
            self._file.parent.mkdir(parents=True, exist_ok=True)
            np.savez(
                self._file,
                names=np.array(list(self._known)),
                vectors=np.stack(list(self._known.values())),
            )
        return np.stack([self._known[name] for name in names])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp()))
