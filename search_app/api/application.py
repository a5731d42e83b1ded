"""Addresses of the REST interface, made with FastAPI, and their OpenAPI description."""

from __future__ import annotations

import inspect
import logging
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, field, fields, make_dataclass
from importlib.metadata import version as installed
from typing import Annotated, Any, Final, get_type_hints
from urllib.parse import quote, urlencode

from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from corpus.errors import WsisSearchError
from search_app.api import schema
from search_app.api.bodies import ANY_FILE, DRAFT, draft_of
from search_app.api.faults import faults_of
from search_app.api.guard import language_of, too_slow
from search_app.api.parameters import Nothing, Parameters, parameters_of
from search_app.api.problems import RETRY_SECONDS, Fault, ProblemError, problem_of, translate_answer
from search_app.api.responses import Answers
from search_app.operations import (
    AnyOperation,
    JsonObject,
    Page,
    PageInfo,
    Values,
    name_in_json,
    operations,
)
from search_app.request_bounds import SlowBodyError

Responses = dict[int | str, JsonObject]
"""Descriptions of responses for FastAPI, by HTTP status."""

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

_OF_A_PART: Final = (
    "A part of it: `total` counts the rows of all, `has_more` says whether some follow."
)

_log = logging.getLogger("wsis_search.api")

Fill = Callable[[], JsonObject]
Headers = dict[str, str]


def application(answers: Answers) -> FastAPI:
    """Return the FastAPI application for an index; its addresses begin with :data:`PREFIX`."""
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
        dependencies=[Depends(_refuse_repeated)],
    )
    _describe_errors(api)
    api.add_exception_handler(RequestValidationError, _answer_wrong_parameters)
    api.add_exception_handler(HTTPException, _answer_unknown_address)
    api.add_exception_handler(WsisSearchError, _answer_error)
    api.add_exception_handler(
        SlowBodyError, lambda request, _: _answer_problem(request, too_slow())
    )
    api.add_exception_handler(Exception, _answer_error)
    for operation in operations("rest"):
        _add_operation(api, answers, operation)
    _add_files(api, answers)
    return api


def _add_operation(api: FastAPI, answers: Answers, operation: AnyOperation) -> None:
    """Add an operation's addresses: GET, and POST where its request may hold a draft."""
    draft = next((field for field in operation.fields if field.field == operation.draft), None)
    path = PREFIX + (operation.path or f"/{operation.name}")
    answer = _build_answer_type(operation)
    if not operation.needs_draft:
        responses = _SAME | _NOT_FOUND | _ALWAYS
        without = [draft.name] if draft is not None and operation.takes_only_draft else []
        handler = _make_get_handler(answers, operation, re.findall(r"{(\w+)", path), without)
        api.get(path, response_model=answer, responses=responses, name=operation.name)(handler)
    if draft is not None:
        responses = _NOT_FOUND | _NOT_TAKEN | _ALWAYS
        api.post(
            path,
            response_model=answer,
            responses=responses,
            openapi_extra=DRAFT,
            name=f"{operation.name}_draft",
        )(_make_post_handler(answers, operation))


def _make_get_handler(
    answers: Answers, operation: AnyOperation, in_path: Sequence[str], without: Sequence[str]
) -> Callable[..., Response]:
    kind = parameters_of(operation, without=(*in_path, *without))

    def get(request: Request, given: Parameters, **path: str) -> Response:
        language = language_of(request.scope)

        def fill() -> JsonObject:
            return answers.answer(operation, given.values() | path, given.page(), language)

        if not operation.is_repeatable():
            content = translate_answer(language, fill())
            return _make_response(content, {"Vary": "Accept-Language"})
        return _answer_if_changed(request, answers, fill, given.page())

    parameters = {
        "request": Request,
        **dict.fromkeys(in_path, str),
        "given": Annotated[kind, Query()],
    }
    return _set_signature(get, operation, parameters)


def _make_post_handler(answers: Answers, operation: AnyOperation) -> Callable[..., Any]:
    name = operation.draft or ""
    kind = parameters_of(operation, without=(name,), is_sent=True)

    async def post(request: Request, given: Parameters) -> Response:
        values = given.values()
        values[name] = draft_of(request, await request.body(), values.pop("name"))
        language = language_of(request.scope)
        answer = await run_in_threadpool(answers.answer, operation, values, given.page(), language)
        return _make_response(translate_answer(language, answer), {"Vary": "Accept-Language"})

    return _set_signature(post, operation, {"request": Request, "given": Annotated[kind, Query()]})


def _set_signature(
    handler: Callable[..., Any], operation: AnyOperation, parameters: Values
) -> Callable[..., Any]:
    keyword = inspect.Parameter.KEYWORD_ONLY
    handler.__doc__ = operation.help
    handler.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(name, keyword, annotation=kind) for name, kind in parameters.items()]
    )
    return handler


def _build_answer_type(operation: AnyOperation) -> type:
    """Return the type of an operation's answer, with the fields of a page where it has pages."""
    if not operation.has_pages:
        kind: type = operation.answer
        return kind
    name = f"{operation.answer.__name__.removesuffix('Answer')}PageInfo"
    kinds = get_type_hints(PageInfo)
    more = [
        (part_field.name, kinds[part_field.name], field(kw_only=True))
        for part_field in fields(PageInfo)
    ]
    part = make_dataclass(name, more, bases=(operation.answer,), frozen=True)
    part.__doc__ = f"{operation.answer.__doc__ or ''}\n\n{_OF_A_PART}"
    return part


