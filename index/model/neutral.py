"""Neutralisers, which remove from vectors the language of their texts.

A multilingual model clusters texts by language. A vector loses its language's mean, and a map
fitted on translations turns it (:mod:`index.model.calibration`). Means come from other text than
the corpus, whose own mean is also its subject.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from index.model.default_model import MODEL_NAME
from index.model.encoder import Vectors

VERSION: Final = 5
"""Version of the neutraliser; vectors that another version treated are treated anew."""

WEIGHT: Final = 200
"""Weight of the mean of all, in passages, against the mean of a language's own passages.

The mean of a few passages is also their subject, so it counts only as it becomes that of many.
"""

OF_VERSIONS: Final = 0.5
"""Share, 0 to 1, by which means follow the versions of the corpus's documents.

A share of 1 gains no more on translations and loses on questions
(``benchmarks/neutral/compare.py``).
"""

_FILE: Final = "neutral.npz"
_FINGERPRINT: Final = "fingerprint/"
_OVERALL: Final = ""
TERMS: Final = "terms/apart/"
"""Prefix of the names of :func:`terms_apart`'s arrays in the file."""


Role = Literal["passages", "queries"]
_ROLES: Final[tuple[Role, ...]] = ("passages", "queries")


@dataclass(frozen=True, slots=True)
class AffineMap:
    """A motion of one language's vectors: ``(vector - mean) @ turn``, then to unit length.

    ``mean`` is ``(dimension,)`` float32, ``turn`` its square or None, which keeps the axes.
    """

    mean: Vectors
    turn: Vectors | None = None


@dataclass(frozen=True, slots=True)
class Neutraliser:
    """Motions by language that free a model's vectors of it; ``""`` serves all other languages."""

    passages: Mapping[str, AffineMap]
    queries: Mapping[str, AffineMap]

    def of(self, role: Role) -> Mapping[str, AffineMap]:
        """Return the motions of passages or of queries."""
        return self.passages if role == "passages" else self.queries


@functools.cache
def load_neutraliser(model: str) -> Neutraliser:
    """Return the neutraliser that comes with the program; empty for a model without one."""
    source = resources.files("index") / "data" / _FILE
    if model != MODEL_NAME or not source.is_file():
        return Neutraliser({}, {})
    with source.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
        return from_arrays({name: arrays[name] for name in arrays.files if "/" in name})


@functools.cache
def terms_apart(model: str) -> Mapping[str, Vectors]:
    """Return the mean of single terms less that of queries, by language; ``""`` for others."""
    source = resources.files("index") / "data" / _FILE
    if model != MODEL_NAME or not source.is_file():
        return {}
    with source.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
        return {
            name.removeprefix(TERMS): np.asarray(arrays[name], np.float32)
            for name in arrays.files
            if name.startswith(TERMS)
        }


def for_corpus(
    vectors: Vectors,
    languages: Sequence[str | None],
    fitted: Neutraliser,
    documents: Sequence[int] | None = None,
) -> Neutraliser:
    """Return ``fitted``, with a mean for each other language of the corpus.

    ``vectors`` are ``(n, dimension)`` float32 as the model gave them; ``languages`` and
    ``documents`` are ``(n,)``. A new mean is drawn towards that of all (:data:`WEIGHT`). Documents
    in several languages differ by language alone, so the means learn from them.
    """
    codes = np.array([code or _OVERALL for code in languages], dtype=np.str_)
    passages = dict(fitted.passages)
    queries = dict(fitted.queries)
    if _OVERALL not in passages:
        if not len(vectors):
            return fitted
        passages[_OVERALL] = AffineMap(np.asarray(vectors.mean(axis=0), np.float32))
    queries.setdefault(_OVERALL, passages[_OVERALL])
    general, general_query = passages[_OVERALL], queries[_OVERALL]
    for code in sorted(set(codes.tolist()) - set(passages)):
        own = vectors[codes == code]
        mean = (own.sum(axis=0) + WEIGHT * general.mean) / (len(own) + WEIGHT)
        passages[code] = AffineMap(np.asarray(mean, np.float32), general.turn)
        queries[code] = _shift(general_query, mean - general.mean)
    if documents is not None and fitted.passages and len(vectors):
        for code, shift in _measure_shifts(vectors, codes, np.asarray(documents), passages).items():
            passages[code] = _shift(passages[code], shift)
            queries[code] = _shift(queries[code], shift)
    return Neutraliser(passages, queries)


