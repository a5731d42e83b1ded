"""Translation of a text: by a server of LibreTranslate's or Apertium's protocol, or by the writer.

``WSIS_SEARCH_TRANSLATOR`` names the server. Each fault is a ``WriterError`` with a reason, and no
error repeats the server's words, which may hold the key. What survives is not checked here.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, Self, cast

from corpus.settings import TRANSLATOR, TRANSLATOR_CLASS, TRANSLATOR_KEY
from corpus.text import clean, drop_hidden, language_of
from index.access import Class
from search_app.hosts import is_of_this_machine
from search_app.writers.connections import (
    BUSY,
    WriterLimits,
    authorise,
    open_response,
    read_chunks,
    report_faults,
    take_place,
)
from search_app.writers.failure import WriterError
from search_app.writers.prompt import make_translation_messages
from search_app.writers.settings import (
    WriterSettings,
    make_settings_error,
    parse_host,
    read_key,
    read_limit,
)
from search_app.writers.stream import stream_text

if TYPE_CHECKING:
    import httpx

Protocol = Literal["libretranslate", "apertium", "writer"]

_NAMES: Final = {"libretranslate": "LibreTranslate", "apertium": "Apertium"}
"""Names of the programs by their protocols."""

_USUAL: Final = WriterLimits()

_SPACES: Final = re.compile(" {2,}")
"""Pattern of the spaces that a translator leaves between sentences, or for a word that it drops."""

_LENGTHENING: Final = 8
"""Characters of a translation for each of its text, Chinese into English; more are none."""

_SPARE: Final = 400
"""Characters that a translation may have besides, for a text of a few words."""


@dataclass(frozen=True, slots=True)
class TranslatorSettings:
    """A translator that the operator names.

    Attributes:
        name: shown to readers: the program's, or the model's.
        address: of the server, without the path of the protocol.
        host: name of the server.
        limit: strictest class of documents that may go there.
        key: shown to nobody.
        writer: translates where no server of translations is named.
    """

    protocol: Protocol
    name: str
    address: str
    host: str
    limit: Class
    key: str = field(default="", repr=False)
    writer: WriterSettings | None = None

    @property
    def is_local(self) -> bool:
        """Whether the translator runs on this machine."""
        return is_of_this_machine(self.host)

    @property
    def identity(self) -> str:
        """Name under which translations are stored: another server may translate otherwise."""
        return f"{self.protocol}+{self.address}#{self.name}"

    @classmethod
    def from_environment(cls) -> Self | None:
        """Return the settings of this process; None where neither translator nor writer is named.

        Raises ``WriterError`` where they are not understood.
        """
        named = TRANSLATOR.text
        if not named:
            writer = WriterSettings.from_environment()
            return cls._from_writer(writer) if writer else None
        protocol, _, address = named.partition("+")
        example = "libretranslate+http://localhost:5000 or apertium+http://localhost:2737"
        if protocol not in _NAMES:  # not repeated: the address may hold a password
            raise make_settings_error(
                f"{TRANSLATOR.name} names no protocol. Write it like {example}"
            )
        host = parse_host(TRANSLATOR, address, example)
        if "#" in address:
            raise make_settings_error(f"{TRANSLATOR.name} takes no model. Write it like {example}")
        return cls(
            cast("Protocol", protocol),
            _NAMES[protocol],
            address.rstrip("/"),
            host,
            read_limit(TRANSLATOR_CLASS, host),
            read_key(TRANSLATOR_KEY),
        )

    @classmethod
    def _from_writer(cls, writer: WriterSettings) -> Self:
        return cls("writer", writer.model, writer.address, writer.host, writer.limit, writer=writer)


def translate_text(
    settings: TranslatorSettings,
    text: str,
    source: str,
    target: str,
    terms: Mapping[str, str],
    limits: WriterLimits = _USUAL,
) -> str:
    """Return a text in another language; ``terms`` are its terms with their translations.

    Only a writer takes terms. ``WriterError`` says why there is no translation.
    """
    server = f"The translator at {settings.host}"
    if settings.writer:
        messages = make_translation_messages(text, source, target, terms)
        with closing(stream_text(settings.writer, messages, limits)) as pieces:
            written = "".join(pieces)
    else:
        with take_place(), report_faults(server, TRANSLATOR.name):
            written = _request(settings, text, source, target, limits)
    translation = _SPACES.sub(" ", drop_hidden(clean(written))).strip()
    if not translation or len(translation) > _LENGTHENING * len(text) + _SPARE:
        raise WriterError(f"{server} gives no translation.", "no-answer")
    if language_of(translation, expected=target) != target:
        raise WriterError(f"{server} answers in another language.", "other-language")
    return translation


def _request(
    settings: TranslatorSettings, text: str, source: str, target: str, limits: WriterLimits
) -> str:
    ends = time.monotonic() + limits.whole
    values = {"q": clean(text)}
    headers: Mapping[str, str] = {}
    if settings.protocol == "apertium":
        values |= {"langpair": f"{source}|{target}", "markUnknown": "no", "format": "txt"}
        content: dict[str, Any] = {"data": values}
        headers = authorise(settings.key)
    else:
        values |= {"source": source, "target": target, "format": "text"}
        content = {"json": values | ({"api_key": settings.key} if settings.key else {})}
    address, server = f"{settings.address}/translate", f"The translator at {settings.host}"
    with open_response(
        address, limits, is_local=settings.is_local, headers=headers, **content
    ) as response:
        _check(settings, response)
        return _parse(settings, b"".join(read_chunks(response, server, limits.size, ends)))


def _check(settings: TranslatorSettings, response: httpx.Response) -> None:
    server, status = f"The translator at {settings.host}", response.status_code
    if status in BUSY:
        raise WriterError(f"{server} is busy ({status}).", "busy")
    if status == 400:
        raise WriterError(f"{server} does not translate between these languages.", "pair")
    if status != 200:
        raise WriterError(f"{server} refuses to translate ({status}).", "refused")


def _parse(settings: TranslatorSettings, body: bytes) -> str:
    try:
        answer: Any = json.loads(body)
        if settings.protocol == "apertium":
            answer = answer["responseData"]
        text = answer["translatedText"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _make_foreign(settings) from error
    if not isinstance(text, str):
        raise _make_foreign(settings)
    return text


def _make_foreign(settings: TranslatorSettings) -> WriterError:
    return WriterError(
        f"What answers at {settings.host} does not speak the protocol of {settings.name}.",
        "foreign",
    )
