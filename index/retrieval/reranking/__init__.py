"""In which order do the best candidates answer, and does any? Learned from judged needs.

evidence(…)    what is known of candidates: vectors, words, places, kinds
features(…)    the same as numbers; order(…), by the weights in weights.toml
signs(…)       what tells whether anything answers; is_unanswered(…), by weights as well

features -> evidence
"""

from index.retrieval.reranking.evidence import evidence
from index.retrieval.reranking.features import (
    DEPTH,
    FEATURES,
    OF_SHORT,
    SIGNS,
    WEIGHTS,
    Evidence,
    features,
    is_unanswered,
    order,
    signs,
    weights,
)

__all__ = [
    "DEPTH",
    "FEATURES",
    "OF_SHORT",
    "SIGNS",
    "WEIGHTS",
    "Evidence",
    "evidence",
    "features",
    "is_unanswered",
    "order",
    "signs",
    "weights",
]
