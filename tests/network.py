"""Does anything look outside this machine? What each Python of the tests is asked to watch for."""

from __future__ import annotations

import inspect
import socket
from pathlib import Path
from typing import Any

VARIABLE = "WSIS_TEST_NOTES"
"""Names the file that a watched Python notes in what it looked for outside this machine."""


def outside(event: str, arguments: Any) -> str | None:
    """Say what is looked for outside this machine by an event of ``sys.addaudithook``, if it is."""
    connects = ("socket.connect", "socket.sendto")
    if event not in (*connects, "socket.getaddrinfo", "socket.gethostbyname"):
        return None
    address = arguments[1] if event in connects else arguments[0]
    host = address[0] if isinstance(address, tuple) else address
    name = host.decode("latin-1") if isinstance(host, bytes) else str(host or "")
    here = ("", "localhost", "127.0.0.1", "::1", socket.gethostname())
    return None if name in here or name.startswith(("/", "\x00")) else f"{event} {name}"


_WATCH = f"""
import os, socket, sys
from typing import Any

{inspect.getsource(outside)}

def note(event, arguments):
    told = outside(event, arguments)
    if told:
        with open(os.environ["{VARIABLE}"], "a") as file:
            file.write(told + "\\n")

sys.addaudithook(note)
"""


def watch_in(folder: Path) -> None:
    """Make a folder have each Python that is started with it on its path note what it looks for."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_WATCH, "utf-8")
