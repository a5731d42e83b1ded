"""Connections to servers of the operator's: limits of time and size, places, and faults.

Each fault of the server is a ``WriterError`` with a reason, and a line in the operator's log. No
error repeats the server's words, which may hold the key.
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Self

from search_app.writers.failure import WriterError

if TYPE_CHECKING:
    import httpx

BUSY: Final = frozenset({429, 503})
"""Codes by which a server says that it takes no more requests now."""

_log = logging.getLogger("wsis_search.writers")


@dataclass(frozen=True, slots=True)
class WriterLimits:
    """Limits of an answer.

    Attributes:
        connect: seconds until the server takes the connection.
        silence: seconds without a word; a server without a GPU reads for a minute or two.
        whole: seconds of the whole answer.
        size: bytes of the whole stream; an event for each token takes about 250.
    """

    connect: float = 10.0
    silence: float = 120.0
    whole: float = 300.0
    size: int = 4_000_000


AT_ONCE: Final = 2
"""Answers that are written at a time in a process: half of those that a server's process computes,
so that other questions go on.
"""

_places: Final = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def take_place() -> Iterator[None]:
    """Hold one of the places for answers; raise ``WriterError`` where all are taken."""
    if not _places.acquire(blocking=False):
        raise WriterError(f"{AT_ONCE} answers are being written. Ask again in a moment.", "busy")
    try:
        yield
    finally:
        _places.release()


@contextmanager
def open_response(
    address: str,
    limits: WriterLimits,
    *,
    is_local: bool,
    headers: Mapping[str, str],
    **content: Any,
) -> Iterator[httpx.Response]:
    """Send a request to a server of the operator's; give the response, whose body is unread."""
    import httpx  # here: a command without a server needs none

    deadline = _Deadline(limits.whole)
    try:
        with (
            deadline,
            httpx.Client(
                timeout=httpx.Timeout(limits.silence, connect=limits.connect),
                # A proxy is another machine: what is for this one does not go through it.
                trust_env=not is_local,
            ) as client,
            client.stream(
                "POST",
                address,
                # A compressed answer may unpack to any size.
                headers={"Accept-Encoding": "identity", **headers},
                extensions={"trace": deadline.trace},
                **content,
            ) as response,
        ):
            yield response
    except httpx.HTTPError as error:
        if deadline.is_over:
            raise httpx.ReadTimeout("The connection was closed in time.") from error
        raise


class _Deadline:
    """A time after which a connection is shut: a head may come in a byte a minute.

    ``is_over`` tells whether that time came within the ``with`` statement.
    """

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._streams: list[Any] = []
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def trace(self, event: str, facts: Mapping[str, Any]) -> None:
        """Note the connections of a request; httpx calls this for each of its steps."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._streams.append(facts["return_value"])

    def _shut(self) -> None:
        self.is_over = True
        for stream in self._streams:
            with suppress(OSError):  # closed, or taken over by its encrypted one
                stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


def read_chunks(response: httpx.Response, server: str, size: int, ends: float) -> Iterator[bytes]:
    """Yield what a server sends; raise ``WriterError`` where it is too much, or takes too long."""
    received = 0
    for chunk in chain(response.iter_raw(), (b"",)):  # once more at the end, which may be shut
        received += len(chunk)
        if received > size:
            raise WriterError(f"{server} sends more than {size:,} bytes.", "no-answer")
        if time.monotonic() > ends:
            raise WriterError(f"{server} takes too long.", "slow")
        yield chunk


def authorise(key: str) -> dict[str, str]:
    """Return the header with the key of a server; none where it has no key."""
    return {"Authorization": f"Bearer {key}"} if key else {}


@contextmanager
def report_faults(server: str, variable: str) -> Iterator[None]:
    """Raise each fault of a server as a ``WriterError``, and log it: readers see its reason."""
    try:
        with _convert_faults(server, variable):
            yield
    except WriterError as error:
        _log.warning("%s", error.message)
        raise


@contextmanager
def _convert_faults(server: str, variable: str) -> Iterator[None]:
    import httpx

    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.InvalidURL) as error:
        if _is_insecure(error):
            message = f"{server} offers no secure connection that this machine trusts."
            raise WriterError(message, "insecure") from error
        message = f"{server} cannot be reached. Start it, or unset {variable}."
        raise WriterError(message, "unreachable") from error
    except httpx.TimeoutException as error:
        raise WriterError(f"{server} takes too long.", "slow") from error
    except httpx.HTTPError as error:
        raise WriterError(f"{server} stopped within its answer.", "broken") from error


def _is_insecure(error: BaseException | None) -> bool:
    """Whether an error comes from an encrypted connection: from its certificate, mostly."""
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error is not None
