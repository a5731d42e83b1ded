"""Addresses of official texts, or of their bodies' lists, by ``data/official_sources.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from corpus import tables


@dataclass(frozen=True, slots=True)
class OfficialPage:
    """The page of a reference's official text, of a list of such texts, or of their body."""

    address: str
    kind: Literal["source", "list", "website"]


@dataclass(frozen=True, slots=True)
class _Source:
    pattern: re.Pattern[str]
    address: str
    languages: tuple[str, ...]
    digits: int
    is_list: bool
    is_website: bool

    def write(self, parts: Mapping[str, str], language: str) -> str:
        chosen = language if language in self.languages else self.languages[0]
        number = parts.get("number", "").zfill(self.digits)
        return self.address.format(**{**parts, "number": number, "language": chosen})


def find_official_source(canonical: str, language: str) -> str | None:
    """Return the address of a reference's official text, in the reader's language if possible.

    None where no pattern fits. Raises TableError where the user's patterns cannot be read.
    """
    page = find_official_page(canonical, language)
    return page.address if page and page.kind == "source" else None


def find_official_list(canonical: str, language: str) -> str | None:
    """Return the address of the page under which a body publishes texts such as the reference.

    None where the text's own address is known, or no pattern fits; raises as the other.
    """
    page = find_official_page(canonical, language)
    return page.address if page and page.kind != "source" else None


def find_official_page(canonical: str, language: str) -> OfficialPage | None:
    """Return the page of a reference's official text, else the one that its body has of such texts.

    None where no pattern fits; raises as the others.
    """
    for source in sorted(_load_sources(tables.folder()), key=lambda source: source.is_list):
        if match := source.pattern.fullmatch(canonical):
            address = source.write(match.groupdict(default=""), language)
            website_or_list: Literal["website", "list"] = "website" if source.is_website else "list"
            return OfficialPage(address, website_or_list if source.is_list else "source")
    return None


@cache
def _load_sources(folder: str) -> tuple[_Source, ...]:
    del folder  # part of the key: the user's table is another one there
    with tables.patterns("official_sources"):
        sources = tuple(
            _Source(
                re.compile(row["pattern"]),
                row["address"],
                tuple(row["languages"]),
                int(row.get("digits", 0)),
                bool(row.get("is_list", False)),
                bool(row.get("is_website", False)),
            )
            for row in tables.load("official_sources")["source"]
        )
        for source in sources:  # a name that the pattern lacks is an error of the table
            address = source.write(dict.fromkeys(source.pattern.groupindex, "1"), "")
            if not address.startswith("https://"):
                raise ValueError(f"{source.address} does not begin with https://")
    return sources
