"""What is asked at which address? The REST interface, by FastAPI, with its OpenAPI description."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from importlib.metadata import version as installed
from typing import Annotated, Any, Final
from urllib.parse import quote, urlencode

from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from corpus.errors import WsisSearchError
from search_app.api import holdings, schema
from search_app.api import parameters as of
from search_app.api.answering import Answers
from search_app.api.bodies import ANY_FILE, DRAFT, draft_of
from search_app.api.faults import faults_of
from search_app.api.guard import language_of, too_slow
from search_app.api.problems import RETRY_SECONDS, Fault, ProblemError, problem_of
from search_app.api.said import said_in
from search_app.operations import name_in_json
from search_app.request_bounds import SlowBodyError

Responses = dict[int | str, dict[str, Any]]
"""By status, how FastAPI is told of an answer."""

PREFIX: Final = "/api/v1"
HEALTH: Final = f"{PREFIX}/health"

_PROBLEM: Final = "application/problem+json"
_MODEL: Final = {"model": schema.Problem}
_ALWAYS: Final[Responses] = {
    401: {**_MODEL, "description": "A token is needed."},
    422: {**_MODEL, "description": "The request is not understood."},
    500: {**_MODEL, "description": "A mistake of the server."},
    503: {**_MODEL, "description": "There is no index, or it cannot be used now."},
}
_NOT_FOUND: Final[Responses] = {404: {**_MODEL, "description": "There is nothing of this name."}}
_NOT_TAKEN: Final[Responses] = {
    408: {**_MODEL, "description": "The draft did not come in time."},
    413: {**_MODEL, "description": "The draft is too large."},
    415: {**_MODEL, "description": "No reader for files of this kind."},
}
_SAME: Final[Responses] = {
    304: {"description": "Nothing has changed since the answer with this ETag."}
}
_A_FILE: Final[Responses] = {
    200: {"content": {ANY_FILE: {"schema": {"type": "string", "format": "binary"}}}},
    410: {**_MODEL, "description": "The file is not there any more, or has changed."},
}

_log = logging.getLogger("wsis_search.api")

Fill = Callable[[], dict[str, Any]]
Headers = dict[str, str]


def application(answers: Answers) -> FastAPI:
    """Make the REST interface of an index; its addresses begin with :data:`PREFIX`."""
    api = FastAPI(
        title="wsis-search",
        summary="Search with exact citations in six languages.",
        description="Errors are problems of RFC 9457, whose `detail` says what to do, in the "
        "language of Accept-Language where it is one of the six. Answers have an ETag "
        "of the index's state; send it as If-None-Match to hear whether anything changed.",
        version=installed("wsis-search"),
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,  # its page would load programs from another host
        redoc_url=None,
        dependencies=[Depends(_each_once)],
    )
    _describe_errors(api)
    api.add_exception_handler(RequestValidationError, _not_understood)
    api.add_exception_handler(HTTPException, _nothing_there)
    api.add_exception_handler(WsisSearchError, _trouble)
    api.add_exception_handler(SlowBodyError, _too_slow)
    api.add_exception_handler(Exception, _trouble)
    _add_questions(api, answers)
    _add_documents(api, answers)
    _add_papers(api, answers)
    return api


def _add_questions(api: FastAPI, answers: Answers) -> None:
    @_get(api, "/search", schema.SearchAnswer, _NOT_FOUND)
    def search(request: Request, asked: Annotated[of.SearchParameters, Query()]) -> Response:
        """Find passages that answer a question, in whatever language they are written."""
        return _fresh(
            request,
            answers,
            lambda: answers.search(
                asked.query,
                page=asked.page,
                filters=asked.filters,
                shown_in=asked.shown_in,
                mode=asked.mode,
                all_revisions=asked.all_revisions,
            ),
            asked,
        )

    @api.post(
        f"{PREFIX}/precedents",
        response_model=schema.PrecedentsAnswer,
        responses=_NOT_FOUND | _NOT_TAKEN | _ALWAYS,
        openapi_extra=DRAFT,
    )
    async def precedents(
        request: Request, asked: Annotated[of.PrecedentsParameters, Query()]
    ) -> Response:
        """Find what was said before that says the same as each paragraph of a draft."""
        draft = draft_of(request, await request.body(), asked.name)
        language = language_of(request.scope)
        found = await run_in_threadpool(
            answers.precedents,
            draft,
            k=asked.k,
            filters=asked.filters,
            shown_in=asked.shown_in,
            language=language,
        )
        return _json(found, {"Vary": "Accept-Language"})

    @api.post(
        f"{PREFIX}/refs",
        response_model=schema.RefsAnswer,
        responses=_NOT_TAKEN | _ALWAYS,
        openapi_extra=DRAFT,
    )
    async def refs(request: Request, asked: Annotated[of.RefsParameters, Query()]) -> Response:
        """List the references in a text or a file."""
        draft = draft_of(request, await request.body(), asked.name)
        return _json(await run_in_threadpool(answers.refs, draft))

    @_get(api, "/lookup", schema.LookupAnswer, _NOT_FOUND)
    def lookup(request: Request, asked: Annotated[of.LookupParameters, Query()]) -> Response:
        """Tell what the index knows of a document or resolution, and who mentions it where."""
        return _fresh(request, answers, lambda: answers.look_up(asked.reference, asked.shown_in))

    @_get(api, "/equivalents", schema.EquivalentsAnswer)
    def equivalents(request: Request, asked: Annotated[of.TermParameters, Query()]) -> Response:
        """Tell what a term is in the other languages, and which paragraphs say so."""
        return _fresh(request, answers, lambda: answers.equivalents(asked.term, asked.shown_in))


def _add_documents(api: FastAPI, answers: Answers) -> None:
    @_get(api, "/documents", holdings.DocumentsAnswer, _NOT_FOUND)
    def documents(request: Request, asked: Annotated[of.Listed, Query()]) -> Response:
        """List the documents, the newest meeting first."""
        languages = (asked.shown_in,) if asked.shown_in else ()
        return _fresh(
            request,
            answers,
            lambda: answers.documents(asked.filters, languages, asked.page),
            asked,
        )

    @_get(api, "/documents/{symbol:path}", holdings.ShowAnswer, _NOT_FOUND)
    def document(
        request: Request, symbol: str, asked: Annotated[of.ShowParameters, Query()]
    ) -> Response:
        """Show a document, or one of its paragraphs."""
        return _fresh(request, answers, lambda: answers.show(symbol, asked.label, asked.shown_in))

    @_get(api, "/passages", holdings.PassagesAnswer, _NOT_FOUND)
    def passages(request: Request, asked: Annotated[of.PassagesParameters, Query()]) -> Response:
        """Show a part of a version, in reading order."""
        return _fresh(
            request,
            answers,
            lambda: answers.passages(asked.symbol, asked.label, asked.shown_in, asked.page),
            asked,
        )

    @_get(api, "/files", holdings.FilesAnswer, _NOT_FOUND)
    def files(request: Request, asked: Annotated[of.FilesParameters, Query()]) -> Response:
        """List the files that a document's versions were read from."""
        return _fresh(request, answers, lambda: answers.files(asked.symbol))

    @api.get(
        f"{PREFIX}/files/{{sha256}}",
        response_class=Response,
        responses=_A_FILE | _SAME | _NOT_FOUND | _ALWAYS,
    )
    def original(request: Request, sha256: str, _: Annotated[of.Nothing, Query()]) -> Response:
        """Give a file that a version was read from, as it was read."""
        tag = f'"{sha256}"'
        source, content = answers.original(sha256)
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        if _has(request, tag):
            return Response(status_code=304, headers=headers)
        headers["Content-Disposition"] = (
            f"attachment; filename*=UTF-8''{quote(source.name, safe='')}"
        )
        return Response(content, media_type=ANY_FILE, headers=headers)

    @_get(api, "/status", holdings.StatusAnswer)
    def status(request: Request, _: Annotated[of.Nothing, Query()]) -> Response:
        """Tell what the index holds, and what could not be read and why."""
        told = said_in(language_of(request.scope), answers.status())
        return _json(told, {"Vary": "Accept-Language"})

    @api.get(HEALTH, response_model=dict[str, str], responses={422: _ALWAYS[422]})
    def health(_: Annotated[of.Nothing, Query()]) -> Response:
        """Tell that the server is up; this needs no token."""
        return _json({"status": "ok", "version": installed("wsis-search")})


