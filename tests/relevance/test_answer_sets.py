"""Tests of the sets on which short answers are measured."""

from __future__ import annotations

from pathlib import Path

from benchmarks.answers.agreement import CLASSES, read_pairs
from benchmarks.answers.questions import hold_back
from benchmarks.answers.unsure import choose_limit, leave_out
from benchmarks.relevance.needs import HARD, NEEDS, read_needs, select_held_back
from benchmarks.sentences.questions import read_questions
from corpus.languages import BY_CODE
from index import Index


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


def test_a_limit_marks_at_most_the_share_of_right_answers() -> None:
    values = [float(value) for value in range(40, 0, -1)]
    limit = choose_limit(values, 0.15)
    assert sum(value < limit for value in values) == 6
    assert choose_limit([1.0, 1.0, 2.0], 0.5) == 1.0


def test_documents_left_out_go_with_their_revisions(word_index: Path) -> None:
    with Index.open(word_index) as index:
        documents = index.store.documents
        revised, other = "CWG-WSIS&SDG-40/3", "CWG-WSIS&SDG-41/2"
        filters = leave_out(index.store, {(documents.id_of(revised) or 0, "p1"): 2})
        assert {revised, f"{revised}(Rev.1)"} <= {*documents.symbols()}
        assert other in filters.symbols
        result = index.search("early warning", filters=filters)
    assert result.hits
    assert not any((hit.shown.symbol or "").startswith(revised) for hit in result.hits)


def test_each_class_of_pairs_has_forty_in_six_languages(word_index: Path) -> None:
    with Index.open(word_index) as index:
        pairs = [*read_pairs(index)]
    for relation in CLASSES:
        own = [pair for pair in pairs if pair.relation == relation]
        assert len(own) >= 40
        assert {text.language for pair in own for text in (pair.own, pair.other)} == {*BY_CODE}
        assert 0.25 < sum(pair.is_held_out for pair in own) / len(own) < 0.4
