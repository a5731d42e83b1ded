"""Postings in memory give the scores of FTS5, to the last bit."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest

from corpus.documents import Document, Metadata, Passage
from index.store import Row, SnapshotCache, Store
from index.store.postings import Postings
from index.words import terms_of
from tests.index.building import document, put

Found = list[tuple[int, float]]

WORDS = "of and flood warn mountain valley river rain dyke glacier lake snow itu wsis".split()
TERMS = [("words", word) for word in WORDS]


def _document(number: int, lengths: Sequence[int] = (3, 9, 30, 200)) -> Document:
    chance = random.Random(number)  # noqa: S311 - texts, not secrets
    passages = tuple(
        Passage(
            "paragraph",
            " ".join(chance.choices(WORDS, [40, 30, *[5] * (len(WORDS) - 2)], k=length)),
            f"{position}",
            language="en",
        )
        for position, length in enumerate(chance.choices(lengths, k=12))
    )
    metadata = Metadata(symbol=f"C24/{number}")
    return Document(Path(f"/none/{number}.txt"), "txt", "en", None, metadata, passages)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path, create=True) as opened:
        for number in range(20):
            put(opened, _document(number))
        yield opened


def _by_fts5(store: Store, terms: Sequence[tuple[str, str]], most: int) -> Found:
    query = " OR ".join(f'{column}: "{term}"' for column, term in terms)
    rows = store.query(
        "SELECT rowid, -rank FROM words_en WHERE words_en MATCH ? ORDER BY rank LIMIT ?",
        *(query, most),
    )
    return [(row[0], row[1]) for row in rows]


def _check(store: Store) -> None:
    chance = random.Random(7)  # noqa: S311
    for _ in range(30):
        terms = chance.sample(TERMS, chance.randint(1, len(TERMS)))
        most = chance.choice((1, 5, 40, 1000))
        there = store.words._postings.best_of("en", terms, most, None)
        assert there is not None
        assert list(zip(*(hits.tolist() for hits in there), strict=True)) == _by_fts5(
            store, terms, most
        )


def test_scores_and_order_are_those_of_fts5(store: Store) -> None:
    _check(store)
    assert store.words.with_any("en", [("words", "nowhere")], 5) == []
    assert store.words.with_any("fr", TERMS, 5) == []
    assert store.words.with_any("en", TERMS, 0) == []


def test_the_best_of_the_allowed_passages_are_given(store: Store) -> None:
    among = np.zeros(100, np.bool_)  # of 240: what lies beyond it may not be found
    among[::3] = True
    every = _by_fts5(store, TERMS[2:6], 1000)
    assert (
        store.words.with_any("en", TERMS[2:6], 7, among)
        == [hit for hit in every if hit[0] < 100 and hit[0] % 3 == 0][:7]
    )


def test_words_of_a_term_have_to_be_adjacent(store: Store) -> None:
    beside = [("words", "flood warn"), ("words", "lake")]
    assert store.words._postings.best_of("en", beside, 9, None) is None
    assert store.words.with_any("en", beside, 9) == _by_fts5(store, beside, 9)
    ids, scores = store.words.with_term("en", "flood warn")
    assert list(zip(ids.tolist(), scores.tolist(), strict=True)) == _by_fts5(
        store, beside[:1], 1000
    )


def test_changes_of_other_writers_count_at_once(store: Store) -> None:
    _check(store)
    read = []
    real = Postings._lengths_between

    def count_reads(self: Postings, code: str, where: str = "", *values: int) -> object:
        read.append(values)
        return real(self, code, where, *values)

    with patch.object(Postings, "_lengths_between", count_reads):
        with Store(store.folder) as other:
            put(other, _document(20))
            other.files.remove(Path("/none/3.txt"))
        _check(store)
        assert read  # only what was touched
        assert all(read)
        # What no stamp tells of: words that were analysed anew.
        with store.transaction():
            store.run("DELETE FROM words_en WHERE rowid < 50")
        _check(store)


def test_remembered_postings_are_bounded(store: Store) -> None:
    kept: SnapshotCache[int, str] = SnapshotCache(store, 10, size=len)
    with store.snapshot():
        assert [kept.get(number, lambda: "abcd") for number in range(2)] == ["abcd"] * 2
        assert kept.get_many([1, 2], lambda new: dict.fromkeys(new, "ab")) == {1: "abcd", 2: "ab"}
        assert 1 not in kept
        assert kept.get_many([1, 2], lambda _: {}) == {}


def test_many_terms_are_read_by_one_statement(store: Store) -> None:
    queries: list[str] = []
    real = store.query

    def query(statement: str, *values: object) -> list[Row]:
        queries.append(statement)
        return real(statement, *values)

    terms = [word for _, word in TERMS]
    with patch.object(store, "query", query), store.snapshot():
        counts = store.words.counts("en", [*terms, "nowhere", terms[0]])
        held = {term: ids for term, (ids, _) in store.words.with_terms("en", terms).items()}
        read = len(queries)
        for term in terms:
            assert held[term].tolist() == store.words.with_term("en", term)[0].tolist()
        assert len(queries) == read <= 8
        both = store.words.with_terms("en", ["flood warn", terms[0]])
        assert (
            both["flood warn"][0].tolist() == store.words.with_term("en", "flood warn")[0].tolist()
        )
    for term in terms:
        rows = store.query("SELECT doc FROM words_en_terms WHERE term = ? AND col = 'words'", term)
        assert counts["words", term] == len(held[term]) == rows[0]["doc"]
    assert ("words", "nowhere") not in counts


@pytest.mark.parametrize(
    ("code", "text", "new_text"),
    [("ar", "النفاذ إلى المعلومات", "تمويل الشبكات"), ("zh", "获取信息", "网络资金")],
)
def test_terms_of_a_passage_are_read_once_until_it_changes(
    tmp_path: Path, code: str, text: str, new_text: str
) -> None:
    with Store(tmp_path, create=True) as store:
        put(store, document("C1/1", code, [text, text]))
        expected = {1: terms_of(text, code)[0], 2: terms_of(text, code)[0]}
        with store.snapshot():
            assert store.words.terms_of([1, 2], code) == expected
            with patch.object(store, "query", side_effect=AssertionError):
                assert store.words.terms_of([2, 1], code) == expected
        with Store(tmp_path) as other:
            put(other, document("C1/1", code, [new_text]))
        with store.snapshot():
            (passage,) = store.query_column("SELECT id FROM passage")
            assert store.words.terms_of([1, 2, passage], code) == {
                passage: terms_of(new_text, code)[0]
            }
