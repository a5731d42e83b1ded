"""Apertium's own server on loopback, with the pairs of languages that are installed here.

Debian has it: ``apertium-apy``, ``apertium-fr-es`` and ``apertium-eng-spa``.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from search_app.web import any_free_port

_PYTHON: Final = Path("/usr/bin/python3")
_MODES: Final = Path("/usr/share/apertium/modes")
_SECONDS: Final = 60.0

_LAUNCH: Final = """
from tornado.httpserver import HTTPServer
bind = HTTPServer.bind
HTTPServer.bind = lambda server, port, **more: bind(server, port, address="127.0.0.1", **more)
from apertium_apy.apy import main
main()
"""
"""Program that starts the server, which has no option of an address and listens at all of them."""


def is_installed() -> bool:
    """Whether the server and both pairs of languages are there."""
    modes = (_MODES / f"{name}.mode" for name in ("fr-es", "eng-spa"))
    return Path("/usr/bin/apertium-apy").exists() and all(mode.exists() for mode in modes)


@contextmanager
def apertium_server() -> Iterator[str]:
    """Serve until the end of the block; give the value of ``WSIS_SEARCH_TRANSLATOR``."""
    port = any_free_port()
    process = subprocess.Popen(
        [_PYTHON, "-I", "-c", _LAUNCH, "--port", str(port), _MODES],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # with the programs that it starts for each pair of languages
    )
    try:
        _wait(process, f"http://127.0.0.1:{port}/listPairs")
        yield f"apertium+http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("Apertium did not start")
