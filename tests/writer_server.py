"""A server of OpenAI's protocol for chats, on this machine, that answers as a test tells it."""

from __future__ import annotations

import contextlib
import json
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from corpus.text import sentences

EVENTS = "text/event-stream"


def event(text: str, finish: str | None = None) -> bytes:
    """Return an event with a piece of the answer."""
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
    chunk = {"object": "chat.completion.chunk", "choices": [choice]}
    return f"data: {json.dumps(chunk)}\n\n".encode()


def stream(text: str, size: int = 5) -> Iterator[bytes]:
    """Yield the events of an answer, in pieces of a token's size, as a model's server does."""
    role = {"choices": [{"index": 0, "delta": {"role": "assistant"}, "finish_reason": None}]}
    yield f"data: {json.dumps(role)}\r\n\r\n".encode()
    for start in range(0, len(text), size):
        yield event(text[start : start + size])
    yield event("", "stop")
    yield b"data: [DONE]\n\n"


def quote(request: dict[str, Any]) -> str:
    """Return the first sentence of an English passage of a request, as a writer cites it."""
    content = request["messages"][1]["content"]
    passages = re.findall(r'<passage number="(\d)">(.*?)</passage>', content, re.DOTALL)
    number, text = next((number, text) for number, text in passages if text.isascii())
    sentence = text[slice(*sentences(text)[0])].strip()
    return f"{sentence.rstrip('.')} [{number}]."


@dataclass
class WriterServer:
    """The server, with the answer that it gives, and the requests that it got.

    Attributes:
        write: makes the body of an answer from a request.
        gone: set once a client has closed its connection before the end.
    """

    port: int = 0
    write: Callable[[dict[str, Any]], Iterable[bytes]] = lambda _: stream("")
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": EVENTS})
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        """Value of ``WSIS_SEARCH_WRITER``."""
        return f"http://127.0.0.1:{self.port}/v1#small"

    def say(self, text: str) -> None:
        """Answer with a text from now on."""
        self.write = lambda _: stream(text)


@contextmanager
def writer_server() -> Iterator[WriterServer]:
    """Serve until the end of the block."""
    running = WriterServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            running.requests.append({"path": self.path, **request})
            running.keys.append(self.headers["Authorization"])
            self.send_response(running.status)
            for name, value in running.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for part in running.write(request):
                    self.wfile.write(part)
                    self.wfile.flush()
            except OSError:
                running.gone.set()
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with listening(Handler) as running.port:
        yield running


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """Run a server on loopback in a thread; give its port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_port
        finally:
            with contextlib.suppress(OSError):
                server.shutdown()
            thread.join()
