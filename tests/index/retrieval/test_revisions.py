"""Tests that superseded text is ranked behind its revision, and that documents share a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index.indexing import build
from index.model import Encoder
from index.retrieval import Search
from index.retrieval.answers import limit_per_document
from index.retrieval.answers.page import merge_table_rows
from index.store import Store

SAME = "The fund pays for the cables of the outer islands and for nothing else."
OLD = "The budget of the outer islands is four million francs a year."
NEW = "The budget of the outer islands is nine million francs a year."


@pytest.fixture
def search(tmp_path: Path, encoder: Encoder) -> Search:
    for name, symbol, budget in (
        ("S23-CWGWSIS39-C-0002!!MSW-E.txt", "CWG-WSIS&SDG-39/2-E", OLD),
        ("S23-CWGWSIS39-C-0002!R1!MSW-E.txt", "CWG-WSIS&SDG-39/2(Rev.1)-E", NEW),
    ):
        (tmp_path / name).write_text(f"{symbol}\n\n1.1\t{SAME}\n\n1.2\t{budget}\n", "utf-8")
    store = Store(tmp_path / "index", create=True)
    build(
        store, encoder, [tmp_path / name for name in sorted(p.name for p in tmp_path.glob("*.txt"))]
    )
    return Search(store, encoder)


@pytest.mark.thorough
def test_the_same_text_is_one_hit_that_names_both(search: Search) -> None:
    hits = search.search(SAME).hits
    same = [hit for hit in hits if hit.found.passage.text == SAME]
    assert [hit.found.symbol for hit in same] == ["CWG-WSIS&SDG-39/2(Rev.1)"]
    assert same[0].also_in == ("CWG-WSIS&SDG-39/2",)


@pytest.mark.thorough
def test_the_older_paragraph_is_marked_and_ranks_behind(search: Search) -> None:
    texts = [hit.found.passage.text for hit in search.search(OLD).hits]
    assert texts.index(NEW) < texts.index(OLD)
    (old,) = (hit for hit in search.search(OLD).hits if hit.found.passage.text == OLD)
    assert old.found.superseded_by == "CWG-WSIS&SDG-39/2(Rev.1)"
    (new,) = (hit for hit in search.search(OLD).hits if hit.found.passage.text == NEW)
    assert (old.found.revises, new.found.revises) == (None, "CWG-WSIS&SDG-39/2")


@pytest.mark.thorough
def test_passages_that_a_revision_repeats_need_no_second_ranking(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many hits become one with the revision's: others of the same ranking take their places."""
    texts = [
        f"Island number {number} asks for a cable and for a fund of its own."
        for number in range(90)
    ]
    for name, symbol in (
        ("S23-CWGWSIS39-C-0002!!MSW-E.txt", "CWG-WSIS&SDG-39/2-E"),
        ("S23-CWGWSIS39-C-0002!R1!MSW-E.txt", "CWG-WSIS&SDG-39/2(Rev.1)-E"),
    ):
        body = "\n\n".join(f"1.{number}\t{text}" for number, text in enumerate(texts, 1))
        (tmp_path / name).write_text(f"{symbol}\n\n{body}\n", "utf-8")
    store = Store(tmp_path / "index", create=True)
    build(store, encoder, sorted(tmp_path.glob("*.txt")))
    search = Search(store, encoder)
    queries: list[object] = []
    ranked = search._ranking.rank

    def note_query(*given: Any) -> list[tuple[int, float]]:
        queries.append(given)
        return ranked(*given)

    monkeypatch.setattr(search._ranking, "rank", note_query)
    hits = search.search("a cable for an island").hits
    assert len(hits) == 10
    assert all(hit.found.symbol == "CWG-WSIS&SDG-39/2(Rev.1)" for hit in hits)
    assert len(queries) == 1


@pytest.mark.thorough
def test_all_revisions_rank_by_their_answer(search: Search) -> None:
    hits = search.search(OLD, all_revisions=True).hits
    assert hits[0].found.passage.text == OLD
    assert sum(hit.found.passage.text == SAME for hit in hits) == 2


UNEVEN = [(0.5, 1), (0.49, 1), (0.48, 1), (0.41, 2), (0.39, 3), (0.3, 4)]
"""Scores, each with its document: the last two are further than a fifth below the best."""


def test_a_page_shows_few_passages_of_a_document() -> None:
    hits = [
        ((number, 1.0 - number / 10), (1 if number < 4 else number, f"p{number}"))
        for number in range(7)
    ]
    spread_out, more = limit_per_document(hits, 5, 2, share=0.4)
    assert [passage for (passage, _), _ in spread_out] == [0, 1, 4, 5, 6, 2, 3]
    assert more == {(1, "p1"): 2}


def test_weaker_answers_take_no_place_on_a_page() -> None:
    hits = [
        ((number, score), (document, f"p{number}"))
        for number, (score, document) in enumerate(UNEVEN)
    ]
    spread_out, more = limit_per_document(hits, 5, 2)
    assert [passage for (passage, _), _ in spread_out] == [0, 1, 3, 2, 4, 5]
    assert more == {}


def test_only_the_first_page_of_a_list_is_spread() -> None:
    hits = [
        ((number, 1.0 - number / 100), (number % 12 if number < 24 else 0, f"p{number}"))
        for number in range(40)
    ]
    hits.insert(0, ((99, 1.0), (0, "first")))
    spread_out, _ = limit_per_document(hits, 30, 2)
    assert [passage for (passage, _), _ in spread_out] == [99, *range(40)]


def test_rows_of_a_table_are_one_hit() -> None:
    hits = [((1, 0.5), (7, "a+1:x")), ((2, 0.49), (7, "a+2:x")), ((3, 0.3), (7, "b+1:x"))]
    kept, rows = merge_table_rows(hits, {1, 2, 3})
    assert [passage for (passage, _), _ in kept] == [1, 3]
    assert rows == {(7, "a+1:x"): [2]}
