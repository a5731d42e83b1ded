"""Words order the passages of their language and leave those of the others where they are."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.retrieval.evidence import Ids, Scores
from index.retrieval.scorers import order_by_terms, order_by_words

NEAREST = np.array([1, 2, 3, 4, 5, 6])
SCORES = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])


def _by_words(ids: Ids, scores: Scores, languages: Any) -> Ids:
    return ids[order_by_words(ids, scores, languages)]


def _by_terms(ids: Ids, *evidence: Any) -> Ids:
    return ids[order_by_terms(ids, *evidence)]


def test_words_move_passages_within_their_language_only() -> None:
    even = NEAREST % 2 == 0
    fused = _by_words(NEAREST, SCORES, [(even, {6: 3.0, 4: 1.5})])
    assert fused.tolist() == [1, 6, 3, 4, 5, 2]
    assert _by_words(NEAREST, SCORES, []).tolist() == NEAREST.tolist()
    assert _by_words(NEAREST, SCORES, [(even, {})]).tolist() == NEAREST.tolist()
    none = np.zeros(0, np.int64)
    assert not len(_by_words(none, np.zeros(0), [(none > 0, {6: 3.0})]))


@given(
    st.lists(st.floats(-1, 1), min_size=1, max_size=30),
    st.sets(st.integers(0, 29)),
    st.dictionaries(st.integers(0, 29), st.floats(0, 2)),
)
def test_other_languages_keep_their_places(
    scores: list[float], members: set[int], matched: dict[int, float]
) -> None:
    nearest = np.arange(len(scores))
    own = np.isin(nearest, [*members])
    fused = _by_words(nearest, np.sort(scores)[::-1], [(own, matched)])
    assert sorted(fused.tolist()) == nearest.tolist()
    assert fused[~own].tolist() == nearest[~own].tolist()


def test_passages_that_the_questions_language_lacks_trade_places_among_themselves() -> None:
    nearest, scores = np.array([1, 2, 3]), np.array([0.5, 0.45, 0.44])
    alone = {2: 0.0, 3: 2.0}
    assert _by_terms(nearest, scores, {}, 1.0, alone).tolist() == [1, 3, 2]
    assert _by_terms(nearest, scores, {}, 0.0, alone).tolist() == [1, 2, 3]
    assert _by_terms(nearest, scores, {2: 0.3}, 1.0, alone).tolist() == [2, 1, 3]
    assert _by_terms(nearest[:0], scores[:0], {2: 0.3}, 1.0, {}).tolist() == []
