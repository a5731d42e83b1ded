"""Addresses of pages that need no program, and the public address of the app, for what leaves it.

Passage ids change when a file is read again, so an address names symbol, language and number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode

from corpus import settings
from index.store import Excerpt

PLAIN_DOCUMENTS: Final = "d/"
PLAIN_REFERENCES: Final = "r/"
"""Beginnings of the addresses of plain pages, relative to the app's."""

_PARAGRAPH_SEPARATOR: Final = " "


def label_line(path: tuple[str, ...]) -> str:
    """Return the labels that lead to a paragraph as addresses have them: ``2.1 a)``."""
    return _PARAGRAPH_SEPARATOR.join(path)


def plain_address(shown: Excerpt) -> str:
    """Return the address of a passage that needs no program, relative to the app's, quoted.

    For example ``d/CWG-WSIS&SDG-40/3/3.4?lang=fr``; empty without a symbol,
    and for a passage that has left the index. A row of a table, and a passage without a label, is
    named by its offset in the text of its version.
    """
    if not shown.symbol or shown.kept_as is not None:
        return ""
    path = label_line(shown.passage.label_path)
    is_alone = path and shown.passage.kind != "table"  # rows have the label of their paragraph
    place = {} if is_alone else {"at": str(shown.passage.start)}
    return plain_document_address(shown.symbol, shown.language, path, place)


def plain_document_address(
    symbol: str, language: str | None = None, path: str = "", place: Mapping[str, str] | None = None
) -> str:
    """Return the plain address of a document, or of the paragraph to which the labels lead."""
    steps = [quote(step, safe="/&") for step in (symbol, path) if step]
    query = {**({"lang": language} if language else {}), **(place or {})}
    return f"{PLAIN_DOCUMENTS}{'/'.join(steps)}" + (f"?{urlencode(query)}" if query else "")


def plain_reference_address(canonical: str, language: str | None = None) -> str:
    """Return the plain address of a reference, relative to the app's, quoted."""
    version = f"?{urlencode({'lang': language})}" if language else ""
    return f"{PLAIN_REFERENCES}{quote(canonical, safe='/&')}{version}"


def public_address() -> str:
    """Return the first address that the operator names for the app; empty without one."""
    addresses = settings.ADDRESSES.text.split()
    return addresses[0].rstrip("/") if addresses else ""


def public_link(shown: Excerpt) -> str:
    """Return the whole plain address of a passage; empty without a public address or a symbol."""
    public, place = public_address(), plain_address(shown)
    return f"{public}/{place}" if public and place else ""


def with_link(text: str, shown: Excerpt) -> str:
    """Return a citation to be copied, with the public address of its passage below, if any."""
    return "\n".join(filter(None, (text, public_link(shown))))
