"""Fetching what ITU's lists name: the lists by HTTP, public files by HTTP, others by FTPS."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urljoin, urlsplit

from corpus.documents import ListedDocument, path_text
from corpus.errors import FetchError
from corpus.extract import symbols
from corpus.languages import BY_CODE
from ingest import lists
from ingest.fetch import addresses
from ingest.fetch.accounts import FindsAccount
from ingest.fetch.addresses import ARCHIVE, DocumentRequest, Stem
from ingest.fetch.file_server import FileAbsentError, FileServer, FileTooLargeError
from ingest.fetch.run import Progress, Run, find_hosts, make_file_name
from ingest.fetch.transfer import FetchOutcome, Manners, forget_part, is_untouched
from ingest.lists import DocumentList, DocumentName, ListedMeeting, ListName

_NEEDS_ACCOUNT: Final = (
    "it needs a TIES account: set WSIS_SEARCH_TIES_USER and WSIS_SEARCH_TIES_PASSWORD, or keep the "
    "account in the system's keyring"
)
_NEEDS_CATALOGUE: Final = (
    "it needs a TIES account, and only a catalogue says in which folder it is: name the meeting "
    "with --meeting"
)
_AT_ONCE: Final = 100
"""Documents whose requests are made at a time, so that a long list takes no more memory."""

_FORMATS: Final = ("MSW", "PDF")
"""Formats of files, the one that is read the truest first; any other comes behind them."""


@dataclass(frozen=True, slots=True)
class MeetingRequest:
    """The documents of a meeting that are wanted; without ``series``, all that the lists have.

    Attributes:
        body: as symbols name it.
        years: in file names, for a meeting that neither lists nor tables know.
        name: as the catalogues may have it; empty to guess addresses at once.
        source: file with a catalogue, list or saved page, instead of ITU's own.
    """

    body: str
    number: int
    series: Sequence[str] = ()
    languages: Sequence[str] = tuple(BY_CODE)
    years: Sequence[int] = ()
    name: str = ""
    source: Path | None = None


@dataclass(slots=True)
class MeetingCatalogue:
    """The meetings of ITU's catalogues; ``notes`` tell people what could not be read."""

    meetings: list[ListedMeeting] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def list_meetings(
    source: Path | None = None,
    *,
    archive: str = ARCHIVE,
    manners: Manners | None = None,
    progress: Progress | None = None,
) -> MeetingCatalogue:
    """List the meetings of ITU's catalogues, or of a catalogue in a file.

    ``archive`` is an address without a path. Raises FetchError where no catalogue can be read.
    """
    if source is not None:
        name = path_text(source)
        return MeetingCatalogue(*lists.read_catalogue(lists.read_bounded(source), name))
    catalogue = MeetingCatalogue()

    async def ask(run: Run) -> None:
        for name in lists.CATALOGUES:
            if progress:
                progress(name)
            meetings = await _ask_catalogue(run, archive, name, catalogue.notes)
            catalogue.meetings += meetings
        if not catalogue.meetings:
            raise FetchError("\n".join(["There is no catalogue to read.", *catalogue.notes]))

    with TemporaryDirectory() as folder:  # for what is not whole yet
        run = Run(Path(folder), find_hosts([archive]), manners or Manners(), progress)
        run.finish(ask(run))
    return catalogue


async def fetch_listed(
    run: Run, archive: str, request: MeetingRequest, find_account: FindsAccount
) -> bool:
    """Fetch the documents that ITU's lists name for a meeting; return whether they name any.

    A note tells why they name none. Raises FetchError for a given file that is unreadable or lacks
    the meeting.
    """
    if request.source is None:
        if not request.name:
            return False
        meeting = await _find_meeting(run, archive, request)
        documents = await _ask_lists(run, archive, meeting, request) if meeting else []
        if not documents:
            return False
        await _fetch_documents(run, archive, request, DocumentList(tuple(documents)))
    else:
        meeting, listed = await _read_source(run, archive, request, request.source)
        run.report.notes += listed.notes
        await _fetch_documents(run, archive, request, listed)
        documents = [*listed.documents]
    await _fetch_behind_account(run, documents, meeting, request, find_account)
    return True


# --- catalogues and lists ------------------------------------------------------------------------


async def _ask_catalogue(
    run: Run, archive: str, name: str, notes: list[str]
) -> list[ListedMeeting]:
    answer = await run.list(f"{archive}{lists.CATALOGUE_FOLDER}/{name}")
    if answer.outcome != "page":
        notes.append(f"{name} cannot be had: {answer.message or 'it is not there'}.")
        return []
    try:
        meetings, faults = lists.read_catalogue(answer.content, name)
    except FetchError as error:
        notes.append(error.message)
        return []
    notes += faults
    return meetings


