"""A server that speaks TLS is asked so, and what does not fit is told by its setting."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import grpc
import pytest

from corpus.errors import EngineError
from index.retrieval.dense import Dense
from index.retrieval.vectors.milvus import Address, Milvus
from index.store import Store
from tests.index.retrieval.test_growth import MODEL, _put  # noqa: F401 - what ``store`` puts
from tests.index.retrieval.test_server_index import _embed
from tests.milvus_server import MilvusServer
from tests.tls import Certificate, certificate, tls_before

pytestmark = pytest.mark.process


@dataclass
class _Doorkeeper(grpc.GenericRpcHandler):  # type: ignore[misc] # grpc has no types
    """Lets nobody in, as Milvus does who gives a wrong password; notes what was given."""

    given: set[str] = field(default_factory=set)

    def service(self, call: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        self.given.add(dict(call.invocation_metadata).get("authorization", ""))

        def refuse(_: bytes, context: grpc.ServicerContext) -> None:
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "auth check failure")

        return grpc.unary_unary_rpc_method_handler(refuse)


@pytest.fixture(scope="module")
def server_certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def port(milvus: MilvusServer, server_certificate: Certificate) -> Iterator[int]:
    """Return the port that speaks TLS before the server."""
    with tls_before(milvus.port, server_certificate.context(["h2"])) as port:
        yield port


def _error_message(address: str) -> str:
    with pytest.raises(EngineError) as raised:
        Milvus(address).text("any")
    assert "secret" not in raised.value.message
    return raised.value.message


@pytest.mark.thorough
def test_answers_over_tls_are_those_of_files(
    store: Store, port: int, server_certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(server_certificate.authority))
    local = Dense(store, MODEL)
    far = Dense(store, MODEL, engine=f"milvus+tls://127.0.0.1:{port}/secured?timeout=20")
    far.keep()
    question = _embed(local, "document7 passage7x3")
    here, there = (dense.nearest(question, 10) for dense in (local, far))
    assert [passage for passage, _ in there] == [passage for passage, _ in here]
    assert dict(there) == pytest.approx(dict(here), abs=1e-5)


def test_a_tls_error_names_the_setting_to_change(
    milvus: MilvusServer,
    port: int,
    server_certificate: Certificate,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secured = f"milvus+tls://reader:secret@127.0.0.1:{port}/a?timeout=5"
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate(tmp_path, "another").authority))
    message = _error_message(secured)
    assert "not accepted: self-signed certificate. Name the file" in message
    assert "SSL_CERT_FILE" in message
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    assert "SSL_CERT_FILE names" in _error_message(secured)
    monkeypatch.setenv("SSL_CERT_FILE", str(server_certificate.authority))
    message = _error_message(secured.replace("127.0.0.1", "localhost"))
    assert "Hostname mismatch" in message
    assert "WSIS_SEARCH_ENGINE" in message
    message = _error_message(secured.replace("milvus+tls", "milvus"))
    assert "speaks TLS: write milvus+tls:// in WSIS_SEARCH_ENGINE" in message
    message = _error_message(secured.replace(str(port), str(milvus.port)))
    assert "does not speak TLS" in message
    assert "milvus:// in WSIS_SEARCH_ENGINE" in message
    assert "cannot be reached at 127.0.0.1:9" in _error_message(
        "milvus+tls://127.0.0.1:9/a?timeout=5"
    )
    with tls_before(milvus.port, server_certificate.context()) as older:
        assert "not HTTP/2" in _error_message(secured.replace(str(port), str(older)))


def test_credentials_come_from_the_address_or_a_setting(
    server_certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(server_certificate.authority))
    monkeypatch.setenv("WSIS_SEARCH_ENGINE_KEY", "writer:secret\n")
    doorkeeper = _Doorkeeper()
    server = grpc.server(ThreadPoolExecutor(2), handlers=[doorkeeper])
    shown = grpc.ssl_server_credentials(
        [(server_certificate.key.read_bytes(), server_certificate.authority.read_bytes())]
    )
    port = server.add_secure_port("127.0.0.1:0", shown)
    server.start()
    try:
        for who in ("", "reader:secr%40t@"):
            message = _error_message(f"milvus+tls://{who}127.0.0.1:{port}/a?timeout=5")
            assert "does not let in who asks" in message
            assert "WSIS_SEARCH_ENGINE, or what WSIS_SEARCH_ENGINE_KEY has" in message
    finally:
        server.stop(0).wait()
    given = {base64.b64decode(header).decode() for header in doorkeeper.given}
    assert given == {"writer:secret", "reader:secr@t"}
    assert "secret" not in repr(Address.of("milvus+tls://127.0.0.1:1/a"))


@pytest.mark.thorough
def test_a_handshake_that_fails_writes_nothing_to_stderr(port: int, tmp_path: Path) -> None:
    """Lines of gRPC about handshakes and pings are no messages for people."""
    code = f"""
from corpus.errors import EngineError
from index.retrieval.vectors.milvus import Milvus
try:
    Milvus("milvus+tls://127.0.0.1:{port}/a?timeout=5").text("any")
except EngineError as error:
    print(error.message)
"""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRPC_")}
    another = certificate(tmp_path, "another").authority
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env={**kept, "SSL_CERT_FILE": str(another)},
    )
    assert b"not accepted" in done.stdout
    assert done.stderr == b""
