"""Files that need a TIES account: implicit FTPS, with TLS from the first byte.

The data channel takes over the TLS session of the command channel, as the server demands.
"""

from __future__ import annotations

import contextlib
import ftplib
import hashlib
import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from corpus.errors import FetchError
from ingest.fetch.accounts import Account
from ingest.fetch.transfer import Manners, forget_part

_Answer = TypeVar("_Answer")

_PORT: Final = 990
_MOST_NAMES: Final = 100_000
"""Names that are read of a folder; a study group has some thousand files in a period."""

_NAME: Final = re.compile(r"[\w!.()&-]{1,150}")
_BLOCK: Final = 64 * 1024
_FACTS: Final = {"SIZE": "content-length", "MDTM": "last-modified"}
"""Commands that tell facts of a file, and the headers of the web that have them."""

_GONE: Final = ("450", "550")
"""Answers to what the server does not have, or does not show to this account."""


class ImplicitFtps(ftplib.FTP_TLS):
    """A connection whose channels speak TLS from the first byte."""

    def connect(
        self, host: str = "", port: int = 0, timeout: float = -999, source_address: Any = None
    ) -> str:
        """Connect and read the server's greeting."""
        self.host, self.port, self.timeout = host, port, timeout
        plain = socket.create_connection((host, port), timeout, source_address)
        try:
            self.sock = self.context.wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise
        self.af = self.sock.family
        self.file = self.sock.makefile("r", encoding=self.encoding)
        self.welcome = self.getresp()
        return self.welcome

    def ntransfercmd(
        self, cmd: str, rest: int | str | None = None
    ) -> tuple[socket.socket, int | None]:
        """Open the channel of data, in the TLS session of the channel of commands."""
        plain, size = ftplib.FTP.ntransfercmd(self, cmd, rest)  # noqa: S321 - TLS comes next
        try:
            session = getattr(self.sock, "session", None)
            channel = self.context.wrap_socket(plain, server_hostname=self.host, session=session)
        except BaseException:
            plain.close()
            raise
        return channel, size


class FileAbsentError(Exception):
    """The server has no such file or folder, or does not show it to the account."""


class FileTooLargeError(Exception):
    """A file has more bytes than are taken."""


