"""Stream of a writer's text: OpenAI's protocol for chats, as server-sent events over HTTP.

Each fault of the server is a ``WriterError`` with a reason, and a line in the operator's log. No
error repeats the server's words, which may hold the key.
"""

from __future__ import annotations

import json
import logging
import socket
import ssl
import threading
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Self

from search_app.writers.failure import WriterError
from search_app.writers.prompt import Message
from search_app.writers.settings import VARIABLE, WriterSettings

if TYPE_CHECKING:
    import httpx

BUSY: Final = frozenset({429, 503})
"""Codes by which a server says that it takes no more requests now."""

_UNFITTING: Final = frozenset({400, 413})
"""Codes of a server whose model cannot take a request as long as this one."""

_EXPLANATION: Final = 4_000
"""Bytes of a refusal that are read, to see whether it is about the model's context."""

_log = logging.getLogger("wsis_search.writers")

_DONE: Final = b"[DONE]"
_THOUGHT: Final = ("<think>", "</think>")
"""Marks around the thoughts of a model, which are no answer."""


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


def stream_text(
    settings: WriterSettings, messages: Sequence[Message], limits: WriterLimits
) -> Generator[str, None, None]:
    """Yield the text of an answer piece by piece, as the server writes it.

    The connection ends with the iterator, so close it where the rest is not needed.
    """
    with take_place(), report_faults(f"The writer at {settings.host}", VARIABLE):
        yield from _drop_thoughts(_request(settings, messages, limits))


@contextmanager
def take_place() -> Iterator[None]:
    """Hold one of the places for answers; raise ``WriterError`` where all are taken."""
    if not _places.acquire(blocking=False):
        raise WriterError(f"{AT_ONCE} answers are being written. Ask again in a moment.", "busy")
    try:
        yield
    finally:
        _places.release()


def _request(
    settings: WriterSettings, messages: Sequence[Message], limits: WriterLimits
) -> Iterator[str]:
    ends = time.monotonic() + limits.whole
    chat = {
        "model": settings.model,
        "messages": list(messages),
        "stream": True,
        "temperature": 0,
    }
    with open_response(
        f"{settings.address}/chat/completions",
        limits,
        is_local=settings.is_local,
        json=chat,
        headers=authorise(settings.key),
    ) as response:
        chunks = read_chunks(response, f"The writer at {settings.host}", limits.size, ends)
        _check(settings, response, chunks)
        is_whole = False
        for data in _read_events(chunks):
            if data == _DONE:
                return
            text, is_last = _parse_event(settings, data)
            is_whole = is_whole or is_last
            yield text
    if not is_whole:
        raise _make_broken(settings)


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


def _check(settings: WriterSettings, response: httpx.Response, chunks: Iterator[bytes]) -> None:
    status, server = response.status_code, f"The writer at {settings.host}"
    if status in BUSY:
        raise WriterError(f"{server} is busy ({status}).", "busy")
    if status == 401:
        raise WriterError(f"{server} does not accept the key in {VARIABLE}_KEY (401).", "key")
    if response.is_redirect:
        raise WriterError(f"{server} names another address, which gets nothing.", "foreign")
    if status in _UNFITTING and b"context" in _read_explanation(chunks):
        raise WriterError(
            f"The context of the model at {settings.host} is too small: give it 4,096 tokens.",
            "context",
        )
    if status != 200:
        raise WriterError(f"{server} refuses to answer ({status}).", "refused")
    if not response.headers.get("Content-Type", "").startswith("text/event-stream"):
        raise _make_foreign(settings)


def _read_explanation(chunks: Iterator[bytes]) -> bytes:
    """Return the beginning of a refusal, in small letters."""
    body = b""
    for chunk in chunks:
        body += chunk
        if len(body) > _EXPLANATION:
            break
    return body[:_EXPLANATION].lower()


def _read_events(chunks: Iterator[bytes]) -> Iterator[bytes]:
    line = bytearray()
    for chunk in chunks:
        line += chunk
        if b"\n" not in chunk:
            continue
        *whole, rest = line.split(b"\n")
        line = rest
        for each in whole:
            if each.startswith(b"data:"):
                yield bytes(each.removeprefix(b"data:").strip())


def _parse_event(settings: WriterSettings, data: bytes) -> tuple[str, bool]:
    """Return the text of an event, and whether it is the last."""
    try:
        event: Any = json.loads(data)
        has_failed, choices = "error" in event, event.get("choices")
        # Without a choice, an event counts tokens.
        text = (choices[0]["delta"].get("content") or "") if choices else ""
        end = choices[0].get("finish_reason") if choices else None
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise _make_foreign(settings) from error
    if has_failed or end == "length":  # the server's own limit
        raise _make_broken(settings)
    if choices is None or not isinstance(text, str):
        raise _make_foreign(settings)
    return text, end is not None


def _drop_thoughts(pieces: Iterator[str]) -> Iterator[str]:
    """Yield pieces of text behind the thoughts with which some models begin."""
    begin, end = _THOUGHT
    text = ""
    for piece in pieces:
        text += piece
        start = text.lstrip()
        if begin.startswith(start) or (start.startswith(begin) and end not in start):
            continue
        yield start.partition(end)[2] if start.startswith(begin) else text
        yield from pieces


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


def _make_broken(settings: WriterSettings) -> WriterError:
    return WriterError(f"The writer at {settings.host} stopped within its answer.", "broken")


def _make_foreign(settings: WriterSettings) -> WriterError:
    return WriterError(
        f"What answers at {settings.host} is no writer of OpenAI's protocol. The address mostly "
        "ends in /v1.",
        "foreign",
    )
