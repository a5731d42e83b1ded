"""Draws a reference: its card, its editions, and what it cites and what cites it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from urllib.parse import urlencode

from markupsafe import Markup

from corpus.extract.references import extents, find
from corpus.meetings import Days
from index.lookup import CatalogueEntry, DocumentCard, Trace
from index.references import Form, base, own_name
from index.references import name_references as called_in
from search_app.localise import Locale
from search_app.web.parts import Span, html
from search_app.web.references.neighbourhood import Title
from search_app.web.references.state import reference_address
from search_app.web.session import keep_with_index, open_index

_PARTS = 10
"""Entries of a list that are shown; the reader unfolds the others."""


def spans(text: str, canonical: str) -> list[Span]:
    """Find where a passage mentions the reference, in whatever edition: a range as a whole."""
    root, mentions = base(canonical), find(text)
    return [
        extent
        for mention, extent in zip(mentions, extents(text, mentions), strict=True)
        if base(mention.canonical) == root
    ]


@keep_with_index(100)
def _name_references(canonicals: tuple[str, ...], code: str, whose: bool) -> dict[str, str]:
    return called_in(open_index().store, canonicals, code, whose=whose)


def name_references(
    canonicals: Iterable[str], code: str, *, whose: bool = False
) -> Mapping[str, str]:
    """Name references in the reader's language; one that has no name there is named as it is.

    With ``whose``, a resolution's body is named, where nothing next to it names that.
    """
    return _name_references(tuple(dict.fromkeys(canonicals)), code, whose)


def card_html(
    locale: Locale,
    trace: Trace,
    entry: CatalogueEntry | None = None,
    called_so: str | None = None,
    days: Days | None = None,
) -> Markup:
    """Show what it is: name, kind, and for a document of the index its title, source and date.

    Args:
        locale: the reader's language.
        trace: what is known of it.
        entry: of the document in the list, where it is there.
        called_so: its name in the reader's language; None for the canonical form.
        days: of the document's meeting, or None.
    """
    about = trace.document.metadata if trace.document else None
    of_title = (
        version.language
        for version in (trace.document.versions if trace.document else ())
        if about and version.title == about.title
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
        meeting=locale.meeting(about.meeting, days) if about else None,
        entry=entry,
        called=called_so or trace.canonical or "",
        known_as=own_name(trace.canonical or "", locale.code),
        document_address=document_address,
        address=reference_address,
    )


def forms_html(locale: Locale, forms: Sequence[Form]) -> Markup:
    """Show how documents write the reference, each with a button that copies it."""
    return html("references.forms", locale=locale, found=forms)


def editions_html(
    locale: Locale, trace: Trace, names: Mapping[str, str] = MappingProxyType({})
) -> Markup:
    """Show the editions of a resolution, each with the number of paragraphs that cite it.

    Args:
        locale: the reader's language.
        trace: of the resolution.
        names: what the editions are called in the reader's language.
    """
    return html(
        "references.editions",
        locale=locale,
        editions=trace.editions,
        names=names,
        address=reference_address,
    )


def lists_html(
    locale: Locale,
    card: DocumentCard,
    titles: Mapping[str, Title],
    names: Mapping[str, str] = MappingProxyType({}),
) -> Markup:
    """Show all that a document of the index cites, by kind, and all that cites it.

    Args:
        locale: the reader's language.
        card: of the document.
        titles: of the documents in the index.
        names: what references are called in the reader's language.
    """
    cites = []
    for kind, group in groupby(card.cites, key=lambda reference: reference.kind):
        key = f"references.kinds.{kind}"
        entries = [
            (
                reference.canonical,
                titles.get(reference.canonical),
                reference.in_index,
                reference.paragraphs,
                names.get(reference.canonical, ""),
            )
            for reference in sorted(group, key=lambda reference: -reference.paragraphs)
        ]
        cites.append((locale.text(key) if locale.has(key) else kind, entries))
    cited_by = [
        (
            document.symbol,
            titles.get(document.symbol or "") or (document.title, None),
            True,
            document.paragraphs,
        )
        for document in card.cited_by
    ]
    return html(
        "references.lists",
        locale=locale,
        address=reference_address,
        cites=cites,
        cited_by=cited_by,
        open=_PARTS,
    )
