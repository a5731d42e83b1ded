"""Middleware that serves Streamlit's HTML, scripts and styles, before a page is drawn.

The files come out of memory, since Streamlit's threads wait while the index opens.
"""

from __future__ import annotations

import asyncio
import functools
import gzip
import hashlib
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Final

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_app import hosts
from search_app.web.address import MOVED, NO_PAGE

_HERE: Final = Path(__file__).parent

_PARTS: Final = ("Html", "BidiComponent", "MenuButton", "PageLink", "TextInput", "Button")
"""Streamlit's scripts for a first page, which it would load only when it draws them."""

_KEPT: Final = "_stcore/bidi-components/wsis-search.kept/kept.js"

BASE_SCRIPT: Final = (
    '<script>window.__streamlit = {BACKEND_BASE_URL: new URL("./", location.href).href};</script>'
)
"""Script that names the folder of the pages; Streamlit would try each page as a folder first."""

_IMPORTED: Final = re.compile(r"""(?:from|import)\s*["']\./([\w.@-]+\.js)["']""")
"""Pattern of a script that another waits for, as against ``import(…)``."""

_TYPES: Final = {
    ".js": "application/javascript",
    ".css": "text/css; charset=utf-8",
    ".woff2": "font/woff2",
}
"""Endings of the files that are served out of memory; Streamlit serves the others."""

_PACKED: Final = ".woff2"
"""Endings of files that are compressed already."""

_CONDITIONS: Final = frozenset({b"range", b"if-none-match", b"if-modified-since"})
"""Headers with which a request asks for less than a file; Streamlit answers it."""


class Assets:
    """Middleware that serves Streamlit's files in ``folder``; ``app`` gets the other requests."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self._app = app
        self._files = {
            f"/{path.relative_to(folder).as_posix()}": _TYPES[path.suffix]
            for path in folder.glob("static/*/*")
            if path.suffix in _TYPES
        }
        names = {path.stem for path in (_HERE / "pages").glob("[!_]*.py")}
        self._pages = frozenset({"/", *(f"/{name}" for name in names - {"search"})})
        self._page = _with_preloads(folder).encode()
        self._read = functools.cache(lambda path: (folder / path[1:]).read_bytes())
        self._compressed = functools.cache(lambda path: gzip.compress(self._read(path), 6))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for one of the files; let Streamlit answer any other."""
        if scope["type"] == "http" and scope["method"] == "GET":
            path, headers = scope["path"], dict(scope["headers"])
            if path.strip("/") in MOVED:
                await _redirect(scope, MOVED[path.strip("/")])(scope, receive, send)
                return
            if path in self._pages:
                page = HTMLResponse(self._page, headers={"cache-control": "no-cache"})
                await page(scope, receive, send)
                return
            if path in self._files and not headers.keys() & _CONDITIONS:
                is_compressed = _is_far(scope) and b"gzip" in headers.get(b"accept-encoding", b"")
                response = await self._give(path, is_compressed=is_compressed)
                await response(scope, receive, send)
                return
            await self._app(scope, receive, _to_first_page(scope, send))
            return
        await self._app(scope, receive, send)

    async def _give(self, path: str, *, is_compressed: bool) -> Response:
        """Return a file, compressed where that is asked for and not done yet."""
        headers = {
            "content-type": self._files[path],
            # Names have a digest of what is in the file: it may be kept for a year.
            "cache-control": "public, immutable, max-age=31536000",
            "vary": "accept-encoding",
        }
        if is_compressed and not path.endswith(_PACKED):
            headers["content-encoding"] = "gzip"
            return Response(await asyncio.to_thread(self._compressed, path), headers=headers)
        return Response(self._read(path), headers=headers)


def _to_first_page(scope: Scope, send: Send) -> Send:
    """Redirect from an unknown page to the first one, with a note that Streamlit would not give."""
    is_led = False

    async def answer(message: Message) -> None:
        nonlocal is_led
        if message["type"] == "http.response.start":
            kind = dict(message.get("headers", ())).get(b"content-type", b"")
            is_led = message["status"] == HTTPStatus.OK and kind.startswith(b"text/html")
            if is_led:
                redirect = _redirect(scope, f"?{NO_PAGE}=1")
                headers = redirect.raw_headers
                message = {**message, "status": redirect.status_code, "headers": headers}
        elif is_led:
            message = {**message, "body": b""}
        await send(message)

    return answer


def _redirect(scope: Scope, target: str) -> Response:
    # Relative: a proxy in front of the app may have put it elsewhere.
    up = "../" * (scope["path"].count("/") - 1) or "./"
    query = scope["query_string"].decode("latin-1")
    mark = "" if not query else "&" if "?" in target else "?"
    return Response(
        status_code=HTTPStatus.FOUND, headers={"location": f"{up}{target}{mark}{query}"}
    )


@functools.cache
def own_scripts() -> tuple[str, ...]:
    """Return the addresses of the app's scripts, which change when the scripts do."""
    return tuple(
        f"app/static/{path.name}?{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
        for path in (_HERE / "static" / "page.js", _HERE / "static" / "keys.js")
    )


def _with_preloads(folder: Path) -> str:
    """Return the app's HTML, with the names of all files that a browser will need."""
    page = (folder / "index.html").read_text("utf-8")
    scripts = [
        script for script in _find_needed_scripts(folder / "static" / "js") if script not in page
    ]
    preloads = "".join(
        f'<link rel="modulepreload" crossorigin href="./{address}">\n'
        for address in (*own_scripts(), _KEPT, *(f"static/js/{name}" for name in scripts))
    )
    return page.replace("</head>", f"{BASE_SCRIPT}\n{preloads}</head>", 1)


def _find_needed_scripts(folder: Path) -> Iterator[str]:
    """Yield the names of the scripts of :data:`_PARTS`, and of all that they wait for."""
    waiting = [path.name for part in _PARTS for path in folder.glob(f"{part}.*.js")]
    names = set(waiting)
    while waiting:
        name = waiting.pop()
        yield name
        more = set(_IMPORTED.findall((folder / name).read_text("utf-8"))) - names
        names |= more
        waiting += sorted(more)


def _is_far(scope: Scope) -> bool:
    """Whether the response goes over a network, where compressing it saves time."""
    client = scope.get("client")
    return client is not None and not hosts.is_of_this_machine(client[0])
