"""Is everything there on one open index, and the model only where it is needed?"""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from corpus.errors import NoIndexError, OtherModelError
from index import Index
from index.model import Encoder, Vectors
from index.store import Store
from tests.conftest import copy_index


class UnusableEncoder:
    """A model that must not be asked for."""

    def __init__(self, encoder: Encoder) -> None:
        self.name = encoder.name
        self.dimension = encoder.dimension

    def queries(self, texts: object) -> Vectors:  # noqa: ARG002
        raise AssertionError("the model was asked")

    passages = queries


@pytest.fixture
def folder(sample_index: Path, tmp_path: Path) -> Path:
    return copy_index(sample_index, tmp_path / "index")


def test_without_an_index_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError):
        Index.open(tmp_path / "none")


@pytest.mark.thorough
def test_names_and_words_need_no_model(folder: Path, encoder: Encoder) -> None:
    with Index.open(folder) as index:
        index.encoder = UnusableEncoder(encoder)  # type: ignore[assignment]
        assert index.search("roadmap", mode="lexical").hits
        assert index.show("CWG-WSIS&SDG-40/3").passages
        assert index.look_up("CWG-WSIS&SDG-40/3").document
        assert index.status().documents == len(index.documents())
        assert index.facets()["language"]
        assert index.graph().nodes
        index.prepare()
        assert all(finding.kind == "behind" for finding in index.verify())


@pytest.mark.thorough
def test_a_passage_that_a_revision_left_out_is_cited_so(reports_index: Path) -> None:
    with Index.open(reports_index) as index:
        shown = index.show("CWG-WSIS&SDG-40/3").passages
        left_out = [excerpt.passage_id for excerpt in shown if excerpt.is_left_out]
        assert left_out
        assert all(excerpt.is_left_out for excerpt in index.excerpts(left_out).values())


def test_a_question_embeds_itself_once(folder: Path, encoder: Encoder) -> None:
    calls: list[str] = []

    class Counting(UnusableEncoder):
        def queries(self, texts: list[str]) -> Vectors:  # type: ignore[override]
            calls.extend(texts)
            return encoder.queries(texts)

    with Index.open(folder) as index:
        index.encoder = Counting(encoder)  # type: ignore[assignment]
        hits = index.search("Who tracks livestock with satellite ear tags?", k=5).hits
        index.best_sentences(
            "Who tracks livestock with satellite ear tags?",
            [hit.found.passage_id for hit in hits],
        )
    assert len(calls) == 1


def test_threads_may_share_it(folder: Path, encoder: Encoder) -> None:
    results: list[int] = []
    with Index.open(folder) as index:
        index.encoder = encoder

        def ask() -> None:
            results.append(len(index.search("schools", k=3).hits) + len(index.documents()))

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(set(results)) == 1
    assert len(results) == 4


@pytest.mark.thorough
def test_an_ingest_is_found_by_the_same_index(
    folder: Path, encoder: Encoder, tmp_path: Path
) -> None:
    (tmp_path / "bees.txt").write_text("Bees dance where the clover is.", "utf-8")
    with Index.open(folder) as index:
        index.encoder = encoder
        before = index.status().documents
        assert index.ingest([tmp_path / "bees.txt"]).ingested == 1
        assert index.status().documents == before + 1
        assert "Bees" in index.search("Where do bees dance?").hits[0].found.passage.text


@pytest.mark.thorough
def test_a_question_binds_an_empty_index_to_no_model(encoder: Encoder, tmp_path: Path) -> None:
    """An ingest that was killed before its first document leaves such an index."""
    (tmp_path / "bees.txt").write_text("Bees dance where the clover is.", "utf-8")
    other = UnusableEncoder(encoder)
    other.name = "another"
    with (
        Index(Store(tmp_path / "index", create=True), encoder) as writer,
        Index(Store(tmp_path / "index"), other) as reader,  # type: ignore[arg-type]
    ):
        assert not reader.search("bees", mode="lexical").hits
        assert writer.ingest([tmp_path / "bees.txt"]).ingested == 1
        with pytest.raises(OtherModelError):
            reader.search("clover")


def test_another_model_is_refused(folder: Path, encoder: Encoder) -> None:
    other = UnusableEncoder(encoder)
    other.name = "another"
    with Index.open(folder) as index:
        index.encoder = other  # type: ignore[assignment]
        with pytest.raises(OtherModelError):
            index.search("schools")