async def _find_meeting(run: Run, archive: str, request: MeetingRequest) -> ListedMeeting | None:
    """Find the meeting in the catalogues; those of the Sectors only where they may have it."""
    is_of_union = symbols.parse(f"{request.name}/1") is not None
    for name in lists.CATALOGUES[:1] if is_of_union else lists.CATALOGUES:
        meetings = await _ask_catalogue(run, archive, name, run.report.notes)
        if chosen := _choose(lists.find_meetings(meetings, request.name), request.name):
            return chosen
    run.report.notes.append(f"ITU's catalogues have no lists of the meeting {request.name}.")
    return None


def _choose(meetings: Sequence[ListedMeeting], name: str) -> ListedMeeting | None:
    """Return the meeting, joined with others of the same group and period; None without lists."""
    listed = [meeting for meeting in meetings if meeting.lists]
    stems = dict.fromkeys(each.stem for meeting in listed for each in meeting.lists)
    if len(stems) > 1:
        raise FetchError(
            f"Several meetings are called {name}. Name one by how its files begin: "
            f"{', '.join(sorted(stems))}."
        )
    if not listed:
        return None
    return replace(
        listed[0],
        lists=tuple(dict.fromkeys(each for meeting in listed for each in meeting.lists)),
        folders=tuple(dict.fromkeys(each for meeting in listed for each in meeting.folders)),
    )


async def _ask_lists(
    run: Run, archive: str, meeting: ListedMeeting, request: MeetingRequest
) -> list[ListedDocument]:
    """Ask for the lists of a meeting, and keep them beside the documents."""
    documents: dict[str, ListedDocument] = {}
    for each in meeting.lists:
        if request.series and each.type not in request.series:
            continue
        answer = await run.list(each.format_address(archive))
        if answer.outcome != "page":
            why = answer.message or "it is not there"
            run.report.notes.append(f"The list {each.file} cannot be had: {why}.")
            continue
        try:
            listed = lists.read_list(answer.content, each.file)
        except FetchError as error:
            run.report.notes.append(error.message)
            continue
        run.report.notes += listed.notes
        run.keep_list(each.file, answer.content, is_whole=listed.is_whole)
        documents |= {document.name: document for document in listed.documents}
    return [*documents.values()]


async def _read_source(
    run: Run, archive: str, request: MeetingRequest, source: Path
) -> tuple[ListedMeeting | None, DocumentList]:
    """Read a file with a catalogue, a list or a saved page."""
    content, name = lists.read_bounded(source), path_text(source)
    if lists.is_html(content):
        return None, lists.read_page(content, name)
    try:
        listed = lists.read_list(content, name)
    except FetchError as no_list:
        try:
            meetings, notes = lists.read_catalogue(content, name)
        except FetchError:
            raise no_list from None
        run.report.notes += notes
        if not request.name:
            raise FetchError(f"{name} is a catalogue. Name one of its meetings too.") from None
        meeting = _choose(lists.find_meetings(meetings, request.name), request.name)
        if meeting is None:
            message = f"{name} has no lists of the meeting {request.name}. See fetch --list."
            raise FetchError(message) from None
        documents = await _ask_lists(run, archive, meeting, request)
        return meeting, DocumentList(tuple(documents))
    if list_name := ListName.parse(source.name):
        run.keep_list(list_name.file, content, is_whole=listed.is_whole)
    return None, listed


# --- documents -----------------------------------------------------------------------------------


async def _fetch_documents(
    run: Run, archive: str, request: MeetingRequest, listed: DocumentList
) -> None:
    links = _group_links(archive, listed.links)
    documents = [document for document in listed.documents if _is_wanted(document, request)]
    for start in range(0, len(documents), _AT_ONCE):
        await run.all(
            [
                _make_request(archive, document, language, links)
                for document in documents[start : start + _AT_ONCE]
                for language in request.languages
            ]
        )


def _is_wanted(document: ListedDocument, request: MeetingRequest) -> bool:
    name = DocumentName.parse(document.name)
    return not request.series or name is None or name.type in request.series


def _make_request(
    archive: str,
    document: ListedDocument,
    language: str,
    links: Mapping[tuple[str, str | None], Sequence[str]] | None = None,
) -> DocumentRequest:
    stem = Stem("-".join(document.name.split("-")[:2]))
    head, mark, changes = document.name.partition("!")
    name = f"{head}{mark}{changes.replace('!', '')}"  # as names of files have them: ``!A1R2``
    found = addresses.find_addresses(archive, stem, name, language, document.path)
    own = (links or {}).get((document.symbol, language), ())
    return DocumentRequest(document.symbol, language, (*own, *found.addresses))


