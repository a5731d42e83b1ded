"""How does the interface for programs start? As a server of its own, or beside the app."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import WsisSearchError
from search_app import hosts
from search_app.api.answering import Answers
from search_app.api.guard import ApiGuard, Application, Receive, Scope, Send
from search_app.api.tokens import Tokens

if TYPE_CHECKING:
    import uvicorn
    from starlette.routing import Mount

_log = logging.getLogger("wsis_search.api")


def serve(
    folder: Path,
    *,
    host: str,
    port: int,
    model: str | None = None,
    addresses: Collection[str] = (),
) -> None:
    """Serve the REST interface alone until it is stopped.

    Args:
        folder: of the index; there need not be one yet.
        host: address to listen at.
        port: to listen at.
        model: that the index was built with, where it is not the one it remembers.
        addresses: under which programs ask, where a proxy stands before it.

    Raises:
        WsisSearchError: the port is taken, an address is none, or the server would be open to
            others without a token.
    """
    check_open(host)
    hosts.check_addresses(addresses)
    answers = Answers(folder, model)
    load(answers)
    try:
        application = rest(answers, host, addresses)
        run(application, host=host, port=port, what="The API is at", path="/api/v1")
    finally:
        answers.close()


def rest(answers: Answers, host: str, addresses: Collection[str] = ()) -> Application:
    """The REST interface as an ASGI application, which lets in only who may ask.

    Args:
        answers: of the index.
        host: address that the server listens at.
        addresses: under which programs ask, where a proxy stands before it.
    """
    from search_app.api.application import HEALTH, application

    return guarded(application(answers), host, addresses, open_paths=(HEALTH,))


def beside(answers: Answers, host: str, addresses: Collection[str] = ()) -> Mount:
    """The REST interface as a route of the app's server; takes what :func:`rest` does."""
    from starlette.routing import Mount

    served = rest(answers, host, addresses)

    async def whole(scope: Scope, receive: Receive, send: Send) -> None:
        # Its addresses are whole ones, not what is left of them behind the route's.
        await served({**scope, "root_path": ""}, receive, send)

    return Mount("/api", app=whole)


def guarded(
    application: Application,
    host: str,
    addresses: Collection[str] = (),
    *,
    open_paths: Collection[str] = (),
) -> Application:
    """An ASGI application that lets in only who may ask.

    Args:
        application: behind it.
        host: address that the server listens at.
        addresses: under which programs ask, where a proxy stands before it.
        open_paths: what may be asked without a token.
    """
    return ApiGuard(application, Tokens(), hosts.Names(host, addresses), open_paths)


def check_open(host: str) -> None:
    """Make sure that a server is open to this machine alone, or there is a token.

    Raises:
        WsisSearchError: others could ask without a token.
    """
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
            print(f"Note: {error.message}", file=sys.stderr)  # who asks is told again
        except Exception:  # noqa: BLE001 - a thread has nobody else to tell
            _log.exception("the model could not be loaded")

    threading.Thread(target=loading, name="load-model", daemon=True).start()


def settings_of(application: Application, *, host: str, port: int) -> uvicorn.Config:
    """Return the settings of the server of an ASGI application.

    Args:
        application: to serve.
        host: address to listen at.
        port: to listen at.
    """
    import uvicorn

    from search_app.timed_connections import TimedHttp

    return uvicorn.Config(
        application,
        host=host,
        port=port,
        http=TimedHttp,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        # Whoever asks is who is connected: a header that says otherwise could be anybody's.
        proxy_headers=False,
        timeout_keep_alive=30,
        limit_concurrency=200,
    )


def run(application: Application, *, host: str, port: int, what: str, path: str) -> None:
    """Serve an ASGI application until it is stopped.

    Args:
        application: to serve.
        host: address to listen at.
        port: to listen at.
        what: to say before its address.
        path: of the address.

    Raises:
        WsisSearchError: it cannot listen there.
    """
    import uvicorn

    config = settings_of(application, host=host, port=port)
    try:
        listening = config.bind_socket()
    except SystemExit:
        raise WsisSearchError(
            f"Another program listens at {host}:{port}, or this machine has no such address. Name "
            "another port (--port) or address (--host)."
        ) from None
    shown = f"[{host}]" if ":" in host else host
    print(f"{what} http://{shown}:{port}{path} (stop it with Ctrl+C)", file=sys.stderr, flush=True)
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        return
    finally:
        listening.close()
