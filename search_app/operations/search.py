"""Operation ``search``: passages that answer a question."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final, Literal, get_args

from corpus.bounds import MAX_QUERY
from corpus.parameters import Parameter
from search_app.operations.answers import OPTIONAL, Link, Note, link_to, make_record
from search_app.operations.question import (
    A,
    FilteredRequest,
    Language,
    Operation,
    Paging,
    RequestContext,
    layout_of,
)
from search_app.operations.quotation import QuotedRecord, quote_fields

if TYPE_CHECKING:
    from index.retrieval import Hit as FoundHit
    from index.retrieval import Result

ORIGINAL: Final = "original"
"""Value of ``shown_in`` for passages as they were found."""

if TYPE_CHECKING:
    LanguageOrOriginal = str
else:
    LanguageOrOriginal = Literal[(*get_args(Language), "original")]

Mode = Literal["hybrid", "dense", "lexical"]


@dataclass(frozen=True)
class SearchSettings(FilteredRequest[A]):
    """Settings of a search, for one question or for each of a list."""

    shown_in: Annotated[
        LanguageOrOriginal | None,
        Parameter(
            name="in",
            metavar="LANG|original",
            help="Shown in this language where it is there, or as it was found (original); else in "
            "that of the question.",
        ),
    ] = field(default=None, kw_only=True)
    mode: Annotated[
        Mode, Parameter(help="Compare by words and meaning (hybrid), or by one of them.")
    ] = field(default="hybrid", kw_only=True)
    all_revisions: Annotated[
        bool, Parameter(help="Superseded passages where they answer, unfolded.")
    ] = field(default=False, kw_only=True)


@dataclass(frozen=True)
class SearchRequest(SearchSettings["SearchAnswer"]):
    """A question, filters of documents, and how answers are found."""

    query: Annotated[
        str,
        Parameter(
            help="A question, some words, or a reference.",
            least=1,
            most=MAX_QUERY,
            is_argument=True,
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class HitRecord(QuotedRecord):
    """A passage that answers a question, with `rows` of its table that do so, too.

    `also_in` are symbols of superseded documents that say the same, and `more_here` counts hits of
    its document that are left out.
    """

    also_in: tuple[str, ...] | None = field(default=None, metadata=OPTIONAL)
    more_here: int
    rows: tuple[str, ...]
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class Totals:
    """Numbers of passages and documents under the filters."""

    passages: int
    documents: int


@dataclass(frozen=True)
class SearchAnswer:
    """Answer of a search: the best hits first.

    `language` is that of the question, or null, and `took_ms` the milliseconds of the search.
    `suggestions` are near forms of a reference that the index does not have.
    """

    query: str
    language: str | None
    took_ms: float
    hits: tuple[HitRecord, ...]
    suggestions: tuple[str, ...]
    notes: tuple[Note, ...]
    has_more: bool
    totals: Totals


def _find(asking: RequestContext, request: SearchRequest) -> Result:
    from index.retrieval import PER_DOCUMENT, QUESTION_LANGUAGE

    shown_in = request.shown_in or QUESTION_LANGUAGE
    return asking.index.search(
        request.query,
        k=asking.page.k or 10,
        offset=asking.page.offset,
        filters=request.filters,
        shown_in=None if shown_in == ORIGINAL else shown_in,
        reader=asking.reader,
        mode=request.mode,
        all_revisions=request.all_revisions,
        per_document=PER_DOCUMENT,
    )


def _answer(result: Result, _: SearchRequest, asking: RequestContext) -> SearchAnswer:
    language = result.shown_in or "en"
    return make_record(
        SearchAnswer,
        result,
        took_ms=round(result.milliseconds, 1),
        hits=tuple(hit_of(hit, language, asking.link) for hit in result.hits),
        notes=tuple(Note(note.code, note.message) for note in result.notes),
        totals=make_record(Totals, result),
    )


def hit_of(hit: FoundHit, language: str, link: Link | None = None) -> HitRecord:
    """Return a hit as an answer has it, cited in a language."""
    return HitRecord(
        **quote_fields(hit.rank, hit.score, hit.found, hit.shown, language),
        also_in=tuple(hit.also_in) or None,
        more_here=hit.more_here,
        rows=tuple(row.passage.text for row in hit.rows),
        link=link_to(link, hit.shown),
    )


SEARCH: Final = Operation(
    name="search",
    request=SearchRequest,
    answer=SearchAnswer,
    find=_find,
    answered=_answer,
    paging=Paging(
        "hits",
        k=10,
        most=100,
        brief=8,
        help="Maximum number of hits.",
        furthest=1000,
        is_found=True,
    ),
    waiting="Loading the model and searching",
    needs_model=True,
    lists="questions",
    layout=layout_of("passages", "search_layout"),
    is_written=False,
)
