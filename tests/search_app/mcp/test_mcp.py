"""An assistant asks through the SDK's own client, and every answer is cited and linked."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp_types import TextContent, TextResourceContents

from benchmarks.delegates import answers as delegates
from search_app.api import Answers, Tokens, guard_application
from search_app.mcp import server
from search_app.mcp.serving import _make_http_app, link_into
from search_app.web.documents.state import DocumentState
from tests.conftest import finished
from tests.search_app.api.conftest import listening

ROOT = Path(__file__).parents[3]
DOCUMENT = "CWG-WSIS&SDG-40/3"
FILTERS = {"language", "meeting", "series", "source", "region", "since", "until"}
APP = "https://search.example"


TURNED = (
    "For rivers, a neural network does not estimate water levels at 312 gauging stations in 46 "
    "river basins, up to 15 hours ahead."
)


@pytest.fixture(scope="module")
def answers(sample_index: Path) -> Iterator[Answers]:
    """Yield the answers of the sample's index, with links."""
    answers = Answers(sample_index, link=link_into(APP))
    yield answers
    answers.close()


def call_tool(answers: Answers, tool: str, **arguments: Any) -> Any:
    """Return the answer of a tool: its structure, or the text of an error."""
    return run_client(answers, lambda client: client.call_tool(tool, arguments), _content)


def _content(result: Any) -> Any:
    (text,) = result.content
    assert isinstance(text, TextContent)
    if result.is_error:
        return text.text
    assert json.loads(text.text) == result.structured_content
    return result.structured_content


def run_client(
    answers: Answers,
    ask: Callable[[Client], Awaitable[Any]],
    read: Callable[[Any], Any] = lambda result: result,
) -> Any:
    async def run() -> Any:
        async with Client(server(answers)) as client:
            return read(await ask(client))

    return finished(run())


def passages(value: Any) -> Iterator[dict[str, Any]]:
    """All in an answer that has a text of a document."""
    if isinstance(value, dict):
        if "citation" in value:
            yield value
        for item in value.values():
            yield from passages(item)
    elif isinstance(value, list):
        for item in value:
            yield from passages(item)


def test_eleven_read_only_tools_take_the_filters(answers: Answers) -> None:
    listed = run_client(answers, lambda client: client.list_tools()).tools
    names = [tool.name for tool in listed]
    looking = ["search", "answer", "precedents", "lookup", "equivalents", "show"]
    assert names == [*looking, "compare", "mandates", "positions", "source", "dossier"]
    for tool in listed:
        assert set(tool.input_schema["properties"]) >= FILTERS
        assert tool.annotations.read_only_hint
        assert tool.description


def test_every_passage_is_cited_linked_and_in_a_language(answers: Answers) -> None:
    question = "Who tracks livestock with satellite ear tags?"
    result = call_tool(answers, "search", query=question, k=3)
    assert "CWG-WSIS&SDG-40/INF/7-R" in result["hits"][0]["citation"]
    for answer in (
        result,
        call_tool(answers, "search", query=question, shown_in="ar", series=["C"]),
        call_tool(answers, "lookup", reference="Resolution 140", shown_in="fr"),
        call_tool(answers, "show", symbol=DOCUMENT, label="1.1", shown_in="zh"),
        call_tool(
            answers, "precedents", text="Satellite ear tags find livestock in a blizzard.", k=1
        ),
        call_tool(answers, "compare", old=DOCUMENT, new="CWG-WSIS&SDG-41/INF/3"),
        call_tool(answers, "positions", topic=question, shown_in="es"),
        call_tool(answers, "mandates", shown_in="ru"),
    ):
        shown = list(passages(answer))
        assert shown
        for passage in shown:
            assert passage["language"] in ("ar", "en", "es", "fr", "ru", "zh")
            link = urlsplit(passage["link"])
            assert f"{link.scheme}://{link.netloc}{link.path}" == f"{APP}/documents"
            state = DocumentState.from_address(parse_qs(link.query))
            assert state.symbol is not None
            assert state.symbol in passage["citation"].replace("\u200e", "")
            assert state.left == passage["language"]
            assert state.paragraph or state.passage is not None


