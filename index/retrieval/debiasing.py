"""Debiasing: fitting to an archive, files of debiased vectors, and scores shared by translations.

A passage has a row for each sentence, halfway between the sentence and the whole passage. A single
sentence has one row. The best row gives the score. The treatment is fitted to the whole archive,
and again when the archive has grown (:data:`GROWN`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexStoreError
from index.model import Encoder, Vectors, neutral
from index.retrieval import weights
from index.retrieval.vectors import (
    Kind,
    Maker,
    Rows,
    StoredVectors,
    VectorPart,
    append_segment,
    kind_for,
    merge_ranges,
    read_files,
    write,
)
from index.store import Store

Neutrality = Literal["raw", "means", "full"]
"""Way of debiasing: none or by the corpus's means, both for measurements only, or full."""

GROWN: Final = 0.25
"""Share of changed rows from which on all are made again (`benchmarks.scale.engines`)."""

_AT_ONCE: Final = 1000
"""Rows that may be made while somebody waits: a tenth of a second."""

_CHUNK: Final = 1000
"""Passages whose rows are made at a time, for little memory (``benchmarks.ingest``)."""


@dataclass(slots=True)
class Treatment:
    """The treatment that makes the rows of an index.

    ``groups`` are languages of the rows, by number; the list grows. ``cut`` gives sentences rows.
    """

    neutraliser: neutral.Neutraliser
    groups: list[str]
    cut: bool = True

    def knows(self, codes: set[str]) -> bool:
        """Whether the treatment was fitted with all these languages."""
        return not self.neutraliser.passages or codes <= set(self.neutraliser.passages)

    def rows(
        self, store: Store, dimension: int, ranges: Sequence[tuple[int, int]] | None
    ) -> Iterator[Rows]:
        """Make rows of half-open ranges of passage ids, in chunks; call it in one snapshot."""
        last = store.passages.last() + 1
        for start, end in ranges if ranges is not None else [(0, last)]:
            stop = min(end, last)
            for first in range(start, stop, _CHUNK):
                behind = min(first + _CHUNK, stop)
                rows = self._make_rows(
                    list(store.vectors.of_passages(dimension, first, behind)),
                    list(store.vectors.of_sentences(dimension, first, behind)) if self.cut else [],
                    dimension,
                )
                if len(rows.ids):
                    yield rows

    def rows_of(self, store: Store, dimension: int, passages: Sequence[int]) -> Rows:
        """Make the rows of some passages."""
        return self._make_rows(
            list(store.vectors.of_passages(dimension, among=passages)),
            list(store.vectors.of_sentences(dimension, among=passages)) if self.cut else [],
            dimension,
        )

    def _make_rows(
        self,
        passages: Sequence[tuple[int, str | None, int, bytes]],
        sentences: Sequence[tuple[int, int, int, bytes]],
        dimension: int,
    ) -> Rows:
        ids = np.array([passage for passage, _, _, _ in passages], np.int64)
        names = [code or "" for _, code, _, _ in passages]
        for code in sorted(set(names) - set(self.groups)):
            self.groups.append(code)
        groups = np.array([self.groups.index(code) for code in names], np.int64)
        places = {passage: place for place, passage in enumerate(ids.tolist())}
        sentences = [sentence for sentence in sentences if sentence[0] in places]
        place = np.array([places[passage] for passage, _, _, _ in sentences], np.int64)
        spans = np.array([(a, b) for _, a, b, _ in sentences], np.int64).reshape(-1, 2)
        values = b"".join(value for _, _, _, value in (*passages, *sentences))
        every = np.frombuffer(values, "<f4").reshape(-1, dimension).astype(np.float32)
        self._free(every, np.concatenate([groups, groups[place]]))
        wholes, vectors = every[: len(ids)], every[len(ids) :]
        vectors += wholes[place]
        vectors *= 0.5
        uncut = np.setdiff1d(np.arange(len(ids)), place)
        place = np.concatenate([place, uncut])
        vectors = np.concatenate([vectors, wholes[uncut]])
        spans = np.concatenate([spans, np.zeros((len(uncut), 2), np.int64)])
        order = np.argsort(place, kind="stable")
        return Rows(ids[place[order]], vectors[order], groups[place[order]], spans[order])

    def _free(self, vectors: Vectors, groups: NDArray[np.int64]) -> None:
        for group in np.unique(groups).tolist():
            chosen = groups == group
            vectors[chosen] = neutral.neutral(vectors[chosen], self.neutraliser, self.groups[group])


def fit_treatment(store: Store, dimension: int, neutrality: Neutrality) -> Treatment:
    """Fit a treatment to the whole index."""
    nothing = neutral.Neutraliser({}, {})
    if neutrality == "raw":
        return Treatment(nothing, [], cut=False)
    vectors = np.zeros((store.vectors.count_findable(), dimension), np.float32)
    languages: list[str | None] = []
    documents: list[int] = []
    for row, (_, code, document, value) in enumerate(store.vectors.of_passages(dimension)):
        vectors[row] = np.frombuffer(value, "<f4")
        languages.append(code)
        documents.append(document)
    names = sorted({code or "" for code in languages})
    if neutrality == "means":
        return Treatment(neutral.for_corpus(vectors, languages, nothing), names, cut=False)
    return Treatment(
        neutral.for_corpus(vectors, languages, store.vectors.neutraliser(), documents), names
    )


def all_parts(store: Store, treatment: Treatment, dimension: int) -> list[VectorPart]:
    """Make the vector parts of the whole index; call it in one snapshot."""
    kind = kind_for(
        store.vectors.count_findable() + (store.vectors.count_sentences() if treatment.cut else 0)
    )
    return _make_parts(treatment.rows(store, dimension, None), dimension, kind)


