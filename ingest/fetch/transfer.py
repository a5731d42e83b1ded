"""Fetching one file from one address, politely and without trusting the server.

Conditional requests (RFC 9110, section 13), ranges to go on with what was begun (section 14),
``Retry-After`` (section 10.2.3); between tries the time doubles, with some chance in it.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import re
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final, Literal
from urllib.parse import unquote, urljoin, urlsplit

import httpx

from corpus.errors import ReadError
from corpus.extract import symbols
from ingest.files import FORMATS, detect

_LOGIN: Final = re.compile(
    rb"""<input[^>]+type\s*=\s*["']?password|SAMLRequest|name\s*=\s*["']?wsignin""", re.IGNORECASE
)
"""Signs of a page that asks for a sign-in."""

_SIGN_IN_PATH: Final = re.compile(
    r"/(?:login|signin|sign-in|adfs|saml|oauth2?|sso)(?:[/?.]|$)", re.IGNORECASE
)
_TEMPORARY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_HOPS: Final = 5
_WEB: Final = "html"
_PAGE: Final = 5 * 1024**2
"""Bytes of a page that are looked at: lists of a thousand documents have less than one of these."""
_NAMES: Final = re.compile(r"[\w!.()&-]{1,150}")
"""Names of files that a server may choose."""

Outcome = Literal["fetched", "unchanged", "absent", "refused", "failed", "page"]


