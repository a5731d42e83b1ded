"""Start of the app as a Streamlit server on this machine; free ports; folder of the sample."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Final

from corpus import settings
from corpus.errors import WsisSearchError
from search_app import hosts

_START_SECONDS: Final = 60
_LAST_PORT: Final = 65535
_PORTS_TRIED: Final = 20


def sample_folder() -> Path:
    """Return the folder of the sample corpus that comes with the program."""
    folder = Path(str(resources.files("corpus"))) / "sample" / "files"
    if not folder.is_dir():
        raise WsisSearchError(
            f"The sample corpus is missing ({folder}). Make it: python -m tools.sample.build"
        )
    return folder


def sample_fingerprint() -> str:
    """Return a digest of the sample corpus, its folder and the version of the readers."""
    from ingest.read import READERS_VERSION  # the readers are heavy, and `serve` needs none

    folder = sample_folder()
    state = hashlib.sha256((folder / "manifest.toml").read_bytes() + os.fsencode(folder))
    return f"{state.hexdigest()[:16]}-{READERS_VERSION}"


def free_port(wanted: int) -> int:
    """Return the wanted port, or the next one that no other program has."""
    further = range(wanted, min(wanted + _PORTS_TRIED, _LAST_PORT + 1))
    free = (candidate for candidate in further if _try_port("127.0.0.1", candidate) is None)
    return next(free, None) or any_free_port()


def _try_port(host: str, port: int) -> OSError | None:
    """Return the system's error where nobody can listen; None where a server can."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            if sys.platform != "win32":  # there it would take the port from who has it
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        return error
    return None


def any_free_port() -> int:
    """Return a port of this machine that no program listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(
    index: Path,
    *,
    host: str,
    port: int,
    model: str | None,
    open_browser: bool,
    addresses: Sequence[str] = (),
    with_api: bool = False,
) -> int:
    """Run the app until it is stopped; return the server's exit code (0 after Ctrl+C).

    ``model`` None takes the recorded one. ``addresses`` are public ones, where a proxy is in front.
    ``with_api`` says whether it answers programs, too (``search_app.api``). Raises
    :class:`WsisSearchError` where the port is taken, an address is invalid, or other machines'
    programs could ask without a token.
    """
    hosts.check_public_addresses(addresses)
    if with_api and not hosts.is_of_this_machine(host):
        from search_app import api  # which brings all that answers along, and takes a second

        api.check_open(host)
    _check_port(host, port)
    environment = {
        **os.environ,
        settings.INDEX.name: str(index),
        **({settings.MODEL.name: model} if model else {}),
        **({settings.API.name: "1"} if with_api else {}),
        **({settings.ADDRESSES.name: " ".join(addresses)} if addresses else {}),
    }
    # -P: the folder that the command is started in holds no code of the program.
    command = [sys.executable, "-P", "-m", "search_app.web", host, str(port)]
    name = "localhost" if host in hosts.LOOPBACK | hosts.ANY_ADDRESS else host
    address = f"http://{name}:{port}"
    if open_browser:
        threading.Thread(target=_open, args=(address,), daemon=True).start()
    return _serve_until_stopped(command, environment, address)


def _check_port(host: str, port: int) -> None:
    """Raise WsisSearchError where no server can listen, naming a free port."""
    refused = _try_port(host, port)
    if refused is None:
        return
    if refused.errno != errno.EADDRINUSE:
        raise WsisSearchError(
            f"The app cannot listen at {host}:{port}: {refused.strerror or refused}. Name "
            "another address (--host) or port (--port)."
        )
    raise WsisSearchError(
        f"Another program listens at {host}:{port}, maybe an app that was started before: open "
        f"or stop that one, or name another port: --port {free_port(port)}"
    )


def _serve_until_stopped(
    command: Sequence[str], environment: Mapping[str, str], address: str
) -> int:
    """Run the server, print its address, and end it when this command is ended."""
    # A terminal sends Ctrl+C to both: it passes by the server, which inherits this and is asked to
    # end, and waits here until there is one to be asked.
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    print(f"The search app is at {address} (stop it with Ctrl+C)", file=sys.stderr, flush=True)
    with subprocess.Popen(command, env=environment) as server:  # noqa: S603
        # Whoever stops this command means the server.
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        try:
            if sys.platform != "win32":
                signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
            return max(0, server.wait())
        except KeyboardInterrupt:
            server.terminate()
            return 0


def _open(address: str) -> None:
    # Here: most servers open no browser, and all wait for what this module imports.
    import urllib.error
    import urllib.request
    import webbrowser

    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):  # noqa: S310
                webbrowser.open(address)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
