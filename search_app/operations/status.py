"""Operation ``status``: contents of the index, and files that could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from corpus import settings
from corpus.cards import Absent, ListedCard
from corpus.documents import path_text
from index.access import Class
from index.lookup import MeetingDays, Status, VectorFiles
from search_app.operations.answers import OPTIONAL, days_text, make_record
from search_app.operations.question import Operation, Request, RequestContext


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
class WriterRecord:
    """The writer of answers, and what is sent to it.

    `host` is its machine, and `is_local` says that this is the machine of the index. Questions are
    sent there, and passages of documents up to the class `receives`. `trouble` says why the
    settings are not understood; then the others are null.
    """

    host: str | None
    model: str | None
    is_local: bool | None
    receives: Class | None
    trouble: str | None


@dataclass(frozen=True)
class TranslatorRecord:
    """The translator of passages, and what is sent to it.

    `host` is its machine, and `is_local` says that this is the machine of the index. Passages of
    documents up to the class `receives` are sent there. `trouble` says why the settings are not
    understood; then the others are null.
    """

    host: str | None
    name: str | None
    is_local: bool | None
    receives: Class | None
    trouble: str | None


@dataclass(frozen=True)
class StatusAnswer:
    """Content of the index; `versions` are counted by language, `meetings` by meeting.

    `index` is its folder. `meeting_days` are the first and the last, ISO 8601, where all that is
    said of them agrees; `disputed_days` what is said where it does not. `listed` are documents that
    lists of ITU name and the index does not hold. `passages` are all,
    headings as well; `findable` those that a search finds by themselves; `gone` counts the files
    that are not there any more. `writer` is null where none is set. `unfitting_rules` are the
    patterns of rules of access that fit no file; absent where there are none. `translator` is
    absent where none is set, or the writer translates.
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
    listed: tuple[ListedCard, ...]
    writer: WriterRecord | None
    unfitting_rules: tuple[str, ...] | None = field(default=None, metadata=OPTIONAL)
    translator: TranslatorRecord | None = field(default=None, metadata=OPTIONAL)


def status_answer(state: Status, folder: str, unfitting: tuple[str, ...] = ()) -> StatusAnswer:
    """Return the answer; ``unfitting`` are patterns of access rules that match no file."""
    engine, copy = state.engine, state.copy
    return make_record(
        StatusAnswer,
        state,
        index=folder,
        disputed_days=tuple(map(_describe_dispute, state.disputed_days)),
        failed=tuple(FailureRecord(*failure) for failure in state.failed),
        unbalanced=tuple(FailureRecord(*failure) for failure in state.unbalanced),
        engine=engine and make_record(EngineRecord, engine, is_usable=engine.trouble is None),
        copy=copy
        and make_record(
            ReplicaRecord, copy, asked=copy.last_answer, is_usable=copy.trouble is None
        ),
        writer=describe_writer(),
        unfitting_rules=unfitting or None,
        translator=describe_translator(),
    )


def describe_writer() -> WriterRecord | None:
    """Describe the writer of answers that this process is set to; None where none is."""
    from search_app.writers import WriterError, WriterSettings

    try:
        settings = WriterSettings.from_environment()
    except WriterError as error:
        return WriterRecord(None, None, None, None, error.message)
    if settings is None:
        return None
    return WriterRecord(settings.host, settings.model, settings.is_local, settings.limit, None)


def describe_translator() -> TranslatorRecord | None:
    """Describe the translator that this process is set to; None where none is, or the writer."""
    from search_app.writers import TranslatorSettings, WriterError

    if describe_writer() and not settings.TRANSLATOR.text:
        return None
    try:
        named = TranslatorSettings.from_environment()
    except WriterError as error:
        return TranslatorRecord(None, None, None, None, error.message)
    if named is None:
        return None
    return TranslatorRecord(named.host, named.name, named.is_local, named.limit, None)


def _describe_dispute(meeting: MeetingDays) -> DisputedDaysRecord:
    stated = {str(days): documents for days, documents in meeting.stated.items()}
    return DisputedDaysRecord(meeting.meeting, stated, days_text(meeting.listed))


def _find(asking: RequestContext, *_: object) -> Status:
    return asking.index.status()


def _answer(state: Status, _: StatusRequest, asking: RequestContext) -> StatusAnswer:
    return status_answer(state, path_text(asking.index.store.folder))


STATUS: Final = Operation(
    name="status", request=StatusRequest, answer=StatusAnswer, find=_find, answered=_answer
)
