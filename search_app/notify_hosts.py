"""Hosts that notifications may reach: those outside, and inner ones that the operator names.

    NamedHosts          the hosts in ``WSIS_SEARCH_NOTIFY_HOSTS``
    inner_address       an address of this machine or of an inner network that a host has
    refuse_inner        while it lasts, no connection to such an address

Whoever may write an alert must not reach with it what only this machine reaches: services that
listen at it alone, a router, the metadata of a cloud. Names are resolved once to warn early; what
counts is the address of each connection, since a name may have another one a second later, and a
server may redirect.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from corpus.errors import AlertError

VARIABLE: Final = "WSIS_SEARCH_NOTIFY_HOSTS"
"""The environment variable that names hosts: ``mail.example.org, chat.example.org:8443``."""

_ENTRY: Final = re.compile(
    r"\[(?P<ipv6>[^\[\]]+)\](?::(?P<port6>\d+))?|(?P<host>[^:]+)(?::(?P<port>\d+))?"
)
_DIGITS: Final = re.compile(r"[0-9a-fx.]+")
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_CONNECTIONS: Final = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_SPECIAL: Final = {"": "0.0.0.0", "<broadcast>": "255.255.255.255"}  # noqa: S104 - is refused
_INTERNET: Final = frozenset({socket.AF_INET, socket.AF_INET6})


@dataclass(frozen=True, slots=True)
class NamedHosts:
    """Hosts that the operator names, each with a port or with all ports.

    Attributes:
        hosts: names or IP addresses in small letters, and the port, or None for all. A name with a
            full stop before it stands for every host below it.
    """

    hosts: frozenset[tuple[str, int | None]] = frozenset()

    @classmethod
    def from_environment(cls) -> NamedHosts:
        """Return the hosts in ``WSIS_SEARCH_NOTIFY_HOSTS``.

        Raises:
            AlertError: it has something that is no host.
        """
        return cls(
            frozenset(map(_parse_entry, os.environ.get(VARIABLE, "").replace(",", " ").split()))
        )

    def has(self, host: str, port: int | None) -> bool:
        """Whether a host is named, for this port or for all."""
        name = _normalise(host)
        wanted = {None, port}
        return any(
            named_port in wanted and (name == named or (named[0] == "." and name.endswith(named)))
            for named, named_port in self.hosts
        )

    def has_address(self, address: str, port: int, asked: Iterable[tuple[str, int | None]]) -> bool:
        """Whether a named host has this IP address. Names are looked up only where they decide.

        Args:
            address: that is connected to.
            port: likewise.
            asked: hosts and ports that are to be asked: those of them that are named count, too.
        """
        below = [(host, named) for host, named in asked if self.has(host, named)]
        whole = sorted((one for one in self.hosts if one[0][0] != "."), key=_is_name)
        return any(
            named in (None, port) and address in _resolve(host) for host, named in [*below, *whole]
        )


def inner_address(host: str) -> str | None:
    """Return an address of a host that is not of the public internet; None where it has none."""
    return next((address for address in _resolve(host) if _is_inner(address)), None)


@contextmanager
def refuse_inner(
    named: NamedHosts, hosts: Iterable[tuple[str, int | None]] = ()
) -> Iterator[list[str]]:
    """Refuse connections of this process to inner addresses, but for those of named hosts.

    Watches the whole process, as a library may connect in a thread of its own.

    Args:
        named: by the operator.
        hosts: that are to be asked, with their ports.

    Yields:
        The addresses that were refused so far.
    """
    _watch_connections()
    watch = _Watch(named, tuple(hosts))
    _active.append(watch)
    try:
        yield watch.refused
    finally:
        _active.remove(watch)


@dataclass(eq=False, slots=True)
class _Watch:
    named: NamedHosts
    asked: tuple[tuple[str, int | None], ...]
    refused: list[str] = field(default_factory=list)

    def check(self, host: str, port: int) -> None:
        """Refuse a connection that leads inside, and one to a name that nobody knows."""
        for address in _resolve(host) or [host]:
            if _is_inner(address) and not self.named.has_address(address, port, self.asked):
                self.refused.append(address)
                raise ConnectionRefusedError(f"{address} is an inner address")


_active: Final[list[_Watch]] = []


@cache
def _watch_connections() -> None:
    """See every connection of this process from now on; a hook of audits cannot be taken away."""

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if not _active or event not in _CONNECTIONS:
            return
        connecting, address = arguments[0], arguments[-1]
        if connecting.family in _INTERNET and isinstance(address, tuple):
            host = str(address[0])
            for active in [*_active]:
                active.check(_SPECIAL.get(host, host), address[1])

    sys.addaudithook(watch)


def _parse_entry(entry: str) -> tuple[str, int | None]:
    try:
        return str(ipaddress.ip_address(entry)), None
    except ValueError:
        found = _ENTRY.fullmatch(entry)
    if found is None or "/" in entry or "@" in entry:
        raise AlertError(
            f"{entry} in {VARIABLE} is no host. Write hosts as mail.example.org, "
            "chat.example.org:8443 or .example.org, with commas between them."
        )
    port = found["port"] or found["port6"]
    return _normalise(found["host"] or found["ipv6"]), int(port) if port else None


def _normalise(host: str) -> str:
    """Return a host in small letters, an IP address in its usual form (``0x7f.1`` is 127.0.0.1)."""
    name = host.strip("[]").partition("%")[0].rstrip(".").lower()
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(name)) if _DIGITS.fullmatch(name) else name
    except OSError:
        return name


def _is_name(entry: tuple[str, int | None]) -> bool:
    """Whether a host has to be looked up."""
    try:
        ipaddress.ip_address(entry[0])
    except ValueError:
        return True
    return False


def _resolve(host: str) -> list[str]:
    """Return the IP addresses of a host; none where nobody knows it."""
    name = _normalise(host)
    if not _is_name((name, None)):
        return [name]
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [_normalise(str(entry[4][0])) for entry in found]


def _is_inner(address: str) -> bool:
    """Whether this is no IP address of the public internet, also within one of version 6."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return True
    if isinstance(ip, ipaddress.IPv6Address):
        within = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            within = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if within is not None:
            return _is_inner(str(within))
        if ip.is_site_local:
            return True
    return not ip.is_global or ip.is_multicast or ip.is_reserved
