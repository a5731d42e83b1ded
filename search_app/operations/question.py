"""Class of operations (request, search of the index, answer, files), and its paging."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    Generic,
    Literal,
    TypeVar,
    get_args,
    get_type_hints,
)

from corpus.filters import Filters
from corpus.languages import BY_CODE
from corpus.parameters import Parameter, ParameterField, describe_fields, value_of
from search_app.drafts import Draft
from search_app.operations.answers import JsonObject, Link, Values, answer_json
from search_app.operations.registry import REGISTRY

if TYPE_CHECKING:
    from index import Index
    from search_app.citing import Layout

A = TypeVar("A")
F = TypeVar("F")
T = TypeVar("T")
R = TypeVar("R", bound="Request[Any]")

if TYPE_CHECKING:
    Language = str
else:
    Language = Literal[tuple(sorted(BY_CODE))]
"""ISO 639-1 codes of the languages that there are."""

SHOWN_IN: Final = Parameter(
    name="in", metavar="LANG", help="Shown in this language where it is there."
)
"""Language in which passages are shown."""


class Request(Generic[A]):
    """Request of an operation: a frozen dataclass whose fields ``Parameter`` describes."""


@dataclass(frozen=True)
class FilteredRequest(Request[A]):
    """Request on the documents that filters let pass."""

    filters: Filters = field(default_factory=Filters, kw_only=True)
    shown_in: Annotated[Language | None, SHOWN_IN] = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list: at most ``k`` rows behind the first ``offset``; all where ``k`` is None."""

    k: int | None = None
    offset: int = 0

    def cut(self, rows: Sequence[T]) -> tuple[T, ...]:
        """Return the rows on this page."""
        end = None if self.k is None else self.offset + self.k
        return tuple(rows[self.offset : end])


@dataclass(frozen=True, slots=True)
class RequestContext:
    """Circumstances of a request: the index, the reader and the surface.

    ``opened`` is None for an operation that needs no index. ``reader`` is the reader's language,
    None where unknown; ``language`` is that of the sentences. ``is_remote`` cuts long drafts.
    ``progress`` takes the unit, how many more are done, and how many there are. ``page`` is the
    requested part of the operation's list.
    """

    opened: Index | None = None
    reader: str | None = None
    language: str = "en"
    link: Link | None = None
    is_remote: bool = False
    progress: Callable[[str, int, int], None] | None = None
    page: Page = Page()

    @property
    def index(self) -> Index:
        """The open index."""
        if self.opened is None:
            raise ValueError("This operation asks an index: give an open one.")
        return self.opened


@dataclass(frozen=True, slots=True)
class Paging:
    """Paging of an operation's list.

    ``k`` is the number of rows on a page of REST (None: all), ``brief`` that for assistants.
    ``most`` is the maximum of rows, and ``furthest`` that of the offset. With ``is_found``,
    ``find`` cuts the list, and the answer says whether more follow.
    """

    rows: str
    k: int | None = 100
    most: int = 500
    brief: int = 20
    help: str = "Maximum number of results."
    furthest: int = 1_000_000
    is_found: bool = False


