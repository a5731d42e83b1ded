"""How does a passage look on a page? As HTML in which the document's text is only ever text."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.documents import HEADING_SEPARATOR
from corpus.languages import BY_CODE, direction
from index.store.excerpts import Excerpt
from search_app.citing import citation, paragraph
from search_app.citing import page as page_of
from search_app.localise import Locale
from search_app.web.parts.escape import as_html
from search_app.web.parts.marks import Span, marked_html

__all__ = ["citation_html", "language_attributes", "passage_html", "text_html"]


def passage_html(
    shown: Excerpt,
    locale: Locale,
    *,
    found_in: str | None = None,
    wanted: str | None = None,
    words: Sequence[Span] = (),
    sentence: Span | None = None,
    is_exact: bool = False,
    below: str = "",
) -> str:
    """Show a passage with all that is needed to judge and cite it, and its citation to copy.

    Args:
        shown: the passage.
        locale: the reader's language.
        found_in: language of the version that was found, where another is shown.
        wanted: language that was asked for; where it is another, that is said.
        words: of its text, to mark.
        sentence: of its text, to mark.
        is_exact: whether a reference in the question leads to it.
        below: HTML that stands under the citation.

    Returns:
        HTML; whatever comes from a document is escaped.
    """
    return (
        '<article class="wsis-hit">'
        f'<div class="wsis-head">{"".join(_head(shown, locale, found_in, wanted, is_exact))}</div>'
        f"{_titles(shown, locale)}"
        f"{text_html(shown, words, sentence)}"
        f"{citation_html(shown, locale)}{below}"
        "</article>"
    )


def text_html(shown: Excerpt, words: Sequence[Span] = (), sentence: Span | None = None) -> str:
    """Show a passage's label and text, with marks, in its own language and direction."""
    passage = shown.passage
    label = ""
    if passage.label and passage.kind != "footnote":
        label = f'<span class="wsis-label">{as_html(passage.label)}</span>'
    return (
        f'<p class="wsis-text" {language_attributes(shown.language)}>{label}'
        f"{marked_html(passage.text, words, sentence)}</p>"
    )


def citation_html(shown: Excerpt, locale: Locale) -> str:
    """Show the citation in the reader's language, with a button that copies it."""
    line = citation(shown, locale.code)
    done = locale.text("search.copied")
    return (
        f'<div class="wsis-cite"><span class="wsis-citation">{as_html(line)}</span>'
        f'<button type="button" class="wsis-copy" data-copy="{as_html(line)}">'
        '<span class="wsis-icon" aria-hidden="true">content_copy</span>'
        f'<span class="wsis-do">{locale.text("search.copy")}</span>'
        f'<span class="wsis-done" role="status">{done}</span></button></div>'
    )


def language_attributes(code: str | None) -> str:
    """The attributes ``lang`` and ``dir`` of an element with text in a language."""
    known = code if code in BY_CODE else ""
    return f'lang="{known}" dir="{direction(known) if known else "auto"}"'


def _head(
    shown: Excerpt, locale: Locale, found_in: str | None, wanted: str | None, is_exact: bool
) -> list[str]:
    name = as_html(shown.symbol or shown.file_name)
    parts = [f'<span class="wsis-symbol" dir="ltr">{name}</span>']
    place = paragraph(shown, locale.code) if shown.passage.label_path else None
    parts += [
        f"<bdi>{as_html(part)}</bdi>" for part in (place, page_of(shown, locale.code)) if part
    ]
    if is_exact:
        parts.append(f'<span class="wsis-badge wsis-strong">{locale.text("search.exact")}</span>')
    if found_in != shown.language:
        said = locale.text("search.found_in", language=locale.language(found_in))
        parts.append(f'<span class="wsis-badge">{as_html(said)}</span>')
    else:
        parts.append(f'<span class="wsis-badge">{as_html(locale.language(shown.language))}</span>')
    if wanted and wanted != shown.language:
        said = locale.text("search.not_in", language=locale.language(wanted))
        parts.append(f'<span class="wsis-muted">{as_html(said)}</span>')
    return parts


def meeting(shown: Excerpt, locale: Locale) -> str | None:
    """Name the meeting: ``Meeting 39`` for one of the group's own, else as its symbols have it."""
    if shown.meeting and shown.meeting.isdigit():
        return locale.text("meeting.numbered", number=shown.meeting)
    return shown.meeting


def _titles(shown: Excerpt, locale: Locale) -> str:
    attributes = language_attributes(shown.language)
    headings = [line for line in shown.passage.heading if line != shown.title]
    title = f'<p class="wsis-title" {attributes}>{as_html(shown.title)}</p>' if shown.title else ""
    about = (shown.source, meeting(shown, locale), locale.date(shown.date))
    line = " · ".join(
        f"<bdi{' class=wsis-whole' if at else ''}>{as_html(part)}</bdi>"
        for at, part in enumerate(about)
        if part
    )
    below = f'<p class="wsis-place">{line}</p>' if line else ""
    if headings:
        path = as_html(HEADING_SEPARATOR.join(headings))
        below += f'<p class="wsis-place wsis-path" {attributes}>{path}</p>'
    return title + below
