"""Documents speak on a topic by all evidence of a search, whatever their words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import Index
from index.analyses.speakers import FEATURES, Speakers, find_speaking, read_table
from index.retrieval import Search, TopicEvidence


@pytest.mark.model
@pytest.mark.parametrize("topic", ["children without identity papers", "没有身份证件的儿童"])
@pytest.mark.once
def test_a_topic_in_other_words_names_its_speaker(said_index: Path, topic: str) -> None:
    with Index.open(said_index) as index:
        named = {(cell.submitters[0].key, cell.meeting) for cell in index.positions(topic).naming}
    assert named == {("SEN", "41")}


@pytest.mark.model
@pytest.mark.thorough
def test_a_topic_that_nobody_speaks_on_names_nobody(said_index: Path) -> None:
    with Index.open(said_index) as index:
        assert not index.positions("energy consumption of data centres").naming


@pytest.mark.model
def test_words_of_a_long_topic_count_in_other_languages(reports_index: Path) -> None:
    topic = "利用人工智能为小岛屿居民进行洪水预警"
    with Index.open(reports_index) as index:
        evidence = Search(index.store, index.encoder).measure_topic(topic, 50)
        best = int(evidence.documents[evidence.coverage.argmax()])
        symbols = {row["id"]: row["symbol"] for row in index.store.documents.all()}
    assert "40/3" in symbols[best]
    assert 0.2**2 < evidence.coverage.max() <= 1


_SHARE = 0.2
"""Share of a topic's words in a document of the tests: nearness has to add to it."""


def _make_evidence(
    deviation: float, passages: int, *, middle: float = 0.5, known: float = 1.0
) -> TopicEvidence:
    """Return three paragraphs of a document, and what the archive has of them."""
    values, shares = np.full(3, deviation), np.full(3, _SHARE)
    return TopicEvidence(
        np.array([1, 1, 1]), values, values, shares, shares, passages, middle, 0.1, known
    )


def _measure_enough(bound: float) -> float:
    """Return the deviation from which on a document is above a bound."""
    table = read_table()
    shares = sum(table.weights[FEATURES.index(name)] for name in ("words", "coverage"))
    return float((bound - _SHARE * shares) / (table.weights.sum() - shares)) + 0.01


@pytest.mark.thorough
def test_a_larger_archive_wants_more_nearness() -> None:
    table = read_table()
    enough = _measure_enough(table.speaking)
    assert find_speaking(_make_evidence(enough, table.passages)).speaking == (1,)
    assert find_speaking(_make_evidence(enough, 1000 * table.passages)).speaking == ()


def test_a_longer_document_wants_more_nearness() -> None:
    table = read_table()
    short = _make_evidence(_measure_enough(table.speaking), table.passages)
    others = np.zeros(300)
    long = TopicEvidence(
        np.ones(303, np.int64),
        np.append(short.nearness, others),
        np.append(short.order, others),
        np.append(short.words, others),
        np.append(short.coverage, others),
        short.passages,
        short.middle,
        short.spread,
        short.known,
    )
    assert find_speaking(short).speaking == (1,)
    assert find_speaking(long).speaking == ()


@pytest.mark.thorough
def test_a_document_between_the_bounds_is_near() -> None:
    table = read_table()
    evidence = _make_evidence(_measure_enough(table.near), table.passages)
    assert find_speaking(evidence) == Speakers((), (1,))


@pytest.mark.thorough
def test_a_topic_far_from_every_paragraph_has_no_speakers() -> None:
    table = read_table()
    enough = _measure_enough(table.speaking)
    absent = _make_evidence(enough, table.passages, middle=-0.5, known=0.0)
    assert find_speaking(absent) == Speakers((), ())


@pytest.mark.thorough
def test_without_evidence_nobody_speaks() -> None:
    assert find_speaking(None) == Speakers((), ())
