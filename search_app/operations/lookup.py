"""Operation ``lookup``: facts about a document or resolution, and paragraphs that mention it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Final

from corpus.cards import (
    CitedEdition,
    CitedReference,
    CitingDocument,
    ListedCard,
    RelatedDocument,
    VersionCard,
)
from corpus.official_sources import find_official_list, find_official_source
from corpus.parameters import Parameter
from search_app.operations.answers import OPTIONAL, cite_passage, make_record
from search_app.operations.documents import DocumentFacts, facts_of, is_among, make_filter_error
from search_app.operations.question import (
    Absence,
    FilteredRequest,
    Operation,
    Paging,
    RequestContext,
    layout_of,
)

if TYPE_CHECKING:
    from index import Index
    from index.lookup import Trace


@dataclass(frozen=True)
class LookupRequest(FilteredRequest["LookupAnswer"]):
    """A reference, and filters of its mentions."""

    reference: Annotated[
        str,
        Parameter(
            help="A symbol, a file name, a resolution, in any form and language.", is_argument=True
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class DocumentRecord(DocumentFacts):
    """A document of the index with its versions and neighbours."""

    versions: tuple[VersionCard, ...]
    related: tuple[RelatedDocument, ...]
    cites: tuple[CitedReference, ...]
    cited_by: tuple[CitingDocument, ...]


@dataclass(frozen=True)
class Mentioning:
    """A paragraph that mentions the reference; `canonical` are the forms in which it does.

    `lead_in` is what is quoted before an item of a list; it and `link` may be absent.
    """

    symbol: str | None
    label: str | None
    language: str | None
    page: int | None
    text: str
    heading: str | None
    citation: str
    canonical: tuple[str, ...]
    file: str
    lead_in: str | None = field(default=None, metadata=OPTIONAL)
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class QuotedParagraph:
    """A requested paragraph of the document. `lead_in` and `link` may be absent."""

    label: str | None
    language: str | None
    page: int | None
    text: str
    heading: str | None
    citation: str
    lead_in: str | None = field(default=None, metadata=OPTIONAL)
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class LookupAnswer:
    """Facts about a reference, and its mentions.

    Attributes:
        canonical: the reference in its one form.
        kind: document, resolution, decision, recommendation, action-line or sdg.
        document: its card; null where the index does not have it.
        mentions: one a paragraph.
        editions: of a resolution, in order of year.
        see_also: what is mixed up with it, what other bodies have under a number that does not say
            whose it is, and revisions and addenda.
        suggestions: near forms.
        paragraphs: the numbers of the paragraphs that were asked for; mentions that name one of
            them come first.
        quoted: those paragraphs of the document, in the reader's language if possible; absent where
            none was asked for, or the index does not have them.
        official_source: address of the official text; null where none is known. It is not fetched.
        official_list: address of the page under which its body publishes such texts; absent where
            that of the text is known, or none.
        listed: title, source, date and access of a document that a list of ITU names and the index
            does not have; absent where none does.
    """

    canonical: str | None
    kind: str | None
    document: DocumentRecord | None
    mentions: tuple[Mentioning, ...]
    editions: tuple[CitedEdition, ...]
    see_also: tuple[str, ...]
    suggestions: tuple[str, ...]
    paragraphs: tuple[str, ...]
    official_source: str | None
    quoted: tuple[QuotedParagraph, ...] | None = field(default=None, metadata=OPTIONAL)
    listed: ListedCard | None = field(default=None, metadata=OPTIONAL)
    official_list: str | None = field(default=None, metadata=OPTIONAL)


def _find(asking: RequestContext, request: LookupRequest) -> Trace:
    index = asking.index
    trace = index.look_up(request.reference, request.shown_in)
    allowed = index.store.filters.documents(request.filters)
    if allowed is None or not trace.is_found:
        return trace
    trace = _keep_allowed(index, trace, allowed)
    if not trace.is_found:
        raise make_filter_error(str(trace.canonical))
    return trace


def _keep_allowed(index: Index, trace: Trace, allowed: set[int]) -> Trace:
    """Return a trace without a document and mentions that do not pass the filters."""
    ids = [line.shown.passage_id for line in trace.mentions]
    documents = index.store.passages.documents_of(ids) if ids else {}
    card = trace.document
    is_there = card is not None and is_among(index, card.metadata.symbol, allowed)
    return replace(
        trace,
        document=card if is_there else None,
        quoted=trace.quoted if is_there else (),
        listed=None,  # a filter chooses among documents that are there
        mentions=tuple(
            line for line in trace.mentions if documents[line.shown.passage_id] in allowed
        ),
    )


def _find_absence(trace: Trace, request: LookupRequest) -> Absence | None:
    if trace.is_found:
        return None
    near = tuple(dict.fromkeys((*trace.suggestions, *trace.see_also)))
    name = trace.canonical or request.reference.strip()
    return Absence(name, near, lacks_body=trace.is_of_named_bodies)


def _answer(trace: Trace, request: LookupRequest, asking: RequestContext) -> LookupAnswer:
    language, card = request.shown_in or "en", trace.document
    return make_record(
        LookupAnswer,
        trace,
        document=make_record(DocumentRecord, card, **facts_of(card.metadata)) if card else None,
        mentions=tuple(
            cite_passage(Mentioning, line.shown, language, asking.link, canonical=line.canonicals)
            for line in trace.mentions
        ),
        quoted=tuple(
            cite_passage(QuotedParagraph, shown, language, asking.link) for shown in trace.quoted
        )
        or None,
        official_source=find_official_source(trace.canonical or "", language),
        official_list=find_official_list(trace.canonical or "", language),
    )


LOOKUP: Final = Operation(
    name="lookup",
    request=LookupRequest,
    answer=LookupAnswer,
    find=_find,
    answered=_answer,
    absent=_find_absence,
    is_empty=lambda trace: not trace.is_found,
    paging=Paging("mentions", k=None, brief=20, help="Maximum number of mentions."),
    layout=layout_of("references", "lookup_layout"),
    is_written=False,
    nothing=layout_of("references", "lookup_nothing"),
)
