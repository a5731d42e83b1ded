"""Vectors come from an address: a real server answers on this machine, with the bundled model."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from corpus.errors import ModelError
from index.model.encoder import Encoder, load, model_name, when_needed
from index.model.service import BATCH


@dataclass
class Service:
    """A server with the answers it is to give, and the requests it got."""

    encoder: Encoder
    dimension: int = 384
    status: int = 200
    body: bytes = b""
    port: int = 0
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1#multilingual-e5-small"

    def answer(self, question: dict[str, Any]) -> bytes:
        """Twice as long as they should be, and the last one first."""
        texts = [text.removeprefix("passage: ") for text in question["input"]]
        vectors = 2 * self.encoder.passages(texts)[:, : self.dimension]
        rows = [
            {"object": "embedding", "index": position, "embedding": vector.tolist()}
            for position, vector in enumerate(vectors)
        ]
        return json.dumps({"object": "list", "data": rows[::-1]}).encode()


@pytest.fixture
def service(encoder: Encoder) -> Iterator[Service]:
    running = Service(encoder)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            running.asked.append(question)
            running.keys.append(self.headers["Authorization"])
            status = running.status if self.path == "/v1/embeddings" else 404
            body = running.body or running.answer(question)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        running.port = server.server_port
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield running
        server.shutdown()
        thread.join()


def test_vectors_come_in_the_order_of_the_texts(service: Service, encoder: Encoder) -> None:
    remote = load(service.address)
    texts = [f"Resolution {number}" for number in range(BATCH + 5)]
    counted: list[int] = []
    vectors = remote.passages(texts, counted.append)
    assert (remote.name, remote.dimension) == (service.address, 384)
    assert np.allclose(vectors, encoder.passages(texts), atol=1e-3)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert counted == [BATCH, 5]
    assert remote.passages([]).shape == remote.queries([]).shape == (0, 384)
    remote.queries(["roadmap"])
    assert service.asked[-1]["input"] == ["query: roadmap"]
    assert service.asked[-1]["model"] == "multilingual-e5-small"
    assert remote.tokens("roadmap") <= remote.model_tokens


def test_the_address_is_the_name(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSIS_SEARCH_MODEL", service.address)
    assert model_name() == service.address
    deferred = when_needed()
    assert not service.asked
    assert deferred.queries(["roadmap"]).shape == (1, 384)


def test_a_key_is_sent_where_it_is_set(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    load(service.address)
    monkeypatch.setenv("WSIS_SEARCH_MODEL_KEY", "abc")
    load(service.address)
    assert service.keys == [None, "Bearer abc"]


def test_a_service_that_is_not_there_is_reported() -> None:
    with socket.socket() as free:  # bound, but not listening
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/v1#e5"
        with pytest.raises(ModelError, match=r"cannot be reached .*--model"):
            load(address)


def test_an_error_of_the_service_is_reported(service: Service) -> None:
    service.status, service.body = 404, b'{"error": "model not found"}'
    with pytest.raises(ModelError, match=r"\(404\).*model not found"):
        load(service.address)


@pytest.mark.parametrize(
    "body", [b"<html>", b"{}", b'{"data": [{"index": 0, "embedding": "x"}]}', b'{"data": []}']
)
def test_an_answer_that_is_none(service: Service, body: bytes) -> None:
    service.body = body
    with pytest.raises(ModelError, match="does not answer with vectors"):
        load(service.address)


def test_fewer_vectors_than_texts(service: Service) -> None:
    remote = load(service.address)
    service.body = service.answer({"input": ["a"]})
    with pytest.raises(ModelError, match="gives 1 vectors for 2 texts"):
        remote.passages(["a", "b"])


def test_another_dimension_than_before(service: Service) -> None:
    remote = load(service.address)
    service.dimension = 256
    with pytest.raises(ModelError, match="vectors of 256 numbers now; before, they had 384"):
        remote.queries(["roadmap"])


def test_another_dimension_than_the_index(service: Service) -> None:
    service.dimension = 256
    with pytest.raises(ModelError, match="vectors of 256 numbers now, and the index .* with 384"):
        when_needed(service.address, 384).queries(["roadmap"])


def test_addresses_that_will_not_do() -> None:
    with pytest.raises(ModelError, match=r"does not say which model.*/v1#model-name"):
        load("http://127.0.0.1:9/v1")
    with pytest.raises(ModelError, match="WSIS_SEARCH_MODEL_KEY"):
        load("http://me:secret@127.0.0.1:9/v1#e5")
    with pytest.raises(ModelError, match="cannot be reached"):
        load("http://127.0.0.1:port/v1#e5")
