"""How does a program in Python ask a server? With typed answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, Self, TypedDict, TypeVar, Unpack
from urllib.parse import quote

from corpus.errors import WsisSearchError
from search_app.api import holdings, schema
from search_app.operations import Compared, Item, Mandate, Position

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
L = TypeVar("L", bound="Listed")

VARIABLE: Final = "WSIS_SEARCH_TOKEN"
_SECONDS: Final = 300.0
"""For an answer: a long draft takes minutes."""


class Documents(TypedDict, total=False):
    """Which documents may be found: all that is given must hold; of several values, one."""

    language: Iterable[schema.Language]
    series: Iterable[str]
    source: str
    since: str
    until: str


class Where(Documents, total=False):
    """The same, of certain meetings."""

    meeting: Iterable[str]


class Listed(Protocol):
    """A part of a list."""

    @property
    def has_more(self) -> bool:
        """Whether something is behind it."""


class AnswerError(WsisSearchError):
    """The server gives no answer, or cannot be reached.

    Attributes:
        problem: what it says; None where it cannot be reached or does not say it so.
    """

    def __init__(self, message: str, problem: schema.Problem | None = None) -> None:
        super().__init__(message)
        self.problem = problem


class Client:
    """A server of wsis-search. Threads may share it. Close it, or use it in a ``with`` statement.

    Every method raises :class:`AnswerError`, whose message says what to do.

    Args:
        address: of the server (``http://127.0.0.1:8502``).
        token: that it asks for; None for ``WSIS_SEARCH_TOKEN``.
        language: in which its sentences are to be, one of the six.
        transport: of httpx, for who asks an application in the same process.
    """

    def __init__(
        self,
        address: str,
        token: str | None = None,
        *,
        language: schema.Language = "en",
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        import httpx

        token = token or os.environ.get(VARIABLE)
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

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        offset: int = 0,
        shown_in: schema.LanguageOrOriginal | None = None,
        mode: schema.Mode = "hybrid",
        all_revisions: bool = False,
        **where: Unpack[Where],
    ) -> schema.SearchAnswer:
        """Find passages that answer a question, shown in its language unless another is named."""
        asked = {"query": query, "k": k, "offset": offset, "in": shown_in, "mode": mode}
        return self._get(
            schema.SearchAnswer, "search", asked | {"all_revisions": all_revisions} | where
        )

    def precedents(
        self,
        draft: str | Path,
        *,
        k: int = 5,
        shown_in: schema.Language | None = None,
        **where: Unpack[Where],
    ) -> schema.PrecedentsAnswer:
        """Find what was said before that says the same as each paragraph of a draft.

        Args:
            draft: its text, or the path of its file.
            k: at most how many a paragraph.
            shown_in: language to show them in.
            where: what may be found.
        """
        asked = {"k": k, "in": shown_in} | where
        return self._send(schema.PrecedentsAnswer, "precedents", draft, asked)

    def refs(self, draft: str | Path) -> schema.RefsAnswer:
        """List the references in a text, or in the file of a path."""
        return self._send(schema.RefsAnswer, "refs", draft, {})

    def look_up(
        self, reference: str, shown_in: schema.Language | None = None
    ) -> schema.LookupAnswer:
        """Tell what the index knows of a document or resolution, and who mentions it where."""
        return self._get(schema.LookupAnswer, "lookup", {"reference": reference, "in": shown_in})

    def equivalents(
        self, term: str, shown_in: schema.Language | None = None
    ) -> schema.EquivalentsAnswer:
        """Tell what a term is in the other languages, and which paragraphs say so."""
        return self._get(schema.EquivalentsAnswer, "equivalents", {"term": term, "in": shown_in})

    def compare(
        self,
        old: str,
        new: str | Path,
        *,
        changed: bool = False,
        k: int = 100,
        shown_in: schema.Language | None = None,
        **where: Unpack[Where],
    ) -> Iterator[Compared]:
        """Compare a document with what it became, paragraph against paragraph.

        Args:
            old: the earlier document, by its symbol.
            new: the later one, or the path of a draft.
            changed: whether to give only paragraphs that differ.
            k: how many to ask for at a time; a draft is sent once for each.
            shown_in: language to compare in.
            where: what both have to be.
        """
        asked = {"from": old, "changed": changed, "in": shown_in, **where}

        def ask(page: dict[str, int]) -> schema.ComparePart:
            if isinstance(new, Path):
                return self._send(schema.ComparePart, "compare", new, asked | page)
            return self._get(schema.ComparePart, "compare", asked | {"to": new} | page)

        return _all_of(ask, lambda answer: answer.paragraphs, k)

    def positions(
        self,
        topic: str,
        *,
        k: int = 100,
        shown_in: schema.Language | None = None,
        **where: Unpack[Where],
    ) -> Iterator[Position]:
        """Give who said what on a topic, who names it first, each by meetings; asks for ``k`` at a
        time.
        """  # noqa: D205 - one sentence
        asked = {"topic": topic, "in": shown_in} | where
        return _all_of(
            lambda page: self._get(schema.PositionsPart, "positions", asked | page),
            lambda answer: answer.cells,
            k,
        )

    def mandates(
        self,
        *,
        document: str | None = None,
        addressee: str | None = None,
        due: str | None = None,
        k: int = 100,
        shown_in: schema.Language | None = None,
        **where: Unpack[Where],
    ) -> Iterator[Mandate]:
        """Give who is asked to do what, by when, and where it is reported on.

        Args:
            document: only of this one, by its symbol.
            addressee: only to him, by his name in any of the six languages.
            due: ``2025``, ``2025-06``, ``Council 2025``, ``41``, ``next meeting``.
            k: how many to ask for at a time.
            shown_in: language to read documents in, where they are there.
            where: what may be found.
        """
        asked = {"document": document, "addressee": addressee, "due": due, "in": shown_in} | where
        return _all_of(
            lambda page: self._get(schema.MandatesPart, "mandates", asked | page),
            lambda answer: answer.mandates,
            k,
        )

    def dossier(
        self,
        meeting: str,
        *,
        k: int = 100,
        shown_in: schema.Language | None = None,
        **where: Unpack[Documents],
    ) -> Iterator[Item]:
        """Give what to read before a meeting, item by item of its agenda."""
        asked = {"meeting": meeting, "in": shown_in} | where
        return _all_of(
            lambda page: self._get(schema.DossierPart, "dossier", asked | page),
            lambda answer: answer.items,
            k,
        )

    def documents(
        self, shown_in: schema.Language | None = None, k: int = 100, **where: Unpack[Where]
    ) -> Iterator[holdings.Entry]:
        """Give all documents, the newest meeting first; asks for ``k`` at a time."""
        asked = {"in": shown_in} | where
        return _all_of(
            lambda page: self._get(holdings.DocumentsAnswer, "documents", asked | page),
            lambda answer: answer.documents,
            k,
        )

    def show(
        self, symbol: str, label: str | None = None, shown_in: schema.Language | None = None
    ) -> holdings.ShowAnswer:
        """Show a document, or one of its paragraphs."""
        path = f"documents/{quote(symbol, safe='/')}"
        return self._get(holdings.ShowAnswer, path, {"label": label, "in": shown_in})

    def files(self, symbol: str) -> tuple[holdings.File, ...]:
        """List the files that a document's versions were read from."""
        return self._get(holdings.FilesAnswer, "files", {"symbol": symbol}).files

    def original(self, file: holdings.File) -> bytes:
        """Give a file as it was read."""
        return self._ask("GET", f"files/{file.sha256}").content

    def status(self) -> holdings.StatusAnswer:
        """Tell what the index holds."""
        return self._get(holdings.StatusAnswer, "status", {})

    def _get(self, kind: type[T], path: str, asked: Any) -> T:
        answer = self._ask("GET", path, params=_given(asked))
        return schema.from_json(kind, answer.json())

    def _send(self, kind: type[T], path: str, draft: str | Path, asked: Any) -> T:
        if isinstance(draft, Path):
            content = draft.read_bytes()
            headers = {"Content-Type": "application/octet-stream"}
            params = _given({**asked, "name": draft.name})
            answer = self._ask("POST", path, params=params, content=content, headers=headers)
        else:
            answer = self._ask("POST", path, params=_given(asked), json={"text": draft})
        return schema.from_json(kind, answer.json())

    def _ask(self, method: str, path: str, **request: Any) -> httpx.Response:
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


def _all_of(
    ask: Callable[[dict[str, int]], L], rows_of: Callable[[L], Sequence[T]], k: int
) -> Iterator[T]:
    """All rows of a list, of which ``k`` are asked for at a time."""
    offset, has_more = 0, True
    while has_more:
        answer = ask({"k": k, "offset": offset})
        rows = rows_of(answer)
        yield from rows
        offset += len(rows)
        has_more = answer.has_more


def _given(asked: dict[str, Any]) -> dict[str, Any]:
    """The parameters that say something."""
    return {
        name: value if isinstance(value, str | int | bool) else list(value)
        for name, value in asked.items()
        if value is not None
    }
