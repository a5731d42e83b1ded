"""A passage and its translations are scored together; all others keep what they had."""

from __future__ import annotations

import numpy as np
import pytest

from index.model.encoder import Vectors
from index.retrieval.debiasing import consensus
from index.retrieval.scorers import average_over_versions


def _apart(cosines: list[float]) -> Vectors:
    """Unit vectors whose cosine with the first one is given; otherwise far from each other."""
    vectors = np.zeros((len(cosines) + 1, len(cosines) + 1), np.float32)
    vectors[0, 0] = 1
    for position, cosine in enumerate(cosines, start=1):
        vectors[position, 0], vectors[position, position] = cosine, np.sqrt(1 - cosine**2)
    return vectors


def test_a_translation_of_an_answer_ranks_above_similar_text() -> None:
    # An answer, its translation, and a passage in the translation's language on the same subject.
    scores = consensus([0.7, 0.4, 0.45], [0, 1, 1], _apart([0.85, 0.45]))
    assert scores[1] > 0.5 > scores[2] == pytest.approx(0.45)
    assert 0.6 < scores[0] < 0.7


def test_a_passage_that_no_other_language_has_keeps_its_score() -> None:
    scores = consensus([0.7, 0.6, 0.5], [0, 1, 2], _apart([0.5, 0.4]))
    assert scores.tolist() == pytest.approx([0.7, 0.6, 0.5])


def test_the_same_text_in_the_same_language_has_no_say() -> None:
    scores = consensus([0.7, 0.4], [0, 0], _apart([0.95]))
    assert scores.tolist() == pytest.approx([0.7, 0.4])


def test_no_score_rises_above_the_highest() -> None:
    random = np.random.default_rng(1)
    vectors = random.normal(size=(40, 3)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    scores = random.uniform(-0.2, 1, size=40)
    result = consensus(scores.tolist(), (np.arange(40) % 6).tolist(), vectors)
    assert result.max() <= scores.max() + 1e-6
    assert result.min() >= scores.min() - 1e-6


def test_words_of_all_versions_outweigh_a_word_of_one() -> None:
    words = {1: 1.0, 3: 0.6, 4: 0.6, 5: 0.2, 9: 0.5}
    # The first paragraph has a version without the words, the second one in two pieces.
    averages = average_over_versions(words, [[{1}, {2}], [{3}, {4, 5}], [{6}, {7}]])
    assert averages == {1: 0.5, 2: 0.5, 3: 0.6, 4: 0.6, 5: 0.6, 9: 0.5}
