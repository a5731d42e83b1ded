"""Orders in documents, from the file through the index and the prompt to the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_app.api import Answers
from tests.commands import run
from tests.orders import CLAIMS, ENDS, OBEDIENCE, ORDERS, TAGS, TOPICS, ingest_orders, obey
from tests.search_app.api.conftest import client_of
from tests.search_app.mcp.test_mcp import call_tool
from tests.writer_server import WriterServer

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build an index of documents that hold orders."""
    return ingest_orders(tmp_path_factory.mktemp("orders"))


@pytest.mark.parametrize("sentences", [OBEDIENCE, CLAIMS], ids=["reports", "claims"])
@pytest.mark.parametrize("codes", [["en"], ["ar", "es", "fr", "ru", "zh"]])
@pytest.mark.once
def test_what_an_obedient_writer_says_is_left_out(
    server: WriterServer, index: Path, codes: list[str], sentences: dict[str, str]
) -> None:
    for code in codes:
        server.requests.clear()
        _check_answers(server, index, code, sentences)


def _check_answers(server: WriterServer, index: Path, code: str, sentences: dict[str, str]) -> None:
    server.write = lambda request: obey(request, code, sentences[code])
    question = {"question": TOPICS[code], "in": code}
    words = ("answer", TOPICS[code], "--in", code)
    outcome = run(*words, "--json", index=index, WSIS_SEARCH_WRITER=server.address)
    (request,) = server.requests
    assert request.keys() == {"path", "model", "messages", "stream", "temperature"}
    rules, content = (message["content"] for message in request["messages"])
    assert ORDERS[code] not in rules
    assert f"{ORDERS[code]} {ENDS.replace('<', '&lt;')}</passage>" in content
    assert content.count("</passage>") == content.count("<passage ")
    assert not set(TAGS) & set(content)
    opened = Answers(index)
    try:
        answers = [
            outcome.json(),
            client_of(opened).get("answer", params=question).json(),
            call_tool(opened, "answer", question=TOPICS[code], shown_in=code),
        ]
    finally:
        opened.close()
    for answer in answers:
        assert (answer.get("writer"), answer["unsupported"]) == (None, 1)
        assert answer["sentences"]
        assert sentences[code] not in str(answer)
    printed = run(*words, index=index, WSIS_SEARCH_WRITER=server.address)
    assert sentences[code] not in printed.out
