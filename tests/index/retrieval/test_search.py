"""A question in one language finds passages in all; the answers can be cited and filtered."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.documents import Document, Metadata, Passage
from corpus.errors import QueryError
from corpus.filters import Filters
from corpus.text.language import profiles
from index.indexing import add
from index.indexing.build import build
from index.model.encoder import Encoder
from index.retrieval import QUESTION_LANGUAGE, Result
from index.retrieval.passage_filters import FilterIndex
from index.retrieval.search import Search
from index.store import Store
from tests.index.building import document, put

EARLY_WARNING = {
    "ar": "كيف يساعد الذكاء الاصطناعي في الإنذار المبكر بالفيضانات؟",
    "zh": "人工智能如何帮助洪水预警？",
    "en": "How does artificial intelligence help to warn of floods early?",
    "fr": "Comment l'intelligence artificielle aide-t-elle à donner l'alerte en cas de crue ?",
    "ru": "Как искусственный интеллект помогает заранее предупреждать о наводнениях?",
    "es": "¿Cómo ayuda la inteligencia artificial a alertar con antelación de las inundaciones?",
}
HERDS_IN_RUSSIAN_ONLY = {
    "ar": "تتبع قطعان الماشية بعلامات الأذن الموصولة بالسواتل",
    "zh": "用卫星耳标追踪牲畜群",
    "en": "tracking livestock herds with satellite ear tags",
    "fr": "suivre les troupeaux de bétail grâce à des boucles auriculaires par satellite",
    "ru": "отслеживание стад скота с помощью спутниковых ушных бирок",
    "es": "seguimiento del ganado con crotales conectados por satélite",
}
MANUSCRIPTS_IN_ARABIC_ONLY = {
    "ar": "رقمنة المخطوطات التاريخية",
    "zh": "历史手稿的数字化",
    "en": "digitisation of historical manuscripts",
    "fr": "numérisation de manuscrits historiques",
    "ru": "оцифровка исторических рукописей",
    "es": "digitalización de manuscritos históricos",
}

COUNTRIES = {
    "CWG-WSIS&SDG-41/INF/3": ("مصر", "埃及", "Egypt", "Égypte", "Египет", "Egipto"),
    "CWG-WSIS&SDG-40/INF/7": (
        "كازاخستان",
        "哈萨克斯坦",
        "Kazakhstan",
        "Kazakhstan",
        "Казахстан",
        "Kazajstán",
    ),
}
"""By any of its names a country finds what it submitted, which stands in one language only."""


@pytest.fixture(scope="module")
def search(sample_index: Path, encoder: Encoder) -> Iterator[Search]:
    with Store(sample_index) as store:
        yield Search(store, encoder)


def _symbols(result: Result, first: int) -> list[str | None]:
    return [hit.found.symbol for hit in result.hits[:first]]


@pytest.mark.parametrize("symbol", COUNTRIES)
def test_a_country_finds_its_contributions_by_any_of_its_names(search: Search, symbol: str) -> None:
    for called in COUNTRIES[symbol]:
        result = search.search(called, k=2)
        assert _symbols(result, 2) == [symbol, symbol], called
        assert not any(note.code == "weak-answers" for note in result.notes), called


@pytest.mark.parametrize("code", EARLY_WARNING)
def test_a_question_in_any_language_is_answered(search: Search, code: str) -> None:
    result = search.search(EARLY_WARNING[code], k=5)
    assert result.language == code
    assert [hit.rank for hit in result.hits] == [1, 2, 3, 4, 5]
    assert all(symbol and symbol.startswith("CWG-WSIS&SDG-40/3") for symbol in _symbols(result, 5))
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("code", HERDS_IN_RUSSIAN_ONLY)
def test_a_document_in_one_language_is_found_from_all(search: Search, code: str) -> None:
    in_russian = search.search(HERDS_IN_RUSSIAN_ONLY[code], k=3)
    assert "CWG-WSIS&SDG-40/INF/7" in _symbols(in_russian, 3)
    in_arabic = search.search(MANUSCRIPTS_IN_ARABIC_ONLY[code], k=3)
    assert "CWG-WSIS&SDG-41/INF/3" in _symbols(in_arabic, 3)


def test_the_versions_of_a_paragraph_are_one_hit(search: Search) -> None:
    hits = search.search(EARLY_WARNING["en"], k=20).hits
    places = [
        (hit.found.symbol, hit.found.passage.kind, hit.found.passage.label_path)
        for hit in hits
        if hit.found.passage.label_path
    ]
    assert len(places) == len(set(places))
    assert all(
        hit.found.versions == ("ar", "en", "es", "fr", "ru", "zh")
        for hit in hits
        if hit.found.symbol == "CWG-WSIS&SDG-40/3"
    )


def test_a_hit_is_shown_in_the_language_asked_for(search: Search) -> None:
    hits = search.search(EARLY_WARNING["zh"], k=5, shown_in="fr").hits
    assert {hit.shown.language for hit in hits} == {"fr"}
    assert all(hit.shown.passage.label_path == hit.found.passage.label_path for hit in hits)
    only_russian = search.search(HERDS_IN_RUSSIAN_ONLY["fr"], k=1, shown_in="fr").hits
    assert only_russian[0].shown == only_russian[0].found
    assert only_russian[0].shown.language == "ru"


def test_filters_choose_before_the_search(search: Search) -> None:
    query = EARLY_WARNING["en"]
    arabic = search.search(query, k=5, filters=Filters(languages=("ar",))).hits
    assert len(arabic) == 5
    assert {hit.found.language for hit in arabic} == {"ar"}
    information = search.search(query, k=30, filters=Filters(series=("inf",))).hits
    assert len(information) == 30
    assert {hit.found.series for hit in information} == {"INF"}
    forty_first = search.search(query, k=3, filters=Filters(meetings=("41",))).hits
    assert {hit.found.symbol for hit in forty_first} == {"CWG-WSIS&SDG-41/INF/3"}
    from_kazakhstan = search.search(query, k=3, filters=Filters(source="казахстан")).hits
    assert {hit.found.symbol for hit in from_kazakhstan} == {"CWG-WSIS&SDG-40/INF/7"}
    # A country in any language, where its document is there in one alone.
    for named in ("哈萨克斯坦", "كازاخستان", "Kazajstán", "Kazakhstan"):
        of_it = search.search(query, k=9, filters=Filters(source=named)).hits
        assert {hit.found.symbol for hit in of_it} == {"CWG-WSIS&SDG-40/INF/7"}
    sources = tuple(
        {hit.found.source for hit in (*forty_first, *from_kazakhstan) if hit.found.source}
    )
    of_both = search.search(query, k=50, filters=Filters(submitters=sources)).hits
    assert {hit.found.symbol for hit in of_both} == {
        "CWG-WSIS&SDG-41/INF/3",
        "CWG-WSIS&SDG-40/INF/7",
    }
    part = sources[0][:5]
    assert search.search(query, filters=Filters(submitters=(part,))).hits == ()
    september = Filters(since="2024-09", until="2024")
    assert {hit.found.meeting for hit in search.search(query, filters=september).hits} == {"41"}
    assert search.search(query, filters=Filters(until="2024-01")).hits
    assert search.search(query, filters=Filters(until="2023")).hits == ()
    assert search.search(query, filters=Filters(source="nobody")).hits == ()


def test_a_filter_that_makes_no_sense_is_refused(search: Search) -> None:
    with pytest.raises(QueryError, match="de is not one of the six languages"):
        Filters(languages=("de",))
    with pytest.raises(QueryError, match="12/10/2023 is not a date"):
        Filters(since="12/10/2023")
    with pytest.raises(QueryError, match="xx is not one of the six"):
        search.search("x", shown_in="xx")
    with pytest.raises(QueryError, match="at least one"):
        search.search("x", k=0)


@pytest.mark.parametrize("query", ["", "  \n", "?!…", "\u200f\u202e", "。，"])
def test_an_empty_question_is_noted(search: Search, query: str) -> None:
    with pytest.raises(QueryError, match="Nothing is asked"):
        search.search(query)


def test_an_endless_question_is_refused(search: Search) -> None:
    with pytest.raises(QueryError, match="59,999 characters"):
        search.search("flood " * 10_000)


@pytest.mark.parametrize(
    "query",
    [
        'NEAR(flood, warning) AND "warning" OR *',
        "'; DROP TABLE passage; --",
        "洪水 flood наводнение فيضان",
        "Wie hilft künstliche Intelligenz?",
        "flood " * 5_000,
        "\ud800 flood",
        "\u202eflood\u202c",
        "B",
    ],
)
@pytest.mark.thorough
def test_an_odd_question_has_an_answer(search: Search, query: str) -> None:
    assert len(search.search(query, k=3).hits) == 3


def test_threads_may_share_it(search: Search) -> None:
    results: list[list[str | None]] = []

    def ask(code: str) -> None:
        results.append(_symbols(search.search(HERDS_IN_RUSSIAN_ONLY[code], k=1), 1))

    threads = [threading.Thread(target=ask, args=(code,)) for code in HERDS_IN_RUSSIAN_ONLY]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [["CWG-WSIS&SDG-40/INF/7"]] * 6


def test_language_profiles_are_loaded_before_a_question(search: Search) -> None:
    profiles._profiles.cache_clear()
    for _ in search.warm_up():
        pass
    assert profiles._profiles.cache_info().currsize == 1


@pytest.mark.thorough
def test_a_search_notices_a_changed_index(tmp_path: Path, encoder: Encoder) -> None:
    document = tmp_path / "a.txt"
    document.write_text("Bees dance to tell where flowers are.", "utf-8")
    with Store(tmp_path / "index", create=True) as reader:
        search = Search(reader, encoder)
        assert search.search("bees").hits == ()
        with Store(tmp_path / "index") as writer:
            build(writer, encoder, [document])
        (hit,) = search.search("bees").hits
        assert hit.found.passage.text == "Bees dance to tell where flowers are."
        document.write_text("Whales sing.", "utf-8")
        with Store(tmp_path / "index") as writer:
            build(writer, encoder, [document])
        (hit,) = search.search("whales").hits
        assert hit.found.passage.text == "Whales sing."


@pytest.mark.thorough
def test_the_vectors_file_is_made_again_whatever_happens_to_it(
    tmp_path: Path, encoder: Encoder
) -> None:
    (tmp_path / "a.txt").write_text("Bees dance.\nWhales sing.\nAnts build.", "utf-8")
    folder = tmp_path / "index"
    with Store(folder, create=True) as store:
        build(store, encoder, [tmp_path / "a.txt"])
        expected = [hit.found.passage.text for hit in Search(store, encoder).search("bee").hits]
        files = sorted(path.suffix for path in (folder / "vectors").iterdir())
        assert len(files) > 1
        for number in range(len(files)):
            for length in (0, 77, None):
                file = sorted((folder / "vectors").iterdir(), key=lambda path: path.suffix)[number]
                if length is None:
                    file.unlink()
                else:
                    file.write_bytes(file.read_bytes()[:length])
                search = Search(store, encoder)
                assert [hit.found.passage.text for hit in search.search("bee").hits] == expected
                now = sorted(path.suffix for path in (folder / "vectors").iterdir())
                assert now == files


def test_passages_of_a_filter_are_read_once_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries: list[Filters] = []
    french = Filters(languages=("fr",))
    with Store(tmp_path, create=True) as store:
        put(store, document("C24/1", "fr", ["Un câble relie l'île."]))
        put(store, document("C24/1", "zh", ["一条电缆连接该岛。"]))
        choices = FilterIndex(store)
        under = store.filters.versions

        def count_queries(filters: Filters) -> list[int]:
            queries.append(filters)
            return under(filters)

        monkeypatch.setattr(store.filters, "versions", count_queries)
        with store.snapshot():
            first = choices.filter_passages(french)
            often = len(queries)
            assert list(choices.filter_passages(french)) == list(first)
            assert len(queries) == often
            assert [*choices.filter_passages(Filters(languages=("zh",)))] not in ([], [*first])
        with Store(tmp_path) as other:
            put(other, document("C24/2", "fr", ["Un second câble.", "Et un troisième."]))
        with store.snapshot():
            assert len(choices.filter_passages(french)) == len(first) + 2


@pytest.mark.parametrize(
    "query",
    [
        "123 456 789",
        "٠١٢٣",
        "wsisсистема",
        "système系统",
        "word " * 1000,
        "Wie viele Schulen haben einen Anschluss ans Internet?",
        "Ω≈ç√",
    ],
)
def test_question_of_any_kind_is_answered_or_found_wanting(search: Search, query: str) -> None:
    result = search.search(query, k=3, shown_in=QUESTION_LANGUAGE, reader="en")
    assert len(result.hits) == 3 or result.notes


def test_long_table_that_matches_leaves_room_for_other_hits(
    tmp_path: Path, encoder: Encoder
) -> None:
    rows = [f"Region: Region {number} | Hubs: {number}" for number in range(400)]
    passages = (
        Passage("paragraph", "The hubs of each region follow.", "1", ("1",), language="en"),
        Passage("paragraph", "Table 1: Hubs by region", language="en"),
        *(Passage("table", text, language="en") for text in ("Region | Hubs", *rows)),
        Passage("paragraph", "Every region has a hub.", "2", ("2",), language="en"),
    )
    file = Path("/made-up/hubs.txt")
    known = Metadata(symbol="CWG-WSIS&SDG-40/9")
    with Store(tmp_path, create=True) as store:
        store.vectors.use_model(encoder)
        add(store, encoder, [Document(file, "txt", "en", None, known, passages)])
        hits = Search(store, encoder).search("hubs of the regions", k=3).hits
    assert [hit.found.passage.kind for hit in hits].count("table") == 1
    assert {"1", "2"} <= {hit.found.passage.label for hit in hits}


@pytest.mark.parametrize(
    ("near", "code", "parts"),
    [
        ('"warning NEAR/3 early"', "en", ("early", "warning")),
        ("“预警 NEAR/3 洪水”", "zh", ("预警", "洪水")),
        ("«الإنذار NEAR/2 المبكر»", "ar", ("نذار", "مبكر")),
    ],
)
def test_hits_have_words_near_each_other(
    search: Search, near: str, code: str, parts: tuple[str, str]
) -> None:
    filters = Filters(languages=(code,))
    hits = search.search(f"{near} {parts[0]}", k=20, filters=filters).hits
    assert hits
    for hit in hits:
        assert hit.found.language == code
        assert all(part in hit.found.passage.text.casefold() for part in parts)
    others = search.search(f"{parts[1]} -{near}", k=50, filters=filters).hits
    assert others
    passages = {hit.found.passage_id for hit in hits}
    assert passages.isdisjoint(hit.found.passage_id for hit in others)


def test_words_nowhere_near_each_other_are_noted(search: Search) -> None:
    result = search.search('"livestock NEAR/1 manuscript"')
    assert not result.hits
    assert [note.code for note in result.notes] == ["no-near"]
    assert "livestock NEAR/1 manuscript" in result.notes[0].message


@pytest.mark.parametrize("question", ["the of and", "A", "и в на", "的", "من في على"])
def test_stop_words_alone_have_no_hits(search: Search, question: str) -> None:
    result = search.search(question)
    assert (result.hits, result.has_more) == ((), False)
    assert [note.code for note in result.notes] == ["common-words"]


@pytest.mark.parametrize("question", ["WHO", "of 140", "и ЦУР 9", "的 9", "the C24/8", '"of the"'])
def test_stop_words_with_a_name_or_number_find_passages(search: Search, question: str) -> None:
    result = search.search(question)
    assert result.hits
    assert "common-words" not in [note.code for note in result.notes]
