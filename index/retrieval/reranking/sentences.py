"""Choice of the sentence of a passage that answers a question, by fitted weights.

Besides meaning, the features are rare words of the question and a requested number. A first
sentence often only names the topic. ``python -m benchmarks.sentences`` fits the weights.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus import tables
from index.model import Vectors
from index.retrieval.dense import Dense
from index.retrieval.questions import Question
from index.store import Store
from index.words import is_stop_word, words

SENTENCE_FEATURES: Final = ("meaning", "words", "is_first", "number")

SENTENCE_WEIGHTS: Final = "sentences.toml"


MeasuredSentences = tuple[list[tuple[int, int]], NDArray[np.float64]]
"""Offsets of the sentences of a passage, and their ``(n, f)`` features."""


@dataclass(frozen=True, slots=True)
class SentenceMeasure:
    """A sentence of a passage, measured for a question.

    Attributes:
        span: offsets in the passage.
        nearness: cosine of the question and the sentence, half of which is the whole passage.
        lead: value by the fitted weights, less that of the passage's best sentence.
        vector: debiased, at most unit length.
    """

    passage: int
    span: tuple[int, int]
    nearness: float
    lead: float
    vector: Vectors


def measure_every_sentence(
    store: Store, dense: Dense, question: Question, passages: Sequence[int]
) -> list[SentenceMeasure]:
    """Measure all sentences of passages for an embedded question, with their vectors."""
    languages = store.facts.languages_of(passages)
    texts = {row["id"]: row["text"] for row in store.passages.headings_and_texts(passages)}
    measures = []
    for passage, (offsets, vectors) in dense.sentence_vectors(passages).items():
        text = texts[passage]
        spans = [(start, stop or len(text)) for start, stop in offsets.tolist()]
        sentences = [text[start:stop] for start, stop in spans]
        cosines = vectors @ question.embedding
        features = sentence_features(
            question.text, question.language, sentences, languages[passage], cosines
        )
        values = features @ sentence_weights()
        measures += [
            SentenceMeasure(passage, span, float(cosine), float(value), vector)
            for span, cosine, value, vector in zip(
                spans, cosines, values - values.max(), vectors, strict=True
            )
        ]
    return measures


def measure_sentences(
    store: Store, dense: Dense, question: Question, passages: Sequence[int]
) -> dict[int, MeasuredSentences]:
    """Measure the sentences of each passage that has several, for an embedded question."""
    scores = dense.sentence_scores(question, passages)
    languages = store.facts.languages_of(scores)
    texts = {row["id"]: row["text"] for row in store.passages.headings_and_texts(scores)}
    measured = {}
    for passage, (offsets, cosines) in scores.items():
        spans = [(start, stop) for start, stop in offsets.tolist()]
        sentences = [texts[passage][start:stop] for start, stop in spans]
        text, code = question.text, question.language
        features = sentence_features(text, code, sentences, languages[passage], cosines)
        measured[passage] = spans, features
    return measured


def sentence_features(
    question: str,
    question_language: str | None,
    sentences: Sequence[str],
    language: str | None,
    cosines: NDArray[np.floating],
) -> NDArray[np.float64]:
    """Measure the ``n`` sentences of a passage: ``(n, f)`` for ``SENTENCE_FEATURES``.

    Words count only if passage and question are in one known language, rare words by more.
    ``cosines`` is ``(n,)``; the feature is the difference from the highest.
    """
    features = np.zeros((len(sentences), len(SENTENCE_FEATURES)))
    features[:, 0] = cosines - cosines.max()
    features[0, 2] = 1
    if question_language == language:
        features[:, 1] = _measure_word_shares(question, sentences, language)
    if asks_for_number(question, question_language):
        features[:, 3] = [any(map(str.isdecimal, sentence)) for sentence in sentences]
    return features


def choose_sentence(features: NDArray[np.float64]) -> int:
    """Return the position of the best sentence by the fitted weights."""
    return int(np.argmax(features @ sentence_weights()))


@cache
def sentence_weights() -> NDArray[np.float64]:
    """Read the fitted weights, ``(f,)`` for ``SENTENCE_FEATURES``."""
    table = tomllib.loads(files(__package__).joinpath(SENTENCE_WEIGHTS).read_text("utf-8"))
    return np.array([table[name] for name in SENTENCE_FEATURES])


def _measure_word_shares(
    question: str, sentences: Sequence[str], language: str | None
) -> list[float]:
    question_terms = {
        word.term for word in words(question, language) if not is_stop_word(word, language)
    }
    terms = [
        question_terms.intersection(word.term for word in words(sentence, language))
        for sentence in sentences
    ]
    counts = Counter(term for own in terms for term in own)
    total = sum(1 / count for count in counts.values()) or 1.0
    return [sum(1 / counts[term] for term in own) / total for own in terms]


def asks_for_number(question: str, language: str | None) -> bool:
    """Whether a question of a language asks how many, how much or what share."""
    pattern = _load_patterns(tables.folder()).get(language or "")
    return bool(pattern and pattern.search(question))


@cache
def _load_patterns(own_folder: str) -> dict[str, re.Pattern[str]]:
    del own_folder  # part of the key: another folder has other tables
    with tables.patterns("numbers_asked"):
        return {
            code: re.compile(pattern, re.IGNORECASE)
            for code, pattern in tables.load("numbers_asked").items()
        }
