"""Answers of a writer over the network: never kept, with each failure in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search_app.api import Answers
from search_app.localise import Locale
from tests.search_app.api.conftest import client_of
from tests.translation_server import translation_server
from tests.writer_server import WriterServer, event, quote, stream, writer_server

pytestmark = pytest.mark.model

QUESTION = {"question": "What is proposed on artificial intelligence?", "in": "en"}


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch) -> Iterator[WriterServer]:
    """A writer, which the environment names."""
    with writer_server() as running:
        monkeypatch.setenv("WSIS_SEARCH_WRITER", running.address)
        yield running


def test_a_failure_has_a_note_and_no_etag(answers: Answers, writer: WriterServer) -> None:
    server = client_of(answers)
    writer.status = 429
    busy = server.get("answer", params=QUESTION, headers={"Accept-Language": "ar"})
    assert busy.status_code == 200
    assert "ETag" not in busy.headers
    note = {"code": "writer-busy", "message": Locale("ar").text("writer.failed.busy")}
    assert note in busy.json()["notes"]
    assert busy.json()["sentences"]
    writer.status = 200
    writer.write = lambda request: stream(quote(request))
    whole = server.get("answer", params=QUESTION, headers={"If-None-Match": "*"})
    assert (whole.status_code, whole.json()["writer"]) == (200, "small")


@pytest.mark.parametrize(
    "question",
    ["how many submarine cables land in Kenya?", "which country banned mobile phones in schools?"],
)
def test_an_answer_written_without_sure_sentences_is_marked(
    answers: Answers, writer: WriterServer, question: str
) -> None:
    writer.write = lambda request: stream(quote(request))
    server = client_of(answers)
    written = server.get("answer", params={"question": question, "in": "en"}).json()
    assert (written["writer"], len(written["sentences"])) == ("small", 1)
    assert [note["code"] for note in written["notes"]] == ["unsure-answer"]
    sure = server.get("answer", params=QUESTION).json()
    assert (sure["writer"], sure["notes"]) == ("small", [])


@pytest.mark.parametrize(
    ("status", "body", "codes"),
    [
        (200, [*stream("<h1>Hello</h1> <b>the secretariat</b> [1].")], []),
        (200, [*stream("asdf qwer zxcv uiop hjkl vbnm [1]. dfgh ertz cvbn [2].")], []),
        (200, [*stream("Группа провела собрание в мае 2024 года [1].")], ["writer-other-language"]),
        (200, [b"x" * 65_536] * 1_600, ["writer-no-answer"]),
        (200, [event("The Group considered artificial")], ["writer-broken"]),
        (307, [], ["writer-foreign"]),
        (400, [b'{"error":{"type":"exceed_context_size_error"}}'], ["writer-context"]),
        (401, [], ["writer-key"]),
        (500, [], ["writer-refused"]),
    ],
)
def test_each_fault_of_the_writer_leaves_the_passages(
    answers: Answers, writer: WriterServer, status: int, body: list[bytes], codes: list[str]
) -> None:
    writer.status, writer.write = status, lambda _: body
    answer = client_of(answers).get("answer", params=QUESTION).json()
    assert [note["code"] for note in answer["notes"]] == codes
    assert (answer["writer"], answer["unsupported"]) == (None, 0 if codes else 1)
    assert all("40/" in each["citations"][0]["citation"] for each in answer["sentences"])
    assert answer["sentences"]


def test_status_changes_with_the_writer(
    answers: Answers, writer: WriterServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = client_of(answers)
    first = server.get("status")
    assert first.json()["writer"]["model"] == "small"
    monkeypatch.setenv("WSIS_SEARCH_WRITER", f"{writer.address}-other")
    again = server.get("status", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.json()["writer"]["model"]) == (200, "small-other")
    same = server.get("status", headers={"If-None-Match": again.headers["ETag"]})
    assert same.status_code == 304


def test_a_failed_translation_is_a_note_and_not_kept(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = client_of(answers)
    with translation_server() as translator:
        translator.status = 429
        monkeypatch.setenv("WSIS_SEARCH_TRANSLATOR", translator.name("apertium"))
        address = "documents/CWG-WSIS%26SDG-40/INF/7"
        busy = server.get(address, params={"translate": "en"}, headers={"Accept-Language": "ar"})
        assert len(translator.requests) == 1
    assert busy.status_code == 200
    assert "ETag" not in busy.headers
    note = {"code": "translation-busy", "message": Locale("ar").text("translation.failed.busy")}
    assert busy.json()["notes"] == [note]
    assert busy.json()["passages"][0]["translation"] is None