def test_filters_hold_in_every_tool(answers: Answers) -> None:
    answer = call_tool(answers, "search", query="satellite", meeting=["41"])
    assert {passage["link"].count("41%2FINF%2F3") for passage in passages(answer)} == {1}
    mentions = call_tool(answers, "lookup", reference="Resolution 140", meeting=["41"])["mentions"]
    assert mentions
    assert all("CWG-WSIS&SDG-41" in mention["citation"] for mention in mentions)
    text = "Satellite ear tags find livestock in a blizzard."
    answer = call_tool(
        answers, "precedents", text=text, language=["ru"], since="2024", until="2024"
    )
    assert {passage.get("found_in", passage["language"]) for passage in passages(answer)} == {"ru"}
    (turned,) = passages(call_tool(answers, "precedents", text=TURNED, k=1))
    assert turned["negations"] == {"draft": ["not"], "earlier": []}
    assert turned["class"] == "contrary"
    assert "filters" in call_tool(answers, "show", symbol=DOCUMENT, series=["INF"])
    for tool, request in {
        "search": {"query": "satellite"},
        "lookup": {"reference": "Resolution 140"},
        "equivalents": {"term": "earthquake"},
        "answer": {"question": "satellite"},
        "positions": {"topic": "earthquakes"},
        "mandates": {},
        "source": {"name": "Japan"},
        "dossier": {"meeting": "40"},
    }.items():
        assert "“Atlantis”" in call_tool(answers, tool, **request, source="Atlantis"), tool
        assert "series X" in call_tool(answers, tool, **request, series=["X"]), tool
    answer = call_tool(answers, "compare", old=DOCUMENT, new="CWG-WSIS&SDG-41/INF/3", series=["C"])
    assert "filters" in answer
    answer = call_tool(answers, "mandates", language=["zh"], since="2023")
    assert {passage["language"] for passage in passages(answer)} == {"zh"}
    (item,) = call_tool(answers, "dossier", meeting="40", series=["INF"])["items"]
    assert [document["symbol"] for document in item["documents"]] == ["CWG-WSIS&SDG-40/INF/7"]
    assert item["documents"][0]["link"].startswith(APP)
    (cited,) = item["cites"]
    assert (cited["symbol"], cited["in_index"]) == ("CWG-WSIS&SDG-39/2", False)
    assert all(passage["link"].startswith(APP) for passage in cited["cited_in"])
    assert "source" not in cited


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("search", {"query": " "}, "Nothing is asked"),
        ("search", {"query": "a", "k": 10_000}, "at most 100"),
        ("search", {"query": "a", "k": "many"}, "k has to be a whole number"),
        ("search", {"query": "a", "language": ["de"]}, "one of: ar, en, es, fr, ru, zh"),
        ("search", {"query": "a", "since": "yesterday"}, "has to be a date: 2023"),
        ("search", {"query": "a" * 100_000}, "greatest length in characters: 50,000"),
        ("lookup", {"reference": "hello"}, "to look for words: search(query)"),
        ("lookup", {"reference": "CWG-WSIS&SDG-99/1"}, "neither has nor mentions"),
        ("show", {"symbol": "CWG-WSIS&SDG-99/1"}, "See what is: wsis://documents"),
        ("show", {"symbol": DOCUMENT, "label": "99"}, "show(symbol)"),
        ("show", {"symbol": "/etc/passwd"}, "passwd is not in the index"),
        ("precedents", {"text": ""}, "holds no text"),
        ("precedents", {"text": "a" * 600_000}, "Ask for a part"),
        ("compare", {"old": DOCUMENT}, "one of these alone: new, draft"),
        ("compare", {"old": DOCUMENT, "draft": " "}, "holds no text"),
        ("compare", {"old": DOCUMENT, "new": "CWG-WSIS&SDG-99/1"}, "is not in the index"),
        ("positions", {"topic": " "}, "Nothing is asked"),
        ("mandates", {"addressee": "fishermen"}, "Secretariat"),
        ("dossier", {"meeting": "99"}, "It has those of: 40, 41"),
        ("equivalents", {}, "term is missing"),
        ("delete", {}, "Unknown tool"),
    ],
    ids=lambda value: str(value)[:30],
)
@pytest.mark.thorough
def test_an_unanswerable_request_is_refused_with_a_remedy(
    answers: Answers, tool: str, arguments: dict[str, Any], message: str
) -> None:
    answer = call_tool(answers, tool, **arguments)
    assert isinstance(answer, str)
    assert message in answer
    assert "wsis-search " not in answer


