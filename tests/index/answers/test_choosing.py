"""Tests of the sentences that together answer a question: whole, cited, agreeing or not."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from corpus.documents import Passage
from corpus.filters import Filters
from corpus.languages import BY_CODE
from index import Index
from index.answers import AnswerSentence, ShortAnswer
from index.model import Encoder
from index.retrieval import PER_DOCUMENT
from tests.conftest import of_texts

pytestmark = pytest.mark.model

QUESTION = "how many stations does the coastal radio network have?"
LETTERS = {"ar": "A", "en": "E", "es": "S", "fr": "F", "ru": "R", "zh": "C"}
SAME = {
    "ar": "تضم شبكة الإذاعة الساحلية 14 محطة في الجزر.",
    "en": "There are 14 stations on the islands in the coastal radio network.",
    "es": "La red de radio costera tiene 14 estaciones en las islas.",
    "fr": "Le réseau radio côtier compte 14 stations dans les îles.",
    "ru": "Сеть береговой радиосвязи насчитывает 14 станций на островах.",
    "zh": "沿海无线电网络在各岛屿上有14个站点。",
}
STATIONS = "The coastal radio network has 14 stations on the islands."


def _write(folder: Path, texts: dict[str, str], language: str = "en") -> None:
    """Write documents, by meeting and number, in a language."""
    letter = LETTERS[language]
    for name, text in texts.items():
        meeting, number = name.split("/")
        (folder / f"S26-CWGWSIS{meeting}-C-000{number}!!MSW-{letter}.txt").write_text(
            f"CWG-WSIS&SDG-{name}-{letter}\n2026-02-03\n{text}\n", "utf-8"
        )


def _answer(index: Index, question: str, language: str | None = None) -> ShortAnswer:
    return index.answer(index.search(question, shown_in=language, per_document=PER_DOCUMENT))


def _ask(folder: Path, encoder: Encoder, question: str = QUESTION) -> tuple[AnswerSentence, ...]:
    with Index.open(of_texts(folder, encoder)) as index:
        return _answer(index, question).sentences


@pytest.mark.parametrize("language", BY_CODE)
@pytest.mark.once
def test_another_document_that_says_the_same_is_named_once(
    tmp_path: Path, encoder: Encoder, language: str
) -> None:
    _write(tmp_path, {"44/2": f"1\t{STATIONS} Volunteers run them in turn, by day and by night."})
    _write(tmp_path, {"45/3": f"1\t{SAME[language]}"}, language)
    stations = [sentence for sentence in _ask(tmp_path, encoder) if "14" in sentence.text]
    (sentence,) = stations
    assert len(sentence.also) == 1
    assert {sentence.shown.symbol, sentence.also[0].symbol} == {
        "CWG-WSIS&SDG-44/2",
        "CWG-WSIS&SDG-45/3",
    }
    assert sentence.disagreements == ()


@pytest.mark.parametrize("language", BY_CODE)
@pytest.mark.once
def test_another_figure_for_the_same_is_a_disagreement(
    tmp_path: Path, encoder: Encoder, language: str
) -> None:
    _write(tmp_path, {"44/2": f"1\t{STATIONS}"})
    _write(tmp_path, {"45/3": f"1\t{SAME[language].replace('14', '17')}"}, language)
    first = _ask(tmp_path, encoder)[0]
    assert first.also == ()
    (disagreement,) = first.disagreements
    assert {*first.text.split(), *disagreement.own} >= {*disagreement.own}
    assert {disagreement.own, disagreement.other} == {("14",), ("17",)}
    assert disagreement.shown.symbol != first.shown.symbol


def test_a_denial_of_the_same_is_a_disagreement(tmp_path: Path, encoder: Encoder) -> None:
    text = "The islands {} pay for the batteries of the coastal radio stations."
    _write(tmp_path, {"44/2": f"1\t{text.format('shall')}"})
    _write(tmp_path, {"45/3": f"1\t{text.format('shall not')}"})
    first = _ask(tmp_path, encoder, "do the islands pay for the batteries of the stations?")[0]
    assert first.also == ()
    assert [other.shown.passage_id for other in first.disagreements] != []


@pytest.mark.thorough
def test_figures_of_other_subjects_are_no_disagreement(tmp_path: Path, encoder: Encoder) -> None:
    _write(tmp_path, {"44/2": f"1\t{STATIONS}"})
    _write(tmp_path, {"45/3": "1\tThe mountain rescue service has 17 huts above the tree line."})
    assert all(sentence.disagreements == () for sentence in _ask(tmp_path, encoder))


def test_an_item_of_a_list_has_its_lead_in(tmp_path: Path, encoder: Encoder) -> None:
    text = (
        "1\tThe Group invites Member States with coastal radio stations:\n"
        "a)\tto report the yearly cost of their batteries to the secretariat;\n"
        "b)\tto train volunteers in the repair of antennas."
    )
    _write(tmp_path, {"44/2": text})
    sentences = _ask(tmp_path, encoder, "who is to report the yearly cost of batteries?")
    assert not any(sentence.text.endswith(":") for sentence in sentences)
    first = sentences[0]
    assert first.text.startswith("to report the yearly cost")
    assert [lead.text for lead in first.shown.lead_ins] == [
        "The Group invites Member States with coastal radio stations:"
    ]


def test_sentences_are_of_several_documents(word_index: Path) -> None:
    with Index.open(word_index) as index:
        answer = _answer(index, "what is planned for the WSIS+20 review in 2025", "en")
    symbols = [sentence.shown.symbol for sentence in answer.sentences]
    assert 3 <= len(symbols) <= 5
    assert len({*symbols}) > 1
    assert max(symbols.count(symbol) for symbol in symbols) <= 3


@pytest.mark.parametrize("language", BY_CODE)
def test_each_sentence_is_to_the_letter_of_its_passage(word_index: Path, language: str) -> None:
    with Index.open(word_index) as index:
        answer = _answer(index, "How is early warning sent to people?", language)
        passages: dict[int, Passage] = {
            passage: excerpt.passage
            for passage, excerpt in index.excerpts(
                [sentence.shown.passage_id for sentence in answer.sentences]
            ).items()
        }
    assert answer.sentences
    for sentence in answer.sentences:
        assert sentence.text in passages[sentence.shown.passage_id].text
        assert sentence.text[-1] in ".。;；:؛" or sentence.shown.row
        if language in sentence.shown.versions:
            assert sentence.shown.language == language


@pytest.mark.parametrize("reference", ["40/5", "القرار 1332", "CWG-WSIS&SDG-41/2-C，第5.3段"])
def test_a_reference_alone_asks_for_documents(word_index: Path, reference: str) -> None:
    with Index.open(word_index) as index:
        assert index.search(reference).hits
        assert _answer(index, reference).sentences == ()


@pytest.mark.thorough
def test_a_superseded_document_answers_only_if_named(reports_index: Path) -> None:
    question = "seismic waves told apart from trains and quarry blasts"
    filters = Filters(symbols=("CWG-WSIS&SDG-40/3",))
    with Index.open(reports_index) as index:
        current = _answer(index, question)
        named = index.answer(index.search(question, filters=filters), filters)
    assert current.sentences
    assert all(sentence.shown.superseded_by is None for sentence in current.sentences)
    assert {sentence.shown.symbol for sentence in named.sentences} == {"CWG-WSIS&SDG-40/3"}


@pytest.mark.parametrize(
    "question",
    ["purple elephants dance backwards on Jupiter", "كيف أعد كعكة الشوكولاتة", "推荐几部爱情电影"],
)
def test_a_question_on_nothing_has_no_sentence(word_index: Path, question: str) -> None:
    with Index.open(word_index) as index:
        answer = _answer(index, question)
    assert answer.sentences == ()
    assert {note.code for note in answer.notes} & {"weak-answers", "no-answer"}


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "how many drones deliver medicines to clinics?"),
        ("ar", "كم طائرة مسيّرة توصل الأدوية؟"),
        ("zh", "肯尼亚有多少条海底电缆登陆？"),
        ("ru", "когда проведут аукцион частот 6G?"),
    ],
)
def test_sentences_near_a_question_on_nothing_are_marked(
    word_index: Path, language: str, question: str
) -> None:
    with Index.open(word_index) as index:
        answer = _answer(index, question, language)
    assert answer.sentences
    assert answer.is_unsure
    assert [note.code for note in answer.notes] == ["unsure-answer"]


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "who chairs UNGIS?"),
        ("ar", "من يرأس فريق الأمم المتحدة المعني بمجتمع المعلومات؟"),
        ("zh", "谁担任联合国信息社会小组主席？"),
    ],
)
def test_sentences_that_surely_answer_are_not_marked(
    word_index: Path, language: str, question: str
) -> None:
    with Index.open(word_index) as index:
        answer = _answer(index, question, language)
    assert answer.sentences
    assert not answer.is_unsure
    assert answer.notes == ()


def test_a_quoted_phrase_is_in_each_sentence(word_index: Path) -> None:
    with Index.open(word_index) as index:
        answer = _answer(index, '"early warning"', "en")
    assert answer.sentences
    assert all("early warning" in sentence.text.lower() for sentence in answer.sentences)


@pytest.mark.thorough
def test_an_item_without_its_lead_in_is_not_shown(tmp_path: Path, encoder: Encoder) -> None:
    item = "to report the yearly cost of their batteries to the secretariat;"
    _write(tmp_path, {"44/2": f"1\tBatteries of coastal radio stations are dear.\n{item}"})
    sentences = _ask(tmp_path, encoder, "who is to report the yearly cost of batteries?")
    assert not any(item in sentence.text for sentence in sentences)


@pytest.mark.parametrize("has_names", [True, False])
@pytest.mark.once
def test_a_row_is_shown_only_with_its_column_names(
    tmp_path: Path, encoder: Encoder, *, has_names: bool
) -> None:
    names = ("Coastal radio station", "Number of batteries")
    rows = [names] * has_names + [("Northern island", "14"), ("Southern island", "17")]
    path = tmp_path / "S26-CWGWSIS44-C-0002!!MSW-E.docx"
    paper = docx.Document()
    paper.add_paragraph("CWG-WSIS&SDG-44/2-E")
    table = paper.add_table(0, 2)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    paper.save(str(path))
    with Index.open(tmp_path / "index", create=True) as index:
        index.store.vectors.use_model(encoder)
        index.ingest([path], workers=1)
        answer = _answer(index, "how many batteries has the station on the northern island?", "en")
    assert [bool(sentence.shown.row) for sentence in answer.sentences] == [True] * has_names


@pytest.mark.parametrize(
    ("topic", "has_rows"),
    [
        ("batteries of coastal radio stations", False),
        ("coastal radio on the northern island", True),
        ("how many batteries have radio stations?", True),
    ],
)
def test_a_topic_has_rows_only_if_their_values_are_on_it(
    tmp_path: Path, encoder: Encoder, topic: str, *, has_rows: bool
) -> None:
    path = tmp_path / "S26-CWGWSIS44-C-0002!!MSW-E.docx"
    paper = docx.Document()
    paper.add_paragraph("CWG-WSIS&SDG-44/2-E")
    paper.add_paragraph("1\tThe batteries of the coastal radio stations last for two years.")
    table = paper.add_table(0, 2)
    for row in (
        ("Coastal radio station", "Number of batteries"),
        ("Northern island", "14"),
        ("Southern island", "17"),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    paper.save(str(path))
    with Index.open(tmp_path / "index", create=True) as index:
        index.store.vectors.use_model(encoder)
        index.ingest([path], workers=1)
        answer = _answer(index, topic, "en")
    assert answer.sentences
    assert any(sentence.shown.row for sentence in answer.sentences) == has_rows


@pytest.mark.thorough
def test_a_further_sentence_of_a_passage_is_as_near(tmp_path: Path, encoder: Encoder) -> None:
    other = "Bread and coffee are served to all of the visitors in the great hall at noon."
    _write(tmp_path, {"44/2": f"1\t{STATIONS} {other}"})
    assert [sentence.text for sentence in _ask(tmp_path, encoder)] == [STATIONS]


@pytest.mark.parametrize(
    ("question", "language"), [("农村网络由谁出资", "zh"), ("من يمول الشبكات الريفية؟", "ar")]
)
def test_far_sentences_of_other_languages_are_not_shown(
    word_index: Path, question: str, language: str
) -> None:
    with Index.open(word_index) as index:
        answer = _answer(index, question, language)
    assert {sentence.shown.text_language for sentence in answer.sentences} == {language}


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("¿Quién pagará los viajes de la sociedad civil?", "es"),
        ("كيف تصل الإنذارات إلى الأشخاص ذوي الإعاقة؟", "ar"),
        ("who chairs UNGIS?", "en"),
    ],
)
def test_a_paragraph_that_surely_answers_is_shown_alone(
    word_index: Path, question: str, language: str
) -> None:
    paragraphs = {"es": "5.1", "ar": "3.3", "en": "1.1"}
    with Index.open(word_index) as index:
        answer = _answer(index, question, language)
    labels = [sentence.shown.passage.label for sentence in answer.sentences]
    assert labels
    assert {*labels} == {paragraphs[language]}


def test_a_sentence_ends_before_one_that_leads_into_the_next(
    tmp_path: Path, encoder: Encoder
) -> None:
    behind = "Their antennas rust in the salt air, and spare parts take months to arrive."
    _write(tmp_path, {"44/2": f"1\t{STATIONS} Two weaknesses remain. {behind}"})
    assert _ask(tmp_path, encoder)[0].text == STATIONS


def test_items_of_a_list_are_in_reading_order(word_index: Path) -> None:
    with Index.open(word_index) as index:
        answer = _answer(index, "用水管理员学习哪些内容？", "zh")
    items = [sentence.shown for sentence in answer.sentences if sentence.shown.lead_ins]
    assert len(items) > 1
    assert [item.passage_id for item in items] == sorted(item.passage_id for item in items)


def test_sentence_that_refers_back_has_the_one_before_it(tmp_path: Path, encoder: Encoder) -> None:
    before = "Volunteers train for two days on the coast."
    text = f"{before} They repair the antennas of the radio network after each storm."
    _write(tmp_path, {"44/2": f"1\t{text}"})
    sentences = _ask(tmp_path, encoder, "who repairs the antennas of the radio after a storm?")
    (sentence,) = (each for each in sentences if each.text.startswith("They"))
    assert f"{sentence.antecedent} {sentence.text}" == text
