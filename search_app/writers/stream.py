"""Stream of a writer's text: OpenAI's protocol for chats, as server-sent events over HTTP."""

from __future__ import annotations

import json
import time
from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from corpus.settings import WRITER, WRITER_KEY
from search_app.writers.connections import (
    BUSY,
    WriterLimits,
    authorise,
    open_response,
    read_chunks,
    report_faults,
    take_place,
)
from search_app.writers.failure import WriterError
from search_app.writers.prompt import Message
from search_app.writers.settings import WriterSettings

if TYPE_CHECKING:
    import httpx

_UNFITTING: Final = frozenset({400, 413})
"""Codes of a server whose model cannot take a request as long as this one."""

_EXPLANATION: Final = 4_000
"""Bytes of a refusal that are read, to see whether it is about the model's context."""

_DONE: Final = b"[DONE]"
_THOUGHT: Final = ("<think>", "</think>")
"""Marks around the thoughts of a model, which are no answer."""


def stream_text(
    settings: WriterSettings, messages: Sequence[Message], limits: WriterLimits
) -> Generator[str, None, None]:
    """Yield the text of an answer piece by piece, as the server writes it.

    The connection ends with the iterator, so close it where the rest is not needed.
    """
    with take_place(), report_faults(f"The writer at {settings.host}", WRITER.name):
        yield from _drop_thoughts(_request(settings, messages, limits))


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


def _check(settings: WriterSettings, response: httpx.Response, chunks: Iterator[bytes]) -> None:
    status, server = response.status_code, f"The writer at {settings.host}"
    if status in BUSY:
        raise WriterError(f"{server} is busy ({status}).", "busy")
    if status == 401:
        raise WriterError(f"{server} does not accept the key in {WRITER_KEY.name} (401).", "key")
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


def _make_broken(settings: WriterSettings) -> WriterError:
    return WriterError(f"The writer at {settings.host} stopped within its answer.", "broken")


def _make_foreign(settings: WriterSettings) -> WriterError:
    return WriterError(
        f"What answers at {settings.host} is no writer of OpenAI's protocol. The address mostly "
        "ends in /v1.",
        "foreign",
    )
