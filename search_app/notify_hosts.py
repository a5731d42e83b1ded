"""Hosts that notifications may reach: those outside, and inner ones that the operator names.

An alert must not reach local services, a router or a cloud's metadata. Only the address of the
connection decides, since names change and servers redirect.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final
from weakref import WeakKeyDictionary

from corpus import settings
from corpus.errors import AlertError

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
    """Lower-case names or IP addresses that the operator names, each with a port; None for all.

    A name with a full stop before it means every host below it.
    """

    hosts: frozenset[tuple[str, int | None]] = frozenset()

    @classmethod
    def from_environment(cls) -> NamedHosts:
        """Return the hosts in the setting; raise ``AlertError`` where an entry is no host."""
        return cls(
            frozenset(map(_parse_entry, settings.NOTIFY_HOSTS.text.replace(",", " ").split()))
        )

    def has(self, host: str, port: int | None) -> bool:
        """Whether a host is named, for this port or for all."""
        name = _normalise(host)
        ports = {None, port}
        return any(
            named_port in ports and (name == named or (named[0] == "." and name.endswith(named)))
            for named, named_port in self.hosts
        )

    def has_address(
        self, address: str, port: int, targets: Iterable[tuple[str, int | None]]
    ) -> bool:
        """Whether a named host has this IP address; names are looked up only where they decide."""
        named_targets = [target for target in targets if self.has(*target)]
        whole = sorted((entry for entry in self.hosts if entry[0][0] != "."), key=_is_name)
        return any(
            named_port in (None, port) and address in _resolve(host)
            for host, named_port in [*named_targets, *whole]
        )


def inner_address(host: str) -> str | None:
    """Return an address of a host that is not of the public internet; None where it has none."""
    return next((address for address in _resolve(host) if _is_inner(address)), None)


@contextmanager
def refuse_inner(
    named: NamedHosts, hosts: Iterable[tuple[str, int | None]] = ()
) -> Iterator[list[str]]:
    """Refuse connections to inner addresses, except those of named hosts; yield the refused ones.

    It watches this thread and those that are started in it, as a library may connect in a thread of
    its own; what others of the process connect to is not judged.
    """
    _watch_connections()
    watch = _Watch(named, tuple(hosts))
    thread = threading.current_thread()
    _watched[thread] = watch
    try:
        yield watch.refused
    finally:
        del _watched[thread]


@dataclass(eq=False, slots=True)
class _Watch:
    named: NamedHosts
    targets: tuple[tuple[str, int | None], ...]
    refused: list[str] = field(default_factory=list)

    def check(self, host: str, port: int) -> None:
        """Refuse a connection to an inner address, or to a name that nobody knows."""
        for address in _resolve(host) or [host]:
            if _is_inner(address) and not self.named.has_address(address, port, self.targets):
                self.refused.append(address)
                raise ConnectionRefusedError(f"{address} is an inner address")


_watched: Final[WeakKeyDictionary[threading.Thread, _Watch]] = WeakKeyDictionary()


@cache
def _watch_connections() -> None:
    """Check connections of watched threads from now on; an audit hook cannot be removed."""

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _CONNECTIONS:
            return
        active = _watched.get(threading.current_thread())
        connecting, address = arguments[0], arguments[-1]
        if active and connecting.family in _INTERNET and isinstance(address, tuple):
            host = str(address[0])
            active.check(_SPECIAL.get(host, host), address[1])

    def start_watched(thread: threading.Thread) -> None:
        if active := _watched.get(threading.current_thread()):
            _watched[thread] = active
        start(thread)

    sys.addaudithook(watch)
    # No audit event of Python 3.11 tells which thread starts which.
    start = threading.Thread.start
    threading.Thread.start = start_watched  # type: ignore[method-assign, assignment]


def _parse_entry(entry: str) -> tuple[str, int | None]:
    try:
        return str(ipaddress.ip_address(entry)), None
    except ValueError:
        match = _ENTRY.fullmatch(entry)
    if match is None or "/" in entry or "@" in entry:
        raise AlertError(
            f"{entry} in {settings.NOTIFY_HOSTS.name} is no host. Write hosts as mail.example.org, "
            "chat.example.org:8443 or .example.org, with commas between them."
        )
    port = match["port"] or match["port6"]
    return _normalise(match["host"] or match["ipv6"]), int(port) if port else None


def _normalise(host: str) -> str:
    """Return a host in lower case, an IP address in its usual form (``0x7f.1`` is 127.0.0.1)."""
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
        entries = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [_normalise(str(entry[4][0])) for entry in entries]


def _is_inner(address: str) -> bool:
    """Whether this is no IP address of the public internet, also inside one of version 6."""
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
