"""Address of a Milvus server, and why it may be unreachable."""

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
from corpus.settings import ENGINE_KEY
from index.retrieval.vectors.server import VARIABLE

KEY: Final = ENGINE_KEY.name
"""Environment variable of ``user:password`` or a token, if the address has none."""

AUTHORITY: Final = "SSL_CERT_FILE"
"""Environment variable of the file of trusted certificate authorities."""

_SCHEMES: Final = {"milvus": False, "milvus+tls": True}
_FORM: Final = (
    "milvus://[USER:PASSWORD@]HOST:PORT/COLLECTION, or milvus+tls://… where it speaks TLS"
)
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,199}")
_SECONDS: Final = 30.0
_HANDSHAKE: Final = 2.0
"""Seconds for a handshake that finds out why a server is unreachable."""


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a Milvus server.

    ``host`` has its port. ``collection`` is the prefix of its collections' names. ``token`` is
    ``user:password`` or a token, or empty. ``seconds`` limit an answer. ``is_secured`` means TLS.
    """

    host: str
    collection: str
    token: str = field(default="", repr=False)
    seconds: float = _SECONDS
    is_secured: bool = False

    @classmethod
    def of(cls, setting: str) -> Self:
        """Read an address such as ``…?timeout=30`` (seconds); raise EngineError if invalid.

        The user is in the address or in ``WSIS_SEARCH_ENGINE_KEY``.
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
        token = ":".join(named) or ENGINE_KEY.text
        return cls(f"{parts.hostname}:{port}", collection, token, seconds, _SCHEMES[parts.scheme])

    def __str__(self) -> str:
        return f"milvus{'+tls' if self.is_secured else ''}://{self.host}/{self.collection}"

    @property
    def authorities(self) -> str | None:
        """File of trusted authorities, or None; raises EngineError if the given file is missing."""
        named = os.environ.get(AUTHORITY)
        if named and not Path(named).is_file():
            raise EngineError(
                f"{AUTHORITY} names {named}, which is no file. Name that of the certificate "
                f"authority which Milvus at {self.host} has its certificate from."
            )
        return named or ssl.get_default_verify_paths().cafile

    def trouble(self) -> str | None:
        """Explain a failed connection by a handshake; None if nothing answers or all is well."""
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
        """Return why a TLS handshake fails or the wrong protocol answers; None if all is well."""
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