def _add_papers(api: FastAPI, answers: Answers) -> None:
    @_get(api, "/compare", schema.ComparePart, _NOT_FOUND)
    def compare(request: Request, asked: Annotated[of.ComparisonParameters, Query()]) -> Response:
        """Compare two documents, such as revisions, paragraph against paragraph, word by word."""
        return _fresh(
            request,
            answers,
            lambda: answers.compare(
                asked.old,
                asked.new,
                page=asked.page,
                filters=asked.filters,
                language=asked.shown_in,
                changed=asked.changed,
            ),
            asked,
        )

    @api.post(
        f"{PREFIX}/compare",
        response_model=schema.ComparePart,
        responses=_NOT_FOUND | _NOT_TAKEN | _ALWAYS,
        openapi_extra=DRAFT,
    )
    async def compare_draft(
        request: Request, asked: Annotated[of.DraftComparisonParameters, Query()]
    ) -> Response:
        """Compare a document with a draft that was made of it."""
        draft = draft_of(request, await request.body(), asked.name)
        found = await run_in_threadpool(
            answers.compare,
            asked.old,
            draft,
            page=asked.page,
            filters=asked.filters,
            language=asked.shown_in,
            changed=asked.changed,
        )
        return _json(found)

    @_get(api, "/positions", schema.PositionsPart, _NOT_FOUND)
    def positions(request: Request, asked: Annotated[of.PositionsParameters, Query()]) -> Response:
        """Tell who said what on a topic: countries and other sources by meetings."""
        return _fresh(
            request,
            answers,
            lambda: answers.positions(
                asked.topic, page=asked.page, filters=asked.filters, shown_in=asked.shown_in
            ),
            asked,
        )

    @_get(api, "/mandates", schema.MandatesPart, _NOT_FOUND)
    def mandates(request: Request, asked: Annotated[of.MandatesParameters, Query()]) -> Response:
        """List who is asked to do what, by when, and where it is reported on."""
        return _fresh(
            request,
            answers,
            lambda: answers.mandates(
                page=asked.page,
                filters=asked.filters,
                document=asked.document,
                addressee=asked.addressee,
                due=asked.due,
                shown_in=asked.shown_in,
            ),
            asked,
        )

    @_get(api, "/dossier", schema.DossierPart, _NOT_FOUND)
    def dossier(request: Request, asked: Annotated[of.DossierParameters, Query()]) -> Response:
        """Draw up what to read before a meeting, item by item of its agenda."""
        return _fresh(
            request,
            answers,
            lambda: answers.dossier(
                asked.meeting, page=asked.page, filters=asked.filters, shown_in=asked.shown_in
            ),
            asked,
        )


