"""Real vectors at an address of this machine: the bundled model, loaded once for all runs.

It speaks the protocol of :mod:`index.model.service`, and embeds each text once. ``#other`` is
another model: its vectors are those of the bundled one with their numbers in another order.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import numpy as np

from index import Index
from index.model import Vectors, load
from index.store import Store

BUNDLED: Final = "bundled"
OTHER: Final = "other"


class Model:
    """The bundled model with a memory of the texts it embedded."""

    def __init__(self) -> None:
        self._encoder = load()
        self._known: dict[str, Vectors] = {}
        self._lock = threading.Lock()

    def vectors(self, texts: Sequence[str], model: str = BUNDLED) -> Vectors:
        """Embed texts: ``(n, dimension)`` float32, unit length."""
        with self._lock:
            new = [text for text in dict.fromkeys(texts) if text not in self._known]
            if new:
                self._known.update(zip(new, self._encoder.passages(new), strict=True))
            vectors = np.stack([self._known[text] for text in texts])
        return vectors if model == BUNDLED else np.ascontiguousarray(vectors[:, ::-1])


class Encoder:
    """The service's model for an index that is opened in this process, without an address.

    Args:
        model: that runs ask.
        name: by which the index knows it: an address, and the model behind ``#``.
    """

    model_tokens: Final = 512

    def __init__(self, model: Model, name: str) -> None:
        self._model, self.name = model, name
        self.dimension = model.vectors(["a"]).shape[1]

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Embed texts: ``(n, dimension)`` float32, unit length."""
        if progress:
            progress(len(texts))
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self._model.vectors(texts, self.name.rpartition("#")[2])
        # As who asks the address does, to the last bit.
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions, likewise."""
        return self.passages(texts)

    def tokens(self, text: str) -> int:
        """Return an upper bound of a text's tokens."""
        return len(text) + 2


@contextmanager
def open_index(folder: Path, model: Model) -> Iterator[Index]:
    """Open an index that runs made with the model."""
    with Store(folder) as store:
        index = Index(store, Encoder(model, store.setting("model") or BUNDLED))
        try:
            yield index
        finally:
            index.close()


@contextmanager
def serving(model: Model) -> Iterator[str]:
    """Serve a model; gives the address, without the model's name."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            rows = model.vectors(request["input"], request["model"]).tolist()
            data = [{"index": position, "embedding": row} for position, row in enumerate(rows)]
            body = json.dumps({"data": data}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:  # who asked was killed
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
