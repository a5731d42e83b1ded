"""Operation ``precedents``: earlier passages that say the same as a draft's, or the contrary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final, Literal

from corpus.cards import Editions, Figures
from corpus.documents import Document, path_text
from corpus.filters import Filters
from corpus.parameters import Parameter
from search_app import drafts
from search_app.drafts import Draft
from search_app.operations.answers import OPTIONAL, Link, Note, days_text, link_to, make_record
from search_app.operations.question import (
    SHOWN_IN,
    Language,
    Operation,
    Request,
    RequestContext,
    layout_of,
)
from search_app.operations.quotation import QuotedRecord, quote_fields

if TYPE_CHECKING:
    from corpus.meetings import Days
    from index import analyses
    from index.retrieval import ResultNote as FoundNote


@dataclass(frozen=True)
class PrecedentsRequest(Request["PrecedentsAnswer"]):
    """A draft, and the number of precedents for each paragraph."""

    draft: Annotated[Draft, Parameter(help="A draft.", is_argument=True)]
    filters: Filters = field(default_factory=Filters, kw_only=True)
    k: Annotated[
        int, Parameter(help="Maximum number for each paragraph.", least=1, most=50, brief=3)
    ] = field(default=5, kw_only=True)
    shown_in: Annotated[Language | None, SHOWN_IN] = field(default=None, kw_only=True)


@dataclass(frozen=True, kw_only=True)
class PrecedentRecord(QuotedRecord):
    """An earlier passage that says the same as a paragraph of a draft.

    Attributes:
        date: of its document, ISO 8601.
        meeting_days: first and last day, ISO 8601.
        share: part of the paragraph's words in it, 0 to 1; null without a version in its language.
        compared_language: of the version whose words were compared, or null.
        reuse: how the paragraph was reused: `verbatim`, `changed`, or probably `translated`.
        standing: `reuse`; else `partly` for many words in common, or `near` in meaning.
        figures: numbers and dates that differ where the words nearly agree.
        negations: words that deny, without a counterpart in the other text.
        editions: different editions of what both cite.
        class_: called `class`; `taken-over` may leave words out, `translated` may be loose, and
            `contrary` says the opposite in one respect. Null where it is only near in meaning.
        exchanged: figures or words that have each other's place.
        doubts: why it may not say the same: only one text denies (`negation`), or two things
            may have changed places (`roles`).
        countries: ISO 3166-1 alpha-3 codes of countries that replace others where the words nearly
            agree; absent without any.
    """

    date: str | None
    meeting: str | None
    meeting_days: str | None
    source: str | None
    share: float | None
    compared_language: str | None
    reuse: Literal["verbatim", "changed", "translated"] | None
    standing: Literal["verbatim", "changed", "translated", "partly", "near"]
    references: tuple[str, ...]
    figures: Figures
    negations: Figures
    editions: tuple[Editions, ...]
    class_: Literal["taken-over", "changed", "translated", "contrary", "same-subject"] | None
    opposites: Figures
    exchanged: Figures
    doubts: tuple[Literal["negation", "roles"], ...]
    countries: Figures | None = field(default=None, metadata=OPTIONAL)
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class DraftParagraphRecord:
    """A paragraph of a draft with its precedents, the most telling first.

    `compared` is false where it has too few words to compare.
    """

    kind: str
    label: str | None
    heading: str | None
    page: int | None
    language: str | None
    text: str
    compared: bool
    hits: tuple[PrecedentRecord, ...]


@dataclass(frozen=True)
class PrecedentsAnswer:
    """Precedents of the paragraphs of a draft, in reading order, without headings.

    `notes` name documents that were left out: the draft itself (`itself`), and those with a later
    date (`later`). `all_paragraphs` counts those of a sent draft, whose first ones are compared.
    """

    file: str
    language: str | None
    symbol: str | None
    paragraphs: tuple[DraftParagraphRecord, ...]
    notes: tuple[Note, ...]
    all_paragraphs: int | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class FoundPrecedents:
    """Precedents of a draft as the index finds them.

    ``all_paragraphs`` is None where all are compared.
    """

    draft: Document
    paragraphs: Sequence[analyses.DraftParagraph]
    notes: Sequence[FoundNote]
    days: Mapping[str, Days]
    all_paragraphs: int | None


def _find(asking: RequestContext, request: PrecedentsRequest) -> FoundPrecedents:
    from index.analyses import find_left_out
    from index.lookup import meeting_days

    draft, paragraphs, tell = request.draft.read(), None, asking.progress
    if asking.is_remote:
        draft, paragraphs = drafts.beginning(draft)
    store = asking.index.store
    precedents = asking.index.precedents(
        draft,
        k=request.k,
        filters=request.filters,
        shown_in=request.shown_in,
        progress=(lambda _, every: tell("paragraphs", 1, every)) if tell else None,
    )
    left = find_left_out(store, draft, request.filters)
    notes = drafts.notes_on(left, asking.language)
    return FoundPrecedents(draft, precedents, notes, meeting_days(store), paragraphs)


def _answer(
    result: FoundPrecedents, request: PrecedentsRequest, asking: RequestContext
) -> PrecedentsAnswer:
    language = request.shown_in or "en"
    return PrecedentsAnswer(
        path_text(result.draft.file),
        result.draft.language,
        result.draft.metadata.symbol,
        tuple(
            _make_paragraph(paragraph, result.days, language, asking.link)
            for paragraph in result.paragraphs
        ),
        tuple(Note(note.code, note.message) for note in result.notes),
        result.all_paragraphs,
    )


def _make_paragraph(
    paragraph: analyses.DraftParagraph, days: Mapping[str, Days], language: str, link: Link | None
) -> DraftParagraphRecord:
    passage = paragraph.passage
    return make_record(
        DraftParagraphRecord,
        passage,
        heading=passage.heading_line,
        compared=paragraph.is_compared,
        hits=tuple(
            _make_precedent(rank, each, days, language, link)
            for rank, each in enumerate(paragraph.precedents, start=1)
        ),
    )


def _make_precedent(
    rank: int,
    precedent: analyses.Precedent,
    days: Mapping[str, Days],
    language: str,
    link: Link | None,
) -> PrecedentRecord:
    meeting = precedent.found.meeting
    return make_record(
        PrecedentRecord,
        precedent,
        **quote_fields(rank, precedent.score, precedent.found, precedent.shown, language),
        date=precedent.found.date,
        meeting=meeting,
        meeting_days=days_text(days.get(meeting or "")),
        source=precedent.shown.source,
        share=None if precedent.share is None else round(precedent.share, 3),
        compared_language=precedent.compared.language if precedent.compared else None,
        standing=precedent.relation,
        countries=precedent.countries or None,
        link=link_to(link, precedent.shown),
    )


PRECEDENTS: Final = Operation(
    name="precedents",
    request=PrecedentsRequest,
    answer=PrecedentsAnswer,
    find=_find,
    answered=_answer,
    brief_help="`share` is of the words; where it is absent there is no version in the draft's "
    "language. `class` says whether a passage was taken over, says the contrary or is on the same "
    "subject only; `translated` is only probable, and `doubts` say why it may not be. `figures`, "
    "`negations`, `opposites`, `exchanged`, `editions` and `countries` are what differs, `notes` "
    "say what it was not compared with.",
    warnings=lambda result: tuple(note.message for note in result.notes),
    has_progress=True,
    needs_model=True,
    layout=layout_of("passages", "precedents_layout"),
    is_written=False,
)
