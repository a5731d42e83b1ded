"""Which passages mean what a question means? By vectors freed of their language.

A passage lies as near to a question as its whole and its best sentence do on average
(``index.build.texts``), and its translations have their say (``index.retrieval.consensus``).

The vectors are those of the store's present moment: from memory, from their file, or made anew from
what the store holds.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.text import terms
from index.model import Encoder, Vectors, neutral
from index.retrieval.consensus import DEPTH, consensus
from index.retrieval.faiss_vectors import FaissVectors, file_name, read
from index.retrieval.questions import Question
from index.retrieval.vectors import VectorEngine
from index.store import Store

Neutrality = Literal["raw", "means", "full"]
"""How vectors are freed of their language: not at all, by the corpus's own means, as they should.

The first two are there to be measured against: one vector a passage, compared with the question
and nothing else. What they make is not kept.
"""


class Dense:
    """The vectors of an index. One thread at a time; ``index.retrieval.search`` sees to that.

    Args:
        store: of the index.
        encoder: the model that the index was built with.
        neutrality: of their language, how.

    Raises:
        OtherModelError: the index was built with another model.
    """

    def __init__(self, store: Store, encoder: Encoder, *, neutrality: Neutrality = "full") -> None:
        store.use_model(encoder.name, encoder.dimension)
        self._store = store
        self._encoder = encoder
        self._neutrality = neutrality
        self._vectors: VectorEngine | None = None
        self._neutraliser = neutral.Neutraliser({}, {})

    @property
    def is_full(self) -> bool:
        """Whether vectors are freed of their language as they should, to be served."""
        return self._neutrality == "full"

    def refresh(self) -> None:
        """Bring the vectors to the store's present moment."""
        self._current()

    def questions(self, questions: Sequence[Question]) -> Vectors:
        """Embed questions.

        Returns:
            ``(n, dimension)`` float32, unit length, freed of their language.
        """
        self._current()
        vectors = self._encoder.queries([terms.unify(one.text) for one in questions])
        codes = np.array([one.language or "" for one in questions])
        result = np.array(vectors, np.float32)
        for code in set(codes.tolist()):
            chosen = codes == code
            result[chosen] = neutral.neutral(
                vectors[chosen], self._neutraliser, code or None, role="queries"
            )
        return result

    def nearest(
        self,
        question: Question,
        k: int,
        among: Sequence[int] | None = None,
        also: Sequence[int] = (),
    ) -> list[tuple[int, float]]:
        """Find the passages that lie nearest to a question.

        Args:
            question: with its vector.
            k: at most how many.
            among: ids of the passages that may be found; all where it is None.
            also: ids of passages that are to be in the answer, however far they lie; those that no
                search can find are left out.

        Returns:
            Passage ids, each once, nearest first, with their score: on the scale of a cosine, the
            mean of those of the whole passage and of its best sentence, evened out with what its
            translations score.
        """
        vectors, asked = self._current(), question.embedding
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

    def best_sentences(
        self, question: Question, passages: Sequence[int]
    ) -> dict[int, tuple[int, int]]:
        """Find the sentence of each passage that lies nearest to a question.

        Args:
            question: with its vector.
            passages: their ids.

        Returns:
            Where that sentence begins and ends in the passage's text, by passage id; passages that
            are not cut into sentences are left out.
        """
        found = self._current().best_sentences(question.embedding, passages)
        return {passage: span for passage, span in found.items() if span is not None}

    def vectors_of(self, passages: Sequence[int]) -> dict[int, Vectors]:
        """Give the vectors of passages, freed of their language, by id; of those that have one."""
        return self._current().of(passages)

    # --- the inside ------------------------------------------------------------------------------

    def _shared(
        self, vectors: VectorEngine, asked: Vectors, allowed: NDArray[np.int64] | None
    ) -> dict[int, float]:
        """Scores of what lies nearest in each language, where there are several."""
        if self._neutrality != "full":
            return {}
        groups = vectors.search_groups(asked, DEPTH, among=allowed)
        if len(groups) < 2:
            return {}
        found = {
            passage: (score, at) for at, group in enumerate(groups) for passage, score in group
        }
        meanings = vectors.of(found)
        scores = consensus(
            [found[passage][0] for passage in meanings],
            [found[passage][1] for passage in meanings],
            np.stack([*meanings.values()]),
        )
        return dict(zip(meanings, scores.tolist(), strict=True))

    def _current(self) -> VectorEngine:
        """Give the vectors of the present moment: in memory, from the file, or anew."""
        stamp = self._store.stamp
        if self._vectors is not None and stamp == self._vectors.stamp:
            return self._vectors
        path = self._store.folder / file_name(stamp)
        arrays: Mapping[str, Vectors] = {}
        vectors: FaissVectors | None = None
        if self._neutrality == "full":
            stored = read(
                path,
                dimension=self._encoder.dimension,
                size=self._store.count_findable(),
                stamp=stamp,
            )
            if stored and neutral.is_current(stored[1], self._encoder.name):
                vectors, arrays = stored
        if vectors is None:
            vectors, arrays = self._built(stamp)
            if stamp == self._store.stamp and self._neutrality == "full":
                # A full or read-only disk: the search works from memory, the next one tries again.
                with contextlib.suppress(OSError):
                    vectors.write(path, arrays)
        self._neutraliser = neutral.from_arrays(arrays)
        self._vectors = vectors
        return vectors

    def _built(self, stamp: str) -> tuple[FaissVectors, Mapping[str, Vectors]]:
        dimension, size = self._encoder.dimension, self._store.count_findable()
        raw = np.zeros((size, dimension), np.float32)
        ids = np.zeros(size, np.int64)
        languages: list[str | None] = []
        documents: list[int] = []
        for at, (passage, code, document, value) in enumerate(
            self._store.findable_vectors(dimension)
        ):
            ids[at] = passage
            raw[at] = np.frombuffer(value, "<f4")
            languages.append(code)
            documents.append(document)
        neutraliser = self._neutraliser_for(raw, languages, documents)
        names, codes = np.unique(np.array([code or "" for code in languages]), return_inverse=True)
        for group, code in enumerate(names.tolist()):
            raw[codes == group] = neutral.neutral(raw[codes == group], neutraliser, code)
        vectors = FaissVectors(dimension, stamp)
        vectors.add(*self._rows(ids, raw, codes, names.tolist(), neutraliser))
        return vectors, neutral.as_arrays(neutraliser, self._encoder.name)

    def _neutraliser_for(
        self, raw: Vectors, languages: Sequence[str | None], documents: Sequence[int]
    ) -> neutral.Neutraliser:
        nothing = neutral.Neutraliser({}, {})
        if self._neutrality == "raw":
            return nothing
        if self._neutrality == "means":
            return neutral.for_corpus(raw, languages, nothing)
        return neutral.for_corpus(raw, languages, self._store.neutraliser(), documents)

    def _rows(
        self,
        ids: NDArray[np.int64],
        wholes: Vectors,
        codes: NDArray[np.int64],
        names: Sequence[str],
        neutraliser: neutral.Neutraliser,
    ) -> tuple[NDArray[np.int64], Vectors, NDArray[np.int64], NDArray[np.int64]]:
        """A row for each sentence, halfway between it and its passage; one row for the others.

        The inner product with a question is the mean of both cosines then, and the highest of a
        passage's rows its score.

        Returns:
            Passage ids, vectors, languages as numbers, and the places of the sentences.
        """
        dimension = self._encoder.dimension
        at = {passage: place for place, passage in enumerate(ids.tolist())}
        most = self._store.count_sentences() if self._neutrality == "full" else 0
        vectors = np.zeros((most, dimension), np.float32)
        place = np.zeros(most, np.int64)
        spans = np.zeros((most, 2), np.int64)
        count = 0
        sentences = self._store.sentence_vectors(dimension) if most else ()
        for passage, start, stop, value in sentences:
            if passage in at:
                vectors[count] = np.frombuffer(value, "<f4")
                place[count], spans[count] = at[passage], (start, stop)
                count += 1
        vectors, place, spans = vectors[:count], place[:count], spans[:count]
        for group, code in enumerate(names):
            chosen = np.flatnonzero(codes[place] == group)
            vectors[chosen] = neutral.neutral(vectors[chosen], neutraliser, code)
        vectors += wholes[place]
        vectors *= 0.5
        uncut = np.setdiff1d(np.arange(len(ids)), place)
        place = np.concatenate([place, uncut])
        return (
            ids[place],
            np.concatenate([vectors, wholes[uncut]]),
            codes[place],
            np.concatenate([spans, np.zeros((len(uncut), 2), np.int64)]),
        )
