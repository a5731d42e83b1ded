"""What may a program ask with? The parameters of each address, checked before anything is asked."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from index.retrieval import MAX_QUERY
from index.store import Filters
from search_app.api.asked import Page
from search_app.api.schema import Language, LanguageOrOriginal, Mode

MAX_K = 100
MAX_OFFSET = 1000
"""Further hits are not looked for: filters narrow a question better."""

MAX_LISTED = 500
_FEW = 50

Question = Annotated[str, StringConstraints(min_length=1, max_length=MAX_QUERY)]
Name = Annotated[str, StringConstraints(max_length=300)]
Value = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Date = Annotated[
    str,
    Field(
        pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
        description="2023, 2023-10 or 2023-10-12",
    ),
]
In = Annotated[
    Language | None, Field(alias="in", description="Shown in this language where it is there.")
]


class _Parameters(BaseModel):
    """Of a request; one that is not known is an error, since what it meant is not done."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True)


class Paged(_Parameters):
    """Of a list."""

    k: Annotated[int, Field(ge=1, le=MAX_LISTED, description="At most so many.")] = 100
    offset: Annotated[int, Field(ge=0, le=1_000_000, description="So many are left out.")] = 0

    @property
    def page(self) -> Page:
        """What is wanted of it."""
        return Page(self.k, self.offset)


class _Where(_Parameters):
    """Which documents may be found: all that is given must hold; of several values, one."""

    language: Annotated[
        list[Language], Field(max_length=6, description="Only what is in this language.")
    ] = []
    series: Annotated[
        list[Value], Field(max_length=_FEW, description="Only this series (C, INF).")
    ] = []
    source: Annotated[
        Value | None, Field(description="Only documents whose source contains this.")
    ] = None
    since: Annotated[Date | None, Field(description="Only documents from this date on.")] = None
    until: Annotated[Date | None, Field(description="Only documents up to this date.")] = None

    @property
    def filters(self) -> Filters:
        """The same for the index."""
        return Filters.given(**{name: getattr(self, name) for name in _Where.model_fields})


class Where(_Where):
    """The same, of certain meetings."""

    meeting: Annotated[
        list[Value], Field(max_length=_FEW, description="Only this meeting (39).")
    ] = []

    @property
    def filters(self) -> Filters:
        """The same for the index."""
        return Filters.given(**{name: getattr(self, name) for name in Where.model_fields})


class SearchParameters(Where):
    """Of a search."""

    query: Annotated[Question, Field(description="A question, some words, or a reference.")]
    k: Annotated[int, Field(ge=1, le=MAX_K, description="At most so many hits.")] = 10
    offset: Annotated[int, Field(ge=0, le=MAX_OFFSET, description="Hits to leave out before.")] = 0
    shown_in: Annotated[
        LanguageOrOriginal | None,
        Field(
            alias="in",
            description="Shown in this language where it is there, or as it was found (original); "
            "else in that of the question.",
        ),
    ] = None
    mode: Annotated[Mode, Field(description="By words and meaning, or by one of them.")] = "hybrid"
    all_revisions: Annotated[
        bool, Field(description="Superseded passages where they answer, unfolded.")
    ] = False

    @property
    def page(self) -> Page:
        """The hits that are wanted."""
        return Page(self.k, self.offset)


class PrecedentsParameters(Where):
    """Of a comparison with a draft."""

    k: Annotated[int, Field(ge=1, le=50, description="At most so many a paragraph.")] = 5
    shown_in: In = None
    name: Annotated[Name | None, Field(description="Of the draft's file, with its ending.")] = None


class RefsParameters(_Parameters):
    """Of a list of references."""

    name: Annotated[Name | None, Field(description="Of the file, with its ending.")] = None


class LookupParameters(_Parameters):
    """Of a reference."""

    reference: Annotated[
        Value, Field(description="A symbol, a resolution …, in any form and language.")
    ]
    shown_in: In = None


class TermParameters(_Parameters):
    """Of a term."""

    term: Annotated[Question, Field(description="A word, some words, an acronym.")]
    shown_in: Annotated[
        Language | None, Field(alias="in", description="Only in this language.")
    ] = None


class Listed(Paged, Where):
    """Of the list of documents."""

    shown_in: Annotated[
        Language | None, Field(alias="in", description="Titles in this language where they are.")
    ] = None


class ShowParameters(_Parameters):
    """Of a document."""

    label: Annotated[Value | None, Field(description="Of one of its paragraphs: 2.1 a)")] = None
    shown_in: Annotated[
        Language | None, Field(alias="in", description="The version in this language.")
    ] = None


class PassagesParameters(Paged, ShowParameters):
    """Of a part of a document."""

    symbol: Annotated[Value, Field(description="Of the document, or its file's name.")]


class _Compared(Paged, Where):
    """Of a comparison."""

    old: Annotated[
        Value, Field(alias="from", description="The earlier document: its symbol, or file's name.")
    ]
    shown_in: Annotated[
        Language | None, Field(alias="in", description="To compare in; else what both have.")
    ] = None
    changed: Annotated[bool, Field(description="Only paragraphs that differ.")] = False


class ComparisonParameters(_Compared):
    """Of a comparison of two documents."""

    new: Annotated[Value, Field(alias="to", description="What it became: likewise.")]


class DraftComparisonParameters(_Compared):
    """Of a comparison with a draft."""

    name: Annotated[Name | None, Field(description="Of the draft's file, with its ending.")] = None


class PositionsParameters(Paged, Where):
    """Of who said what."""

    topic: Annotated[Question, Field(description="Some words, in any of the six languages.")]
    shown_in: In = None


class MandatesParameters(Paged, Where):
    """Of who is asked to do what."""

    document: Annotated[
        Value | None, Field(description="Only of this one: its symbol, or its file's name.")
    ] = None
    addressee: Annotated[
        Value | None, Field(description="Only to him: Secretariat, 成员国, Conseil …")
    ] = None
    due: Annotated[
        Value | None,
        Field(description="2025, 2025-06, 2025-06-30, Council 2025, 41, next meeting."),
    ] = None
    shown_in: In = None


class DossierParameters(Paged, _Where):
    """Of a dossier; ``k`` and ``offset`` count items of the agenda."""

    meeting: Annotated[Value, Field(description="41, or as symbols have it: C24.")]
    shown_in: In = None


class FilesParameters(_Parameters):
    """Of a document's files."""

    symbol: Annotated[Value, Field(description="Of the document, or its file's name.")]


Pages = SearchParameters | Paged
"""What has pages."""


class Nothing(_Parameters):
    """Where there is nothing to choose."""
