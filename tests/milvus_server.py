"""A server that speaks Milvus's protocol, in a process of its own, on this machine alone."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path


class MilvusServer:
    """milvus-lite's server at a free port; what it keeps outlasts the process.

    Args:
        folder: where it keeps that.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def address(self, collection: str, seconds: float = 20) -> str:
        """Return the address of a collection, as the setting has it."""
        return f"milvus://127.0.0.1:{self.port}/{collection}?timeout={seconds:g}"

    def start(self, **environment: str) -> None:
        """Start it, with what is set for it alone, and wait until it listens."""
        command = [
            *(sys.executable, "-u", "-m", "milvus_lite", "server", "--host", "127.0.0.1"),
            *("--port", str(self.port), "--data-dir", str(self._folder / "milvus")),
        ]
        with (self._folder / "errors.txt").open("ab") as errors:
            self._process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, **environment},
            )
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], 60)
        assert ready, "the server does not start"
        assert b"listening" in self._process.stdout.readline()

    def hold(self) -> None:
        """Let it answer nothing."""
        os.kill(self._process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        os.kill(self._process.pid, signal.SIGCONT)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
