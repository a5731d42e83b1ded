"""A server over the sample's index: in this process, behind its guard, asked from this machine."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from search_app.api import Answers, Tokens, rest
from search_app.api.serving import settings_of

ADDRESS = "http://127.0.0.1:8502"


def client_of(
    answers: Answers,
    *addresses: str,
    host: str = "127.0.0.1",
    peer: str = "127.0.0.1",
) -> TestClient:
    """Return a client of a server that listens at ``host``, from an address, or as a proxy."""
    return TestClient(
        rest(answers, host, addresses),
        base_url=f"{ADDRESS}/api/v1",
        client=(peer, 50000),
        raise_server_exceptions=False,
    )


@contextmanager
def listening(application: ASGIApp) -> Iterator[str]:
    """Serve an application on a port of this machine; gives the address."""
    config = settings_of(application, host="127.0.0.1", port=0)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as port:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [port]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=20)


@pytest.fixture(autouse=True)
def tokens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tokens:
    """The tokens of this test: none yet, and none is needed on this machine."""
    monkeypatch.setenv("WSIS_SEARCH_TOKENS", str(tmp_path / "tokens"))
    tokens_of_test = Tokens()
    tokens_of_test.open()
    return tokens_of_test


@pytest.fixture(scope="session")
def answers(sample_index: Path) -> Iterator[Answers]:
    """Yield the answers of the sample's index."""
    answers = Answers(sample_index)
    yield answers
    answers.close()


@pytest.fixture
def server(answers: Answers) -> TestClient:
    """The server, asked from its own machine."""
    return client_of(answers)
