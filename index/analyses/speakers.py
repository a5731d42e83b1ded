"""Judgement of which documents speak on a topic, by evidence and fitted weights.

Their own words decide first (``index.analyses.topics``). For topics of several words, nearness,
learned order and words find further documents, compared with the archive. A first judgement tells
whether anybody speaks on the topic at all, so that absent topics name nobody.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.retrieval import TopicEvidence

FEATURES: Final = ("nearness", "order", "words", "coverage")
"""Features of a paragraph, as in ``TopicEvidence``; their weighted sum is its value."""

TOPIC_FEATURES: Final = ("surest", "cosine", "known")
"""Features of a topic, as :func:`measure_topic` measures them."""

TABLE: Final = "speakers.toml"

DEPTH: Final = 400
"""Paragraphs that are searched and measured for a topic."""

_SEVERAL: Final = 3
"""Best paragraphs of a document whose mean counts (``python -m benchmarks.positions --fit``)."""

_NEARER: Final = 0.5
"""Nearness that a document needs besides its words, in standard deviations above the archive's
mean: words meet by chance. Chosen on the topics of ``benchmarks.positions`` that are not held out.
"""

Numbers = NDArray[np.float64]


class SpeakersTable(NamedTuple):
    """Fitted weights of paragraphs ``(f,)`` and topics ``(t,)``, and the archive's passages.

    ``speaking`` and ``near`` are the least values of documents that speak on a topic, or are near
    it. ``spoken`` is that of a topic on which somebody speaks. ``paragraphs`` is the median of a
    document's measured paragraphs.
    """

    weights: Numbers
    speaking: float
    near: float
    topic_weights: Numbers
    spoken: float
    passages: int
    paragraphs: int


class Speakers(NamedTuple):
    """Documents that speak on a topic, and those near it, the surest first."""

    speaking: tuple[int, ...]
    near: tuple[int, ...]


def measure_documents(evidence: TopicEvidence, weights: Numbers) -> dict[int, Numbers]:
    """Measure documents by their paragraphs of the highest values: ``(f,)`` for ``FEATURES``.

    The best paragraph counts as much as the mean of the best several.
    """
    features = np.column_stack([getattr(evidence, name) for name in FEATURES])
    values = features @ weights
    measured = {}
    for document in sorted({*evidence.documents.tolist()}):
        places = np.flatnonzero(evidence.documents == document)
        best = features[places[np.argsort(-values[places], kind="stable")[:_SEVERAL]]]
        measured[document] = np.asarray((best[0] + best.mean(axis=0)) / 2)
    return measured


def measure_topic(evidence: TopicEvidence, surest: float, chance: float = 0.0) -> Numbers:
    """Measure whether anybody speaks on a topic: ``(t,)`` for ``TOPIC_FEATURES``.

    These are the highest value of a document (``surest``), the cosine of the nearest paragraph, and
    the share of the words that are known. ``chance`` is nearness that a larger archive adds.
    """
    nearest = float(evidence.nearness.max(initial=0.0)) - chance
    return np.array([surest, evidence.middle + evidence.spread * nearest, evidence.known])


def find_speaking(evidence: TopicEvidence | None) -> Speakers:
    """Find the documents that speak on a topic, and those near it; none without evidence.

    In a larger archive than that of the weights, and in a longer document, more passages are near
    by chance, so that a document has to be nearer.
    """
    if evidence is None or not len(evidence.documents):
        return Speakers((), ())
    table = read_table()
    chance = _lead_by_chance(evidence.passages, table.passages)
    nearness, order = (table.weights[FEATURES.index(name)] for name in ("nearness", "order"))
    lengths = Counter(evidence.documents.tolist())
    place = FEATURES.index("nearness")
    values = {
        document: float(features @ table.weights)
        - chance * nearness
        - _lead_by_chance(lengths[document], table.paragraphs) * (nearness + order)
        for document, features in measure_documents(evidence, table.weights).items()
        if features[place] >= _NEARER
    }
    if not values:
        return Speakers((), ())
    topic = measure_topic(evidence, max(values.values()), chance)
    if float(topic @ table.topic_weights) < table.spoken:
        return Speakers((), ())
    surest = sorted(values, key=lambda document: -values[document])
    return Speakers(
        tuple(document for document in surest if values[document] >= table.speaking),
        tuple(document for document in surest if table.near <= values[document] < table.speaking),
    )


def _lead_by_chance(count: int, usual: int) -> float:
    """Return by how much the highest of ``count`` values leads that of ``usual`` ones, at least 0.

    It is in standard deviations, for values of a normal distribution that are independent.
    """
    highest, lower = (math.sqrt(2 * math.log(max(usual, number))) for number in (count, usual))
    return highest - lower


@cache
def read_table() -> SpeakersTable:
    """Read the fitted weights."""
    table = tomllib.loads(files(__package__).joinpath(TABLE).read_text("utf-8"))
    return SpeakersTable(
        np.array([table["weights"][name] for name in FEATURES]),
        table["speaking"],
        table["near"],
        np.array([table["topic"][name] for name in TOPIC_FEATURES]),
        table["spoken"],
        table["passages"],
        table["paragraphs"],
    )
