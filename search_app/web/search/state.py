"""What does the search page show? One value that its address and its widgets both give."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, cast, get_args

from corpus.documents import PassageKind
from corpus.languages import BY_CODE
from index.store.filters import Filters

__all__ = ["AS_FOUND", "FACETS", "PAGE_SIZE", "SearchState", "is_date"]

AS_FOUND: Final = "found"
"""Stands in place of a language: each passage in the language it was found in."""

PAGE_SIZE: Final = 10

FACETS: Final = ("meeting", "series", "language", "source", "kind", "format")
"""The filters that offer values, as parameters of the address are called."""

_ORDERS: Final = ("relevance", "date")
_DATE: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_LONGEST: Final = 300  # characters of a value in the address
_MOST_PAGES: Final = 1000
_VERSION: Final = re.compile(r"(\d{1,6})-([a-z]{2})", re.ASCII)

Parameters = Mapping[str, Sequence[str]]


def is_date(text: str) -> bool:
    """Whether a text is a year, a month or a day as the filters take them."""
    return _DATE.fullmatch(text) is not None


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0


@dataclass(frozen=True, slots=True)
class SearchState:
    """A question and how its answers are shown.

    Attributes:
        query: as it was typed.
        chosen: for each of :data:`FACETS` that is used, its values.
        since: from this date on.
        until: up to this date.
        order: of the answers.
        page: of the answers, from 1.
        shown_in: a language, :data:`AS_FOUND`, or None for that of the interface.
        versions: ranks of hits that are shown in another language than the others, with it.
        related: rank of the hit whose related passages are shown; 0 for none.
    """

    query: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: str | None = None
    until: str | None = None
    order: Literal["relevance", "date"] = "relevance"
    page: int = 1
    shown_in: str | None = None
    versions: tuple[tuple[int, str], ...] = ()
    related: int = 0

    @classmethod
    def from_address(cls, parameters: Parameters) -> SearchState:
        """Read the parameters of an address; what is not understood is left out."""

        def first(name: str) -> str:
            return next(iter(parameters.get(name, ())), "")

        chosen = {
            name: tuple(dict.fromkeys(value[:_LONGEST] for value in parameters[name] if value))
            for name in FACETS
            if parameters.get(name)
        }
        for name, known in (("language", BY_CODE), ("kind", get_args(PassageKind))):
            if name in chosen:
                chosen[name] = tuple(value for value in chosen[name] if value in known)
        since, until, shown_in = (first(one) for one in ("since", "until", "in"))
        versions = {
            int(match[1]): match[2]
            for match in map(_VERSION.fullmatch, parameters.get("version", ()))
            if match and match[2] in BY_CODE
        }
        return cls(
            query=first("q"),
            chosen=tuple((name, values) for name, values in chosen.items() if values),
            since=since if is_date(since) else None,
            until=until if is_date(until) else None,
            order="date" if first("order") == "date" else "relevance",
            page=max(1, min(_MOST_PAGES, _number(first("page")))),
            shown_in=shown_in if shown_in in BY_CODE or shown_in == AS_FOUND else None,
            versions=tuple(sorted(versions.items())),
            related=_number(first("related")),
        )

    def to_address(self) -> dict[str, list[str]]:
        """Write the parameters; what is as usual is left out."""
        return {
            **({"q": [self.query]} if self.query else {}),
            **{name: list(values) for name, values in self.chosen if values},
            **({"since": [self.since]} if self.since else {}),
            **({"until": [self.until]} if self.until else {}),
            **({"order": [self.order]} if self.order != _ORDERS[0] else {}),
            **({"page": [str(self.page)]} if self.page > 1 else {}),
            **({"in": [self.shown_in]} if self.shown_in else {}),
            **(
                {"version": [f"{rank}-{code}" for rank, code in self.versions]}
                if self.versions
                else {}
            ),
            **({"related": [str(self.related)]} if self.related else {}),
        }

    def with_version(self, rank: int, code: str) -> SearchState:
        """This state with a hit shown in a language."""
        return replace(self, versions=tuple(sorted((dict(self.versions) | {rank: code}).items())))

    def turned_to(self, page: int) -> SearchState:
        """Another page of the same answers, each shown as all are."""
        return replace(self, page=page, versions=(), related=0)

    def of(self, facet: str) -> tuple[str, ...]:
        """The values of a facet that are chosen."""
        return dict(self.chosen).get(facet, ())

    @property
    def filters(self) -> Filters:
        """What may be found."""
        return Filters(
            languages=self.of("language"),
            meetings=self.of("meeting"),
            series=self.of("series"),
            submitters=self.of("source"),
            since=self.since,
            until=self.until,
            kinds=cast("tuple[PassageKind, ...]", self.of("kind")),
            formats=self.of("format"),
        )

    @property
    def is_filtered(self) -> bool:
        """Whether not everything may be found."""
        return bool(self.chosen or self.since or self.until)
