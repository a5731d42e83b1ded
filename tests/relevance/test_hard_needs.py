"""Hard needs: six queries each, ten kinds, and every judged paragraph is in the sample corpus."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pytest

from benchmarks.relevance.needs import HARD, NEEDS, SHORT, Need, only_language, read_needs
from benchmarks.relevance.needs import variant_of as find_variant
from corpus.languages import BY_CODE
from index.versions.keys import variant_keys
from tests.relevance.conftest import Versions

HARD_NEEDS: Final = read_needs(HARD)
README: Final = HARD.with_name("README.md").read_text(encoding="utf-8")
KINDS: Final = {
    "figures",
    "deadlines",
    "who asks",
    "comparisons",
    "negations",
    "typos",
    "transliterations",
    "varied terms",
    "half-known phrases",
    "revisions",
}


def list_answering_symbols(need: Need) -> set[str]:
    """Return the symbols of the documents that answer the need."""
    return {judged.symbol for judged in need.relevant if judged.grade == 2}


def test_every_third_of_forty_four_needs_is_held_back() -> None:
    assert [need.id for need in HARD_NEEDS] == [f"h{n:02}" for n in range(1, 45)]
    assert [need.id for need in HARD_NEEDS if need.held_back] == [
        need.id for need in HARD_NEEDS[2::3]
    ]


def test_each_kind_has_four_needs_and_one_held_back() -> None:
    counts = Counter(need.kind for need in HARD_NEEDS)
    assert set(counts) == KINDS
    assert min(counts.values()) >= 4
    assert {need.kind for need in HARD_NEEDS if need.held_back} == KINDS


def test_each_need_has_six_languages_with_unique_questions() -> None:
    queries = Counter(
        query.casefold()
        for need in (*HARD_NEEDS, *read_needs(NEEDS), *read_needs(SHORT))
        for query in set(need.queries.values())
    )
    for need in HARD_NEEDS:
        assert set(need.queries) == set(BY_CODE), need.id
        for query in need.queries.values():
            assert query == query.strip() != "", need.id
            assert queries[query.casefold()] == 1, query


def test_each_has_an_answer_unless_its_phrase_is_half_known() -> None:
    for need in HARD_NEEDS:
        grades = {judged.grade for judged in need.relevant}
        assert grades, need.id
        assert grades <= {1, 2}, need.id
        assert 2 in grades or need.kind == "half-known phrases", need.id


def test_fourteen_are_answered_in_one_language_only(versions: Versions) -> None:
    languages = [
        {only_language(versions[symbol]) for symbol in list_answering_symbols(need)}
        for need in HARD_NEEDS
    ]
    count = sum(bool(codes) and None not in codes for codes in languages)
    assert count >= 14
    assert f"Of the needs, {count} are answered in one language only" in README


@pytest.mark.parametrize("need", HARD_NEEDS, ids=lambda need: need.id)
@pytest.mark.thorough
def test_every_judged_paragraph_is_in_every_version(need: Need, versions: Versions) -> None:
    judged = [
        (judgement.symbol, find_variant(judgement, versions[judgement.symbol]))
        for judgement in need.relevant
        if not judgement.is_document
    ]
    assert len(set(judged)) == len(judged) == len(need.relevant), "a paragraph is judged twice"
    for symbol, key in judged:
        for language, document in versions[symbol].items():
            assert key in variant_keys(document.passages), (symbol, language, key)


def test_the_readme_counts_what_the_file_holds() -> None:
    grades = Counter(judged.grade for need in HARD_NEEDS for judged in need.relevant)
    answers = [list_answering_symbols(need) for need in HARD_NEEDS]
    assert f"`needs_hard.jsonl` holds {len(HARD_NEEDS)} needs" in README
    assert f"{grades.total()} judgements: {grades[2]} with grade 2, {grades[1]} with" in README
    several = sum(len(symbols) > 1 for symbols in answers)
    assert several >= 10
    assert f"{several} are answered in several documents" in README
    for kind, count in Counter(need.kind for need in HARD_NEEDS).items():
        assert f"| {kind} | {count} |" in README
