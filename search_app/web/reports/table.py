"""How does it look who said what? Submitters down, meetings across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from index.analyses import Position, Positions
from search_app.citing import citation, lead_in, own_number, said_of, submitter_name
from search_app.localise import Locale
from search_app.operations.layouts import how_much, jointly, nearness, only_near, whose
from search_app.web.basket import held
from search_app.web.parts import acts_html, html
from search_app.web.reports.tasks import Later, later


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a submitter said at a meeting, and what leads into that."""

    position: Position
    line: str
    whose: str
    nearness: str
    jointly: str
    lead: str
    number: str | None
    acts: Markup
    again: Sequence[Later]


def positions_html(locale: Locale, found: Positions) -> Markup:
    """Draw a table of who names the topic, and under it one of who is only near to it.

    On a narrow screen each row is a list of meetings.

    Args:
        locale: the reader's language.
        found: what was said on a topic.
    """
    parts = [(found.naming, ""), (found.near, only_near(locale.code))]
    return Markup("").join(_table(locale, cells, heading) for cells, heading in parts if cells)


def _table(locale: Locale, shown: Sequence[Position], heading: str) -> Markup:
    dated = sorted(shown, key=lambda cell: cell.shown.date or "~")
    columns = {cell.meeting: _meeting(locale, cell) for cell in dated}
    rows: dict[tuple[str, str], dict[str | None, _Cell]] = {}
    for cell in shown:
        key = cell.submitter.kind, submitter_name(cell.submitter, locale.code)
        rows.setdefault(key, {})[cell.meeting] = _cell(locale, cell)
    return html(
        "positions.table",
        locale=locale,
        heading=heading,
        columns=columns,
        rows=[(kind, name, cells) for (kind, name), cells in rows.items()],
    )


def _meeting(locale: Locale, cell: Position) -> str:
    return (
        locale.meeting(cell.meeting, cell.days)
        if cell.meeting
        else locale.text("documents.no_meeting")
    )


def _cell(locale: Locale, position: Position) -> _Cell:
    shown = position.shown
    said = said_of(shown, position.sentence)
    return _Cell(
        position,
        citation(shown, locale.code),
        whose(position, locale.code),
        nearness(position, locale.code),
        jointly(position, locale.code),
        lead_in(said),
        own_number(said),
        acts_html(said, locale, is_in=bool(held([shown.passage_id]))),
        [later(locale, one.shown, how_much(one, locale.code)) for one in position.reuse],
    )
