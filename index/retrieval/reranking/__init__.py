"""In which order do the best candidates answer? One that is learned from judged needs.

evidence(…)    what is known of them: vectors, words, places, kinds
features(…)    the same as numbers; order(…), by the weights in weights.toml
reranked(…)    both

features -> evidence
"""

from index.retrieval.reranking.evidence import evidence, reranked
from index.retrieval.reranking.features import (
    DEPTH,
    FEATURES,
    OF_SHORT,
    WEIGHTS,
    Evidence,
    features,
    order,
    weights,
)

__all__ = [
    "DEPTH",
    "FEATURES",
    "OF_SHORT",
    "WEIGHTS",
    "Evidence",
    "evidence",
    "features",
    "order",
    "reranked",
    "weights",
]
