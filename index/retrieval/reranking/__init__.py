"""Reranking: the learned order of the best candidates, and whether any of them answers.

Read ``features``, then ``reranker``; ``sentences`` chooses the best sentence of a passage.
"""

from index.retrieval.reranking.features import (
    DEPTH,
    FEATURES,
    NO_DOUBT,
    OF_SHORT,
    SIGNS,
    WEIGHTS,
    Evidence,
    features,
    order,
    rate_doubt,
    signs,
    weights,
)
from index.retrieval.reranking.reranker import (
    PassageEvidence,
    Reranker,
    RerankingSample,
    TopicEvidence,
)
from index.retrieval.reranking.sentences import (
    SENTENCE_FEATURES,
    SENTENCE_WEIGHTS,
    MeasuredSentences,
    SentenceMeasure,
    asks_for_number,
    choose_sentence,
    measure_every_sentence,
    measure_sentences,
    sentence_features,
)

__all__ = [
    "DEPTH",
    "FEATURES",
    "NO_DOUBT",
    "OF_SHORT",
    "SENTENCE_FEATURES",
    "SENTENCE_WEIGHTS",
    "SIGNS",
    "WEIGHTS",
    "Evidence",
    "MeasuredSentences",
    "PassageEvidence",
    "Reranker",
    "RerankingSample",
    "SentenceMeasure",
    "TopicEvidence",
    "asks_for_number",
    "choose_sentence",
    "features",
    "measure_every_sentence",
    "measure_sentences",
    "order",
    "rate_doubt",
    "sentence_features",
    "signs",
    "weights",
]
