"""Operations ``mandates`` (who is asked to do what, by when) and ``decisions`` (worksheets)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Final, Literal, get_args

from corpus.documents import path_text
from corpus.filters import Filters
from corpus.parameters import Parameter
from search_app import drafts, worksheets
from search_app.drafts import Draft
from search_app.operations.answers import OPTIONAL, CitedIn, Link, cite_passage, make_record
from search_app.operations.question import (
    SHOWN_IN,
    Language,
    Operation,
    Paging,
    Request,
    RequestContext,
    Worksheet,
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
    fates: Annotated[
        bool,
        Parameter(help="Also what later texts ask the same, and newer editions of what is cited."),
    ] = False
    draft: Annotated[
        Draft | None,
        Parameter(
            metavar="FILE|-",
            help="Only what is already asked on the matters of the mandates of this draft.",
        ),
    ] = None


@dataclass(frozen=True)
class FollowUpRecord:
    """A later passage on a mandate; `date` is ISO 8601.

    `near_only` is true where it is only near in meaning, perhaps on something else. `lead_in` is
    what is quoted before `text`, an item of a list; absent where that is not sure.
    """

    symbol: str | None
    label: str | None
    language: str | None
    text: str
    citation: str
    near_only: bool
    date: str | None
    lead_in: str | None = field(default=None, metadata=OPTIONAL)
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class RevisionRecord:
    """Fate of a paragraph in the newest revision; `citation` is null where it is gone there."""

    change: Literal["same", "changed", "removed"]
    label: str | None
    citation: str | None
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True, kw_only=True)
class MandateRecord:
    """A task that somebody is asked to do.

    Attributes:
        verb: in English (`requests`), whatever the language.
        addressee: in English (`Secretariat`); null where nobody is named.
        deadline: `2024-10-31`, `Council 2025`, `meeting 41`, `next meeting`, or null.
        text: the whole paragraph.
        reported_in: later passages on it, reports first.
        act: `asks` somebody, `decides`, or only `records`.
        deadline_text: as written; `deadline` is null where it counts from a meeting or a date.
        due: day, month or year, ISO 8601.
        due_meeting: number of the group's meeting.
        asked_by: bodies that decided or propose it, in English; empty where unknown.
        is_proposal: whether it is proposed, not decided; null where unknown.
        key: document, label, place in it, and a digest of its words.
        fate: effect of a later text; absent where none is known, or nobody asked.
        overtaken_by: later paragraphs that ask the same, the newest first.
        superseded_by: symbol of the newest revision, if any.
        lead_in: quoted before `text`, an item of a list; absent where that is not sure.
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
    key: str
    date: str | None
    fate: Literal["revised", "overtaken", "older-edition"] | None = field(
        default=None, metadata=OPTIONAL
    )
    overtaken_by: tuple[CitedIn, ...] | None = field(default=None, metadata=OPTIONAL)
    newest_editions: tuple[str, ...] | None = field(default=None, metadata=OPTIONAL)
    superseded_by: str | None = field(default=None, metadata=OPTIONAL)
    lead_in: str | None = field(default=None, metadata=OPTIONAL)
    in_revision: RevisionRecord | None = field(default=None, metadata=OPTIONAL)
    link: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class EarlierMandateRecord:
    """A mandate of the archive on the subject of a draft's; `score` is nearness, up to 1."""

    key: str
    symbol: str | None
    label: str | None
    citation: str
    score: float


