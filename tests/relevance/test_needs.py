"""The test set for search is whole: six queries a need, and every judged paragraph is there."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

import pytest

from benchmarks.relevance.needs import NEEDS as FILE
from benchmarks.relevance.needs import Need, only_language, read_needs, variant_of
from index.versions.keys import variant_keys
from tests.relevance.conftest import Versions

LANGUAGES: Final = {"ar", "en", "es", "fr", "ru", "zh"}
ASKED_BY: Final = {"delegate", "secretariat", "reference"}
SCRIPTS: Final = {
    "ar": re.compile("[\u0621-\u064a]{2}"),
    "ru": re.compile("[\u0430-\u044f]{2}", re.IGNORECASE),
    "zh": re.compile("[\u4e00-\u9fff]{2}"),
}
"""A query in another script is in another language, whatever it quotes."""

NEEDS: Final = read_needs()
README: Final = FILE.with_name("README.md")


@pytest.fixture(scope="module")
def keys(versions: Versions) -> dict[str, dict[str, list[str]]]:
    """Return the keys by which passages of each version are compared, as ``versions``."""
    return {
        symbol: {code: variant_keys(document.passages) for code, document in by_language.items()}
        for symbol, by_language in versions.items()
    }


def test_there_are_enough_needs_with_distinct_ids() -> None:
    assert len(NEEDS) >= 40
    assert len({need.id for need in NEEDS}) == len(NEEDS)
    assert {need.who for need in NEEDS} == ASKED_BY


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.id)
def test_a_need_has_six_distinct_questions(need: Need) -> None:
    assert set(need.queries) == LANGUAGES
    assert len({query.casefold() for query in need.queries.values()}) == len(LANGUAGES)
    for language, query in need.queries.items():
        assert query == query.strip()
        assert query
        if language in SCRIPTS:
            assert SCRIPTS[language].search(query), query


def test_no_query_occurs_twice() -> None:
    counts = Counter(query.casefold() for need in NEEDS for query in need.queries.values())
    assert [query for query, times in counts.items() if times > 1] == []


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.id)
@pytest.mark.thorough
def test_every_version_has_each_judged_paragraph(
    need: Need,
    versions: Versions,
    keys: dict[str, dict[str, list[str]]],
) -> None:
    judged = [
        (judgement.symbol, variant_of(judgement, versions[judgement.symbol]))
        for judgement in need.relevant
    ]
    assert len(set(judged)) == len(judged), "a paragraph is judged twice"
    for symbol, key in judged:
        for language, there in keys[symbol].items():
            assert key in there, (symbol, language, key)


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.id)
def test_a_need_has_an_answer_and_known_grades(need: Need) -> None:
    assert {judgement.grade for judgement in need.relevant} <= {1, 2}
    assert any(judgement.grade == 2 for judgement in need.relevant)
    for judgement in need.relevant:
        assert (judgement.label is None) != (judgement.anchor is None)
        assert (judgement.anchor is None) == (judgement.anchor_language is None)


def test_the_set_holds_what_is_hard(versions: Versions) -> None:
    """Answers that stand in one language only, in each of six, and answers in several documents."""
    answers = {
        need.id: {judgement.symbol for judgement in need.relevant if judgement.grade == 2}
        for need in NEEDS
    }
    alone = {
        need: {only_language(versions[symbol]) for symbol in symbols}
        for need, symbols in answers.items()
        if all(only_language(versions[symbol]) for symbol in symbols)
    }
    assert len(alone) >= 8
    assert set.union(*alone.values()) == LANGUAGES
    assert sum(len(symbols) > 1 for symbols in answers.values()) >= 8
    assert set.union(*answers.values()) == set(versions), "a document answers no need"


def test_the_counts_in_the_readme_are_those_of_the_file() -> None:
    readme = README.read_text(encoding="utf-8")
    counts = Counter(need.who for need in NEEDS)
    grades = Counter(judgement.grade for need in NEEDS for judgement in need.relevant)
    assert (
        f"{len(NEEDS)}: {counts['delegate']} of delegates, {counts['secretariat']} of the "
        f"secretariat, {counts['reference']} of people"
    ) in readme
    assert f"{grades.total()}: {grades[2]} with grade 2, {grades[1]} with grade 1" in readme
    assert f"{sum(len(need.relevant) == 1 for need in NEEDS)} needs |" in readme
