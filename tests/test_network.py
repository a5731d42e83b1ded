"""Nothing is looked up outside this machine: not by a test, and not by what a command starts."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from corpus.sample import FILES
from tests.commands import start
from tests.conftest import LOOKED_FOR
from tests.network import watch_in


def test_a_test_that_looks_outside_this_machine_fails() -> None:
    for address in (("192.0.2.1", 9), ("example.org", 80)):
        with pytest.raises(ConnectionRefusedError, match="outside this machine"):
            socket.create_connection(address, timeout=0.1)
    assert len(LOOKED_FOR) == 2
    LOOKED_FOR.clear()
    with socket.create_server(("127.0.0.1", 0)) as here:
        socket.create_connection(here.getsockname()).close()


@pytest.mark.model
@pytest.mark.thorough
def test_no_command_looks_outside_this_machine(tmp_path: Path) -> None:
    """Neither its readers, which are processes of their own, nor what loads the model."""
    watch_in(tmp_path / "watch")
    notes = tmp_path / "notes.txt"
    path = os.pathsep.join(filter(None, (str(tmp_path / "watch"), os.environ.get("PYTHONPATH"))))
    (document,) = FILES.glob("CWGWSIS41/*INF-0003!!MSW-A*")
    index = tmp_path / "index"
    for command in (("ingest", document), ("search", "livestock")):
        outcome = start(*command, index=index, PYTHONPATH=path, WSIS_TEST_NOTES=str(notes))
        assert outcome.code == 0
    assert not notes.exists(), notes.read_text("utf-8")
