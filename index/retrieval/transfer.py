"""Transfer of an index's vectors and words to a server and back, with a check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from corpus.errors import EngineError
from index.model import Encoder
from index.retrieval import debiasing
from index.retrieval.debiasing import Treatment
from index.retrieval.server_index import ServerIndex
from index.retrieval.vectors import VARIABLE, Rows, Segments, VectorEngine, read_files
from index.store import Store

Tell = Callable[[str, int, int], None]
"""Function that takes the name of a step, the amount newly done, and the whole amount."""

_SAMPLED: Final = 50
"""Passages whose vectors are searched for in the check."""

_APART: Final = 1e-4
"""Tolerated difference of a score from its computed value: sums depend on their order."""


@dataclass(frozen=True, slots=True)
class TransferReport:
    """The numbers of rows that were transferred and of passages that were searched for."""

    rows: int
    sampled: int


def to_server(store: Store, encoder: Encoder, address: str, tell: Tell) -> TransferReport:
    """Bring the vectors of an index to a server and check all; bad rows are never searched."""
    server = ServerIndex(address)
    server.keep(store, encoder, _count_steps("copied", tell), is_needed=True)
    with store.snapshot():
        vectors, treatment, left = server.open(store, encoder)
        if left:
            raise EngineError(
                f"{server.address} is of another moment than this index. Run this again."
            )
        try:
            _check_words(store, vectors.count_words())
            return _check_rows(store, treatment, encoder.dimension, vectors, vectors.count(), tell)
        except _AmissError as error:
            server.forget(store)
            raise EngineError(
                f"At {server.address} {error}. They are not searched any more; run this "
                "again, and all are brought there anew."
            ) from error


def to_files(store: Store, encoder: Encoder, address: str, tell: Tell) -> TransferReport:
    """Write the files of an index by the server's treatment; on failure the old ones stay."""
    dimension = encoder.dimension
    with store.snapshot():
        _, treatment, _ = ServerIndex(address).open(store, encoder)
        parts = debiasing.all_parts(store, treatment, dimension)
        tell("copied", 1, 1)
        vectors = Segments(dimension, store.stamp, parts)
        try:
            moved = _check_rows(store, treatment, dimension, vectors, vectors.rows, tell)
        except _AmissError as error:
            raise EngineError(f"Of what {address} has {error}.") from error
        debiasing.put(store, encoder, store.stamp, treatment, parts)
        listed = read_files(store.folder)
    if listed is None or listed.rows != moved.rows:
        raise EngineError(
            f"The files in {store.folder.name} are not what was written. Run this again, or leave "
            f"{VARIABLE} out: they are made anew."
        )
    return moved


class _AmissError(Exception):
    """Rows differ from what they should be; the message says which."""


def _check_words(store: Store, words: int) -> None:
    should = store.words.count_passages()
    if words != should:
        raise _AmissError(
            f"there are the words of {words:,} passages, where there should be {should:,}"
        )


def _check_rows(
    store: Store,
    treatment: Treatment,
    dimension: int,
    vectors: VectorEngine,
    count: int,
    tell: Tell,
) -> TransferReport:
    """Check that all rows are there, and that sampled passages are found."""
    last = store.passages.last()
    step = max(1, last // _SAMPLED)
    rows = sampled = 0
    report = _count_steps("checked", tell)
    for some in treatment.rows(store, dimension, None):
        rows += len(some.ids)
        for row in np.unique(some.ids // step, return_index=True)[1].tolist():
            if not _is_found(vectors, some, row):
                raise _AmissError(f"a search does not find passage {some.ids[row]} as it should")
            sampled += 1
        report(int(some.ids[-1]), last)
    if rows != count:
        raise _AmissError(f"there are {count:,} rows of vectors, where there should be {rows:,}")
    return TransferReport(rows, sampled)


def _count_steps(step: str, tell: Tell) -> Callable[[int, int], None]:
    """Return a function that takes the amount done so far and tells the increase."""
    before = 0

    def report(done: int, of: int) -> None:
        nonlocal before
        tell(step, done - before, of)
        before = done

    return report


def _is_found(vectors: VectorEngine, rows: Rows, row: int) -> bool:
    """Whether a passage is among the first for its own vector, with the right score."""
    passage = int(rows.ids[row])
    query = rows.vectors[row] / max(1e-6, float(np.linalg.norm(rows.vectors[row])))
    own = float((rows.vectors[rows.ids == passage] @ query).max())
    allowance = _APART if vectors.is_exact else 100 * _APART
    score = vectors.scores(query, [passage]).get(passage)
    first = dict(vectors.search(query, 10))
    return (
        score is not None
        and abs(score - own) < allowance
        and (passage in first or min(first.values(), default=-2.0) > own - allowance)
    )
