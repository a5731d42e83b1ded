"""A question that is written once can be asked, shown and written everywhere."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any

import pytest
from mcp import Client
from typer.testing import CliRunner

from corpus.filters import Filters
from corpus.parameters import Parameter
from search_app.api import Answers
from search_app.citing import Layout, LayoutCell, LayoutTable
from search_app.citing.layout import LayoutSection
from search_app.commands.questions import command_of
from search_app.mcp import server
from search_app.operations import REGISTRY, Operation, Paging, Request, RequestContext
from search_app.operations.registry import EVERYWHERE, Listing
from tests.conftest import finished
from tests.search_app.api.conftest import client_of

FILTERS = ("meeting", "series", "language", "source", "region", "since", "until")


@dataclass(frozen=True)
class CitesRequest(Request["CitesAnswer"]):
    """A document that is cited, or none."""

    cited: Annotated[str | None, Parameter(metavar="SYMBOL", help="Only who cites this one.")] = (
        None
    )
    filters: Filters = field(default_factory=Filters, kw_only=True)


@dataclass(frozen=True)
class Edge:
    """A document that cites another."""

    citing: str
    cited: str
    paragraphs: int


@dataclass(frozen=True)
class CitesAnswer:
    """Answer on who cites whom."""

    edges: tuple[Edge, ...]


def _find(asking: RequestContext, request: CitesRequest) -> CitesAnswer:
    edges = [Edge(edge.source, edge.target, edge.paragraphs) for edge in asking.index.graph().edges]
    return CitesAnswer(tuple(edge for edge in edges if request.cited in (None, edge.cited)))


def _layout(answer: CitesAnswer, language: str) -> Layout:
    del language
    rows = tuple(
        (LayoutCell(edge.citing), LayoutCell(edge.cited), LayoutCell(str(edge.paragraphs)))
        for edge in answer.edges
    )
    table = LayoutTable(("Citing", "Cited", "Paragraphs"), (2, 2, 1), rows)
    return Layout("Who cites whom", (LayoutSection(table=table),))


CITES = Operation(
    name="cites",
    request=CitesRequest,
    answer=CitesAnswer,
    find=_find,
    answered=lambda answer, *_: answer,
    paging=Paging("edges"),
    layout=_layout,
    is_empty=lambda answer: not answer.edges,
)

CitesModule: Any = SimpleNamespace(CITES=CITES)


@pytest.fixture(autouse=True)
def registered_operation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the question into the registry."""
    help_text = "Tell which documents cite which, and in how many paragraphs."
    monkeypatch.setitem(REGISTRY, "cites", Listing("cites", EVERYWHERE, help_text))


def _run_command(index: Path, *arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(command_of(CITES), [*arguments, "--index", str(index)])
    return done.exit_code, done.stdout, done.stderr


def test_an_own_operation_is_a_command_with_files(sample_index: Path, tmp_path: Path) -> None:
    code, shown, _ = _run_command(sample_index)
    assert (code, shown.splitlines()[0].strip()) == (0, "Who cites whom")
    assert "Paragraphs: " in shown
    written = tmp_path / "cites.csv"
    assert _run_command(sample_index, "--out", str(written))[0] == 0
    head, *rows = csv.reader(io.StringIO(written.read_text("utf-8-sig")))
    assert head == ["Citing", "Cited", "Paragraphs"]
    assert rows
    assert _run_command(sample_index, "--docx", str(tmp_path / "cites.docx"))[0] == 0
    assert (tmp_path / "cites.docx").read_bytes()[:2] == b"PK"
    code, shown, warned = _run_command(sample_index, "--cited", "nothing")
    assert (code, shown) == (0, "")
    assert "Nothing was found." in warned


def test_an_own_operation_is_an_address_and_a_tool(
    sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "search_app.operations.cites", CitesModule)
    answers = Answers(sample_index, link=lambda _: "https://search.example")
    client = client_of(answers)
    whole = client.get("cites").json()["edges"]
    part = client.get("cites", params={"cited": whole[0]["cited"], "k": 1}).json()
    assert part["total"] == sum(name["cited"] == whole[0]["cited"] for name in whole)
    described = client.get("openapi.json").json()["paths"]["/api/v1/cites"]["get"]
    names = [parameter["name"] for parameter in described["parameters"]]
    assert names == ["cited", *FILTERS, "k", "offset"]

    async def call() -> Any:
        async with Client(server(answers)) as assistant:
            return await assistant.call_tool("cites", {"k": 2})

    answer = finished(call()).structured_content
    assert answer["edges"] == whole[:2]
    assert answer["has_more"]
    answers.close()
