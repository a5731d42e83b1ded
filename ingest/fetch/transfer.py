"""The transfer of one file from one address, by RFC 9110, sections 10.2.3, 13 and 14."""

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
"""Signs of a sign-in page."""

_SIGN_IN_PATH: Final = re.compile(
    r"/(?:login|signin|sign-in|adfs|saml|oauth2?|sso)(?:[/?.]|$)", re.IGNORECASE
)
_TEMPORARY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_HOPS: Final = 5
_WEB: Final = "html"
_PAGE: Final = 5 * 1024**2
"""Bytes of a page that are read; a list of a thousand documents is shorter."""
_NAMES: Final = re.compile(r"[\w!.()&-]{1,150}")
"""File names that a server may choose."""

Outcome = Literal["fetched", "unchanged", "absent", "refused", "failed", "page"]


@dataclass(frozen=True, slots=True)
class Manners:
    """Limits on requests to a server and on its answers.

    Attributes:
        delay: seconds between the starts of two requests to one host.
        patience: seconds for one file.
        silence: seconds without a byte.
        megabytes: largest file.
        first_wait: seconds before the second try; doubles each time.
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

    ``address`` is the file's own, behind any page that led to it. ``modified`` is the server's
    ``Last-Modified``. A file whose time is not ``mtime_ns`` was changed by somebody.
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
    """The result of one request; ``address`` is the final one, after redirects.

    The outcome ``page`` is a web page other than a sign-in, with its bytes in ``content``.
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
    """A client that fetches files within its manners, from allowed hosts only.

    ``hosts`` include ports and also limit redirects. Incomplete files end in ``.part``.
    """

    folder: Path
    hosts: frozenset[str]
    manners: Manners
    client: httpx.AsyncClient
    _turns: dict[str, float] = field(default_factory=dict)
    _answered: set[str] = field(default_factory=set)
    _silent: dict[str, str] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    async def get(
        self, address: str, name: str, known: Record | None, *, is_list: bool = False
    ) -> FetchOutcome:
        """Ask for a file until it is there, is not, or too many tries went wrong.

        ``name`` is the file's name without extension. ``is_list`` keeps any answer as it is, as no
        document is expected.
        """
        try:
            return await self._get(address, name, known, is_list=is_list)
        except (ValueError, httpx.InvalidURL) as error:
            # An address that no request can have, in a list or behind a redirect.
            return FetchOutcome("failed", f"no address of the web: {error}", address=address)

    async def _get(
        self, address: str, name: str, known: Record | None, *, is_list: bool
    ) -> FetchOutcome:
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
                    return await self._once(address, name, known, is_list=is_list)
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
        """Return why a host is not asked any more; empty if it ever answered."""
        return self._silent.get(urlsplit(address).netloc, "")

    def _wait(self, attempt: int) -> float:
        return self.manners.first_wait * float(2**attempt) * random.uniform(0.5, 1.0)  # noqa: S311

    async def _turn(self, host: str) -> None:
        now = time.monotonic()
        start = max(now, self._turns.get(host, 0.0))
        self._turns[host] = start + self.manners.delay
        await asyncio.sleep(start - now)

    async def _once(
        self, address: str, name: str, known: Record | None, *, is_list: bool
    ) -> FetchOutcome:
        part = self.part_of(name)
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
                answer = await self._take(response, there, part, known, begun)
                if answer is not None:
                    return answer
                if is_list:
                    content = part.read_bytes()
                    forget_part(part)
                    return FetchOutcome("page", content=content, address=there)
                return self.accept(part, name, there, known, response.headers)
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
        self, response: httpx.Response, there: str, part: Path, known: Record | None, begun: int
    ) -> FetchOutcome | None:
        """Write an answer into its part; return why it is none, or None where it is one."""
        status = response.status_code
        if status == httpx.codes.NOT_MODIFIED:
            return FetchOutcome("unchanged", record=known, address=there)
        if status in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
            return FetchOutcome("absent", address=there)
        if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            return FetchOutcome("refused", "it stands behind a sign-in", address=there)
        if status == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            forget_part(part)
            raise _Temporary("what was begun does not fit the file any more", 0.0)
        if status in _TEMPORARY:
            raise _Temporary(f"the server says {status}", _read_retry_after(response.headers))
        if status not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
            return FetchOutcome("failed", f"the server says {status}", address=there)
        goes_on = status == httpx.codes.PARTIAL_CONTENT and _begins_at(response.headers) == begun
        too_large = await self._write(response, part, begun if goes_on else 0)
        if too_large:
            forget_part(part)
            return FetchOutcome("refused", too_large, address=there)
        return None

    async def _write(self, response: httpx.Response, part: Path, begun: int) -> str:
        """Append the response to the file; return why it is too large, or an empty text."""
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

    def part_of(self, name: str) -> Path:
        """Return the path of a file while it is not whole."""
        return self.folder / f"{name}.part"

    def accept(
        self, part: Path, name: str, there: str, known: Record | None, headers: Mapping[str, str]
    ) -> FetchOutcome:
        """Decide whether an answer is a document, a page, or nothing that can be used."""
        content = part.read_bytes()
        try:
            kind = detect(part)
        except ReadError as error:
            forget_part(part)
            return FetchOutcome("failed", error.message.replace(part.name, name), address=there)
        called = unquote(urlsplit(there).path).rpartition("/")[2]
        if kind == _WEB:
            if _LOGIN.search(content[:_PAGE]):
                forget_part(part)
                return FetchOutcome("refused", "it stands behind a sign-in", address=there)
            if not called.lower().endswith(FORMATS[_WEB].extensions):
                forget_part(part)
                page = content[:_PAGE]
                return FetchOutcome(
                    "page", "a web page stands in its place", content=page, address=there
                )
        digest = hashlib.sha256(content).hexdigest()
        ending = _choose_ending(called, kind)
        own = called.rpartition(".")[0] or called
        if not (_NAMES.fullmatch(called) and symbols.parse_file_name(called)):
            own = name
        if self._names.setdefault(f"{own}{ending}".casefold(), name) != name:
            own = name  # another document of this run has the file that the server names
        target = self.folder / f"{own}{ending}"
        unchanged = bool(
            known and known.sha256 == digest and known.file == target.name and target.is_file()
        )
        if unchanged and is_untouched(target, known):
            forget_part(part)
        else:
            part.replace(target)
            forget_part(part)
            is_own = known and self._names.get(known.file.casefold(), name) == name
            if known and is_own and known.file.casefold() != target.name.casefold():
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
    """Return the headers to send, and the bytes of an unfinished file that exist."""
    begun = _find_begun(part)
    if begun:
        size, validator = begun
        return {"Range": f"bytes={size}-", "If-Range": validator}, size
    headers: dict[str, str] = {}
    if known and known.address == address and is_untouched(folder / known.file, known):
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.modified:
            headers["If-Modified-Since"] = known.modified
    return headers, 0


