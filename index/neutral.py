"""How do vectors lose the language that they were written in?

A multilingual model places the passages of one language near each other, so strongly that a mixed
index hides all but the question's own language. Most of what a language's vectors have in common is
their mean; the rest is how its axes lie. So a vector is moved by the mean of its language and
turned by a map that was fitted on translations (:mod:`index.calibration`). Questions and passages
have means and maps of their own.

Means and maps come from other text than the corpus: the mean of a corpus is also its subject.
Where all Chinese passages are about one summit and all Russian ones are tables, taking each
language's own mean away takes the summit away, and no question finds it. Only a language that
nothing is known of, and a model that nothing was fitted for, make do with the corpus's own means,
drawn towards the mean of all.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from index.bundled import MODEL_NAME
from index.encoder import Vectors

__all__ = [
    "VERSION",
    "Motion",
    "Treatment",
    "as_arrays",
    "fingerprint",
    "for_corpus",
    "from_arrays",
    "is_current",
    "neutral",
    "shipped",
]

VERSION: Final = 3
"""Of the treatment: vectors that another version treated are treated anew."""

WEIGHT: Final = 200
"""For how many passages the mean of all counts against the mean of a language's own passages.

The mean of n unit vectors strays by about 0.6/√n; at 200 passages that is less than the distance
between the means of two subjects within one language.
"""

_FILE: Final = "neutral.npz"
_FINGERPRINT: Final = "fingerprint/"
_OVERALL: Final = ""

Role = Literal["passages", "queries"]
_ROLES: Final[tuple[Role, ...]] = ("passages", "queries")


@dataclass(frozen=True, slots=True)
class Motion:
    """How the vectors of one language move: ``(vector - mean) @ turn``, then to unit length.

    Attributes:
        mean: ``(dimension,)`` float32.
        turn: ``(dimension, dimension)`` float32; None leaves the axes as they are.
    """

    mean: Vectors
    turn: Vectors | None = None


@dataclass(frozen=True, slots=True)
class Treatment:
    """How the vectors of a model lose their language; the key ``""`` serves all other languages.

    Attributes:
        passages: by language.
        queries: by language.
    """

    passages: Mapping[str, Motion]
    queries: Mapping[str, Motion]

    def of(self, role: Role) -> Mapping[str, Motion]:
        """Give the motions of passages or of queries."""
        return self.passages if role == "passages" else self.queries


@functools.cache
def shipped(model: str) -> Treatment:
    """Give the treatment that comes with the program; empty for a model that has none."""
    source = resources.files("index") / "data" / _FILE
    if model != MODEL_NAME or not source.is_file():
        return Treatment({}, {})
    with source.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
        return from_arrays({name: arrays[name] for name in arrays.files if "/" in name})


def for_corpus(
    vectors: Vectors, languages: Sequence[str | None] | NDArray[np.str_], fitted: Treatment
) -> Treatment:
    """Give the treatment of a corpus: the fitted one, completed for what it does not know.

    Args:
        vectors: ``(n, dimension)`` float32, as the model gave them.
        languages: ``(n,)`` of the passages.
        fitted: to the model, on other text; empty where there is none.

    Returns:
        ``fitted``, and a mean of its own for every other language of the corpus, drawn towards the
        mean of all (:data:`WEIGHT`).
    """
    codes = np.array([code or _OVERALL for code in languages], dtype=np.str_)
    passages = dict(fitted.passages)
    queries = dict(fitted.queries)
    if _OVERALL not in passages:
        if not len(vectors):
            return fitted
        passages[_OVERALL] = Motion(np.asarray(vectors.mean(axis=0), np.float32))
    queries.setdefault(_OVERALL, passages[_OVERALL])
    for code in sorted(set(codes.tolist()) - set(passages)):
        own = vectors[codes == code].sum(axis=0)
        count = int((codes == code).sum())
        general = passages[_OVERALL]
        mean = (own + WEIGHT * general.mean) / (count + WEIGHT)
        passages[code] = Motion(np.asarray(mean, np.float32), general.turn)
        asked = queries[_OVERALL]
        queries[code] = Motion(np.asarray(asked.mean + mean - general.mean, np.float32), asked.turn)
    return Treatment(passages, queries)


def neutral(
    vectors: Vectors, treatment: Treatment, language: str | None, *, role: Role = "passages"
) -> Vectors:
    """Free vectors of one language from what is common to that language.

    Args:
        vectors: ``(n, dimension)`` float32, unit length.
        treatment: of the corpus.
        language: of all of them; one that is not known is treated like the mean of all.
        role: whether they are passages or queries.

    Returns:
        ``(n, dimension)`` float32, unit length; the vectors themselves where nothing is known.
    """
    motions = treatment.of(role)
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
    """Name the treatment of a model: another version, or other shipped arrays, another name."""
    source = resources.files("index") / "data" / _FILE
    content = source.read_bytes() if model == MODEL_NAME and source.is_file() else b""
    return hashlib.sha256(f"{VERSION} {model} ".encode() + content).hexdigest()[:16]


def is_current(arrays: Mapping[str, Vectors], model: str) -> bool:
    """Whether vectors that are kept with these arrays were treated as they would be today."""
    return f"{_FINGERPRINT}{fingerprint(model)}" in arrays


def as_arrays(treatment: Treatment, model: str | None = None) -> dict[str, Vectors]:
    """Put a treatment into one table of named arrays, as it is kept with the vectors.

    Args:
        treatment: of the corpus.
        model: whose :func:`fingerprint` goes with it; None for none.
    """
    arrays: dict[str, Vectors] = {}
    if model is not None:
        arrays[f"{_FINGERPRINT}{fingerprint(model)}"] = np.zeros(0, np.float32)
    for role in _ROLES:
        for code, motion in treatment.of(role).items():
            arrays[f"{role}/mean/{code}"] = motion.mean
            if motion.turn is not None:
                arrays[f"{role}/turn/{code}"] = motion.turn
    return arrays


def from_arrays(arrays: Mapping[str, Vectors]) -> Treatment:
    """Take a treatment out of a table that :func:`as_arrays` made."""
    motions: dict[str, dict[str, Motion]] = {role: {} for role in _ROLES}
    for name, mean in arrays.items():
        role, _, rest = name.partition("/")
        kind, _, code = rest.partition("/")
        if role not in motions or kind != "mean":
            continue
        turn = arrays.get(f"{role}/turn/{code}")
        motions[role][code] = Motion(
            np.asarray(mean, np.float32), None if turn is None else np.asarray(turn, np.float32)
        )
    return Treatment(motions["passages"], motions["queries"])
