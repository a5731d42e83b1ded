"""Tests of the command `mandates`: who is asked, its files, and its lines at a terminal."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import docx
import pytest

from corpus.sample import FILES
from index import Index
from tests.commands import run

ORIGINAL, REVISED = "CWG-WSIS&SDG-40/3", "CWG-WSIS&SDG-40/3(Rev.1)"


def test_a_request_inside_an_item_runs_on_in_word(reports_index: Path, tmp_path: Path) -> None:
    word = tmp_path / "mandates.docx"
    assert run("mandates", "--document", "39/4", "--docx", word, index=reports_index).code == 0
    (table,) = docx.Document(str(word)).tables
    texts = [row.cells[4].text for row in table.rows]
    (text,) = (paragraph for paragraph in texts if "] request the secretariat" in paragraph)
    assert "request the secretariat, together with UNESCO" in text
    assert sum("[…]\nrequest the secretariat, together" in paragraph for paragraph in texts) == 1


@pytest.mark.thorough
def test_mandates_are_listed_and_written_to_files(reports_index: Path, tmp_path: Path) -> None:
    word, values = tmp_path / "mandates.docx", tmp_path / "mandates.csv"
    files = ("--docx", word, "--csv", values)
    arguments = ("--document", REVISED, "--in", "zh", "--json")
    outcome = run("mandates", *arguments, *files, index=reports_index)
    assert outcome.code == 0, outcome.err
    _, first = (mandate for mandate in outcome.json()["mandates"] if mandate["label"] == "5.1")
    assert first["language"] == "zh"
    assert (first["verb"], first["addressee"]) == ("invites", "Member States")
    assert (first["deadline"], first["due"], first["due_meeting"]) == (None, None, None)
    assert first["deadline_text"] == "至迟在第41次会议召开六周之前"
    assert set(first) >= {"action", "references", "text", "citation", "reported_in"}
    assert word.stat().st_size
    table = values.read_text("utf-8-sig")
    assert "成员国" in table
    assert ',"至迟在第41次会议召开六周之前",' in table
    # Of a revised document, what became of it stands beside its citation: in one line.
    run("mandates", "--document", "40/3", "--in", "zh", "--csv", values, index=reports_index)
    with values.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert any("；修订本中" in cell for cell in cells)
    assert not any("\n" in cell for cell in cells)
    assert "期限：至迟在第41次会议" in run("mandates", *arguments[:-1], index=reports_index).out
    nothing = run("mandates", "--due", "1999", index=reports_index)
    assert nothing.code == 1
    assert "No mandate" in nothing.err


def test_mandates_that_the_chair_drafts_are_the_chairs_proposals(reports_index: Path) -> None:
    command = ("mandates", "--document", "CWG-WSIS&SDG-40/5", "--json")
    mandates = run(*command, index=reports_index).json()["mandates"]
    drafted = [mandate for mandate in mandates if (mandate["label"] or "").startswith("3.")]
    assert len(drafted) >= 6
    assert {(*mandate["asked_by"], mandate["is_proposal"]) for mandate in drafted} == {
        ("Chair", True)
    }


DECIDED = """Document CWG-WSIS&SDG-54/9-E
2 October 2034
English only
Source: Chair
Title: Report of the 54th meeting
1\tThe secretariat is requested to publish a glossary of alerting terms.
"""


@pytest.mark.model
@pytest.mark.parametrize(
    ("language", "asker", "standing"),
    [
        ("en", "Kenya", "Proposed, not decided"),
        ("zh", "肯尼亚", "提议，尚未决定"),
        ("ar", "كينيا", "مقترح ولم يُقرَّر"),
        ("ru", "Кения", "Предложено, не решено"),
    ],
)
@pytest.mark.once
def test_a_proposal_does_not_read_like_a_decision(
    tmp_path: Path, language: str, asker: str, standing: str
) -> None:
    state = tmp_path / "S23-CWGWSIS39-C-0007!!MSW-E.docx"
    shutil.copy(next(FILES.glob("CWGWSIS39/*C-0007!!MSW-E.docx")), state)
    report = tmp_path / "report.txt"
    report.write_text(DECIDED, "utf-8")
    folder = tmp_path / "index"
    with Index.open(folder, create=True) as index:
        index.ingest([state, report], workers=1)
    values, word = tmp_path / "mandates.csv", tmp_path / "mandates.docx"
    command = ("mandates", "--in", language, "--document")
    proposed = run(*command, "CWG-WSIS&SDG-39/7", "--json", index=folder).json()["mandates"]
    assert {(*mandate["asked_by"], mandate["is_proposal"]) for mandate in proposed} == {
        ("Kenya", True)
    }
    (decided, *_) = run(*command, "CWG-WSIS&SDG-54/9", "--json", index=folder).json()["mandates"]
    assert (decided["asked_by"], decided["is_proposal"]) == (["CWG-WSIS&SDG"], False)
    files = ("--csv", values, "--docx", word)
    assert run(*command, "CWG-WSIS&SDG-39/7", *files, index=folder).code == 0
    table = values.read_text("utf-8-sig")
    assert table.count(asker) >= len(proposed)
    assert table.count(standing) == len(proposed)
    shown = run(*command, "CWG-WSIS&SDG-39/7", index=folder).out
    assert shown.count(standing) == len(proposed)
    assert asker in shown


@pytest.mark.parametrize(
    ("language", "phrase"), [("ar", "لم يُذكر ما إذا كان قد تقرَّر"), ("zh", "未说明是否已决定")]
)
@pytest.mark.thorough
def test_mandates_of_unknown_kind_are_marked_as_such(
    reports_index: Path, tmp_path: Path, language: str, phrase: str
) -> None:
    values = tmp_path / "mandates.csv"
    command = ("mandates", "--in", language)
    mandates = run(*command, "--json", index=reports_index).json()["mandates"]
    unknown = sum(mandate["is_proposal"] is None for mandate in mandates)
    assert unknown
    assert run(*command, "--csv", values, index=reports_index).code == 0
    assert values.read_text("utf-8-sig").count(phrase) == unknown


@pytest.mark.parametrize("name", ["", "  "])
def test_nobody_is_no_addressee(reports_index: Path, name: str) -> None:
    refused = run("mandates", "--addressee", name, "--json", index=reports_index)
    assert (refused.code, refused.out) == (2, "")
    assert "Those who can be asked for: CWG-WSIS&SDG, " in refused.err


def test_mandates_of_a_revised_document_have_their_fate(reports_index: Path) -> None:
    answer = run("mandates", "--document", ORIGINAL, "--json", index=reports_index).json()
    mandates = {mandate["label"]: mandate for mandate in answer["mandates"]}
    assert mandates["5.2"]["superseded_by"] == REVISED
    assert mandates["5.2"]["in_revision"] == {
        "change": "same",
        "label": "5.2",
        "citation": "CWG-WSIS&SDG-40/3-E(Rev.1), para. 5.2",
    }
    assert mandates["5.1"]["in_revision"]["change"] == "changed"
    (other,) = {
        mandate.get("superseded_by", mandate.get("in_revision"))
        for mandate in run("mandates", "--document", REVISED, "--json", index=reports_index).json()[
            "mandates"
        ]
    }
    assert other is None
    for code, sentence in (
        ("en", "Unchanged in the revision: CWG-WSIS&SDG-40/3-E(Rev.1), para. 5.2"),
        ("zh", "修订本中未变"),
    ):
        on_screen = run("mandates", "--document", ORIGINAL, "--in", code, index=reports_index).out
        assert sentence in " ".join(on_screen.split())