@dataclass(frozen=True, slots=True)
class PageInfo:
    """Relation of a page to its list: all rows without paging, and whether more follow."""

    total: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Absence:
    """Result that nothing is known of a name; ``suggestions`` are near forms of it.

    ``lacks_body`` says that only resolutions of named bodies have the number, as suggested.
    """

    name: str
    suggestions: tuple[str, ...] = ()
    lacks_body: bool = False


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A table of results that somebody fills in and gives back.

    ``table`` lays out the same as values, for CSV. ``field`` is the request's field that asks for
    it, ``reader`` the operation that reads it.
    """

    layout: Callable[[Any, str], Layout]
    table: Callable[[Any, str], Layout]
    field: str
    reader: str


@dataclass(frozen=True, kw_only=True, eq=False)  # one operation is itself alone
class Operation(Generic[R, F, A]):
    """A question that every surface asks in the same way.

    Attributes:
        finish: adds what takes long, for the rows of a page.
        absent: returns what is missing, where nothing is known of the requested name.
        path: of its address, with fields in braces.
        brief: shortens the answer's JSON for assistants, where the usual way does not fit.
        layout: lays out the result, in the reader's language, for files and terminals.
        table: the result as values, for CSV; None where the layout serves.
        papers: makers of files that no layout gives, by kind.
        spoken: returns the language of the result, for that of the reader.
        nothing: returns the sentence that there is no result, in the reader's language.
        lists: name of the operation that does the same for each line of a file; empty for none.
        is_repeatable: whether an answer changes with the index alone, so that it may be kept.
        waiting: shown while it runs; empty where it takes no time.
        needs_model: whether it embeds anything.
    """

    name: str
    request: type[R]
    answer: type[A]
    find: Callable[[RequestContext, R], F]
    answered: Callable[[F, R, RequestContext], A]
    paging: Paging | None = None
    finish: Callable[[RequestContext, F], F] | None = None
    absent: Callable[[F, R], Absence | None] | None = None
    path: str = ""
    brief: Callable[[JsonObject], JsonObject] | None = None
    brief_help: str = ""
    layout: Callable[[F, str], Layout] | None = None
    is_written: bool = True
    table: Callable[[F, str], Layout] | None = None
    papers: Mapping[str, Callable[[F, str], bytes]] = field(default_factory=dict)
    worksheet: Worksheet | None = None
    spoken: Callable[[F, str], str] = lambda _, language: language
    is_empty: Callable[[F], bool] = lambda _: False
    nothing: Callable[[F, R, str], str] | None = None
    warnings: Callable[[F], tuple[str, ...]] = lambda _: ()
    failures: Callable[[F], int] = lambda _: 0
    lists: str = ""
    is_repeatable: Callable[[], bool] = lambda: True
    waiting: str = ""
    has_progress: bool = False
    needs_index: bool = True
    needs_model: bool = False

    @property
    def help(self) -> str:
        """Line of help, from the registry."""
        return REGISTRY[self.name].help

    @property
    def fields(self) -> tuple[ParameterField, ...]:
        """Fields of the request, with those of its filters."""
        kind: type = self.request
        return describe_fields(kind)

    @property
    def draft(self) -> str | None:
        """Name of the last field that may be a draft; None where none may."""
        kind: type = self.request
        return _find_draft_field(kind)

    @property
    def takes_only_draft(self) -> bool:
        """Whether the field of a draft takes nothing else, though it may be left out."""
        return any(
            field.field == self.draft and str not in _list_types(field.type)
            for field in self.fields
        )

    @property
    def needs_draft(self) -> bool:
        """Whether the request must have a draft."""
        return self.takes_only_draft and any(
            field.field == self.draft and field.is_required for field in self.fields
        )

    @property
    def has_pages(self) -> bool:
        """Whether REST gives parts of its whole list, each with the number of all rows."""
        paging = self.paging
        return paging is not None and paging.k is not None and not paging.is_found

    @property
    def files(self) -> tuple[str, ...]:
        """Kinds of files that can be made from the result."""
        has_all = self.layout and self.is_written
        return ("docx", "markdown", "csv") if has_all else tuple(self.papers)

    def write(self, kind: str, result: F, language: str) -> bytes:
        """Return a file of the result, in the reader's language."""
        spoken = self.spoken(result, language)
        if kind in self.papers:
            return self.papers[kind](result, spoken)
        from search_app.citing.export import PAPERS

        layout = self.table if kind == "csv" and self.table else self.layout
        if layout is None:
            raise KeyError(kind)
        return PAPERS[kind](layout(result, spoken), spoken)

    def write_worksheet(self, kind: str, result: F, language: str) -> bytes:
        """Return a file to fill in, in the reader's language."""
        from search_app.citing.export import PAPERS

        if self.worksheet is None:
            raise KeyError(kind)
        spoken = self.spoken(result, language)
        layout = self.worksheet.table if kind == "csv" else self.worksheet.layout
        return PAPERS[kind](layout(result, spoken), spoken)

    def request_of(self, values: Mapping[str, object]) -> R:
        """Return a request with values by the names of its fields; None means the default."""
        request: R = value_of(self.request, values)
        return request

    def values_of(self, request: R) -> Values:
        """Return the values of a request by the names of its fields."""
        return {
            described_field.name: getattr(
                getattr(request, described_field.within) if described_field.within else request,
                described_field.field,
            )
            for described_field in self.fields
        }

    def look(
        self, asking: RequestContext, request: R, page: Page | None = None
    ) -> tuple[F, PageInfo | None]:
        """Return what the index finds, and how the page relates to the whole list.

        Raises :class:`WsisSearchError` as the methods of ``Index`` do.
        """
        asking = replace(asking, page=page or asking.page)
        return self.finish_page(asking, self.find(asking, request))

    def finish_page(self, asking: RequestContext, result: F) -> tuple[F, PageInfo | None]:
        """Return the rows of a page with what takes long, and their relation to the whole list."""
        part = None
        if self.paging and not self.paging.is_found:
            rows = getattr(result, self.paging.rows)
            cut = asking.page.cut(rows)
            part = PageInfo(len(rows), len(rows) > asking.page.offset + len(cut))
            result = replace(result, **{self.paging.rows: cut})  # type: ignore[type-var]
        return (self.finish(asking, result) if self.finish else result), part

    def run(self, asking: RequestContext, request: R, page: Page | None = None) -> A:
        """Return the answer."""
        result, _ = self.look(asking, request, page)
        return self.answered(result, request, asking)

    def as_json(self, answer: A, part: PageInfo | None = None) -> JsonObject:
        """Return the JSON of an answer; behind it that of its page."""
        return {**answer_json(answer), **(answer_json(part) if part else {})}


def layout_of(module: str, name: str) -> Callable[..., Any]:
    """Return a function of ``layouts``, imported when it is called: it brings Babel."""

    def draw(*arguments: object) -> Any:
        return getattr(import_module(f"search_app.operations.layouts.{module}"), name)(*arguments)

    return draw


AnyOperation = Operation[Any, Any, Any]
"""An operation of any types, for a surface that has all of them."""


@cache
def _find_draft_field(request: type) -> str | None:
    hints = get_type_hints(request)
    return next((name for name in reversed(hints) if Draft in _list_types(hints[name])), None)


def _list_types(hint: object) -> tuple[object, ...]:
    return (hint, *get_args(hint))