def keep(store: Store, encoder: Encoder) -> None:
    """Bring the files of vectors up to date: add a segment, or make all rows again.

    Segments form a log-structured merge tree (O'Neil and others 1996).
    """
    dimension = encoder.dimension
    with store.snapshot():
        stamp = store.stamp
        files = current(store, encoder)
        if files is not None:
            before, ranges = files
            if not ranges or _add_segment(store, encoder, before, ranges, stamp):
                return
        treatment = fit_treatment(store, dimension, "full")
        parts = all_parts(store, treatment, dimension)
    put(store, encoder, stamp, treatment, parts)
    with contextlib.suppress(IndexStoreError):
        store.moments.forget_before(stamp)
        store.words.merge()


def put(
    store: Store, encoder: Encoder, stamp: str, treatment: Treatment, parts: Sequence[VectorPart]
) -> None:
    """Write the parts of the whole index; raise OSError if they cannot be written."""
    arrays = neutral.as_arrays(treatment.neutraliser, encoder.name)
    write(store.folder, stamp, encoder.dimension, treatment.groups, parts, arrays)


def current(store: Store, encoder: Encoder) -> tuple[StoredVectors, list[tuple[int, int]]] | None:
    """Return the usable files of an index and the id ranges changed since; None if unusable."""
    files = read_files(store.folder)
    if files is None or files.dimension != encoder.dimension:
        return None
    ranges = store.moments.find_touched(files.stamp)
    return None if ranges is None else (files, ranges)


def treatment_of(arrays: Mapping[str, Vectors], groups: Sequence[str]) -> Treatment:
    """Return the treatment that was stored with vectors."""
    return Treatment(neutral.from_arrays(arrays), list(groups))


def consensus(scores: Sequence[float], languages: Sequence[int], vectors: Vectors) -> Vectors:
    """Score passages by the mean of their own scores and those of their translations.

    Translations are recognised by their vectors (score regularisation, Diaz 2007). Usual feedback
    drifts in a corpus on one subject. ``scores`` and ``languages`` (numbers) are ``(n,)``, of the
    passages nearest in each language; ``vectors`` are ``(n, dimension)``, debiased, unit length.
    Return ``(n,)`` scores, none above the highest given one.
    """
    own = np.asarray(scores, np.float32)
    codes = np.asarray(languages)
    near = vectors @ vectors.T
    best: list[NDArray[np.float32]] = [own]
    counts: list[NDArray[np.float32]] = [np.ones_like(own)]
    for code in sorted(set(codes.tolist())):
        others = np.flatnonzero(codes == code)
        cosines = near[:, others]
        nearest = cosines.argmax(axis=1)
        cosine = cosines[np.arange(len(own)), nearest]
        count = np.clip(
            (cosine - weights.NO_WEIGHT) / (weights.FULL_WEIGHT - weights.NO_WEIGHT), 0, 1
        )
        best.append(own[others[nearest]])
        counts.append(np.where(codes == code, 0, count).astype(np.float32))
    table = np.stack(best)
    counted = np.stack(counts) * np.exp((table - table.max(axis=0)) / weights.TEMPERATURE)
    shared = (table * counted).sum(axis=0) / counted.sum(axis=0)
    return np.asarray(shared + weights.KEPT * np.maximum(own - shared, 0), np.float32)


def has_outgrown(rows: int, fitted: int) -> bool:
    """Whether so few rows were fitted that all are made again while somebody waits."""
    return rows <= _AT_ONCE and rows > (1 + GROWN) * fitted


def _add_segment(
    store: Store,
    encoder: Encoder,
    before: StoredVectors,
    ranges: Sequence[tuple[int, int]],
    stamp: str,
) -> bool:
    """Write changed passages as a segment; return False, and write none, if they are too many."""
    opened = before.open(store.folder)
    if opened is None or not neutral.is_current(opened[1], encoder.name):
        return False
    treatment = treatment_of(opened[1], before.groups)
    parts = _make_parts(treatment.rows(store, encoder.dimension, ranges), encoder.dimension)
    rows = sum(map(len, parts))
    count = len(before.segments)
    touched = list(ranges)
    while count > 1 and before.segments[count - 1].rows < 2 * max(rows, 1):
        count -= 1
        touched += before.segments[count].touched or ()
        rows += before.segments[count].rows
    new = sum(segment.rows for segment in before.segments[1:count]) + rows
    gone = sum(b - a for a, b in touched)
    if max(new, gone) > GROWN * before.segments[0].rows or not treatment.knows(
        set(treatment.groups[len(before.groups) :])
    ):
        return False
    if count < len(before.segments):
        touched = merge_ranges(touched)
        parts = _make_parts(treatment.rows(store, encoder.dimension, touched), encoder.dimension)
    append_segment(
        store.folder, stamp, treatment.groups, parts, touched=touched, behind=before, count=count
    )
    return True


def _make_parts(chunks: Iterator[Rows], dimension: int, kind: Kind = "exact") -> list[VectorPart]:
    makers: dict[int, Maker] = {}
    scale = 0.0
    for rows in chunks:
        # Values beyond those of the first rows are few; they are cut off.
        scale = scale or 100 / max(1e-6, float(np.abs(rows.vectors).max()))
        for group in np.unique(rows.groups).tolist():
            chosen = rows.groups == group
            maker = makers.setdefault(group, Maker(kind, group, dimension, scale))
            maker.add(Rows(*(column[chosen] for column in rows)))
    return [makers[group].make() for group in sorted(makers)]
