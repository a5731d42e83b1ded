"""Passages that name a topic are found whatever its language and form."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.positions.phrases import cells_by_source
from corpus import tables
from index import Index
from index.retrieval import TopicTerms
from index.words import words


@pytest.mark.parametrize(
    "topic", ["women", "femmes", "mujeres", "женщины", "妇女", "النساء", "نساء"]
)
@pytest.mark.once
def test_a_word_finds_those_who_say_it_in_any_language(said_index: Path, topic: str) -> None:
    """Versions say `women` by several words, and a « sage-femme » is no woman that is spoken of."""
    with Index.open(said_index) as index:
        named = cells_by_source(index.positions(topic).naming).keys()
    assert named == {("BRA", "39"), ("PRT", "39"), ("Secretariat", "40"), ("Secretariat", "41")}


@pytest.mark.parametrize("forms", [("التدريب", "تدريب"), ("التمويل", "تمويل")])
@pytest.mark.thorough
def test_the_article_of_an_arabic_word_makes_no_difference(
    said_index: Path, forms: tuple[str, str]
) -> None:
    with Index.open(said_index) as index:
        with_article, without = (
            cells_by_source(index.positions(form).naming).keys() for form in forms
        )
    assert with_article == without != set()


@pytest.mark.parametrize(
    "topic",
    [
        *("bridging the digital divide", "réduire la fracture numérique"),
        *("reducir la brecha digital", "преодоление цифрового разрыва"),
        *("弥合数字鸿沟", "سد الفجوة الرقمية"),
    ],
)
@pytest.mark.thorough
def test_whoever_names_a_divide_speaks_on_bridging_it(said_index: Path, topic: str) -> None:
    with Index.open(said_index) as index:
        (cell,) = index.positions(topic).naming
    assert (cell.submitters[0].key, cell.meeting) == ("Secretariat", "41")


@pytest.mark.parametrize(
    "topic",
    [
        "early warning of floods and earthquakes",
        "alerta temprana de inundaciones y terremotos",
        "раннее предупреждение о наводнениях и землетрясениях",
        "الإنذار المبكر بالفيضانات والزلازل",
    ],
)
@pytest.mark.thorough
def test_a_title_names_what_its_document_is_on(said_index: Path, topic: str) -> None:
    with Index.open(said_index) as index:
        (cell,) = index.positions(topic).cells
    assert (cell.submitters[0].key, cell.names_topic) == ("JPN", True)


@pytest.mark.parametrize("topic", ["remote participation", "远程参与"])
@pytest.mark.thorough
def test_words_of_several_cells_of_a_row_name_nothing(reports_index: Path, topic: str) -> None:
    with Index.open(reports_index) as index:
        cells = index.positions(topic).cells
    # "Participation of women and young people" is the theme of a dialogue with "remote hubs".
    assert cells
    assert {cell.shown.passage.kind for cell in cells} == {"paragraph"}


@pytest.mark.thorough
def test_words_of_two_sentences_name_nothing(reports_index: Path) -> None:
    with Index.open(reports_index) as index:
        named = {position.submitters[0].key for position in index.positions("工作方法").naming}
    # In one sentence Japan has services at work (工作), in the next "conventional methods" (方法).
    assert "JPN" not in named


@pytest.mark.model
@pytest.mark.parametrize(
    "topic",
    [
        *("الأشخاص ذوو الإعاقة", "الأشخاص ذوي الإعاقة"),
        "المشاركة عن بُعد",  # Japan speaks of remote participants
    ],
)
@pytest.mark.thorough
def test_the_case_of_a_word_leaves_nobody_out(alike_index: Path, topic: str) -> None:
    with Index.open(alike_index) as index:
        named = {position.submitters[0].key for position in index.positions(topic).naming}
    # Kenya gives vouchers to households with a member who has a disability.
    assert {"JPN"} <= named <= {"JPN", "KEN"}


@pytest.mark.model
@pytest.mark.parametrize(
    "topic",
    [
        *("الطاقة الشمسية", "solar power", "solar energy", "太阳能"),
        *("énergie solaire", "energía solar", "солнечная энергия"),
    ],
)
@pytest.mark.once
@pytest.mark.thorough
def test_one_word_that_is_called_by_two_is_both(alike_index: Path, topic: str) -> None:
    with Index.open(alike_index) as index:
        named = {position.submitters[0].key for position in index.positions(topic).naming}
    assert {"CHN", "KEN"} <= named


@pytest.mark.parametrize(
    "topic",
    [
        *("تمديد ولاية الفريق", "extension of the group's mandate"),
        *("prorogation du mandat du groupe", "prórroga del mandato del Grupo"),
        *("продление мандата группы", "延长工作组任期"),
    ],
)
@pytest.mark.once
def test_a_verb_names_what_is_asked_for_by_its_noun(said_index: Path, topic: str) -> None:
    with Index.open(said_index) as index:
        labels = {
            cell.submitters[0].key: cell.shown.passage.label
            for cell in index.positions(topic).naming
        }
    assert labels["Chair"] == "3.6"


@pytest.mark.parametrize(
    "topic",
    [
        *("extension of the mandate", "mandate extension", "prorogation du mandat"),
        *("prórroga del mandato", "продление мандата", "تمديد الولاية", "延长任期"),
    ],
)
@pytest.mark.once
def test_a_verb_of_two_words_names_its_nouns_topic(said_index: Path, topic: str) -> None:
    """In English, Russian and Arabic the stems of the two differ."""
    with Index.open(said_index) as index:
        named = {
            key: position.shown.passage.label
            for (key, _), position in cells_by_source(index.positions(topic).naming).items()
        }
    assert named["Chair"] == "3.6"
    # That of the forum, unless another word is used for it.
    assert topic == "延长任期" or named["BRA"] == named["PRT"] == "3.1"


@pytest.mark.parametrize(
    "topic",
    ["artificial intelligence", "人工智能", "الذكاء الاصطناعي", "early warning", "早期预警"],
)
@pytest.mark.thorough
def test_whoever_names_a_topic_speaks_on_it(said_index: Path, topic: str) -> None:
    """However far the paragraph lies from it in meaning."""
    with Index.open(said_index) as index:
        found = index.positions(topic)
    cell = next(cell for cell in found.cells if cell.submitters[0].name("en") == "Chair")
    assert (cell.shown.symbol, cell.shown.passage.label) == ("CWG-WSIS&SDG-40/5", "2.3.2")
    assert cell.names_topic
    assert topic in cell.sentence


@pytest.mark.parametrize(
    "topic", ["gender digital divide", "性别数字鸿沟", "الفجوة الرقمية بين الجنسين"]
)
@pytest.mark.thorough
def test_what_lies_further_than_what_names_it_is_left_out(said_index: Path, topic: str) -> None:
    """Registration of births, and messages of a forum."""
    for reader in ("en", "fr", "ru", "es", "zh", "ar"):
        with Index.open(said_index) as index:
            found = index.positions(topic, shown_in=reader)
        assert [(cell.submitters[0].key, cell.names_topic) for cell in found.cells] == [
            ("Secretariat", True)
        ]


@pytest.mark.thorough
def test_a_word_of_the_same_stem_far_away_names_nothing(said_index: Path) -> None:
    """The stem of "accessibility" is that of "access"."""
    with Index.open(said_index) as index:
        found = index.positions("accessibility")
    assert {cell.submitters[0].key for cell in found.cells} == {"Secretariat"}


@pytest.mark.thorough
def test_a_part_of_an_equivalent_term_names_nothing(said_index: Path) -> None:
    with Index.open(said_index) as index:
        found = cells_by_source(index.positions("远程参会").naming)
    named = {key for key, _ in found}
    assert {"BRA", "PRT"} <= named
    assert "SEN" not in named  # « En milieu rural, la déclaration se heurtait à la distance. »


@pytest.mark.model
@pytest.mark.parametrize("topic", ["妇女", "women", "femmes", "النساء"])
@pytest.mark.thorough
def test_an_equivalent_in_versions_names_the_topic(told_index: Path, topic: str) -> None:
    """China has 女性 in a document in Chinese alone; in others it stands where women are meant."""
    with Index.open(told_index) as index:
        named = {
            position.submitters[0].key: position
            for position in index.positions(topic, shown_in="zh").naming
        }
    assert "女性" in named["CHN"].sentence


@pytest.mark.model
@pytest.mark.parametrize("topic", ["financing", "funding"])
@pytest.mark.thorough
def test_another_form_of_a_word_names_it(told_index: Path, topic: str) -> None:
    with Index.open(told_index) as index:
        named = {key for key, _ in cells_by_source(index.positions(topic).naming)}
    # "The work will be financed within the limits set by Decision 5".
    assert {"Secretariat", "BRA", "PRT", "KEN"} <= named


@pytest.mark.model
@pytest.mark.parametrize("topic", ["financing", "finance", "ministry of finance"])
@pytest.mark.thorough
def test_what_a_ministry_is_named_after_is_not_spoken_of(told_index: Path, topic: str) -> None:
    with Index.open(told_index) as index:
        named = {position.submitters[0].key for position in index.positions(topic).naming}
    assert ("FJI" in named) == (topic == "ministry of finance")


@pytest.mark.parametrize(
    ("topic", "language", "of_a_body", "of_its_own"),
    [
        ("finance", "en", "the Ministry of Planning, Finance and Trade paid", "it raised finance"),
        ("santé", "fr", "le ministère de la santé a payé", "la santé de tous"),
        ("salud", "es", "pagó el Ministerio de Salud", "la salud de todos"),
        ("здравоохранение", "ru", "Министерство здравоохранения", "услуги здравоохранения"),
        ("卫生", "zh", "由卫生部支付", "改善卫生部门"),
        ("الصحة", "ar", "دفعت وزارة الصحة", "تحسين الصحة"),
    ],
)
def test_a_body_is_only_named_after_a_topic(
    topic: str, language: str, of_a_body: str, of_its_own: str
) -> None:
    term = " ".join(word.term for word in words(topic, language))
    asked = TopicTerms(language, (term,), frozenset(), {}, {}, topic)
    assert not asked.is_in(of_a_body, language)
    assert asked.is_in(of_its_own, language)
    assert replace(asked, query=of_a_body).is_in(of_a_body, language)


@pytest.mark.parametrize("bodies", ["ministry of (", r"ministry of \w+"])
@pytest.mark.once
def test_a_table_of_ones_own_that_is_wrong_is_named(
    said_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bodies: str
) -> None:
    (tmp_path / "naming.toml").write_text(f"[en]\nbodies = '{bodies}'\n", "utf-8")
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path))
    with (
        Index.open(said_index) as index,
        pytest.raises(tables.TableError, match=r"naming\.toml, .*en\.bodies .*Correct the file"),
    ):
        index.positions("financing")
