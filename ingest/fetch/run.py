"""Downloads of all documents of a meeting or a list, with a report."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from corpus.errors import FetchError
from corpus.languages import BY_CODE
from ingest.fetch import addresses
from ingest.fetch.addresses import ARCHIVE, DocumentRequest, Stem
from ingest.fetch.transfer import FetchOutcome, Manners, Visitor, read_records, write_records

Progress = Callable[[str], None]

_RECORDS: Final = ".fetched.json"
_GAP: Final = 3
"""Missing numbers in a row that end a series; single numbers may be withdrawn."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """The result for a document in one language (ISO 639-1); unknown values are None.

    Attributes:
        address: the file's address, or the last one tried.
        file: path of the file.
        message: the problem, for people.
    """

    symbol: str | None
    language: str | None
    address: str | None = None
    file: str | None = None
    message: str | None = None


@dataclass(slots=True)
class FetchReport:
    """The report on a run.

    Attributes:
        fetched: documents that are new or changed.
        absent: documents that the archive lacks in a language.
        refused: documents behind a sign-in, too large, or on a host that is not allowed.
        failed: documents that failed after all tries.
        notes: messages for people.
    """

    fetched: list[Arrival] = field(default_factory=list)
    unchanged: list[Arrival] = field(default_factory=list)
    absent: list[Arrival] = field(default_factory=list)
    refused: list[Arrival] = field(default_factory=list)
    failed: list[Arrival] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MeetingRequest:
    """A request for a meeting's documents.

    Attributes:
        languages: ISO 639-1 codes.
        years: years to try in file names, where the tables know none.
    """

    body: str
    number: int
    series: Sequence[str] = ("C", "INF")
    languages: Sequence[str] = tuple(BY_CODE)
    years: Sequence[int] = ()


def meeting(
    folder: Path,
    request: MeetingRequest,
    *,
    archive: str = ARCHIVE,
    manners: Manners | None = None,
    progress: Progress | None = None,
) -> FetchReport:
    """Fetch a meeting's documents into ``folder``, which is created if missing.

    The run probes the code and year in the meeting's file names, and saves them in the user's
    table. Raises FetchError for an invalid request, an archive out of reach, or failed writing.
    """
    candidates = addresses.list_stems(request.body, request.number, request.years)
    run = _Run(folder, _find_hosts([archive]), manners or Manners(), progress)
    return run.finish(_fetch_meeting(run, archive, candidates, request))


def documents(
    folder: Path,
    wanted: Sequence[DocumentRequest],
    *,
    manners: Manners | None = None,
    progress: Progress | None = None,
) -> FetchReport:
    """Fetch a list's documents, only from its hosts; raise FetchError if writing fails."""
    hosts = _find_hosts(address for each in wanted for address in each.addresses)
    run = _Run(folder, hosts, manners or Manners(), progress)
    return run.finish(run.all(wanted))


def _find_hosts(urls: Iterable[str]) -> frozenset[str]:
    hosts = {urlsplit(address).netloc for address in urls}
    return frozenset(
        hosts | {host.removeprefix("www.") for host in hosts} | {f"www.{host}" for host in hosts}
    )


class _Run:
    def __init__(
        self, folder: Path, hosts: frozenset[str], manners: Manners, progress: Progress | None
    ) -> None:
        self.report = FetchReport()
        self.done: dict[tuple[str, str], FetchOutcome] = {}
        self._folder = folder
        self._hosts = hosts
        self._manners = manners
        self._progress = progress
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error
        self._known = read_records(folder / _RECORDS)
        self._slots = asyncio.Semaphore(manners.at_once)
        self.visitor: Visitor

    def finish(self, work: object) -> FetchReport:
        """Run ``work`` to its end, and return the report, sorted."""
        try:
            _run_to_end(self._within(work))
        except OSError as error:
            raise self._unwritable(error) from error
        for entries in (
            self.report.fetched,
            self.report.unchanged,
            self.report.absent,
            self.report.refused,
            self.report.failed,
        ):
            entries.sort(key=lambda entry: (_natural_key(entry.symbol or ""), entry.language or ""))
        return self.report

    async def _within(self, work: object) -> None:
        """Give the run a client for as long as ``work`` takes."""
        manners = self._manners
        limits = httpx.Limits(max_connections=manners.at_once)
        agent = {
            "User-Agent": f"wsis-search/{version('wsis-search')}",
            "Accept-Encoding": "identity",
        }
        async with httpx.AsyncClient(
            timeout=manners.silence, limits=limits, headers=agent
        ) as client:
            self.visitor = Visitor(self._folder, self._hosts, manners, client)
            await work  # type: ignore[misc]

    def _unwritable(self, error: OSError) -> FetchError:
        return FetchError(
            f"Nothing can be written into {self._folder}: {error.strerror or error}. Name another "
            "folder with --to, or make room. What was fetched is kept."
        )

    async def all(self, wanted: Sequence[DocumentRequest]) -> None:
        """Fetch documents that are not done yet, several at a time."""
        async with asyncio.TaskGroup() as tasks:
            for each in wanted:
                tasks.create_task(self.one(each))

    async def one(self, wanted: DocumentRequest) -> FetchOutcome:
        """Fetch a document, once in a run, and report it."""
        key = (wanted.symbol, wanted.language)
        if key in self.done:
            return self.done[key]
        async with self._slots:
            answer = await self._fetch_first(wanted)
            self.done[key] = answer
            self._report(wanted, answer)
            return answer

    async def page(self, address: str) -> FetchOutcome:
        """Ask for a page of the archive."""
        async with self._slots:
            return await self.visitor.get(address, "page", None)

    async def _fetch_first(self, wanted: DocumentRequest) -> FetchOutcome:
        """Fetch the document from the first address that has it; else return the worst outcome."""
        if self._progress:
            self._progress(f"{wanted.symbol} {wanted.language}")
        name = _make_file_name(wanted)
        known = self._known.get(_make_key(wanted))
        queue = [*([known.address] if known else []), *wanted.addresses]
        worst = FetchOutcome("absent", address=queue[-1] if queue else "")
        tried = set()
        while queue:
            address = queue.pop(0)
            if address in tried:
                continue
            tried.add(address)
            answer = await self.visitor.get(address, name, known)
            if answer.outcome in ("fetched", "unchanged"):
                return answer
            if answer.outcome == "page":
                links = addresses.find_links(answer.content, answer.address, wanted)
                queue[:0] = [link for link in links if urlsplit(link).netloc in self._hosts]
                if not queue and worst.outcome == "absent":
                    worst = FetchOutcome("failed", answer.message, address=answer.address)
            elif _RANK[answer.outcome] > _RANK[worst.outcome]:
                worst = answer
        return worst

    def _report(self, wanted: DocumentRequest, answer: FetchOutcome) -> None:
        record = answer.record
        if record:
            self._known[_make_key(wanted)] = record
            write_records(self._folder / _RECORDS, self._known)
        entry = Arrival(
            wanted.symbol,
            wanted.language,
            answer.address or None,
            str(self._folder / record.file) if record else None,
            answer.message or None,
        )
        getattr(self.report, answer.outcome).append(entry)


