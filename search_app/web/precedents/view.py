"""Draws a draft with earlier texts: a time line, and texts side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from markupsafe import Markup

from index.analyses import DraftParagraph, Precedent, differences
from search_app.citing import describe_differences
from search_app.localise import Locale
from search_app.web.parts import (
    MeetingBar,
    citation_html,
    differing_html,
    html,
    meeting_key,
    meeting_name,
)
from search_app.web.precedents.answers import Standing
from search_app.web.references import reference_address

_OPENING: Final = 90  # characters of a paragraph that name it
_ALIKE: Final = 0.3
"""Share of a draft that the earlier text must have for marks to help. Below it, nearly every
word would be marked, in pieces too small to read."""

_MEETINGS: Final = 14
"""Columns of the time line: the latest; more are wider than a page."""


def choice(locale: Locale, precedent: Precedent) -> str:
    """Name an earlier text among those of a paragraph; plain text.

    By its document and date, its share, and its relation where it was not taken over for certain.
    """
    parts = [_format_source(locale, precedent)]
    if precedent.relation != "verbatim":
        parts.append(locale.text(f"precedents.{precedent.relation}"))
    if precedent.share is not None and precedent.is_worth_saying:
        parts.append(locale.percent(precedent.share))
    return " · ".join(part for part in parts if part)


def _format_source(locale: Locale, precedent: Precedent) -> str:
    parts = [
        precedent.shown.symbol or precedent.shown.file_name,
        locale.date((precedent.shown.date or "")[:7]),
    ]
    return " · ".join(part for part in parts if part)


def summary_html(locale: Locale, counts: Mapping[Standing, int]) -> Markup:
    """Say how many paragraphs there are, and how many have earlier texts."""
    return html("precedents.summary", locale=locale, counted=counts)


def time_line_html(
    locale: Locale,
    every: Sequence[MeetingBar],
    paragraphs: Sequence[tuple[int, DraftParagraph]],
) -> Markup:
    """Draw at which meetings the earlier texts of paragraphs were written.

    Args:
        locale: the reader's language.
        every: the meetings, in order of time.
        paragraphs: with their places in the draft, from 0.

    Returns:
        A table: a row a paragraph, a column a meeting, in the direction of reading. A sign shows
        the relation of the meeting's nearest text to the paragraph, and leads to it.
    """
    rows = []
    used: set[str] = set()
    for index, paragraph in paragraphs:
        best: dict[str, Precedent] = {}
        for precedent in paragraph.precedents:
            best.setdefault(meeting_key(precedent.shown.meeting, precedent.shown.date), precedent)
        used |= best.keys()
        rows.append((index, paragraph.passage, best))
    columns = [meeting for meeting in every if meeting.key in used][-_MEETINGS:]
    return html(
        "precedents.time_line",
        locale=locale,
        columns=columns,
        rows=[
            (
                index,
                passage,
                _opening(passage.text),
                [_cell(locale, best.get(meeting.key)) for meeting in columns],
            )
            for index, passage, best in rows
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
    parts = [_format_source(locale, precedent)]
    if precedent.share is not None and precedent.is_worth_saying:
        parts.append(locale.text("precedents.in_common", share=locale.percent(precedent.share)))
    label = locale.add_label(locale.text(f"precedents.{precedent.relation}"), " · ".join(parts))
    return precedent.relation, label


def side_by_side_html(
    locale: Locale,
    index: int,
    paragraph: DraftParagraph,
    precedent: Precedent | None,
    earlier: str | None,
    names: Mapping[str, str] = MappingProxyType({}),
) -> Markup:
    """Show a paragraph of a draft next to an earlier text, with their differences.

    Args:
        locale: the reader's language.
        index: place of the paragraph in the draft, from 0.
        paragraph: of the draft.
        precedent: the earlier text, or None.
        earlier: the whole paragraph that it is of; None where there is no earlier text.
        names: what the references that both cite are called in the reader's language.
    """
    draft = paragraph.passage
    left, right, note = draft.text, earlier or "", ""
    if precedent and earlier is not None:
        if precedent.shown.text_language != draft.language:
            note = "precedents.other_language"
        else:
            marked = mark_differences(draft.text, earlier)
            left, right = marked or (left, right)
            note = "" if marked else "precedents.unlike"
    return html(
        "precedents.beside",
        locale=locale,
        at=index,
        draft=draft,
        left=left,
        is_compared=paragraph.is_compared,
        earlier=_earlier(locale, precedent, right, note, names) if precedent else None,
    )


def mark_differences(draft: str, earlier: str) -> tuple[Markup, Markup] | None:
    """Mark what each of two texts in one language has that the other does not.

    Returns:
        Both as HTML and to the letter: the draft with ``ins``, the earlier text with ``del``. None
        where they have too little in common.
    """
    pieces = differences(draft, earlier)
    same = sum(len(piece.draft) for piece in pieces if piece.earlier)
    if not draft or same < _ALIKE * len(draft):
        return None
    # Each in its own spelling: whoever copies from the earlier one has to get it as it is.
    return (
        differing_html([(piece.draft, piece.kind == "draft") for piece in pieces], "ins"),
        differing_html([(piece.earlier, piece.kind == "earlier") for piece in pieces], "del"),
    )


def _earlier(
    locale: Locale, precedent: Precedent, text: str, note: str, names: Mapping[str, str]
) -> Markup:
    standing = locale.text(f"precedents.{precedent.relation}")
    if precedent.share is not None and precedent.is_worth_saying:
        in_common = locale.text("precedents.in_common", share=locale.percent(precedent.share))
        standing = f"{standing} · {in_common}"
    return html(
        "precedents.earlier",
        locale=locale,
        shown=precedent.shown,
        meeting=meeting_name(precedent.shown.meeting, locale),
        standing=standing,
        text=text,
        notes=[
            *describe_differences(precedent, locale.code),
            *([locale.text(note)] if note else []),
        ],
        references=[(name, names.get(name, name)) for name in precedent.references],
        address=reference_address,
        citation=citation_html(precedent.shown, locale),
    )
