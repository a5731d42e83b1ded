"""Alerts: saved descriptions of new documents that a reader wants to hear about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from corpus.filters import Filters
from corpus.parameters import Parameter


@dataclass(frozen=True, slots=True)
class Alert:
    """A description of new documents that a reader wants to hear about; all its parts must hold.

    Attributes:
        cites: references, one of which a passage has to mention.
        source: a country, group or office in any language, or a part of the source's text.
        shown_in: language of the shown passages; None for the language they were found in.
        notify: addresses for Apprise (``mailto://…``, ``msteams://…``), which may hold passwords.
        after: number of the last document that was reported, or existed before the alert.
    """

    name: Annotated[str, Parameter(help="By which it is told and removed.", is_argument=True)]
    query: Annotated[
        str | None, Parameter(metavar="QUESTION", help="As for search.", is_argument=True)
    ] = None
    cites: Annotated[tuple[str, ...], Parameter(metavar="REFERENCE", help="Mentions this.")] = ()
    source: Annotated[
        str | None, Parameter(name="from", metavar="SOURCE", help="A country, or another source.")
    ] = None
    item: Annotated[str | None, Parameter(help="Of the agenda.")] = None
    filters: Filters = field(default_factory=Filters)
    shown_in: Annotated[
        str | None,
        Parameter(name="in", metavar="LANG", help="Shown in this language where it is there."),
    ] = None
    notify: Annotated[
        tuple[str, ...],
        Parameter(metavar="URL", help="Where to send it, for Apprise (mailto://…, slack://…)."),
    ] = ()
    after: int = 0
