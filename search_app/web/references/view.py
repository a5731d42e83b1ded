"""How is a reference shown? Its card, its editions, and what it cites and what cites it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from markupsafe import Markup

from corpus.languages import BY_CODE
from corpus.references import find
from index.lookup import DocumentCard, Trace
from index.references import base
from index.store import Store
from search_app.localise import Locale
from search_app.web.parts import Span, html
from search_app.web.references.neighbourhood import Title
from search_app.web.references.state import reference_address

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
    best: dict[str | None, str] = {}
    for language, text in store.forms_of(canonicals):
        if language in best:
            continue
        # In `Resolutions 1332` the head of the list came with its first number.
        read = {mention.canonical for mention in find(text)}
        if len(read) == 1 and read <= set(canonicals):
            best[language] = text
    return [Form(code, best[code]) for code in BY_CODE if code in best]


def spans(text: str, canonical: str) -> list[Span]:
    """Where a passage mentions the reference, in whatever edition."""
    root = base(canonical)
    return [
        (mention.start, mention.end) for mention in find(text) if base(mention.canonical) == root
    ]


def card_html(locale: Locale, trace: Trace, newer: str | None = None) -> Markup:
    """Show what it is: name, kind, and for a document of the index its title, source and date.

    Args:
        locale: the reader's language.
        trace: what is known of it.
        newer: symbol of the newest revision, where the document is not that itself.
    """
    about = trace.document.metadata if trace.document else None
    of_title = (
        one.language
        for one in (trace.document.versions if trace.document else ())
        if about and one.title == about.title
    )

    def document_address(code: str) -> str:
        symbol = (about and about.symbol) or ""
        return "documents?" + urlencode({"symbol": symbol, "left": code})

    kind = f"references.kind.{trace.kind}"
    return html(
        "references.card",
        locale=locale,
        trace=trace,
        kind=locale.text(kind) if trace.kind and locale.has(kind) else None,
        language=next(of_title, None),
        meeting=locale.meeting(about.meeting) if about else None,
        newer=newer,
        document_address=document_address,
        address=reference_address,
    )


def forms_html(locale: Locale, found: Sequence[Form]) -> Markup:
    """Show how documents write the reference, each with a button that copies it."""
    return html("references.forms", locale=locale, found=found)


def editions_html(locale: Locale, trace: Trace) -> Markup:
    """Show the editions of a resolution, each with the number of paragraphs that cite it."""
    address = reference_address
    return html("references.editions", locale=locale, editions=trace.editions, address=address)


def lists_html(locale: Locale, card: DocumentCard, titles: Mapping[str, Title]) -> Markup:
    """Show all that a document of the index cites, by kind, and all that cites it."""
    cites = []
    for kind, group in groupby(card.cites, key=lambda one: one.kind):
        key = f"references.kinds.{kind}"
        entries = [
            (one.canonical, titles.get(one.canonical), one.in_index, one.paragraphs)
            for one in sorted(group, key=lambda one: -one.paragraphs)
        ]
        cites.append((locale.text(key) if locale.has(key) else kind, entries))
    cited_by = [
        (one.symbol, titles.get(one.symbol or "") or (one.title, None), True, one.paragraphs)
        for one in card.cited_by
    ]
    return html(
        "references.lists",
        locale=locale,
        address=reference_address,
        cites=cites,
        cited_by=cited_by,
        open=_PARTS,
    )