def is_untouched(path: Path, known: Record | None) -> bool:
    """Whether a file is as it was when it was fetched."""
    try:
        stat = path.stat()
    except OSError:
        return False
    return known is not None and (stat.st_size, stat.st_mtime_ns) == (known.size, known.mtime_ns)


def _remember_begun(part: Path, headers: Mapping[str, str]) -> None:
    """Save the version of an unfinished file; without a version it cannot resume."""
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


def forget_part(part: Path) -> None:
    """Remove a part, and the note of the file that it begins."""
    part.unlink(missing_ok=True)
    part.with_suffix(".begun").unlink(missing_ok=True)


def _begins_at(headers: Mapping[str, str]) -> int:
    match = re.match(r"bytes (\d+)-", headers.get("content-range", ""))
    return int(match[1]) if match else -1


def _read_retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds to wait, at most 300; None where the server gives none."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return min(float(value), 300.0)
    try:
        return min(max(parsedate_to_datetime(value).timestamp() - time.time(), 0.0), 300.0)
    except (ValueError, TypeError):
        return None


def _choose_ending(called: str, kind: str) -> str:
    """Return the file's extension: the address's where it fits the content."""
    known = FORMATS[kind].extensions or (f".{kind}",)
    ending = PurePosixPath(called).suffix.lower()
    return ending if ending in known else known[0]


def read_records(path: Path) -> dict[str, Record]:
    """Read the records of earlier runs; empty if they are unreadable."""
    try:
        entries: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return {key: Record(**entry) for key, entry in entries.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_records(path: Path, known: Mapping[str, Record]) -> None:
    """Write the records in one atomic step."""
    text = json.dumps({key: asdict(record) for key, record in sorted(known.items())}, indent=1)
    new = path.with_suffix(".new")
    new.write_text(text, "utf-8")
    new.replace(path)
