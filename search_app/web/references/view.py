"""Draws the head of a reference and its forms, and names references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from corpus.extract.references import extents, find
from index.lookup import CatalogueEntry, Trace
from index.references import Form, base
from index.references import name_references as called_in
from search_app.localise import Locale
from search_app.web.parts import Span, html
from search_app.web.session import keep_with_index, open_index


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


def head_html(
    locale: Locale, trace: Trace, entry: CatalogueEntry | None = None, called_so: str | None = None
) -> Markup:
    """Show what a reference is called, its kind, and what became of its document.

    Args:
        locale: the reader's language.
        trace: what is known of it.
        entry: of the document in the list, where it is there.
        called_so: its name in the reader's language; None for the canonical form.
    """
    kind = f"references.kind.{trace.kind}"
    return html(
        "references.head",
        locale=locale,
        name=trace.canonical,
        called=called_so or trace.canonical or "",
        kind=locale.text(kind) if trace.kind and locale.has(kind) else None,
        entry=entry,
    )


def forms_html(locale: Locale, forms: Sequence[Form]) -> Markup:
    """Show how documents write the reference, each with a button that copies it."""
    return html("references.forms", locale=locale, found=forms)
