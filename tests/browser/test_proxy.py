"""The proxy that the documentation configures: it signs in, lets the app through, and no more."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from search_app.web import any_free_port
from tests.browser import chromium
from tests.browser.conftest import KNOCK, SECONDS, TIMEOUT, serving

pytestmark = pytest.mark.browser

NAME = "search.example.org"
DOCUMENTED = Path(__file__).parents[2] / "docs" / "operators.md"

UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "b2YgdGhpcyB0ZXN0IG9ubHk=",
}

# What stands in for oauth2-proxy: who has been at its page has signed in.
SIGNS_IN = """
    location = /oauth2/auth {{
        if ($cookie_signed != yes) {{ return 401; }}
        return 202;
    }}
    location = /oauth2/start {{
        default_type text/html;
        add_header Set-Cookie "signed=yes; Path=/; HttpOnly";
        return 200 "<title>Who are you?</title><p>$http_x_auth_request_redirect</p>";
    }}
"""
AROUND = (
    """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    server {{ listen 127.0.0.1:{signing}; """
    + SIGNS_IN
    + """ }}
    server {{ listen 127.0.0.1:{port}; server_name {name}; {documented} }}
}}
"""
)


@contextmanager
def _proxy(app: str, port: int, folder: Path) -> Iterator[None]:
    """Run nginx with what the documentation says, between a port and the app."""
    (block,) = re.findall(r"```nginx\n(.*?)```", DOCUMENTED.read_text("utf-8"), re.DOTALL)
    signing = any_free_port()
    documented = block.replace("http://127.0.0.1:8501", app)
    assert documented != block
    documented = documented.replace("127.0.0.1:4180", f"127.0.0.1:{signing}")
    settings = folder / "nginx.conf"
    settings.write_text(
        AROUND.format(folder=folder, port=port, signing=signing, name=NAME, documented=documented),
        "utf-8",
    )
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    server = subprocess.Popen([nginx, "-e", f"{folder}/error.log", "-c", settings])
    try:
        deadline = time.monotonic() + 20
        while server.poll() is None and time.monotonic() < deadline:
            try:
                httpx.get(f"http://127.0.0.1:{port}/oauth2/start", timeout=SECONDS)
                break
            except httpx.TransportError:
                time.sleep(0.02)
        assert server.poll() is None, (folder / "error.log").read_text()
        yield
    finally:
        server.terminate()
        server.wait(20)


@pytest.mark.skipif(
    not (shutil.which("nginx") or Path("/usr/sbin/nginx").exists()),
    reason="nginx is not installed: apt-get install nginx-light",
)
@pytest.mark.thorough
def test_the_documented_proxy(browser: Browser, sample_index: Path, tmp_path: Path) -> None:
    port = any_free_port()
    public = f"http://{NAME}:{port}"
    with serving(sample_index, public=public) as app, _proxy(app, port, tmp_path):
        _ask_as_a_program(port)
        arguments = [*chromium.ARGUMENTS, "--host-resolver-rules=MAP *.example.org 127.0.0.1"]
        kind = browser.browser_type
        with kind.launch(executable_path=chromium.path(), args=arguments) as launched:
            page = launched.new_page()
            page.set_default_timeout(TIMEOUT)
            page.goto(f"{public}/?ui=en&q=livestock")
            expect(page).to_have_title("Who are you?")
            assert page.inner_text("p") == "/?ui=en&q=livestock"  # where to come back to
            # Signed in, the whole app runs through it: its socket, its fonts, its policy.
            blocked: list[str] = []
            page.on("console", lambda said: blocked.append(said.text))
            page.goto(f"{public}/?ui=en&q=livestock")
            expect(page.locator(".wsis-citation").first).to_be_visible()
            stream = f"ws://{NAME}:{port}/_stcore/stream"
            assert page.evaluate(KNOCK, stream) == "open"
            assert [one for one in blocked if "Content Security Policy" in one] == []
            page.goto(f"http://other.example.org:{port}/oauth2/start")
            page.goto(f"http://other.example.org:{port}/")
            assert "--public-address" in page.inner_text("body")
            assert page.evaluate(KNOCK, stream) == "refused"


def _ask_as_a_program(port: int) -> None:
    host = {"Host": f"{NAME}:{port}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=host, timeout=SECONDS) as client:
        assert client.get("/oauth2/auth").status_code == 404
        for path, headers in (("/api/v1/status", {}), ("/_stcore/stream", UPGRADE)):
            client.cookies.clear()
            assert "Who are you?" in client.get(path, headers=headers).text
        answer = client.get("/")
        assert answer.status_code == 200
        for header in ("content-security-policy", "x-frame-options"):
            assert len(answer.headers.get_list(header)) == 1
        assert client.get("/_stcore/metrics").status_code == 404
        foreign = client.get("/", headers={"Origin": "https://evil.example"})
        assert foreign.status_code == 403
        # Who comes through the proxy is not taken for somebody at this machine.
        assert client.get("/api/v1/status").status_code == 401
        sent = client.put("/_stcore/upload_file/none/file", content=b"x" * 2**20 * 2)
        # By the app, which does not read it to its end; not by the proxy for its size.
        assert sent.status_code in (403, 502)
