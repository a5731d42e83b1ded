"""Status of an index: amounts, and files that could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.cards import Absent, ListedCard
from index.lookup import catalogue
from index.lookup.meetings import MeetingDays, list_meeting_days
from index.references import absent, list_listed
from index.store import Store
from ingest.files import archives


@dataclass(frozen=True, slots=True)
class VectorFiles:
    """Files with the vectors of an index.

    ``kinds`` of search are ``exact``, ``quantised`` (8-bit numbers, all compared) and ``clusters``
    (those near the question compared). ``rows`` are of passages and their sentences.
    """

    kinds: tuple[str, ...]
    rows: int
    segments: int
    bytes: int


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """Server with the vectors of an index; numbers are None where it cannot be used.

    Attributes:
        rows: approximate number of vectors.
        generation: of the index at the server's last update.
        behind: number of index changes since; below 0 where this copy is behind the server.
        touched: passages that each search looks up here because of that.
        trouble: why it cannot be used, and the remedy; None where it can.
    """

    name: str
    address: str
    rows: int | None = None
    generation: int | None = None
    behind: int | None = None
    touched: int | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class ReplicaStatus:
    """State of a copy, whose original another machine publishes.

    Times are ISO 8601 or None.

    Attributes:
        made: time of the copy here, UTC.
        current: when the copy was last known to equal the original.
        last_answer: when the address answered last.
        behind: number of published changes that are missing here.
        trouble: why they are missing, or there is no answer, and the remedy; None if all is well.
    """

    address: str
    made: str | None
    current: str | None
    last_answer: str | None
    behind: int
    trouble: str | None


@dataclass(frozen=True, slots=True)
class Status:
    """Contents of an index.

    Attributes:
        model: that it was built with; None for an empty index.
        generation: counts the changes.
        versions: how many in each language, files with the same text counted once.
        passages: how many, counted in the same way; headings count.
        meetings: how many documents of each.
        meeting_days: days of meetings that are known, ISO 8601.
        disputed_days: meetings with several statements on their days.
        failed: file, code and message of the files that give no passages.
        unbalanced: file, code and message of files with missing or double letters.
        absent: documents of the group and the Council that are cited and not there.
        bytes: of the database.
        files: number that were checked.
        ingested: when a file was last read, ISO 8601, UTC; None for an empty index.
        vectors: files with them; None where there are none, yet.
        engine: server with them; None where they are in files.
        copy: state of a copy; None where the index is written here.
        findable: passages that a search finds; a heading is found with the text below it.
        gone: how many files do not exist any more; 0 for a copy, whose files are elsewhere.
        listed: documents that lists of ITU name and the index does not hold.
    """

    model: str | None
    generation: int
    documents: int
    versions: dict[str, int]
    passages: int
    meetings: dict[str, int]
    meeting_days: dict[str, str]
    disputed_days: tuple[MeetingDays, ...]
    failed: tuple[tuple[str, str, str], ...]
    unbalanced: tuple[tuple[str, str, str], ...]
    absent: tuple[Absent, ...]
    bytes: int
    files: int
    ingested: str | None
    vectors: VectorFiles | None = None
    engine: EngineStatus | None = None
    copy: ReplicaStatus | None = None
    findable: int = 0
    gone: int = 0
    listed: tuple[ListedCard, ...] = ()


def status(
    store: Store,
    vectors: VectorFiles | None = None,
    engine: EngineStatus | None = None,
    copy: ReplicaStatus | None = None,
) -> Status:
    """Count the contents of an index; the caller gives its vectors' state and its origin."""
    totals = store.documents.totals()
    counts = store.documents.meeting_counts()
    dated = [meeting for meeting in list_meeting_days(store) if meeting.meeting in counts]
    files = store.files.all()
    return Status(
        model=store.setting("model"),
        generation=store.generation,
        documents=totals["documents"],
        versions=store.versions.counts(),
        passages=store.passages.count(),
        meetings=counts,
        meeting_days={meeting.meeting: str(meeting.days) for meeting in dated if meeting.days},
        disputed_days=tuple(meeting for meeting in dated if meeting.days is None),
        failed=tuple(
            (file.display_name, file.code, file.message or "") for file in files if file.code
        ),
        unbalanced=tuple(
            (problem.shown, problem.code, problem.message)
            for problem in catalogue.list_unbalanced(store)
        ),
        absent=tuple(absent(store)),
        bytes=store.size_on_disk,
        files=totals["files"],
        ingested=totals["ingested"],
        vectors=vectors,
        engine=engine,
        copy=copy,
        listed=tuple(list_listed(store)),
        findable=store.vectors.count_findable(),
        gone=0 if store.is_copy else sum(not archives.exists(file.path) for file in files),
    )
