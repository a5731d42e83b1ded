"""A question that names a reference is answered by what mentions it, before anything else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.documents import Document, Metadata, Passage
from corpus.extract.references import find, find_in_query
from corpus.filters import Filters
from index.indexing import add
from index.model.encoder import Encoder
from index.references import mentions, suggestions
from index.retrieval.search import Search
from index.store import Store
from index.versions import align_documents


@pytest.fixture(scope="module")
def search(sample_index: Path, encoder: Encoder) -> Iterator[Search]:
    with Store(sample_index) as opened:
        yield Search(opened, encoder)


@pytest.mark.parametrize("question", ["res 1332", "1332号决议", "القرار 1332", "РЕЗ. 1332"])
@pytest.mark.thorough
def test_a_reference_is_answered_before_anything_else(search: Search, question: str) -> None:
    result = search.search(question, k=12)
    certain = [hit for hit in result.hits if hit.is_exact]
    assert [hit.is_exact for hit in result.hits] == sorted(
        (hit.is_exact for hit in result.hits), reverse=True
    )
    assert len(result.hits) == 12
    expected = mentions.paragraphs(search._store, find_in_query(question)[0])
    assert len(certain) == len(expected) >= 4
    for hit in certain:
        text = hit.found.passage.text
        forms = {mention.canonical for mention in find(text)}
        assert any(form.startswith("Council Res. 1332") for form in forms), text
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)
    assert scores[len(certain) - 1] == 1.0
    assert [hit.rank for hit in result.hits] == list(range(1, 13))
    places = [(hit.found.symbol, hit.found.passage.text) for hit in result.hits]
    assert len(places) == len(set(places))
    assert result.suggestions == ()


def test_a_documents_own_opening_comes_first(search: Search) -> None:
    hits = search.search("cwg 40/3", k=5, shown_in="fr").hits
    assert [hit.found.symbol for hit in hits[:2]] == ["CWG-WSIS&SDG-40/3"] * 2
    assert hits[0].shown.passage.text == hits[0].shown.title
    assert {hit.shown.language for hit in hits[:2]} == {"fr"}
    assert all(hit.is_exact for hit in hits[:2])


def test_passages_under_a_heading_with_the_reference_come_first(
    tmp_path: Path, encoder: Encoder
) -> None:
    """The newest document's paragraphs behind it, and rows of tables behind sentences."""
    named = {"zh": "3 网络安全演练（C5）", "ar": "3 تمارين الأمن السيبراني (C5)"}
    texts = {
        "zh": "行动方面C5的工作以国家团队为重点。",
        "ar": "ركّز العمل في إطار خط العمل C5 على الأفرقة الوطنية.",
    }

    def document(number: str, code: str, date: str, passages: list[Passage]) -> Document:
        known = Metadata(symbol=f"CWG-WSIS&SDG-{number}", date=date)
        with_mentions = [
            replace(passage, language=code, mentions=find(passage.text)) for passage in passages
        ]
        return Document(
            Path(f"/{number}-{code}.txt"), "txt", code, None, known, tuple(with_mentions)
        )

    row = Passage(
        "table", "行动方面: 行动方面C5 | 数量: 12 | 备注: 所有国家都参加了这些演练活动", None, ()
    )
    passage = Passage(
        "paragraph",
        "我们同意行动方面C5的精神，并愿意与各国分享我们在这方面取得的经验和教训。",
        "1.1",
        ("1.1",),
    )
    documents = [
        document(
            "39/2",
            code,
            "2023-09-01",
            [Passage("paragraph", texts[code], "3.1", ("3.1",), (named[code],))],
        )
        for code in named
    ]
    documents.append(
        document("41/2", "zh", "2024-09-01", [row, replace(passage, heading=("1 导言",))])
    )
    with Store(tmp_path, create=True) as store:
        add(store, encoder, documents)
        align_documents(store)
        hits = Search(store, encoder).search("C5").hits
    places = [(hit.found.symbol, hit.found.passage.label) for hit in hits if hit.is_exact]
    assert [symbol.removeprefix("CWG-WSIS&SDG-") for symbol, _ in places if symbol] == [
        "39/2",
        "41/2",
        "41/2",
    ]
    assert [label for _, label in places] == ["3.1", "1.1", None]


