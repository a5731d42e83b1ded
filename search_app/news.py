"""News of alerts as a text, as an Atom feed (RFC 4287), and as messages through Apprise."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lxml import etree  # type: ignore[import-untyped]

from corpus import settings
from corpus.errors import AlertError
from corpus.text import drop_hidden
from search_app.citing import citation, quote_passage
from search_app.notify_hosts import NamedHosts, inner_address, refuse_inner

if TYPE_CHECKING:
    from index.alerts import News
    from index.store import Excerpt
    from search_app.localise import Locale

FEED_ENTRIES: Final = 100
"""Maximum entries of a feed: weekly readers miss none of a meeting's documents."""

_MAIL: Final = frozenset({"mailto", "mailtos"})
_SENDERS: Final = frozenset({"mailgun", "sendpulse", "smtp2go", "sparkpost"})
"""Services that post to their own servers; the host of such an address is the sender's domain."""

_ATOM: Final = "http://www.w3.org/2005/Atom"


def as_text(news: News, locale: Locale) -> str:
    """Return the new passages of an alert as text, each below its citation."""
    lines = [subject(news, locale), ""]
    for hit in news.new:
        lines += [citation(hit.shown, locale.code), quote_passage(hit.shown), ""]
    return "\n".join(lines).rstrip() + "\n"


def subject(news: News, locale: Locale) -> str:
    """Return the subject of a message."""
    return locale.plural("alerts.new", len(news.new), name=news.alert.name)


def write_feed(path: Path, news: Sequence[News], locale: Locale) -> None:
    """Put news before the entries of a feed, or begin one; raise AlertError on failure."""
    try:
        feed, old_entries = etree.Element(_qualify("feed"), nsmap={None: _ATOM}), []
        if path.exists():
            before = etree.parse(str(path), etree.XMLParser(resolve_entities=False)).getroot()
            old_entries = before.findall(_qualify("entry"))
            if before.tag != _qualify("feed"):
                raise AlertError(f"{path} is no Atom feed. Name another file with --atom.")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        _put(feed, "title", locale.text("alerts.feed"))
        _put(
            feed, "id", f"urn:wsis-search:alerts:{sha256(os.fsencode(path.name)).hexdigest()[:16]}"
        )
        _put(feed, "updated", now)
        _put(_put(feed, "author"), "name", "wsis-search")
        entries = [
            _make_entry(alert_news.alert.name, hit.shown, locale, now)
            for alert_news in news
            for hit in alert_news.new
        ]
        feed.extend([*entries, *old_entries][:FEED_ENTRIES])
        part = path.with_name(f"{path.name}.part")
        part.write_bytes(etree.tostring(feed, encoding="utf-8", xml_declaration=True))
        part.replace(path)
    except etree.XMLSyntaxError as error:
        raise AlertError(f"{path} is no Atom feed. Name another file with --atom.") from error
    except OSError as error:
        raise AlertError(f"{path} cannot be written: {error.strerror or error}.") from error


def check_targets(name: str, addresses: Sequence[str]) -> None:
    """Raise :class:`AlertError` where an alert must not be sent to one of its addresses.

    An Apprise address has to be understood; the operator must name some hosts first.
    """
    named = NamedHosts.from_environment()
    for address in addresses:
        _find_services(name, address, named)


def send(news: News, locale: Locale) -> None:
    """Send an alert's news to its addresses.

    An address may choose its own host (``json://``, ``ntfy://`` …) only where the operator names
    it. Inner hosts need naming too; mail goes to any outer host. Raises :class:`AlertError` where
    an address is wrong or refused, or nothing could be delivered. Its message does not contain the
    password.
    """
    import apprise

    named = NamedHosts.from_environment()
    for address in news.alert.notify:
        services = _find_services(news.alert.name, address, named)
        with refuse_inner(named, _list_hosts(services)) as refused:
            delivered = services.notify(
                title=subject(news, locale),
                body=as_text(news, locale).partition("\n\n")[2],
                body_format=apprise.NotifyFormat.TEXT,
            )
        if not delivered and refused:
            raise _make_inner_error(news.alert.name, address, refused[0], "HOST")
        if not delivered:
            raise AlertError(
                f"Nothing could be sent to {_cut_scheme(address)}:… of the alert "
                f"{news.alert.name}. What is new stays new: it is told the next time."
            )


def _find_services(name: str, address: str, named: NamedHosts) -> Any:
    """Return Apprise's services for an address that an alert may be sent to."""
    import apprise

    # One after another in this thread, whose connections are judged.
    services = apprise.Apprise(asset=apprise.AppriseAsset(async_mode=False, service_timeout=0))
    if not services.add(address):
        raise AlertError(
            f"The address {_cut_scheme(address)}:… of the alert {name} is not understood. "
            "https://github.com/caronc/apprise lists what is."
        )
    for service in services:
        if _chooses_host(service):
            service.redirects = False  # only the named host gets the message
    for host, port in _list_hosts(services):
        if named.has(host, port):
            continue
        setting = f"{host}:{port}" if port else host
        if any(_chooses_host(service) and service.host == host for service in services):
            raise AlertError(
                f"The address {_cut_scheme(address)}:… of the alert {name} sends to a host of its "
                f"own. The operator allows that with {settings.NOTIFY_HOSTS.name}={setting}."
            )
        if inner := inner_address(host):
            raise _make_inner_error(name, address, inner, setting)
    return services


def _list_hosts(services: Iterable[Any]) -> list[tuple[str, int | None]]:
    """Return the hosts that addresses choose, with their ports where they have any."""
    hosts = []
    for service in services:
        if _chooses_host(service):
            hosts.append((str(service.host), service.port))
        elif service.schema in _MAIL:
            hosts.append((str(service.smtp_host or service.host), service.port))
    return hosts


def _chooses_host(service: Any) -> bool:
    """Whether a service posts to whatever host its address names; mail goes to mail servers."""
    names_host = "host" in service.template_tokens and bool(service.host)
    return names_host and service.schema not in _MAIL | _SENDERS


def _cut_scheme(address: str) -> str:
    """Return the scheme of an address, which may be shown: the rest may hold a password."""
    return address.partition(":")[0]


def _make_inner_error(name: str, address: str, inner: str, host: str) -> AlertError:
    return AlertError(
        f"The address {_cut_scheme(address)}:… of the alert {name} leads to {inner}, which is an "
        "address of this machine or of an inner network. The operator allows that with "
        f"{settings.NOTIFY_HOSTS.name}={host}."
    )


def _make_entry(name: str, excerpt: Excerpt, locale: Locale, now: str) -> object:
    citation_line = citation(excerpt, locale.code)
    entry = etree.Element(_qualify("entry"))
    _put(entry, "title", f"{name}: {citation_line}")
    key = sha256(
        f"{name}\n{citation_line}\n{excerpt.passage.text}".encode("utf-8", "surrogatepass")
    ).hexdigest()
    _put(entry, "id", f"urn:wsis-search:alert:{key[:32]}")
    _put(entry, "updated", now)
    if excerpt.source:
        _put(_put(entry, "author"), "name", excerpt.source)
    _put(entry, "content", quote_passage(excerpt))
    if excerpt.language:
        entry.set("{http://www.w3.org/XML/1998/namespace}lang", excerpt.language)
    return entry


def _put(parent: object, name: str, text: str = "") -> object:
    element = etree.SubElement(parent, _qualify(name))
    element.text = drop_hidden(text) or None
    return element


def _qualify(name: str) -> str:
    return f"{{{_ATOM}}}{name}"
