"""Operations ``show`` (a document, or a paragraph) and ``passages`` (a part of a version)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final

from corpus.cards import VersionCard
from corpus.filters import Filters
from corpus.parameters import Parameter
from search_app.operations.answers import OPTIONAL, Link, link_to
from search_app.operations.documents import DocumentFacts, check_among, facts_of
from search_app.operations.question import (
    Language,
    Operation,
    Page,
    Paging,
    Request,
    RequestContext,
    layout_of,
)

if TYPE_CHECKING:
    from index.lookup import Card
    from index.store import Excerpt

_LABEL: Final = Parameter(help="Of one of its paragraphs: 2.1 a). Else all are shown.")
_VERSION: Final = Parameter(
    name="in", metavar="LANG", help="The version in this language, where it is there."
)


@dataclass(frozen=True)
class ShowRequest(Request["ShowAnswer"]):
    """A document, or a paragraph with its document."""

    symbol: Annotated[
        str,
        Parameter(
            metavar="SYMBOL[#LABEL]",
            help="CWG-WSIS&SDG-39/2, or a file name; a paragraph: CWG-WSIS&SDG-39/2#2.1.",
            is_argument=True,
            names_document=True,
        ),
    ]
    label: Annotated[str | None, _LABEL] = None
    filters: Filters = field(default_factory=Filters, kw_only=True)
    shown_in: Annotated[Language | None, _VERSION] = field(default=None, kw_only=True)


@dataclass(frozen=True)
class PassageRecord:
    """A passage of a document; `lead_in` is what is quoted before an item of a list."""

    kind: str
    label: str | None
    heading: str | None
    page: int | None
    language: str | None
    text: str
    citation: str
    lead_in: str | None = field(default=None, metadata=OPTIONAL)
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True, kw_only=True)
class ShowAnswer(DocumentFacts):
    """A document, or one of its paragraphs.

    `superseded_by` is the symbol of the newest revision, if any; `language` is that of `passages`.
    """

    superseded_by: str | None = field(default=None, metadata=OPTIONAL)
    language: str | None
    versions: tuple[VersionCard, ...]
    passages: tuple[PassageRecord, ...]


def _find(asking: RequestContext, request: ShowRequest | PassagesRequest, page: Page) -> Card:
    del page
    document, name = request.symbol.partition("#")[0], request.symbol
    if request.label:
        name = f"{document}#{request.label}"
    card = asking.index.show(name, request.shown_in)
    check_among(asking.index, request.filters, card.metadata.symbol, request.symbol)
    return card


def _answer(card: Card, request: ShowRequest, asking: RequestContext) -> ShowAnswer:
    return ShowAnswer(
        **facts_of(card.metadata),
        superseded_by=card.superseded_by or None,
        language=card.language,
        versions=card.versions,
        passages=tuple(
            _make_passage(shown, request.shown_in or "en", asking.link) for shown in card.passages
        ),
    )


def _make_passage(shown: Excerpt, language: str, link: Link | None) -> PassageRecord:
    from search_app.citing import citation, lead_in

    passage = shown.passage
    return PassageRecord(
        passage.kind,
        passage.label,
        passage.heading_line,
        passage.page,
        passage.language,
        passage.text,
        citation(shown, language),
        lead_in(shown) or None,
        link_to(link, shown),
    )


SHOW: Final = Operation(
    name="show",
    request=ShowRequest,
    answer=ShowAnswer,
    find=_find,
    answered=_answer,
    paging=Paging("passages", k=None, brief=50, help="Maximum number of passages."),
    path="/documents/{symbol:path}",
    layout=layout_of("references", "show_layout"),
    is_written=False,
)


@dataclass(frozen=True)
class PassagesRequest(Request["PassagesAnswer"]):
    """A document, and filters of its passages."""

    symbol: Annotated[
        str, Parameter(help="Of the document, or its file's name.", names_document=True)
    ]
    label: Annotated[str | None, _LABEL] = None
    filters: Filters = field(default_factory=Filters, kw_only=True)
    shown_in: Annotated[Language | None, _VERSION] = field(default=None, kw_only=True)


@dataclass(frozen=True)
class PassagesAnswer:
    """A part of a version, in reading order."""

    symbol: str | None
    language: str | None
    passages: tuple[PassageRecord, ...]


def _answer_passages(
    card: Card, request: PassagesRequest, asking: RequestContext
) -> PassagesAnswer:
    language = request.shown_in or "en"
    passages = tuple(_make_passage(shown, language, None) for shown in card.passages)
    del asking
    return PassagesAnswer(card.metadata.symbol, card.language, passages)


PASSAGES: Final = Operation(
    name="passages",
    request=PassagesRequest,
    answer=PassagesAnswer,
    find=_find,
    answered=_answer_passages,
    paging=Paging("passages"),
)
