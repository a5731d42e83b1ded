"""How is a draft shown with what was said before? A time line, and texts side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from corpus.documents import Passage
from index.retrieval.precedents import DraftParagraph, Precedent
from search_app.localise import Locale
from search_app.web.parts.escape import as_html
from search_app.web.parts.meeting_bars import Meeting, meeting_key
from search_app.web.parts.passage import citation_html, language_attributes
from search_app.web.parts.passage import meeting as meeting_of
from search_app.web.precedents.answers import Standing
from search_app.web.precedents.differences import compared
from search_app.web.references.state import reference_address

__all__ = [
    "KINDS",
    "beside_html",
    "choice",
    "kind",
    "paragraph_id",
    "summary_html",
    "time_line_html",
]

KINDS: Final = ("verbatim", "translated", "near")
"""How an earlier text stands to a paragraph, the most telling first."""

_SIGNS: Final = {
    "verbatim": "wsis-verbatim",
    "translated": "wsis-translated",
    "near": "wsis-near-sign",
}
_OPENING: Final = 90  # characters of a paragraph that name it
_WORTH_SAYING: Final = 0.1
"""Share of a draft below which texts have only set phrases in common."""

_MEETINGS: Final = 14
"""Columns of the time line: the latest; more are wider than a page."""


def kind(one: Precedent) -> str:
    """One of :data:`KINDS`."""
    return one.reuse or "near"


def paragraph_id(at: int) -> str:
    """Id of the element of a paragraph of the draft, by its place from 0."""
    return f"draft-{at}"


def choice(locale: Locale, one: Precedent) -> str:
    """Name an earlier text among those of a paragraph: its document, date and share; plain text."""
    parts = [one.shown.symbol or one.shown.file_name, locale.date((one.shown.date or "")[:7])]
    if one.reuse:
        parts.append(locale.percent(one.share))
    return " · ".join(part for part in parts if part)


def summary_html(locale: Locale, counted: Mapping[Standing, int]) -> str:
    """Say how many paragraphs there are, and how they stand to earlier texts."""
    total = sum(counted.values())
    signs = (("reused", "wsis-verbatim"), ("alike", "wsis-near-sign"), ("new", "wsis-new"))
    items = "".join(
        f'<li><span class="wsis-sign {sign}" aria-hidden="true"></span>'
        f"{as_html(locale.plural(f'precedents.{name}', counted.get(name, 0)))}</li>"  # type: ignore[call-overload]
        for name, sign in signs
    )
    said = as_html(locale.plural("precedents.paragraphs", total))
    return (
        f'<div role="status"><ul class="wsis-summary"><li><strong>{said}</strong></li>{items}</ul>'
        "</div>"
    )


def time_line_html(
    locale: Locale,
    every: Sequence[Meeting],
    paragraphs: Sequence[tuple[int, DraftParagraph]],
) -> str:
    """Draw at which meetings the earlier texts of paragraphs were written.

    Args:
        locale: the reader's language.
        every: the meetings, in order of time.
        paragraphs: with their places in the draft, from 0.

    Returns:
        A table: a row a paragraph, a column a meeting, in the direction of reading. A sign says how
        the most telling text of the meeting stands to the paragraph, and leads to it.
    """
    used = {
        meeting_key(one.shown.meeting, one.shown.date)
        for _, paragraph in paragraphs
        for one in paragraph.precedents
    }
    columns = [meeting for meeting in every if meeting.key in used][-_MEETINGS:]
    head = "".join(_column(locale, meeting) for meeting in columns)
    rows = "".join(_row(locale, columns, at, paragraph) for at, paragraph in paragraphs)
    signs = "".join(
        f'<span><span class="wsis-sign {_SIGNS[name]}" aria-hidden="true"></span> '
        f"{as_html(locale.text(f'precedents.{name}'))}</span>"
        for name in KINDS
    )
    return (
        '<div class="wsis-line-of-time" tabindex="0" role="group" '
        f'aria-label="{as_html(locale.text("precedents.time_line"))}"><table><thead><tr>'
        f'<th scope="col">{as_html(locale.text("precedents.draft"))}</th>{head}</tr></thead>'
        f'<tbody>{rows}</tbody></table></div><p class="wsis-legend">{signs}</p>'
    )


def _column(locale: Locale, meeting: Meeting) -> str:
    date = ""
    if meeting.date and meeting.name != meeting.date[:4]:
        date = f"<small>{as_html(locale.date(meeting.date[:7]))}</small>"
    return f'<th scope="col">{as_html(meeting.name)}{date}</th>'


def _row(locale: Locale, columns: Sequence[Meeting], at: int, paragraph: DraftParagraph) -> str:
    best: dict[str, Precedent] = {}
    for one in paragraph.precedents:
        best.setdefault(meeting_key(one.shown.meeting, one.shown.date), one)
    cells = ""
    for meeting in columns:
        found = best.get(meeting.key)
        if found is None:
            cells += "<td></td>"
            continue
        said = locale.labelled(locale.text(f"precedents.{kind(found)}"), choice(locale, found))
        cells += (
            f'<td><a href="#{paragraph_id(at)}" title="{as_html(said)}" '
            f'aria-label="{as_html(said)}"><span class="wsis-sign {_SIGNS[kind(found)]}"></span>'
            "</a></td>"
        )
    passage = paragraph.passage
    label = f"<strong>{as_html(passage.label)}</strong> " if passage.label else ""
    text = as_html(passage.text[:_OPENING])
    return (
        f'<tr><th scope="row" {language_attributes(passage.language)}>'
        f'<a href="#{paragraph_id(at)}">{label}{text}</a></th>{cells}</tr>'
    )


def beside_html(
    locale: Locale, at: int, draft: Passage, one: Precedent | None, earlier: str | None
) -> str:
    """Show a paragraph of a draft beside an earlier text, with their differences.

    Args:
        locale: the reader's language.
        at: place of the paragraph in the draft, from 0.
        draft: the paragraph.
        one: the earlier text, or None.
        earlier: the whole paragraph that it is of; None where there is no earlier text.
    """
    left, right, note = as_html(draft.text), as_html(earlier or ""), ""
    if one and earlier is not None:
        if one.shown.language != draft.language:
            note = "precedents.other_language"
        else:
            marked = compared(draft.text, earlier)
            left, right = marked or (left, right)
            note = "" if marked else "precedents.unlike"
    return (
        f'<div class="wsis-beside" id="{paragraph_id(at)}"><section>'
        f"<h3>{as_html(locale.text('precedents.draft'))}</h3>"
        f"{_text(draft.label, left, draft.language)}</section>"
        f"<section>{_earlier(locale, one, right, note)}</section></div>"
    )


def _earlier(locale: Locale, one: Precedent | None, text: str, note: str) -> str:
    if one is None:
        said = locale.text("precedents.none")
        return (
            f'<h3>{as_html(locale.text("precedents.earlier"))}</h3><p class="wsis-muted">{said}</p>'
        )
    shown = one.shown
    attributes = language_attributes(shown.language)
    title = f'<p class="wsis-title" {attributes}>{as_html(shown.title)}</p>' if shown.title else ""
    facts = (shown.source, meeting_of(shown, locale), locale.date(shown.date))
    about = " · ".join(f"<bdi>{as_html(fact)}</bdi>" for fact in facts if fact)
    label = shown.passage.label if shown.passage.kind != "footnote" else None
    html = (
        f"<h3>{as_html(locale.text('precedents.earlier'))}</h3>"
        f'<div class="wsis-head"><span class="wsis-symbol" dir="ltr">'
        f"{as_html(shown.symbol or shown.file_name)}</span>"
        f'<span class="wsis-badge">{as_html(locale.language(shown.language))}</span>'
        f'<span class="wsis-badge wsis-strong">{as_html(_standing(locale, one))}</span></div>'
        f'{title}<p class="wsis-place">{about}</p>'
        f"{_text(label, text, shown.language)}"
    )
    if note:
        html += f'<p class="wsis-status">{as_html(locale.text(note))}</p>'
    if one.references:
        links = "".join(
            f'<a class="wsis-link" dir="ltr" href="'
            f'{as_html(reference_address(name, locale.code))}">{as_html(name)}</a>'
            for name in one.references
        )
        said = as_html(locale.text("precedents.both_cite"))
        html += f'<p class="wsis-both"><span class="wsis-muted">{said}</span>{links}</p>'
    return html + citation_html(shown, locale)


def _standing(locale: Locale, one: Precedent) -> str:
    said = locale.text(f"precedents.{kind(one)}")
    if one.share >= _WORTH_SAYING:
        said += f" · {locale.text('precedents.in_common', share=locale.percent(one.share))}"
    return said


def _text(label: str | None, html: str, language: str | None) -> str:
    number = f'<span class="wsis-label">{as_html(label)}</span>' if label else ""
    return f'<p class="wsis-text" {language_attributes(language)}>{number}{html}</p>'
