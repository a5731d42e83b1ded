"""Needs of one to three words: six queries a need, judged on what the sample corpus holds."""

from __future__ import annotations

from benchmarks.relevance.needs import SHORT, read_needs
from corpus.languages import BY_CODE

NEEDS = read_needs(SHORT)


def test_a_third_of_eighty_needs_is_held_back() -> None:
    assert len(NEEDS) >= 80
    assert len({need.id for need in NEEDS}) == len(NEEDS)
    assert sum(need.held_back for need in NEEDS) * 3 >= len(NEEDS) - 2


def test_each_need_has_six_languages_and_an_answer() -> None:
    for need in NEEDS:
        assert set(need.queries) == set(BY_CODE), need.id
        assert any(judgement.grade == 2 for judgement in need.relevant), need.id
