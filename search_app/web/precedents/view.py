"""Draws what is above a draft's earlier texts: their number, and when they were written."""

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
"""Columns of the time line: the latest; more are wider than a page."""

_RELATIONS: Final = ("says_contrary", "verbatim", "changed", "translated", "partly", "near")
"""Relations of texts that are on the time line; of others it is not sure that they say the same."""

NONE: Final = ("without", "short")
"""Standings of paragraphs without an earlier text, and of those that were not compared."""


def find_standing(paragraph: DraftParagraph) -> str:
    """Return the relation of a paragraph's first earlier text; one of :data:`NONE` for none."""
    if not paragraph.is_compared:
        return "short"
    return find_label(paragraph.precedents[0]) if paragraph.precedents else "without"


def list_standings(counts: Mapping[str, int]) -> list[str]:
    """Return the standings of a draft's paragraphs, in the order in which they are shown."""
    known = [*_RELATIONS, *(name for name in counts if name not in (*_RELATIONS, *NONE)), *NONE]
    return [name for name in known if counts.get(name)]


def name_standing(locale: Locale, standing: str) -> str:
    """Name a standing by itself, with a capital where the language has such."""
    name = locale.text(f"precedents.{standing}")
    return name[:1].upper() + name[1:]


def summary_html(locale: Locale, counts: Mapping[str, int]) -> Markup:
    """Say how many paragraphs there are, and what became of them in earlier texts."""
    rows = [
        (name, locale.add_label(name_standing(locale, name), locale.number(counts[name])))
        for name in list_standings(counts)
    ]
    return html("precedents.summary", locale=locale, total=sum(counts.values()), rows=rows)


def time_line_html(
    locale: Locale, every: Sequence[MeetingBar], paragraphs: Sequence[DraftParagraph]
) -> Markup:
    """Draw at which meetings the earlier texts of paragraphs were written.

    Args:
        locale: the reader's language.
        every: the meetings, in order of time.
        paragraphs: as they are shown below.

    Returns:
        A table: a row a paragraph, a column a meeting, in the direction of reading. A sign shows
        the relation of the meeting's nearest text to the paragraph, and leads to it. Nothing where
        no text says the same.
    """
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
    """Return the words that a paragraph begins with."""
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
