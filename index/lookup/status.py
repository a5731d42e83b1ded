"""How much does the index hold, and what could not be read?"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.cards import Absent
from index.lookup import catalogue
from index.lookup.meetings import MeetingDays, held
from index.references import absent
from index.store import Store
from ingest.files import archives


@dataclass(frozen=True, slots=True)
class VectorFiles:
    """The files that keep the vectors of an index.

    Attributes:
        kinds: how they are searched, by how many there are: ``exact``, ``quantised`` (8-bit
            numbers, all looked at) or ``clusters`` (likewise, those near the question looked at);
            what was added since the oldest segment may be kept in another way.
        rows: how many there are, of passages and their sentences.
        segments: in how many pieces.
        bytes: of the files.
    """

    kinds: tuple[str, ...]
    rows: int
    segments: int
    bytes: int


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """The server that keeps the vectors of an index.

    Attributes:
        name: what the engine is called.
        address: of it.
        rows: about how many vectors are there; None where it cannot be used.
        generation: of the index, when the server was brought up last; likewise.
        behind: by how many changes of the index that is less; below 0 where this copy of the index
            is behind the server.
        touched: passages that each search makes up for because of that.
        trouble: why it cannot be used, and what to do; None where it can.
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
    """The state of an index beside what another machine publishes, which it is a copy of.

    Attributes:
        address: where that is published.
        made: when the copy was made that is here, ISO 8601, UTC; None before there is one.
        current: when it was last known to be as the index is that is written; likewise.
        asked: when the address answered last; likewise.
        behind: changes of the index that are published and not here.
        trouble: why they are not, or it cannot be asked, and what to do; None where all is well.
    """

    address: str
    made: str | None
    current: str | None
    asked: str | None
    behind: int
    trouble: str | None


@dataclass(frozen=True, slots=True)
class Status:
    """The contents of an index.

    Attributes:
        model: that it was built with; None for an empty index.
        generation: counts the changes.
        documents: how many.
        versions: how many in each language, files with the same text counted once.
        passages: how many there are, likewise; headings count.
        meetings: how many documents of each.
        meeting_days: the days of each of which they are known, ISO 8601.
        disputed_days: what is said of the others, of which covers or the table say several.
        failed: file, code and message of the files that give no passages.
        unbalanced: file, code and message of files of which letters are missing or stand twice.
        absent: documents of the group and the Council that are cited and not there.
        bytes: of the database.
        files: that were looked at.
        ingested: when a file was last read, ISO 8601, UTC; None for an empty index.
        vectors: how they are kept in files; None where they are not, yet.
        engine: the server that keeps them; None where files do.
        copy: of what it is one; None where it is written here.
        findable: passages that a search finds; a heading is found with what stands below it.
        gone: how many files are not there any more; 0 of a copy, whose files are elsewhere.
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


def status(
    store: Store,
    vectors: VectorFiles | None = None,
    engine: EngineStatus | None = None,
    copy: ReplicaStatus | None = None,
) -> Status:
    """Count what an index holds; where it is from, and how vectors are kept, is told."""
    totals = store.documents.totals()
    counts = store.documents.meeting_counts()
    dated = [meeting for meeting in held(store) if meeting.meeting in counts]
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
            for problem in catalogue.unbalanced(store)
        ),
        absent=tuple(absent(store)),
        bytes=store.size_on_disk,
        files=totals["files"],
        ingested=totals["ingested"],
        vectors=vectors,
        engine=engine,
        copy=copy,
        findable=store.vectors.count_findable(),
        gone=0 if store.is_copy else sum(not archives.exists(file.path) for file in files),
    )
