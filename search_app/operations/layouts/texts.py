"""Layouts of three operations on texts: compare, refs and equivalents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from search_app.citing import (
    Layout,
    LayoutCell,
    LayoutPair,
    LayoutSection,
    LayoutTable,
    Mark,
    join_facts,
    label,
    passage_label,
)
from search_app.localise import Locale
from search_app.operations.layouts.cells import BLANK, line, own_language_name

if TYPE_CHECKING:
    from corpus.documents import Passage
    from index.analyses import ComparedText, Comparison, ParagraphPair
    from index.retrieval import Terminology
    from search_app.operations.equivalents import EquivalentsRequest
    from search_app.operations.refs import Found

_KINDS: dict[str, Mark] = {"same": "plain", "deleted": "deleted", "inserted": "inserted"}

_PASTED = "-"
"""Name of a draft that is a text and no file."""


def compare_layout(comparison: Comparison, language: str) -> Layout:
    """Return two texts side by side; a terminal shows only what differs, and counts the rest."""
    locale = Locale(language)
    count = sum(not pair.has_changed for pair in comparison.paragraphs)
    same = line(("quiet", locale.add_label(locale.text("compare.same"), locale.number(count))))
    alike = () if comparison.has_changes else (line(locale.text("compare.alike")),)
    return Layout(
        f"{comparison.old.name} → {comparison.new.name}",
        (
            *(
                LayoutSection(pairs=(_lay_out_pair(pair, comparison, locale),))
                for pair in comparison.paragraphs
            ),
            LayoutSection(lines=(*alike, BLANK, same)),
        ),
        sides=(
            _name_side("old", comparison.old, comparison.new, locale),
            _name_side("new", comparison.new, comparison.old, locale),
        ),
    )


def _name_side(which: str, text: ComparedText, other: ComparedText, locale: Locale) -> str:
    """Name one of two texts; that the other revises it goes without saying."""
    revision = text.superseded_by if text.superseded_by != other.name else None
    superseded = revision and locale.text("search.superseded", symbol=revision)
    own_name = text.name if text.name != _PASTED else None
    name = join_facts((own_name, locale.date(text.date), superseded), locale.code)
    label = locale.text(f"compare.{which}")
    return locale.add_label(label, name) if name else label


def _lay_out_pair(pair: ParagraphPair, comparison: Comparison, locale: Locale) -> LayoutPair:
    keys = (pair.change != "same" and f"one_{pair.change}", pair.stands_elsewhere and "moved")
    change = locale.join_names(locale.text(f"compare.{key}") for key in keys if key)
    passage, lines = pair.new or pair.old, list[LayoutCell]()
    if pair.has_changed:
        number = (passage_label(passage) if passage else None) or "–"
        words = ((_KINDS[piece.kind], piece.text) for piece in pair.words)
        merged = line(*words, indent=4, language=comparison.new.language)
        lines = [BLANK, line(number, ("quiet", f"  {change}")), merged]
    sides = (
        _lay_out_side(pair, pair.old, comparison.old, pair.old_place, "inserted"),
        _lay_out_side(pair, pair.new, comparison.new, pair.new_place, "deleted"),
    )
    return LayoutPair(change, sides, tuple(lines))


def _lay_out_side(
    pair: ParagraphPair, passage: Passage | None, text: ComparedText, place: int | None, lacks: Mark
) -> tuple[LayoutCell, ...]:
    """Return one text's paragraph with its changes; ``lacks`` is the mark of the other's words."""
    if passage is None or place is None:
        return ()
    kinds: dict[str, Mark] = _KINDS if pair.change == "changed" else {}
    words = (
        (kinds.get(piece.kind, "plain"), piece.text.replace("\t", " "))
        for piece in pair.words
        if piece.kind != lacks
    )
    form: Literal["line", "heading", "footnote"] = "line"
    if passage.kind in ("heading", "footnote"):
        form = "heading" if passage.kind == "heading" else "footnote"
    cited = text.cited[place] if text.cited else None
    return (replace(line(*words, language=text.language), passage=cited, form=form),)


def refs_layout(paragraphs: Found, language: str) -> Layout:
    """Return the references of each paragraph as a table."""
    locale = Locale(language)
    rows = tuple(
        tuple(
            map(
                LayoutCell,
                (
                    locale.number(number),
                    mention.canonical,
                    locale.text(f"references.kind.{mention.kind}"),
                    mention.text,
                ),
            )
        )
        for number, mentions in enumerate(paragraphs, start=1)
        for mention in mentions
    )
    if not rows:
        return Layout("", (LayoutSection(lines=(line(locale.text("references.none")),)),))
    heads = ("paragraph", "reference", "kind", "text")
    columns = tuple(locale.text(f"references.column.{head}") for head in heads)
    return _make_grid(columns, (1.0, 3.0, 1.0, 3.0), rows)


def equivalents_layout(terminology: Terminology, language: str) -> Layout:
    """Return a term's equivalents, with the paragraphs that show them."""
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


def equivalents_nothing(terminology: Terminology, _: EquivalentsRequest, language: str) -> str:
    """Return the sentence that a term has no known equivalents, with near terms."""
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
