"""Settings of the program: environment variables that begin with ``WSIS_SEARCH_``, read here alone.

A value is read when it is needed. :func:`check_settings` looks at all of them, for a program that
begins.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final, Literal

from corpus.errors import SettingError

_PREFIX: Final = "WSIS_SEARCH_"

CLASS_NAMES: Final = ("public", "members", "member-states")
"""Classes of readers as settings name them, the widest first."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A text, such as an address or a key.

    Attributes:
        short_name: what follows ``WSIS_SEARCH_``.
        help: line of the reference page, in Markdown; empty for what the program tells itself.
        group: part of the program that has it; None for all parts.
    """

    short_name: str
    help: str = ""
    group: Literal["app"] | None = None

    @property
    def name(self) -> str:
        """Name of the variable."""
        return f"{_PREFIX}{self.short_name}"

    @property
    def text(self) -> str:
        """The value without spaces around it; empty where it is not set."""
        return os.environ.get(self.name, "").strip()

    @property
    def path(self) -> Path | None:
        """The value as a path; None where it is not set."""
        return Path(self.text) if self.text else None

    def put(self, value: str | Path) -> None:
        """Set the value for this process and those that it starts."""
        os.environ[self.name] = str(value)

    def check(self) -> None:
        """Raise SettingError for a value that the setting cannot have."""


@dataclass(frozen=True, slots=True)
class Choice(Setting):
    """One of several words, in any letter case; empty where it is not set."""

    choices: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The word in small letters; raises SettingError for another one."""
        word = self.text.casefold()
        if word and word not in self.choices:
            raise SettingError(self.name, self.text, "choice", self.choices)
        return word

    def check(self) -> None:
        """Raise SettingError for another word."""
        _ = self.word


@dataclass(frozen=True, slots=True)
class Switch(Choice):
    """Something that is on or off, and off where it is not set."""

    ON: ClassVar[tuple[str, ...]] = ("1", "true", "yes", "on")
    choices: tuple[str, ...] = (*ON, "0", "false", "no", "off")

    @property
    def is_on(self) -> bool:
        """Whether it is on; raises SettingError for a word that is neither."""
        return self.word in self.ON


@dataclass(frozen=True, slots=True)
class Number(Setting):
    """A number from ``least`` to ``most``; whole where ``is_whole`` says so."""

    default: float = 0
    least: float = 0
    most: float = 0
    is_whole: bool = False

    @property
    def number(self) -> float:
        """The number, or the default; raises SettingError for another value."""
        text = self.text
        try:
            number = float(text or self.default)
        except ValueError:
            number = math.nan
        if not self.least <= number <= self.most or (self.is_whole and number % 1):
            limits = f"{self.least:g}", f"{self.most:g}"
            kind: Literal["whole", "number"] = "whole" if self.is_whole else "number"
            raise SettingError(self.name, text, kind, limits)
        return number

    def check(self) -> None:
        """Raise SettingError for what is no such number."""
        _ = self.number


@dataclass(frozen=True, slots=True)
class Networks(Setting):
    """Addresses and networks of the internet protocol, with commas between them."""

    EXAMPLES: ClassVar[tuple[str, ...]] = ("127.0.0.1", "10.0.0.0/8", "2001:db8::/32")

    @property
    def networks(self) -> list[str]:
        """The networks as they are written; raises SettingError for what is none."""
        names = self.text.replace(",", " ").split()
        if names:
            import ipaddress  # here: few name any, and all commands read this module

            try:
                _ = [ipaddress.ip_network(name) for name in names]
            except ValueError as error:
                raise SettingError(self.name, self.text, "networks", self.EXAMPLES) from error
        return names

    def check(self) -> None:
        """Raise SettingError for what is no network."""
        _ = self.networks


