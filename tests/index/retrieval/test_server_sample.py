"""Over the sample corpus a server gives the answers that files give, whatever is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from benchmarks.relevance.needs import SHORT, read_needs
from corpus.filters import Filters
from corpus.sample import FILES
from index.analyses import precedents
from index.indexing import build
from index.model import Encoder
from index.retrieval import Mode, Search
from index.store import Store
from ingest.read import read
from tests.conftest import copy_index
from tests.memory_server import ENGINES, engine_address

QUESTIONS: Final = [query for need in read_needs()[::9] for query in need.queries.values()]
SHORT_QUESTIONS: Final = [
    query for need in read_needs(SHORT)[::9] for query in need.queries.values()
]


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return engine_address(request, "sample")


@pytest.fixture(scope="module")
def store(
    engine: str,  # noqa: ARG001 - a store of its own for each
    sample_index: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("copy") / "index"
    copy_index(sample_index, folder)
    with Store(folder) as store:
        yield store


@pytest.fixture(scope="module")
def both(store: Store, encoder: Encoder, engine: str) -> tuple[Search, Search]:
    """By files and by the server."""
    searches = Search(store, encoder), Search(store, encoder, engine=engine)
    for search in searches:
        search.prepare()
    # What the server does not answer is no answer here.
    setattr(searches[1]._ranking.evidence.lexical.engine, "_store", None)  # noqa: B010
    return searches


def _first(search: Search, query: str, **options: Any) -> list[int]:
    return [hit.found.passage_id for hit in search.search(query, **options).hits]


def _agreement(both: tuple[Search, Search], mode: Mode, queries: list[str]) -> float:
    """Share of the first ten that stand in both lists."""
    shares = []
    for query in queries:
        here, there = (_first(search, query, mode=mode) for search in both)
        shares.append(len({*here} & {*there}) / len(here) if here else not there)
    return sum(shares) / len(shares)


@pytest.mark.slow
def test_the_first_ten_are_the_same(both: tuple[Search, Search]) -> None:
    assert len(QUESTIONS) >= 50
    assert len(SHORT_QUESTIONS) >= 50
    assert _agreement(both, "dense", QUESTIONS) >= 0.99
    for questions in (QUESTIONS, SHORT_QUESTIONS):
        assert _agreement(both, "hybrid", questions) >= 0.99
        assert _agreement(both, "lexical", questions) >= 0.99


@pytest.mark.parametrize(
    "options",
    [
        {"filters": Filters(languages=("ru",))},
        {"filters": Filters(meetings=("CWG-WSIS&SDG-40",), kinds=("paragraph",))},
        {"filters": Filters(series=("INF",))},
        {"filters": Filters(source="Kenya")},
        {"filters": Filters(languages=("es",))},
        {"shown_in": "ar"},
        {"order": "date"},
        {"k": 3, "offset": 5},
        {"mode": "lexical"},
        {"mode": "lexical", "filters": Filters(languages=("ru", "zh"))},
    ],
)
@pytest.mark.parametrize(
    "query",
    [
        "Who tracks livestock with satellite ear tags?",
        '"the Council" -Kenya',
        "数字鸿沟",
        "Resolution 1332 and the review",
        "-schools broadband in the countryside",
    ],
)
@pytest.mark.thorough
def test_filters_phrases_exclusions_and_references_do_the_same(
    both: tuple[Search, Search], query: str, options: dict[str, Any]
) -> None:
    here, there = (search.search(query, **options) for search in both)
    assert [(hit.found.passage_id, hit.shown) for hit in there.hits] == [
        (hit.found.passage_id, hit.shown) for hit in here.hits
    ]
    assert (there.passages, there.documents) == (here.passages, here.documents)


@pytest.mark.thorough
def test_sentences_related_passages_and_precedents_are_the_same(
    both: tuple[Search, Search], store: Store
) -> None:
    query = "Who tracks livestock with satellite ear tags?"
    first = _first(both[0], query)
    assert both[1].best_sentences(query, first) == both[0].best_sentences(query, first)
    assert [hit.found.passage_id for hit in both[1].find_related(first[0])] == [
        hit.found.passage_id for hit in both[0].find_related(first[0])
    ]
    draft = read(next(FILES.glob("CWGWSIS40/*C-0003!!MSW-F*")))
    here, there = (precedents(store, search, draft) for search in both)
    assert [[precedent.found.passage_id for precedent in each.precedents] for each in there] == [
        [precedent.found.passage_id for precedent in each.precedents] for each in here
    ]


@pytest.mark.slow
def test_documents_that_come_and_go_are_found_and_not(
    both: tuple[Search, Search], store: Store, encoder: Encoder
) -> None:
    query = "女童编程学校"
    (coming,) = FILES.glob("CWGWSIS41/*C-0006!!MSW-C*")
    before = _first(both[1], query)
    assert not build(store, encoder, [coming]).failed
    assert _agreement(both, "dense", QUESTIONS[:20]) >= 0.99
    assert _agreement(both, "lexical", SHORT_QUESTIONS[:20]) >= 0.95
    both[1].prepare()
    both[0].prepare()
    assert _agreement(both, "dense", QUESTIONS[:20]) >= 0.99
    assert _agreement(both, "lexical", SHORT_QUESTIONS[:20]) >= 0.95
    assert _first(both[1], query) != before
    store.files.remove(coming)
    assert _first(both[1], query) == before