def _get(
    api: FastAPI, path: str, answer: type, responses: Responses | None = None
) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    described = _SAME | (responses or {}) | _ALWAYS
    return api.get(PREFIX + path, response_model=answer, responses=described)


# --- answers -------------------------------------------------------------------------------------


def _json(content: dict[str, Any], headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse(content, headers={"Cache-Control": "private, no-cache", **(headers or {})})


def _fresh(
    request: Request,
    answers: Answers,
    fill: Fill,
    asked: of.Pages | None = None,
) -> Response:
    """Answer, or say that nothing has changed since the answer that the caller has."""
    language = language_of(request.scope)
    # Of the state before the answer: where it changes meanwhile, the caller will ask again.
    headers = {"ETag": f'W/"{answers.state()}-{language}"', "Vary": "Accept-Language"}
    if _has(request, headers["ETag"]):
        return Response(status_code=304, headers={"Cache-Control": "private, no-cache", **headers})
    content = said_in(language, fill())
    if asked is not None and content["has_more"]:
        headers["Link"] = _next(request, asked.page.k, asked.page.offset)
    return _json(content, headers)


def _has(request: Request, tag: str) -> bool:
    """Whether the caller has the answer with a tag (RFC 9110: compared weakly)."""
    known = request.headers.get("if-none-match", "")
    wanted = tag.removeprefix("W/")
    return known.strip() == "*" or wanted in (
        one.strip().removeprefix("W/") for one in known.split(",")
    )


def _next(request: Request, k: int, offset: int) -> str:
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "offset"]
    query = urlencode([*kept, ("offset", offset + k)])
    return f'<{quote(request.url.path)}?{query}>; rel="next"'