class FileServer:
    """The server of files, asked by one account, within its manners.

    Every error is a FetchError with one sentence. Failures are retried, but not a refused account.
    """

    def __init__(self, account: Account, manners: Manners) -> None:
        self._account = account
        self._manners = manners
        host, _, port = account.server.rpartition(":")
        known = port.isascii() and port.isdecimal() and int(port) < 1 << 16
        self.host, self._port = (host, int(port)) if host and known else (account.server, _PORT)
        self._ftp: ImplicitFtps | None = None
        self._channel: socket.socket | None = None
        self._refusal = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._leave()

    def list_names(self, folder: str) -> tuple[list[str], list[str]]:
        """Return the names of the files in a folder, and what is wrong with others, for people.

        Raises FetchError where the server cannot be asked.
        """
        return self._try(lambda ftp: self._read_names(ftp, folder)) or ([], [])

    def fetch(self, path: str, part: Path) -> Mapping[str, str]:
        """Write a file into its part; return its headers, as those of the web.

        A further try goes on behind what an earlier one has written, in a later run too.

        Raises FileAbsentError where it is not there; FileTooLargeError where it has too many bytes;
        FetchError where the server cannot be asked.
        """
        begun = _read_part_facts(part, path)
        try:
            headers = self._try(lambda ftp: self._read_file(ftp, path, part, begun))
        except FetchError:
            _write_part_facts(part, path, begun)
            raise
        if headers is None:
            raise FileAbsentError
        return headers

    def look_up(self, path: str) -> Mapping[str, str]:
        """Return the size and the last change of a file, as headers of the web; empty if unknown.

        Raises FetchError where the server cannot be asked.
        """
        return self._try(lambda ftp: _read_facts(ftp, path)) or {}

    # --- the inside ------------------------------------------------------------------------------

    def _try(self, ask: Callable[[ImplicitFtps], _Answer]) -> _Answer | None:
        """Ask until there is an answer; None where the server does not have it."""
        message = self._refusal
        for attempt in range(0 if message else self._manners.tries):
            try:
                with self._limit_seconds() as limit:
                    return ask(self._connect())
            except ftplib.all_errors as error:  # OSError and EOFError among them
                if isinstance(error, ftplib.Error) and str(error)[:3] in _GONE:
                    return None
                message = limit.message or self._describe(error)
                self._leave()
            except ValueError:  # what a server sends that is no answer of the protocol
                message = "it answers what is none of the protocol"
                self._leave()
            if self._refusal:
                raise FetchError(self._refusal)
            if attempt + 1 < self._manners.tries:
                time.sleep(self._manners.first_wait * 2**attempt)
        # What did not answer so often is not asked for every other file.
        self._refusal = self._refusal or (
            f"{self.host} cannot give files ({message}; {self._manners.tries} tries). Look at the "
            "network, and try again later."
        )
        raise FetchError(self._refusal)

    def _connect(self) -> ImplicitFtps:
        if self._ftp is not None:
            return self._ftp
        ftp = ImplicitFtps(context=ssl.create_default_context(), encoding="utf-8")
        self._ftp = ftp
        ftp.connect(self.host, self._port, self._manners.silence)
        try:
            ftp.login(self._account.user, self._account.password)
        except ftplib.error_perm as error:
            self._refusal = (
                f"{self.host} does not accept the TIES account. Check WSIS_SEARCH_TIES_USER "
                "and WSIS_SEARCH_TIES_PASSWORD, or the system's keyring."
            )
            raise FetchError(self._refusal) from error
        ftp.prot_p()
        return ftp

    def _read_names(self, ftp: ImplicitFtps, folder: str) -> tuple[list[str], list[str]]:
        names: dict[str, None] = {}
        strange = count = 0
        ftp.voidcmd("TYPE A")
        self._channel = ftp.transfercmd(f"NLST {folder}")
        with (
            self._channel as channel,
            channel.makefile("r", encoding="utf-8", errors="replace") as file,
        ):
            while count < _MOST_NAMES and (line := file.readline(_BLOCK)):
                count += 1
                name = line.strip().removeprefix(f"{folder}/")
                if _NAME.fullmatch(name) and name.strip("."):
                    names[name] = None
                elif name not in (".", "..", ""):
                    strange += 1
        notes = []
        if count < _MOST_NAMES:
            ftp.voidresp()
        else:
            self._leave()  # the rest of the list is under way
            notes.append(
                f"{self.host}, {folder}: only the first {_MOST_NAMES:,} names are read of more."
            )
        if strange:
            notes.append(
                f"{self.host}, {folder}: {strange:,} names lead elsewhere or are none of ITU's, "
                "and are left out."
            )
        return [*names], notes

    def _read_file(
        self, ftp: ImplicitFtps, path: str, part: Path, begun: dict[str, str]
    ) -> Mapping[str, str]:
        facts = _read_facts(ftp, path)
        most = self._manners.megabytes * 1024**2
        size = part.stat().st_size if len(facts) == len(_FACTS) and begun == facts else 0
        ftp.voidcmd("TYPE I")
        self._channel, size = _open_file(ftp, path, size)
        with self._channel as channel, part.open("r+b" if size else "wb") as file:
            file.seek(size)
            file.truncate()
            begun.update(facts)
            while block := channel.recv(_BLOCK):
                size += len(block)
                if size > most:
                    break
                file.write(block)
        if size > most:
            self._leave()
            raise FileTooLargeError
        ftp.voidresp()
        if (expected := int(facts.get("content-length", size))) != size:
            if size > expected:  # the server sent all of it again
                begun.clear()
            raise ftplib.error_temp("the transfer broke off")  # noqa: S321 - only an error
        return facts

    @contextlib.contextmanager
    def _limit_seconds(self) -> Iterator[_Limit]:
        """Close the channels where the block takes longer than one file may."""
        limit = _Limit()

        def time_out() -> None:
            limit.message = f"took longer than {self._manners.patience:g} s"
            commands = self._ftp.sock if self._ftp else None
            for channel in (self._channel, commands):
                with contextlib.suppress(OSError):
                    if channel is not None:
                        # Not SSLSocket's: it would take the state of TLS from under the reader.
                        socket.socket.shutdown(channel, socket.SHUT_RDWR)

        timer = threading.Timer(self._manners.patience, time_out)
        timer.daemon = True
        timer.start()
        try:
            yield limit
        finally:
            timer.cancel()

    def _describe(self, error: BaseException) -> str:
        """Return what went wrong, without what the server may repeat of the account."""
        code = str(error)[:3] if isinstance(error, ftplib.Error) else ""
        is_inside = self._ftp is not None and self._ftp.sock is not None
        message = str(getattr(error, "strerror", None) or type(error).__name__)
        if isinstance(error, ssl.SSLCertVerificationError):
            message = "its certificate is not trusted"
        elif isinstance(error, TimeoutError):
            message = f"it said nothing for {self._manners.silence:g} s"
        elif isinstance(error, ssl.SSLError):
            message = f"TLS fails: {error.reason or 'unknown reason'}"
        elif code == "425" or (isinstance(error, ConnectionRefusedError) and is_inside):
            message = "it refuses the channel of data"
        elif code:
            message = f"it answers {code}" if code.isdecimal() else "the transfer broke off"
        elif isinstance(error, EOFError):
            message = "it ended the connection"
        return message

    def _leave(self) -> None:
        ftp, self._ftp, self._channel = self._ftp, None, None
        if ftp is not None:
            with contextlib.suppress(*ftplib.all_errors, ValueError):
                ftp.close()


