"""Time limits for the head of an HTTP request and for a websocket message.

uvicorn has none, so a byte now and then would hold a connection for ever.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from corpus import settings

_HEAD_SECONDS: Final = 30.0
"""Seconds for a head: it has a few kilobytes, so it needs less time than a body."""

_TOO_SLOW: Final = b"The request did not come in time."


class _TimedConnection(asyncio.Protocol):
    _ending: asyncio.TimerHandle | None = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _stop_waiting(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None


class TimedHttp(_TimedConnection, H11Protocol):
    """An HTTP connection that closes when the next request's head takes too long.

    The time starts with the connection, and again after each response.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Take in data; a whole head ends the wait."""
        super().data_received(data)
        self._stop_waiting_if_answering()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hand the connection over to the websocket protocol, and stop waiting."""
        self._stop_waiting()
        super().handle_websocket_upgrade(event)

    def on_response_complete(self) -> None:
        """Begin to wait for the next head, which may be there already."""
        self._wait_for_head()
        super().on_response_complete()
        self._stop_waiting_if_answering()

    def _wait_for_head(self) -> None:
        self._stop_waiting()
        seconds = min(_HEAD_SECONDS, settings.REQUEST_SECONDS.number)
        self._ending = self.loop.call_later(seconds, self._end)

    def _stop_waiting_if_answering(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()

    def _end(self) -> None:
        """Close the connection, with status 408 where part of a head has arrived."""
        if self.transport.is_closing():
            return
        if self.conn.our_state is h11.IDLE and self.conn.trailing_data[0]:
            headers = [
                (b"content-type", b"text/plain; charset=utf-8"),
                (b"content-length", str(len(_TOO_SLOW)).encode()),
                (b"connection", b"close"),
            ]
            for part in (
                h11.Response(status_code=408, headers=headers, reason=b"Request Timeout"),
                h11.Data(data=_TOO_SLOW),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(part) or b"")
        self.transport.close()


def read_proxy_settings() -> dict[str, Any]:
    """Return uvicorn's settings of who asks: whoever is connected, or who a named proxy says."""
    networks = settings.PROXIES.networks
    return {"proxy_headers": bool(networks), "forwarded_allow_ips": networks}


class TimedWebSocket(_TimedConnection, WebSocketsSansIOProtocol):
    """A websocket that closes when a message in several parts takes too long."""

    def handle_text(self, event: Any) -> None:
        """Take in the first part of a text."""
        super().handle_text(event)
        self._wait_for_rest(is_whole=event.fin)

    def handle_bytes(self, event: Any) -> None:
        """Take in the first part of a message."""
        super().handle_bytes(event)
        self._wait_for_rest(is_whole=event.fin)

    def handle_cont(self, event: Any) -> None:
        """Take in a further part."""
        super().handle_cont(event)
        if event.fin:
            self._stop_waiting()

    def _wait_for_rest(self, *, is_whole: bool) -> None:
        self._stop_waiting()
        if not is_whole:
            self._ending = self.loop.call_later(settings.REQUEST_SECONDS.number, self._end)

    def _end(self) -> None:
        if not self.transport.is_closing():
            self.conn.fail(1008, "The message did not come in time.")
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.close_sent = True
            self.transport.close()