def _problem(request: Request, error: Exception, headers: Headers | None = None) -> JSONResponse:
    language = language_of(request.scope)
    problem = problem_of(error, language=language)
    told = {"Content-Language": language, "Vary": "Accept-Language", **(headers or {})}
    if problem.status == 503:
        told["Retry-After"] = str(RETRY_SECONDS)
    return JSONResponse(
        asdict(problem), status_code=problem.status, headers=told, media_type=_PROBLEM
    )


def _trouble(request: Request, error: Exception) -> Response:
    answer = _problem(request, error)
    if answer.status_code == 500:
        _log.error("%s %s", request.method, request.url.path, exc_info=error)
    return answer


def _nothing_there(request: Request, error: Exception) -> Response:
    """For an address or a method that there is not; FastAPI raises it."""
    assert isinstance(error, HTTPException)  # noqa: S101 - for the checker of types
    status, headers = error.status_code, dict(error.headers or {})
    if status == 405:
        allowed = headers.get("Allow", "")
        told = ProblemError(
            405, "other-method", "other-method", method=request.method, allowed=allowed
        )
    elif status == 404:
        told = ProblemError(404, "not-found", "no-address")
    else:
        told = ProblemError(status, "request", "request", reason=str(error.detail))
    return _problem(request, told, headers)


def _too_slow(request: Request, error: Exception) -> Response:
    """Answer a request whose body did not arrive in time, as the guard does."""
    del error
    return _problem(request, too_slow())


def _not_understood(request: Request, error: Exception) -> Response:
    """For parameters that are wrong; FastAPI raises it."""
    assert isinstance(error, RequestValidationError | ValidationError)  # noqa: S101 - as above
    known = [one["name"] for one in _described_parameters(request)]
    faults = faults_of(error.errors(), known)
    return _problem(request, ProblemError(422, "parameters", "request", faults))


async def _each_once(request: Request) -> None:
    """Refuse several values of what has one; FastAPI would take the last and say nothing."""
    given = Counter(name for name, _ in request.query_params.multi_items())
    if any(times > 1 for times in given.values()):
        faults = tuple(
            Fault("query", one["name"], "many", limit=1)
            for one in _described_parameters(request)
            if given[one["name"]] > 1 and one["schema"].get("type") != "array"
        )
        if faults:
            raise ProblemError(422, "parameters", "request", faults)


def _described_parameters(request: Request) -> list[dict[str, Any]]:
    route = request.scope.get("route")
    described = request.app.openapi()["paths"].get(getattr(route, "path_format", ""), {})
    operation = described.get(request.method.lower(), {})
    return list(operation.get("parameters", ()))


# --- the description -----------------------------------------------------------------------------


def _describe_errors(api: FastAPI) -> None:
    """Say in the description that errors are problems, and how a token is shown."""
    describe = api.openapi

    def described() -> dict[str, Any]:
        if api.openapi_schema is None:
            whole = describe()
            for path, operations in whole["paths"].items():
                for operation in operations.values():
                    for status, answer in operation["responses"].items():
                        if status >= "400" and "content" in answer:
                            answer["content"] = {_PROBLEM: answer["content"]["application/json"]}
                    if path != HEALTH:
                        operation["security"] = [{}, {"token": []}]
            for kind in whole["components"]["schemas"].values():
                kind["required"] = [name_in_json(name) for name in kind.get("required", ())]
                kind["properties"] = {
                    name_in_json(name): one for name, one in kind.get("properties", {}).items()
                }
            whole["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        return api.openapi_schema or {}

    api.openapi = described  # type: ignore[method-assign]
