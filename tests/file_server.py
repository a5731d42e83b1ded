"""A server of a folder's files, on this machine, with ranges, and with what can go wrong in it."""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class FileServer:
    """The server.

    Attributes:
        address: of the folder.
        folder: whose files are given.
        asked: names of files that were asked for, with the range where one was asked for.
        sent: headers of the last request.
        most: bytes of a copy after which the connection breaks off; None for all.
        holds: set to let a copy stop after ``most`` bytes without an end; ``held`` is set then.
        status: of each answer, in place of the right one.
    """

    address: str
    folder: Path
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    sent: dict[str, str] = field(default_factory=dict)
    most: int | None = None
    holds: bool = False
    held: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)
    status: int | None = None


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        here = self.server.files
        name = self.path.rpartition("/")[2]
        wanted = self.headers.get("Range")
        here.asked.append((name, wanted))
        here.sent = dict(self.headers.items())
        path = here.folder / name
        if here.status or not path.is_file():
            self.send_error(here.status or 404)
            return
        content = path.read_bytes()
        begin = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        self.send_response(206 if wanted else 200)
        if wanted:
            self.send_header("Content-Range", f"bytes {begin}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - begin))
        self.end_headers()
        most = here.most if name.endswith(".zip") else None
        with contextlib.suppress(OSError):  # who asked has gone
            self.wfile.write(content[begin : None if most is None else begin + most])
            if most is not None and here.holds:
                self.wfile.flush()
                here.held.set()
                here.let_go.wait(60)
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def __init__(self, folder: Path, scheme: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = FileServer(f"{scheme}://127.0.0.1:{self.server_port}/archive/", folder)


@contextmanager
def file_server(folder: Path, secured: ssl.SSLContext | None = None) -> Iterator[FileServer]:
    """Serve a folder until the end of the block; over TLS where it is secured."""
    with _Server(folder, "https" if secured else "http") as server:
        if secured:
            server.socket = secured.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.files
        finally:
            server.files.let_go.set()
            server.shutdown()
            thread.join()
