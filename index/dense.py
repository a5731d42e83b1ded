"""Which passages mean what a question means? By vectors freed of their language.

The vectors are those of the store's present generation: from memory, from their file, or made anew
from what the store holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus import terms
from index import neutral
from index.encoder import Encoder, Vectors
from index.store import Store
from index.vectors import VectorIndex, file_name

__all__ = ["Dense"]


class Dense:
    """The vectors of an index. One thread at a time; :class:`index.search.Search` sees to that.

    Args:
        store: of the index.
        encoder: the model that the index was built with.

    Raises:
        OtherModelError: the index was built with another model.
    """

    def __init__(self, store: Store, encoder: Encoder) -> None:
        store.use_model(encoder.name, encoder.dimension)
        self._store = store
        self._encoder = encoder
        self._vectors: VectorIndex | None = None
        self._treatment = neutral.Treatment({}, {})
        self._generation = -1

    def refresh(self) -> None:
        """Bring the vectors to the store's present generation."""
        self._current()

    def asked(self, texts: Sequence[str], languages: Sequence[str | None]) -> Vectors:
        """Embed questions.

        Args:
            texts: the questions.
            languages: of each; None where it is not known.

        Returns:
            ``(n, dimension)`` float32, unit length, freed of their language.
        """
        self._current()
        vectors = self._encoder.queries([terms.unify(text) for text in texts])
        codes = np.array([code or "" for code in languages])
        result = np.array(vectors, np.float32)
        for code in set(codes.tolist()):
            chosen = codes == code
            result[chosen] = neutral.neutral(
                vectors[chosen], self._treatment, code or None, role="queries"
            )
        return result

    def nearest(
        self, asked: Vectors, k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Find the passages that lie nearest to a question.

        Args:
            asked: ``(dimension,)``, a row of what :meth:`asked` gives.
            k: at most how many.
            among: ids of the passages that may be found; all where it is None.

        Returns:
            Passage ids, each once, with their cosine, nearest first.
        """
        return self._current().search(asked, k, among=among)

    # --- the inside ------------------------------------------------------------------------------

    def _current(self) -> VectorIndex:
        """Give the vectors of the present generation: in memory, from the file, or anew."""
        generation = self._store.generation
        if self._vectors is not None and generation == self._generation:
            return self._vectors
        path = self._store.folder / file_name(self._store.id, generation)
        size = self._store.count_findable()
        vectors = VectorIndex.read(path, dimension=self._encoder.dimension, size=size)
        if vectors is None or not neutral.is_current(vectors.arrays, self._encoder.name):
            vectors = self._built(size)
            if generation == self._store.generation:
                _write(vectors, path)
        self._treatment = neutral.from_arrays(vectors.arrays)
        self._vectors, self._generation = vectors, generation
        return vectors

    def _built(self, size: int) -> VectorIndex:
        dimension = self._encoder.dimension
        raw = np.zeros((size, dimension), np.float32)
        ids = np.zeros(size, np.int64)
        languages: list[str | None] = []
        for at, (passage, code, value) in enumerate(self._store.findable_vectors(dimension)):
            ids[at] = passage
            raw[at] = np.frombuffer(value, "<f4")
            languages.append(code)
        fitted = neutral.shipped(self._encoder.name)
        rows = self._store.query(
            "SELECT passage.id, document_id FROM passage JOIN version ON version.id = version_id"
        )
        documents = {row["id"]: row["document_id"] for row in rows}
        treatment = neutral.for_corpus(
            raw, languages, fitted, [documents[passage] for passage in ids.tolist()]
        )
        codes = np.array([code or "" for code in languages])
        for code in set(codes.tolist()):
            chosen = codes == code
            raw[chosen] = neutral.neutral(raw[chosen], treatment, code)
        return VectorIndex.of(ids, raw, neutral.as_arrays(treatment, self._encoder.name))


def _write(vectors: VectorIndex, path: Path) -> None:
    try:
        vectors.write(path)
    except OSError:
        # A full or read-only disk: the search works from memory, and the next one tries again.
        return