def _measure_shifts(
    vectors: Vectors,
    codes: NDArray[np.str_],
    documents: NDArray[np.int64],
    motions: Mapping[str, AffineMap],
) -> dict[str, Vectors]:
    """Return what the means leave of each language, by documents in several languages."""
    keys, groups, counts = np.unique(
        np.stack([documents, np.unique(codes, return_inverse=True)[1]]),
        axis=1,
        return_inverse=True,
        return_counts=True,
    )
    names = np.unique(codes)
    sums = np.zeros((len(counts), vectors.shape[1]), np.float64)
    np.add.at(sums, groups.reshape(-1), vectors)
    means = sums / counts[:, None] - [motions[names[number]].mean for number in keys[1]]
    total = {name: np.zeros(vectors.shape[1]) for name in names.tolist()}
    weight = dict.fromkeys(names.tolist(), 0)
    for start, stop in _find_runs(keys[0]):
        size = counts[start:stop]
        # Versions of very different length do not say the same.
        if stop - start < 2 or size.max() > 2 * size.min():
            continue
        apart = means[start:stop] - means[start:stop].mean(axis=0)
        for number, difference in zip(keys[1][start:stop], apart, strict=True):
            total[names[number]] += size.min() * difference
            weight[names[number]] += int(size.min())
    return {
        name: np.asarray(OF_VERSIONS * total[name] / (weight[name] + WEIGHT), np.float32)
        for name in total
        if weight[name]
    }


def _find_runs(values: NDArray[np.int64]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(values)) + 1
    borders = [0, *edges.tolist(), len(values)]
    return [(a, b) for a, b in pairwise(borders) if a < b]


def _shift(motion: AffineMap, shift: Vectors) -> AffineMap:
    return AffineMap(np.asarray(motion.mean + shift, np.float32), motion.turn)


def neutral(
    vectors: Vectors, neutraliser: Neutraliser, language: str | None, *, role: Role = "passages"
) -> Vectors:
    """Free ``(n, dimension)`` unit vectors of one language, or of an unknown one, from it."""
    motions = neutraliser.of(role)
    motion = motions.get(language or _OVERALL) or motions.get(_OVERALL)
    if motion is None:
        return vectors
    moved = vectors - motion.mean
    if motion.turn is not None:
        moved = moved @ motion.turn
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.maximum(lengths, 1e-6), np.float32)


@functools.cache
def fingerprint(model: str) -> str:
    """Return a name that changes with the neutraliser's version and the shipped arrays."""
    source = resources.files("index") / "data" / _FILE
    content = source.read_bytes() if model == MODEL_NAME and source.is_file() else b""
    return hashlib.sha256(f"{VERSION} {model} ".encode() + content).hexdigest()[:16]


def is_current(arrays: Mapping[str, Vectors], model: str) -> bool:
    """Whether vectors stored with these arrays are treated as they would be today."""
    return f"{_FINGERPRINT}{fingerprint(model)}" in arrays


def as_arrays(neutraliser: Neutraliser, model: str | None = None) -> dict[str, Vectors]:
    """Return a neutraliser and the fingerprint of its model, if given, as named arrays."""
    arrays: dict[str, Vectors] = {}
    if model is not None:
        arrays[f"{_FINGERPRINT}{fingerprint(model)}"] = np.zeros(0, np.float32)
    for role in _ROLES:
        for code, motion in neutraliser.of(role).items():
            arrays[f"{role}/mean/{code}"] = motion.mean
            if motion.turn is not None:
                arrays[f"{role}/turn/{code}"] = motion.turn
    return arrays


def from_arrays(arrays: Mapping[str, Vectors]) -> Neutraliser:
    """Return the neutraliser in arrays that :func:`as_arrays` made."""
    motions: dict[str, dict[str, AffineMap]] = {role: {} for role in _ROLES}
    for name, mean in arrays.items():
        role, _, rest = name.partition("/")
        kind, _, code = rest.partition("/")
        if role not in motions or kind != "mean":
            continue
        turn = arrays.get(f"{role}/turn/{code}")
        motions[role][code] = AffineMap(
            np.asarray(mean, np.float32), None if turn is None else np.asarray(turn, np.float32)
        )
    return Neutraliser(motions["passages"], motions["queries"])
