"""Middleware that answers requests for plain pages, before Streamlit's server is asked.

What makes the pages is imported for the first of them: nobody waits for it to open the app.
"""

from __future__ import annotations

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

_BEGINNINGS: Final = ("/d/", "/r/")


class PlainPages:
    """Middleware that serves plain pages; ``app`` gets the other requests."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for a plain page; let the app answer any other."""
        if scope["type"] != "http" or not scope["path"].startswith(_BEGINNINGS):
            await self._app(scope, receive, send)
            return
        response = await run_in_threadpool(_respond, Request(scope))
        await response(scope, receive, send)


def _respond(request: Request) -> Response:
    from search_app.web.plain.responses import respond

    return respond(request)
