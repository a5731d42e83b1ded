"""Settings of the writer: its address, its model, its key, and which documents may go there."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Final, Self
from urllib.parse import urlsplit

from corpus.errors import AccessError
from index.access import ALL, CLASSES, Class, check_class
from search_app.hosts import is_of_this_machine
from search_app.writers.failure import WriterError

VARIABLE: Final = "WSIS_SEARCH_WRITER"
"""Environment variable with address and model: ``http://localhost:11434/v1#model``."""

KEY: Final = "WSIS_SEARCH_WRITER_KEY"
"""Environment variable with the key that the server asks for, if any."""

LIMIT: Final = "WSIS_SEARCH_WRITER_CLASS"
"""Environment variable with the strictest class of documents that may go to the writer."""


@dataclass(frozen=True, slots=True)
class WriterSettings:
    """A writer that the operator names.

    Attributes:
        address: of the server's protocol, without the model: ``http://localhost:11434/v1``.
        host: name of the server.
        limit: strictest class of documents that may go there.
        key: shown to nobody.
    """

    address: str
    model: str
    host: str
    limit: Class
    key: str = field(default="", repr=False)

    @property
    def is_local(self) -> bool:
        """Whether the writer runs on this machine."""
        return is_of_this_machine(self.host)

    @classmethod
    def from_environment(cls) -> Self | None:
        """Return the settings of this process; None where no writer is named.

        Raises ``WriterError`` where they are not understood.
        """
        named = os.environ.get(VARIABLE, "").strip()
        if not named:
            return None
        address, _, model = named.partition("#")
        host = _parse_host(address)
        if not model.strip():
            raise _make_error(f"{VARIABLE} names no model. Write it after a number sign: #model")
        own_limit = ALL if is_of_this_machine(host) else CLASSES[0]
        return cls(address.rstrip("/"), model.strip(), host, _read_limit(own_limit), _read_key())


def _parse_host(address: str) -> str:
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises where it is no number
    except ValueError:
        parts = urlsplit("")
    if parts.username or parts.password or "@" in parts.netloc:  # not repeated: it holds a password
        raise _make_error(
            f"{VARIABLE} holds a password. Leave it out, and set the key in {KEY} instead."
        )
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise _make_error(
            f"{VARIABLE} is no address of a writer. Write it like http://localhost:11434/v1#model"
        )
    return parts.hostname


def _read_limit(own_limit: Class) -> Class:
    named = os.environ.get(LIMIT, "").strip()
    try:
        return check_class(named) if named else own_limit
    except AccessError as error:
        raise _make_error(f"{LIMIT}: {error.message}") from error


def _read_key() -> str:
    key = os.environ.get(KEY, "").strip()
    if not (key.isascii() and key.isprintable()):  # a library's error would repeat it
        raise _make_error(f"{KEY} holds letters that no key has. Copy the key again.")
    return key


def _make_error(message: str) -> WriterError:
    return WriterError(message, "settings")
