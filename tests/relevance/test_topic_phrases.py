"""The topics as people say them are whole, and what the benchmark counts over them is right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from benchmarks.positions.phrases import (
    NOMINAL,
    PHRASES,
    LabelledTopic,
    Source,
    count_sources,
    paragraph_name,
    read_topics,
)
from corpus.languages import BY_CODE
from index import Index
from index.analyses.paragraphs import language_of, submitters_of

Labels = dict[Source, frozenset[str]]

TOPICS: Final = read_topics()
NOUN_PHRASES: Final = read_topics(NOMINAL)
ALL_TOPICS: Final = (*TOPICS, *NOUN_PHRASES)
SCRIPTS: Final = {"ar": "[\u0621-\u064a]", "ru": "[\u0430-\u044f]", "zh": "[\u4e00-\u9fff]"}


@pytest.fixture(scope="module")
def index(word_index: Path) -> Iterator[Index]:
    with Index.open(word_index) as opened:
        yield opened


def test_sixty_topics_have_a_third_held_out_and_ten_absent() -> None:
    assert len(TOPICS) == 60
    assert sum(topic.is_held_out for topic in TOPICS) == 20
    on_nothing = [topic for topic in TOPICS if not topic.speaks]
    assert len(on_nothing) == 10
    assert sum(topic.is_held_out for topic in on_nothing) in (3, 4)


def test_half_of_thirty_noun_phrases_are_test_topics_and_five_absent() -> None:
    assert len(NOUN_PHRASES) == 30
    assert sum(topic.is_held_out for topic in NOUN_PHRASES) == 15
    on_nothing = [topic for topic in NOUN_PHRASES if not topic.speaks]
    assert len(on_nothing) == 5
    assert sum(topic.is_held_out for topic in on_nothing) in (2, 3)


def test_topics_have_few_words_and_are_distinct_by_language() -> None:
    for code in BY_CODE:
        names = [topic.names[code] for topic in ALL_TOPICS]
        assert len({name.casefold() for name in names}) == len(ALL_TOPICS)
        assert all(re.search(SCRIPTS.get(code, "[a-z]"), name) for name in names), code
    assert {len(topic.names["en"].split()) for topic in ALL_TOPICS} <= {2, 3, 4, 5, 6}


def test_each_source_that_speaks_has_one_or_two_best_paragraphs() -> None:
    for topic in ALL_TOPICS:
        assert topic.best.keys() == topic.speaks.keys(), topic.names["en"]
        for source, best in topic.best.items():
            assert best <= topic.speaks[source], (topic.names["en"], source)
            assert 1 <= len(best) <= 2, (topic.names["en"], source)
            assert not topic.passing.get(source, frozenset()) & topic.speaks[source]


@pytest.mark.thorough
def test_each_labelled_paragraph_has_its_sources_in_the_sample(
    index: Index,
) -> None:
    submitters = submitters_of(index.store)
    sources: dict[str, set[Source]] = {}
    for entry in index.documents():
        language = language_of(entry, ["en"])
        version = index.store.versions.find_shown(entry.id, language)
        assert version is not None
        for passage_id, passage in index.store.passages.in_version(version).items():
            if passage.kind != "heading":
                sources[paragraph_name(index, passage_id)] = {
                    (submitter.key, entry.meeting) for submitter in submitters[entry.id]
                }
    for topic in ALL_TOPICS:
        for labels in (topic.speaks, topic.passing):
            labelled: dict[str, set[Source]] = {}
            for source, paragraphs in labels.items():
                for paragraph in paragraphs:
                    labelled.setdefault(paragraph, set()).add(source)
            for paragraph, its_sources in labelled.items():
                assert sources.get(paragraph) == its_sources, (topic.names["en"], paragraph)


def _ask(
    index: Index, language: str, name: str, speaks: Labels, passing: Labels | None = None
) -> Counter[str]:
    counts = Counter[str]()
    topic = LabelledTopic({language: name}, False, speaks, speaks, passing or {})
    count_sources(index, topic, language, counts, errors=True)
    return counts


@pytest.mark.thorough
def test_missing_wrong_and_passing_sources_are_counted(
    index: Index, capsys: pytest.CaptureFixture[str]
) -> None:
    speaks: Labels = {
        ("CHN", "40"): frozenset({"40/INF/8 3.1"}),
        ("SEN", "41"): frozenset({"41/INF/4 1.1"}),
    }
    wrong = _ask(index, "ru", "животноводство", speaks)
    assert (wrong["wanted"], wrong["named"], wrong["wrong"]) == (2, 0, 1)
    assert "not named ['CHN/40', 'SEN/41'], wrong ['KAZ/40']" in capsys.readouterr().err
    touching: Labels = {("KAZ", "40"): frozenset({"40/INF/7 1.1"})}
    passing = _ask(index, "ru", "животноводство", speaks, touching)
    assert (passing["wanted"], passing["named"], passing["wrong"]) == (2, 0, 0)


@pytest.mark.thorough
def test_best_paragraph_and_silence_are_counted(index: Index) -> None:
    right = _ask(index, "es", "vermiculita", {("URY", "39"): frozenset({"39/INF/5 3.1"})})
    assert (right["named"], right["there"], right["best"]) == (1, 1, 1)
    other = _ask(index, "es", "vermiculita", {("URY", "39"): frozenset({"39/INF/5 2.1"})})
    assert (other["named"], other["there"], other["best"]) == (1, 1, 0)
    silent = _ask(index, "es", "cantantes de ópera", {})
    assert (silent["on nothing"], silent["silent"]) == (1, 1)
    wrong = _ask(index, "es", "vermiculita", {})
    assert (wrong["on nothing"], wrong["silent"], wrong["wrong"]) == (1, 0, 1)


def test_the_readme_says_how_many_topics_there_are() -> None:
    readme = PHRASES.with_name("README.md").read_text("utf-8")
    assert f"{len(TOPICS)} topics as people say them" in readme
    assert f"{len(NOUN_PHRASES)} plain noun phrases" in readme
