"""Middleware that refuses the cookies of ended sign-ins, and reloads the pages that they opened.

An ended sign-in's cookie is taken out of requests, so that they count as an unknown reader's. Where
a person's rights change, the page is drawn anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Final

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from search_app.web.sign_ins.cookie import (
    NAME_BEGINS,
    SignIn,
    is_sign_in_cookie,
    read_sign_in,
)
from search_app.web.sign_ins.revocation import EndedSignIns

_SIGN_OUT: Final = "/auth/logout"
_MAX_AGE: Final = re.compile(r"(?<=;)(\s*max-age=)\d+", re.IGNORECASE)
_LOOK_SECONDS: Final = 1.0
"""Seconds between checks whether another server ended a sign-in, or the rules changed."""

_LEAVE_SECONDS: Final = 2.0
"""Seconds for a browser to leave an ended page, before its websocket is closed."""

_POLICY: Final = 1008
"""Code of a websocket that closes because its sender may not go on (RFC 6455)."""

_log = logging.getLogger("wsis_search.sign_ins")

CLAIMS: Final = "wsis_search.claims"
"""Key of a request's scope with the provider's claims of a sign-in that counts."""

Rights = Callable[[Mapping[str, object]], object]
"""Function that returns a person's rights by the present rules, from the provider's claims."""


class SignInGuard:
    """Middleware that admits current sign-ins, and ends the pages of the others.

    ``secret`` returns the key with which Streamlit signs cookies. A sign-in lasts ``seconds``.
    ``is_https`` says whether a request's headers mean HTTPS, which cookies then require.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        ended: EndedSignIns,
        secret: Callable[[], str],
        seconds: float,
        is_https: Callable[[Mapping[bytes, bytes]], bool],
        rights: Rights,
    ) -> None:
        self._app = app
        self._ended = ended
        self._secret = secret
        self._seconds = seconds
        self._is_https = is_https
        self._rights = rights
        self._open: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with its sign-in where that still counts."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        cookies = HTTPConnection(scope).cookies
        has_cookie = any(map(is_sign_in_cookie, cookies))
        sign_in = read_sign_in(cookies, self._secret()) if has_cookie else None
        is_signing_out = scope["type"] == "http" and scope["path"].endswith(_SIGN_OUT)
        if is_signing_out and sign_in:
            await self._end(sign_in)
        elif has_cookie and not (sign_in and self._counts(sign_in)):
            sign_in, scope = None, _without_sign_in(scope)
        if scope["type"] == "http":
            scope = {**scope, CLAIMS: sign_in.claims if sign_in else {}}
            await self._app(scope, receive, self._with_safe_cookies(scope, send))
        elif sign_in:
            await self._serve_page(sign_in, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _counts(self, sign_in: SignIn) -> bool:
        is_current = sign_in.is_current(time.time(), self._seconds)
        return is_current and not self._ended.has(sign_in.id)

    async def _end(self, sign_in: SignIn) -> None:
        await asyncio.to_thread(self._ended.add, sign_in.id)
        for page in self._open.get(sign_in.id, ()):
            page.set()

    # --- pages -----------------------------------------------------------------------------------

    async def _serve_page(
        self, sign_in: SignIn, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Serve a page's websocket until it ends, or the sign-in does."""
        over = asyncio.Event()
        self._open[sign_in.id].add(over)
        watching = asyncio.create_task(self._watch(sign_in, over))
        waiting = asyncio.create_task(over.wait())

        async def receive_until_over() -> Message:
            message = asyncio.ensure_future(receive())
            try:
                await asyncio.wait((message, waiting), return_when=asyncio.FIRST_COMPLETED)
                if not over.is_set():
                    return await message
            finally:
                message.cancel()
            return {"type": "websocket.disconnect", "code": _POLICY}

        async def send_until_over(message: Message) -> None:
            if not over.is_set():
                await send(message)

        try:
            await self._app(scope, receive_until_over, send_until_over)
            if over.is_set():
                await _reload(receive, send)
        finally:
            watching.cancel()
            waiting.cancel()
            self._open[sign_in.id].discard(over)
            if not self._open[sign_in.id]:
                del self._open[sign_in.id]

    async def _watch(self, sign_in: SignIn, over: asyncio.Event) -> None:
        """Wait until a page has to end, and set ``over``; an error ends the page, too."""
        loop = asyncio.get_running_loop()
        # Nobody can set the clock of the loop back.
        deadline = loop.time() + sign_in.oldest + self._seconds - time.time()
        try:
            # Slow reading of the rules never puts off the end.
            async with asyncio.timeout_at(deadline):
                rights = await asyncio.to_thread(self._rights, sign_in.claims)
                while self._counts(sign_in):
                    await asyncio.sleep(_LOOK_SECONDS)
                    if await asyncio.to_thread(self._rights, sign_in.claims) != rights:
                        break
        except TimeoutError:
            pass
        except Exception:  # noqa: BLE001 - whatever it is, nothing more may be shown
            _log.exception("A page is closed, since what its reader may see cannot be found out.")
        over.set()

    # --- cookies ---------------------------------------------------------------------------------

    def _with_safe_cookies(self, scope: Scope, send: Send) -> Send:
        """Limit cookies to the time of a sign-in, and to HTTPS where the app uses it."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                is_https = self._is_https(dict(scope["headers"]))
                headers = [
                    (name, self._safe_cookie(value, is_https=is_https))
                    if name.lower() == b"set-cookie"
                    else (name, value)
                    for name, value in message.get("headers", ())
                ]
                message = {**message, "headers": headers}
            await send(message)

        return answer

    def _safe_cookie(self, header: bytes, *, is_https: bool) -> bytes:
        text = header.decode("latin-1")
        name = text.partition("=")[0].strip()
        if is_sign_in_cookie(name):
            text = _MAX_AGE.sub(self._shorten, text)
        if is_https and name.startswith(NAME_BEGINS) and "; secure" not in text.lower():
            text += "; Secure"
        return text.encode("latin-1")

    def _shorten(self, match: re.Match[str]) -> str:
        max_age = int(match[0].rpartition("=")[2])  # 0 deletes the cookie
        return f"{match[1]}{min(max_age, int(self._seconds))}"


async def _reload(receive: Receive, send: Send) -> None:
    """Make a browser reload its page, which a new websocket alone does not do."""
    message = ForwardMsg()
    message.auth_redirect.SetInParent()  # to no other address: the browser stays at its own
    with contextlib.suppress(Exception):  # it may have gone by then
        await send({"type": "websocket.send", "bytes": message.SerializeToString()})
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LEAVE_SECONDS):
                while (await receive())["type"] != "websocket.disconnect":
                    pass
        await send({"type": "websocket.close", "code": _POLICY})


def _without_sign_in(scope: Scope) -> Scope:
    headers = []
    for name, value in scope["headers"]:
        if name == b"cookie":
            pairs = value.decode("latin-1").split(";")
            rest = [pair for pair in pairs if not is_sign_in_cookie(pair.partition("=")[0].strip())]
            headers.append((name, ";".join(rest).encode("latin-1")))
        else:
            headers.append((name, value))
    return {**scope, "headers": headers}
