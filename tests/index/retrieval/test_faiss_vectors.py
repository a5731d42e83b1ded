"""Vectors are found exactly, filtered while they are searched, and kept in one whole file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.model.encoder import Vectors
from index.retrieval.faiss_vectors import FaissVectors, file_name, read


def _unit(number: int, dimension: int = 16, seed: int = 0) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(number, dimension)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@pytest.fixture
def vectors() -> Vectors:
    return _unit(500)


@pytest.fixture
def index(vectors: Vectors) -> FaissVectors:
    made = FaissVectors(16, "4")
    zeros = np.zeros(500, np.int64)
    made.add(np.arange(500) * 7 + 3, vectors, zeros, np.zeros((500, 2), np.int64))
    return made


@pytest.fixture
def parted(vectors: Vectors) -> FaissVectors:
    """A hundred passages of five parts each, in four groups; passage p has rows 5p to 5p + 4."""
    ids = np.arange(500) // 5
    spans = np.array([(10 * (row % 5), 10 * (row % 5) + 10) for row in range(500)])
    made = FaissVectors(16, "4")
    made.add(ids, vectors, ids % 4, spans)
    return made


def test_the_nearest_come_first_with_their_cosine(index: FaissVectors, vectors: Vectors) -> None:
    query = _unit(1, seed=1)[0]
    cosines = vectors @ query
    expected = np.argsort(-cosines)[:10]
    found = index.search(query, 10)
    assert [passage for passage, _ in found] == [int(at) * 7 + 3 for at in expected]
    assert np.allclose([score for _, score in found], cosines[expected], atol=1e-5)


def test_a_filtered_search_never_comes_back_short(index: FaissVectors, vectors: Vectors) -> None:
    query = _unit(1, seed=2)[0]
    worst = np.argsort(vectors @ query)[:6]
    allowed = [int(at) * 7 + 3 for at in worst]
    found = index.search(query, 5, among=allowed)
    assert [passage for passage, _ in found] == allowed[:0:-1]
    assert index.search(query, 5, among=[]) == []
    assert index.search(query, 5, among=[-4, 10**9]) == []
    assert len(index.search(query, 5000)) == 500


def test_a_passage_of_several_parts_is_found_once_by_its_nearest(
    parted: FaissVectors, vectors: Vectors
) -> None:
    query = _unit(1, seed=5)[0]
    best = (vectors @ query).reshape(100, 5).max(axis=1)
    expected = np.argsort(-best)
    assert parted.size == 100
    for k in (1, 7, 100, 1000):
        found = parted.search(query, k)
        assert [passage for passage, _ in found] == expected[:k].tolist()
        assert np.allclose([score for _, score in found], best[expected[:k]], atol=1e-5)
    allowed = [int(passage) for passage in sorted(expected[50:58])]
    found = parted.search(query, 8, among=allowed)
    assert [passage for passage, _ in found] == expected[50:58].tolist()


def test_each_group_gives_its_nearest(parted: FaissVectors, vectors: Vectors) -> None:
    query = _unit(1, seed=6)[0]
    best = (vectors @ query).reshape(100, 5).max(axis=1)
    groups = parted.search_groups(query, 3)
    for group, found in enumerate(groups):
        own = np.arange(group, 100, 4)
        expected = own[np.argsort(-best[own])][:3]
        assert [passage for passage, _ in found] == expected.tolist()
    # Passages 4 and 8 are of one group, 5 of another; the other two have none that is allowed.
    groups = parted.search_groups(query, 3, among=[4, 5, 8])
    assert sorted(sorted(passage for passage, _ in found) for found in groups) == [[4, 8], [5]]
    assert parted.search_groups(query, 0) == []


def test_the_nearest_part_of_a_passage_is_told(
    index: FaissVectors, parted: FaissVectors, vectors: Vectors
) -> None:
    query = _unit(1, seed=7)[0]
    best = (vectors @ query).reshape(100, 5).argmax(axis=1)
    parts = parted.best_sentences(query, [3, 99, 12345])
    assert parts == {p: (10 * int(best[p]), 10 * int(best[p]) + 10) for p in (3, 99)}
    assert index.best_sentences(query, [3]) == {3: None}


def test_vectors_and_scores_of_passages_by_their_ids(
    parted: FaissVectors, vectors: Vectors
) -> None:
    query = _unit(1, seed=8)[0]
    found = parted.of([7, 41, 12345])
    assert set(found) == {7, 41}
    mean = vectors[35:40].mean(axis=0)
    assert np.allclose(found[7], mean / np.linalg.norm(mean), atol=1e-5)
    assert parted.scores(query, [41, 12345]) == {
        41: pytest.approx(float((vectors[205:210] @ query).max()), abs=1e-5)
    }


def test_it_comes_back_from_its_file(parted: FaissVectors, tmp_path: Path) -> None:
    path = tmp_path / file_name("4")
    old = tmp_path / file_name("3")
    mean = {"mean": _unit(1)[0]}
    parted.write(old, mean)
    parted.write(path, mean)
    assert list(tmp_path.iterdir()) == [path]
    stored = read(path, dimension=16, size=100, stamp="4")
    assert stored is not None
    again, arrays = stored
    query = _unit(1, seed=3)[0]
    assert again.search(query, 5) == parted.search(query, 5)
    assert again.search_groups(query, 5) == parted.search_groups(query, 5)
    assert again.best_sentences(query, range(100)) == parted.best_sentences(query, range(100))
    assert np.array_equal(arrays["mean"], mean["mean"])


def test_a_file_that_is_not_the_one_expected_is_not_used(
    index: FaissVectors, tmp_path: Path
) -> None:
    path = tmp_path / file_name("4")
    assert read(path, dimension=16, size=500, stamp="4") is None
    index.write(path, {})
    assert read(path, dimension=16, size=499, stamp="4") is None
    assert read(path, dimension=8, size=500, stamp="4") is None
    whole = path.read_bytes()
    for damaged in (b"", whole[:100], whole[: len(whole) // 2], b"x" * 5000):
        path.write_bytes(damaged)
        assert read(path, dimension=16, size=500, stamp="4") is None


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = FaissVectors(16, "0")
    assert index.search(_unit(1)[0], 5) == []
    assert index.search_groups(_unit(1)[0], 5) == []
    assert index.search(_unit(1)[0], 5, among=[1, 2]) == []
    assert index.of([1]) == {}
    path = tmp_path / file_name("0")
    index.write(path, {})
    assert read(path, dimension=16, size=0, stamp="4") is not None


def test_a_file_as_it_was_written_before_is_read(parted: FaissVectors, tmp_path: Path) -> None:
    path = tmp_path / file_name("4")
    parted.write(path, {})
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    groups = arrays.pop("rows/groups")
    borders = np.searchsorted(groups, np.arange(5))
    with path.open("wb") as stream:
        np.savez(stream, **arrays, **{"rows/borders": borders})  # type: ignore[arg-type]
    again = read(path, dimension=16, size=100, stamp="4")
    assert again is not None
    query = _unit(1, seed=3)[0]
    assert again[0].search_groups(query, 5) == parted.search_groups(query, 5)


def test_rows_come_and_go(parted: FaissVectors, vectors: Vectors) -> None:
    query = _unit(1, seed=9)[0]
    before = parted.search(query, 100)
    best = [passage for passage, _ in before[:3]]
    parted.remove([*best, 12345])
    assert parted.size == 97
    assert parted.search(query, 97) == before[3:]
    ids = np.repeat(np.array(best), 5)
    rows = np.concatenate([vectors[5 * passage : 5 * passage + 5] for passage in best])
    parted.add(ids, rows, ids % 4, np.zeros((15, 2), np.int64))
    assert [passage for passage, _ in parted.search(query, 100)] == [one for one, _ in before]
