"""How is a reference shown? Its card, its editions, and what it cites and what cites it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from corpus.documents import Metadata
from corpus.languages import BY_CODE
from corpus.references import find
from index.lookup.reference import DocumentCard, Trace
from index.references.mentions import base
from index.store.store import Store
from search_app.localise import Locale
from search_app.web.parts.escape import as_html
from search_app.web.parts.marks import Span
from search_app.web.parts.passage import language_attributes
from search_app.web.references.neighbourhood import Title
from search_app.web.references.state import reference_address

__all__ = ["Form", "card_html", "editions_html", "forms", "forms_html", "lists_html", "spans"]

_PARTS = 10
"""Entries of a list that stand open; the others are unfolded."""


@dataclass(frozen=True, slots=True)
class Form:
    """How documents in a language write the reference."""

    language: str
    text: str


def forms(store: Store, canonicals: Sequence[str]) -> list[Form]:
    """How documents write a reference, in each language that they do it in: the form most used.

    Args:
        store: of the index.
        canonicals: of the reference; of a resolution, its editions.

    Returns:
        In the order of the United Nations. What stands for it in a list (``1332`` in ``Resolutions
        1332 and 1334``) is no form that could be pasted, and is left out.
    """
    places = ", ".join("?" * len(canonicals))
    best: dict[str, str] = {}
    for row in store.query(
        "SELECT passage.language AS language, mention.text AS text, count(*) AS times "  # noqa: S608
        "FROM mention JOIN passage ON passage.id = passage_id "
        f"WHERE canonical IN ({places}) GROUP BY 1, 2 "
        "ORDER BY times DESC, length(mention.text) DESC",
        *canonicals,
    ):
        if row["language"] in best:
            continue
        # In `Resolutions 1332` the head of the list came with its first number.
        read = {mention.canonical for mention in find(row["text"])}
        if len(read) == 1 and read <= set(canonicals):
            best[row["language"]] = row["text"]
    return [Form(code, best[code]) for code in BY_CODE if code in best]


def spans(text: str, canonical: str) -> list[Span]:
    """Where a passage mentions the reference, in whatever edition."""
    root = base(canonical)
    return [
        (mention.start, mention.end) for mention in find(text) if base(mention.canonical) == root
    ]


def card_html(locale: Locale, trace: Trace) -> str:
    """Show what it is: name, kind, and for a document of the index its title, source and date."""
    name = as_html(trace.canonical or "")
    badges = []
    if trace.kind and locale.has(f"references.kind.{trace.kind}"):
        badges.append(locale.text(f"references.kind.{trace.kind}"))
    said = "references.here" if trace.document else "references.not_here"
    badges.append(locale.text(said))
    inside = "".join(f'<span class="wsis-badge">{as_html(badge)}</span>' for badge in badges)
    card = (
        f'<div class="wsis-card"><div class="wsis-head"><h1 class="wsis-h1" dir="ltr">{name}</h1>'
        f"{inside}</div>"
    )
    if trace.document:
        card += _document_html(locale, trace.document)
    return f"{card}</div>"


def _document_html(locale: Locale, card: DocumentCard) -> str:
    about = card.metadata
    language = _language_of_title(card, about)
    html = ""
    if about.title:
        html += f'<p class="wsis-title" {language_attributes(language)}>{as_html(about.title)}</p>'
    facts = (about.source, locale.meeting(about.meeting), locale.date(about.date))
    line = " · ".join(f"<bdi>{as_html(fact)}</bdi>" for fact in facts if fact)
    html += f'<p class="wsis-place">{line}</p>'
    symbol = about.symbol or ""
    there = [code for code in BY_CODE if any(one.language == code for one in card.versions)]
    links = "".join(
        f'<a class="wsis-link wsis-badge" lang="{code}" href="'
        + as_html("documents?" + urlencode({"symbol": symbol, "left": code, "ui": locale.code}))
        + f'">{BY_CODE[code].name}</a>'
        for code in there
    )
    html += (
        '<p class="wsis-there wsis-read-in"><span class="wsis-muted">'
        f"{locale.text('references.read_in')}</span> {links}</p>"
    )
    if card.related:
        items = "".join(
            _item(locale, one.symbol, (one.title, None) if one.title else None, one.in_index)
            for one in card.related
        )
        html += (
            f'<h2 class="wsis-section">{locale.text("references.revisions")}</h2>'
            f'<ul class="wsis-refs">{items}</ul>'
        )
    return html


def _language_of_title(card: DocumentCard, about: Metadata) -> str | None:
    return next((one.language for one in card.versions if one.title == about.title), None)


def forms_html(locale: Locale, found: Sequence[Form]) -> str:
    """Show how documents write the reference, each with a button that copies it."""
    rows = "".join(
        f"<div><dt>{as_html(locale.language(one.language))}</dt><dd><span "
        f"{language_attributes(one.language)}>{as_html(one.text)}</span>"
        f'<button type="button" class="wsis-copy" data-copy="{as_html(one.text)}" '
        f'aria-label="{as_html(locale.text("references.copy_form", form=one.text))}">'
        '<span class="wsis-icon wsis-do" aria-hidden="true">content_copy</span>'
        f'<span class="wsis-done" role="status">{locale.text("search.copied")}</span>'
        "</button></dd></div>"
        for one in found
    )
    return f'<dl class="wsis-forms">{rows}</dl>'


def editions_html(locale: Locale, trace: Trace) -> str:
    """Show the editions of a resolution, each with the number of paragraphs that cite it."""
    most = max((one.paragraphs for one in trace.editions), default=1)
    rows = []
    for one in trace.editions:
        year = one.edition or locale.text("references.no_edition")
        target = as_html(reference_address(one.canonical, locale.code))
        cited = locale.plural("references.paragraphs", one.paragraphs)
        documents = locale.plural("documents.count", len(one.documents))
        rows.append(
            f'<tr><th scope="row">{as_html(year)}</th>'
            f'<td><a class="wsis-link" dir="ltr" href="{target}">{as_html(one.canonical)}</a></td>'
            f'<td><span class="wsis-amount" style="--wsis-share:{one.paragraphs / most:.3f}">'
            f"</span><span>{as_html(cited)} · {as_html(documents)}</span></td></tr>"
        )
    return f'<table class="wsis-editions"><tbody>{"".join(rows)}</tbody></table>'


def lists_html(locale: Locale, card: DocumentCard, titles: Mapping[str, Title]) -> str:
    """Show all that a document of the index cites, by kind, and all that cites it."""
    cites = ""
    for kind, group in groupby(card.cites, key=lambda one: one.kind):
        entries = sorted(group, key=lambda one: -one.paragraphs)
        items = [
            _item(locale, one.canonical, titles.get(one.canonical), one.in_index, one.paragraphs)
            for one in entries
        ]
        key = f"references.kinds.{kind}"
        head = locale.text(key) if locale.has(key) else kind
        cites += f"<h3>{as_html(head)}</h3>{_folded(locale, items)}"
    cited = _folded(
        locale,
        [
            _item(
                locale,
                one.symbol,
                titles.get(one.symbol or "") or ((one.title, None) if one.title else None),
                True,
                one.paragraphs,
            )
            for one in card.cited_by
        ],
    )
    return (
        '<div class="wsis-two-lists">'
        f'<section><h2 class="wsis-section">{locale.text("references.cites")}</h2>'
        f"{cites or _none(locale)}</section>"
        f'<section><h2 class="wsis-section">{locale.text("references.cited_by")}</h2>'
        f"{cited if card.cited_by else _none(locale)}</section></div>"
    )


def _none(locale: Locale) -> str:
    return f'<p class="wsis-muted">{locale.text("references.nothing_here")}</p>'


def _folded(locale: Locale, items: Sequence[str]) -> str:
    html = f'<ul class="wsis-refs">{"".join(items[:_PARTS])}</ul>'
    if len(items) > _PARTS:
        said = locale.plural("references.more", len(items) - _PARTS)
        html += (
            f'<details class="wsis-rest"><summary>{as_html(said)}</summary>'
            f'<ul class="wsis-refs">{"".join(items[_PARTS:])}</ul></details>'
        )
    return html


def _item(
    locale: Locale,
    name: str | None,
    title: tuple[str, str | None] | None,
    is_here: bool,
    paragraphs: int | None = None,
) -> str:
    parts = []
    if name:
        target = as_html(reference_address(name, locale.code))
        parts.append(f'<a class="wsis-link" dir="ltr" href="{target}">{as_html(name)}</a>')
    if paragraphs:
        said = locale.plural("references.paragraphs", paragraphs)
        parts.append(f'<span class="wsis-muted">{as_html(said)}</span>')
    if title:
        parts.append(
            f'<span class="wsis-refs-title" {language_attributes(title[1])}>'
            f"{as_html(title[0])}</span>"
        )
    state = "wsis-cited-here" if is_here else "wsis-cited-only"
    return f'<li class="{state}">{"".join(parts)}</li>'
