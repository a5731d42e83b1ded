"""The address of a server of Milvus, as a setting has it, and what may be wrong with it."""

from __future__ import annotations

import os
import re
import socket
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self
from urllib.parse import parse_qs, unquote, urlsplit

from corpus.errors import EngineError
from index.retrieval.vectors.server import VARIABLE

KEY: Final = "WSIS_SEARCH_ENGINE_KEY"
"""The setting of ``user:password`` or a token, where the address does not have it."""

AUTHORITY: Final = "SSL_CERT_FILE"
"""Names the file of the authorities that are trusted, as for all that speaks TLS here."""

_SCHEMES: Final = {"milvus": False, "milvus+tls": True}
_FORM: Final = (
    "milvus://[USER:PASSWORD@]HOST:PORT/COLLECTION, or milvus+tls://… where it speaks TLS"
)
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,199}")
_SECONDS: Final = 30.0
_HANDSHAKE: Final = 2.0
"""Seconds that a server has for a handshake, when it is looked why it cannot be reached."""


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a server of Milvus.

    Attributes:
        host: with its port.
        collection: begins the names of the collections there.
        token: ``user:password``, or another; empty where it asks for none.
        seconds: that an answer may take.
        is_secured: whether it speaks TLS.
    """

    host: str
    collection: str
    token: str = field(default="", repr=False)
    seconds: float = _SECONDS
    is_secured: bool = False

    @classmethod
    def of(cls, setting: str) -> Self:
        """Read an address; ``?timeout=`` after it says how many seconds an answer may take.

        The user is in it, or in ``WSIS_SEARCH_ENGINE_KEY``.

        Raises:
            EngineError: it is none.
        """
        try:
            parts = urlsplit(setting)
            port = parts.port
            options = parse_qs(parts.query, strict_parsing=bool(parts.query))
            seconds = float(options.pop("timeout", [str(_SECONDS)])[0])
        except ValueError:
            port, options, seconds = None, {}, 0.0
        collection = parts.path.strip("/") if port else ""
        is_whole = port and parts.hostname and _NAME.fullmatch(collection) and not options
        if not is_whole or parts.scheme not in _SCHEMES or not 0 < seconds < float("inf"):
            raise EngineError(
                f"What names the engine of vectors is no address of Milvus ({VARIABLE}). It looks "
                f"like this, the name of the collection in letters, digits and _: {_FORM}"
            )
        if ":" in (parts.hostname or ""):
            raise EngineError(
                f"{VARIABLE} has an address of IPv6, which the client of Milvus asks without its "
                "brackets, and so another: give the machine a name, and name that."
            )
        named = [unquote(part) for part in (parts.username, parts.password) if part]
        token = ":".join(named) or os.environ.get(KEY, "").strip()
        return cls(f"{parts.hostname}:{port}", collection, token, seconds, _SCHEMES[parts.scheme])

    def __str__(self) -> str:
        return f"milvus{'+tls' if self.is_secured else ''}://{self.host}/{self.collection}"

    @property
    def authorities(self) -> str | None:
        """File of the authorities that are trusted: that of the setting, or the system's, if any.

        Raises:
            EngineError: the setting names none.
        """
        named = os.environ.get(AUTHORITY)
        if named and not Path(named).is_file():
            raise EngineError(
                f"{AUTHORITY} names {named}, which is no file. Name that of the certificate "
                f"authority which Milvus at {self.host} has its certificate from."
            )
        return named or ssl.get_default_verify_paths().cafile

    def trouble(self) -> str | None:
        """Say why no connection comes about, by a handshake: of TLS where it is plain, or not so.

        Returns:
            What is wrong and what to do; None where nothing answers, or all is as it should be.
        """
        context = ssl.create_default_context(cafile=self.authorities)
        context.set_alpn_protocols(["h2"])
        if not self.is_secured:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        host, _, port = self.host.rpartition(":")
        try:
            plain = socket.create_connection((host, int(port)), _HANDSHAKE)
        except OSError:
            return None
        with plain:
            return self._diagnose(context, plain, host)

    # --- the inside ------------------------------------------------------------------------------

    def _diagnose(self, context: ssl.SSLContext, plain: socket.socket, host: str) -> str | None:
        try:
            with context.wrap_socket(plain, server_hostname=host) as spoken:
                has_http_2 = spoken.selected_alpn_protocol() == "h2"
        except ssl.SSLCertVerificationError as error:
            return (
                f"The certificate of Milvus at {self.host} is not accepted: "
                f"{error.verify_message.rstrip('.')}. Name the file of the authority that it is "
                f"from in {AUTHORITY}, or correct the address in {VARIABLE}."
            )
        except OSError:
            if not self.is_secured:
                return None
            return (
                f"What answers at {self.host} does not speak TLS. Let it do so, or write milvus:// "
                f"in {VARIABLE} in place of milvus+tls://, within a network that you trust."
            )
        if not self.is_secured:
            return f"Milvus at {self.host} speaks TLS: write milvus+tls:// in {VARIABLE}."
        if not has_http_2:
            return (
                f"What answers at {self.host} ({VARIABLE}) speaks TLS and not HTTP/2, which Milvus "
                "needs: let the proxy before it offer h2."
            )
        return None