def _group_links(archive: str, links: Iterable[str]) -> dict[tuple[str, str | None], list[str]]:
    hosts = find_hosts([archive])
    grouped: dict[tuple[str, str | None], list[str]] = {}
    for link in links:
        try:
            there = urljoin(f"{archive}/md/", link)
            name = symbols.parse_file_name(Path(urlsplit(there).path).name)
            is_own = urlsplit(there).netloc in hosts
        except ValueError:
            continue
        if name and is_own:
            grouped.setdefault((name.symbol.canonical, name.language), []).append(there)
    return grouped


# --- files that need an account ------------------------------------------------------------------


async def _fetch_behind_account(
    run: Run,
    documents: Sequence[ListedDocument],
    meeting: ListedMeeting | None,
    request: MeetingRequest,
    find_account: FindsAccount,
) -> None:
    """Fetch from the server for accounts what is not public, or say that it needs an account."""
    pending = [
        (document, DocumentRequest(document.symbol, language, ()))
        for document in documents
        if _is_wanted(document, request)
        for language in request.languages
        if run.done[document.symbol, language].record is None
    ]
    # A keyring may ask its owner, who is not bothered for what is public.
    account = find_account() if pending and meeting and meeting.folders else None
    if account is None or meeting is None:
        message = _NEEDS_ACCOUNT if meeting and meeting.folders else _NEEDS_CATALOGUE
        for _, wanted in pending:
            answer = run.done[wanted.symbol, wanted.language]
            if answer.outcome == "refused" and "sign-in" in answer.message:
                run.replace(wanted, replace(answer, message=message))
        return
    with FileServer(account, run.manners) as server:
        try:
            await asyncio.to_thread(_fetch_by_folder, run, server, meeting, pending)
        except FetchError as error:
            run.report.notes.append(error.message)
            for _, wanted in pending:
                answer = run.done[wanted.symbol, wanted.language]
                if answer.outcome == "refused":
                    run.replace(wanted, replace(answer, message=error.message))


_Requests = dict[tuple[str, str | None], DocumentRequest]
"""Documents that are wanted, by symbol and language."""


def _fetch_by_folder(
    run: Run,
    server: FileServer,
    meeting: ListedMeeting,
    pending: Sequence[tuple[ListedDocument, DocumentRequest]],
) -> None:
    """Fetch the files that the folders of a meeting have of documents that are still wanted."""
    by_folder: dict[str, _Requests] = {}
    heads = {document.name.partition("!")[0] for document, _ in pending}
    for document, wanted in pending:
        parsed = DocumentName.parse(document.name)
        for base in meeting.folders if parsed else ():
            folder = parsed.format_folder(base) if parsed else base
            by_folder.setdefault(folder, {})[wanted.symbol, wanted.language] = wanted
    for folder, requests in by_folder.items():
        names, notes = server.list_names(folder)
        run.report.notes += notes
        for wanted, files in _group_names(names, heads, requests):
            if run.done[wanted.symbol, wanted.language].record is None:
                for file in files:
                    answer = _fetch_file(run, server, f"{folder}/{file}", wanted)
                    run.replace(wanted, answer)
                    if answer.record:
                        break


def _group_names(
    names: Iterable[str], heads: Collection[str], requests: _Requests
) -> list[tuple[DocumentRequest, list[str]]]:
    """Return the files of each wanted document, the format that is read the truest first."""
    files: dict[tuple[str, str | None], list[tuple[int, str]]] = {}
    for name in names:
        head = name.partition("!")[0].partition(".")[0].upper()
        if head not in heads and head[:-2] not in heads:  # with a language: ``…-0042-E``
            continue
        parsed = symbols.parse_file_name(name)
        if parsed and (parsed.symbol.canonical, parsed.language) in requests:
            kind = parsed.format or ""
            rank = _FORMATS.index(kind) if kind in _FORMATS else len(_FORMATS)
            files.setdefault((parsed.symbol.canonical, parsed.language), []).append((rank, name))
    return [(requests[key], [name for _, name in sorted(ranked)]) for key, ranked in files.items()]


def _fetch_file(run: Run, server: FileServer, path: str, wanted: DocumentRequest) -> FetchOutcome:
    address = f"ftps://{server.host}{path}"
    known = run.find_record(wanted)
    if known and known.address == address and is_untouched(run.folder / known.file, known):
        facts = server.look_up(path)
        is_same = facts.get("content-length") == str(known.size)
        if is_same and facts.get("last-modified") == known.modified:
            return FetchOutcome("unchanged", record=known, address=address)
    name = make_file_name(wanted)
    part = run.visitor.part_of(name)
    try:
        facts = server.fetch(path, part)
        return run.visitor.accept(part, name, address, known, facts)
    except FileAbsentError:
        forget_part(part)
        return FetchOutcome("absent", address=address)
    except FileTooLargeError:
        forget_part(part)
        message = f"it has more than {run.manners.megabytes} MB"
        return FetchOutcome("refused", message, address=address)
    except FetchError:
        raise  # its part is there for the next fetch
    except BaseException:
        forget_part(part)
        raise