@dataclass(frozen=True)
class DraftMandateRecord:
    """A mandate of a draft, with `earlier` ones to that addressee on its subject, nearest first.

    `contrary` are those on its subject that ask the contrary; absent where there is none.
    """

    label: str | None
    language: str | None
    verb: str
    addressee: str | None
    addressees: tuple[str, ...]
    action: str
    deadline: str | None
    references: tuple[str, ...]
    text: str
    earlier: tuple[EarlierMandateRecord, ...]
    contrary: tuple[EarlierMandateRecord, ...] | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class MandatesAnswer:
    """Mandates, the newest meeting first; for a draft, those on its subjects.

    `draft` are the mandates of the draft. `left_out` cites mandates that no word states.
    `all_paragraphs` counts those of a sent draft, whose first ones are compared. Each is absent
    where it does not apply.
    """

    mandates: tuple[MandateRecord, ...]
    draft: tuple[DraftMandateRecord, ...] | None = field(default=None, metadata=OPTIONAL)
    left_out: tuple[str, ...] | None = field(default=None, metadata=OPTIONAL)
    all_paragraphs: int | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class FoundMandates:
    """Mandates as the index finds them.

    ``draft`` is None where none was given, ``all_paragraphs`` where all are compared. ``left_out``
    are mandates that no word says. ``has_fates`` says whether later texts that ask the same are
    looked for. ``are_unstored`` says that each report finds the mandates again.
    """

    mandates: tuple[analyses.Task, ...]
    draft: tuple[analyses.DraftMandate, ...] | None = None
    left_out: tuple[analyses.Task, ...] = ()
    left_out_of_draft: tuple[analyses.DraftMandate, ...] = ()
    language: str = "en"
    all_paragraphs: int | None = None
    has_fates: bool = False
    are_unstored: bool = False


def _find(asking: RequestContext, request: MandatesRequest) -> FoundMandates:
    left_out: dict[str, analyses.Task] = {}

    def leave_out(task: analyses.Task) -> None:
        left_out[task.key] = task

    options: analyses.MandatesOptions = {
        "document": request.document,
        "addressee": request.addressee,
        "due": request.due,
        "filters": request.filters,
        "shown_in": request.shown_in,
        "reader": asking.reader or "en",
        "leave_out": leave_out,
    }
    draft, paragraphs = None, None
    unread: tuple[analyses.DraftMandate, ...] = ()
    if request.draft is None:
        tasks = asking.index.mandates(with_reports=False, **options)
    else:
        document = request.draft.read()
        if asking.is_remote:
            document, paragraphs = drafts.beginning(document)
        every = asking.index.find_earlier_mandates(document, **options)
        draft = tuple(drafted for drafted in every if drafted.has_words)
        unread = tuple(drafted for drafted in every if not drafted.has_words)
        earlier = (found.task for mandate in draft for found in mandate.earlier)
        tasks = [*{task.key: task for task in earlier}.values()]
    return FoundMandates(
        tuple(tasks),
        draft,
        tuple(left_out.values()),
        unread,
        asking.language,
        paragraphs,
        has_fates=request.fates or draft is not None,
        are_unstored=asking.index.has_earlier_mandates(),
    )


def _find_reports(asking: RequestContext, result: FoundMandates) -> FoundMandates:
    tasks = asking.index.find_reports(result.mandates)
    if result.has_fates:
        tasks = asking.index.find_task_fates(tasks)
    return replace(result, mandates=tuple(tasks))


def _warn(result: FoundMandates) -> tuple[str, ...]:
    """Return the sentences on what is left out, and on mandates that are found again."""
    from search_app.citing import citation, passage_label
    from search_app.localise import Locale

    locale, sentences = Locale(result.language), []
    if result.left_out:
        names = [citation(task.shown, result.language) for task in result.left_out]
        sentences.append(locale.text("mandates.left_out", citations=locale.join_names(names)))
    if result.left_out_of_draft:
        # A paragraph without a number is named by its words.
        names = [
            passage_label(drafted.passage) or drafted.passage.text
            for drafted in result.left_out_of_draft
        ]
        paragraphs = locale.join_names(names)
        sentences.append(locale.text("mandates.left_out_of_draft", paragraphs=paragraphs))
    if result.are_unstored:
        sentences.append(locale.text("mandates.unstored", ingest="wsis-search ingest FOLDER"))
    return tuple(sentences)


