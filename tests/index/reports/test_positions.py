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
