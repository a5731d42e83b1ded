"""Tests of the command `mandates`: who is asked, its files, and its lines at a terminal."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus.sample import FILES
from index import Index
from tests.commands import run

ORIGINAL, REVISED = "CWG-WSIS&SDG-40/3", "CWG-WSIS&SDG-40/3(Rev.1)"


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
