"""The app as it is started gives nothing away to an attacker's requests."""

from __future__ import annotations

import http.server
import threading
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page

from search_app.api import AnswerError, Client
from search_app.operations import LookupRequest, SearchRequest, StatusRequest
from tests.browser import chromium
from tests.browser.conftest import KNOCK, SECONDS, visit

pytestmark = pytest.mark.browser


def test_a_name_that_is_pointed_at_this_machine_reads_nothing(
    browser: Browser, address: str
) -> None:
    port = urlsplit(address).port
    arguments = [*chromium.ARGUMENTS, "--host-resolver-rules=MAP evil.example 127.0.0.1"]
    launched = browser.browser_type.launch(executable_path=chromium.path(), args=arguments)
    with launched as rebound:
        page = rebound.new_page()
        answer = page.goto(f"http://evil.example:{port}/")
        assert answer is not None
        assert answer.status == 421
        assert "--public-address" in page.inner_text("body")
        knocked = page.evaluate(KNOCK, f"ws://evil.example:{port}/_stcore/stream")
        assert knocked == "refused"


def test_a_page_at_another_port_of_this_machine_reads_nothing(page: Page, address: str) -> None:
    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        stream = address.replace("http", "ws") + "/_stcore/stream"
        assert page.evaluate(KNOCK, stream) == "refused"
        server.shutdown()
    page.goto(address)
    assert page.evaluate(KNOCK, stream) == "open"


def test_programs_are_answered_beside_the_app(address: str) -> None:
    with Client(address) as archive:
        found = archive.ask(SearchRequest("Who tracks livestock with satellite ear tags?"), k=1)
        assert found.hits[0].symbol == "CWG-WSIS&SDG-40/INF/7"
        assert archive.ask(StatusRequest()).documents
        with pytest.raises(AnswerError, match="neither has nor mentions"):
            archive.ask(LookupRequest("CWG-WSIS&SDG-99/1"))
    described = httpx.get(f"{address}/api/v1/openapi.json", timeout=SECONDS)
    assert "/api/v1/search" in described.json()["paths"]
    foreign = httpx.get(
        f"{address}/api/v1/status", headers={"Origin": "http://127.0.0.1:9"}, timeout=SECONDS
    )
    assert foreign.status_code == 403
    assert httpx.get(f"{address}/api/v1/nothing", timeout=SECONDS).json()["code"] == "not-found"


def test_nothing_is_taken_told_or_looked_for(address: str, looked_for: Path) -> None:
    with httpx.Client(timeout=SECONDS, base_url=address) as client:
        assert client.get("/_stcore/metrics").status_code == 404
        client.get("/_stcore/health", headers={"Origin": "https://evil.example"})
        for session in ("none", "another"):
            sent = client.put(f"/_stcore/upload_file/{session}/file", content=b"x" * 2**20)
            assert sent.status_code == 403
        assert "script-src 'self'" in client.get("/").headers["content-security-policy"]
    assert not looked_for.exists(), looked_for.read_text()


LOADED = """performance.getEntriesByType("resource").map(one => one.name)
  .filter(one => new URL(one).pathname.endsWith(".js"))"""


def test_a_first_page_waits_for_no_unnamed_script(page: Page, address: str) -> None:
    visit(page, f"{address}/?ui=en")
    page.get_by_role("searchbox").wait_for()
    html = httpx.get(f"{address}/", timeout=SECONDS).text
    loaded = {one.removeprefix(f"{address}/") for one in page.evaluate(LOADED)}
    assert len(loaded) > 50
    assert {one for one in loaded if one not in html} == set()


def test_a_subpage_asks_for_nothing_that_is_absent(page: Page, address: str) -> None:
    absent: list[str] = []
    page.on("response", lambda answer: absent.append(answer.url) if answer.status > 399 else None)
    visit(page, f"{address}/documents?ui=en")
    assert absent == []
