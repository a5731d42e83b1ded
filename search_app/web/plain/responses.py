"""Answers to requests for plain pages: the page, or why there is none."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from importlib.metadata import version as installed
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from corpus import settings
from corpus.bounds import MAX_NAME
from corpus.errors import WsisSearchError
from corpus.languages import BY_CODE
from index.access import READER
from search_app.citing import PLAIN_DOCUMENTS, PLAIN_REFERENCES, public_address
from search_app.localise import Locale, negotiate_language
from search_app.web.parts import html
from search_app.web.plain.documents import document_page
from search_app.web.plain.page import AbsentPageError, PageRequest, PlainPage, draw_page
from search_app.web.plain.references import reference_page
from search_app.web.session import rights_of, whole_index
from search_app.web.sign_ins import CLAIMS

_METHODS: Final = ("GET", "HEAD")
_PAGES: Final = {f"/{PLAIN_DOCUMENTS}": document_page, f"/{PLAIN_REFERENCES}": reference_page}

_VERSION: Final = installed("wsis-search")
_log = logging.getLogger("wsis_search.plain")


def respond(request: Request) -> Response:
    """Return the page at the address of a request, or one that says why there is none."""
    language = request.query_params.get("lang", "").lower()
    locale = Locale(negotiate_language((language, request.headers.get("accept-language"))))
    if request.method not in _METHODS:
        return Response(status_code=405, headers={"Allow": ", ".join(_METHODS)})
    try:
        return _answer(request, locale, language if language in BY_CODE else None)
    except AbsentPageError as error:
        sentence, near, status = error.message, error.near, 404
    except WsisSearchError as error:
        key = error.code if locale.has(f"error.{error.code}.title") else "error"
        sentence, near, status = locale.text(f"error.{key}.title"), (), 503
    except Exception:  # noqa: BLE001 - whatever it is, the reader gets a page
        _log.exception("The page %s could not be made.", request.url.path)
        sentence, near, status = locale.text("error.error.title"), (), 500
    root = _find_root(request.scope)
    body = html("plain.absent", locale=locale, sentence=sentence, near=near, link=root.__add__)
    page = PlainPage(sentence, "", body, "")
    return _send(page, locale, root, status=status)


def _answer(request: Request, locale: Locale, language: str | None) -> Response:
    """Return a page, or 304 where the reader's ETag is that of its present state."""
    reader = rights_of(request.scope.get(CLAIMS, {}))
    READER.set(reader)
    index = whole_index().view_for(reader.sees)
    with index.store.snapshot():
        facts = (index.store.state, reader.sees, locale.code, *_settings())
        tag = f'W/"{hashlib.sha256(repr(facts).encode()).hexdigest()[:32]}"'
        known = request.headers.get("if-none-match", "").split(",")
        if tag in map(str.strip, known):
            return Response(status_code=304, headers=_list_headers(tag))
        path = request.scope["path"]
        prefix = next(prefix for prefix in _PAGES if path.startswith(prefix))
        root = _find_root(request.scope)
        if len(path) > len(prefix) + MAX_NAME:
            raise AbsentPageError(locale.text("documents.not_found", name=f"{path[:MAX_NAME]}…"))
        wanted = PageRequest(
            index,
            locale,
            path.removeprefix(prefix),
            language,
            dict(request.query_params),
            root,
        )
        page = _PAGES[prefix](wanted)
    return _send(page, locale, root, headers=_list_headers(tag))


def _send(
    page: PlainPage,
    locale: Locale,
    root: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    public, is_indexed = _settings()[1], _is_indexed() and status == 200
    drawn = draw_page(page, locale, root.__add__, public=public, is_indexed=is_indexed)
    robots = {} if is_indexed else {"X-Robots-Tag": "noindex"}
    return HTMLResponse(
        f"<!DOCTYPE html>\n{drawn}",
        status_code=status,
        headers={"Content-Language": locale.code, **robots, **(headers or {})},
    )


def _list_headers(tag: str) -> dict[str, str]:
    return {
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Language, Cookie",
    }


def _settings() -> tuple[str, str, bool]:
    """Return what pages rest on besides the index: program, public address, and robots."""
    return _VERSION, public_address(), _is_indexed()


def _is_indexed() -> bool:
    return settings.ROBOTS.word == "index"


def _find_root(scope: Scope) -> str:
    """Return the relative address that leads from a page to the app, as a browser counts steps."""
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    return "../" * (path.partition(b"?")[0].count(b"/") - 1)
