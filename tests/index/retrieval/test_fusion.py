"""Words order the passages of their language and leave those of the others where they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.retrieval.fusion import added, brought_up, reordered, summaries_behind

NEAREST = [(1, 0.9), (2, 0.8), (3, 0.7), (4, 0.6), (5, 0.5), (6, 0.4)]


def test_words_move_passages_within_their_language_only() -> None:
    fused = reordered(NEAREST, [({2, 4, 6}, {6: 3.0, 4: 1.5})])
    assert fused == [(1, 0.9), (6, 0.8), (3, 0.7), (4, 0.6), (5, 0.5), (2, 0.4)]
    assert reordered(NEAREST, []) == NEAREST
    assert reordered(NEAREST, [({2, 4}, {})]) == NEAREST


@given(
    st.lists(st.floats(-1, 1), min_size=1, max_size=30),
    st.sets(st.integers(0, 29)),
    st.dictionaries(st.integers(0, 29), st.floats(0, 2)),
)
def test_other_languages_keep_their_places_and_scores_fall(
    scores: list[float], members: set[int], matched: dict[int, float]
) -> None:
    nearest = list(enumerate(sorted(scores, reverse=True)))
    fused = reordered(nearest, [(members, matched)])
    assert [score for _, score in fused] == [score for _, score in nearest]
    assert sorted(passage for passage, _ in fused) == list(range(len(scores)))
    for at, (passage, _) in enumerate(nearest):
        if passage not in members:
            assert fused[at][0] == passage


def test_a_name_that_is_all_of_a_question_goes_to_the_top() -> None:
    ranked = [(number, 1 - number / 100) for number in range(30)]
    assert brought_up(ranked, {20, 25}, 1.0)[:3] == [(20, 1.0), (25, 1.0), (0, 1.0)]
    assert brought_up(ranked, {0, 25}, 1.0) == ranked
    half = brought_up(ranked, {20}, 0.5)
    assert half[5] == (20, ranked[5][1])
    assert [score for _, score in half] == sorted((score for _, score in half), reverse=True)
    assert brought_up(ranked, {4}, 0.5) == ranked
    assert brought_up(ranked, set(), 0.0) == ranked
    assert brought_up([], {1}, 1.0) == []


def test_passages_that_the_questions_language_lacks_trade_places_among_themselves() -> None:
    nearest = [(1, 0.5), (2, 0.45), (3, 0.44)]
    assert added(nearest, {}, 1.0, {2: 0.0, 3: 2.0}) == [(1, 0.5), (3, 0.45), (2, 0.44)]
    assert added(nearest, {}, 0.0, {2: 0.0, 3: 2.0}) == nearest
    assert [one for one, _ in added(nearest, {2: 0.3}, 1.0, {2: 0.0, 3: 2.0})] == [2, 1, 3]


def test_a_summary_stands_behind_the_first_paragraph_of_its_document() -> None:
    # Document 1: a summary in two languages, paragraphs 3 and 6; documents 2 and 3: one each.
    keys = {1: (1, "s"), 2: (1, "s"), 3: (1, "1"), 4: (2, "1"), 5: (3, "1"), 6: (1, "2")}
    ranked = [(1, 0.9), (4, 0.8), (2, 0.7), (3, 0.6), (5, 0.5), (6, 0.4)]
    behind = summaries_behind(ranked, keys, {1, 2}, {3, 4, 5, 6})
    assert behind == [(3, 0.9), (4, 0.8), (1, 0.7), (2, 0.6), (5, 0.5), (6, 0.4)]
    assert summaries_behind(behind, keys, {1, 2}, {3, 4, 5, 6}) == behind
    assert summaries_behind(ranked, keys, {1, 2}, {4, 5}) == ranked


def test_a_summary_makes_no_way_for_a_paragraph_far_down() -> None:
    keys = {1: (1, "s"), 9: (1, "1")} | {one: (one, "1") for one in range(2, 9)}
    ranked = [(one, 1 - one / 10) for one in range(1, 10)]
    assert summaries_behind(ranked, keys, {1}, set(range(2, 10))) == ranked
