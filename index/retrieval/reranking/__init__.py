"""In which order do the best candidates answer, and does any? Learned from judged needs.

Reranker       gathers what is known of candidates, and puts them in order
features(…)    the same as numbers; order(…), by the weights in weights.toml
TopicEvidence  what is known of passages on a topic, against the archive
signs(…)       what tells whether anything answers; is_unanswered(…), by weights as well
measure_sentences(…), choose_sentence(…)   the sentence of a passage that answers

features -> reranker; sentences
"""

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
from index.retrieval.reranking.reranker import Reranker, RerankingSample, TopicEvidence
from index.retrieval.reranking.sentences import (
    SENTENCE_FEATURES,
    SENTENCE_WEIGHTS,
    MeasuredSentences,
    choose_sentence,
    measure_sentences,
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
    "MeasuredSentences",
    "Reranker",
    "RerankingSample",
    "TopicEvidence",
    "choose_sentence",
    "features",
    "is_unanswered",
    "measure_sentences",
    "order",
    "sentence_features",
    "signs",
    "weights",
]