@dataclass(frozen=True, slots=True)
class Manners:
    """Limits of what is asked of a server, and of what is taken from it.

    Attributes:
        at_once: requests under way at a time.
        delay: seconds between the beginnings of two requests to one host.
        tries: of one address, where what went wrong may pass.
        patience: seconds that one file may take.
        silence: seconds without a byte.
        megabytes: of one file at most.
        first_wait: seconds before the second try; doubles with each.
    """

    at_once: int = 2
    delay: float = 1.0
    tries: int = 4
    patience: float = 300.0
    silence: float = 30.0
    megabytes: int = 200
    first_wait: float = 2.0


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a file that was fetched.

    Attributes:
        file: its name in the folder.
        address: that was asked for; of the file itself, where a page led to it.
        sha256: of its bytes.
        size: in bytes.
        etag: of the server, or None.
        modified: the server's ``Last-Modified``, or None.
        mtime_ns: of the file when it was written: another one was changed by somebody.
    """

    file: str
    address: str
    sha256: str
    size: int
    etag: str | None
    modified: str | None
    mtime_ns: int


@dataclass(slots=True)
class FetchOutcome:
    """The result of asking one address.

    Attributes:
        outcome: ``page`` is a web page that is none to sign in; ``content`` holds it.
        message: for people; empty where all is well.
        record: of the file that is there now, or None.
        content: of a page.
        address: where the answer came from in the end.
    """

    outcome: Outcome
    message: str = ""
    record: Record | None = None
    content: bytes = b""
    address: str = ""


class _Temporary(Exception):  # noqa: N818 - not an error yet: it is tried again
    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.wait = wait


@dataclass(slots=True)
class Visitor:
    """Asks servers for files, within its manners, and only on hosts that are allowed.

    Attributes:
        folder: of the files; what is not whole has the ending ``.part``.
        hosts: that may be asked, redirects included; with their ports.
        manners: see there.
    """

    folder: Path
    hosts: frozenset[str]
    manners: Manners
    client: httpx.AsyncClient
    _turns: dict[str, float] = field(default_factory=dict)
    _answered: set[str] = field(default_factory=set)
    _silent: dict[str, str] = field(default_factory=dict)

    async def get(self, address: str, name: str, known: Record | None) -> FetchOutcome:
        """Ask for a file until it is there, is not, or too many tries went wrong.

        Args:
            address: of the file.
            name: that it gets in the folder, without its ending, where the address has none.
            known: of an earlier run, so that what has not changed is not sent again.
        """
        refusal = self._find_refusal(address, address)
        if refusal:
            return FetchOutcome("refused", refusal, address=address)
        host = urlsplit(address).netloc
        if host in self._silent:
            return FetchOutcome("failed", self._silent[host], address=address)
        message = ""
        for attempt in range(self.manners.tries):
            try:
                async with asyncio.timeout(self.manners.patience):
                    return await self._once(address, name, known)
            except _Temporary as caught:
                message = caught.message
                wait = caught.wait if caught.wait is not None else self._wait(attempt)
            except TimeoutError:
                message = f"took longer than {self.manners.patience:g} s"
                wait = 0.0
            except httpx.HTTPError as error:
                message = str(error) or type(error).__name__
                wait = self._wait(attempt)
            if attempt + 1 < self.manners.tries:
                await asyncio.sleep(wait)
        message = f"{message}; {self.manners.tries} tries"
        if host not in self._answered:
            self._silent[host] = message
        return FetchOutcome("failed", message, address=address)

    def silence(self, address: str) -> str:
        """Return why the host of an address is not asked any more; empty where it ever answered."""
        return self._silent.get(urlsplit(address).netloc, "")

    def _wait(self, attempt: int) -> float:
        return self.manners.first_wait * float(2**attempt) * random.uniform(0.5, 1.0)  # noqa: S311

    async def _turn(self, host: str) -> None:
        """Wait for this host's turn: never two requests to it within the delay."""
        now = time.monotonic()
        start = max(now, self._turns.get(host, 0.0))
        self._turns[host] = start + self.manners.delay
        await asyncio.sleep(start - now)

    async def _once(self, address: str, name: str, known: Record | None) -> FetchOutcome:
        part = self.folder / f"{name}.part"
        headers, begun = _make_headers(self.folder, part, known, address)
        there = address
        for _ in range(_HOPS):
            await self._turn(urlsplit(there).netloc)
            async with self.client.stream("GET", there, headers=headers) as response:
                self._answered.add(urlsplit(there).netloc)
                if response.has_redirect_location:
                    next_one = urljoin(there, response.headers.get("location", ""))
                    refusal = self._find_refusal(there, next_one)
                    if refusal:
                        return FetchOutcome("refused", refusal, address=next_one)
                    there = next_one
                    continue
                return await self._take(response, there, name, known, part, begun)
        return FetchOutcome("refused", f"more than {_HOPS} redirects", address=there)

    def _find_refusal(self, here: str, there: str) -> str:
        parts = urlsplit(there)
        if _SIGN_IN_PATH.search(f"{parts.path}?"):
            return "it stands behind a sign-in"
        if parts.scheme not in ("http", "https") or parts.netloc not in self.hosts:
            return f"it leads to {parts.netloc or there}, which is not among the allowed hosts"
        if urlsplit(here).scheme == "https" and parts.scheme == "http":
            return f"it leads away from https, to {there}"
        return ""

    async def _take(
        self,
        response: httpx.Response,
        there: str,
        name: str,
        known: Record | None,
        part: Path,
        begun: int,
    ) -> FetchOutcome:
        status = response.status_code
        if status == httpx.codes.NOT_MODIFIED:
            return FetchOutcome("unchanged", record=known, address=there)
        if status in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
            return FetchOutcome("absent", address=there)
        if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            return FetchOutcome("refused", "it stands behind a sign-in", address=there)
        if status == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            _forget(part)
            raise _Temporary("what was begun does not fit the file any more", 0.0)
        if status in _TEMPORARY:
            raise _Temporary(f"the server says {status}", _read_retry_after(response.headers))
        if status not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
            return FetchOutcome("failed", f"the server says {status}", address=there)
        goes_on = status == httpx.codes.PARTIAL_CONTENT and _begins_at(response.headers) == begun
        too_large = await self._write(response, part, begun if goes_on else 0)
        if too_large:
            _forget(part)
            return FetchOutcome("refused", too_large, address=there)
        return self._judge(part, name, there, known, response.headers)

    async def _write(self, response: httpx.Response, part: Path, begun: int) -> str:
        """Write what follows on the present bytes; return why it is too large, or nothing."""
        most = self.manners.megabytes * 1024**2
        message = f"it has more than {self.manners.megabytes} MB"
        promised = response.headers.get("content-length", "")
        promised_size = int(promised) if promised.isdecimal() else None
        if begun + (promised_size or 0) > most:
            return message
        _remember_begun(part, response.headers)
        size = begun
        with part.open("r+b" if begun else "wb") as file:
            file.seek(begun)
            file.truncate()
            async for chunk in response.aiter_bytes():
                size += len(chunk)
                if size > most:
                    return message
                file.write(chunk)
        encoded = "content-encoding" in response.headers
        if promised_size is not None and not encoded and size < begun + promised_size:
            raise _Temporary("the transfer broke off", 0.0)
        return ""

    def _judge(
        self, part: Path, name: str, there: str, known: Record | None, headers: Mapping[str, str]
    ) -> FetchOutcome:
        """Decide whether the answer is a document, a page, or nothing that can be used."""
        content = part.read_bytes()
        try:
            kind = detect(part)
        except ReadError as error:
            _forget(part)
            return FetchOutcome("failed", error.message.replace(part.name, name), address=there)
        called = unquote(urlsplit(there).path).rpartition("/")[2]
        if kind == _WEB:
            if _LOGIN.search(content[:_PAGE]):
                _forget(part)
                return FetchOutcome("refused", "it stands behind a sign-in", address=there)
            if not called.lower().endswith(FORMATS[_WEB].extensions):
                _forget(part)
                page = content[:_PAGE]
                return FetchOutcome(
                    "page", "a web page stands in its place", content=page, address=there
                )
        digest = hashlib.sha256(content).hexdigest()
        if _NAMES.fullmatch(called) and symbols.parse_file_name(called):
            name = called.rpartition(".")[0] or called
        target = self.folder / f"{name}{_choose_ending(called, kind)}"
        unchanged = bool(
            known and known.sha256 == digest and known.file == target.name and target.is_file()
        )
        if unchanged and _is_untouched(target, known):
            _forget(part)
        else:
            part.replace(target)
            _forget(part)
            if known and known.file != target.name:
                (self.folder / known.file).unlink(missing_ok=True)
        record = Record(
            target.name,
            there,
            digest,
            len(content),
            headers.get("etag"),
            headers.get("last-modified"),
            target.stat().st_mtime_ns,
        )
        return FetchOutcome("unchanged" if unchanged else "fetched", record=record, address=there)


