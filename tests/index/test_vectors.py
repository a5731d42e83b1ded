"""Vectors are found exactly, filtered while they are searched, and kept in one whole file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.encoder import Vectors
from index.vectors import VectorIndex, file_name


def _unit(number: int, dimension: int = 16, seed: int = 0) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(number, dimension)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@pytest.fixture
def vectors() -> Vectors:
    return _unit(500)


@pytest.fixture
def index(vectors: Vectors) -> VectorIndex:
    return VectorIndex.of(np.arange(500) * 7 + 3, vectors, {"mean": vectors[0]})


def test_the_nearest_come_first_with_their_cosine(index: VectorIndex, vectors: Vectors) -> None:
    query = _unit(1, seed=1)[0]
    cosines = vectors @ query
    expected = np.argsort(-cosines)[:10]
    found = index.search(query, 10)
    assert [passage for passage, _ in found] == [int(at) * 7 + 3 for at in expected]
    assert np.allclose([score for _, score in found], cosines[expected], atol=1e-5)


def test_a_filtered_search_never_comes_back_short(index: VectorIndex, vectors: Vectors) -> None:
    query = _unit(1, seed=2)[0]
    worst = np.argsort(vectors @ query)[:6]
    allowed = [int(at) * 7 + 3 for at in worst]
    found = index.search(query, 5, among=allowed)
    assert [passage for passage, _ in found] == allowed[:0:-1]
    assert index.search(query, 5, among=[]) == []
    assert len(index.search(query, 5000)) == 500


def test_it_comes_back_from_its_file(index: VectorIndex, tmp_path: Path) -> None:
    path = tmp_path / file_name("a" * 32, 4)
    old = tmp_path / file_name("a" * 32, 3)
    index.write(old)
    index.write(path)
    assert list(tmp_path.iterdir()) == [path]
    read = VectorIndex.read(path, dimension=16, size=500)
    assert read is not None
    query = _unit(1, seed=3)[0]
    assert read.search(query, 5) == index.search(query, 5)
    assert np.array_equal(read.arrays["mean"], index.arrays["mean"])


def test_a_file_that_is_not_the_one_expected_is_not_used(
    index: VectorIndex, tmp_path: Path
) -> None:
    path = tmp_path / file_name("a" * 32, 4)
    assert VectorIndex.read(path, dimension=16, size=500) is None
    index.write(path)
    assert VectorIndex.read(path, dimension=16, size=499) is None
    assert VectorIndex.read(path, dimension=8, size=500) is None
    whole = path.read_bytes()
    for damaged in (b"", whole[:100], whole[: len(whole) // 2], b"x" * 5000):
        path.write_bytes(damaged)
        assert VectorIndex.read(path, dimension=16, size=500) is None


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = VectorIndex.of([], np.zeros((0, 16), np.float32), {})
    assert index.search(_unit(1)[0], 5) == []
    path = tmp_path / file_name("b" * 32, 0)
    index.write(path)
    assert VectorIndex.read(path, dimension=16, size=0) is not None
