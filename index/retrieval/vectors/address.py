"""Where is an engine, and what may be wrong with it? Its address, as a setting has it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Self
from urllib.parse import parse_qs, unquote, urlsplit

from corpus.errors import EngineError

VARIABLE: Final = "WSIS_SEARCH_ENGINE"

_FORM: Final = "milvus://[USER:PASSWORD@]HOST:PORT/COLLECTION"
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,199}")
_SECONDS: Final = 30.0


class GoneError(EngineError):
    """A collection, or a text, is not there (any more)."""


class UnreachableError(EngineError):
    """Nothing answers at the address."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an engine is.

    Attributes:
        host: with its port.
        collection: begins the names of the collections there.
        token: ``user:password``; empty where it asks for none.
        seconds: that an answer may take.
    """

    host: str
    collection: str
    token: str = field(default="", repr=False)
    seconds: float = _SECONDS

    @classmethod
    def of(cls, setting: str) -> Self:
        """Read an address; ``?timeout=`` after it says how many seconds an answer may take.

        Raises:
            EngineError: it is none.
        """
        try:
            parts = urlsplit(setting)
            port = parts.port
            asked = parse_qs(parts.query, strict_parsing=bool(parts.query))
            seconds = float(asked.pop("timeout", [str(_SECONDS)])[0])
        except ValueError:
            port, asked, seconds = None, {}, 0.0
        collection = parts.path.strip("/") if port else ""
        is_whole = port and parts.hostname and _NAME.fullmatch(collection) and not asked
        if not is_whole or parts.scheme != "milvus" or not 0 < seconds < float("inf"):
            raise EngineError(
                f"What names the engine of vectors is no address of Milvus ({VARIABLE}). It looks "
                f"like this, the name of the collection in letters, digits and _: {_FORM}"
            )
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        named = [unquote(part) for part in (parts.username, parts.password) if part]
        return cls(f"{host}:{port}", collection, ":".join(named), seconds)

    def __str__(self) -> str:
        return f"milvus://{self.host}/{self.collection}"
