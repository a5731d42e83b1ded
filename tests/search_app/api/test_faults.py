"""Problems of REST say what to do, and show nothing of the inside."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from search_app.api import Answers, Tokens, schema
from search_app.drafts import MAX_MEGABYTES
from tests.conftest import copy_index
from tests.search_app.api.conftest import client_of

DOCUMENT = "CWG-WSIS&SDG-40/3"


SYMBOL = DOCUMENT.replace("&", "%26")


@pytest.mark.parametrize(
    ("method", "path", "status", "message"),
    [
        ("GET", "search", 422, "query is missing"),
        ("GET", "search?query=", 422, "too short"),
        ("GET", "search?query=%20", 422, "Nothing is asked"),
        ("GET", "search?query=-satellite", 422, "Say what to find as well"),
        ("GET", "search?query=" + "a" * 60_000, 422, "too long"),
        ("GET", "search?query=a&k=many", 422, "k has to be a whole number"),
        ("GET", "search?query=a&k=1000000", 422, "at most 100"),
        ("GET", "search?query=a&offset=9999999999", 422, "at most 1,000"),
        ("GET", "search?query=a&language=de", 422, "one of: ar, en, es, fr, ru, zh"),
        ("GET", "search?query=a&in=klingon", 422, "one of: ar, en, es, fr, ru, zh"),
        ("GET", "search?query=a&since=yesterday", 422, "since"),
        ("GET", "search?query=a&since=2024-02-30", 422, "2024-02-30 is not a date"),
        ("GET", "positions?topic=a&until=2023-02-29", 422, "2023-02-29 is not a date"),
        ("GET", "search?query=a&source=Kenya&source=Brazil", 422, "source has too many values"),
        ("GET", "search?query=a&k=1&k=1&language=fr&language=es", 422, "k has too many values"),
        ("GET", "search?query=a&langage=fr&langage=es", 422, "Did you mean language?"),
        ("GET", "search?query=a&langage=fr", 422, "Did you mean language?"),
        ("GET", "search?query=a&mode=psychic", 422, "hybrid, dense, lexical"),
        ("GET", "lookup?reference=hello", 422, "GET /api/v1/search"),
        ("GET", "lookup?reference=CWG-WSIS%26SDG-99/1", 404, "neither has nor mentions"),
        ("GET", "documents/CWG-WSIS%26SDG-99/1", 404, "GET /api/v1/documents"),
        ("GET", f"documents/{DOCUMENT}?label=99", 404, "no paragraph 99"),
        ("GET", "documents/CWG-WSIS&SDG-40/INF/7?in=fr", 404, "It is there in: ru"),
        ("GET", "documents/..%2F..%2Fetc/passwd", 404, "passwd is not in the index"),
        ("GET", "passages?symbol=C99/1&k=501", 422, "at most 500"),
        ("GET", "files?symbol=C99/1", 404, "is not in the index"),
        ("GET", "files/0000", 404, "GET /api/v1/files?symbol=SYMBOL"),
        ("GET", "compare?from=C99/1&to=C99/1", 404, "is not in the index"),
        ("GET", "compare?from=C99/1", 422, "to is missing"),
        (
            "GET",
            f"compare?from={SYMBOL}&to=CWG-WSIS%26SDG-40/INF/7&in=fr",
            422,
            "a language that both have",
        ),
        ("POST", f"compare?from={SYMBOL}", 415, "application/json"),
        ("GET", "positions?topic=%20", 422, "Nothing is asked"),
        ("GET", "positions?topic=a&language=de", 422, "one of: ar, en, es, fr, ru, zh"),
        ("GET", "mandates?addressee=fishermen", 404, "Secretariat"),
        ("GET", "mandates?document=C99/1", 404, "is not in the index"),
        ("GET", "dossier?meeting=99", 404, "It has those of: 40, 41"),
        ("GET", "search?query=a&meeting=99", 404, "It has those of: 40, 41"),
        ("GET", "dossier?meeting=40&series=X", 404, "It has those of: C, INF"),
        ("GET", "dossier?meeting=41&language=zh", 404, "no document of meeting 41"),
        ("GET", "search?query=a&series=X", 404, "It has those of: C, INF"),
        ("GET", "search?query=a&source=Japann", 404, "Did you mean: "),
        ("GET", "positions?topic=a&source=Narnia", 404, "There are, among others: "),
        ("GET", "nothing", 404, "openapi.json"),
        ("POST", "search?query=a", 405, "It takes: GET"),
        ("POST", "precedents", 415, "application/json"),
    ],
    ids=lambda value: str(value)[:40],
)
@pytest.mark.thorough
def test_an_unanswerable_request_is_refused_with_a_remedy(
    server: TestClient, method: str, path: str, status: int, message: str
) -> None:
    answer = server.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = schema.from_json(schema.Problem, answer.json())
    assert problem.status == status
    assert message in problem.detail
    assert "wsis-search " not in problem.detail


@pytest.mark.parametrize(
    ("body", "kind", "name", "status", "message"),
    [
        (b"{", "application/json", None, 422, "no JSON"),
        (b"[1]", "application/json", None, 422, "an object with the text alone"),
        (b'{"text": 1}', "application/json", None, 422, "an object with the text alone"),
        (b'{"text": " "}', "application/json", None, 422, "no text"),
        (b"PK", "application/octet-stream", None, 422, "?name=draft.docx"),
        (b"PK\x03\x04 no archive", "application/octet-stream", "../../a.docx", 422, "a.docx is"),
        (b"\x89PNG\r\n", "application/octet-stream", "a.png", 415, "no reader"),
        (b"a" * 600_000, "text/plain", None, 422, "Ask for a part"),
        (b"a" * (MAX_MEGABYTES * 2**20 + 1), "text/plain", None, 413, "Send a part"),
    ],
    ids=lambda value: str(value)[:20],
)
@pytest.mark.once
def test_an_unreadable_draft_is_refused_with_a_remedy(
    server: TestClient, body: bytes, kind: str, name: str | None, status: int, message: str
) -> None:
    params = {"name": name} if name else {}
    answer = server.post("precedents", content=body, headers={"Content-Type": kind}, params=params)
    assert (answer.status_code, message in answer.json()["detail"]) == (status, True), answer.text
    assert "/" not in answer.json()["detail"].replace("application/", "")


def test_a_body_without_an_end_is_cut_off(server: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(MAX_MEGABYTES + 2):
            yield b"a" * 2**20

    headers = {"Content-Type": "text/plain"}
    assert server.post("refs", content=endless(), headers=headers).status_code == 413


def test_a_number_without_body_asks_for_the_body(reports_index: Path) -> None:
    answers = Answers(reports_index)
    answer = client_of(answers).get("lookup?reference=Resolution+30")
    answers.close()
    assert (answer.status_code, answer.json()["suggestions"]) == (404, ["WTDC Res. 30"])
    assert "does not show which body" in answer.json()["detail"]
    assert "neither has" not in answer.json()["detail"]


def test_an_index_may_come_later_or_replace_another(sample_index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "secret-place"
    answers = Answers(folder)
    server = client_of(answers)
    answer = server.get("documents")
    assert answer.status_code == 503
    assert answer.json()["code"] == "no-index"
    assert "wsis-search ingest FOLDER" in answer.json()["detail"]
    assert "secret-place" not in answer.text
    assert server.get("health").json()["status"] == "ok"
    copy_index(sample_index, folder)
    assert server.get("documents").json()["total"] == 3
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "index.sqlite3").write_bytes(b"this is no database, whatever it is called " * 100)
    answer = server.get("documents")
    assert (answer.status_code, answer.json()["code"]) == (503, "damaged-index")
    assert "secret-place" not in answer.text
    answers.close()


def test_a_writer_leaves_readers_the_last_state_or_a_wait(
    sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy_index(sample_index, tmp_path / "index")
    answers = Answers(folder)
    server = client_of(answers)
    writer = sqlite3.connect(folder / "index.sqlite3", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE setting SET value = value + 1 WHERE name = 'generation'")
    assert server.get("documents").json()["total"] == 3
    writer.execute("ROLLBACK")
    # An index of an earlier version is brought up to date when it is opened, which has to wait.
    answers.close()
    writer.execute("DELETE FROM migration WHERE id = (SELECT max(id) FROM migration)")
    writer.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr("index.store.database.LOCK_SECONDS", 0.1)
    answer = server.get("documents")
    assert (answer.status_code, answer.json()["code"]) == (503, "locked-index")
    assert int(answer.headers["retry-after"]) > 0
    assert str(folder) not in answer.text
    writer.close()
    answers.close()


def test_an_internal_error_reveals_nothing(
    server: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Answers, "answer", lambda *_: 1 / 0)
    answer = server.get("status")
    assert (answer.status_code, answer.json()["code"]) == (500, "mistake")
    assert "division" not in answer.text


def test_a_refused_caller_gets_a_remedy(answers: Answers, tokens: Tokens) -> None:
    here, elsewhere = client_of(answers), client_of(answers, host="10.0.0.5", peer="10.0.0.9")
    params: dict[str, str | int] = {"query": "satellite", "k": 1, "mode": "lexical"}
    assert here.get("search", params=params).status_code == 200
    refused = elsewhere.get("search", params=params, headers={"Host": "10.0.0.5"})
    assert (refused.status_code, refused.json()["code"]) == (401, "no-token")
    assert "tokens add" in refused.json()["detail"]
    token = tokens.add("delegation")
    assert here.get("search", params=params).status_code == 401
    assert here.get("health").status_code == 200
    assert here.get("documents/health").status_code == 401
    shown = {"Authorization": f"Bearer {token}", "Host": "10.0.0.5"}
    assert elsewhere.get("search", params=params, headers=shown).status_code == 200
    wrong = elsewhere.get("search", params=params, headers={**shown, "Authorization": "Bearer x"})
    assert (wrong.status_code, wrong.headers["www-authenticate"]) == (401, "Bearer")
    tokens.revoke("delegation")
    assert elsewhere.get("search", params=params, headers=shown).status_code == 401


@pytest.mark.thorough
def test_pages_of_other_sites_may_not_ask(answers: Answers, server: TestClient) -> None:
    rebound = server.get("status", headers={"Host": "evil.example"})
    assert (rebound.status_code, rebound.json()["code"]) == (421, "other-host")
    foreign = server.get("status", headers={"Origin": "https://evil.example"})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "other-origin")
    assert "access-control-allow-origin" not in foreign.headers
    proxied = client_of(answers, "https://search.example")
    public = proxied.get("status", headers={"Host": "search.example"})
    assert public.status_code == 401  # behind a proxy everybody seems to be on this machine
