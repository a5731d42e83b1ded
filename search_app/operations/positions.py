"""Operation ``positions``: who said what on a topic, at which meeting."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final, Literal

from corpus.bounds import MAX_QUERY
from corpus.documents import path_text
from corpus.parameters import Parameter
from search_app.operations.answers import OPTIONAL, Link, Note, cite_passage, days_text
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
class PositionsRequest(FilteredRequest["PositionsAnswer"]):
    """A topic, and filters of documents."""

    topic: Annotated[
        str,
        Parameter(
            help="Some words, in any of the six languages.",
            least=1,
            most=MAX_QUERY,
            is_argument=True,
        ),
    ]


@dataclass(frozen=True)
class ReuseRecord:
    """Another occurrence of a paragraph.

    `share` is the part that is equal word for word, 0 to 1; null where it probably is a
    translation.
    """

    symbol: str | None
    label: str | None
    language: str | None
    meeting: str | None
    date: str | None
    share: float | None
    citation: str
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True, kw_only=True)
class PositionRecord:
    """A sentence on a topic at a meeting, of one submitter or of several together.

    Attributes:
        source: all submitters of the document, in the reader's language; null where none is stated.
        countries: ISO 3166-1 alpha-3, of all submitters.
        meeting_days: first and last day, ISO 8601, or null.
        text: the sentence that says most on the topic.
        date: of the document, ISO 8601.
        score: nearness to the topic, 0 to 1.
        names_topic: whether the paragraph, a heading above it or the whole evidence of the search
            names the topic. Else it is only near in meaning. Null where that is unknown.
        is_reported: whether `text` seems to report what others say.
        jointly_with: names of the submitters after the first, in the reader's language.
        superseded_by: symbol of the newest revision, if any.
        lead_in: quoted before `text`, an item of a list; absent where that is not sure.
    """

    source: str | None
    countries: tuple[str, ...]
    meeting: str | None
    meeting_days: str | None
    symbol: str | None
    label: str | None
    language: str | None
    text: str
    citation: str
    kind: Literal["country", "group", "office", "other", "unstated"]
    date: str | None
    paragraph: str
    score: float
    names_topic: bool | None
    is_reported: bool
    reuse: tuple[ReuseRecord, ...]
    jointly_with: tuple[str, ...]
    file: str
    superseded_by: str | None = field(default=None, metadata=OPTIONAL)
    lead_in: str | None = field(default=None, metadata=OPTIONAL)
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class PositionsAnswer:
    """Positions on a topic; those that name the topic come first."""

    topic: str
    language: str | None
    cells: tuple[PositionRecord, ...]
    notes: tuple[Note, ...]


def _find(asking: RequestContext, request: PositionsRequest) -> analyses.Positions:
    return asking.index.positions(
        request.topic,
        filters=request.filters,
        shown_in=request.shown_in,
        reader=asking.reader or "en",
    )


def _answer(
    positions: analyses.Positions, _: PositionsRequest, asking: RequestContext
) -> PositionsAnswer:
    return PositionsAnswer(
        positions.topic,
        positions.language,
        tuple(_make_position(cell, positions.shown_in, asking.link) for cell in positions.cells),
        tuple(Note(note.code, note.message) for note in positions.notes),
    )


def _warn(positions: analyses.Positions) -> tuple[str, ...]:
    """Return why a topic names nothing."""
    from search_app.localise import Locale

    if all(note.code != "common-words" for note in positions.notes):
        return ()
    return (Locale(positions.shown_in).text("search.note.common-words"),)


def _make_position(cell: analyses.Position, language: str, link: Link | None) -> PositionRecord:
    from search_app.citing import cut_to_part, lead_in, submitter_name, submitter_names

    shown, by = cell.shown, cell.submitters
    kind = by[0].kind
    return cite_passage(
        PositionRecord,
        shown,
        language,
        link,
        cell,
        source=None if kind == "unstated" else submitter_names(by, language),
        countries=tuple(submitter.key for submitter in by if submitter.kind == "country"),
        meeting_days=days_text(cell.days),
        text=cell.sentence,
        kind=kind,
        score=round(cell.score, 4),
        reuse=tuple(_make_reuse(reuse, language, link) for reuse in cell.reuse),
        jointly_with=tuple(submitter_name(submitter, language) for submitter in by[1:]),
        file=path_text(shown.file),
        lead_in=lead_in(cut_to_part(shown, cell.sentence)) or None,
    )


def _make_reuse(reuse: analyses.Reuse, language: str, link: Link | None) -> ReuseRecord:
    share = None if reuse.share is None else round(reuse.share, 3)
    return cite_passage(ReuseRecord, reuse.shown, language, link, share=share)


POSITIONS: Final = Operation(
    name="positions",
    request=PositionsRequest,
    answer=PositionsAnswer,
    find=_find,
    answered=_answer,
    paging=Paging("cells"),
    layout=layout_of("positions", "positions_layout"),
    table=layout_of("positions", "positions_table"),
    spoken=lambda positions, _: positions.shown_in,
    is_empty=lambda found: not found.cells,
    warnings=_warn,
    nothing=layout_of("positions", "positions_nothing"),
    brief_help="Of each source, by meetings, the sentence that says most, and where its paragraph "
    "stands again. Joint submitters are one source. What does not surely speak on the topic is "
    "only near in meaning; what is reported others said, perhaps not the source itself.",
    waiting="Loading the model and searching",
    needs_model=True,
)
