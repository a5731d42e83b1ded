"""Limits on request bodies: the time that one may take, and how many may arrive at once.

A slow body gets the status 408, and one too many 503. Requests without a body do not count.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus import settings

Refuse = Callable[[int], Awaitable[None]]
"""Function that answers a request with an HTTP status instead of the application."""


class SlowBodyError(Exception):
    """Error that a body did not arrive in time."""


class RequestBounds:
    """Limits on the bodies that a server receives.

    ``seconds`` count from the request's head to the body's end; None takes the operator's. ``each``
    limits one network address, and ``shared_by`` processes divide the places.
    """

    def __init__(
        self,
        seconds: float | None = None,
        *,
        at_a_time: int = 64,
        each: int = 16,
        shared_by: int = 1,
    ) -> None:
        self._seconds = settings.REQUEST_SECONDS.number if seconds is None else seconds
        self._at_a_time = max(1, at_a_time // shared_by)
        self._each = max(1, each // shared_by)
        self._on_the_way: Counter[str] = Counter()

    async def serve(
        self,
        application: ASGIApp,
        scope: Scope,
        receive: Receive,
        send: Send,
        refuse: Refuse,
    ) -> None:
        """Let an application answer a request; outside the limits, refuse it with 408 or 503."""
        if not _has_body(scope):
            await application(scope, receive, send)
            return
        client = scope.get("client")
        address = client[0] if client else ""
        is_full = self._on_the_way.total() >= self._at_a_time
        if is_full or self._on_the_way[address] >= self._each:
            await refuse(503)
            return
        self._on_the_way[address] += 1

        def give_place_back() -> None:
            self._on_the_way[address] -= 1
            if not self._on_the_way[address]:
                del self._on_the_way[address]

        body = _Body(receive, send, self._seconds, give_place_back)
        try:
            await application(scope, body.receive, body.send)
        except Exception:
            if not body.is_late:
                raise
        finally:
            body.finish()
        if body.is_late and not body.is_answered:
            await refuse(408)


class _Body:
    """A body on its way, and the answer to its request."""

    def __init__(
        self, receive: Receive, send: Send, seconds: float, when_done: Callable[[], None]
    ) -> None:
        self._receive = receive
        self._send = send
        self._deadline = asyncio.get_running_loop().time() + seconds
        self._when_done = when_done
        self._is_whole = False
        self.is_late = False
        self.is_answered = False

    async def receive(self) -> Message:
        """Return the next part of the body; raise :class:`SlowBodyError` where it is late."""
        if self._is_whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError:
            self.is_late = True
            raise SlowBodyError from None
        if message["type"] != "http.request" or not message.get("more_body"):
            self.finish()
        return message

    async def send(self, message: Message) -> None:
        """Send a part of the answer, unless the application only reports that it failed."""
        if self.is_late and not self.is_answered:
            return
        self.is_answered = True
        await self._send(message)

    def finish(self) -> None:
        """Give the body's place back."""
        if not self._is_whole:
            self._is_whole = True
            self._when_done()


def _has_body(scope: Scope) -> bool:
    headers = dict(scope["headers"])
    return b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0"
