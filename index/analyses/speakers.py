"""Judgement of which documents speak on a topic, by evidence and fitted weights.

Their own words decide first (``index.analyses.topics``). For topics of several words, nearness,
learned order and words find further documents, compared with the archive.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.retrieval import TopicEvidence

FEATURES: Final = ("nearest", "several", "order", "words")
"""Features of a document, as :func:`measure_documents` measures them."""

TABLE: Final = "speakers.toml"

DEPTH: Final = 400
"""Paragraphs that are searched and measured for a topic."""

_SEVERAL: Final = 3
_PAIR: Final = 2
"""Best paragraphs of a document whose mean counts (``python -m benchmarks.positions --fit``)."""

Numbers = NDArray[np.float64]


class SpeakersTable(NamedTuple):
    """Fitted weights ``(f,)``, the least sum of a speaking document, and the archive's passages."""

    weights: Numbers
    speaking: float
    passages: int


def measure_documents(evidence: TopicEvidence) -> dict[int, Numbers]:
    """Measure by document how near its paragraphs are to a topic: ``(f,)`` for ``FEATURES``.

    These are nearness of one paragraph and of several, learned order of two, and the topic's words
    in two.
    """

    def average_best(values: Numbers, most: int) -> float:
        return float(np.sort(values)[::-1][:most].mean())

    measured = {}
    for document in sorted({*evidence.documents.tolist()}):
        own = evidence.documents == document
        measured[document] = np.array(
            [
                average_best(evidence.nearness[own], 1),
                average_best(evidence.nearness[own], _SEVERAL),
                average_best(evidence.order[own], _PAIR),
                average_best(evidence.words[own], _PAIR),
            ]
        )
    return measured


def find_speaking(evidence: TopicEvidence | None) -> list[int]:
    """Find the documents that speak on a topic, the surest first; none without evidence.

    In a larger archive than that of the weights more passages are near by chance, so that a
    document has to be nearer.
    """
    if evidence is None:
        return []
    table = read_table()
    usual = math.log(table.passages)
    size = max(usual, math.log(max(1, evidence.passages)))
    chance = math.sqrt(2 * size) - math.sqrt(2 * usual)
    lost = chance * np.array([name in ("nearest", "several") for name in FEATURES])
    sums = {
        document: float((features - lost) @ table.weights)
        for document, features in measure_documents(evidence).items()
    }
    surest = sorted(sums, key=lambda document: -sums[document])
    return [document for document in surest if sums[document] >= table.speaking]


@cache
def read_table() -> SpeakersTable:
    """Read the fitted weights."""
    table = tomllib.loads(files(__package__).joinpath(TABLE).read_text("utf-8"))
    weights = np.array([table["weights"][name] for name in FEATURES])
    return SpeakersTable(weights, table["speaking"], table["passages"])
