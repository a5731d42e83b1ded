"""A server of files with TLS from the first byte, as ITU's for accounts is described.

It speaks what RFC 959 and RFC 4217 say of the commands that are asked, and takes no channel of data
outside the TLS session of the channel of commands.
"""

from __future__ import annotations

import contextlib
import itertools
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.tls import certificate


@dataclass
class FileServerState:
    """The server, and how it behaves.

    Attributes:
        address: ``HOST:PORT``.
        certificate: that a client has to trust.
        files: content by path.
        names: that a folder's list has, in place of those of its files.
        password: that it accepts.
        silent_on: the command to which it says nothing, such as ``RETR``.
        drips: it sends a byte now and then.
        refuses_data: it opens no channel of data.
        breaks_off: only half of a file is sent, so many times.
        restarts: whether it can begin within a file; None where it begins with all of it.
        commands: that it was given, without passwords.
        is_reused: of each channel of data, whether it took over the session.
    """

    address: str
    certificate: Path
    files: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, Iterable[str]] = field(default_factory=dict)
    password: str = "right"  # noqa: S105 - of a server in a test
    silent_on: str = ""
    drips: bool = False
    refuses_data: bool = False
    breaks_off: int = 0
    restarts: bool | None = True
    commands: list[str] = field(default_factory=list)
    is_reused: list[bool] = field(default_factory=list)


class _Conversation:
    def __init__(
        self, state: FileServerState, context: ssl.SSLContext, plain: socket.socket
    ) -> None:
        self._state = state
        self._context = context
        self._commands = context.wrap_socket(plain, server_side=True)
        self._waiting: socket.socket | None = None
        self._start = 0

    def run(self) -> None:
        try:
            self._answer()
        finally:
            if self._waiting is not None:
                self._waiting.close()

    def _answer(self) -> None:
        with self._commands, self._commands.makefile("r", encoding="utf-8") as lines:
            self._say("220 ready")
            for line in lines:
                verb, _, value = line.strip().partition(" ")
                self._state.commands.append(verb if verb == "PASS" else line.strip())
                if verb == self._state.silent_on:
                    time.sleep(2)
                elif verb == "PASS":
                    is_right = value == self._state.password
                    self._say("230 in" if is_right else f"530 no such password {value}")
                elif answer := getattr(self, f"_{verb.lower()}", None):
                    answer(value)
                else:
                    self._say("331 password" if verb == "USER" else "200 done")

    def _say(self, line: str) -> None:
        self._commands.sendall(f"{line}\r\n".encode())

    def _pasv(self, _: str) -> None:
        if self._state.refuses_data:
            self._say("425 no channel")
            return
        if self._waiting is not None:
            self._waiting.close()
        self._waiting = socket.create_server(("127.0.0.1", 0))
        high, low = divmod(self._waiting.getsockname()[1], 256)
        self._say(f"227 here (127,0,0,1,{high},{low})")

    def _size(self, path: str) -> None:
        content = self._state.files.get(path)
        self._say("550 no such file" if content is None else f"213 {len(content)}")

    def _mdtm(self, path: str) -> None:
        is_there = path in self._state.files
        self._say("213 20241002080000" if is_there else "550 no such file")

    def _nlst(self, folder: str) -> None:
        begin = f"{folder}/"
        below = [path for path in self._state.files if path.startswith(begin)]
        names = self._state.names.get(folder, [path.removeprefix(begin) for path in below])
        if folder not in self._state.names and not below:
            self._say("550 no such folder")
            return
        self._send(f"{name}\r\n".encode() for name in names)

    def _rest(self, value: str) -> None:
        if self._state.restarts is False:
            self._say("502 cannot")
            return
        self._start = int(value) if self._state.restarts else 0
        self._say("350 from there")

    def _retr(self, path: str) -> None:
        start, self._start = self._start, 0
        content = self._state.files.get(path)
        if content is None:
            self._say("550 no such file")
        elif self._state.drips:
            self._send(_drip(content), at_once=1)
        else:
            is_cut = self._state.breaks_off > 0
            self._state.breaks_off -= is_cut
            end = len(content) // 2 if is_cut else len(content)
            self._send([content[start:end]])

    def _send(self, pieces: Iterable[bytes], at_once: int = 1000) -> None:
        assert self._waiting is not None
        self._say("150 comes")
        plain, _ = self._waiting.accept()
        self._waiting.close()
        with self._context.wrap_socket(plain, server_side=True) as channel:
            self._state.is_reused.append(bool(channel.session_reused))
            if not channel.session_reused:
                self._say("522 the session is another one")
                return
            while joined := b"".join(itertools.islice(pieces := iter(pieces), at_once)):
                channel.sendall(joined)
            with contextlib.suppress(OSError):
                channel.unwrap()
        self._say("226 done")


def _drip(content: bytes) -> Iterator[bytes]:
    for place in range(0, len(content), 10):
        time.sleep(0.1)
        yield content[place : place + 10]


@contextmanager
def accounts_server(folder: Path) -> Iterator[FileServerState]:
    """Serve until the end of the block; the certificate is written into the folder."""
    own = certificate(folder)
    context = own.context()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        state = FileServerState(f"127.0.0.1:{listening.getsockname()[1]}", own.authority)

        def converse(plain: socket.socket) -> None:
            with contextlib.suppress(OSError, ValueError):
                _Conversation(state, context, plain).run()

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    plain, _ = listening.accept()
                    threading.Thread(target=converse, args=(plain,), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield state
        listening.shutdown(socket.SHUT_RDWR)