def _run_to_end(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine to its end, in another thread if an event loop is running."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(work)
    else:
        with ThreadPoolExecutor(max_workers=1) as executor:
            executor.submit(asyncio.run, work).result()


_RANK: Final = {"absent": 0, "failed": 1, "refused": 2}


async def _fetch_meeting(
    run: _Run, archive: str, candidates: Sequence[Stem], request: MeetingRequest
) -> None:
    """Find and remember how a meeting's files are named, then fetch its documents."""
    body, number = request.body, request.number
    series, languages = request.series, request.languages
    for stem in candidates:
        lists = {each: await _list_names(run, archive, stem, each) for each in series}
        silence = run.visitor.silence(archive)
        if silence:
            raise FetchError(
                f"{archive} cannot be reached ({silence}). Look at the network, try again later, "
                "or fetch from a list with --manifest. What was fetched before is kept."
            )
        if any(lists.values()) or await _answers(run, archive, stem, series, languages):
            break
        run.done.clear()
        run.report = FetchReport()
    else:
        tried = ", ".join(stem.text for stem in candidates)
        run.report.notes.append(
            f"None of the codes of meeting {number} of {body} answered ({tried}). Add the right "
            "one to a table of yours, or fetch from a list with --manifest."
        )
        return
    path = addresses.remember(body, number, stem)
    run.report.notes.append(
        f"The files of meeting {number} of {body} are named {stem.text}-…"
        + (f"; remembered in {path}." if path else ".")
    )
    for each in series:
        if lists[each]:
            await run.all(
                [
                    addresses.find_addresses(archive, stem, name, language)
                    for name in lists[each]
                    for language in languages
                ]
            )
        else:
            await _fetch_by_number(run, archive, stem, each, languages)


async def _list_names(run: _Run, archive: str, stem: Stem, series: str) -> list[str]:
    answer = await run.page(addresses.format_listing(archive, stem, series))
    if answer.outcome != "page":
        return []
    return addresses.find_names(answer.content.decode("utf-8", "replace"), stem, series)


async def _answers(
    run: _Run, archive: str, stem: Stem, series: Sequence[str], languages: Sequence[str]
) -> bool:
    for each in series:
        for language in languages:
            name = addresses.format_name(stem, each, 1)
            answer = await run.one(addresses.find_addresses(archive, stem, name, language))
            if answer.record or answer.outcome == "refused":
                return True
    return False


async def _fetch_by_number(
    run: _Run, archive: str, stem: Stem, series: str, languages: Sequence[str]
) -> None:
    """Fetch by counting numbers and revisions, until several numbers are missing."""
    number, missing = 1, 0
    while missing < _GAP:
        revision = 0
        while await _is_there(
            run, archive, addresses.format_name(stem, series, number, revision), languages
        ):
            revision += 1
        missing = 0 if revision else missing + 1
        number += 1


async def _is_there(run: _Run, archive: str, name: str, languages: Sequence[str]) -> bool:
    """Fetch a document in all languages; report it as absent only if it exists in one."""
    stem = Stem("-".join(name.split("-")[:2]))
    wanted = [addresses.find_addresses(archive, stem, name, language) for language in languages]
    await run.all(wanted)
    answers = [run.done[each.symbol, each.language] for each in wanted]
    if any(answer.outcome != "absent" for answer in answers):
        return True
    symbols = {each.symbol for each in wanted}
    run.report.absent[:] = [entry for entry in run.report.absent if entry.symbol not in symbols]
    return False


def _make_key(wanted: DocumentRequest) -> str:
    return f"{wanted.symbol} {wanted.language}"


def _make_file_name(wanted: DocumentRequest) -> str:
    """Return a file name without an extension, which ``parse_file_name`` understands."""
    plain = re.sub(r"[^\w&().-]+", "-", wanted.symbol).strip(".-") or "document"
    return f"{plain[:120]}-{BY_CODE[wanted.language].letter}"


def _natural_key(symbol: str) -> list[tuple[int, str]]:
    return [
        (int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", symbol)
    ]
