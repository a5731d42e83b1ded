"""List who is asked to do what, by when."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Final, Literal

from corpus.documents import path_text
from corpus.filters import Filters
from corpus.parameters import Parameter
from search_app.operations.answers import OPTIONAL, Link, link_to
from search_app.operations.question import (
    SHOWN_IN,
    Language,
    Operation,
    Page,
    Paging,
    Request,
    RequestContext,
    layout_of,
)

if TYPE_CHECKING:
    from index import analyses


@dataclass(frozen=True, kw_only=True)
class MandatesRequest(Request["MandatesAnswer"]):
    """Filters of mandates: addressee, document and time."""

    document: Annotated[
        str | None,
        Parameter(
            metavar="SYMBOL",
            help="Only mandates of this document: its symbol or file name.",
            names_document=True,
        ),
    ] = None
    addressee: Annotated[
        str | None,
        Parameter(
            metavar="WHO", help="Only mandates addressed to this body: Secretariat, 成员国 …"
        ),
    ] = None
    due: Annotated[
        str | None,
        Parameter(
            metavar="WHEN", help="2025, 2025-06, 2025-06-30, Council 2025, 41, next meeting."
        ),
    ] = None
    filters: Filters = field(default_factory=Filters)
    shown_in: Annotated[Language | None, SHOWN_IN] = None


@dataclass(frozen=True)
class FollowUpRecord:
    """A later passage on what somebody was asked to do.

    Attributes:
        symbol: of its document.
        label: of the paragraph.
        language: of the text.
        text: of the passage.
        citation: of the paragraph.
        near_only: whether it is only near in meaning, perhaps on something else.
        lead_in: what is quoted before `text`, an item of a list: the sentence that leads
            into it, and `[…]` for what is left out; absent where there is none, or it is not sure.
        link: address of the paragraph for people; absent where the surface has none.
    """

    symbol: str | None
    label: str | None
    language: str | None
    text: str
    citation: str
    near_only: bool
    lead_in: str | None = field(default=None, metadata=OPTIONAL)
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class RevisionRecord:
    """Fate of a paragraph in the newest revision of its document.

    Attributes:
        change: whether the revision has it in the same words, or in others, or no longer.
        label: of the paragraph there; null where it has none, or is gone.
        citation: of it; null where it is gone.
        link: address of it for people; absent where it is gone.
    """

    change: Literal["same", "changed", "removed"]
    label: str | None
    citation: str | None
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True, kw_only=True)
class MandateRecord:
    """A task that somebody is asked to do.

    Attributes:
        symbol: of the document.
        label: of the paragraph.
        language: of `action` and `text`.
        verb: in English (`requests`), whatever the language.
        addressee: in English (`Secretariat`); null where nobody is named.
        action: what is to be done, as written.
        deadline: `2024-10-31`, `Council 2025`, `meeting 41`, `next meeting`; null where none is.
        references: what the paragraph cites.
        text: of the whole paragraph.
        citation: of the paragraph.
        reported_in: where later documents come back to it; what reports on it first.
        act: `asks` somebody, `decides`, or only `records`.
        addressees: all who are named.
        deadline_text: as written; alone where it is counted from a meeting or a date.
        due: day, month or year, ISO 8601.
        due_meeting: number of the group's meeting.
        file: name of the file that it was read from.
        asked_by: who asks, in English: the body that decided, or who proposes it; empty where
            that is not known.
        is_proposal: whether it is proposed, not decided; null where that is not known.
        superseded_by: symbol of the newest revision; absent where it is not superseded.
        lead_in: what is quoted before `text`, an item of a list: the sentence that leads
            into it, and `[…]` for what is left out; absent where there is none, or it is not sure.
        in_revision: what became of the paragraph there; absent where that is not known.
        link: address of the paragraph for people; absent where the surface has none.
    """

    symbol: str | None
    label: str | None
    language: str | None
    verb: str
    addressee: str | None
    action: str
    deadline: str | None
    references: tuple[str, ...]
    text: str
    citation: str
    reported_in: tuple[FollowUpRecord, ...]
    act: str
    addressees: tuple[str, ...]
    deadline_text: str | None
    due: str | None
    due_meeting: str | None
    file: str
    asked_by: tuple[str, ...]
    is_proposal: bool | None
    superseded_by: str | None = field(default=None, metadata=OPTIONAL)
    lead_in: str | None = field(default=None, metadata=OPTIONAL)
    in_revision: RevisionRecord | None = field(default=None, metadata=OPTIONAL)
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class MandatesAnswer:
    """Mandates, the newest meeting first."""

    mandates: tuple[MandateRecord, ...]


@dataclass(frozen=True)
class FoundMandates:
    """Mandates as the index finds them."""

    mandates: tuple[analyses.Task, ...]


def _find(asking: RequestContext, request: MandatesRequest, page: Page) -> FoundMandates:
    del page
    return FoundMandates(
        tuple(
            asking.index.mandates(
                document=request.document,
                addressee=request.addressee,
                due=request.due,
                filters=request.filters,
                shown_in=request.shown_in,
                reader=asking.reader or "en",
                with_reports=False,
            )
        )
    )


def _find_reports(asking: RequestContext, result: FoundMandates) -> FoundMandates:
    return replace(result, mandates=tuple(asking.index.find_reports(result.mandates)))


def _answer(
    result: FoundMandates, request: MandatesRequest, asking: RequestContext
) -> MandatesAnswer:
    """Make the answer: names and verbs in English, the rest as written."""
    language = request.shown_in or "en"
    return MandatesAnswer(tuple(mandate(task, language, asking.link) for task in result.mandates))


def mandate(task: analyses.Task, language: str, link: Link | None) -> MandateRecord:
    """Return one line of the answer."""
    from search_app.citing import citation, label, lead_in

    facts, shown = task.mandate, task.shown
    return MandateRecord(
        symbol=shown.symbol,
        label=label(shown),
        language=shown.language,
        verb=facts.verb,
        addressee=facts.addressee,
        action=facts.action,
        deadline=facts.deadline,
        references=tuple(task.references),
        text=task.text,
        citation=citation(shown, language),
        reported_in=tuple(_make_follow_up(report, language, link) for report in task.reported_in),
        act=facts.act,
        addressees=tuple(facts.addressees),
        deadline_text=facts.deadline_text,
        due=task.due,
        due_meeting=task.due_meeting,
        file=path_text(shown.file),
        asked_by=tuple(submitter.name("en") for submitter in task.asked_by),
        is_proposal=task.is_proposal,
        superseded_by=shown.superseded_by,
        lead_in=lead_in(shown) or None,
        in_revision=_make_revision(task.in_revision, language, link),
        link=link_to(link, shown),
    )


def _make_revision(
    revision: analyses.InRevision | None, language: str, link: Link | None
) -> RevisionRecord | None:
    from search_app.citing import citation, label

    if revision is None:
        return None
    shown = revision.shown
    return RevisionRecord(
        revision.change,
        label(shown) if shown else None,
        citation(shown, language) if shown else None,
        link_to(link, shown),
    )


def _make_follow_up(report: analyses.FollowUp, language: str, link: Link | None) -> FollowUpRecord:
    from search_app.citing import citation, label, lead_in

    return FollowUpRecord(
        report.shown.symbol,
        label(report.shown),
        report.shown.language,
        report.shown.passage.text,
        citation(report.shown, language),
        report.is_near_only,
        lead_in(report.shown) or None,
        link_to(link, report.shown),
    )


MANDATES: Final = Operation(
    name="mandates",
    request=MandatesRequest,
    answer=MandatesAnswer,
    find=_find,
    finish=_find_reports,
    answered=_answer,
    paging=Paging("mandates"),
    layout=layout_of("mandates", "mandates_layout"),
    is_empty=lambda result: not result.mandates,
    nothing=layout_of("mandates", "mandates_nothing"),
    brief_help="What is a proposal was not decided; what is only near in meaning may be on "
    "something else.",
    waiting="Reading the documents and looking where they are reported on",
    needs_model=True,
)