def _add_files(api: FastAPI, answers: Answers) -> None:
    """Add the addresses that are no operations: files by digest, and the server's health."""

    @api.get(
        f"{PREFIX}/files/{{sha256}}",
        response_class=Response,
        responses=_A_FILE | _SAME | _NOT_FOUND | _ALWAYS,
    )
    def original(request: Request, sha256: str, _: Annotated[Nothing, Query()]) -> Response:
        """Give a file that a version was read from, as it was read."""
        tag = f'"{sha256}"'
        source, content = answers.original(sha256)
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        if _has_answer(request, tag):
            return Response(status_code=304, headers=headers)
        headers["Content-Disposition"] = (
            f"attachment; filename*=UTF-8''{quote(source.name, safe='')}"
        )
        return Response(content, media_type=ANY_FILE, headers=headers)

    @api.get(HEALTH, response_model=dict[str, str], responses={422: _ALWAYS[422]})
    def health(_: Annotated[Nothing, Query()]) -> Response:
        """Tell that the server is up; this needs no token."""
        return _make_response({"status": "ok", "version": installed("wsis-search")})


# --- answers -------------------------------------------------------------------------------------


def _make_response(content: JsonObject, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse(content, headers={"Cache-Control": "private, no-cache", **(headers or {})})


def _answer_if_changed(
    request: Request, answers: Answers, fill: Fill, page: Page | None
) -> Response:
    """Return an answer, or 304 where the caller's ETag is still current."""
    language = language_of(request.scope)
    # The tag is of the state before the answer: if that changes meanwhile, the caller asks again.
    headers = {"ETag": f'W/"{answers.state()}-{language}"', "Vary": "Accept-Language"}
    if _has_answer(request, headers["ETag"]):
        return Response(status_code=304, headers={"Cache-Control": "private, no-cache", **headers})
    content = translate_answer(language, fill())
    if page is not None and content["has_more"]:
        headers["Link"] = _link_next_page(request, page.k or 0, page.offset)
    return _make_response(content, headers)


def _has_answer(request: Request, tag: str) -> bool:
    """Return whether the caller has the answer with this ETag (weak comparison, RFC 9110)."""
    known = request.headers.get("if-none-match", "")
    wanted = tag.removeprefix("W/")
    return known.strip() == "*" or wanted in (
        entry.strip().removeprefix("W/") for entry in known.split(",")
    )


def _link_next_page(request: Request, k: int, offset: int) -> str:
    parameters = [
        (name, value) for name, value in request.query_params.multi_items() if name != "offset"
    ]
    query = urlencode([*parameters, ("offset", offset + k)])
    return f'<{quote(request.url.path)}?{query}>; rel="next"'


def _answer_problem(
    request: Request, error: Exception, headers: Headers | None = None
) -> JSONResponse:
    language = language_of(request.scope)
    problem = problem_of(error, language=language)
    all_headers = {"Content-Language": language, "Vary": "Accept-Language", **(headers or {})}
    if problem.status == 503:
        all_headers["Retry-After"] = str(RETRY_SECONDS)
    return JSONResponse(
        asdict(problem), status_code=problem.status, headers=all_headers, media_type=_PROBLEM
    )


def _answer_error(request: Request, error: Exception) -> Response:
    answer = _answer_problem(request, error)
    if answer.status_code == 500:
        _log.error("%s %s", request.method, request.url.path, exc_info=error)
    return answer


def _answer_unknown_address(request: Request, error: Exception) -> Response:
    """Answer 404, 405 and other errors of the framework with a problem."""
    assert isinstance(error, HTTPException)  # noqa: S101 - for the checker of types
    status, headers = error.status_code, dict(error.headers or {})
    if status == 405:
        allowed = headers.get("Allow", "")
        problem = ProblemError(
            405, "other-method", "other-method", method=request.method, allowed=allowed
        )
    elif status == 404:
        problem = ProblemError(404, "not-found", "no-address")
    else:
        problem = ProblemError(status, "request", "request", reason=str(error.detail))
    return _answer_problem(request, problem, headers)


def _answer_wrong_parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError | ValidationError)  # noqa: S101 - as above
    known = [parameter["name"] for parameter in _list_parameters(request)]
    faults = faults_of(error.errors(), known)
    return _answer_problem(request, ProblemError(422, "parameters", "request", faults))


async def _refuse_repeated(request: Request) -> None:
    """Refuse several values for a parameter that takes one; FastAPI silently takes the last."""
    counts = Counter(name for name, _ in request.query_params.multi_items())
    if any(times > 1 for times in counts.values()):
        faults = tuple(
            Fault("query", parameter["name"], "many", limit=1)
            for parameter in _list_parameters(request)
            if counts[parameter["name"]] > 1 and parameter["schema"].get("type") != "array"
        )
        if faults:
            raise ProblemError(422, "parameters", "request", faults)


def _list_parameters(request: Request) -> list[JsonObject]:
    route = request.scope.get("route")
    methods = request.app.openapi()["paths"].get(getattr(route, "path_format", ""), {})
    operation = methods.get(request.method.lower(), {})
    return list(operation.get("parameters", ()))


# --- the description -----------------------------------------------------------------------------


def _describe_errors(api: FastAPI) -> None:
    """Describe in OpenAPI that errors are problems, and how a caller sends a token."""
    describe = api.openapi

    def describe_problems() -> JsonObject:
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
                    name_in_json(name): schema_of_property
                    for name, schema_of_property in kind.get("properties", {}).items()
                }
            whole["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        return api.openapi_schema or {}

    api.openapi = describe_problems  # type: ignore[method-assign]