def test_without_an_index_the_assistant_gets_a_remedy(tmp_path: Path) -> None:
    later = Answers(tmp_path / "secret-place", link=link_into(APP))
    answer = call_tool(later, "search", query="satellite")
    assert "wsis-search ingest FOLDER" in answer
    assert "secret-place" not in answer
    assert len(run_client(later, lambda client: client.list_resources()).resources) == 1


def test_documents_are_resources(answers: Answers) -> None:
    listed = run_client(answers, lambda client: client.list_resources()).resources
    uri = f"wsis://documents/{DOCUMENT.replace('&', '%26')}"
    assert uri in {str(resource.uri) for resource in listed}

    def read(uri: str) -> str:
        (content,) = run_client(answers, lambda client: client.read_resource(uri)).contents
        assert isinstance(content, TextResourceContents)
        return content.text

    assert "CWG-WSIS&SDG-40/3-E, para. 1.1" in read(uri)
    assert "CWG-WSIS&SDG-40/3-F, par. 1.1" in read(f"{uri}?language=fr")
    assert json.loads(read("wsis://documents"))["total"] == 3

    async def missing(client: Client) -> None:
        with pytest.raises(MCPError, match="is not in the index"):
            await client.read_resource("wsis://documents/CWG-WSIS%26SDG-99/1")

    run_client(answers, missing)


def test_tools_over_http_have_the_same_guard(
    answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import httpx2

    monkeypatch.setenv("WSIS_SEARCH_TOKENS", str(tmp_path))
    Tokens().open()
    application = guard_application(_make_http_app(server(answers)), "127.0.0.1")

    async def names(address: str, token: str | None = None) -> list[str]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with httpx2.AsyncClient(headers=headers) as http:
            transport = streamable_http_client(f"{address}/mcp", http_client=http)
            async with Client(transport) as client:
                return [tool.name for tool in (await client.list_tools()).tools]

    with listening(application) as address:
        assert "search" in finished(names(address))
        token = Tokens().add("assistant")
        with pytest.raises(BaseException):  # noqa: B017, PT011 - a group of whatever the SDK raises
            finished(names(address))
        assert "search" in finished(names(address, token))
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        foreign = httpx2.post(
            f"{address}/mcp", json=body, headers={"Origin": "https://evil.example"}
        )
        assert foreign.status_code == 403


@pytest.mark.thorough
def test_three_delegates_are_answered_over_stdio(sample_index: Path) -> None:
    who, cited, before = finished(delegates(sample_index)).values()
    assert "CWG-WSIS&SDG-40/INF/7-R" in who[0]
    assert cited[0].startswith("PP Res. 140")
    assert all("[CWG-WSIS&SDG-4" in line and "/documents?symbol=" in line for line in cited[1:])
    assert DOCUMENT in before[0]


def test_the_registry_file_has_this_version() -> None:
    described = json.loads((ROOT / "server.json").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (package,) = described["packages"]
    assert described["version"] == package["version"] == project["version"]
    assert package["identifier"] == project["name"]
    assert len(described["description"]) <= 100
    (marker,) = re.findall(r"mcp-name: (\S+)", (ROOT / "README.md").read_text("utf-8"))
    assert marker == described["name"]
