"""Passages that go to a writer: those of the reader's class, up to the operator's limit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import AccessError
from corpus.filters import Filters
from index import Index
from search_app.api import Answers, Tokens
from search_app.operations import write_checked
from search_app.writers import WriterSettings
from tests.commands import run
from tests.conftest import copy_index
from tests.index.access.archive import HIDDEN, RULES, write_rules
from tests.search_app.api.conftest import client_of
from tests.search_app.mcp.test_mcp import call_tool
from tests.writer_server import WriterServer, writer_server

pytestmark = pytest.mark.model

QUESTION = "quagga budget of the telecentres"
BUDGET = "700 000"
"""Part of a document that members see."""
RESERVE = "quagga reserve"
"""Part of a document that Member States alone see."""


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch) -> Iterator[WriterServer]:
    """A writer on this machine, which the environment names and which may get all documents."""
    with writer_server() as running:
        running.say("[0]")
        monkeypatch.setenv("WSIS_SEARCH_WRITER", running.address)
        yield running


@pytest.fixture
def classed(classed_index: Path) -> Iterator[Answers]:
    answers = Answers(classed_index)
    yield answers
    answers.close()


@pytest.fixture
def audited(classed_index: Path, tmp_path: Path) -> Path:
    """A copy of the index, whose rules name a log."""
    copy = copy_index(classed_index, tmp_path / "audited")
    write_rules(copy, f'{RULES}\n[audit]\nfile = "{tmp_path / "audit.jsonl"}"\n')
    return copy


def _sent(writer: WriterServer) -> str:
    """Return the last request, and forget it."""
    return json.dumps(writer.requests.pop(), ensure_ascii=False)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Forwarded-User": "admin", "X-Forwarded-Email": "admin@itu.int", "Remote-User": "admin"},
        {"X-Class": "member-states", "WSIS-SEARCH-AS": "member-states", "Forwarded": "for=::1"},
        {"Cookie": "_streamlit_user=forged; class=member-states"},
        {"Authorization": "Bearer member-states"},
        {"Authorization": "Basic YWRtaW46YWRtaW4="},
    ],
)
def test_a_forged_header_adds_nothing_to_the_request(
    classed: Answers, writer: WriterServer, headers: dict[str, str]
) -> None:
    query = {"question": QUESTION, "class": "member-states", "as": "member-states"}
    client = client_of(classed)
    client.get("answer", params=query, headers=headers)
    client.get("answer", params={"question": QUESTION}, headers=headers)
    for request in writer.requests:
        sent = json.dumps(request, ensure_ascii=False)
        assert BUDGET not in sent
        assert RESERVE not in sent


@pytest.mark.parametrize(
    ("seen", "limit", "texts"),
    [
        ("public", "", ()),
        ("members", "", (BUDGET,)),
        ("member-states", "", (BUDGET, RESERVE)),
        ("member-states", "members", (BUDGET,)),
        ("member-states", "public", ()),
    ],
)
def test_a_token_sends_what_it_sees_up_to_the_limit(
    classed: Answers,
    tokens: Tokens,
    writer: WriterServer,
    monkeypatch: pytest.MonkeyPatch,
    seen: Any,
    limit: str,
    texts: tuple[str, ...],
) -> None:
    monkeypatch.setenv("WSIS_SEARCH_WRITER_CLASS", limit)
    client = client_of(classed)
    headers = {"Authorization": f"Bearer {tokens.add('reader', seen)}"}
    response = client.get("answer", params={"question": QUESTION}, headers=headers)
    assert response.status_code == 200
    sent = _sent(writer)
    assert tuple(text for text in (BUDGET, RESERVE) if text in sent) == texts
    forged = {"Authorization": f"{headers['Authorization']}x"}
    assert client.get("answer", params={"question": QUESTION}, headers=forged).status_code == 401
    assert writer.requests == []


def test_a_tool_sends_public_passages_alone(classed: Answers, writer: WriterServer) -> None:
    answer = call_tool(classed, "answer", question=QUESTION)
    assert answer["sentences"]
    sent = _sent(writer)
    assert BUDGET not in sent
    assert RESERVE not in sent


def test_a_list_of_questions_sends_nothing(
    classed_index: Path, writer: WriterServer, tmp_path: Path
) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_text(f"{QUESTION}\nmountain yak\n", "utf-8")
    outcome = run(
        "search", "--questions", questions, index=classed_index, WSIS_SEARCH_WRITER=writer.address
    )
    assert outcome.code == 0, outcome.err
    assert writer.requests == []


def _write(index: Path, host: str) -> None:
    """Request an answer of a writer, as if it ran on another machine."""
    settings = WriterSettings.from_environment()
    assert settings is not None
    settings = replace(settings, limit="public", host=host)
    with Index.open(index) as opened:
        assert [*write_checked(opened, settings, QUESTION, Filters(), "en")] == []


def test_an_export_that_cannot_be_logged_does_not_happen(
    audited: Path, writer: WriterServer, tmp_path: Path
) -> None:
    log = tmp_path / "audit.jsonl"
    log.mkdir()  # a file that cannot be written, also by root
    with pytest.raises(AccessError, match="cannot be noted"):
        _write(audited, "api.example.org")
    assert writer.requests == []
    log.rmdir()
    _write(audited, "api.example.org")
    assert BUDGET not in _sent(writer)
    (line,) = map(json.loads, log.read_text("utf-8").splitlines())
    assert (line["event"], line["what"], line["to"]) == ("export", "writer", "api.example.org")
    assert line["documents"]
    assert line["who"].startswith("local")
    assert HIDDEN not in line["documents"]


def _delete(rules: Path) -> None:
    rules.unlink()


def _break(rules: Path) -> None:
    rules.write_text("default = ", "utf-8")


@pytest.mark.parametrize("damage", [_delete, _break])
def test_without_its_rules_an_index_sends_nothing(
    audited: Path, writer: WriterServer, damage: Callable[[Path], None]
) -> None:
    answers = Answers(audited)
    try:
        client = client_of(answers)
        assert client.get("answer", params={"question": QUESTION}).status_code == 200
        writer.requests.clear()
        damage(audited / "access.toml")
        assert client.get("answer", params={"question": QUESTION}).status_code >= 400
        assert isinstance(call_tool(answers, "answer", question=QUESTION), str)
    finally:
        answers.close()
    assert writer.requests == []