def _make_headers(
    folder: Path, part: Path, known: Record | None, address: str
) -> tuple[dict[str, str], int]:
    """Return the headers to send, and how many bytes are there of a file that was begun."""
    begun = _find_begun(part)
    if begun:
        size, validator = begun
        return {"Range": f"bytes={size}-", "If-Range": validator}, size
    headers: dict[str, str] = {}
    if known and known.address == address and _is_untouched(folder / known.file, known):
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.modified:
            headers["If-Modified-Since"] = known.modified
    return headers, 0


def _is_untouched(path: Path, known: Record | None) -> bool:
    try:
        stat = path.stat()
    except OSError:
        return False
    return known is not None and (stat.st_size, stat.st_mtime_ns) == (known.size, known.mtime_ns)


def _remember_begun(part: Path, headers: Mapping[str, str]) -> None:
    """Note the version of a file that was begun; without one it cannot be continued."""
    etag = headers.get("etag", "")
    validator = etag if etag and not etag.startswith("W/") else headers.get("last-modified", "")
    note = part.with_suffix(".begun")
    if validator and "content-encoding" not in headers:
        note.write_text(json.dumps(validator), "utf-8")
    else:
        note.unlink(missing_ok=True)


def _find_begun(part: Path) -> tuple[int, str] | None:
    try:
        size = part.stat().st_size
        validator = json.loads(part.with_suffix(".begun").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return (size, str(validator)) if size else None


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    part.with_suffix(".begun").unlink(missing_ok=True)


def _begins_at(headers: Mapping[str, str]) -> int:
    match = re.match(r"bytes (\d+)-", headers.get("content-range", ""))
    return int(match[1]) if match else -1


def _read_retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds to wait, at most five minutes; None where the server does not say."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return min(float(value), 300.0)
    try:
        return min(max(parsedate_to_datetime(value).timestamp() - time.time(), 0.0), 300.0)
    except (ValueError, TypeError):
        return None


def _choose_ending(called: str, kind: str) -> str:
    """Return the ending of the file's name: the address's where it fits the content."""
    known = FORMATS[kind].extensions or (f".{kind}",)
    ending = PurePosixPath(called).suffix.lower()
    return ending if ending in known else known[0]


def read_records(path: Path) -> dict[str, Record]:
    """Read what earlier runs remember; what cannot be read is nothing."""
    try:
        entries: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return {key: Record(**entry) for key, entry in entries.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_records(path: Path, known: Mapping[str, Record]) -> None:
    """Write what is remembered, at once or not at all."""
    text = json.dumps({key: asdict(record) for key, record in sorted(known.items())}, indent=1)
    new = path.with_suffix(".new")
    new.write_text(text, "utf-8")
    new.replace(path)
