"""What does a person see of a reference? Its card, its editions, and who mentions it where."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from search_app.citing import citation
from search_app.terminal.tables import (
    document_facts,
    facts,
    passage_text,
    plain,
)

if TYPE_CHECKING:  # a command loads what it needs, not what all of them print
    from index.lookup import DocumentCard, MentionLine, Trace
    from search_app.localise import Locale


def not_found(reference: str, trace: Trace, language: str) -> str:
    """What is said where the index neither has nor mentions a reference."""
    from index.references import written
    from search_app.localise import Locale

    locale = Locale(language)
    name = trace.canonical or reference
    if language == "en":
        lines = [f"{name} is not in the index, and nothing there mentions it."]
        if trace.canonical is None:
            lines = [f"“{name}” is no whole reference."]
    elif trace.canonical is None:
        lines = [locale.text("problem.part-alone", reference=name)]
    else:
        called = written(name, language) or name
        lines = [locale.text("problem.not-mentioned", reference=called)]
    for key, near in (
        ("search.did_you_mean", trace.suggestions),
        ("references.see_also", trace.see_also),
    ):
        names = (written(one, language) or one for one in near)
        if near:
            lines.append(locale.labelled(locale.text(key), locale.listed(names)))
    return "\n".join(lines)


def show_trace(console: Console, trace: Trace, language: str) -> None:
    """Show what the index knows of a reference, cited in the reader's language."""
    from index.references import own_name, written
    from search_app.localise import Locale

    locale = Locale(language)
    name = written(trace.canonical or "", language) or trace.canonical or ""
    kind = f"references.kind.{trace.kind}"
    kind = locale.text(kind) if locale.has(kind) else trace.kind or ""
    console.print(Text.assemble((plain(name).plain, "bold"), f"  {kind}"))
    if trace.document:
        _show_document(console, trace.document, locale)
    elif trace.kind == "document":
        known_as = own_name(trace.canonical or "", language)
        if known_as:
            console.print(plain(known_as))
        console.print(Text(locale.text("references.not_here"), style="yellow"))
    if trace.see_also:
        # By the symbol where the United Nations has one: A/71/212 is mixed up with A/RES/71/212.
        names = (written(one, language, whose=True) or one for one in trace.see_also)
        said = locale.labelled(locale.text("references.see_also"), locale.listed(names))
        console.print(Text(said), soft_wrap=True)
    if trace.editions:
        heads = ("references.editions", "page.references", "references.mentions", "page.documents")
        table = Table(*(locale.text(head) for head in heads), title_justify="left")
        for edition in trace.editions:
            table.add_row(
                edition.edition or locale.text("references.no_edition"),
                plain(written(edition.canonical, language) or edition.canonical),
                locale.number(edition.paragraphs),
                plain(", ".join(edition.documents)),
            )
        for column in table.columns:
            column.overflow = "fold"
        console.print(table)
    console.print()
    counted = locale.plural("references.paragraphs", len(trace.mentions))
    said = locale.labelled(locale.text("references.mentions"), counted)
    console.print(Text(said, style="bold"))
    for said in _standing(trace, locale):
        console.print(Text(said, style="yellow"))
    for _, lines in groupby(trace.mentions, key=lambda line: line.shown.symbol or line.shown.file):
        _show_lines(console, list(lines), language)


def _standing(trace: Trace, locale: Locale) -> Iterator[str]:
    """Which mentions stand first, of those of what was asked for and of others."""
    from index.lookup import standing_first

    if trace.paragraphs and trace.mentions:
        is_named = trace.mentions[0].is_of_paragraph
        key = "references.paragraph_first" if is_named else "references.no_paragraph"
        yield locale.text(key, label=locale.listed(trace.paragraphs))
    standing = standing_first(trace.mentions)
    if standing:
        yield locale.text(f"references.{standing}")


def _show_document(console: Console, card: DocumentCard, locale: Locale) -> None:
    from index.references import own_name, written

    def called(canonical: str) -> str:
        name = own_name(canonical, locale.code)
        return written(canonical, locale.code) or (
            locale.labelled(canonical, name) if name else canonical
        )

    cites = (called(one.canonical) for one in card.cites)
    related = (
        one.symbol + ("" if one.in_index else f" ({locale.text('references.not_here')})")
        for one in card.related
    )
    known = {
        "references.revisions": " · ".join(related) or None,
        "references.cites": " · ".join(cites) or None,
        "references.cited_by": " · ".join(one.symbol or one.title or "?" for one in card.cited_by)
        or None,
    }
    if card.metadata.title:
        console.print(plain(card.metadata.title))
    named = {locale.text(key): value for key, value in known.items()}
    console.print(facts({**document_facts(card, locale), **named}))


def _show_lines(console: Console, lines: list[MentionLine], language: str) -> None:
    first = lines[0].shown
    head = [plain(first.symbol or first.file_name).plain]
    head += [part for part in (first.date, first.title) if part]
    console.print()
    console.print(Text.assemble(("  ".join(plain(part).plain for part in head), "cyan")))
    for line in lines:
        cited = plain(citation(line.shown, language)).plain
        console.print(Padding(Text(cited, style="dim"), (0, 0, 0, 2)))
        console.print(Padding(passage_text(line.shown), (0, 0, 0, 4)))
