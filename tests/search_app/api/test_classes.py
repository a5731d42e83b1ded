"""A token sees documents up to its class; to who has none, the others are not there at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from starlette.testclient import TestClient

from index import Index
from index.access import ANONYMOUS, rules_of
from index.model import Encoder
from search_app.api import Answers, Tokens, guard_application
from search_app.mcp.serving import _make_http_app, link_into, server
from tests.commands import run
from tests.conftest import finished
from tests.index.access.archive import HIDDEN, archive, make, put
from tests.search_app.api.conftest import client_of, listening

OTHER = "CWG-WSIS&SDG-40/9"


@pytest.fixture(scope="module")
def of_classes(classed_index: Path) -> Iterator[Answers]:
    answers = Answers(classed_index)
    yield answers
    answers.close()


def _as(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _symbols(client: TestClient, **headers: str) -> set[str | None]:
    documents = client.get("documents", headers=headers).json()["documents"]
    return {document["symbol"] for document in documents}


def test_each_token_sees_up_to_its_class(of_classes: Answers, tokens: Tokens) -> None:
    client = client_of(of_classes)
    public = {"CWG-WSIS&SDG-40/2", "CWG-WSIS&SDG-40/5"}
    assert _symbols(client) == public  # nobody has a token yet
    made = {
        seen: run("tokens", "add", f"a-{seen}", "--class", seen, "--json").json()["token"]
        for seen in ("public", "members", "member-states")
    }
    assert client.get("documents").status_code == 401
    assert _symbols(client, **_as(made["public"])) == public
    assert _symbols(client, **_as(made["members"])) == public | {HIDDEN}
    every = public | {HIDDEN, "CWG-WSIS&SDG-40/2(Rev.1)", None}
    assert _symbols(client, **_as(made["member-states"])) == every
    kept = [client.get("documents", headers=_as(token)).headers["etag"] for token in made.values()]
    assert len(set(kept)) == 3
    crossed = client.get("documents", headers={**_as(made["public"]), "If-None-Match": kept[1]})
    assert crossed.status_code == 200
    assert "no class" in run("tokens", "add", "b", "--class", "secret").err
    # A token that was made before there were classes.
    path = tokens.folder / "a-members.json"
    content = json.loads(path.read_text("utf-8"))
    del content["class"]
    path.write_text(json.dumps(content), "utf-8")
    assert _symbols(client, **_as(made["members"])) == public


def test_hidden_documents_are_answered_as_absent(of_classes: Answers) -> None:
    client = client_of(of_classes)
    for path in ("documents/{}", "passages?symbol={}", "files?symbol={}", "lookup?reference={}"):
        hidden, other = (client.get(path.format(quote(symbol))) for symbol in (HIDDEN, OTHER))
        if path.startswith("lookup"):  # which another document mentions
            assert hidden.json()["document"] is None
            assert len(hidden.json()["mentions"]) == 1
            continue
        assert hidden.status_code == other.status_code == 404, path
        assert hidden.text.replace("40/3", "40/9") == other.text, path
    for mode in ("hybrid", "lexical"):
        answer = client.get("search", params={"query": "quagga budget", "mode": mode}).json()
        assert "quagga b" not in json.dumps(answer["hits"])
    assert client.get("status").json()["documents"] == 2


ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("compare", {"from": "CWG-WSIS&SDG-40/2", "to": "CWG-WSIS&SDG-40/5"}),
    ("compare", {"from": "CWG-WSIS&SDG-40/2", "to": HIDDEN}),
    ("compare", {"from": "CWG-WSIS&SDG-40/2", "to": "CWG-WSIS&SDG-40/2(Rev.1)"}),
    ("mandates", {}),
    ("mandates", {"document": HIDDEN}),
    ("mandates", {"addressee": "Secretariat"}),
    ("positions", {"topic": "mountain yak"}),
    ("positions", {"topic": "quagga budget"}),
    ("dossier", {"meeting": "40"}),
    ("dossier", {"meeting": "39"}),
    ("search", {"query": "quagga budget of the telecentres"}),
    ("answer", {"question": "quagga budget of the telecentres"}),
    ("answer", {"question": "mountain yak"}),
    ("lookup", {"reference": HIDDEN}),
    ("equivalents", {"term": "quagga", "in": "fr"}),
    ("equivalents", {"term": "mountain yak", "in": "fr"}),
    ("documents", {}),
    ("status", {}),
    ("files", {"symbol": HIDDEN}),
)
_DIFFER = {
    "took_ms",
    "passage",
    "id",
    "generation",
    "bytes",
    "vectors",
    "index",
    "ingested",
    "read",
}


def _same(value: Any) -> Any:
    """An answer without what no two indexes share: ids, times and sizes."""
    if isinstance(value, dict):
        return {name: _same(item) for name, item in value.items() if name not in _DIFFER}
    return [_same(item) for item in value] if isinstance(value, list) else value


def test_each_route_answers_as_if_there_were_no_more(
    of_classes: Answers, tmp_path: Path, encoder: Encoder
) -> None:
    """Than readers of the class see: compared with an index that never held it."""
    rules = rules_of(of_classes.folder)
    assert rules
    seen = [
        document
        for document in archive()
        if rules.class_of([(document.file, document.metadata.symbol)]) == "public"
    ]
    with Index.open(of_classes.folder) as index:
        view = index.view_for("public").store
        vectors = {digest: np.frombuffer(value, "<f4") for digest, value in view.vectors.all()}
    with make(tmp_path / "never", encoder, ()) as never:
        never.store.vectors.put(vectors)  # the same to the last bit
        put(never, seen)
    answers = Answers(tmp_path / "never")
    client, other = client_of(of_classes), client_of(answers)
    statuses: dict[str, int] = {}
    for path, query in ASKED:
        response, expected = (reader.get(path, params=query) for reader in (client, other))
        assert response.status_code == expected.status_code, (path, query)
        assert _same(response.json()) == _same(expected.json()), (path, query)
        statuses[path] = min(response.status_code, statuses.get(path, 999))
    answers.close()
    assert statuses == {path: 200 if path != "files" else 404 for path, _ in ASKED}


def test_assistants_see_only_the_class_of_their_token(tokens: Tokens, classed_index: Path) -> None:
    import httpx2

    made = {seen: tokens.add(seen, seen) for seen in ("public", "members")}
    answers = Answers(classed_index, link=link_into("http://127.0.0.1:8501"), reader=ANONYMOUS)

    async def tool_answer(address: str, token: str) -> str:
        async with httpx2.AsyncClient(headers=_as(token)) as http:
            transport = streamable_http_client(f"{address}/mcp", http_client=http)
            async with Client(transport) as client:
                read = await client.read_resource("wsis://documents")
                return str(read)

    with listening(guard_application(_make_http_app(server(answers)), "127.0.0.1")) as address:
        assert HIDDEN not in finished(tool_answer(address, made["public"]))
        assert HIDDEN in finished(tool_answer(address, made["members"]))
    answers.close()


def test_wrong_rules_show_nobody_anything(
    classed_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = tmp_path / "access.toml"
    rules.write_text('default = "secret"', "utf-8")
    monkeypatch.setenv("WSIS_SEARCH_ACCESS", str(rules))
    answers = Answers(classed_index)
    for path in ("documents", "search?query=budget", f"documents/{quote(OTHER)}", "status"):
        response = client_of(answers).get(path, headers={"Accept-Language": "zh"})
        assert (response.status_code, response.json()["code"]) == (503, "access"), path
        assert "不显示任何内容" in response.json()["detail"]
    answers.close()
    assert "secret is no class; use one of" in run("status", "--index", str(classed_index)).err