def test_other_words_of_the_question_order_exact_answers(search: Search) -> None:
    bare = search.search("Tunis Agenda", k=3).hits
    assert bare[0].is_exact
    result = search.search("what does CWG-WSIS&SDG-40/INF/7 say of herds, and A/RES/70/125?", k=3)
    assert result.hits[0].found.symbol == "CWG-WSIS&SDG-40/INF/7"


_OF_BODIES = (
    "Resolution 70 (Rev. Bucharest, 2022) of the Plenipotentiary Conference is noted.",
    "WTSA Resolution 70 (Rev. Geneva, 2022) is recalled.",
    "Council Decision 5 is noted.",
    "Council Resolution 1332 is noted.",
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Search]:
    texts = [Passage("paragraph", text, language="en", mentions=find(text)) for text in _OF_BODIES]
    known = Metadata(symbol="C24/8")
    document = Document(Path("/a.txt"), "txt", "en", None, known, tuple(texts))
    with Store(tmp_path_factory.mktemp("archive"), create=True) as store:
        add(store, encoder, [document])
        yield Search(store, encoder)


@pytest.mark.parametrize(
    ("question", "places"),
    [
        *((f"{head} 70", {0, 1}) for head in ("Resolution", "Résolution", "Resolución")),
        *((text, {0, 1}) for text in ("Резолюция 70", "القرار 70", "القرار ٧٠", "第70号决议")),
        ("what does Resolution 70 say?", {0, 1}),
        *((f"{head} 5", {2}) for head in ("Decision", "Décision", "Decisión", "Решение")),
        *((text, {2}) for text in ("المقرر 5", "第5号决定")),
    ],
)
def test_a_number_of_several_bodies_finds_those_of_each(
    archive: Search, question: str, places: set[int]
) -> None:
    result = archive.search(question, k=4)
    certain = {hit.found.passage.text for hit in result.hits if hit.is_exact}
    assert certain == {_OF_BODIES[place] for place in places}
    assert [note.code for note in result.notes].count("several-bodies") == 1


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("Resolution 70 (Rev. Bucharest, 2022)", {0}),
        ("WTSA Resolution 70", {1}),
        ("理事会第5号决定", {2}),
        ("Resolution 1332", {3}),
        ("Resolution 71", set()),
    ],
)
def test_a_named_body_leaves_those_of_others_out(
    archive: Search, question: str, places: set[int]
) -> None:
    result = archive.search(question, k=4)
    certain = {hit.found.passage.text for hit in result.hits if hit.is_exact}
    assert certain == {_OF_BODIES[place] for place in places}
    codes = [note.code for note in result.notes]
    assert "several-bodies" not in codes
    assert ("unknown-reference" in codes) is (not places)


def test_filters_hold_for_references_too(search: Search) -> None:
    hits = search.search("res 1332", k=10, filters=Filters(languages=("ru",))).hits
    assert {hit.found.language for hit in hits} == {"ru"}
    assert hits[0].is_exact
    none = search.search("res 1332", k=3, filters=Filters(until="2020")).hits
    assert none == ()


def test_a_search_offers_near_forms(search: Search) -> None:
    mistyped = search.search("res 1323", k=3)
    assert "Council Res. 1332" in mistyped.suggestions
    assert not any(hit.is_exact for hit in mistyped.hits)
    assert search.search("summary of CWG-WSSI&SDG-40/3", k=1).suggestions == ("CWG-WSIS&SDG-40/3",)
    for plain in ("how do ear tags help herders?", "what happened in 2023?", "5G 24/7"):
        assert search.search(plain, k=1).suggestions == ()


@pytest.mark.parametrize(
    "question",
    [
        "Resolution 1323 and the Tunis Agenda",
        "قرار المجلس 1323 وبرنامج عمل تونس",
        "理事会第1323号决议和突尼斯议程",
    ],
)
def test_an_exact_answer_has_no_suggestions(search: Search, question: str) -> None:
    result = search.search(question, k=1)
    assert result.hits[0].is_exact
    assert result.suggestions == ()


@pytest.mark.parametrize(
    "name",
    ["Geneva Declaration of Principles", "إعلان مبادئ جنيف", "日内瓦原则宣言"],
)
def test_a_document_by_name_suggests_no_other_symbol(search: Search, name: str) -> None:
    (mention,) = find_in_query(name)
    assert mention.canonical == "WSIS-03/GENEVA/DOC/4"
    nearly = "WSIS-03/GENEVA/DOC/5"
    store = search._store
    assert nearly in suggestions(store, mention.canonical, find_in_query(mention.canonical))
    assert suggestions(store, name, [mention]) == ()
