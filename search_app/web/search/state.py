"""The state of the search page: one value that its address and its widgets both give."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final, Literal, get_args

from corpus import filters, meetings
from corpus.documents import PassageKind
from corpus.filters import Filters
from corpus.languages import BY_CODE
from corpus.parameters import describe_fields
from search_app.web.parameters import LONGEST, NumberParameter, PageState, Parameters, TextParameter

AS_FOUND: Final = "found"
"""Value in place of a language: each passage is shown in its own."""

PAGE_SIZE: Final = 10

FACETS: Final = tuple(facet.name for facet in filters.FACETS.values())
"""Filters that offer values, by their names in the address."""

View = Literal["passages", "positions", "source", "alerts", "questions"]

_FURTHER_VIEWS: Final = get_args(View)[1:]

_DATE: Final = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
_VERSION: Final = re.compile(r"(\d{1,6})-([a-z]{2})", re.ASCII)


def is_written_as_date(text: str) -> bool:
    """Whether a text has the form of a date; the search itself refuses impossible ones."""
    return _DATE.fullmatch(text) is not None


class _FacetValues:
    """The chosen values, for each filter by a parameter of its name."""

    _KNOWN: Final[Mapping[str, Container[str]]] = {
        "kind": get_args(PassageKind),
        **{
            description.parameter.name or description.field: description.parameter.choices
            for description in describe_fields(Filters)
            if description.parameter.choices
        },
    }

    def read(self, parameters: Parameters) -> tuple[tuple[str, tuple[str, ...]], ...]:
        chosen = {name: tuple(dict.fromkeys(self._values(parameters, name))) for name in FACETS}
        return tuple((name, values) for name, values in chosen.items() if values)

    def _values(self, parameters: Parameters, name: str) -> Iterator[str]:
        for value in parameters.get(name, ()):
            read = value[:LONGEST]
            if name == "meeting":
                read = meetings.parse_meeting(read)
            if read and (name not in self._KNOWN or read in self._KNOWN[name]):
                yield read

    def write(self, value: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, list[str]]:
        return {name: list(values) for name, values in value if values}


class _RankLanguages:
    """Ranks with languages: ``3-fr``."""

    def read(self, parameters: Parameters) -> tuple[tuple[int, str], ...]:
        matches = map(_VERSION.fullmatch, parameters.get("version", ()))
        codes = {int(match[1]): match[2] for match in matches if match and match[2] in BY_CODE}
        return tuple(sorted(codes.items()))

    def write(self, value: tuple[tuple[int, str], ...]) -> dict[str, list[str]]:
        return {"version": [f"{rank}-{code}" for rank, code in value]}


@dataclass(frozen=True, slots=True)
class SearchState(PageState):
    """A question and how its answers are shown.

    Attributes:
        chosen: for each of :data:`FACETS` that is used, its values.
        since: from this date on.
        until: up to this date.
        page: of the answers, from 1.
        farther: 1 where what is farther from the question than an answer is shown too.
        shown_in: a language, :data:`AS_FOUND`, or None for that of the interface.
        versions: ranks of hits that are shown in another language than the others, with it.
        related: rank of the hit whose related passages are shown; 0 for none.
        symbol: of the one document that is searched.
        view: what is shown. It is passages or positions that answer the question, the source
            that it names, news of saved alerts, or answers to a list of questions.
    """

    query: Annotated[str, TextParameter("q", longest=None, strip=False)] = ""
    chosen: Annotated[tuple[tuple[str, tuple[str, ...]], ...], _FacetValues()] = ()
    since: Annotated[str | None, TextParameter("since", fits=is_written_as_date)] = None
    until: Annotated[str | None, TextParameter("until", fits=is_written_as_date)] = None
    order: Annotated[Literal["relevance", "date"], TextParameter("order", fits="date".__eq__)] = (
        "relevance"
    )
    page: Annotated[int, NumberParameter("page", most=1000)] = 1
    farther: Annotated[int, NumberParameter("farther", most=1)] = 0
    shown_in: Annotated[str | None, TextParameter("in", fits={*BY_CODE, AS_FOUND}.__contains__)] = (
        None
    )
    versions: Annotated[tuple[tuple[int, str], ...], _RankLanguages()] = ()
    related: Annotated[int, NumberParameter("related")] = 0
    symbol: Annotated[str | None, TextParameter("symbol")] = None
    view: Annotated[View, TextParameter("view", fits=_FURTHER_VIEWS.__contains__)] = "passages"

    def with_version(self, rank: int, code: str) -> SearchState:
        """Return this state with a hit shown in a language."""
        return replace(self, versions=tuple(sorted((dict(self.versions) | {rank: code}).items())))

    def turn_to(self, page: int) -> SearchState:
        """Return the state of another page, without choices for single hits."""
        return replace(self, page=page, versions=(), related=0)

    def of(self, facet: str) -> tuple[str, ...]:
        """Return the chosen values of a facet."""
        return dict(self.chosen).get(facet, ())

    @property
    def filters(self) -> Filters:
        """Filters of the passages that the search may return."""
        chosen: dict[str, Any] = {
            field: self.of(facet.name) for field, facet in filters.FACETS.items()
        }
        symbols = (self.symbol,) if self.symbol else ()
        return Filters(**chosen, since=self.since, until=self.until, symbols=symbols)
