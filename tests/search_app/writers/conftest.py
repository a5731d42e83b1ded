"""A writer on this machine, and the settings that name it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search_app.writers import WriterSettings
from tests.writer_server import WriterServer, writer_server


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WriterServer]:
    """A writer, which the environment names."""
    with writer_server() as running:
        monkeypatch.setenv("WSIS_SEARCH_WRITER", running.address)
        yield running


@pytest.fixture
def settings(server: WriterServer) -> WriterSettings:
    """Settings of the writer."""
    found = WriterSettings.from_environment()
    assert found is not None
    assert found.host == "127.0.0.1"
    assert str(server.port) in found.address
    return found
