"""Guard that lets through only requests for this server, from callers who may ask.

Status 421 means another host name, 403 another site's origin, 401 no known token. A body gets 413
if it is too long, 408 if it is too slow, and 503 if it is one too many.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict
from typing import Final

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.errors import TokenError
from index.access import ANONYMOUS, READER, Reader
from search_app import hosts
from search_app.api.problems import RETRY_SECONDS, ProblemError, problem_of
from search_app.api.tokens import Tokens
from search_app.drafts import MAX_MEGABYTES
from search_app.request_bounds import RequestBounds

_MEGABYTE: Final = 1024 * 1024
_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
)


class ApiGuard:
    """ASGI application that hands allowed requests on to another."""

    def __init__(
        self,
        application: ASGIApp,
        tokens: Tokens,
        names: hosts.Names,
        open_paths: Collection[str] = (),
        bounds: RequestBounds | None = None,
    ) -> None:
        self._application = application
        self._tokens = tokens
        self._server = names
        self._open_paths = open_paths
        self._bounds = bounds or RequestBounds()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with an error, or let it through."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        seen = _Exchange(receive, send)
        asking = READER.set(ANONYMOUS)
        try:
            READER.set(self._check(scope))

            async def refuse(status: int) -> None:
                error = too_slow() if status == 408 else ProblemError(503, "busy", "busy")
                await _refuse(error, language_of(scope))(scope, receive, seen.send)

            await self._bounds.serve(self._application, scope, seen.receive, seen.send, refuse)
        except ProblemError as error:
            if not seen.has_begun:
                await _refuse(error, language_of(scope))(scope, receive, seen.send)
        finally:
            READER.reset(asking)

    def _check(self, scope: Scope) -> Reader:
        """Return who asks; raise :class:`ProblemError` where that is not allowed."""
        scope_headers = dict(scope["headers"])
        headers = {name: value.decode("latin-1") for name, value in scope_headers.items()}
        refusal = self._server.refusal(scope_headers)
        if refusal == hosts.OTHER_HOST:
            raise ProblemError(refusal, "other-host", "other-host")
        if refusal:
            raise ProblemError(refusal, "other-origin", "other-origin")
        reader = ANONYMOUS
        if scope["path"] not in self._open_paths:
            reader = self._check_token(
                headers.get(b"authorization", ""), headers[b"host"], scope.get("client")
            )
        length = headers.get(b"content-length", "0")
        if length.isdecimal() and int(length) > MAX_MEGABYTES * _MEGABYTE:
            raise _too_long()
        return reader

    def _check_token(self, shown: str, host: str, client: tuple[str, int] | None) -> Reader:
        """Return the reader that a token stands for, or this machine's; else raise ProblemError."""
        scheme, _, token = shown.partition(" ")
        try:
            if not self._tokens.are_needed():
                if client and all(map(hosts.is_of_this_machine, (client[0], host))):
                    return ANONYMOUS
                raise ProblemError(401, "no-token", "no-token")
            if not self._tokens.all():
                raise ProblemError(401, "no-token", "tokens-revoked")
            if scheme.lower() == "bearer" and (holder := self._tokens.accept(token.strip())):
                return Reader(f"token:{holder.name}", holder.sees)
        except TokenError as error:
            raise ProblemError(503, "token", "tokens-unreadable") from error
        raise ProblemError(401, "token", "token-unknown" if shown else "token-missing")


class _Exchange:
    """A request on its way, with the length of its body so far."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._length = 0
        self.has_begun = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._length += len(message.get("body", b""))
        if self._length > MAX_MEGABYTES * _MEGABYTE:
            raise _too_long()
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            message["headers"] = [*message.get("headers", ()), *_HEADERS]
        await self._send(message)


def too_slow() -> ProblemError:
    """Return the problem for a body that did not arrive in time."""
    return ProblemError(408, "too-slow", "body-too-slow")


def _too_long() -> ProblemError:
    return ProblemError(413, "too-large", "body-too-large", limit=MAX_MEGABYTES)


def language_of(scope: Scope) -> str:
    """Return the language of the header Accept-Language; English where it names none of the six."""
    from search_app.localise import negotiate_language

    return negotiate_language(
        value.decode("latin-1") for name, value in scope["headers"] if name == b"accept-language"
    )


def _refuse(error: ProblemError, language: str) -> Response:
    headers = {"content-language": language, "vary": "Accept-Language"} | _MORE.get(
        error.status, {}
    )
    body = json.dumps(asdict(problem_of(error, language=language)))
    return Response(body, error.status, headers, "application/problem+json")


_MORE: Final = {
    401: {"www-authenticate": "Bearer"},
    408: {"connection": "close"},  # the server does not read the rest of the body
    503: {"retry-after": str(RETRY_SECONDS)},
}
"""Further headers of refusals, by their status."""
