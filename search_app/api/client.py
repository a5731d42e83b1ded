"""Client for programs in Python, with typed requests and answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar
from urllib.parse import quote

from corpus import settings
from corpus.errors import WsisSearchError
from search_app.api import schema
from search_app.drafts import Draft
from search_app.operations import AnyOperation, JsonObject, Language, Request, Values, operation_of

if TYPE_CHECKING:
    import httpx

A = TypeVar("A")

_SECONDS: Final = 300.0
"""Seconds to wait for an answer: a long draft takes minutes."""


class AnswerError(WsisSearchError):
    """An error response of the server (``problem``, if it is one of RFC 9457), or no response."""

    def __init__(self, message: str, problem: schema.Problem | None = None) -> None:
        super().__init__(message)
        self.problem = problem


class Client:
    """Client of a wsis-search server; threads may share it.

    Close it, or use it in a ``with`` statement. Every method raises :class:`AnswerError`. ``token``
    None takes ``WSIS_SEARCH_TOKEN``; ``page_size`` is the number of rows in one request.
    """

    def __init__(
        self,
        address: str,
        token: str | None = None,
        *,
        language: Language = "en",
        page_size: int = 100,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        import httpx

        self._page_size = page_size
        token = token or settings.TOKEN.text
        self._http = httpx.Client(
            base_url=f"{address.rstrip('/')}/api/v1",
            headers={
                "Accept-Language": language,
                **({"Authorization": f"Bearer {token}"} if token else {}),
            },
            timeout=_SECONDS,
            transport=transport,
        )

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, request: Request[A], *, k: int | None = None, offset: int = 0) -> A:
        """Return the answer to a request: ``ask(SearchRequest("early warning"))``.

        ``k`` is the maximum number of rows; None means all, or the server's default for a search.
        """
        operation = operation_of(request)
        if k is None and not offset and operation.has_pages:
            first, *others = self.pages(request)
            name = operation.paging.rows if operation.paging else ""
            rows = [row for part in (first, *others) for row in getattr(part, name)]
            whole: A = replace(first, **{name: tuple(rows)})  # type: ignore[type-var]
            return whole
        page = {"k": k, "offset": offset or None}
        answer: A = schema.from_json(operation.answer, self._json(operation, request, page))
        return answer

    def pages(self, request: Request[A], k: int | None = None) -> Iterator[A]:
        """Yield the answer page by page, with at most ``k`` rows each (None: ``page_size``).

        A draft is sent again for each page. An answer without pages comes as one.
        """
        operation = operation_of(request)
        if not operation.paging or operation.paging.k is None:
            yield self.ask(request)
            return
        k = k or min(self._page_size, operation.paging.most)
        offset, has_more = 0, True
        while has_more:
            answer = self._json(operation, request, {"k": k, "offset": offset})
            yield schema.from_json(operation.answer, answer)
            offset += len(answer[operation.paging.rows])
            has_more = bool(answer.get("has_more"))

    def original(self, sha256: str) -> bytes:
        """Return the bytes of an ingested file, by its digest in the answer to ``FilesRequest``."""
        return self._ask("GET", f"files/{sha256}").content

    def _json(self, operation: AnyOperation, request: Any, page: JsonObject) -> Any:
        values = operation.values_of(request) | page
        path = (operation.path or operation.name).lstrip("/")
        for name in re.findall(r"{(\w+)", path):
            path = re.sub(rf"{{{name}[^}}]*}}", quote(values.pop(name), safe="/"), path)
        draft = values.get(operation.draft or "")
        body: Values = {}
        if isinstance(draft, Draft):
            del values[operation.draft or ""]
            if draft.text is not None:
                body = {"json": {"text": draft.text}}
            else:
                values["name"] = draft.path.name if draft.path else draft.name
                content = draft.path.read_bytes() if draft.path else draft.content
                kind = {"Content-Type": "application/octet-stream"}
                body = {"content": content, "headers": kind}
        return self._ask(
            "POST" if body else "GET", path, params=_collect_parameters(operation, values), **body
        ).json()

    def _ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Return a successful response; raise AnswerError for any other, or none."""
        import httpx

        try:
            answer = self._http.request(method, path, **request)
        except httpx.HTTPError as error:
            raise AnswerError(
                f"The server at {self._http.base_url} does not answer ({error}). Look whether it "
                "runs: wsis-search serve --api"
            ) from error
        if answer.is_success:
            return answer
        try:
            problem = schema.from_json(schema.Problem, answer.json())
        except (ValueError, TypeError, AttributeError) as error:
            raise AnswerError(
                f"The server at {self._http.base_url} answers {answer.status_code} in no form that "
                "this program knows. Look whether the address is that of wsis-search."
            ) from error
        raise AnswerError(problem.detail, problem)


def _collect_parameters(operation: AnyOperation, values: Values) -> Values:
    names = {field.name: field.parameter.name for field in operation.fields if field.within is None}
    return {
        names.get(name) or name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value is not None and value != ()
    }
