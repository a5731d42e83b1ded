"""Settings of the writer: its address, its model, its key, and which documents may go there.

The readers of a server's settings serve translators as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from corpus.settings import WRITER, WRITER_CLASS, WRITER_KEY, Choice, Setting
from index.access import ALL, CLASSES, Class, check_class
from search_app.hosts import is_of_this_machine
from search_app.writers.failure import WriterError


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
        named = WRITER.text
        if not named:
            return None
        address, _, model = named.partition("#")
        host = parse_host(WRITER, address, "http://localhost:11434/v1#model")
        if not model.strip():
            raise make_settings_error(
                f"{WRITER.name} names no model. Write it after a number sign: #model"
            )
        limit, key = read_limit(WRITER_CLASS, host), read_key(WRITER_KEY)
        return cls(address.rstrip("/"), model.strip(), host, limit, key)


def parse_host(setting: Setting, address: str, example: str) -> str:
    """Return the host of an address that a setting names; raise where it is no server's."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises where it is no number
    except ValueError:
        parts = urlsplit("")
    if parts.username or parts.password or "@" in parts.netloc:  # not repeated: it holds a password
        raise make_settings_error(
            f"{setting.name} holds a password. Leave it out, and set the key in {setting.name}_KEY "
            "instead."
        )
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        server = setting.short_name.lower()
        raise make_settings_error(
            f"{setting.name} is no address of a {server}. Write it like {example}"
        )
    return parts.hostname


def read_limit(setting: Choice, host: str) -> Class:
    """Return the strictest class of documents that may go to a host."""
    own_limit = ALL if is_of_this_machine(host) else CLASSES[0]
    return check_class(setting.word) if setting.word else own_limit


def read_key(setting: Setting) -> str:
    """Return the key that a setting holds; empty where it has none."""
    key = setting.text
    if not (key.isascii() and key.isprintable()):  # a library's error would repeat it
        raise make_settings_error(
            f"{setting.name} holds letters that no key has. Copy the key again."
        )
    return key


def make_settings_error(message: str) -> WriterError:
    """Return the error that a setting is not understood."""
    return WriterError(message, "settings")
