"""Operation ``dossier``: what to read before a meeting, item by item of its agenda."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final

from corpus.cards import ListedCard
from corpus.parameters import Parameter
from search_app.operations.answers import (
    OPTIONAL,
    CitedIn,
    Link,
    cite_passage,
    days_text,
    link_to,
    make_record,
)
from search_app.operations.mandates import MandateRecord, mandate
from search_app.operations.question import (
    FilteredRequest,
    Operation,
    Paging,
    RequestContext,
    layout_of,
)

if TYPE_CHECKING:
    from index import analyses
    from index.store import Excerpt


@dataclass(frozen=True)
class DossierRequest(FilteredRequest["DossierAnswer"]):
    """A meeting, and the filters of its documents."""

    meeting: Annotated[str, Parameter(help="41, or as symbols have it: C24.", is_argument=True)]


@dataclass(frozen=True, kw_only=True)
class AgendaDocumentRecord:
    """A document of a meeting; `submitters` are named in the reader's language."""

    symbol: str | None
    title: str | None
    source: str | None
    date: str | None
    series: str | None
    submitters: tuple[str, ...]
    languages: tuple[str | None, ...]
    original_language: str | None
    citation: str | None
    file: str
    superseded_by: str | None = field(default=None, metadata=OPTIONAL)
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class Before:
    """An earlier passage on the subject; an item of a list has its `lead_in`."""

    symbol: str | None
    label: str | None
    language: str | None
    meeting: str | None
    date: str | None
    text: str
    citation: str
    lead_in: str | None = field(default=None, metadata=OPTIONAL)
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class CitedResolutionRecord:
    """A resolution, decision or recommendation that `paragraphs` paragraphs of an item cite."""

    canonical: str
    paragraphs: int
    name: str
    cited_in: tuple[CitedIn, ...]


@dataclass(frozen=True, kw_only=True)
class CitedDocumentRecord:
    """A document that those of an item cite.

    Attributes:
        symbol: as they cite it; of several revisions the last one.
        title: its own; of what the index does not hold, its known name or its title in a list of
            ITU; null without one.
        source: of what the index does not hold, as a list of ITU has it, as is the date.
        submitters: named in the reader's language.
        date: ISO 8601.
        named_paragraphs: numbers of those of its own paragraphs that they name.
        superseded_by: symbol of the newest revision; absent where the index holds none.
    """

    symbol: str
    title: str | None
    source: str | None
    submitters: tuple[str, ...]
    date: str | None
    in_index: bool
    cited_in: tuple[CitedIn, ...]
    named_paragraphs: tuple[str, ...]
    superseded_by: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class AgendaItemRecord:
    """An item of the agenda; `item` is its number, null for documents without an item.

    Attributes:
        title: of its documents, where all have the same one.
        before: earlier passages on the subject, the nearest first.
        references: cited resolutions, decisions and recommendations, the most cited first.
        absent: by language, the documents without a version in it.
        cites: other cited documents, those in the index first.
    """

    item: str | None
    title: str | None
    documents: tuple[AgendaDocumentRecord, ...]
    before: tuple[Before, ...]
    references: tuple[CitedResolutionRecord, ...]
    mandates: tuple[MandateRecord, ...]
    absent: Mapping[str, tuple[str, ...]]
    cites: tuple[CitedDocumentRecord, ...]


@dataclass(frozen=True)
class DossierAnswer:
    """A dossier of a meeting, in the order of the agenda.

    `meeting_days` are the first and the last, ISO 8601; null where they are not known.
    `unread_mandates` cite the mandates that fall due and have no words to compare. `listed` are
    documents of the meeting that lists of ITU name and the index does not hold.
    """

    meeting: str
    meeting_days: str | None
    language: str
    items: tuple[AgendaItemRecord, ...]
    unread_mandates: tuple[CitedIn, ...] = ()
    listed: tuple[ListedCard, ...] = ()


def _find(asking: RequestContext, request: DossierRequest) -> analyses.Dossier:
    shown_in = request.shown_in or asking.reader
    return asking.index.dossier(request.meeting, shown_in, request.filters)


def _answer(
    dossier: analyses.Dossier, request: DossierRequest, asking: RequestContext
) -> DossierAnswer:
    language = request.shown_in or asking.reader or "en"
    return DossierAnswer(
        dossier.meeting,
        days_text(dossier.days),
        language,
        tuple(_make_item(item, language, asking.link) for item in dossier.items),
        _list_citing(dossier.unread, language, asking.link),
        dossier.listed,
    )


def _make_item(item: analyses.AgendaItem, language: str, link: Link | None) -> AgendaItemRecord:
    return AgendaItemRecord(
        item.item,
        item.title,
        tuple(_make_agenda_document(document, language, link) for document in item.documents),
        tuple(cite_passage(Before, each.shown, language, link) for each in item.before),
        tuple(
            make_record(
                CitedResolutionRecord,
                resolution,
                cited_in=_list_citing(resolution.cited_in, language, link),
            )
            for resolution in item.references
        ),
        tuple(mandate(task, language, link) for task in item.mandates),
        item.absent,
        tuple(_make_cited_document(document, language, link) for document in item.cites),
    )


def _make_agenda_document(
    document: analyses.AgendaDocument, language: str, link: Link | None
) -> AgendaDocumentRecord:
    from search_app.citing import document_name, submitter_name

    entry = document.entry
    return make_record(
        AgendaDocumentRecord,
        entry,
        submitters=tuple(submitter_name(who, language) for who in document.submitters),
        citation=None if document.shown is None else document_name(document.shown, language),
        file=entry.name,
        superseded_by=entry.superseded_by or None,
        link=link_to(link, document.shown),
    )


def _make_cited_document(
    document: analyses.CitedDocument, language: str, link: Link | None
) -> CitedDocumentRecord:
    from search_app.citing import submitter_name

    entry = document.entry
    facts = entry or document.listed
    return make_record(
        CitedDocumentRecord,
        document,
        source=facts.source if facts else None,
        submitters=tuple(submitter_name(who, language) for who in document.submitters),
        date=facts.date if facts else None,
        in_index=entry is not None,
        cited_in=_list_citing(document.cited_in, language, link),
        superseded_by=document.superseded_by or None,
    )


def _list_citing(
    excerpts: Sequence[Excerpt], language: str, link: Link | None
) -> tuple[CitedIn, ...]:
    return tuple(cite_passage(CitedIn, shown, language, link) for shown in excerpts)


DOSSIER: Final = Operation(
    name="dossier",
    request=DossierRequest,
    answer=DossierAnswer,
    find=_find,
    answered=_answer,
    paging=Paging("items", brief=5, help="Maximum number of agenda items."),
    layout=layout_of("dossier", "dossier_layout"),
    table=layout_of("dossier_table", "dossier_table"),
    brief_help="Of each item: its documents, what was said before, what they cite, mandates that "
    "fall due, absent versions.",
    waiting="Reading what was said before",
    needs_model=True,
)
