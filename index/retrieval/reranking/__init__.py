"""In which order do the best candidates answer, and does any? Learned from judged needs.

evidence(…)    what is known of candidates: vectors, words, places, kinds
features(…)    the same as numbers; order(…), by the weights in weights.toml
signs(…)       what tells whether anything answers; is_unanswered(…), by weights as well
sentence_features(…), choose_sentence(…)   the sentence of a passage that answers

features -> evidence; sentences
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
from index.retrieval.reranking.sentences import (
    SENTENCE_FEATURES,
    SENTENCE_WEIGHTS,
    choose_sentence,
    sentence_features,
)

__all__ = [
    "DEPTH",
    "FEATURES",
    "OF_SHORT",
    "SENTENCE_FEATURES",
    "SENTENCE_WEIGHTS",
    "SIGNS",
    "WEIGHTS",
    "Evidence",
    "choose_sentence",
    "evidence",
    "features",
    "is_unanswered",
    "order",
    "sentence_features",
    "signs",
    "weights",
]
