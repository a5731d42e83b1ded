"""Who said what: a cell for each submitter and meeting, in the reader's language."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from index import Index
from tests.commands import run

TOPICS = {
    "en": "early warning of floods with artificial intelligence",
    "zh": "利用人工智能进行洪水预警",
    "ar": "الإنذار المبكر بالفيضانات باستعمال الذكاء الاصطناعي",
}


@pytest.mark.parametrize("language", TOPICS)
def test_the_one_who_spoke_is_found(reports_index: Path, language: str) -> None:
    with Index.open(reports_index) as index:
        found = index.positions(TOPICS[language])
    cell = next(one for one in found.cells if one.submitter.key == "JPN")
    assert cell.submitter.name("zh") == "日本"
    assert (cell.meeting, cell.shown.symbol) == ("40", "CWG-WSIS&SDG-40/3(Rev.1)")
    # The topic's language is the reader's unless he says otherwise.
    assert cell.shown.language == language
    assert cell.sentence in cell.shown.passage.text
    assert len({(one.submitter, one.meeting) for one in found.cells}) == len(found.cells)


@pytest.mark.parametrize(("topic", "who"), [("Japan", "JPN"), ("capacity building", "Secretariat")])
def test_of_few_words_that_nothing_is_near_to_the_first_answer_counts(
    reports_index: Path, topic: str, who: str
) -> None:
    with Index.open(reports_index) as index:
        found = index.positions(topic)
    assert [one.submitter.key for one in found.cells] == [who]


def test_several_submitters_each_get_it(reports_index: Path) -> None:
    with Index.open(reports_index) as index:
        found = index.positions("regional dialogues to prepare the WSIS+20 review")
    said = {one.submitter.key: one for one in found.cells if one.meeting == "39"}
    assert {"BRA", "PRT"} <= set(said)
    assert said["BRA"].shown == said["PRT"].shown


def test_what_a_revision_keeps_stands_again(reports_index: Path) -> None:
    with Index.open(reports_index) as index:
        found = index.positions("seismic waves told apart from trains and quarry blasts")
    cell = next(one for one in found.cells if one.submitter.key == "JPN")
    assert [(one.shown.symbol, one.share) for one in cell.reuse] == [("CWG-WSIS&SDG-40/3", 1.0)]


def test_the_command_shows_and_writes_them(reports_index: Path, tmp_path: Path) -> None:
    word, values = tmp_path / "positions.docx", tmp_path / "positions.csv"
    asked = ("positions", TOPICS["en"], "--in", "ar", "--json")
    outcome = run(*asked, "--docx", word, "--csv", values, index=reports_index)
    assert outcome.code == 0, outcome.err
    told = outcome.json()
    cell = next(one for one in told["cells"] if one["countries"] == ["JPN"])
    assert (cell["source"], cell["language"]) == ("اليابان", "ar")
    assert set(cell) >= {"meeting", "symbol", "label", "text", "citation", "reuse"}
    (table,) = Document(str(word)).tables
    cells = [content.text for row in table.rows for content in row.cells]
    assert "اليابان" in cells
    assert any(cell["text"] in content for content in cells)
    assert cell["text"] in values.read_text("utf-8-sig")


def test_a_topic_nobody_spoke_on(reports_index: Path) -> None:
    outcome = run("positions", "beekeeping on the moon", "--json", index=reports_index)
    assert outcome.code == 1
    assert outcome.json()["cells"] == []
    assert "Nobody in this index spoke on “beekeeping on the moon”" in outcome.err


HEAD = "Document CWG-WSIS&SDG-50/{}-E\n2 October 2030\nEnglish only\nSource: {}\n"
OF_BRAZIL = (
    "1\tWomen use the Internet far less than men, and that gap between the sexes must be closed.\n"
    "2\tThe canteen opens at noon on Mondays and Thursdays.\n"
)
OF_JAPAN = (
    "1\tIn the digital world women are far behind men: that gap divides them, and must be closed.\n"
    "2\tThe gender digital divide is widest among older women in the villages, who read little.\n"
)


@pytest.fixture(scope="module")
def divided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("divided")
    for number, who, text in ((2, "Brazil", OF_BRAZIL), (3, "Japan", OF_JAPAN)):
        (folder / f"{number}.txt").write_text(HEAD.format(number, who) + text, "utf-8")
    with Index.open(folder / "index", create=True) as index:
        index.ingest([folder / "2.txt", folder / "3.txt"], workers=1)
    return folder / "index"


@pytest.mark.parametrize(
    ("topic", "named"),
    [
        ("gender digital divide", {"BRA": False, "JPN": True}),
        ("“gender digital divide”", {"JPN": True}),
        ("women and the Internet", {"BRA": True, "JPN": False}),
        # The archive does not say what a divide is in Chinese, and a question has no words to have.
        ("性别数字鸿沟", {"BRA": None, "JPN": None}),
        ("who has no access to the Internet, and why?", {"BRA": None}),
    ],
)
def test_what_is_only_near_in_meaning_is_told(
    divided: Path, topic: str, named: dict[str, bool | None]
) -> None:
    with Index.open(divided) as index:
        found = index.positions(topic, shown_in="en")
    assert {one.submitter.key: one.names_topic for one in found.cells} == named


def test_every_reader_is_told_so(divided: Path, tmp_path: Path) -> None:
    for language, said in {
        "en": "near in meaning; not in the words of the topic",
        "fr": "proche par le sens, sans les mots du sujet",
        "es": "próximo en significado, sin las palabras del tema",
        "ru": "близко по смыслу, но без слов темы",
        "zh": "意思相近，但未使用该主题的词语",
        "ar": "قريب في المعنى، من دون ألفاظ الموضوع",
    }.items():
        word, values = tmp_path / "positions.docx", tmp_path / "positions.csv"
        asked = ("positions", "gender digital divide", "--in", language)
        assert run(*asked, "--docx", word, "--csv", values, index=divided).code == 0
        (table,) = Document(str(word)).tables
        in_word = [content.text for row in table.rows for content in row.cells]
        assert sum(said in told for told in in_word) == 1
        assert values.read_text("utf-8-sig").count(said) == 1
        assert " ".join(run(*asked, index=divided).out.split()).count(said) == 1
        told = run(*asked, "--json", index=divided).json()
        assert [one["names_topic"] for one in told["cells"]] == [False, True]


def test_the_version_in_the_language_of_the_topic_decides(reports_index: Path) -> None:
    for reader in ("en", "zh", "ar"):
        with Index.open(reports_index) as index:
            found = index.positions("洪水预警", shown_in=reader)
        (cell,) = (one for one in found.cells if one.submitter.key == "JPN")
        assert cell.shown.language == reader
        assert cell.names_topic


@pytest.mark.parametrize(
    ("topic", "locale", "language", "source"),
    [
        ("river basin", "C.UTF-8", "en", "Japan"),
        ("mobile alert", "C.UTF-8", "en", "Japan"),
        ("洪水预警", "fr_FR.UTF-8", "zh", "日本"),
        ("modèles prévision", "C.UTF-8", "fr", "Japon"),
        # Words of English and French alike are those of whoever asks.
        ("Stations", "fr_FR.UTF-8", "fr", "Japon"),
        ("Stations", "C.UTF-8", "en", "Japan"),
    ],
)
def test_an_answer_is_in_the_language_of_its_question(
    reports_index: Path, topic: str, locale: str, language: str, source: str
) -> None:
    told = run("positions", topic, "--json", index=reports_index, LC_ALL=locale).json()
    cells = [one for one in told["cells"] if one["countries"] == ["JPN"]]
    assert {one["source"] for one in cells} == {source}
    # The revision is there in Arabic, Chinese and English.
    assert language == "fr" or {one["language"] for one in cells} == {language}
    assert told["language"] == language
    shown = run("positions", topic, index=reports_index, LC_ALL=locale).out
    assert source in shown.splitlines()
