"""Layouts of three operations on texts: compare, refs and equivalents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from search_app.citing import (
    Layout,
    LayoutCell,
    LayoutSection,
    LayoutTable,
    Mark,
    label,
    passage_label,
)
from search_app.localise import Locale
from search_app.operations.layouts.cells import BLANK, line, own_language_name

if TYPE_CHECKING:
    from index.analyses import Comparison, ParagraphPair
    from index.retrieval import Terminology
    from search_app.operations.equivalents import EquivalentsRequest
    from search_app.operations.refs import Found

_KINDS: dict[str, Mark] = {"same": "plain", "deleted": "deleted", "inserted": "inserted"}


def compare_layout(comparison: Comparison, language: str) -> Layout:
    """Lay out what a text changes in another; what both have is only counted."""
    locale = Locale(language)
    changed = [pair for pair in comparison.paragraphs if pair.has_changed]
    lines = [
        cell for pair in changed for cell in _lay_out_pair(pair, comparison.new.language, locale)
    ]
    if not comparison.has_changes:
        lines.append(line(locale.text("compare.alike")))
    count = locale.number(len(comparison.paragraphs) - len(changed))
    same = locale.add_label(locale.text("compare.same"), count)
    lines += [BLANK, line(("quiet", same))]
    return Layout(
        f"{comparison.old.name} → {comparison.new.name}", (LayoutSection(lines=tuple(lines)),)
    )


def _lay_out_pair(
    pair: ParagraphPair, language: str | None, locale: Locale
) -> Iterator[LayoutCell]:
    keys = (pair.change != "same" and f"one_{pair.change}", pair.stands_elsewhere and "moved")
    change = locale.join_names(locale.text(f"compare.{key}") for key in keys if key)
    passage = pair.new or pair.old
    number = (passage_label(passage) if passage else None) or "–"
    yield from (BLANK, line(number, ("quiet", f"  {change}")))
    yield line(
        *((_KINDS[piece.kind], piece.text) for piece in pair.words), indent=4, language=language
    )


def refs_layout(paragraphs: Found, language: str) -> Layout:
    """Lay out the references of each paragraph as a table."""
    del language
    rows = tuple(
        tuple(map(LayoutCell, (str(position), mention.canonical, mention.kind, mention.text)))
        for position, mentions in enumerate(paragraphs)
        for mention in mentions
    )
    if not rows:
        return Layout("", (LayoutSection(lines=(line("No references."),)),))
    columns = ("passage", "reference", "kind", "as it stands")
    return _make_grid(columns, (1.0, 3.0, 1.0, 3.0), rows)


def equivalents_layout(terminology: Terminology, language: str) -> Layout:
    """Lay out what a term is in the other languages, and which paragraphs taught it."""
    heads = ("search.language", "equivalents.term", "equivalents.sure", "equivalents.paragraphs")
    rows = []
    for equivalent in terminology.equivalents:
        places = [
            f"{source.symbol or '–'} {label(source.shown) or ''}".strip()
            for source in equivalent.paragraphs
        ]
        place_list = ", ".join(dict.fromkeys(places)) or "–"
        cells = (
            own_language_name(equivalent.language),
            equivalent.term,
            f"{equivalent.weight:.2f}",
            place_list,
        )
        rows.append(tuple(map(LayoutCell, cells)))
    return _make_grid(tuple(map(Locale(language).text, heads)), (1.0, 2.0, 1.0, 3.0), tuple(rows))


def equivalents_nothing(
    terminology: Terminology, request: EquivalentsRequest, language: str
) -> str:
    """Return the words that a term has no known equivalents, with near terms."""
    del request
    locale = Locale(language)
    lines = [locale.text("equivalents.nothing", term=terminology.term)]
    if terminology.suggestions:
        names = locale.join_names(terminology.suggestions)
        lines.append(locale.add_label(locale.text("search.did_you_mean"), names))
    return "\n".join(lines)


def _make_grid(
    columns: tuple[str, ...], widths: tuple[float, ...], rows: tuple[tuple[LayoutCell, ...], ...]
) -> Layout:
    table = LayoutTable(columns, widths, rows, form="grid")
    return Layout("", (LayoutSection(table=table),))
