"""The command `answer` with a writer: what is cited, left out, and left as it was."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from tests.commands import run
from tests.writer_server import WriterServer, quote, stream, writer_server

pytestmark = pytest.mark.model

QUESTION = "What is proposed on artificial intelligence?"


@pytest.fixture
def writer() -> Iterator[WriterServer]:
    """A writer that quotes an English passage, and adds a sentence that no passage supports."""
    with writer_server() as running:
        running.write = lambda request: stream(
            f"{quote(request)} In 1834 Atlantis adopted 77 treaties on whaling [1]."
        )
        yield running


def test_sentences_of_a_writer_are_cited_and_counted(
    sample_index: Path, tmp_path: Path, writer: WriterServer
) -> None:
    word, values = tmp_path / "answer.docx", tmp_path / "answer.csv"
    words = ("answer", QUESTION, "--in", "en", "--docx", word, "--csv", values)
    outcome = run(*words, "--json", index=sample_index, WSIS_SEARCH_WRITER=writer.address)
    assert outcome.code == 0, outcome.err
    answer = outcome.json()
    (sentence,) = answer["sentences"]
    assert (answer["writer"], answer["unsupported"], sentence["language"]) == ("small", 1, "en")
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT[\d:]+\+00:00", answer["written_at"])
    (citation,) = sentence["citations"]
    assert citation["citation"].startswith("CWG-WSIS&SDG-40/")
    assert "[" not in sentence["text"]
    assert "1 sentence was not supported" in outcome.err
    paragraphs = [paragraph.text for paragraph in docx.Document(str(word)).paragraphs]
    assert any(sentence["text"] in paragraph for paragraph in paragraphs)
    assert any("language model small" in paragraph for paragraph in paragraphs)
    with values.open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == [sentence["text"]]
    printed = run("answer", QUESTION, index=sample_index, WSIS_SEARCH_WRITER=writer.address)
    assert "language model small" in " ".join(printed.out.split())


def test_a_writer_that_fails_leaves_the_sentences_of_passages(
    sample_index: Path, writer: WriterServer
) -> None:
    quoted = run("answer", QUESTION, "--in", "fr", "--json", index=sample_index).json()
    writer.status = 503
    writer.say("")
    words = ("answer", QUESTION, "--in", "fr", "--json")
    outcome = run(*words, index=sample_index, WSIS_SEARCH_WRITER=writer.address)
    answer = outcome.json()
    assert outcome.code == 0
    assert answer["sentences"] == quoted["sentences"] != []
    assert (answer["writer"], answer["unsupported"]) == (None, 0)
    assert "written_at" not in answer
    assert [note["code"] for note in answer["notes"]] == [
        *(note["code"] for note in quoted["notes"]),
        "writer-busy",
    ]
    assert "D'autres réponses sont en cours de rédaction." in outcome.err


def test_settings_not_understood_leave_the_sentences_of_passages(sample_index: Path) -> None:
    words = ("answer", QUESTION, "--json")
    outcome = run(*words, index=sample_index, WSIS_SEARCH_WRITER="http://localhost/v1")
    assert outcome.code == 0
    assert outcome.json()["notes"][-1]["code"] == "writer-settings"
    assert outcome.json()["sentences"]
