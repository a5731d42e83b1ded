"""Operation ``status``: contents of the index, and files that could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from corpus.cards import Absent
from corpus.documents import path_text
from index.lookup import VectorFiles
from search_app.operations.answers import OPTIONAL, days_text
from search_app.operations.question import Operation, Page, Request, RequestContext

if TYPE_CHECKING:
    from index.lookup import EngineStatus as FoundEngine
    from index.lookup import MeetingDays, Status
    from index.lookup import ReplicaStatus as FoundCopy


@dataclass(frozen=True)
class StatusRequest(Request["StatusAnswer"]):
    """Empty request: it is about the whole index."""


@dataclass(frozen=True)
class FailureRecord:
    """A fault of a file, with its code and a message."""

    file: str
    code: str
    message: str


@dataclass(frozen=True)
class DisputedDaysRecord:
    """A meeting for which documents or the operator state different days.

    `stated` counts documents by the days on their covers; `listed` is in the operator's table.
    """

    meeting: str
    stated: Mapping[str, int]
    listed: str | None


@dataclass(frozen=True)
class EngineRecord:
    """The server that keeps the vectors; a remote reader does not see its address.

    `generation` is the index's at the last update. `behind` counts changes since then, and
    `touched` the passages that a search corrects for that.
    """

    name: str
    rows: int | None
    generation: int | None
    behind: int | None
    touched: int | None
    is_usable: bool


@dataclass(frozen=True)
class ReplicaRecord:
    """State of an index that is a copy of what another machine publishes.

    `made` is when the copy was made, `current` when it was last up to date, `asked` when it last
    asked. `behind` counts published changes that are missing here.
    """

    made: str | None
    current: str | None
    asked: str | None
    behind: int
    is_usable: bool


@dataclass(frozen=True)
class StatusAnswer:
    """Contents of the index; `versions` are counted by language, `meetings` by meeting.

    `meeting_days` are ISO 8601, where all sources agree. `passages` include headings; `findable`
    are those that a search can return. `gone` counts files that are no longer there.
    `unfitting_rules` are patterns of access rules that match no file.
    """

    index: str
    model: str | None
    generation: int
    documents: int
    versions: Mapping[str, int]
    passages: int
    meetings: Mapping[str, int]
    meeting_days: Mapping[str, str]
    disputed_days: tuple[DisputedDaysRecord, ...]
    failed: tuple[FailureRecord, ...]
    unbalanced: tuple[FailureRecord, ...]
    absent: tuple[Absent, ...]
    bytes: int
    vectors: VectorFiles | None
    engine: EngineRecord | None
    copy: ReplicaRecord | None
    findable: int
    gone: int
    unfitting_rules: tuple[str, ...] | None = field(default=None, metadata=OPTIONAL)


def status_answer(state: Status, folder: str, unfitting: tuple[str, ...] = ()) -> StatusAnswer:
    """Return the answer; ``unfitting`` are patterns of access rules that match no file."""
    return StatusAnswer(
        folder,
        state.model,
        state.generation,
        state.documents,
        state.versions,
        state.passages,
        state.meetings,
        state.meeting_days,
        tuple(map(_describe_dispute, state.disputed_days)),
        tuple(FailureRecord(*failure) for failure in state.failed),
        tuple(FailureRecord(*failure) for failure in state.unbalanced),
        state.absent,
        state.bytes,
        state.vectors,
        _make_engine(state.engine) if state.engine else None,
        _make_copy(state.copy) if state.copy else None,
        state.findable,
        state.gone,
        unfitting or None,
    )


def _describe_dispute(meeting: MeetingDays) -> DisputedDaysRecord:
    stated = {str(days): documents for days, documents in meeting.stated.items()}
    return DisputedDaysRecord(meeting.meeting, stated, days_text(meeting.listed))


def _make_engine(engine: FoundEngine) -> EngineRecord:
    return EngineRecord(
        engine.name,
        engine.rows,
        engine.generation,
        engine.behind,
        engine.touched,
        engine.trouble is None,
    )


def _make_copy(copy: FoundCopy) -> ReplicaRecord:
    return ReplicaRecord(
        copy.made, copy.current, copy.last_answer, copy.behind, copy.trouble is None
    )


def _find(asking: RequestContext, request: StatusRequest, page: Page) -> Status:
    del request, page
    return asking.index.status()


def _answer(state: Status, request: StatusRequest, asking: RequestContext) -> StatusAnswer:
    del request
    return status_answer(state, path_text(asking.index.store.folder))


STATUS: Final = Operation(
    name="status",
    request=StatusRequest,
    answer=StatusAnswer,
    find=_find,
    answered=_answer,
)
