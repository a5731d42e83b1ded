"""A plain page: its title, its text, its addresses; and what a request for one says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from corpus.errors import WsisSearchError
from index import Index
from search_app.citing import plain_reference_address
from search_app.localise import Locale
from search_app.web.parts import html

Link = Callable[[str], str]
"""Function that turns an address relative to the app's into one relative to a page."""

Choice = tuple[str, str, bool]
"""Code of a language, address of the page in it, and whether that page is shown."""


class AbsentPageError(WsisSearchError):
    """Error that nothing is at an address, with what may have been meant.

    ``sentence`` is for the reader, ``near`` are names and addresses relative to the app's.
    """

    code = "query"

    def __init__(self, sentence: str, near: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(sentence)
        self.near = tuple(near)


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A request for a plain page, by a reader of ``index``.

    ``path`` is behind the beginning of its address. ``language`` is the wanted version's code, and
    ``root`` leads from the page to the app.
    """

    index: Index
    locale: Locale
    path: str
    language: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    root: str = ""

    def link(self, address: str) -> str:
        """Return an address relative to the page, from one relative to the app's."""
        return f"{self.root}{address}"

    def link_reference(self, canonical: str) -> str:
        """Return the address of a reference's plain page, relative to this page."""
        return self.link(plain_reference_address(canonical, self.language))

    def number(self, name: str) -> int | None:
        """Return the value of a parameter as a number; None where it is none."""
        value = self.parameters.get(name, "")
        is_number = value.isascii() and value.isdecimal() and len(value) < len(str(10**9))
        return int(value) if is_number else None


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page to be sent.

    ``address`` and those of ``choices`` are relative to the app's. ``description`` is what mail and
    chat show of a link to it.
    """

    title: str
    description: str
    body: Markup
    address: str
    choices: tuple[Choice, ...] = ()


def draw_page(
    page: PlainPage, locale: Locale, link: Link, *, public: str, is_indexed: bool
) -> Markup:
    """Return a page's HTML; ``public`` is the app's address, empty where none is named."""

    def absolute(address: str) -> str:
        return f"{public}/{address}" if public else link(address)

    return html(
        "plain.page",
        locale=locale,
        page=page,
        link=link,
        absolute=absolute,
        is_public=bool(public),
        is_indexed=is_indexed,
    )
