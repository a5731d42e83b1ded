"""Start of the REST interface, as a server of its own or as a route of the app's server."""

from __future__ import annotations

import logging
import socket
import sys
import tempfile
import threading
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.types import ASGIApp

from corpus.errors import WsisSearchError
from search_app import hosts
from search_app.api.guard import ApiGuard
from search_app.api.responses import Answers
from search_app.api.tokens import Tokens
from search_app.api.workers import keep_running
from search_app.request_bounds import RequestBounds

if TYPE_CHECKING:
    import uvicorn

_log = logging.getLogger("wsis_search.api")


def serve(
    folder: Path,
    *,
    host: str,
    port: int,
    model: str | None = None,
    addresses: Collection[str] = (),
    workers: int = 1,
) -> None:
    """Serve the REST interface alone until it is stopped.

    ``folder`` need not exist yet, and ``model`` None takes the recorded one. ``addresses`` are
    public ones, where a proxy is in front. Of several ``workers``, one that ends is replaced.
    Raises :class:`WsisSearchError` where the port is taken, an address is invalid, or other
    machines could ask without a token.
    """
    check_open(host)
    hosts.check_public_addresses(addresses)
    if workers > 1:
        _serve_by_several(_WorkerSettings(folder, model, host, port, tuple(addresses), workers))
        return
    answers = Answers(folder, model)
    load(answers)
    try:
        application = rest(answers, host, addresses)
        run(application, host=host, port=port, what="The API is at", path="/api/v1")
    finally:
        answers.close()


@dataclass(frozen=True, slots=True)
class _WorkerSettings:
    """Settings of each of several processes, as in :func:`serve`."""

    folder: Path
    model: str | None
    host: str
    port: int
    addresses: tuple[str, ...]
    workers: int


def _serve_by_several(settings: _WorkerSettings) -> None:
    """Serve with several processes at one port, until this one is stopped."""
    from search_app.api import application  # noqa: F401 - an error of import is shown once

    with tempfile.TemporaryDirectory(prefix="wsis-search-") as places:
        listeners = _listen_for_each(settings.host, settings.port, settings.workers)
        try:
            _tell_address("The API is at", settings.host, listeners[0].getsockname()[1], "/api/v1")
            keep_running(_serve_one, [(settings, Path(places), listener) for listener in listeners])
        finally:
            for listener in listeners:
                listener.close()


def _serve_one(settings: _WorkerSettings, places: Path, listener: socket.socket) -> None:
    import uvicorn

    answers = Answers(settings.folder, settings.model, draft_places=places)
    load(answers)
    bounds = RequestBounds(shared_by=settings.workers)
    application = rest(answers, settings.host, settings.addresses, bounds)
    config = settings_of(application, host=settings.host, port=settings.port)
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        answers.close()


def _listen_for_each(host: str, port: int, workers: int) -> list[socket.socket]:
    """Return a listening socket for each process; Linux spreads connections evenly among them."""
    first = _listen(host, port)
    if sys.platform != "linux":
        return [first] * workers
    port = first.getsockname()[1]
    first.close()  # nobody else has the port; a socket of this kind would be let in next to others
    listeners = [_listen(host, port, is_shared=True) for _ in range(workers)]
    for listener in listeners:
        listener.listen(socket.SOMAXCONN)
    return listeners


def rest(
    answers: Answers,
    host: str,
    addresses: Collection[str] = (),
    bounds: RequestBounds | None = None,
) -> ASGIApp:
    """Return the REST interface as an ASGI application behind the guard.

    ``addresses`` are public ones, for a proxy in front. ``bounds`` None takes those of one process.
    """
    from search_app.api.application import HEALTH, application

    return guard_application(
        application(answers), host, addresses, open_paths=(HEALTH,), bounds=bounds
    )


def guard_application(
    application: ASGIApp,
    host: str,
    addresses: Collection[str] = (),
    *,
    open_paths: Collection[str] = (),
    bounds: RequestBounds | None = None,
) -> ASGIApp:
    """Return an ASGI application that lets in only callers who may ask."""
    return ApiGuard(application, Tokens(), hosts.Names(host, addresses), open_paths, bounds)


def check_open(host: str) -> None:
    """Raise :class:`WsisSearchError` where other machines could ask without a token."""
    tokens = Tokens().all()
    if not hosts.is_of_this_machine(host) and not any(token.created for token in tokens):
        raise WsisSearchError(
            f"At {host} others could ask this server, and no token says who may. Make one "
            "first: wsis-search tokens add NAME"
        )


def load(answers: Answers) -> None:
    """Load the model in the background, so that the first question does not wait for it."""

    def loading() -> None:
        try:
            answers.index().load()
        except WsisSearchError as error:
            print(f"Note: {error.message}", file=sys.stderr)  # whoever asks gets it again
        except Exception:  # noqa: BLE001 - a thread can report to nobody else
            _log.exception("the model could not be loaded")

    threading.Thread(target=loading, name="load-model", daemon=True).start()


def settings_of(application: ASGIApp, *, host: str, port: int) -> uvicorn.Config:
    """Return the uvicorn settings for an ASGI application."""
    import uvicorn

    from search_app.connection_timeouts import TimedHttp, read_proxy_settings

    return uvicorn.Config(
        application,
        host=host,
        port=port,
        http=TimedHttp,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        **read_proxy_settings(),
        timeout_keep_alive=30,
        limit_concurrency=200,
    )


def run(application: ASGIApp, *, host: str, port: int, what: str, path: str) -> None:
    """Serve an ASGI application until it is stopped.

    Raises :class:`WsisSearchError` where it cannot listen at the address.
    """
    import uvicorn

    config = settings_of(application, host=host, port=port)
    listener = _listen(host, port)
    _tell_address(what, host, port, path)
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        return
    finally:
        listener.close()


def _listen(host: str, port: int, *, is_shared: bool = False) -> socket.socket:
    """Return a socket bound to an address; may raise :class:`WsisSearchError`."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if is_shared and sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise WsisSearchError(
            f"Another program listens at {host}:{port}, or this machine has no such address. Name "
            "another port (--port) or address (--host)."
        ) from None
    return listener


def _tell_address(what: str, host: str, port: int, path: str) -> None:
    shown = f"[{host}]" if ":" in host else host
    print(f"{what} http://{shown}:{port}{path} (stop it with Ctrl+C)", file=sys.stderr, flush=True)
