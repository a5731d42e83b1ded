"""Which passages mean what a question means? By vectors freed of their language.

A passage lies as near to a question as its whole and its best sentence do on average
(``index.store.embedded``), and its translations have their say (``index.retrieval.consensus``).

The vectors are those of the store's present generation: from memory, from their file, or made anew
from what the store holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.text import terms
from index.model import neutral
from index.model.encoder import Encoder, Vectors
from index.retrieval.consensus import DEPTH, consensus
from index.retrieval.faiss_vectors import VectorIndex, file_name
from index.store.documents import Store

__all__ = ["Dense", "Freed"]

Freed = Literal["raw", "means", "final"]
"""How vectors are freed of their language: not at all, by the corpus's own means, as they should.

The first two are there to be measured against: one vector a passage, compared with the question
and nothing else. What they make is not kept.
"""


class Dense:
    """The vectors of an index. One thread at a time; ``index.retrieval.search`` sees to that.

    Args:
        store: of the index.
        encoder: the model that the index was built with.
        freed: of their language, how.

    Raises:
        OtherModelError: the index was built with another model.
    """

    def __init__(self, store: Store, encoder: Encoder, *, freed: Freed = "final") -> None:
        store.use_model(encoder.name, encoder.dimension)
        self._store = store
        self._encoder = encoder
        self._freed = freed
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
        self,
        asked: Vectors,
        k: int,
        among: Sequence[int] | None = None,
        also: Sequence[int] = (),
    ) -> list[tuple[int, float]]:
        """Find the passages that lie nearest to a question.

        Args:
            asked: ``(dimension,)``, a row of what :meth:`asked` gives.
            k: at most how many.
            among: ids of the passages that may be found; all where it is None.
            also: ids of passages that are to be in the answer, however far they lie; those that no
                search can find are left out.

        Returns:
            Passage ids, each once, nearest first, with their score: on the scale of a cosine, the
            mean of those of the whole passage and of its best sentence, evened out with what its
            translations score.
        """
        vectors = self._current()
        allowed = None if among is None else np.fromiter(among, np.int64)
        shared = self._shared(vectors, asked, allowed)
        found = dict(vectors.search(asked, k + len(shared), among=allowed)) | shared
        nearest = sorted(found.items(), key=lambda item: (-item[1], item[0]))[: max(k, 0)]
        missing = set(also) - {passage for passage, _ in nearest}
        if missing:
            nearest += (
                vectors.scores(asked, missing - shared.keys())
                | {passage: shared[passage] for passage in missing & shared.keys()}
            ).items()
            nearest.sort(key=lambda item: (-item[1], item[0]))
        return nearest

    def best_windows(self, asked: Vectors, passages: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Find the sentence of each passage that lies nearest to a question.

        Args:
            asked: ``(dimension,)``, a row of what :meth:`asked` gives.
            passages: their ids.

        Returns:
            Where that sentence begins and ends in the passage's text, by passage id; passages that
            are not cut into sentences are left out.
        """
        parts = self._current().nearest_parts(asked, passages)
        return {passage: span for passage, span in parts.items() if span is not None}

    def vectors_of(self, passages: Sequence[int]) -> dict[int, Vectors]:
        """Give the vectors of passages, freed of their language, by id; of those that have one."""
        return self._current().vectors(passages)

    # --- the inside ------------------------------------------------------------------------------

    def _shared(
        self, vectors: VectorIndex, asked: Vectors, allowed: NDArray[np.int64] | None
    ) -> dict[int, float]:
        """Scores of what lies nearest in each language, where there are several."""
        if self._freed != "final":
            return {}
        groups = vectors.search_groups(asked, DEPTH, among=allowed)
        if len(groups) < 2:
            return {}
        found = {
            passage: (score, at) for at, group in enumerate(groups) for passage, score in group
        }
        meanings = vectors.vectors(found)
        scores = consensus(
            [found[passage][0] for passage in meanings],
            [found[passage][1] for passage in meanings],
            np.stack([*meanings.values()]),
        )
        return dict(zip(meanings, scores.tolist(), strict=True))

    def _current(self) -> VectorIndex:
        """Give the vectors of the present generation: in memory, from the file, or anew."""
        generation = self._store.generation
        if self._vectors is not None and generation == self._generation:
            return self._vectors
        path = self._store.folder / file_name(self._store.id, generation)
        size = self._store.count_findable()
        vectors = None
        if self._freed == "final":
            vectors = VectorIndex.read(path, dimension=self._encoder.dimension, size=size)
        if vectors is None or not neutral.is_current(vectors.arrays, self._encoder.name):
            vectors = self._built(size)
            if generation == self._store.generation and self._freed == "final":
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
        rows = self._store.query(
            "SELECT passage.id, document_id FROM passage JOIN version ON version.id = version_id"
        )
        documents = {row["id"]: row["document_id"] for row in rows}
        treatment = self._treating(raw, languages, [documents[passage] for passage in ids.tolist()])
        names, codes = np.unique(np.array([code or "" for code in languages]), return_inverse=True)
        for group, code in enumerate(names.tolist()):
            raw[codes == group] = neutral.neutral(raw[codes == group], treatment, code)
        return self._with_windows(ids, raw, codes, names.tolist(), treatment)

    def _treating(
        self, raw: Vectors, languages: Sequence[str | None], documents: Sequence[int]
    ) -> neutral.Treatment:
        nothing = neutral.Treatment({}, {})
        if self._freed == "raw":
            return nothing
        if self._freed == "means":
            return neutral.for_corpus(raw, languages, nothing)
        return neutral.for_corpus(raw, languages, self._store.treatment(), documents)

    def _with_windows(
        self,
        ids: NDArray[np.int64],
        wholes: Vectors,
        codes: NDArray[np.int64],
        names: Sequence[str],
        treatment: neutral.Treatment,
    ) -> VectorIndex:
        """A row for each sentence, halfway between it and its passage; one row for the others.

        The inner product with a question is the mean of both cosines then, and the highest of a
        passage's rows its score.
        """
        dimension = self._encoder.dimension
        at = {passage: place for place, passage in enumerate(ids.tolist())}
        most = self._store.count_windows() if self._freed == "final" else 0
        vectors = np.zeros((most, dimension), np.float32)
        place = np.zeros(most, np.int64)
        spans = np.zeros((most, 2), np.int64)
        count = 0
        windows = self._store.window_vectors(dimension) if most else ()
        for passage, start, stop, value in windows:
            if passage in at:
                vectors[count] = np.frombuffer(value, "<f4")
                place[count], spans[count] = at[passage], (start, stop)
                count += 1
        vectors, place, spans = vectors[:count], place[:count], spans[:count]
        for group, code in enumerate(names):
            chosen = np.flatnonzero(codes[place] == group)
            vectors[chosen] = neutral.neutral(vectors[chosen], treatment, code)
        vectors += wholes[place]
        vectors *= 0.5
        uncut = np.setdiff1d(np.arange(len(ids)), place)
        place = np.concatenate([place, uncut])
        return VectorIndex.of(
            ids[place],
            np.concatenate([vectors, wholes[uncut]]),
            neutral.as_arrays(treatment, self._encoder.name),
            groups=codes[place],
            spans=np.concatenate([spans, np.zeros((len(uncut), 2), np.int64)]),
        )


def _write(vectors: VectorIndex, path: Path) -> None:
    try:
        vectors.write(path)
    except OSError:
        # A full or read-only disk: the search works from memory, and the next one tries again.
        return
