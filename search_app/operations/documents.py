"""List the documents of the index, those that pass filters, and the files of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Final

from corpus.errors import QueryError
from corpus.filters import Filters
from corpus.parameters import Parameter
from search_app.operations.answers import Values, make_record
from search_app.operations.question import Language, Operation, Paging, Request, RequestContext

if TYPE_CHECKING:
    from corpus.documents import Metadata
    from index import Index
    from index.lookup import CatalogueEntry as FoundEntry
    from index.lookup import SourceFile


@dataclass(frozen=True, kw_only=True)
class DocumentFacts:
    """Facts about a document; unknown ones are null."""

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


def facts_of(metadata: Metadata) -> Values:
    """Return the values of the fields of :class:`DocumentFacts`."""
    return {**metadata.as_dict(), "countries": metadata.countries or None}


def is_among(index: Index, symbol: str | None, allowed: set[int]) -> bool:
    """Whether a document of the index is one of the allowed ones."""
    from index.lookup import catalogue

    return symbol is not None and catalogue.find(index.store, symbol) in allowed


def check_among(index: Index, filters: Filters, symbol: str | None, name: str) -> None:
    """Raise QueryError for a document ``name`` that the filters do not let through."""
    allowed = index.store.filters.documents(filters)
    if allowed is not None and not is_among(index, symbol, allowed):
        raise make_filter_error(symbol or name)


def make_filter_error(name: str) -> QueryError:
    """Return the error that the index has something, but not under the filters."""
    return QueryError(
        f"{name} is in the index, but the filters do not let it through. Leave one out.",
        reason="filtered-out",
        name=name,
    )


@dataclass(frozen=True)
class DocumentsRequest(Request["DocumentsAnswer"]):
    """Filters of documents."""

    filters: Filters = field(default_factory=Filters, kw_only=True)
    shown_in: Annotated[
        Language | None,
        Parameter(
            name="in", metavar="LANG", help="Titles in this language where they are there in it."
        ),
    ] = field(default=None, kw_only=True)


@dataclass(frozen=True)
class VersionPassages:
    """Number of passages of a version."""

    language: str | None
    passages: int


@dataclass(frozen=True)
class DocumentListRecord:
    """A document in a list; `superseded_by` is null where no newer revision is known."""

    symbol: str | None
    title: str | None
    title_language: str | None
    source: str | None
    date: str | None
    meeting: str | None
    series: str | None
    original_language: str | None
    versions: tuple[VersionPassages, ...]
    file: str
    superseded_by: str | None


@dataclass(frozen=True)
class DocumentsAnswer:
    """Documents, the newest meeting first."""

    documents: tuple[DocumentListRecord, ...]


@dataclass(frozen=True)
class FoundDocuments:
    """Documents with a passage that passes the filters."""

    documents: tuple[FoundEntry, ...]


def _find(asking: RequestContext, request: DocumentsRequest) -> FoundDocuments:
    index = asking.index
    with index.store.snapshot():
        entries = index.documents((request.shown_in,) if request.shown_in else ())
        allowed = index.store.filters.documents(request.filters)
        if allowed is not None:
            entries = tuple(entry for entry in entries if entry.id in allowed)
    return FoundDocuments(entries)


def _answer(result: FoundDocuments, *_: object) -> DocumentsAnswer:
    return DocumentsAnswer(tuple(map(_make_entry, result.documents)))


def _make_entry(entry: FoundEntry) -> DocumentListRecord:
    versions = tuple(VersionPassages(code, count) for code, count in entry.passages.items())
    return make_record(DocumentListRecord, entry, versions=versions, file=entry.name)


DOCUMENTS: Final = Operation(
    name="documents",
    request=DocumentsRequest,
    answer=DocumentsAnswer,
    find=_find,
    answered=_answer,
    paging=Paging("documents"),
)


@dataclass(frozen=True)
class FilesRequest(Request["FilesAnswer"]):
    """A document."""

    symbol: Annotated[
        str, Parameter(help="Of the document, or its file's name.", names_document=True)
    ]


@dataclass(frozen=True)
class SourceFileRecord:
    """A file that a version was read from; `files/{sha256}` returns its bytes."""

    name: str
    language: str | None
    format: str
    pages: int | None
    bytes: int
    sha256: str


@dataclass(frozen=True)
class FilesAnswer:
    """The files of a document."""

    files: tuple[SourceFileRecord, ...]


def _find_files(asking: RequestContext, request: FilesRequest) -> tuple[SourceFile, ...]:
    """Find a document's files by its symbol or a file's name; raise QueryError without any."""
    from index.lookup import catalogue

    store, name = asking.index.store, request.symbol
    document = catalogue.find(store, name)
    ids = [document] if document is not None else _find_by_file_name(asking.index, name)
    if not ids:
        asking.index.show(name)  # says that there is none, and what there is
    return tuple(file for id_ in ids for file in catalogue.files(store, id_))


def _find_by_file_name(index: Index, name: str) -> list[int]:
    rows = index.store.files.documents()
    return list(dict.fromkeys(row["id"] for row in rows if PurePath(row["shown"]).name == name))


def _answer_files(source_files: tuple[SourceFile, ...], *_: object) -> FilesAnswer:
    return FilesAnswer(tuple(make_record(SourceFileRecord, file) for file in source_files))


FILES: Final = Operation(
    name="files", request=FilesRequest, answer=FilesAnswer, find=_find_files, answered=_answer_files
)
