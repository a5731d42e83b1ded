"""How does it look which documents are there in which languages? As a table with colours and text.

A table, not a picture: it is read aloud, searched and followed to the documents, and runs right to
left where the page does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from corpus.languages import BY_CODE
from index.lookup.catalogue import Entry
from search_app.localise import Locale
from search_app.web.documents.list import entry_address, entry_name, meeting_name
from search_app.web.parts.escape import as_html
from search_app.web.parts.passage import language_attributes

__all__ = ["documents_html", "meetings_html"]


def meetings_html(documents: Sequence[Entry], locale: Locale) -> str:
    """Show how many documents of each meeting there are in each language.

    Args:
        documents: in the order of ``index.lookup.catalogue.entries``.
        locale: the reader's language.
    """
    rows = [_meeting(locale, None, documents)] if documents else []
    rows += [
        _meeting(locale, meeting, list(own))
        for meeting, own in groupby(documents, lambda entry: entry.meeting)
    ]
    return _table(locale, locale.text("search.meeting"), rows)


def documents_html(documents: Iterable[Entry], locale: Locale) -> str:
    """Show each document in each language: how many passages the version has, and its address."""
    return _table(
        locale, locale.text("corpus.document"), [_document(locale, entry) for entry in documents]
    )


def _table(locale: Locale, first: str, rows: Sequence[str]) -> str:
    heads = "".join(
        f'<th scope="col">{_short(as_html(locale.language(code)), code.upper())}</th>'
        for code in BY_CODE
    )
    return (
        f'<div class="wsis-heat" tabindex="0" role="region" aria-label="{as_html(first)}"><table>'
        f'<thead><tr><th scope="col">{as_html(first)}</th>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _short(words: str, sign: str) -> str:
    """Words, or where there is no room a sign that is read aloud as the words."""
    return (
        f'<span class="wsis-long">{words}</span>'
        f'<span class="wsis-short" role="img" aria-label="{words}">{sign}</span>'
    )


def _meeting(locale: Locale, meeting: str | None, documents: Sequence[Entry]) -> str:
    is_all = len({entry.meeting for entry in documents}) > 1
    name = locale.text("corpus.all_meetings") if is_all else meeting_name(meeting, locale)
    count = locale.plural("documents.count", len(documents))
    cells = []
    for code in BY_CODE:
        there = sum(code in entry.passages for entry in documents)
        said = locale.text(
            "corpus.of", there=locale.number(there), all=locale.number(len(documents))
        )
        numbers = f"{locale.number(there)}/{locale.number(len(documents))}"
        cells.append(
            f"<td {_shade(there / len(documents))}>"
            f'<span role="img" dir="ltr" aria-label="{as_html(said)}" title="{as_html(said)}">'
            f"{numbers}</span></td>"
        )
    head = f'<th scope="row">{as_html(name)}<small>{count}</small></th>'
    return f"<tr>{head}{''.join(cells)}</tr>"


def _document(locale: Locale, entry: Entry) -> str:
    fullest = max(entry.passages.values(), default=0)
    cells = "".join(_version(locale, entry, code, fullest) for code in BY_CODE)
    title = (
        f"<small {language_attributes(entry.title_language)}>{as_html(entry.title)}</small>"
        if entry.title
        else ""
    )
    head = (
        f'<th scope="row"><a class="wsis-link" href="{as_html(entry_address(entry, locale))}">'
        f'<bdi dir="ltr">{as_html(entry_name(entry))}</bdi></a>{title}</th>'
    )
    return f"<tr>{head}{cells}</tr>"


def _version(locale: Locale, entry: Entry, code: str, fullest: int) -> str:
    passages = entry.passages.get(code)
    language = locale.language(code)
    if passages is None:
        missing = locale.text("corpus.missing")
        return f'<td class="wsis-none"><span>{_short(as_html(missing), "–")}</span></td>'
    said = f"{entry_name(entry)}, {language}, {locale.plural('corpus.passages', passages)}"
    dot = ""
    if entry.original_language == code:
        original = locale.text("documents.original")
        said += f", {original}"
        dot = '<span aria-hidden="true"> •</span>'
    return (
        f'<td {_shade(passages / max(fullest, 1))}><a class="wsis-link" '
        f'href="{as_html(entry_address(entry, locale, code))}" title="{as_html(said)}" '
        f'aria-label="{as_html(said)}">{locale.number(passages)}{dot}</a></td>'
    )


def _shade(share: float) -> str:
    """The colour of a cell: the deeper the more is there."""
    if not share:
        return 'class="wsis-none"'
    part = round(20 + 80 * min(share, 1.0))
    return f'style="background:color-mix(in srgb,var(--wsis-heat) {part}%,transparent)"'
