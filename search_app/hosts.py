"""Names of this server; refusal of requests for other hosts or from other pages' origins.

A foreign page may point its own name at this machine (DNS rebinding), or run at another port.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit

from corpus.errors import WsisSearchError

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
ANY_ADDRESS: Final = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - what is listened at

OTHER_HOST: Final = 421
OTHER_ORIGIN: Final = 403

_PORTS: Final = {"http": 80, "https": 443}


class Names:
    """Names of a server: the address it listens at, and public addresses in front of it."""

    def __init__(self, host: str, addresses: Iterable[str] = ()) -> None:
        self._is_public = host in ANY_ADDRESS
        self._origins = {_parse_origin(address) for address in addresses} - {None}
        self._names = {*LOOPBACK, host.lower()} | {origin[1] for origin in self._origins if origin}

    def refusal(self, headers: Mapping[bytes, bytes]) -> int:
        """Return :data:`OTHER_HOST` or :data:`OTHER_ORIGIN` for a request to refuse, else 0."""
        host = _parse_host(headers.get(b"host", b"").decode("latin-1"))
        if host is None or not self._is_own(host[0]):
            return OTHER_HOST
        origin = headers.get(b"origin")
        if origin is not None and not self._is_same(origin.decode("latin-1"), host):
            return OTHER_ORIGIN
        if (
            headers.get(b"sec-fetch-site") in (b"cross-site", b"same-site")
            and headers.get(b"sec-fetch-dest") != b"document"
        ):
            return OTHER_ORIGIN
        return 0

    def is_https(self, headers: Mapping[bytes, bytes]) -> bool:
        """Whether a request is for a public ``https`` address; no header of a proxy counts."""
        host = _parse_host(headers.get(b"host", b"").decode("latin-1"))
        if host is None:
            return False
        name, port = host
        return ("https", name, port or _PORTS["https"]) in self._origins

    def _is_own(self, name: str) -> bool:
        """Whether a host is this server; of a public server, every IP address is."""
        return name in self._names or (self._is_public and _is_ip(name))

    def _is_same(self, origin: str, host: tuple[str, int | None]) -> bool:
        parts = _parse_origin(origin)
        if parts is None:
            return False
        scheme, name, port = parts
        return parts in self._origins or (name == host[0] and port == (host[1] or _PORTS[scheme]))


def check_public_addresses(addresses: Iterable[str]) -> None:
    """Raise ``WsisSearchError`` for an address that is not like ``https://search.example.org``."""
    for address in addresses:
        if _parse_origin(address.rstrip("/")) is None:
            raise WsisSearchError(
                f"{address} is no address of a server. Write it as browsers show it, without a "
                "path: --public-address https://search.example.org"
            )


def is_of_this_machine(host: str) -> bool:
    """Whether an address, or the value of a ``Host``, only works on this machine itself."""
    netloc = _parse_host(f"[{host}]" if host.count(":") > 1 and not host.startswith("[") else host)
    return netloc is not None and netloc[0] in LOOPBACK


def _parse_origin(text: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of an origin; None where it is none."""
    try:
        parts = urlsplit(text.strip().rstrip("/"))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or parts.path or parts.query:
        return None
    return parts.scheme, parts.hostname.rstrip("."), port or _PORTS[parts.scheme]


def _parse_host(text: str) -> tuple[str, int | None] | None:
    """Return name and port of a ``Host``; None where it is none."""
    try:
        parts = urlsplit(f"//{text}")
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname or parts.path or parts.query or "@" in text:
        return None
    return parts.hostname.rstrip("."), port


def _is_ip(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
