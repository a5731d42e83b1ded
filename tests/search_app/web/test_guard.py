"""Requests that the app answers, by name and origin, and how much it takes in."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from search_app.web.guard import Allowance, Uploads, WebGuard, policy
from tests.conftest import finished

HERE = "127.0.0.1:8501"
ALL = "0.0.0.0"  # noqa: S104 - every address of the machine
MEGABYTE = 1024**2


async def _app(scope: Scope, receive: Receive, send: Send) -> None:
    del receive
    kind = "websocket.accept" if scope["type"] == "websocket" else "http.response.start"
    await send({"type": kind, "status": 200, "headers": [(b"access-control-allow-origin", b"*")]})


def _ask(guard: WebGuard, path: str = "/", kind: str = "http", **headers: str) -> Message:
    """The first message of the answer."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": f"{kind}.connect"}

    scope: dict[str, Any] = {
        "type": kind,
        "path": path,
        "method": headers.pop("method", "GET"),
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ],
    }
    finished(guard(scope, receive, send))
    return sent[0]


@pytest.mark.parametrize(
    ("bound", "host", "origin", "status"),
    [
        ("127.0.0.1", HERE, None, 200),
        ("127.0.0.1", HERE, f"http://{HERE}", 200),
        ("127.0.0.1", "localhost:9000", "http://localhost:9000", 200),  # through a tunnel
        ("127.0.0.1", "[::1]:8501", "http://[::1]:8501", 200),
        ("127.0.0.1", "search.example.org", "https://search.example.org", 200),  # the proxy's
        ("127.0.0.1", HERE, "https://search.example.org", 200),  # a proxy that names the machine
        (ALL, "10.1.2.3:8501", "http://10.1.2.3:8501", 200),
        # A name that is pointed at this machine.
        ("127.0.0.1", "evil.example:8501", "http://evil.example:8501", 421),
        (ALL, "evil.example:8501", "http://evil.example:8501", 421),
        ("127.0.0.1", "localhost.evil.example:8501", None, 421),
        ("127.0.0.1", "10.1.2.3:8501", None, 421),
        ("127.0.0.1", "evil.example@127.0.0.1:8501", None, 421),
        ("127.0.0.1", "", None, 421),
        # Pages from elsewhere: another port of this machine too.
        ("127.0.0.1", HERE, "http://127.0.0.1:8502", 403),
        ("127.0.0.1", HERE, "http://localhost:8501", 403),
        ("127.0.0.1", HERE, "https://evil.example", 403),
        ("127.0.0.1", HERE, "http://search.example.org", 403),
        ("127.0.0.1", HERE, "https://search.example.org:444", 403),
        ("127.0.0.1", HERE, "null", 403),
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_only_the_apps_own_hosts_and_pages_are_answered(
    kind: str, bound: str, host: str, origin: str | None, status: int
) -> None:
    guard = WebGuard(_app, host=bound, addresses=["https://search.example.org"])
    headers = {"host": host, **({"origin": origin} if origin else {})}
    answer = _ask(guard, "/_stcore/stream", kind, **headers)
    if kind == "http":
        assert answer["status"] == status
    else:
        assert answer["type"] == ("websocket.accept" if status == 200 else "websocket.close")


def test_foreign_links_open_and_foreign_frames_are_refused() -> None:
    guard = WebGuard(_app, host="127.0.0.1")
    for destination, status in (("document", 200), ("iframe", 403), ("script", 403)):
        answer = _ask(guard, host=HERE, sec_fetch_site="same-site", sec_fetch_dest=destination)
        assert answer["status"] == status


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/_stcore/health", 200),
        ("/_stcore/metrics", 404),
        ("/_stcore/agent/interact", 404),
        ("/_stcore/script-health-check", 404),
        ("/base/_stcore/metrics", 404),
        ("/documents", 200),
    ],
)
def test_what_no_page_needs_is_closed(path: str, status: int) -> None:
    answer = _ask(WebGuard(_app, host="127.0.0.1"), path, host=HERE)
    assert answer["status"] == status
    headers = dict(answer["headers"])
    assert headers[b"x-frame-options"] == b"DENY"
    assert b"frame-ancestors 'none'" in headers[b"content-security-policy"]
    assert b"access-control-allow-origin" not in headers


def test_scripts_run_from_the_app_only() -> None:
    directives = dict(
        word.split(" ", 1) for word in policy(b"<p><script>x = 1</script>").split("; ")
    )
    assert directives["script-src"].startswith("'self' 'sha256-")
    assert "unsafe" not in directives["script-src"]
    assert directives["default-src"] == "'none'"


def test_uploads_need_a_page_that_asks_and_are_bounded() -> None:
    uploads = Uploads()
    uploads.megabytes = 60
    held: dict[str, list[int]] = {}
    uploads.file_sizes = lambda: held
    guard = WebGuard(_app, host="127.0.0.1", uploads=uploads)

    def put(session: str, megabytes: float) -> int:
        path = f"/_stcore/upload_file/{session}/file"
        size = str(int(megabytes * MEGABYTE))
        answer = _ask(guard, path, method="PUT", host=HERE, content_length=size)
        return int(answer["status"])

    assert put("a", 1) == 403  # nothing was asked for
    uploads.allow("a", Allowance(2, 20))
    assert put("a", 190) == 413
    assert put("a", 20) == 200
    assert put("b", 1) == 403  # the place is another session's
    held["a"] = [20 * MEGABYTE] * 2
    assert put("a", 1) == 429  # two were asked for
    uploads.allow("c", Allowance(2, 20))
    held["b"] = [20 * MEGABYTE]
    assert put("c", 1) == 503  # all that are in memory
    uploads.allow("a", None)
    held.clear()
    assert put("a", 1) == 403
    guessed = _ask(guard, "/_stcore/upload_file/c/file", method="PUT", host=HERE)
    assert guessed["status"] == 411
    assert uploads.begin("c", MEGABYTE) == uploads.begin("c", MEGABYTE) == 0
    assert uploads.begin("c", MEGABYTE) == 429  # those on the way count
