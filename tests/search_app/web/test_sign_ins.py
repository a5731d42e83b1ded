"""Cookies of sign-ins count until their time is over or they have ended, and their pages end."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from itsdangerous import TimestampSigner
from starlette.types import Message, Receive, Scope, Send
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from corpus.errors import WsisSearchError
from search_app.hosts import Names
from search_app.web.sign_ins import EndedSignIns, SignInGuard, sign_in_seconds
from search_app.web.sign_ins.revocation import KEPT_SECONDS
from tests.conftest import finished

SECRET = "of these tests, and of no other use"  # noqa: S105 - it signs nothing else
USER = "_streamlit_user"
HOUR = 3600
PUBLIC = Names("127.0.0.1", ["https://search.example.org"])


def _cookies(
    monkeypatch: pytest.MonkeyPatch, hours_ago: float = 0, nonce: str = "one", groups: int = 1
) -> dict[str, str]:
    """Return the cookies of a sign-in that Streamlit signed some hours ago."""
    signed = time.time() - hours_ago * HOUR
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: int(signed))
    cookies: dict[str, str] = {}

    def keep(name: str, value: str) -> None:
        cookies[name] = create_signed_value(SECRET, name, value).decode()

    # Random names: what repeats is compressed, and would fit into one cookie.
    claims = {
        "is_logged_in": True,
        "sub": "Amina",
        "nonce": nonce,
        "groups": [os.urandom(64).hex() for _ in range(groups)],
    }

    def signed_value(name: str, value: str) -> bytes:
        return create_signed_value(SECRET, name, value)

    set_cookie_with_chunks(keep, signed_value, USER, claims, cookie_attr_size=60)
    monkeypatch.undo()
    return cookies


class _Server:
    """A server behind the middleware, which records the cookies that it gets."""

    def __init__(self, state: Path, seconds: float = 24 * HOUR) -> None:
        self.rights: object = "members"
        self.cookie_headers: list[str] = []
        self.guard = SignInGuard(
            self._app,
            ended=EndedSignIns(state),
            secret=lambda: SECRET,
            seconds=seconds,
            is_https=PUBLIC.is_https,
            rights=self._rights,
        )

    def _rights(self, claims: Mapping[str, Any]) -> object:
        assert claims["sub"] == "Amina"
        return self.rights

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.cookie_headers.append(dict(scope["headers"]).get(b"cookie", b"").decode())
        if scope["type"] == "websocket":
            while (await receive())["type"] != "websocket.disconnect":
                pass
            await send({"type": "websocket.send", "text": "too late"})
            return
        cookie = f"{USER}=signed; HttpOnly; Max-Age=2592000; Path=/; SameSite=lax"
        headers = [(b"set-cookie", cookie.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    def counts(self, cookies: Mapping[str, str], kind: str = "http") -> bool:
        """Whether the app gets the cookies."""
        finished(self.ask(cookies, kind=kind))
        return USER in self.cookie_headers[-1]

    async def ask(
        self, cookies: Mapping[str, str], path: str = "/", host: str = "x", kind: str = "http"
    ) -> list[Message]:
        messages: list[Message] = []

        async def send(message: Message) -> None:
            messages.append(message)

        async def receive() -> Message:
            return {"type": "websocket.disconnect"}

        await self.guard(_scope(cookies, path, host, kind), receive, send)
        return messages


def _scope(cookies: Mapping[str, str], path: str, host: str, kind: str) -> Scope:
    header = "; ".join(f"{name}={value}" for name, value in {"a": "b", **cookies}.items())
    return {
        "type": kind,
        "path": path,
        "headers": [(b"host", host.encode()), (b"cookie", header.encode())],
    }


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("groups", [1, 100])
def test_a_sign_in_lasts_a_day_from_its_signature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, groups: int
) -> None:
    EndedSignIns(tmp_path).prepare()
    server = _Server(tmp_path)
    for hours_ago, counts in ((0, True), (23, True), (25, False), (24 * 29, False), (-1, False)):
        cookies = _cookies(monkeypatch, hours_ago, groups=groups)
        assert (len(cookies) > 1) is (groups > 1)
        assert server.counts(cookies, kind) is counts, hours_ago
        assert server.cookie_headers[-1].startswith("a=b")
    # Parts that were signed at another time make it neither younger nor older than the oldest.
    old, new = (_cookies(monkeypatch, hours, groups=100) for hours in (25, 1))
    assert not server.counts({**old, USER: new[USER]}, kind)
    assert not server.counts({USER: "forged"}, kind)


def test_an_ended_sign_in_is_known_to_all_servers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    EndedSignIns(tmp_path).prepare()
    first, other = _Server(tmp_path), _Server(tmp_path)
    cookies, elsewhere = (_cookies(monkeypatch, nonce=nonce) for nonce in ("one", "two"))
    assert first.counts(cookies)
    finished(first.ask(cookies, "/auth/logout"))
    # The last character of a signature has bits that count for nothing.
    signature = cookies[USER]
    twin = signature[:-1] + chr(ord(signature[-1]) + 1)
    for server in (first, other, _Server(tmp_path)):
        assert not server.counts(cookies)
        assert not server.counts(cookies, "websocket")
        assert not server.counts({USER: twin})
        assert server.counts(elsewhere)


def test_pages_end_with_the_sign_in_or_new_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    EndedSignIns(tmp_path).prepare()

    async def ended_by(server: _Server, cookies: Mapping[str, str], act: str) -> float:
        messages: list[Message] = []

        async def send(message: Message) -> None:
            messages.append(message)

        scope = _scope(cookies, "/_stcore/stream", "x", "websocket")
        page = asyncio.create_task(server.guard(scope, asyncio.Event().wait, send))  # type: ignore[arg-type]
        await asyncio.sleep(0.1)
        assert not messages
        began = time.monotonic()
        if act == "here":
            await server.ask(cookies, "/auth/logout")
        elif act == "elsewhere":
            await _Server(tmp_path).ask(cookies, "/auth/logout")
        elif act == "rules":
            server.rights = "public"
        else:
            real = time.time
            monkeypatch.setattr(time, "time", lambda: real() - HOUR / 2)
        await asyncio.wait_for(page, 10)
        monkeypatch.undo()
        assert [message["type"] for message in messages] == ["websocket.send", "websocket.close"]
        assert ForwardMsg.FromString(messages[0]["bytes"]).HasField("auth_redirect")
        return time.monotonic() - began

    for act in ("here", "elsewhere", "rules"):
        cookies = _cookies(monkeypatch, nonce=act)
        assert finished(ended_by(_Server(tmp_path), cookies, act)) < 5
    # The time is over, although the clock is set back by half of it meanwhile.
    cookies = _cookies(monkeypatch, hours_ago=1, nonce="time")
    server = _Server(tmp_path, seconds=HOUR + 2)
    assert finished(ended_by(server, cookies, "time")) < 5


def test_cookies_end_with_the_sign_in_and_need_https(tmp_path: Path) -> None:
    EndedSignIns(tmp_path).prepare()
    for host, is_secure in (("search.example.org", True), ("127.0.0.1:8501", False)):
        (start,) = finished(_Server(tmp_path).ask({}, "/oauth2callback", host))
        ((_, cookie),) = start["headers"]
        text = cookie.decode()
        assert "; Max-Age=86400;" in text
        assert "; HttpOnly;" in text
        assert "; SameSite=lax" in text
        assert text.endswith("; Secure") is is_secure


def test_an_ended_sign_in_is_forgotten_after_its_cookie(tmp_path: Path) -> None:
    ended = EndedSignIns(tmp_path)
    ended.prepare()
    old, new = "0" * 64, "1" * 64
    ended.add(old)
    long_ago = time.time() - KEPT_SECONDS - HOUR
    os.utime(ended.folder / old, (long_ago, long_ago))
    ended.add(new)
    assert sorted(path.name for path in ended.folder.iterdir()) == [new]
    assert ended.has(new)


def test_without_its_folder_no_sign_in_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    state = tmp_path / "state"
    state.write_text("no folder", "utf-8")
    ended = EndedSignIns(state)
    with pytest.raises(WsisSearchError, match="WSIS_SEARCH_STATE"):
        ended.prepare()
    cookies = _cookies(monkeypatch)
    assert not _Server(state).counts(cookies)
    with caplog.at_level(logging.ERROR):
        ended.add("2" * 64)
    assert "this server alone" in caplog.text
    assert ended.has("2" * 64)
    assert not _Server(tmp_path / "gone").counts(cookies)


@pytest.mark.parametrize(
    ("hours", "seconds"),
    [("", 24 * HOUR), ("8", 8 * HOUR)],
)
def test_the_operator_says_how_long_a_sign_in_lasts(
    monkeypatch: pytest.MonkeyPatch, hours: str, seconds: float
) -> None:
    monkeypatch.setenv("WSIS_SEARCH_SIGN_IN_HOURS", hours)
    assert sign_in_seconds() == seconds
