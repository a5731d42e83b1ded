"""Middleware that admits only requests to the app's own name, from its own pages, of bounded size.

It takes no more files than a page has places for. Answers have a content policy (CSP level 3).
"""

from __future__ import annotations

import base64
import hashlib
import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_app import hosts
from search_app.request_bounds import RequestBounds

FileSizes = Callable[[], dict[str, list[int]]]
"""Sizes in bytes of the files in memory, by session."""

_CORE: Final = "/_stcore/"
_OPEN: Final = ("health", "host-config", "stream", "upload_file/", "bidi-components/")
"""Paths below ``/_stcore/`` that Streamlit's pages need; the others, as for metrics, are closed."""

_UPLOAD: Final = re.compile(r".*/_stcore/upload_file/([^/]+)/[^/]+")
_SIGN_OUT: Final = "/auth/logout"
_API: Final = "/api/"
"""Beginning of the REST addresses; REST limits its requests itself."""

_MULTIPART: Final = 16 * 1024
"""Bytes that a form adds to its one file: a boundary, a name and a type."""

_ELSEWHERE: Final = (b"cross-site", b"same-site")
"""Values of ``Sec-Fetch-Site`` for a request from a page of another site."""

_SCRIPT: Final = re.compile(rb"<script>(.*?)</script>", re.DOTALL)

_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)


@dataclass(frozen=True, slots=True)
class Allowance:
    """Maximum number of files that a page takes, and megabytes of each."""

    files: int
    megabytes: int


class Uploads:
    """Sessions that may send files, once a page allows it, within the megabytes of all."""

    def __init__(self) -> None:
        self.megabytes = 0
        self.file_sizes: FileSizes = dict
        self._lock = threading.Lock()
        self._allowed: dict[str, Allowance] = {}
        self._on_the_way: dict[str, list[int]] = {}

    def allow(self, session: str, allowance: Allowance | None) -> None:
        """Let a session send files; None ends that."""
        with self._lock:
            if allowance is None:
                self._allowed.pop(session, None)
            else:
                self._allowed[session] = allowance

    def begin(self, session: str, size: int) -> int:
        """Take in a request of ``size`` bytes; return 0, or the HTTP status that refuses it."""
        with self._lock:
            allowance = self._allowed.get(session)
            if allowance is None:
                return 403
            if size > allowance.megabytes * 1024**2 + _MULTIPART:
                return 413
            sizes_by_session = self.file_sizes()
            own = len(sizes_by_session.get(session, ())) + len(self._on_the_way.get(session, ()))
            if own >= allowance.files:
                return 429
            every = sum(
                sum(sizes) for sizes in (*sizes_by_session.values(), *self._on_the_way.values())
            )
            if every + size > self.megabytes * 1024**2:
                return 503
            self._on_the_way.setdefault(session, []).append(size)
            return 0

    def end(self, session: str, size: int) -> None:
        """Note that a file has been taken in, or has failed."""
        with self._lock:
            sizes = self._on_the_way[session]
            sizes.remove(size)
            if not sizes:
                del self._on_the_way[session]


UPLOADS: Final = Uploads()
"""The uploads of this server."""


class WebGuard:
    """Middleware that refuses requests by the rules of this module.

    ``addresses`` are public ones, for a proxy in front. The scripts of ``page`` may run.
    ``uploads`` are sessions that may send files. ``bounds`` None takes the operator's.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        host: str,
        addresses: Iterable[str] = (),
        page: bytes = b"",
        uploads: Uploads = UPLOADS,
        bounds: RequestBounds | None = None,
    ) -> None:
        self._app = app
        self._bounds = bounds or RequestBounds()
        self._uploads = uploads
        self._server = hosts.Names(host, addresses)
        self._headers = (*_HEADERS, (b"content-security-policy", policy(page).encode()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        status, reason = self._refusal(scope, headers)
        if scope["type"] == "websocket":
            if status:
                await receive()
                await send({"type": "websocket.close", "code": 1008, "reason": reason})
            else:
                await self._app(scope, receive, send)
            return
        answer = self._with_headers(send)
        if status:
            await _refuse(status, reason)(scope, receive, answer)
            return
        upload = _UPLOAD.fullmatch(scope["path"])
        if upload and scope["method"] == "PUT":
            await self._take(upload[1], headers, scope, receive, answer)
        else:
            await self._serve(scope, receive, answer)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(_API):
            await self._app(scope, receive, send)
            return

        async def refuse(status: int) -> None:
            is_slow = status == HTTPStatus.REQUEST_TIMEOUT
            reason = "The request did not come in time." if is_slow else "Too much comes at a time."
            await _refuse(status, reason)(scope, receive, send)

        await self._bounds.serve(self._app, scope, receive, send, refuse)

    def _refusal(self, scope: Scope, headers: dict[bytes, bytes]) -> tuple[int, str]:
        """Return status and reason with which to refuse a request; 0 and "" to serve it."""
        refusal = self._server.refusal(headers)
        if refusal == hosts.OTHER_HOST:
            return refusal, (
                "This app does not answer at this address. Start it with --public-address, followed"
                " by the address under which its readers open it."
            )
        if refusal:
            return refusal, "This app answers its own pages only."
        if scope["path"].endswith(_SIGN_OUT) and headers.get(b"sec-fetch-site") in _ELSEWHERE:
            return HTTPStatus.FORBIDDEN, "Sign out by the button of the app."
        inside = scope["path"].partition(_CORE)
        if inside[1] and not inside[2].startswith(_OPEN):
            return 404, "There is nothing here."
        return 0, ""

    async def _take(
        self,
        session: str,
        headers: dict[bytes, bytes],
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        """Let a file through that its session may send; refuse any other."""
        length = headers.get(b"content-length", b"").decode("latin-1")
        if not length.isdecimal():
            await _refuse(411, "Say how long the file is.")(scope, receive, send)
            return
        size = int(length)
        status = self._uploads.begin(session, size)
        if status:
            reason = "This file is not taken: none is asked for, or no more."
            await _refuse(status, reason)(scope, receive, send)
            return
        try:
            await self._serve(scope, receive, send)
        finally:
            self._uploads.end(session, size)

    def _with_headers(self, send: Send) -> Send:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in self._headers}
                other_headers = [
                    (name, value)
                    for name, value in message.get("headers", ())
                    # Streamlit lets every origin read the fonts.
                    if name.lower() not in own and name.lower() != b"access-control-allow-origin"
                ]
                message = {**message, "headers": [*other_headers, *self._headers]}
            await send(message)

        return answer


def policy(page: bytes) -> str:
    """Return the content policy: only the app's files, ``page``'s scripts and inline styles."""
    digests = [
        f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
        for script in _SCRIPT.findall(page)
    ]
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *digests)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def _refuse(status: int, reason: str) -> PlainTextResponse:
    return PlainTextResponse(reason, status, {"connection": "close"})  # a body is not read
