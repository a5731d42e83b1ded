"""Tests of the sets on which short answers are measured."""

from __future__ import annotations

from benchmarks.answers.__main__ import hold_back
from benchmarks.relevance.needs import HARD, NEEDS, read_needs, select_held_back
from benchmarks.sentences.questions import read_questions


def test_half_of_the_needs_are_test_needs() -> None:
    for path in (NEEDS, HARD):
        needs = read_needs(path)
        elsewhere = select_held_back(needs)
        held = hold_back(needs, elsewhere)
        assert abs(len(held) - len(needs) / 2) <= 1
        assert all(need in held for need in elsewhere)
        assert len(held) == len({need.id for need in held})


def test_half_of_the_marked_sentences_are_test_sentences() -> None:
    questions = read_questions()
    held = hold_back(questions, [question for question in questions if question.held_back])
    assert abs(len(held) - len(questions) / 2) <= 1
