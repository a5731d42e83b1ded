"""Vectors are found exactly, filtered while they are searched, and kept in one whole file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pytest

from index.model.encoder import Vectors
from index.retrieval.vectors import (
    Kind,
    Rows,
    Scored,
    Segments,
    VectorPart,
    append_segment,
    find_damaged,
    read_files,
    write,
)


def _unit(number: int, dimension: int = 16, seed: int = 0) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(number, dimension)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@pytest.fixture
def vectors() -> Vectors:
    return _unit(500)


@pytest.fixture
def index(vectors: Vectors) -> Segments:
    made = Segments(16, "4")
    zeros = np.zeros(500, np.int64)
    made.add(np.arange(500) * 7 + 3, vectors, zeros, np.zeros((500, 2), np.int64))
    return made


@pytest.fixture
def segments(vectors: Vectors) -> Segments:
    """A hundred passages of five parts each, in four groups; passage p has rows 5p to 5p + 4."""
    ids = np.arange(500) // 5
    spans = np.array([(10 * (row % 5), 10 * (row % 5) + 10) for row in range(500)])
    made = Segments(16, "4")
    made.add(ids, vectors, ids % 4, spans)
    return made


def test_the_nearest_come_first_with_their_cosine(index: Segments, vectors: Vectors) -> None:
    query = _unit(1, seed=1)[0]
    cosines = vectors @ query
    expected = np.argsort(-cosines)[:10]
    hits = index.search(query, 10)
    assert [passage for passage, _ in hits] == [int(position) * 7 + 3 for position in expected]
    assert np.allclose([score for _, score in hits], cosines[expected], atol=1e-5)


def test_a_filtered_search_never_comes_back_short(index: Segments, vectors: Vectors) -> None:
    query = _unit(1, seed=2)[0]
    worst = np.argsort(vectors @ query)[:6]
    allowed = [int(position) * 7 + 3 for position in worst]
    hits = index.search(query, 5, among=allowed)
    assert [passage for passage, _ in hits] == allowed[:0:-1]
    assert index.search(query, 5, among=[]) == []
    assert index.search(query, 5, among=[-4, 10**9]) == []
    assert len(index.search(query, 5000)) == 500


def test_a_passage_is_found_once_by_its_nearest_part(segments: Segments, vectors: Vectors) -> None:
    query = _unit(1, seed=5)[0]
    best = (vectors @ query).reshape(100, 5).max(axis=1)
    expected = np.argsort(-best)
    assert segments.size == 100
    for k in (1, 7, 100, 1000):
        hits = segments.search(query, k)
        assert [passage for passage, _ in hits] == expected[:k].tolist()
        assert np.allclose([score for _, score in hits], best[expected[:k]], atol=1e-5)
    allowed = [int(passage) for passage in sorted(expected[50:58])]
    hits = segments.search(query, 8, among=allowed)
    assert [passage for passage, _ in hits] == expected[50:58].tolist()


def test_each_group_gives_its_nearest(segments: Segments, vectors: Vectors) -> None:
    query = _unit(1, seed=6)[0]
    best = (vectors @ query).reshape(100, 5).max(axis=1)
    groups = segments.search_groups(query, 3)
    for group, passages in enumerate(groups):
        own = np.arange(group, 100, 4)
        expected = own[np.argsort(-best[own])][:3]
        assert [passage for passage, _ in passages] == expected.tolist()
    # Passages 4 and 8 are of one group, 5 of another; the other two have none that is allowed.
    groups = segments.search_groups(query, 3, among=[4, 5, 8])
    assert sorted(sorted(passage for passage, _ in group) for group in groups) == [[4, 8], [5]]
    assert segments.search_groups(query, 0) == []


@pytest.mark.parametrize("kind", ["exact", "quantised", "clusters"])
def test_many_queries_at_once_find_what_each_does_alone(kind: Kind) -> None:
    vectors = _unit(4000)
    groups = np.arange(4000) % 3
    rows = Rows(np.arange(4000) // 2, vectors, groups, np.zeros((4000, 2), np.int64))
    parts = [
        VectorPart.of(Rows(*(row[groups == position] for row in rows)), kind)
        for position in range(3)
    ]
    index = Segments(16, "5", parts)
    queries = np.concatenate([_unit(37, seed=8), vectors[:3]])
    among = np.arange(0, 2000, 3)
    for together in (None, 20):
        every = index.search_groups_of_each(queries, 30, among=among, together=together)
        alone = [
            index.search_groups(query, 30, among=among, together=together) for query in queries
        ]
        assert every == alone


@pytest.mark.parametrize("near", [250, 60])
@pytest.mark.parametrize("kind", ["exact", "quantised"])
def test_near_neighbours_are_all_found(
    kind: Kind, near: int, vectors: Vectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = _unit(1, seed=6)[0]
    order = np.argsort(-(vectors @ query))
    groups = np.zeros(500, np.int64)
    groups[order[near:]] = 1 + np.arange(500 - near) % 4  # all that is near is in one of five
    rows = Rows(np.arange(500), vectors, groups, np.zeros((500, 2), np.int64))
    parts = [
        VectorPart.of(Rows(*(row[groups == position] for row in rows)), kind)
        for position in range(5)
    ]
    index = Segments(16, "4", parts)
    whole = index.search_groups(query, 120)
    calls: list[tuple[int, int]] = []
    nearest = VectorPart.nearest_to_each

    def count_searches(self: VectorPart, *given: Any) -> list[Scored]:
        calls.append((self.group, given[1]))
        return nearest(self, *given)

    monkeypatch.setattr(VectorPart, "nearest_to_each", count_searches)
    for together in (1, 10, 100, 120):
        calls.clear()
        results = index.search_groups(query, 120, together=together)
        every, best = (
            sorted((hit for own in given for hit in own), key=lambda hit: (-hit[1], hit[0]))
            for given in (results, whole)
        )
        assert every[:together] == best[:together]
    # A large part is asked for its share at once; a small one, all of which is near, again.
    assert len(results[0]) == min(near, 120)
    assert [most for group, most in calls if not group and most] == {250: [120], 60: [29, 120]}[
        near
    ]
    assert [len(own) for own in results[1:]] == [
        1 + 240 * own // 500 for own in map(len, parts[1:])
    ]


def test_sentences_of_a_passage_are_scored(
    index: Segments, segments: Segments, vectors: Vectors
) -> None:
    query = _unit(1, seed=7)[0]
    cosines = (vectors @ query).reshape(100, 5)
    best_scores = segments.sentence_scores(query, [3, 99, 12345])
    assert best_scores.keys() == {3, 99}
    for passage, (spans, scores) in best_scores.items():
        assert spans.tolist() == [[10 * part, 10 * part + 10] for part in range(5)]
        assert np.allclose(scores, cosines[passage], atol=1e-5)
    assert index.sentence_scores(query, [3]) == {}


def test_vectors_and_scores_of_passages_by_their_ids(segments: Segments, vectors: Vectors) -> None:
    query = _unit(1, seed=8)[0]
    stored = segments.of([7, 41, 12345])
    assert set(stored) == {7, 41}
    mean = vectors[35:40].mean(axis=0)
    assert np.allclose(stored[7], mean / np.linalg.norm(mean), atol=1e-5)
    assert segments.scores(query, [41, 12345]) == {
        41: pytest.approx(float((vectors[205:210] @ query).max()), abs=1e-5)
    }


def _part(vectors: Vectors, kind: Kind = "exact", group: int = 0) -> VectorPart:
    """A hundred passages of five rows each."""
    ids = np.arange(len(vectors)) // 5
    spans = np.array([(10 * (row % 5), 10 * (row % 5) + 10) for row in range(len(vectors))])
    return VectorPart.of(Rows(ids, vectors, np.full(len(vectors), group), spans), kind)


@pytest.mark.parametrize("kind", ["exact", "quantised", "clusters"])
def test_vectors_are_read_back_from_their_files(
    kind: Kind, vectors: Vectors, tmp_path: Path
) -> None:
    parts = [_part(vectors, kind), _part(_unit(500, seed=4), kind, group=1)]
    parts[1].ids = parts[1].ids + 100
    made = Segments(16, "a", parts)
    mean = {"mean": _unit(1)[0]}
    write(tmp_path, "z", 16, ["en"], parts, arrays=mean)
    write(tmp_path, "a", 16, ["en", "fr"], parts, arrays=mean)
    listed = read_files(tmp_path)
    assert listed is not None
    assert (listed.stamp, listed.groups, listed.rows, listed.kinds) == (
        *("a", ("en", "fr"), 1000, (kind,)),
    )
    names = {path.name for path in (tmp_path / "vectors").iterdir()}
    assert names == {file.name for file in listed.files()} | {"segments.json"}
    opened = listed.open(tmp_path)
    assert opened is not None
    again, arrays = opened
    query = _unit(1, seed=3)[0]
    assert again.search(query, 5) == made.search(query, 5)
    assert again.search_groups(query, 5) == made.search_groups(query, 5)
    scores = made.sentence_scores(query, range(200))
    assert again.sentence_scores(query, range(200)).keys() == scores.keys()
    for passage, (spans, cosines) in again.sentence_scores(query, range(200)).items():
        assert np.array_equal(spans, scores[passage][0])
        assert np.array_equal(cosines, scores[passage][1])
    assert np.array_equal(arrays["mean"], mean["mean"])
    assert again.size == 200


def test_clusters_are_read_by_who_searches_alone(vectors: Vectors, tmp_path: Path) -> None:
    """As lists on a disk, FAISS lets 32 threads read them beforehand, at every question."""
    path = tmp_path / "one.faiss"
    _part(vectors, "clusters").save(path)
    opened = VectorPart.load(path, "clusters", 0, len(vectors), 16)
    lists = faiss.downcast_InvertedLists(opened.index.invlists)
    assert not isinstance(lists, faiss.OnDiskInvertedLists)


@pytest.mark.parametrize("kind", ["quantised", "clusters"])
def test_inexact_scores_differ_by_thousandths_and_are_complete(kind: Kind) -> None:
    vectors, query = _unit(5000, 64), _unit(1, 64, seed=1)[0]
    exact, other = (Segments(64, "a", [_part(vectors, name)]) for name in ("exact", kind))
    assert exact.is_exact
    assert not other.is_exact
    best = dict(exact.search(query, 1000))
    for passage, score in other.search(query, 50):
        assert score == pytest.approx(best[passage], abs=0.01)
    nearest = {passage for passage, _ in other.search(query, 50)}
    assert len(nearest & {passage for passage, _ in exact.search(query, 50)}) >= 20  # at random
    few = [passage for passage, _ in exact.search(query, 1000)[-7:]]
    assert {passage for passage, _ in other.search(query, 7, among=few)} == set(few)
    assert len(other.search(query, 2000)) == 1000


def test_a_segment_replaces_the_passages_that_it_touched(vectors: Vectors, tmp_path: Path) -> None:
    base = write(tmp_path, "a", 16, ["en"], [_part(vectors)], arrays={})
    newer = _part(_unit(10, seed=4))
    newer.ids = newer.ids + 3
    touched = [(2, 5), (99, 100)]
    append_segment(tmp_path, "b", ["en"], [newer], touched=touched, behind=base, count=1)
    listed = read_files(tmp_path)
    assert listed is not None
    opened = listed.open(tmp_path)
    assert opened is not None
    assert (opened[0].stamp, opened[0].size) == ("b", 98)
    query = _unit(1, seed=3)[0]
    scores = opened[0].scores(query, range(101))
    assert scores.keys() == set(range(99)) - {2}
    assert scores[3] == pytest.approx(float((_unit(10, seed=4)[:5] @ query).max()), abs=1e-5)
    assert scores[1] == pytest.approx(float((vectors[5:10] @ query).max()), abs=1e-5)


def test_files_that_are_not_what_was_written_are_not_used(vectors: Vectors, tmp_path: Path) -> None:
    assert read_files(tmp_path) is None
    assert find_damaged(tmp_path) == []
    listed = write(tmp_path, "a", 16, ["en"], [_part(vectors)], arrays={"a": vectors})
    assert find_damaged(tmp_path) == []
    for name in [*(file.name for file in listed.files()), "segments.json"]:
        path = tmp_path / "vectors" / name
        whole = path.read_bytes()
        for bad in (
            b"",
            whole[:100],
            whole[:-1],
            b"x" * len(whole),
            whole[:70] + b"?" + whole[71:],
        ):
            path.write_bytes(bad)
            there = read_files(tmp_path)
            assert there is None or there.open(tmp_path) is None, name
            assert find_damaged(tmp_path) == [path]
        path.write_bytes(whole)
    assert listed.open(tmp_path) is not None
    # What a start has no time to read is still found by those who look.
    path = tmp_path / "vectors" / listed.segments[0].parts[0].index.name
    whole = path.read_bytes()
    path.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    assert find_damaged(tmp_path) == [path]


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = Segments(16, "0")
    assert index.search(_unit(1)[0], 5) == []
    assert index.search_groups(_unit(1)[0], 5) == []
    assert index.search(_unit(1)[0], 5, among=[1, 2]) == []
    assert index.of([1]) == {}
    write(tmp_path, "0", 16, [], [], arrays={})
    listed = read_files(tmp_path)
    assert listed is not None
    assert listed.open(tmp_path) is not None


def test_rows_come_and_go(segments: Segments, vectors: Vectors) -> None:
    query = _unit(1, seed=9)[0]
    before = segments.search(query, 100)
    best = [passage for passage, _ in before[:3]]
    segments.remove([(passage, passage + 1) for passage in [*best, 12345]])
    assert segments.size == 97
    assert segments.search(query, 97) == before[3:]
    ids = np.repeat(np.array(best), 5)
    rows = np.concatenate([vectors[5 * passage : 5 * passage + 5] for passage in best])
    segments.add(ids, rows, ids % 4, np.zeros((15, 2), np.int64))
    assert [passage for passage, _ in segments.search(query, 100)] == [item for item, _ in before]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize("suffix", [".faiss", ".rows"])
@pytest.mark.parametrize("rows", [3, 5000])
def test_a_full_disk_is_reported(suffix: str, rows: int, tmp_path: Path) -> None:
    """Also where so little is written that it only fails when the file is closed."""
    path = tmp_path / "vectors.faiss"
    path.with_suffix(suffix).symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        _part(_unit(rows)).save(path)
