"""Fit of a neutraliser on translations, in three linear steps that fold into one matrix.

1. A ridge map moves a language's centred vectors towards the mean of translations (Procrustes).
2. Part of the direction of text length goes, so that short questions do not favour short passages.
3. Axes weigh by how much of their spread is meaning: probabilistic LDA (Ioffe 2006).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.model.encoder import Vectors
from index.model.neutral import AffineMap, Neutraliser

_Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a fit, chosen with ``benchmarks/neutral/compare.py``.

    Freer fits win on translations and lose on questions within one language.

    Attributes:
        pull: of the ridge maps to the identity, in mean variances of the vectors.
        length: share of the direction of length that is removed, 0 to 1.
        noise_floor: sphere added to the spread between translations, in its mean variances.
        meaning_floor: sphere added to the spread between meanings, in its mean variances.
        questions: share of questions among queries; the others are phrases such as a sentence's.
    """

    pull: float = 2.0
    length: float = 0.5
    noise_floor: float = 3.0
    meaning_floor: float = 1.0
    questions: float = 0.5


def fit(
    passages: Mapping[str, Vectors],
    queries: Mapping[str, Vectors],
    lengths: Sequence[int],
    questions: Mapping[str, Vectors] | None = None,
    settings: Settings = Settings(),
) -> Neutraliser:
    """Fit the neutraliser of a model on translations: two languages or more, some hundred rows.

    ``passages`` and ``queries`` are ``(n, dimension)`` by language; rows are translations, embedded
    in both ways. ``lengths`` are ``(n,)``, in characters of one language. ``questions`` are ``(m,
    dimension)``, embedded as queries; other languages move by the mean.

    Return motions for each language, and under ``""`` for all others. Raises ``ValueError`` for
    fewer than two languages, or tables of different sizes.
    """
    sizes = {len(vectors) for vectors in (*passages.values(), *queries.values(), lengths)}
    if len(passages) < 2 or passages.keys() != queries.keys() or len(sizes) != 1:
        raise ValueError("Translations are needed: as many sentences in each of several languages.")
    means = {code: _to_doubles(vectors).mean(axis=0) for code, vectors in passages.items()}
    query_means = {code: _to_doubles(vectors).mean(axis=0) for code, vectors in queries.items()}
    centred = _subtract_means(passages, means)
    centred_queries = _subtract_means(queries, query_means)
    meaning = _average(centred)
    shared = _remove_length(meaning, lengths, settings.length)
    shared = shared @ _fit_discriminant(centred, meaning, settings)
    turns = {
        code: _fit_ridge_map(vectors, meaning, settings.pull) for code, vectors in centred.items()
    }
    query_turns = {
        code: _fit_ridge_map(vectors, meaning, settings.pull)
        for code, vectors in centred_queries.items()
    }
    return Neutraliser(
        _make_motions(means, turns, shared),
        _make_motions(
            _shift_to_questions(query_means, questions or {}, settings.questions),
            query_turns,
            shared,
        ),
    )


def _subtract_means(
    vectors: Mapping[str, Vectors], means: Mapping[str, _Doubles]
) -> dict[str, _Doubles]:
    return {code: _to_doubles(own) - means[code] for code, own in vectors.items()}


def _make_motions(
    means: Mapping[str, _Doubles], turns: Mapping[str, _Doubles], shared: _Doubles
) -> dict[str, AffineMap]:
    # Only the ratio of the axes matters; with a mean gain of one, the numbers suit half precision.
    scale = np.sqrt(len(shared)) / np.linalg.norm(shared)
    every_mean = {**means, "": _average(means)}
    every_turn = {**turns, "": _average(turns)}
    return {
        code: AffineMap(
            np.asarray(mean, np.float32), np.asarray(every_turn[code] @ shared * scale, np.float32)
        )
        for code, mean in every_mean.items()
    }


def _shift_to_questions(
    query_means: Mapping[str, _Doubles], questions: Mapping[str, Vectors], share: float
) -> dict[str, _Doubles]:
    apart = {
        code: _to_doubles(vectors).mean(axis=0) - query_means[code]
        for code, vectors in questions.items()
        if len(vectors) and code in query_means
    }
    if not apart:
        return dict(query_means)
    usual = _average(apart)
    return {code: mean + share * apart.get(code, usual) for code, mean in query_means.items()}


def _fit_ridge_map(vectors: _Doubles, meaning: _Doubles, strength: float) -> _Doubles:
    """Return the ridge map of a language: ``(dimension, dimension)``."""
    own = vectors.T @ vectors / len(vectors)
    pull = strength * np.trace(own) / len(own) * np.eye(len(own))
    return np.asarray(np.linalg.solve(own + pull, vectors.T @ meaning / len(vectors) + pull))


def _remove_length(meaning: _Doubles, lengths: Sequence[int], share: float) -> _Doubles:
    logs = np.log(np.maximum(np.asarray(lengths, np.float64), 1))
    direction = meaning.T @ (logs - logs.mean())
    size = np.linalg.norm(direction)
    if size == 0:
        return np.eye(len(direction))
    direction /= size
    return np.asarray(np.eye(len(direction)) - share * np.outer(direction, direction))


def _fit_discriminant(
    centred: Mapping[str, _Doubles], meaning: _Doubles, settings: Settings
) -> _Doubles:
    count, languages = len(meaning), len(centred)
    noise = sum((own - meaning).T @ (own - meaning) for own in centred.values())
    noise = np.asarray(noise) / count / (languages - 1)
    # The mean over the languages still carries a share of the noise.
    spread = meaning.T @ meaning / count - noise / languages
    noise = _shrink_to_sphere(noise, settings.noise_floor)
    spread = _shrink_to_sphere(spread, settings.meaning_floor)
    values, axes = np.linalg.eigh(noise)
    whitening = (axes * values**-0.5) @ axes.T
    ratios, turned = np.linalg.eigh(whitening @ spread @ whitening)
    ratios = np.maximum(ratios, 0)
    return np.asarray(whitening @ turned * np.sqrt(ratios / (2 * ratios + 1)))


def _shrink_to_sphere(spread: _Doubles, floor: float) -> _Doubles:
    size = len(spread)
    return np.asarray(spread + floor * np.trace(spread) / size * np.eye(size))


def _average(table: Mapping[str, _Doubles]) -> _Doubles:
    return np.asarray(np.mean(list(table.values()), axis=0))


def _to_doubles(vectors: Vectors) -> _Doubles:
    return np.asarray(vectors, np.float64)