def _answer(
    result: FoundMandates, request: MandatesRequest, asking: RequestContext
) -> MandatesAnswer:
    from search_app.citing import citation

    language = request.shown_in or "en"
    return MandatesAnswer(
        tuple(mandate(task, language, asking.link) for task in result.mandates),
        None if result.draft is None else tuple(_make_drafted(m, language) for m in result.draft),
        tuple(citation(task.shown, language) for task in result.left_out) or None,
        result.all_paragraphs,
    )


def _make_drafted(drafted: analyses.DraftMandate, language: str) -> DraftMandateRecord:
    from search_app.citing import passage_label

    return make_record(
        DraftMandateRecord,
        drafted.mandate,
        label=passage_label(drafted.passage) or None,
        language=drafted.passage.language,
        references=drafted.references,
        text=drafted.passage.text,
        earlier=_cite_earlier(drafted, language, are_contrary=False),
        contrary=_cite_earlier(drafted, language, are_contrary=True) or None,
    )


def _cite_earlier(
    drafted: analyses.DraftMandate, language: str, *, are_contrary: bool
) -> tuple[EarlierMandateRecord, ...]:
    return tuple(
        cite_passage(
            EarlierMandateRecord,
            found.task.shown,
            language,
            None,
            key=found.task.key,
            score=round(found.score, 3),
        )
        for found in drafted.earlier
        if found.is_contrary == are_contrary
    )


def mandate(task: analyses.Task, language: str, link: Link | None) -> MandateRecord:
    """Return a mandate's record: names and verbs in English, the rest as written."""
    later = task.overtaken_by
    return cite_passage(
        MandateRecord,
        task.shown,
        language,
        link,
        task,
        task.mandate,
        reported_in=tuple(
            cite_passage(
                FollowUpRecord, report.shown, language, link, near_only=report.is_near_only
            )
            for report in task.reported_in
        ),
        file=path_text(task.shown.file),
        asked_by=tuple(submitter.name("en") for submitter in task.asked_by),
        fate=task.fate if later is not None else None,
        overtaken_by=None
        if later is None
        else tuple(cite_passage(CitedIn, shown, language, link) for shown in later),
        newest_editions=None if later is None else task.newest_editions,
        in_revision=_make_revision(task.in_revision, language, link),
    )


def _make_revision(
    revision: analyses.InRevision | None, language: str, link: Link | None
) -> RevisionRecord | None:
    if revision is None:
        return None
    if revision.shown is None:
        return RevisionRecord(revision.change, None, None)
    return cite_passage(RevisionRecord, revision.shown, language, link, change=revision.change)


MANDATES: Final = Operation(
    name="mandates",
    request=MandatesRequest,
    answer=MandatesAnswer,
    find=_find,
    finish=_find_reports,
    answered=_answer,
    paging=Paging("mandates"),
    layout=layout_of("mandates", "mandates_layout"),
    is_empty=lambda result: not result.mandates and not result.draft,
    warnings=_warn,
    worksheet=Worksheet(
        layout_of("mandate_worksheet", "worksheet_layout"),
        layout_of("mandate_worksheet", "worksheet_table"),
        field="fates",
        reader="decisions",
    ),
    nothing=layout_of("mandates", "mandates_nothing"),
    brief_help="What is a proposal was not decided; what is only near in meaning may be on "
    "something else. Of a draft, `draft` names by `key` which `mandates` are on each matter, "
    "and which of these ask the contrary.",
    waiting="Reading the documents and looking where they are reported on",
    needs_model=True,
)


@dataclass(frozen=True, kw_only=True)
class DecisionsRequest(Request["DecisionsAnswer"]):
    """A filled worksheet on mandates."""

    draft: Annotated[Draft, Parameter(help="A worksheet, as CSV or Word.", is_argument=True)]
    shown_in: Annotated[Language | None, SHOWN_IN] = None


