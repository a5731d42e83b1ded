"""Server of the app: Streamlit, changed in places, behind the middleware of guard and sign-ins."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import sys
import threading
from collections.abc import AsyncIterator, Collection, Mapping
from importlib import import_module
from multiprocessing import spawn
from pathlib import Path
from typing import Any, Final

import platformdirs
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util, net_util
from streamlit.auth_util import get_origin_from_redirect_uri
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime import get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.state import SafeSessionState
from streamlit.starlette import App
from streamlit.web import bootstrap
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette import starlette_server

from corpus import settings
from corpus.errors import WsisSearchError
from search_app import hosts
from search_app.connection_timeouts import TimedHttp, TimedWebSocket, read_proxy_settings
from search_app.web import assets, browser_storage, guard, sign_ins, uploads
from search_app.web.plain import PlainPages

_HERE: Final = Path(__file__).parent
_prepared: Final = spawn.get_preparation_data
_called_back: Final = SafeSessionState.on_script_will_rerun
_uvicorn_settings: Final = starlette_server._get_uvicorn_config_kwargs  # noqa: SLF001
_OF_FIRST_PAGE: Final = """
trouble alerts corpus.adding search.filter_bar search.hit_card search.positions
search.alert_list search.in_short search.question_list search.source search.start
search.writer_panel documents.list
""".split()
"""Modules that import what ``app`` and the first page need."""

_MESSAGE: Final = 10
"""Megabytes of a message of the page: a pasted draft has at most two."""


def _keep_path(main_script_path: str) -> None:
    """Replace a function of Streamlit that puts the app's folder first on the path."""


def _without_main(name: str) -> dict[str, object]:
    """Replace a function of Python by which the readers' processes would run the page."""
    data = _prepared(name)
    return {key: value for key, value in data.items() if not key.startswith("init_main_from")}


def _whole(state: SafeSessionState, *arguments: Any, **settings: Any) -> None:
    """Replace Streamlit's call of callbacks, which may stop one: a press would be lost."""
    may_stop = state._yield_callback  # noqa: SLF001
    object.__setattr__(state, "_yield_callback", lambda: None)
    try:
        _called_back(state, *arguments, **settings)
    finally:
        object.__setattr__(state, "_yield_callback", may_stop)


def _no_address() -> None:
    """Replace functions of Streamlit that ask other machines for the address of this one."""


def _no_components(max_workers: int | None = None) -> list[Any]:
    """Replace Streamlit's search for components in all packages, which takes 0.25 s."""
    del max_workers
    return []


def _limit_times() -> dict[str, Any]:
    kinds = {"http": TimedHttp, "ws": TimedWebSocket}
    return {**_uvicorn_settings(), **kinds, **read_proxy_settings()}


def _rights_of(claims: Mapping[str, Any]) -> object:
    """Return a person's rights by the present rules; None where the rules cannot be read."""
    from search_app.web.session import rights_of

    with contextlib.suppress(WsisSearchError):
        return rights_of(claims)
    return None


def _is_https(names: hosts.Names, headers: Mapping[bytes, bytes]) -> bool:
    """Whether browsers open the app by HTTPS, or return by it from a sign-in."""
    return names.is_https(headers) or (get_origin_from_redirect_uri() or "").startswith("https:")


def _list_upload_sizes() -> dict[str, list[int]]:
    manager = get_instance().uploaded_file_mgr
    assert isinstance(manager, MemoryUploadedFileManager)  # noqa: S101 - `App` makes it
    return {
        session: [len(file.data) for file in list(files.values())]
        for session, files in list(manager.file_storage.items())
    }


@contextlib.asynccontextmanager
async def _life(app: App) -> AsyncIterator[None]:
    """Run what belongs to the start and the end of Streamlit."""
    del app
    browser_storage.install()
    threading.Thread(target=_get_ready, name="get-ready", daemon=True).start()
    yield


def _get_ready() -> None:
    """Open the index, load its model and import the first page, while a browser loads the app."""
    from search_app.localise import Locale
    from search_app.web import session

    with contextlib.suppress(WsisSearchError):
        session.loading()
        for module in _OF_FIRST_PAGE:
            import_module(f"search_app.web.{module}")
        from search_app.web.documents.list import list_entries

        list_entries(Locale("en"))


