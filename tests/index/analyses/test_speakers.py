"""Documents speak on a topic by all evidence of a search, whatever their words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import Index
from index.analyses.speakers import FEATURES, find_speaking, read_table
from index.retrieval import TopicEvidence


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


def _make_evidence(deviation: float, passages: int) -> TopicEvidence:
    """Return three paragraphs of a document, and the passages that the archive has."""
    values = np.full(3, deviation)
    return TopicEvidence(np.array([1, 1, 1]), values, values, np.ones(3) * 0.5, passages)


@pytest.mark.thorough
def test_a_larger_archive_wants_more_nearness() -> None:
    table = read_table()
    words = FEATURES.index("words")
    rest = table.speaking - 0.5 * table.weights[words]
    enough = rest / (table.weights.sum() - table.weights[words]) + 0.01
    assert find_speaking(_make_evidence(enough, table.passages)) == [1]
    assert find_speaking(_make_evidence(enough, 1000 * table.passages)) == []


@pytest.mark.thorough
def test_without_evidence_nobody_speaks() -> None:
    assert find_speaking(None) == []
