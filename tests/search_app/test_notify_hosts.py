"""Notifications reach no host of an inner network that the operator has not named."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from corpus.alerts import Alert
from corpus.errors import AlertError
from index.alerts import News
from index.retrieval import Hit
from search_app.localise import Locale
from search_app.news import check_targets, send
from search_app.notify_hosts import NamedHosts, inner_address, refuse_inner
from tests.search_app.passages import passage


class Listener:
    """An HTTP server of this machine that notes what it gets, and may redirect."""

    def __init__(self, redirect: str | None = None) -> None:
        received: list[tuple[str, bytes]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                received.append((self.path, self.rfile.read(length)))
                self.send_response(302 if redirect else 200)
                if redirect:
                    self.send_header("Location", redirect)
                self.end_headers()

            do_GET = do_POST  # noqa: N815 - as the library calls it

            def log_message(self, *_: Any) -> None:
                pass

        self.received = received
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextlib.contextmanager
def listening(redirect: str | None = None) -> Iterator[Listener]:
    listener = Listener(redirect)
    try:
        yield listener
    finally:
        listener.close()


def news(*notify: str) -> News:
    excerpt = passage("Pelicans count ferries.")
    alert = Alert("ferries", query="ferries", notify=notify)
    return News(alert, (Hit(1, 1.0, excerpt, excerpt, is_exact=True),), 1)


@pytest.mark.parametrize("schema", ["json", "xml", "form", "ntfy", "gotify"])
def test_a_webhook_reaches_only_named_hosts(monkeypatch: pytest.MonkeyPatch, schema: str) -> None:
    with listening() as listener:
        address = f"{schema}://{listener.host}/{'a' * 15}"
        with pytest.raises(AlertError, match=f"WSIS_SEARCH_NOTIFY_HOSTS={listener.host}"):
            check_targets("ferries", [address])
        with pytest.raises(AlertError, match=f"WSIS_SEARCH_NOTIFY_HOSTS={listener.host}"):
            send(news(address), Locale("en"))
        assert listener.received == []
        monkeypatch.setenv("WSIS_SEARCH_NOTIFY_HOSTS", f"chat.example.org, {listener.host}")
        check_targets("ferries", [address])
        send(news(address), Locale("en"))
        ((_, body),) = listener.received
        assert b"Pelicans" in body


@pytest.mark.parametrize("schema", ["jsons", "xmls", "forms", "apprise", "mmost", "nctalk"])
def test_a_webhook_to_any_host_has_to_be_named(
    monkeypatch: pytest.MonkeyPatch, schema: str
) -> None:
    address = f"{schema}://user:s3cret@hooks.example.org/{'a' * 26}"
    with pytest.raises(AlertError, match="WSIS_SEARCH_NOTIFY_HOSTS=hooks.example.org") as refused:
        check_targets("ferries", [address])
    assert "s3cret" not in str(refused.value)
    monkeypatch.setenv("WSIS_SEARCH_NOTIFY_HOSTS", ".example.org")
    check_targets("ferries", [address])


@pytest.mark.parametrize(
    "address",
    [
        "mailto://127.0.0.1/?from=a@example.org&to=b@example.org",
        "mailtos://user:s3cret@example.org?smtp=127.0.0.1&to=b@example.org",
        "mailto://0x7f000001/?from=a@example.org&to=b@example.org",
        "mailto://[::1]/?from=a@example.org&to=b@example.org",
        "mailto://localhost/?from=a@example.org&to=b@example.org",
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ, json://127.0.0.1/x",
    ],
)
def test_an_address_that_leads_inside_is_refused(address: str) -> None:
    with pytest.raises(AlertError, match="WSIS_SEARCH_NOTIFY_HOSTS") as refused:
        check_targets("ferries", [address])
    assert "s3cret" not in str(refused.value)


def test_a_service_of_its_own_needs_no_name() -> None:
    check_targets(
        "ferries", ["slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", "ntfy://ferries"]
    )


def test_a_redirect_leads_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as inner, listening(f"http://{inner.host}/metadata") as outer:
        monkeypatch.setenv("WSIS_SEARCH_NOTIFY_HOSTS", outer.host)
        with pytest.raises(AlertError):
            send(news(f"json://{outer.host}/x?redirect=yes"), Locale("en"))
        assert [path for path, _ in outer.received] == ["/x"]
        assert inner.received == []
        # Whatever a library follows, no connection is made.
        with refuse_inner(NamedHosts.from_environment()) as refused:
            with pytest.raises(requests.ConnectionError):
                requests.get(f"http://{outer.host}/x", timeout=9)
            assert refused == ["127.0.0.1"]
        assert inner.received == []
        assert requests.get(f"http://{outer.host}/x", timeout=9).ok
        assert len(inner.received) == 1


def test_what_others_of_the_process_connect_to_is_not_judged() -> None:
    with listening() as inner, ThreadPoolExecutor(1) as others:
        others.submit(int).result()  # its thread is there before
        with refuse_inner(NamedHosts()) as refused:
            asked = others.submit(requests.get, f"http://{inner.host}/model", timeout=9)
            assert asked.result().ok
            assert refused == []
            with ThreadPoolExecutor(1) as own:
                asked = own.submit(requests.get, f"http://{inner.host}/metadata", timeout=9)
                with pytest.raises(requests.ConnectionError):
                    asked.result()
            assert refused == ["127.0.0.1"]
        assert [path for path, _ in inner.received] == ["/model"]


def test_a_name_that_leads_inside_a_moment_later_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first answer of the name server is harmless, and the next is not."""
    real, answers = socket.getaddrinfo, iter(["8.8.8.8"])

    def turning(host: str, port: Any, *rest: Any, **named: Any) -> Any:
        if host != "mail.example.org":
            return real(host, port, *rest, **named)
        answer = (next(answers, "127.0.0.1"), port or 0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", answer)]

    with listening() as listener:
        monkeypatch.setattr(socket, "getaddrinfo", turning)
        port = listener.host.rpartition(":")[2]
        query = "from=a@example.org&to=b@example.org&mode=insecure"
        with pytest.raises(AlertError, match=r"leads to 127\.0\.0\.1"):
            send(news(f"mailto://mail.example.org:{port}/?{query}"), Locale("en"))
        assert listener.received == []


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fec0::1"),  # noqa: S104
        *("::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "ff02::1", "2130706433", "0x7f.1"),
    ],
)
def test_inner_addresses_in_every_form(address: str) -> None:
    assert inner_address(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_outer_addresses_are_allowed(address: str) -> None:
    assert inner_address(address) is None


@pytest.mark.parametrize(
    ("named", "host", "port", "expected"),
    [
        ("mail.example.org", "MAIL.example.org.", 25, True),
        ("mail.example.org:25", "mail.example.org", 25, True),
        ("mail.example.org:25", "mail.example.org", 26, False),
        ("mail.example.org:25", "mail.example.org", None, False),
        (".example.org", "mail.example.org", 25, True),
        (".example.org", "example.org", 25, False),
        ("example.org", "evilexample.org", 25, False),
        ("::1 [fc00::1]:80", "[::1]", 9, True),
        ("::1,[fc00::1]:80", "fc00:0::1", 80, True),
        ("", "mail.example.org", 25, False),
    ],
)
def test_hosts_are_named_with_or_without_ports(
    monkeypatch: pytest.MonkeyPatch, named: str, host: str, port: int | None, expected: bool
) -> None:
    monkeypatch.setenv("WSIS_SEARCH_NOTIFY_HOSTS", named)
    assert NamedHosts.from_environment().has(host, port) is expected


@pytest.mark.parametrize("entry", ["http://chat.example.org", "a@example.org", "chat:port", "[::1"])
def test_an_entry_that_is_no_host_is_refused(monkeypatch: pytest.MonkeyPatch, entry: str) -> None:
    monkeypatch.setenv("WSIS_SEARCH_NOTIFY_HOSTS", entry)
    with pytest.raises(AlertError, match="is no host"):
        NamedHosts.from_environment()
