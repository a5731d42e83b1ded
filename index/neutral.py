"""How do vectors lose the language that they were written in?

A multilingual model places the passages of one language near each other, so strongly that a mixed
index hides all but the question's own language. What a language's vectors have in common is mostly
their mean; without it, translations lie near each other again. Questions and passages have
different means.

The mean of a corpus carries its subject, so a mean that was measured on other text stands in for it
(``index/data``, made by ``benchmarks/neutral/fit.py``).
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.bundled import MODEL_NAME
from index.encoder import Vectors

__all__ = [
    "VERSION",
    "Means",
    "as_arrays",
    "corpus_means",
    "fingerprint",
    "from_arrays",
    "is_current",
    "neutral",
    "shipped_means",
]

VERSION: Final = 2
"""Of the treatment: files of vectors that another version made are not used."""

_FINGERPRINT: Final = "treatment/"

WEIGHT: Final = 200
"""For how many passages the mean of all languages counts against a language's own.

The mean of n unit vectors strays by about 0.6/√n; at 200 passages that is less than the distance
between two subjects' means within one language (`make eval` prints the scores).
"""


@dataclass(frozen=True, slots=True)
class Means:
    """What the vectors of each language have in common: ``(dimension,)`` float32 by language."""

    passages: Mapping[str, Vectors]
    queries: Mapping[str, Vectors]


@functools.cache
def shipped_means(model: str) -> Means:
    """Give the means that come with the program; empty for a model that none were measured for."""
    source = resources.files("index") / "data" / "means.npz"
    if model != MODEL_NAME or not source.is_file():
        return Means({}, {})
    with source.open("rb") as stream, np.load(stream) as arrays:
        return from_arrays({name: arrays[name] for name in arrays.files})


def corpus_means(
    vectors: Vectors, languages: Sequence[str | None] | NDArray[np.str_], shipped: Means
) -> Means:
    """Give the means of a corpus: the shipped ones, and its own for languages that have none.

    Args:
        vectors: ``(n, dimension)`` float32, as the model gave them.
        languages: ``(n,)`` of the passages.
        shipped: means from other text.

    Returns:
        Means for every language of the corpus and of ``shipped``.
    """
    codes = np.array([code or "" for code in languages])
    passages: dict[str, Vectors] = dict(shipped.passages)
    queries: dict[str, Vectors] = dict(shipped.queries)
    for code in sorted(set(codes.tolist())):
        if code in shipped.passages:
            # A corpus's own mean would take its subject away along with its language.
            continue
        own = vectors[codes == code]
        known = _overall(shipped.passages, vectors)
        mean = (own.sum(axis=0) + WEIGHT * known) / (len(own) + WEIGHT)
        passages[code] = mean.astype(np.float32)
    return Means(passages, queries)


def _overall(means: Mapping[str, Vectors], vectors: Vectors) -> Vectors:
    """The mean of all languages: of those that are known, or of a corpus where none is."""
    overall = np.mean(list(means.values()), axis=0) if means else vectors.mean(axis=0)
    return np.asarray(overall, np.float32)


def neutral(vectors: Vectors, means: Mapping[str, Vectors], language: str | None) -> Vectors:
    """Free vectors of one language from what is common to that language.

    Args:
        vectors: ``(n, dimension)`` float32, unit length.
        means: by language.
        language: of all of them; one without a mean gives the mean of all languages.

    Returns:
        ``(n, dimension)`` float32, unit length.
    """
    mean = means.get(language or "")
    if mean is None:
        if not means:
            return vectors
        mean = np.asarray(np.mean(list(means.values()), axis=0), np.float32)
    moved = vectors - mean
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.maximum(lengths, 1e-6), np.float32)


@functools.cache
def fingerprint(model: str) -> str:
    """Name the treatment of a model's vectors: another version, or other shipped means, another."""
    source = resources.files("index") / "data" / "means.npz"
    shipped = source.read_bytes() if model == MODEL_NAME and source.is_file() else b""
    return hashlib.sha256(f"{VERSION} {model} ".encode() + shipped).hexdigest()[:16]


def is_current(arrays: Mapping[str, Vectors], model: str) -> bool:
    """Whether vectors that are kept with these arrays were treated as they would be today."""
    return f"{_FINGERPRINT}{fingerprint(model)}" in arrays


def as_arrays(means: Means, model: str) -> dict[str, Vectors]:
    """Put means into one table of named arrays, as they are kept with the vectors."""
    return {f"{_FINGERPRINT}{fingerprint(model)}": np.zeros(0, np.float32)} | {
        f"{kind}/{code}": mean
        for kind, table in (("passages", means.passages), ("queries", means.queries))
        for code, mean in table.items()
    }


def from_arrays(arrays: Mapping[str, Vectors]) -> Means:
    """Take means out of a table that :func:`as_arrays` made."""
    tables: dict[str, dict[str, Vectors]] = {"passages": {}, "queries": {}}
    for name, mean in arrays.items():
        kind, _, code = name.partition("/")
        if kind in tables:
            tables[kind][code] = np.asarray(mean, np.float32)
    return Means(tables["passages"], tables["queries"])