def _mount_api(host: str, addresses: Collection[str]) -> BaseRoute:
    """Return the interface for programs, made at the first request: no reader waits for it."""

    @functools.cache
    def make_api() -> ASGIApp:
        from search_app import api
        from search_app.web import session

        answers = api.Answers(session.index_folder(), open_index=session.whole_index)
        return api.rest(answers, host, addresses)

    async def serve_api(scope: Scope, receive: Receive, send: Send) -> None:
        interface = await asyncio.to_thread(make_api)
        # Its addresses are whole ones, not what is left of them behind the route's.
        await interface({**scope, "root_path": ""}, receive, send)

    return Mount("/api", app=serve_api)


def _secrets_file() -> Path:
    """Return Streamlit's secrets file with ``[auth]``, never one of the working directory."""
    return settings.SECRETS.path or platformdirs.user_config_path("wsis-search") / "secrets.toml"


def _settings(host: str, port: int) -> dict[str, Any]:
    """Return Streamlit's settings, and those that a folder's own ``.streamlit`` must not change."""
    return {
        "server.address": host,
        "server.port": port,
        "server.headless": True,  # no question for an e-mail address, no browser of its own
        "server.fileWatcherType": "none",
        "server.enableStaticServing": True,  # the fonts
        "server.enableCORS": True,
        "server.enableXsrfProtection": True,
        "server.corsAllowedOrigins": [],
        "server.enableAgentApi": False,
        "server.maxUploadSize": uploads.UploadLimits.from_environment().megabytes,
        "server.maxMessageSize": _MESSAGE,
        "browser.serverAddress": host,
        "browser.gatherUsageStats": False,
        "client.allowedOrigins": [],
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "logger.hideWelcomeMessage": True,
        "secrets.files": [str(_secrets_file())],
        # Else a press is dropped where another, or a message, comes before its run has begun.
        "runner.fastReruns": False,
        # The box of a draft has what the browser reported in its state, and to begin with: of a box
        # in a form the browser reports nothing before it is sent.
        "global.disableWidgetStateDuplicationWarning": True,
        # A browser says what it has, and drops that when more runs have ended, as those do that a
        # press breaks off: Streamlit ends the connection of one that lacks what it has named.
        "global.maxCachedMessageAge": 30,
        "runner.magicEnabled": False,  # nothing is shown that no page says to show
        "theme.base": str(_HERE / "theme.toml"),
    }


def _adapt_streamlit() -> None:
    """Replace what Streamlit does by itself and this app must not do."""
    PagesManager.uses_pages_directory = False  # as `st.navigation` sets it
    # The app's folder has a package `corpus` of its own, which must not hide the one of all floors:
    # not here, where Streamlit leaves a folder where it is that the path names already, and not in
    # the readers' processes, which take over this path but find packages anew. In a checkout no
    # other entry of the path leads to them, and what finds them otherwise is asked last.
    sys.path += [str(_HERE.parents[1]), str(_HERE)]
    bootstrap._fix_sys_path = _keep_path  # noqa: SLF001
    spawn.get_preparation_data = _without_main
    manifest_scanner.scan_component_manifests = _no_components
    SafeSessionState.on_script_will_rerun = _whole  # type: ignore[method-assign, assignment]
    net_util.get_external_ip = net_util.get_internal_ip = _no_address
    starlette_server._get_uvicorn_config_kwargs = _limit_times  # noqa: SLF001


def main(host: str, port: int) -> None:
    """Serve until the process is stopped."""
    _adapt_streamlit()
    guard.UPLOADS.file_sizes = _list_upload_sizes
    guard.UPLOADS.megabytes = uploads.UploadLimits.from_environment().at_a_time
    addresses = settings.ADDRESSES.text.split()
    ended = sign_ins.EndedSignIns()
    if _secrets_file().exists():
        try:
            ended.prepare()
        except WsisSearchError as error:
            sys.exit(f"Error: {error.message}")
    routes: list[BaseRoute] = []
    if settings.API.is_on:
        routes.append(_mount_api(host, addresses))
    files = Path(file_util.get_static_dir())
    app = App(
        _HERE / "app.py",
        lifespan=_life,
        routes=routes,
        middleware=[
            Middleware(
                guard.WebGuard,
                host=host,
                addresses=addresses,
                page=(files / "index.html").read_bytes() + assets.BASE_SCRIPT.encode(),
            ),
            Middleware(
                sign_ins.SignInGuard,
                ended=ended,
                secret=get_cookie_secret,
                seconds=sign_ins.sign_in_seconds(),
                is_https=functools.partial(_is_https, hosts.Names(host, addresses)),
                rights=_rights_of,
            ),
            Middleware(PlainPages),
            Middleware(assets.Assets, files),
        ],
    )
    app.run(config=_settings(host, port))
