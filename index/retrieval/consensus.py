"""What do the translations of a passage say about how well it answers a question?

A passage and its translations say the same, so what each of them scores is one measurement made
several times, and their mean is a better one: an Arabic question finds the Arabic passage more
surely than the Chinese one, and the Chinese passage lies nearer to the Arabic one than to any
question. Which passages are translations is told by their vectors, so it needs no documents that
are known to be versions of each other. A passage that no other language has keeps its score.

This is score regularisation (Diaz 2007) over the neighbours in other languages alone. Feedback of
the usual kind, which moves the question towards what it found, gains as much on translations, but
in a corpus on one subject it drifts to what is merely alike.

What the words of a short question say is evened out too (:func:`evened`), over what is known to be
versions of each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.model import Vectors

DEPTH: Final = 10
"""How many passages of each language are looked at."""

_NO_WEIGHT: Final = 0.5
_FULL_WEIGHT: Final = 0.8
"""Cosine of passages up to which one counts nothing for the other, and from which it counts fully.

Of translated UN sentences, freed of their language, most lie above 0.7; of passages on one subject
most lie below 0.5."""

_TEMPERATURE: Final = 0.2
"""The better counts for more, by ``exp(score / temperature)``: one language may know it better."""

_KEPT: Final = 0.5
"""Share of what a passage would lose to its translations that it keeps. Those who ask in the
language of a passage are right about it more often than its translations are."""


def consensus(scores: Sequence[float], languages: Sequence[int], vectors: Vectors) -> Vectors:
    """Score passages by what they and their translations score.

    Args:
        scores: ``(n,)`` of the passages that lie nearest in each language.
        languages: ``(n,)`` of them, as numbers.
        vectors: ``(n, dimension)`` of them, freed of their language, unit length.

    Returns:
        ``(n,)`` scores, none above the highest that was given.
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
        count = np.clip((cosine - _NO_WEIGHT) / (_FULL_WEIGHT - _NO_WEIGHT), 0, 1)
        best.append(own[others[nearest]])
        counts.append(np.where(codes == code, 0, count).astype(np.float32))
    table = np.stack(best)
    weights = np.stack(counts) * np.exp((table - table.max(axis=0)) / _TEMPERATURE)
    shared = (table * weights).sum(axis=0) / weights.sum(axis=0)
    return np.asarray(shared + _KEPT * np.maximum(own - shared, 0), np.float32)


def evened(
    words: Mapping[int, float], paragraphs: Iterable[Collection[Collection[int]]]
) -> dict[int, float]:
    """Score passages by their words, and by those of their translations.

    What one version alone says, by a word that happens to stand there, is less than what all say,
    and whoever asks in another language is to get the same answer: so their mean counts. With 0.7
    of the mean and 0.3 of what a passage itself says, fewer first hits of the short needs of
    `benchmarks.relevance` are right.

    Args:
        words: how surely passages have the words of a question, 0 to 1.
        paragraphs: for each of them, the passages of every version that may be found.

    Returns:
        The same for all of these passages, and for the others as it was.
    """
    found = dict(words)
    for versions in paragraphs:
        best = [max(words.get(one, 0.0) for one in version) for version in versions]
        if any(best):
            shared = sum(best) / len(best)
            found |= {one: shared for version in versions for one in version}
    return found
