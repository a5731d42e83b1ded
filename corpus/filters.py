"""Filters of a search as a dataclass: name, help and values of each filter, and facets.

All filters must hold (AND), each by one of its values (OR). They apply before the search: where
``k`` passages pass, ``k`` are found.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Self, get_args, get_type_hints

from corpus.bounds import check_names
from corpus.documents import PassageKind
from corpus.errors import QueryError
from corpus.languages import BY_CODE, check_language
from corpus.meetings import parse_meeting
from corpus.parameters import Parameter

DATE: Final = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
"""Pattern of a date in a filter: year, month or day."""

_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


REGIONS: Final = ("AFR", "AMS", "ARB", "ASP", "CIS", "EUR")
"""The regions of ITU (``corpus/data/regions.toml``)."""


def regions_of(source: str) -> tuple[str, ...]:
    """Return the ITU regions of a document's submitters (:mod:`corpus.extract.submitters`)."""
    from corpus.extract.submitters import (
        regions,  # reads tables, which the help of a command waits for
    )

    return regions(source)


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter whose values are counted and offered, as metadata of its type.

    Attributes:
        name: the page's parameter; its label is ``search.NAME``, a value's label ``NAME.VALUE``.
        column: in the view of documents; else ``of_source`` returns the values of a source.
        is_refused: whether a value without any document is an error (``problem.no-NAME``).
    """

    name: str
    column: str = ""
    of_source: Callable[[str], tuple[str, ...]] | None = None
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits on what a search may find; without any, everything may be found.

    Meetings are ``39`` for the group, else the symbol's part before the slash (``C24``). ``source``
    is a part of the source or a country; ``submitters`` are whole sources. Both dates are inclusive
    (``2023``, ``2023-10-12``), and exclude undated documents.
    """

    meetings: Annotated[
        tuple[str, ...],
        Parameter(name="meeting", help="Only this meeting (39).", most=50),
        Facet("meeting", "meeting", is_refused=True),
    ] = ()
    series: Annotated[
        tuple[str, ...],
        Parameter(help="Only this series (C, INF).", most=50),
        Facet("series", "series", is_refused=True),
    ] = ()
    languages: Annotated[
        tuple[str, ...],
        Parameter(
            name="language",
            help="Only what is in this language.",
            choices=tuple(sorted(BY_CODE)),
            most=len(BY_CODE),
        ),
        Facet("language", "version_language"),
    ] = ()
    source: Annotated[str | None, Parameter(help="Only documents whose source contains this.")] = (
        None
    )
    regions: Annotated[
        tuple[str, ...],
        Parameter(
            name="region",
            help="Only documents of this region: AFR, AMS, ARB, ASP, CIS, EUR.",
            choices=REGIONS,
            most=len(REGIONS),
        ),
        Facet("region", of_source=regions_of, is_refused=True),
    ] = ()
    since: Annotated[
        str | None,
        Parameter(
            metavar="DATE", help="Only documents from this date on: 2023, 2023-10.", pattern=DATE
        ),
    ] = None
    until: Annotated[
        str | None,
        Parameter(
            metavar="DATE", help="Only documents up to this date: 2024, 2024-02.", pattern=DATE
        ),
    ] = None
    submitters: Annotated[tuple[str, ...], Facet("source", "source")] = ()
    kinds: Annotated[tuple[PassageKind, ...], Facet("kind", "kind")] = ()
    formats: Annotated[tuple[str, ...], Facet("format", "format")] = ()
    symbols: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_names(*self.languages, *self.meetings, *self.series, *self.regions)
        check_names(*self.formats, *self.symbols)
        check_names(self.source, self.since, self.until)
        for code in self.languages:
            check_language(code)
        for region in self.regions:
            if region not in REGIONS:
                raise QueryError(
                    f"{region} is no region. Use one of: {', '.join(REGIONS)}.",
                    reason="region",
                    region=region,
                    choices=", ".join(REGIONS),
                )
        for kind in self.kinds:
            if kind not in get_args(PassageKind):
                raise QueryError(
                    f"{kind} is no kind of passage. Use one of: {', '.join(get_args(PassageKind))}."
                )
        for date in (self.since, self.until):
            if date is not None and not _is_date(date):
                raise QueryError(
                    f"{date} is not a date. Write a year, a month or a day: 2023, 2023-10 or "
                    "2023-10-12.",
                    reason="date",
                    date=date,
                )
        if self.since and self.until:
            known = min(len(self.since), len(self.until))
            if self.since[:known] > self.until[:known]:
                raise QueryError(
                    f"The first date is later than the last: {self.since}, {self.until}. "
                    "Exchange them.",
                    reason="dates-reversed",
                    since=self.since,
                    until=self.until,
                )

    @classmethod
    def from_values(
        cls, meetings: Sequence[str] = (), regions: Sequence[str] = (), **others: Any
    ) -> Self:
        """Make filters from given values; a meeting may be named in any form."""
        meeting_numbers = tuple(map(parse_meeting, meetings))
        return cls(meetings=meeting_numbers, regions=tuple(map(str.upper, regions)), **others)

    @property
    def is_empty(self) -> bool:
        """Whether everything may be found."""
        return self == Filters()


def _collect_facets() -> dict[str, Facet]:
    hints = get_type_hints(Filters, include_extras=True)
    return {
        name: each
        for name, hint in hints.items()
        for each in get_args(hint)
        if isinstance(each, Facet)
    }


FACETS: Final[Mapping[str, Facet]] = _collect_facets()
"""The facets by field name of :class:`Filters`, in the order of a page."""


def _is_date(text: str) -> bool:
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True
