"""Tests of one and two words that people type, on the whole sample corpus, and their first hits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.notes import own_notes
from index.model.encoder import Encoder
from index.retrieval import Hit, Search
from index.store import Store

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def search(word_index: Path, encoder: Encoder) -> Iterator[Search]:
    with Store(word_index) as store:
        yield Search(store, encoder)


def _symbol(hit: Hit) -> str:
    assert hit.found.symbol is not None
    return hit.found.symbol.removeprefix("CWG-WSIS&SDG-")


@pytest.mark.parametrize(
    ("query", "symbol"),
    [
        ("埃及", "41/INF/3"),
        ("Egypt", "41/INF/3"),
        ("哈萨克斯坦", "40/INF/7"),
        ("fracture numérique", "41/6"),
        ("SIDS", "39/INF/2"),
        ("WSIS+20", "39/4"),
        ("网络安全", "39/2"),
        ("40/5", "40/5"),
    ],
)
def test_a_term_finds_the_document_about_it(search: Search, query: str, symbol: str) -> None:
    (first,) = search.search(query, k=1).hits
    assert _symbol(first) == symbol


@pytest.mark.parametrize(
    "query",
    [
        "working methods",
        "méthodes de travail",
        "métodos de trabajo",
        "методы работы",
        "أساليب العمل",
        "工作方法",
    ],
)
def test_the_section_of_that_title_is_found_in_each_language(search: Search, query: str) -> None:
    (first,) = search.search(query, k=1).hits
    assert _symbol(first) == "40/5"
    assert any("4" in heading for heading in first.found.passage.heading)


@pytest.mark.parametrize("query", ["PEID", "SIDS"])
def test_an_acronym_is_searched_by_its_long_form(search: Search, query: str) -> None:
    (first,) = search.search(query, k=1).hits
    assert _symbol(first) == "39/INF/2"


@pytest.mark.parametrize("query", ["financement", "financiación"])
def test_the_same_is_found_first_in_several_languages(search: Search, query: str) -> None:
    (first,) = search.search(query, k=1).hits
    assert (_symbol(first), first.found.passage.label) == ("39/7", "2.1")


@pytest.mark.parametrize(
    ("query", "symbol", "label"),
    [("PEID", "39/INF/2", None), ("GDC", "40/INF/4", "2.3"), ("ГЦД", "40/INF/4", "2.3")],
)
def test_an_acronym_finds_its_document_among_the_first_three(
    search: Search, query: str, symbol: str, label: str | None
) -> None:
    hits = search.search(query, k=3).hits
    assert (symbol, label) in {(_symbol(hit), label and hit.found.passage.label) for hit in hits}


@pytest.mark.parametrize("query", ["funding", "financement", "资金"])
def test_funding_finds_passages_on_sources_of_money(search: Search, query: str) -> None:
    symbols = {_symbol(hit) for hit in search.search(query, k=3).hits}
    assert symbols & {"39/7", "39/4(Add.1)", "41/6"}


def test_rows_of_one_table_do_not_fill_the_first_hits(search: Search) -> None:
    rows = [hit for hit in search.search("women", k=3).hits if hit.found.passage.kind == "table"]
    assert len(rows) <= 1


@pytest.mark.parametrize(
    ("question", "is_weak"),
    [
        ('"Ces observations ont été transmises"', False),
        ("«s'adresser à quelqu'un» -zèbre", False),
        ("\"s'adresser à quelqu'un\" recette de crêpes", True),
    ],
)
def test_a_passage_with_the_whole_query_as_phrase_answers(
    search: Search, question: str, is_weak: bool
) -> None:
    result = search.search(question)
    assert {hit.found.symbol for hit in result.hits} == {"CWG-WSIS&SDG-41/6"}
    assert ("weak-answers" in {note.code for note in result.notes}) == is_weak


@pytest.mark.parametrize("query", ["livestock ear tags", "牲畜耳标", "чай"])
def test_a_doubt_does_not_deny_passages_in_another_language(search: Search, query: str) -> None:
    result = search.search(query)
    assert _symbol(result.hits[0]) in ("40/INF/7", "40/INF/8")
    for note in result.notes:
        assert note.message.startswith("It is not certain that any passage answers this.")


@pytest.mark.parametrize(
    ("query", "symbol"),
    [
        ("basura electrónica", "39/INF/5"),
        ("电子垃圾", "39/INF/5"),
        ("smart irrigation", "40/INF/8"),
    ],
)
def test_equivalents_of_an_adjective_do_not_outweigh_an_unknown_noun(
    search: Search, query: str, symbol: str
) -> None:
    assert _symbol(search.search(query, k=1).hits[0]) == symbol


def test_a_word_sharing_a_short_stem_is_not_found(search: Search) -> None:
    """Поля are fields; what the index has under their stem is пол, sex."""
    hits = search.search("поля", k=3).hits
    assert not any(
        "sex" in hit.shown.passage.text or "пол" in hit.shown.passage.text.split() for hit in hits
    )
    assert search.search("пол", k=1).hits[0].found.symbol == "CWG-WSIS&SDG-41/6"


def test_results_end_before_what_is_farther_from_the_question(search: Search) -> None:
    result = search.search("women", k=10)
    assert result.answering is not None
    assert 10 <= result.answering < 40
    assert result.has_more
    assert search.search("women", k=10, order="date").answering is None


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_passage_that_leads_into_a_list_comes_with_its_items(search: Search, language: str) -> None:
    hits = search.search("22 organizations undertake", k=1, shown_in=language).hits
    assert hits[0].found.passage.label == "2.2"
    assert len(hits[0].items) == 4
    assert {row.text_language for row in hits[0].items} == {
        language if language == "en" else hits[0].shown.text_language
    }


@pytest.mark.parametrize(
    "query",
    [
        "what's different in Rev. 1",
        "修订1有何不同",
        "ما الجديد في المراجعة 1",
        "qu'est-ce qui change dans la révision 1 ?",
    ],
)
def test_question_about_a_revision_finds_what_it_says_it_changes(
    search: Search, query: str
) -> None:
    first = search.search(query, k=1).hits[0].found
    assert first.symbol == "CWG-WSIS&SDG-40/3(Rev.1)"
    assert own_notes(first.passage.text, first.text_language)


def test_edition_of_a_resolution_is_no_question_about_a_revision(search: Search) -> None:
    hits = search.search("Council Resolution 1332 (Rev. 2024) on WSIS", k=3).hits
    assert not any(own_notes(hit.found.passage.text, hit.found.text_language) for hit in hits)
