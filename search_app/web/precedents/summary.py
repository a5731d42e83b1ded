"""Summary above a draft's earlier texts: its paragraphs by relation, and a time line by meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import Markup

from index.analyses import DraftParagraph, Precedent
from search_app.citing import find_label
from search_app.localise import Locale
from search_app.web.parts import MeetingBar, html, meeting_key

_OPENING: Final = 90  # characters of a paragraph that name it

_MEETINGS: Final = 14
"""Columns of the time line, for the latest meetings; more are wider than a page."""

_RELATIONS: Final = ("says_contrary", "verbatim", "changed", "translated", "partly")
"""Relations of texts on the time line; others are on the same subject, at most."""

_SUBJECT: Final = ("same_subject", "near")

NONE: Final = ("without", "short")
"""Standings of paragraphs without an earlier text, and of those that were not compared."""


def find_standing(paragraph: DraftParagraph) -> str:
    """Return the relation of a paragraph's first earlier text; one of :data:`NONE` for none."""
    if not paragraph.is_compared:
        return "short"
    return find_label(paragraph.precedents[0]) if paragraph.precedents else "without"


def list_standings(counts: Mapping[str, int]) -> list[str]:
    """Return the standings of a draft's paragraphs, in the order in which they are shown."""
    shown = (*_RELATIONS, *_SUBJECT)
    known = [*shown, *(name for name in counts if name not in (*shown, *NONE)), *NONE]
    return [name for name in known if counts.get(name)]


def name_standing(locale: Locale, standing: str) -> str:
    """Return a standing's name, with a capital where the language has such."""
    name = locale.text(f"precedents.{standing}")
    return name[:1].upper() + name[1:]


def summary_html(locale: Locale, counts: Mapping[str, int]) -> Markup:
    """Show the number of paragraphs, by their standing."""
    rows = [
        (name, locale.add_label(name_standing(locale, name), locale.number(counts[name])))
        for name in list_standings(counts)
    ]
    return html("precedents.summary", locale=locale, total=sum(counts.values()), rows=rows)


def time_line_html(
    locale: Locale, every: Sequence[MeetingBar], paragraphs: Sequence[DraftParagraph]
) -> Markup:
    """Draw the draft's paragraphs by the meetings of their earlier texts, with linked signs."""
    rows = []
    used: set[str] = set()
    for paragraph in paragraphs:
        best: dict[str, Precedent] = {}
        for precedent in paragraph.precedents:
            if find_label(precedent) in _RELATIONS:
                key = meeting_key(precedent.shown.meeting, precedent.shown.date)
                best.setdefault(key, precedent)
        used |= best.keys()
        rows.append((paragraph.passage, best))
    if not used:
        return Markup()
    columns = [meeting for meeting in every if meeting.key in used][-_MEETINGS:]
    relations = {find_label(precedent) for _, best in rows for precedent in best.values()}
    return html(
        "precedents.time_line",
        locale=locale,
        columns=columns,
        relations=[relation for relation in _RELATIONS if relation in relations],
        rows=[
            (
                passage,
                _opening(passage.text),
                [_cell(locale, best.get(meeting.key)) for meeting in columns],
            )
            for passage, best in rows
        ],
    )


def _opening(text: str) -> str:
    if len(text) <= _OPENING:
        return text
    words = text[: _OPENING + 1].rpartition(" ")[0]
    return f"{words if len(words) > _OPENING / 2 else text[:_OPENING]}…"


def _cell(locale: Locale, precedent: Precedent | None) -> tuple[str, str] | None:
    if precedent is None:
        return None
    shown = precedent.shown
    source = (shown.symbol or shown.file_name, locale.date((shown.date or "")[:7]))
    standing = find_label(precedent)
    name = name_standing(locale, standing)
    return standing, locale.add_label(name, " · ".join(filter(None, source)))
