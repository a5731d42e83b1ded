"""What is in an answer about what is there? Documents, passages, files, an index; as types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """What is known of a document; null is what is not."""

    symbol: str | None
    title: str | None
    source: str | None
    countries: tuple[str, ...] | None
    date: str | None
    meeting: str | None
    series: str | None
    number: str | None
    revision: str | None
    addendum: str | None
    original_language: str | None
    meeting_place: str | None
    meeting_days: str | None
    agenda_item: str | None


@dataclass(frozen=True)
class Version:
    """One language of a document."""

    language: str | None
    title: str | None
    source: str | None
    file: str
    format: str
    pages: int | None
    passages: int


@dataclass(frozen=True)
class Related:
    """A revision, addendum or corrigendum, or what it belongs to."""

    symbol: str
    title: str | None
    in_index: bool


@dataclass(frozen=True)
class Disputed:
    """A meeting of which different days are said.

    Attributes:
        meeting: its number, or as symbols have it.
        stated: the days that covers name, with the number of documents.
        listed: those of the operator's table of meetings.
    """

    meeting: str
    stated: Mapping[str, int]
    listed: str | None


@dataclass(frozen=True)
class Cited:
    """What a document cites, and in how many paragraphs."""

    canonical: str
    kind: str
    paragraphs: int
    in_index: bool


@dataclass(frozen=True)
class Citing:
    """A document that cites, and in how many paragraphs."""

    symbol: str | None
    title: str | None
    paragraphs: int


@dataclass(frozen=True, kw_only=True)
class DocumentCard(Metadata):
    """A document of the index with what belongs to it."""

    versions: tuple[Version, ...]
    related: tuple[Related, ...]
    cites: tuple[Cited, ...]
    cited_by: tuple[Citing, ...]


@dataclass(frozen=True)
class Passages:
    """How many passages a version has."""

    language: str | None
    passages: int


@dataclass(frozen=True)
class Entry:
    """A document in a list; `superseded_by` is null where it is not."""

    symbol: str | None
    title: str | None
    title_language: str | None
    source: str | None
    date: str | None
    meeting: str | None
    series: str | None
    original_language: str | None
    versions: tuple[Passages, ...]
    file: str
    superseded_by: str | None


@dataclass(frozen=True)
class DocumentsAnswer:
    """What `documents` answers: the newest meeting first; `total` is without paging."""

    documents: tuple[Entry, ...]
    total: int
    has_more: bool


@dataclass(frozen=True)
class Passage:
    """A passage of a document."""

    kind: str
    label: str | None
    heading: str | None
    page: int | None
    language: str | None
    text: str
    citation: str
    lead_in: str | None = None


@dataclass(frozen=True, kw_only=True)
class ShowAnswer(Metadata):
    """A document, or one of its paragraphs: what `show` prints.

    Attributes:
        versions: its languages.
        language: of `passages`.
        passages: those that were asked for, in reading order.
        superseded_by: symbol of the newest revision; absent where it is not superseded.
    """

    versions: tuple[Version, ...]
    language: str | None
    passages: tuple[Passage, ...]
    superseded_by: str | None = None


@dataclass(frozen=True)
class PassagesAnswer:
    """What `passages` answers: a part of a version, in reading order; `total` is without paging."""

    symbol: str | None
    language: str | None
    passages: tuple[Passage, ...]
    total: int
    has_more: bool


@dataclass(frozen=True)
class File:
    """A file that a version was read from; `sha256` names it to `files/{sha256}`."""

    name: str
    language: str | None
    format: str
    pages: int | None
    bytes: int
    sha256: str


@dataclass(frozen=True)
class FilesAnswer:
    """What `files` answers."""

    files: tuple[File, ...]


@dataclass(frozen=True)
class Failure:
    """What is wrong with a file."""

    file: str
    code: str
    message: str


@dataclass(frozen=True)
class Absent:
    """A document that is cited and not in the index."""

    symbol: str
    mentions: int


@dataclass(frozen=True)
class VectorFiles:
    """How the vectors are kept: `kinds` are how they are searched, `rows` how many there are."""

    kinds: tuple[str, ...]
    rows: int
    segments: int
    bytes: int


@dataclass(frozen=True)
class Engine:
    """The server that keeps the vectors.

    `generation` is that of the index when it was brought up last, `behind` by how many changes
    that is less than the index has, `touched` how many passages a search makes up for.
    """

    name: str
    rows: int | None
    generation: int | None
    behind: int | None
    touched: int | None
    is_usable: bool


@dataclass(frozen=True)
class Copy:
    """How the index stands to what another machine publishes, which it is a copy of.

    `made` is when the copy was made, `current` when it was last known to be as the index is that is
    written, `asked` when that was asked last; `behind` counts the changes that are published and
    not here.
    """

    made: str | None
    current: str | None
    asked: str | None
    behind: int
    is_usable: bool


@dataclass(frozen=True)
class StatusAnswer:
    """What the index holds; `versions` are counted by language, `meetings` by meeting.

    `meeting_days` are the first and the last, ISO 8601, where all that is said of them agrees;
    `disputed_days` what is said where it does not.
    `passages` are all, headings as well; `findable` those that a search finds by themselves;
    `gone` counts the files that are not there any more.
    """

    index: str
    model: str | None
    generation: int
    documents: int
    versions: Mapping[str, int]
    passages: int
    meetings: Mapping[str, int]
    meeting_days: Mapping[str, str]
    disputed_days: tuple[Disputed, ...]
    failed: tuple[Failure, ...]
    unbalanced: tuple[Failure, ...]
    absent: tuple[Absent, ...]
    bytes: int
    vectors: VectorFiles | None
    findable: int
    gone: int
    engine: Engine | None = None
    copy: Copy | None = None
