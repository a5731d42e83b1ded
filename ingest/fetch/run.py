"""Downloads of all documents of a meeting or a list, with a report."""

from __future__ import annotations

import asyncio
import hashlib
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
from corpus.extract import symbols
from corpus.languages import BY_CODE
from ingest.fetch import addresses
from ingest.fetch.addresses import DocumentRequest
from ingest.fetch.transfer import (
    FetchOutcome,
    Manners,
    Record,
    Visitor,
    read_records,
    write_records,
)

Progress = Callable[[str], None]

_RECORDS: Final = ".fetched.json"
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?![^.\s])", re.IGNORECASE)
"""Names of devices, which Windows opens whatever ending is behind them."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """The result for a document in one language (ISO 639-1), with the last address tried."""

    symbol: str | None
    language: str | None
    address: str | None = None
    file: str | None = None
    message: str | None = None


@dataclass(slots=True)
class FetchReport:
    """The report on a run.

    ``fetched`` are new or changed documents. ``absent`` ones are not in the archive in a language.
    ``refused`` ones are behind a sign-in, too large, or on a host that is not allowed.
    """

    fetched: list[Arrival] = field(default_factory=list)
    unchanged: list[Arrival] = field(default_factory=list)
    absent: list[Arrival] = field(default_factory=list)
    refused: list[Arrival] = field(default_factory=list)
    failed: list[Arrival] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def documents(
    folder: Path,
    wanted: Sequence[DocumentRequest],
    *,
    manners: Manners | None = None,
    progress: Progress | None = None,
) -> FetchReport:
    """Fetch a list's documents, only from its hosts; raise FetchError if writing fails."""
    hosts = find_hosts(address for each in wanted for address in each.addresses)
    run = Run(folder, hosts, manners or Manners(), progress)
    return run.finish(run.all(wanted))


def find_hosts(urls: Iterable[str]) -> frozenset[str]:
    """Return the hosts of addresses, with and without ``www``."""
    hosts = {urlsplit(address).netloc for address in urls}
    return frozenset(
        hosts | {host.removeprefix("www.") for host in hosts} | {f"www.{host}" for host in hosts}
    )


class Run:
    """A run of fetching and its report; ``done`` has the outcome of each document and language."""

    def __init__(
        self, folder: Path, hosts: frozenset[str], manners: Manners, progress: Progress | None
    ) -> None:
        self.report = FetchReport()
        self.done: dict[tuple[str, str], FetchOutcome] = {}
        self.folder = folder
        self._hosts = hosts
        self.manners = manners
        self._progress = progress
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error
        self._known = read_records(folder / _RECORDS)
        self._slots = asyncio.Semaphore(manners.at_once)
        self.visitor: Visitor

    def finish(self, work: object) -> FetchReport:
        """Do the work to its end, and return the report in order."""
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
        manners = self.manners
        limits = httpx.Limits(max_connections=manners.at_once)
        agent = {
            "User-Agent": f"wsis-search/{version('wsis-search')}",
            "Accept-Encoding": "identity",
        }
        async with httpx.AsyncClient(
            timeout=manners.silence, limits=limits, headers=agent
        ) as client:
            self.visitor = Visitor(self.folder, self._hosts, manners, client)
            await work  # type: ignore[misc]

    def _unwritable(self, error: OSError) -> FetchError:
        return FetchError(
            f"Nothing can be written into {self.folder}: {error.strerror or error}. Name another "
            "folder with --to, or make room. What was fetched is kept."
        )

    async def all(self, wanted: Sequence[DocumentRequest]) -> None:
        """Fetch what is not done yet, several at a time."""
        pending = iter(wanted)

        async def fetch_next() -> None:
            for each in pending:  # shared: a list may have more documents than tasks fit in memory
                await self.one(each)

        async with asyncio.TaskGroup() as tasks:
            for _ in range(self.manners.at_once):
                tasks.create_task(fetch_next())

    async def one(self, wanted: DocumentRequest) -> FetchOutcome:
        """Fetch a document, once in a run, and put it into the report."""
        key = (wanted.symbol, wanted.language)
        if key in self.done:
            return self.done[key]
        async with self._slots:
            answer = await self._fetch_first(wanted)
            self.done[key] = answer
            self._report(wanted, answer)
            return answer

    async def list(self, address: str) -> FetchOutcome:
        """Ask for a list, whose content is given as it is."""
        async with self._slots:
            return await self.visitor.get(address, "list", None, is_list=True)

    def keep_list(self, name: str, content: bytes, *, is_whole: bool) -> None:
        """Write a list beside the documents, an incomplete one only where there is none."""
        path = self.folder / name
        if is_whole or not path.exists():
            path.write_bytes(content)

    def find_record(self, wanted: DocumentRequest) -> Record | None:
        """Return the record of a document of an earlier run."""
        return self._known.get(_make_key(wanted))

    def replace(self, wanted: DocumentRequest, answer: FetchOutcome) -> None:
        """Put another outcome for a document into the report, in place of the one that is there."""
        for entries in (self.report.absent, self.report.refused, self.report.failed):
            entries[:] = [
                entry
                for entry in entries
                if (entry.symbol, entry.language) != (wanted.symbol, wanted.language)
            ]
        self.done[wanted.symbol, wanted.language] = answer
        self._report(wanted, answer)

    async def page(self, address: str) -> FetchOutcome:
        """Ask for a page of the archive."""
        async with self._slots:
            return await self.visitor.get(address, "page", None)

    async def _fetch_first(self, wanted: DocumentRequest) -> FetchOutcome:
        """Fetch the document from its first address that has it; else return the worst outcome."""
        if self._progress:
            self._progress(f"{wanted.symbol} {wanted.language}")
        name = make_file_name(wanted)
        known = self._known.get(_make_key(wanted))
        # An address of the server for accounts is asked there, behind all others.
        before = [known.address] if known and known.address.startswith("http") else []
        queue = [*before, *wanted.addresses]
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
            write_records(self.folder / _RECORDS, self._known)
        entry = Arrival(
            wanted.symbol,
            wanted.language,
            answer.address or None,
            str(self.folder / record.file) if record else None,
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


def _make_key(wanted: DocumentRequest) -> str:
    return f"{wanted.symbol} {wanted.language}"


def make_file_name(wanted: DocumentRequest) -> str:
    """Return the name without an ending; the grammar of file names reads it.

    A symbol of unknown form gets a digest, as others may become the same letters, or differ by case
    alone. No name is one that Windows reserves for a device.
    """
    plain = re.sub(r"[^\w&().-]+", "-", wanted.symbol).strip(".-") or "document"
    if _DEVICE.match(plain):
        plain = f"document-{plain}"
    if symbols.parse(wanted.symbol) is None:
        plain = f"{plain[:120]}-{hashlib.sha256(wanted.symbol.encode()).hexdigest()[:8]}"
    return f"{plain[:130]}-{BY_CODE[wanted.language].letter}"


def _natural_key(symbol: str) -> list[tuple[int, str]]:
    return [
        (int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", symbol)
    ]
