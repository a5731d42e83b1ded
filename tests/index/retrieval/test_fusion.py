"""Words order the passages of their language and leave those of the others where they are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.retrieval.fusion import added, brought_up, reordered, summaries_behind

NEAREST = np.array([1, 2, 3, 4, 5, 6])
SCORES = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])


def test_words_move_passages_within_their_language_only() -> None:
    even = NEAREST % 2 == 0
    fused = reordered(NEAREST, SCORES, [(even, {6: 3.0, 4: 1.5})])
    assert fused.tolist() == [1, 6, 3, 4, 5, 2]
    assert reordered(NEAREST, SCORES, []).tolist() == NEAREST.tolist()
    assert reordered(NEAREST, SCORES, [(even, {})]).tolist() == NEAREST.tolist()
    none = np.zeros(0, np.int64)
    assert not len(reordered(none, np.zeros(0), [(none > 0, {6: 3.0})]))


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
    fused = reordered(nearest, np.sort(scores)[::-1], [(own, matched)])
    assert sorted(fused.tolist()) == nearest.tolist()
    assert fused[~own].tolist() == nearest[~own].tolist()


def test_a_name_that_is_all_of_a_question_goes_to_the_top() -> None:
    ranked = np.arange(30)
    assert brought_up(ranked, {20, 25}, 1.0)[:3].tolist() == [20, 25, 0]
    assert brought_up(ranked, {0, 25}, 1.0).tolist() == ranked.tolist()
    half = brought_up(ranked, {20}, 0.5)
    assert half.tolist() == [0, 1, 2, 3, 4, 20, *range(5, 20), *range(21, 30)]
    assert brought_up(ranked, {4}, 0.5).tolist() == ranked.tolist()
    assert brought_up(ranked, set(), 0.0).tolist() == ranked.tolist()
    assert brought_up(ranked, {99}, 1.0).tolist() == ranked.tolist()
    assert brought_up(ranked[:3], {2}, 0.5).tolist() == [0, 1, 2]
    assert brought_up(ranked[:0], {1}, 1.0).tolist() == []


def test_passages_that_the_questions_language_lacks_trade_places_among_themselves() -> None:
    nearest, scores = np.array([1, 2, 3]), np.array([0.5, 0.45, 0.44])
    alone = {2: 0.0, 3: 2.0}
    assert added(nearest, scores, {}, 1.0, alone).tolist() == [1, 3, 2]
    assert added(nearest, scores, {}, 0.0, alone).tolist() == [1, 2, 3]
    assert added(nearest, scores, {2: 0.3}, 1.0, alone).tolist() == [2, 1, 3]
    assert added(nearest[:0], scores[:0], {2: 0.3}, 1.0, {}).tolist() == []


def _behind(ranked: list[int], keys: dict[int, tuple[int, str]], *chosen: set[int]) -> list[int]:
    of = [keys[one] for one in ranked]
    behind: list[int] = summaries_behind(
        np.array(ranked),
        np.array([document for document, _ in of]),
        np.array([sorted(set(of)).index(one) for one in of]),
        *(np.isin(ranked, [*own]) for own in chosen),
    ).tolist()
    return behind


def test_a_summary_stands_behind_the_first_paragraph_of_its_document() -> None:
    # Document 1: a summary in two languages, paragraphs 3 and 6; documents 2 and 3: one each.
    keys = {1: (1, "s"), 2: (1, "s"), 3: (1, "1"), 4: (2, "1"), 5: (3, "1"), 6: (1, "2")}
    ranked = [1, 4, 2, 3, 5, 6]
    behind = _behind(ranked, keys, {1, 2}, {3, 4, 5, 6})
    assert behind == [3, 4, 1, 2, 5, 6]
    assert _behind(behind, keys, {1, 2}, {3, 4, 5, 6}) == behind
    assert _behind(ranked, keys, {1, 2}, {4, 5}) == ranked


def test_a_summary_makes_no_way_for_a_paragraph_far_down() -> None:
    keys = {1: (1, "s"), 9: (1, "1")} | {one: (one, "1") for one in range(2, 9)}
    ranked = [*range(1, 10)]
    assert _behind(ranked, keys, {1}, {*range(2, 10)}) == ranked
