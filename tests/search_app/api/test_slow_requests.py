"""Requests that do not come to their end are answered with 408, and hold up nobody else."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from search_app.api import Answers, Tokens, rest
from tests.search_app.api.conftest import listening

HEAD = (
    "POST /api/v1/refs HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/plain\r\n"
    "Content-Length: 1000\r\n\r\n"
)


@pytest.fixture
def address(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("WSIS_SEARCH_REQUEST_SECONDS", "1")
    with listening(rest(answers, "127.0.0.1")) as served:
        yield served


def trickle(address: str, head: str, seconds: float = 6) -> bytes:
    """Send a head, then a byte now and then, and return the answer that ends the connection."""
    host = urlsplit(address)
    assert host.hostname
    assert host.port
    received = b""
    with socket.create_connection((host.hostname, host.port), timeout=0.2) as line:
        line.sendall(head.format(host=host.netloc).encode())
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with contextlib.suppress(TimeoutError, ConnectionError):
                # A byte that reaches a closed connection resets it; what came before is read first.
                line.sendall(b"x")
            with contextlib.suppress(TimeoutError):
                try:
                    more = line.recv(65536)
                except ConnectionResetError:
                    return received
                if not more:
                    return received
                received += more
    raise AssertionError(f"the server still waits, after {received!r}")


@pytest.mark.thorough
def test_a_body_that_never_ends_is_refused_in_time(address: str) -> None:
    answer = trickle(address, HEAD).decode()
    assert answer.startswith("HTTP/1.1 408 ")
    assert "application/problem+json" in answer
    assert '"too-slow"' in answer


@pytest.mark.parametrize("head", ["GET /api/v1/health HTTP/1.1\r\nHost: {host}\r\nX-Long: ", ""])
@pytest.mark.thorough
def test_a_head_that_never_ends_is_refused_in_time(address: str, head: str) -> None:
    assert trickle(address, head).startswith(b"HTTP/1.1 408 ")


@pytest.mark.thorough
def test_a_body_that_nobody_reads_holds_no_connection(address: str) -> None:
    answer = trickle(address, HEAD.replace("POST /api/v1/refs", "GET /api/v1/health"))
    assert answer.startswith(b"HTTP/1.1 200 ")


def test_others_are_answered_meanwhile_and_nobody_takes_all_places(address: str) -> None:
    host = urlsplit(address)
    with contextlib.ExitStack() as lines:
        for _ in range(20):
            line = socket.create_connection((str(host.hostname), int(host.port or 0)), timeout=5)
            lines.enter_context(line)
            line.sendall(HEAD.format(host=host.netloc).encode())
        last = line.recv(4096)  # sixteen of one address wait, and no more are waited for
        assert last.startswith(b"HTTP/1.1 503 ")
        assert httpx.get(f"{address}/api/v1/health").status_code == 200
        assert httpx.get(f"{address}/api/v1/lookup?reference=C24/8").status_code in (200, 404)
    draft = {"Content-Type": "text/plain"}
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:  # the places are given back
        answer = httpx.post(f"{address}/api/v1/refs", content=b"See C24/8.", headers=draft)
        if answer.status_code == 200:
            break
        assert answer.status_code == 503
    assert answer.status_code == 200


@pytest.mark.parametrize(("proxies", "code"), [("", 503), ("127.0.0.0/8", 200)])
def test_a_named_proxy_says_whose_a_body_is(
    answers: Answers, monkeypatch: pytest.MonkeyPatch, tokens: Tokens, proxies: str, code: int
) -> None:
    monkeypatch.setenv("WSIS_SEARCH_PROXIES", proxies)
    shown = f"Bearer {tokens.add('reader')}"
    forwarded = f"Authorization: {shown}\r\nX-Forwarded-For: 203.0.113.1\r\nContent-Length"
    with listening(rest(answers, "127.0.0.1")) as address, contextlib.ExitStack() as lines:
        host = urlsplit(address)
        for _ in range(17):
            line = socket.create_connection((str(host.hostname), int(host.port or 0)), timeout=5)
            lines.enter_context(line)
            head = HEAD.replace("Content-Length", forwarded)
            line.sendall(head.format(host=host.netloc).encode())
        assert line.recv(4096).startswith(b"HTTP/1.1 503 ")  # sixteen of one reader wait
        another = {
            "Content-Type": "text/plain",
            "X-Forwarded-For": "203.0.113.2",
            "Authorization": shown,
        }
        answer = httpx.post(f"{address}/api/v1/refs", content=b"See C24/8.", headers=another)
        assert answer.status_code == code
