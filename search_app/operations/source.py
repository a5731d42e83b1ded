"""List what a source said and asked for, by its documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final, Literal

from corpus.bounds import MAX_NAME
from corpus.documents import path_text
from corpus.parameters import Parameter
from search_app.operations.answers import (
    OPTIONAL,
    Link,
    Note,
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


@dataclass(frozen=True)
class SourceRequest(FilteredRequest["SourceAnswer"]):
    """A source, and which of its documents."""

    name: Annotated[
        str,
        Parameter(
            help="A country, a group, an office or another source, in any of the six languages.",
            least=1,
            most=MAX_NAME,
            is_argument=True,
        ),
    ]


@dataclass(frozen=True)
class SourcePositionRecord:
    """A paragraph that takes a position of the source.

    Attributes:
        topic: the heading above it, or the title of its document.
        language: of `text`.
        text: the first sentence that takes the position, or the whole paragraph.
        paragraph: the whole paragraph.
        lead_in: quoted before `text`, an item of a list; absent where that is not sure.
        link: address of the paragraph for people; absent where the surface has none.
    """

    topic: str | None
    label: str | None
    language: str | None
    text: str
    citation: str
    paragraph: str
    lead_in: str | None = field(default=None, metadata=OPTIONAL)
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class SourceMandateRecord:
    """A mandate that the source asks or proposes.

    Attributes:
        outcome: effect of later texts. A revision has other words for it, or what it cites has a
            newer edition. A later text asks the same, reports on it or is only near to it. Else
            nothing was found in later documents, or there are none (`nothing-later`).
    """

    outcome: Literal[
        "revised", "overtaken", "reported", "near", "older-edition", "nothing", "nothing-later"
    ]
    mandate: MandateRecord


@dataclass(frozen=True, kw_only=True)
class SourceDocumentRecord:
    """A document of the source, or one in which the source asks for something.

    Attributes:
        symbol: null where it has none.
        meeting_days: first and last day of its meeting, ISO 8601; null where unknown.
        date: of the document, ISO 8601.
        submitters: all who submitted it, by their names.
        is_own: whether the source is one of them; else it only asks for something there.
        superseded_by: symbol of the newest revision, which has the positions and mandates; null
            where it is not superseded.
        positions: a few, in reading order.
        mandates: in reading order.
        link: address of the document for people; absent where the surface has none.
    """

    symbol: str | None
    title: str | None
    title_language: str | None
    citation: str | None
    meeting: str | None
    meeting_days: str | None
    date: str | None
    languages: tuple[str, ...]
    submitters: tuple[str, ...]
    is_own: bool
    superseded_by: str | None
    file: str
    positions: tuple[SourcePositionRecord, ...]
    mandates: tuple[SourceMandateRecord, ...]
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class SourceAnswer:
    """Documents of a source, the newest meeting first.

    Attributes:
        source: its name in the language of `in`, else English.
        kind: of the source.
        countries: ISO 3166-1 alpha-3.
        documents: each once, with what the source says and asks for there.
        notes: why there are no positions, or no mandates.
    """

    source: str
    kind: Literal["country", "group", "office", "other", "unstated"]
    countries: tuple[str, ...]
    documents: tuple[SourceDocumentRecord, ...]
    notes: tuple[Note, ...]


def _find(asking: RequestContext, request: SourceRequest) -> analyses.SourceReport:
    filters = None if request.filters.is_empty else request.filters
    return asking.index.describe_source(
        request.name, filters=filters, shown_in=request.shown_in, reader=asking.reader or "en"
    )


def _answer(
    report: analyses.SourceReport, _: SourceRequest, asking: RequestContext
) -> SourceAnswer:
    from search_app.citing import submitter_name, words

    say, submitter = words(asking.language).export, report.submitter
    missing = [
        name
        for name in ("positions", "tasks")
        if not any(getattr(document, name) for document in report.documents)
    ]
    return SourceAnswer(
        submitter_name(submitter, report.shown_in),
        submitter.kind,
        (submitter.key,) if submitter.kind == "country" else (),
        tuple(_make_document(document, report, asking.link) for document in report.documents),
        tuple(Note(f"no-{name}", say[f"source_no_{name}"]) for name in missing),
    )


def _make_document(
    document: analyses.SourceDocument, report: analyses.SourceReport, link: Link | None
) -> SourceDocumentRecord:
    from search_app.citing import document_name, submitter_name

    entry, shown, language = document.entry, document.shown, report.shown_in
    return make_record(
        SourceDocumentRecord,
        entry,
        citation=document_name(shown, language) if shown else None,
        meeting_days=days_text(document.days),
        submitters=tuple(submitter_name(by, language) for by in document.submitters),
        is_own=report.submitter in document.submitters,
        file=path_text(entry.name),
        positions=tuple(
            _make_position(position, language, link) for position in document.positions
        ),
        mandates=tuple(
            SourceMandateRecord(task.outcome or "nothing", mandate(task.task, language, link))
            for task in document.tasks
        ),
        link=link_to(link, shown),
    )


def _make_position(
    position: analyses.SourcePosition, language: str, link: Link | None
) -> SourcePositionRecord:
    from search_app.citing import cut_to_part, lead_in

    shown, text = position.shown, position.sentence
    led = lead_in(cut_to_part(shown, text)) or None
    own = {"topic": position.topic, "text": text, "lead_in": led}
    return cite_passage(SourcePositionRecord, shown, language, link, **own)


SOURCE: Final = Operation(
    name="source",
    request=SourceRequest,
    answer=SourceAnswer,
    find=_find,
    finish=lambda asking, report: asking.index.read_source_documents(report),
    answered=_answer,
    paging=Paging("documents", k=10, brief=5, help="Maximum number of documents."),
    layout=layout_of("source", "source_layout"),
    table=layout_of("source", "source_table"),
    spoken=lambda report, _: report.shown_in,
    is_empty=lambda report: not report.documents,
    nothing=layout_of("source", "source_nothing"),
    brief_help="A few positions of each document are listed. What is a proposal was not decided; "
    "what is only near in meaning may be on something else.",
    waiting="Reading the documents and looking what became of them",
    needs_model=True,
)
