"""Tests of the command `answer`: its JSON, its files and its lines in several languages."""

from __future__ import annotations

import csv
from pathlib import Path

import docx
import pytest

from search_app.localise import Locale
from tests.commands import run

EAR_TAGS = "Who tracks livestock with satellite ear tags?"
CABLES = "how many submarine cables land in Kenya?"  # of which the archive has only the words


@pytest.mark.model
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_answer_cites_each_sentence_in_the_language_of_its_reader(
    sample_index: Path, tmp_path: Path, language: str
) -> None:
    word, values = tmp_path / "answer.docx", tmp_path / "answer.csv"
    asked = ("answer", EAR_TAGS, "--in", language)
    outcome = run(*asked, "--json", "--docx", word, "--csv", values, index=sample_index)
    assert outcome.code == 0, outcome.err
    answer = outcome.json()
    assert (answer["question"], answer["writer"], answer["unsupported"]) == (EAR_TAGS, None, 0)
    assert answer["notes"] == []
    first = answer["sentences"][0]
    (citation,) = first["citations"]
    assert citation["symbol"] == "CWG-WSIS&SDG-40/INF/7"
    assert citation["language"] == first["language"] == "ru"
    assert {"en": "para.", "ar": "الفقرة", "zh": "段"}[language] in citation["citation"]
    shown = run("show", f"40/INF/7#{citation['label']}", "--json", index=sample_index).json()
    assert any(first["text"] in passage["text"] for passage in shown["passages"])
    printed = run(*asked, index=sample_index).out
    assert citation["citation"] in " ".join(printed.split())
    begin = " ".join(citation["citation"].split()[:2])
    (line, *_) = [line for line in printed.split("\n") if begin in line]
    assert line.startswith(" " * 9) == (language == "ar")  # it begins at the right margin
    paragraphs = [paragraph.text for paragraph in docx.Document(str(word)).paragraphs]
    assert any(first["text"] in paragraph for paragraph in paragraphs)
    assert any(citation["citation"] in paragraph for paragraph in paragraphs)
    with values.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert Locale(language).text("answer.agrees") in head
    assert len(rows) == len(answer["sentences"])
    assert not any(row[-1] for row in rows)


@pytest.mark.model
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_an_unsure_answer_is_marked_in_each_form(
    sample_index: Path, tmp_path: Path, language: str
) -> None:
    word, values = tmp_path / "answer.docx", tmp_path / "answer.csv"
    doubt = Locale(language).text("search.note.unsure-answer")
    asked = ("answer", CABLES, "--in", language)
    outcome = run(*asked, "--json", "--docx", word, "--csv", values, index=sample_index)
    answer = outcome.json()
    assert answer["sentences"]
    assert [note["code"] for note in answer["notes"]] == ["unsure-answer"]
    printed = " ".join(run(*asked, index=sample_index).out.split())
    assert doubt in printed
    assert printed.index(doubt) < printed.index(answer["sentences"][0]["text"][:20])
    assert doubt in [paragraph.text for paragraph in docx.Document(str(word)).paragraphs]
    with values.open(encoding="utf-8-sig", newline="") as file:
        _, *rows = csv.reader(file)
    assert [row[-1] for row in rows] == [doubt] * len(answer["sentences"])


@pytest.mark.model
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_question_without_answer_has_a_note_in_the_readers_language(
    sample_index: Path, language: str
) -> None:
    asked = ("answer", "qwertz asdf blorp", "--in", language)
    outcome = run(*asked, index=sample_index)
    assert outcome.json is not None
    assert outcome.code == 1
    assert run(*asked, "--json", index=sample_index).json()["sentences"] == []