@dataclass(frozen=True)
class DecisionRecord:
    """A worksheet's row with its mandate of today; `decision` is null where the row has none.

    `line` is a line of the file, or a row of the table, from 1.
    """

    line: int
    decision: Literal["retain", "update", "remove"] | None
    reason: str
    mandate: MandateRecord


@dataclass(frozen=True)
class MisfitRecord:
    """A worksheet's row that cannot be taken, with its cells as written; `message` explains `code`.

    `line` is a line of the file, or a row of the table, from 1.
    """

    line: int
    key: str
    decision: str
    reason: str
    code: Literal["no-key", "unknown", "superseded", "changed", "twice", "no-decision"]
    message: str


@dataclass(frozen=True)
class DecisionsAnswer:
    """Rows of a worksheet that match today's mandates, and the others; both in order."""

    decisions: tuple[DecisionRecord, ...]
    misfits: tuple[MisfitRecord, ...]


@dataclass(frozen=True)
class FoundDecisions:
    """Rows of a worksheet with their mandates, and rows that match none.

    ``is_part`` says that the rows are a page of a worksheet, and others are on other pages.
    """

    rows: tuple[tuple[worksheets.WorksheetRow, analyses.Task], ...]
    misfits: tuple[worksheets.Misfit, ...]
    language: str
    is_part: bool = False

    @property
    def rows_by_decision(self) -> tuple[tuple[worksheets.WorksheetRow, analyses.Task], ...]:
        """The rows with a decision, then the others; both in order."""
        return tuple(sorted(self.rows, key=lambda found: found[0].choice is None))

    def explain(self, misfit: worksheets.Misfit) -> str:
        """Return why a row cannot be taken; its line and key stand beside the sentence."""
        from search_app.citing import intact, words
        from search_app.localise import Locale

        locale = Locale(self.language)
        say = words(self.language).export
        return locale.text(
            f"mandates.row-{misfit.reason}",
            name=intact(misfit.name, self.language),
            decision=misfit.row.decision,
            decisions=locale.join_names(
                say[f"worksheet_{name}"] for name in get_args(worksheets.Decision)
            ),
        )

    def explain_line(self, misfit: worksheets.Misfit) -> str:
        """Return why a row cannot be taken, behind its line."""
        from search_app.localise import Locale

        locale = Locale(self.language)
        line = locale.number(misfit.row.line)
        return locale.text("mandates.row", line=line, reason=self.explain(misfit))


def _find_decisions(asking: RequestContext, request: DecisionsRequest) -> FoundDecisions:
    rows = worksheets.read_worksheet(request.draft)
    reader = asking.reader or "en"
    tasks = asking.index.mandates(with_reports=False, shown_in=request.shown_in, reader=reader)
    revised = {
        entry.symbol: entry.superseded_by
        for entry in asking.index.documents()
        if entry.symbol and entry.superseded_by
    }
    fitting, misfits = worksheets.match_rows(rows, tasks, revised)
    return FoundDecisions(tuple(fitting), tuple(misfits), asking.language)


def _answer_decisions(
    result: FoundDecisions, request: DecisionsRequest, asking: RequestContext
) -> DecisionsAnswer:
    language = request.shown_in or "en"
    return DecisionsAnswer(
        tuple(
            DecisionRecord(row.line, row.choice, row.reason, mandate(task, language, asking.link))
            for row, task in result.rows
        ),
        tuple(
            MisfitRecord(*misfit.row, misfit.reason, result.explain_line(misfit))
            for misfit in result.misfits
        ),
    )


DECISIONS: Final = Operation(
    name="decisions",
    request=DecisionsRequest,
    answer=DecisionsAnswer,
    find=_find_decisions,
    answered=_answer_decisions,
    path="/mandates/decisions",
    layout=layout_of("mandate_worksheet", "decisions_layout"),
    is_empty=lambda result: not result.rows and not result.misfits,
    nothing=layout_of("mandate_worksheet", "decisions_nothing"),
    warnings=lambda result: tuple(map(result.explain_line, result.misfits)),
    failures=lambda result: len(result.misfits),
)
