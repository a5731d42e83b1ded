"""The REST interface gives what the command prints."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from starlette.testclient import TestClient

from corpus.languages import BY_CODE
from corpus.sample import FILES
from index.store import Store
from search_app.api import Answers, schema
from search_app.operations import Language, name_in_json, operation
from tests.commands import run
from tests.conftest import copy_index
from tests.search_app.api.conftest import client_of

DOCUMENT = "CWG-WSIS&SDG-40/3"
SYMBOL = DOCUMENT.replace("&", "%26")
EAR_TAGS = "Who tracks livestock with satellite ear tags?"
DRAFTS = ("precedents", "refs")
DRAWN = ("compare", "positions", "mandates", "dossier")
DRAFT = "Satellite ear tags let herders find livestock in a blizzard, as Resolution 140 asks."


def _as_told(value: Any) -> Any:
    """Without times and folders."""
    if isinstance(value, dict):
        fields = {name: _as_told(item) for name, item in value.items() if name != "took_ms"}
        return {**fields, **({"file": Path(fields["file"]).name} if fields.get("file") else {})}
    return [_as_told(item) for item in value] if isinstance(value, list) else value


@pytest.mark.thorough
def test_a_draft_comes_as_text_or_as_a_file(server: TestClient, sample_index: Path) -> None:
    printed = run("precedents", "-", "--json", "-k", "2", index=sample_index, given=DRAFT.encode())
    for body in (
        {"json": {"text": DRAFT}},
        {"content": DRAFT.encode("utf-16"), "headers": {"Content-Type": "text/plain"}},
    ):
        answer = server.post("precedents", params={"k": 2}, **body).json()
        assert answer.pop("all_paragraphs") == 1
        assert _as_told(answer) == _as_told(printed.json())


@pytest.fixture
def whole_answers(server: TestClient) -> dict[type, Any]:
    """An answer of each kind."""
    requests = {
        "search": {"query": "satellite"},
        "answer": {"question": EAR_TAGS},
        "lookup": {"reference": DOCUMENT},
        "equivalents": {"term": "earthquake"},
        "documents": {},
        f"documents/{DOCUMENT}": {},
        "passages": {"symbol": DOCUMENT},
        "files": {"symbol": DOCUMENT},
        "status": {},
        "compare": {"from": DOCUMENT, "to": "CWG-WSIS&SDG-41/INF/3"},
        "positions": {"topic": EAR_TAGS},
        "mandates": {},
        "dossier": {"meeting": "40"},
    }
    responses = {path: server.get(path, params=params).json() for path, params in requests.items()}
    responses |= {path: server.post(path, json={"text": DRAFT}).json() for path in DRAFTS}
    names = {path: "show" if "/" in path else path for path in responses}
    answers = {operation(names[path]).answer: answer for path, answer in responses.items()}
    return {**answers, schema.Problem: server.get("search").json()}


def test_answers_have_the_fields_of_their_type_and_no_path(
    whole_answers: dict[type, Any], sample_index: Path
) -> None:
    for kind, whole in whole_answers.items():
        text = json.dumps(whole, ensure_ascii=False)
        assert str(FILES) not in text
        assert str(sample_index) not in text
        known = {name_in_json(field.name) for field in dataclasses.fields(kind)}
        page = {name: value for name, value in whole.items() if name not in known}
        assert page.keys() in (set(), {"total", "has_more"}), kind
        answer = {name: value for name, value in whole.items() if name in known}
        assert list(_differences(kind, answer, kind.__name__)) == []
        made: Any = schema.from_json(kind, answer)
        assert json.loads(json.dumps(_json_of(made))) == json.loads(json.dumps(_fill(kind, answer)))


def _json_of(value: Any) -> Any:
    """JSON of a value of one of the types."""
    if dataclasses.is_dataclass(value):
        return {
            name_in_json(field.name): _json_of(getattr(value, field.name))
            for field in dataclasses.fields(value)
        }
    return [_json_of(item) for item in value] if isinstance(value, tuple) else value


def _differences(kind: Any, value: Any, place: str) -> Iterator[str]:
    """Yield the places where JSON has other fields than its type says."""
    if get_origin(kind) in (Union, UnionType):
        if value is not None:
            (some,) = (kind for kind in get_args(kind) if kind is not type(None))
            yield from _differences(some, value, place)
    elif get_origin(kind) is tuple:
        for item in value:
            yield from _differences(get_args(kind)[0], item, place)
    elif dataclasses.is_dataclass(kind):
        fields = dataclasses.fields(kind)
        needed = {
            name_in_json(field.name) for field in fields if field.default is dataclasses.MISSING
        }
        if not needed <= set(value) <= {name_in_json(field.name) for field in fields}:
            yield f"{place}: {sorted(needed ^ set(value))}"
        hints = {name_in_json(name): hint for name, hint in get_type_hints(kind).items()}
        for name, item in value.items():
            yield from _differences(hints[name], item, f"{place}.{name}")


def _fill(kind: Any, value: Any) -> Any:
    """JSON with what it leaves out."""
    if get_origin(kind) in (Union, UnionType) and value is not None:
        return _fill(next(kind for kind in get_args(kind) if kind is not type(None)), value)
    if get_origin(kind) is tuple and value is not None:
        return [_fill(get_args(kind)[0], item) for item in value]
    if dataclasses.is_dataclass(kind) and value is not None:
        hints = get_type_hints(kind)
        return {
            name: _fill(hints[field.name], value[name]) if name in value else field.default
            for field in dataclasses.fields(kind)
            for name in [name_in_json(field.name)]
        }
    return value


def test_the_languages_are_the_six() -> None:
    assert set(get_args(Language)) == set(BY_CODE)


def test_pages_follow_on_one_another(server: TestClient) -> None:
    whole = server.get("search", params={"query": "satellite", "k": 6}).json()["hits"]
    seen, link = [], "search?query=satellite&k=2"
    for _ in range(3):
        answer = server.get(link)
        seen += answer.json()["hits"]
        link = answer.headers["link"].removeprefix("</api/v1/").partition(">")[0]
    assert {hit["text"] for hit in seen} >= {hit["text"] for hit in whole[:2]}
    assert [hit["rank"] for hit in seen] == list(range(1, 7))
    first = server.get("documents", params={"k": 2})
    rest = server.get(first.headers["link"].removeprefix("</api/v1/").partition(">")[0])
    assert first.json()["total"] == 3
    assert len(first.json()["documents"] + rest.json()["documents"]) == 3
    assert "link" not in rest.headers


def test_documents_are_filtered_as_passages_are(server: TestClient) -> None:
    def symbols(**where: str) -> list[str]:
        return [
            document["symbol"]
            for document in server.get("documents", params=where).json()["documents"]
        ]

    assert symbols(series="INF") == ["CWG-WSIS&SDG-41/INF/3", "CWG-WSIS&SDG-40/INF/7"]
    assert symbols(language="zh") == [DOCUMENT]
    assert symbols(source="Egypt") == symbols(source="埃及") == ["CWG-WSIS&SDG-41/INF/3"]
    for where in ({"source": "Norway"}, {"series": "X"}, {"meeting": "99"}):
        assert server.get("documents", params=where).status_code == 404


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        (f"compare?from={SYMBOL}&to=CWG-WSIS%26SDG-41/INF/3", "paragraphs"),
        ("positions?topic=earthquake%20early%20warning", "cells"),
        ("mandates?in=ru", "mandates"),
        ("dossier?meeting=40", "items"),
    ],
)
@pytest.mark.thorough
def test_a_report_has_pages_and_is_sent_once(server: TestClient, path: str, rows: str) -> None:
    whole = server.get(path)
    answer = whole.json()
    assert answer["total"] == len(answer[rows]) >= 1
    again = server.get(path, headers={"If-None-Match": whole.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    first = server.get(f"{path}&k=1")
    assert first.json()["has_more"] == ("link" in first.headers) == (answer["total"] > 1)
    if "link" in first.headers:
        rest = server.get(first.headers["link"].removeprefix("</api/v1/").partition(">")[0])
        assert first.json()[rows] + rest.json()[rows] == answer[rows][:2]
    behind = server.get(f"{path}&offset=1000").json()
    assert (behind[rows], behind["has_more"], behind["total"]) == ([], False, answer["total"])


@pytest.mark.thorough
def test_a_draft_is_compared_with_what_it_was_made_of(server: TestClient) -> None:
    shown = server.get(f"documents/{DOCUMENT}", params={"in": "en"}).json()["passages"]
    text = "\n".join(row["text"] for row in shown[1:]) + "\nNobody has said this before."
    params: dict[str, str | bool] = {"from": DOCUMENT, "changed": True, "in": "en"}
    answer = server.post("compare", json={"text": text}, params=params)
    assert answer.status_code == 200, answer.text
    added = [
        paragraph for paragraph in answer.json()["paragraphs"] if paragraph["change"] == "added"
    ]
    assert "Nobody has said this before." in [paragraph["text_to"] for paragraph in added]
    removed = [
        paragraph for paragraph in answer.json()["paragraphs"] if paragraph["change"] == "removed"
    ]
    assert f"{DOCUMENT}-E" in removed[0]["citation_from"]
    assert {paragraph["citation_to"] for paragraph in answer.json()["paragraphs"]} == {None}


@pytest.mark.thorough
def test_an_unchanged_index_sends_no_answer_again(sample_index: Path, tmp_path: Path) -> None:
    folder = copy_index(sample_index, tmp_path / "index")
    answers = Answers(folder)
    server = client_of(answers)
    params = {"query": "satellite", "mode": "lexical"}
    first = server.get("search", params=params)
    headers = {"If-None-Match": f'"other", {first.headers["etag"]}'}
    again = server.get("search", params=params, headers=headers)
    assert (again.status_code, again.content) == (304, b"")
    with Store(folder) as store, store.transaction():
        store.raise_generation()
    assert server.get("search", params=params, headers=headers).status_code == 200
    answers.close()


def test_a_file_is_given_as_it_was_read(server: TestClient) -> None:
    for file in server.get("files", params={"symbol": DOCUMENT}).json()["files"]:
        answer = server.get(f"files/{file['sha256']}")
        assert answer.content == next(FILES.rglob(file["name"])).read_bytes()
        assert answer.headers["content-disposition"].startswith("attachment")
        headers = {"If-None-Match": answer.headers["etag"]}
        assert server.get(f"files/{file['sha256']}", headers=headers).status_code == 304