class _Limit:
    message = ""


def _open_file(ftp: ImplicitFtps, path: str, begun: int) -> tuple[socket.socket, int]:
    """Open the channel of a file behind its first bytes, where the server can; return both."""
    if begun:
        try:
            return ftp.transfercmd(f"RETR {path}", rest=begun), begun
        except ftplib.error_perm as error:
            if str(error)[:3] in _GONE:
                raise
    return ftp.transfercmd(f"RETR {path}"), 0


def _write_part_facts(part: Path, path: str, facts: Mapping[str, str]) -> None:
    """Note beside a part which file it begins, and its digest; remove a part of nothing known."""
    if len(facts) != len(_FACTS) or not part.is_file():
        forget_part(part)
        return
    note = {**facts, "path": path, "sha256": hashlib.sha256(part.read_bytes()).hexdigest()}
    part.with_suffix(".begun").write_text(json.dumps(note), "utf-8")


def _read_part_facts(part: Path, path: str) -> dict[str, str]:
    """Return the facts of the file that a part begins; empty in doubt, which starts it anew."""
    try:
        note = json.loads(part.with_suffix(".begun").read_text("utf-8"))
        digest = hashlib.sha256(part.read_bytes()).hexdigest()
    except (OSError, ValueError):
        return {}
    if not isinstance(note, dict) or (note.get("path"), note.get("sha256")) != (path, digest):
        return {}
    return {name: str(note.get(name)) for name in _FACTS.values()}


def _read_facts(ftp: ImplicitFtps, path: str) -> dict[str, str]:
    """Return size and last change of a file, where the server tells them."""
    facts = {}
    for command, name in _FACTS.items():
        if command == "SIZE":
            ftp.voidcmd("TYPE I")
        try:
            answer = ftp.sendcmd(f"{command} {path}")
        except ftplib.error_perm:
            continue
        value = answer[4:].strip()
        if answer.startswith("213") and re.fullmatch(r"[\d.]{1,30}", value):
            facts[name] = value
    return facts
