"""A server that behaves like ITU's archive, and like servers that mean no good, on this machine."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class ServedFile:
    """The content of a path, and the way in which it is given.

    Attributes:
        content: the bytes.
        status: of the answer.
        headers: beside those that follow from the content.
        breaks_off: only half is sent, so many times.
        says_busy: 503 comes first, so many times.
        slow: seconds before the answer.
        endless: bytes without an end.
        packed: sent as gzip, which was not asked for.
    """

    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    breaks_off: int = 0
    says_busy: int = 0
    slow: float = 0.0
    endless: bool = False
    packed: bool = False


@dataclass
class Archive:
    """The server.

    Attributes:
        address: without a path.
        files: what stands where.
        asked: requests by path.
        times: when each was asked, by a monotonic clock.
        statuses: of all answers.
    """

    address: str
    files: dict[str, ServedFile] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        here = self.server.archive
        here.asked[self.path] += 1
        here.times.append(time.monotonic())
        served = here.files.get(self.path)
        if served is None:
            self._send(404, {}, b"<html><body>Not found</body></html>")
        elif served.says_busy:
            served.says_busy -= 1
            self._send(503, {"Retry-After": "0"}, b"")
        else:
            time.sleep(served.slow)
            self._give(served)

    def _give(self, served: ServedFile) -> None:
        tag = f'"{hashlib.sha256(served.content).hexdigest()[:12]}"'
        headers = {"ETag": tag, **served.headers}
        content, status = served.content, served.status
        if served.packed:
            content = gzip.compress(content)
            headers["Content-Encoding"] = "gzip"
        if self.headers.get("If-None-Match") == tag:
            content, status = b"", 304
        if self.headers.get("If-Range") == tag:
            begin = int(self.headers["Range"].removeprefix("bytes=").rstrip("-"))
            status = 206
            headers["Content-Range"] = f"bytes {begin}-{len(content) - 1}/{len(content)}"
            content = content[begin:]
        if served.endless:
            self._send_without_end(headers)
        elif served.breaks_off:
            served.breaks_off -= 1
            self._send(status, headers, content, sent=len(content) // 2)
            self.close_connection = True
        else:
            self._send(status, headers, content)

    def _send(
        self, status: int, headers: dict[str, str], body: bytes, sent: int | None = None
    ) -> None:
        self._begin(status, {**headers, "Content-Length": str(len(body))})
        with contextlib.suppress(OSError):  # who asked has gone
            self.wfile.write(body[:sent])

    def _send_without_end(self, headers: dict[str, str]) -> None:
        self._begin(200, headers)
        with contextlib.suppress(OSError):
            while True:
                self.wfile.write(bytes(1 << 16))

    def _begin(self, status: int, headers: dict[str, str]) -> None:
        self.server.archive.statuses[status] += 1
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.archive = Archive(f"http://127.0.0.1:{self.server_port}")


@contextmanager
def archive() -> Iterator[Archive]:
    """Serve until the end of the block."""
    with _Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.archive
        finally:
            server.shutdown()
            thread.join()
