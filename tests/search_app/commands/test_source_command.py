"""Tests of the command `source`: its JSON, its files and its lines in two languages."""

from __future__ import annotations

import csv
from pathlib import Path

import docx
import pytest

from search_app.citing.words import words
from search_app.localise import Locale
from tests.commands import run

JOINT = "CWG-WSIS&SDG-39/4"


@pytest.mark.parametrize(
    ("language", "name", "partner"),
    [("en", "Brazil", "Portugal"), ("ar", "البرازيل", "البرتغال")],
)
def test_a_source_is_told_in_the_language_of_its_reader(
    reports_index: Path, tmp_path: Path, language: str, name: str, partner: str
) -> None:
    say = words(language).export
    word, values = tmp_path / "source.docx", tmp_path / "source.csv"
    asked = ("source", name, "--in", language)
    outcome = run(*asked, "--json", "--docx", word, "--csv", values, index=reports_index)
    assert outcome.code == 0, outcome.err
    answer = outcome.json()
    assert (answer["source"], answer["kind"], answer["countries"]) == (name, "country", ["BRA"])
    (document,) = answer["documents"]
    assert (document["symbol"], document["meeting"]) == (JOINT, "39")
    assert document["submitters"] == [name, partner]
    assert all(position["citation"] for position in document["positions"])
    assert all(entry["mandate"]["citation"] for entry in document["mandates"])
    assert {entry["outcome"] for entry in document["mandates"]} <= {"nothing", "older-edition"}
    out = run(*asked, index=reports_index).out
    assert Locale(language).add_label(say["jointly_with"], partner) in " ".join(out.split())
    assert say["outcome_nothing"] in " ".join(out.split())
    cells = [cell.text for table in docx.Document(str(word)).tables for cell in table.rows[0].cells]
    assert {say["topic"], say["position"], say["outcome"]} <= set(cells)
    with values.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert len(rows) == len(document["positions"]) + len(document["mandates"])
    assert all(row[head.index(say["citation"])] for row in rows)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_superseded_document_leads_to_its_revision(reports_index: Path, language: str) -> None:
    out = " ".join(run("source", "Japan", "--in", language, index=reports_index).out.split())
    assert words(language).export["source_under_revision"] in out
    assert words(language).revised_by.format("CWG-WSIS&SDG-40/3(Rev.1)") in out


@pytest.mark.parametrize(
    ("name", "language", "key"),
    [("Brasill", "en", "no-source-near"), ("Brésil et Portugal", "fr", "several-sources")],
)
def test_an_unknown_source_is_refused_with_near_names(
    reports_index: Path, monkeypatch: pytest.MonkeyPatch, name: str, language: str, key: str
) -> None:
    monkeypatch.setenv("LANG", f"{language}.UTF-8")
    outcome = run("source", name, "--in", language, index=reports_index)
    assert outcome.code != 0
    assert not outcome.out
    values = {"source": name, "near": "Brazil", "names": "Brésil; Portugal"}
    sentence = Locale(language).text(f"problem.{key}", **values)
    assert " ".join(sentence.split()) in " ".join(outcome.err.split())