INDEX: Final = Setting("INDEX", "folder of the index")
MODEL: Final = Setting(
    "MODEL",
    "a sentence-transformers model, by name or folder, instead of the bundled one. Or an address "
    "that speaks OpenAI's protocol, with the model behind a number sign "
    "(`http://localhost:8080/v1#name`). An index remembers its model and refuses another",
)
MODEL_KEY: Final = Setting("MODEL_KEY", "key for a model behind an address")
ENGINE: Final = Setting(
    "ENGINE",
    "`milvus://[USER:PASSWORD@]HOST:PORT/COLLECTION`: vectors and words are at a "
    "[Milvus](https://milvus.io) server, not in files. With TLS, `milvus+tls://` "
    "([for operators](../operators.md#vectors-and-words-at-a-server))",
)
ENGINE_KEY: Final = Setting(
    "ENGINE_KEY",
    "`USER:PASSWORD` or a token for that server, where the address has none",
)
COPY: Final = Setting(
    "COPY",
    "address of the folder that `publish` writes: the index is a copy of what is there, and "
    "follows it",
)
COPY_KEY: Final = Setting("COPY_KEY", "token for that address")
BACKEND: Final = Choice(
    "BACKEND",
    "backend of sentence-transformers: `torch`, `onnx` or `openvino`. The last two need "
    '`pip install "sentence-transformers[onnx]"` or `[openvino]`. With `torch` the bundled model '
    "runs on PyTorch instead of OpenVINO",
    choices=("torch", "onnx", "openvino"),
)
CACHE: Final = Setting(
    "CACHE",
    "folder for the files that the bundled model keeps between runs (20 MB; 500 MB on PyTorch)",
)
READ_SECONDS: Final = Number(
    "READ_SECONDS", "seconds for reading one file", default=900, least=0.1, most=999_999
)
READ_MEGABYTES: Final = Number(
    "READ_MEGABYTES",
    "megabytes of memory for reading one file",
    default=4096,
    least=1,
    most=999_999,
    is_whole=True,
)
READ_PASSAGES: Final = Number(
    "READ_PASSAGES", "passages of one file", default=50_000, least=1, most=999_999, is_whole=True
)
TOKENS: Final = Setting(
    "TOKENS",
    "folder of the tokens (digests), if not that of the user's settings. Where the folder is "
    "missing, programs are refused",
)
TOKEN: Final = Setting("TOKEN", "token that the client in Python sends")
ACCESS: Final = Setting(
    "ACCESS", "file of the rules of access, if not `access.toml` in the index's folder"
)
AS: Final = Choice(
    "AS", "class of readers as whom commands see the index, as `--as`", choices=CLASS_NAMES
)
TABLES: Final = Setting(
    "TABLES",
    "folder with your own tables: meeting codes, other groups (`bodies/NAME.toml`) and their "
    "meetings. Without it, `tables` in your configuration folder",
)
LANGUAGES: Final = Setting(
    "LANGUAGES",
    "folder with further languages, each a folder named by its code (`pt/language.toml` and its "
    "tables of words)",
)
ALERTS: Final = Setting(
    "ALERTS",
    "file of the alerts, instead of `alerts.json` in the index's folder. It may hold passwords of "
    "mail servers; only its owner can read it",
)
NOTIFY_HOSTS: Final = Setting(
    "NOTIFY_HOSTS",
    "hosts, with commas between them, that alerts may reach besides those that all may reach: "
    "`mail.example.org, chat.example.org:8443` "
    "([for operators](../operators.md#alerts-that-are-sent))",
)
WRITER: Final = Setting(
    "WRITER",
    "address of a server that speaks OpenAI's protocol for chats, with the model behind a number "
    "sign: `http://localhost:11434/v1#model`. It writes answers, and needs a context of 4,096 "
    "tokens ([for operators](../operators.md#a-writer-of-answers)). Without it none are written",
)
WRITER_KEY: Final = Setting("WRITER_KEY", "key that this server asks for")
WRITER_CLASS: Final = Choice(
    "WRITER_CLASS",
    "strictest class of documents that may go to the writer: `public`, `members` or "
    "`member-states`. Without it: all to a writer on this machine, public ones to one elsewhere",
    choices=CLASS_NAMES,
)
TRANSLATOR: Final = Setting(
    "TRANSLATOR",
    "server that translates passages: `libretranslate+http://localhost:5000` or "
    "`apertium+http://localhost:2737`. Without it the writer translates "
    "([for operators](../operators.md#a-translator-of-passages))",
)
TRANSLATOR_KEY: Final = Setting("TRANSLATOR_KEY", "key that this server asks for")
TRANSLATOR_CLASS: Final = Choice(
    "TRANSLATOR_CLASS",
    "strictest class of documents that may go to the translator. Without it: all to a translator "
    "on this machine, public ones to one elsewhere",
    choices=CLASS_NAMES,
)
ARCHIVE: Final = Setting("ARCHIVE", "address that `fetch` asks instead of `https://www.itu.int`")
TIES_USER: Final = Setting(
    "TIES_USER",
    "account for files that `fetch` takes by FTPS, where the system's keyring has none",
)
TIES_PASSWORD: Final = Setting("TIES_PASSWORD", "password of this account")
TIES_SERVER: Final = Setting("TIES_SERVER", "server of these files, instead of ITU's")
DEBUG: Final = Switch("DEBUG", "`1` prints the place of a mistake of the program itself")

SECRETS: Final = Setting(
    "SECRETS",
    "file of the secrets for signing in, if not `secrets.toml` in the user's settings",
    group="app",
)
SIGN_IN_HOURS: Final = Number(
    "SIGN_IN_HOURS",
    "hours after which people have to sign in to the app again",
    group="app",
    default=24,
    least=0.001,
    most=720,
)
STATE: Final = Setting(
    "STATE",
    "folder that remembers who has signed out, if not the user's",
    group="app",
)
REQUEST_SECONDS: Final = Number(
    "REQUEST_SECONDS",
    "seconds that a request may take to arrive, with its upload or draft",
    group="app",
    default=120,
    least=0.1,
    most=86_400,
)
ROBOTS: Final = Choice(
    "ROBOTS",
    "`index` lets search engines list the plain pages (`/d/…`, `/r/…`); without it they are asked "
    "not to",
    group="app",
    choices=("index", "noindex"),
)
ALLOW_UPLOAD: Final = Switch(
    "ALLOW_UPLOAD",
    "`1` lets visitors add files to the index from the page Documents",
    group="app",
)
UPLOAD_MEGABYTES: Final = Number(
    "UPLOAD_MEGABYTES",
    "megabytes of one file that visitors add",
    group="app",
    default=50,
    least=1,
    most=2000,
    is_whole=True,
)

PROXIES: Final = Networks(
    "PROXIES",
    "addresses or networks of the proxies in front, with commas between them: "
    "`127.0.0.1, 10.0.0.0/8`. Their header `X-Forwarded-For` says who asks, so that limits count "
    "each reader; nobody else's does",
    group="app",
)

API: Final = Switch("API")
"""Whether the app's process answers programs as well; ``serve`` tells it."""

ADDRESSES: Final = Setting("ADDRESSES")
"""Public addresses of the app, with spaces between them; ``serve`` tells it."""

SETTINGS: Final = tuple(value for value in [*globals().values()] if isinstance(value, Setting))
"""All settings, in the order of the reference page."""


def check_settings() -> None:
    """Raise SettingError for the first setting whose value it cannot have."""
    for setting in SETTINGS:
        setting.check()
