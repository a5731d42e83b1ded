"""A server on this machine that speaks LibreTranslate's and Apertium's protocols for tests."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

from tests.writer_server import listening


@dataclass
class TranslationServer:
    """The server, with the translations that it gives, and the requests that it got.

    Attributes:
        translate: makes a translation from a text and the code of its target.
        body: takes the place of each answer, where it is set.
    """

    port: int = 0
    translate: Callable[[str, str], str] = lambda text, _: text
    body: Callable[[], Iterable[bytes]] | None = None
    status: int = 200
    requests: list[dict[str, str]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    def name(self, protocol: str) -> str:
        """Return the value of ``WSIS_SEARCH_TRANSLATOR`` for a protocol."""
        return f"{protocol}+http://127.0.0.1:{self.port}"

    def answer(self, request: dict[str, str]) -> bytes:
        """Return the body of an answer, in the protocol of the request."""
        if "langpair" in request:
            target = request["langpair"].partition("|")[2]
            text = self.translate(request["q"], target)
            answer = {"responseData": {"translatedText": text}, "responseStatus": 200}
            return json.dumps(answer).encode()
        text = self.translate(request["q"], request["target"])
        return json.dumps({"translatedText": text}).encode()


@contextmanager
def translation_server() -> Iterator[TranslationServer]:
    """Serve until the end of the block."""
    running = TranslationServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if self.headers["Content-Type"] == "application/json":
                request = json.loads(content)
            else:
                request = {name: values[0] for name, values in parse_qs(content).items()}
            running.requests.append({"path": self.path, **request})
            running.keys.append(self.headers["Authorization"])
            self.send_response(running.status)
            self.end_headers()
            with contextlib.suppress(OSError):  # the client has had enough
                for part in running.body() if running.body else [running.answer(request)]:
                    self.wfile.write(part)
                    self.wfile.flush()
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with listening(Handler) as running.port:
        yield running
