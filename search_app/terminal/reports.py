"""How do comparisons, mandates, positions and dossiers look at a terminal?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from search_app.citing import (
    citation,
    passage_label,
    quoted_text,
    said_of,
    submitter_name,
    submitter_names,
)
from search_app.localise import Locale
from search_app.terminal.tables import changed, plain, show_notes

if TYPE_CHECKING:
    from rich.console import Console

    from index.reports import CitedDocument, Comparison, Dossier, Item, Positions, Task
    from index.store import Excerpt


def show_comparison(console: Console, comparison: Comparison, language: str) -> None:
    """Show what a text changes in another; what both have is only counted."""
    locale = Locale(language)
    console.print(plain(f"{comparison.old.name} → {comparison.new.name}"), style="bold")
    same = 0
    for one in comparison.paragraphs:
        if not one.has_changed:
            same += 1
            continue
        is_told = (one.change != "same" and f"one_{one.change}", one.stands_elsewhere and "moved")
        said = locale.listed(locale.text(f"compare.{key}") for key in is_told if key)
        passage = one.new or one.old
        label = (passage_label(passage) if passage else None) or "–"
        console.print(Text.assemble("\n", plain(label), (f"  {said}", "dim")))
        line = changed(console, [(piece.kind, piece.text) for piece in one.words])
        line.justify = "right" if comparison.new.language == "ar" else "left"
        console.print(Padding(line, (0, 0, 0, 4)))
    if not comparison.has_changes:
        console.print(locale.text("compare.alike"))
    said = locale.labelled(locale.text("compare.same"), locale.number(same))
    console.print(Text(f"\n{said}", style="dim"))


def show_mandates(console: Console, tasks: Sequence[Task], language: str, indent: int = 0) -> None:
    """Show who is asked to do what, by when; so many columns further in."""
    from search_app.citing.export import asked_by, asked_of, task_cells

    locale = Locale(language)
    for task in tasks:
        told = (one.text for one in task_cells(task, language))
        _, _, _, standing, action, deadline, cited, _ = told
        by = locale.labelled(locale.text("mandates.due"), deadline) if deadline else ""
        head = "".join(asked_of(task, language))
        told_first = Text.assemble((head, "bold"), ("  " * bool(by) + by, "magenta"))
        console.print(Padding(told_first, (0, 0, 0, indent)))
        if said := "  ".join(filter(None, (asked_by(task, language), standing))):
            _line(console, said, "yellow", indent + 2)
        _line(console, action, indent=indent + 4)
        _line(console, cited, "cyan", indent + 4)
        for one in task.reported_in:
            said = locale.text(f"mandates.{'later_near' if one.is_near_only else 'reported'}")
            _line(console, locale.labelled(said, citation(one.shown, language)), "dim", indent + 4)
        console.print()
    _line(console, locale.plural("mandates.count", len(tasks)), "dim", indent)


def no_mandates(language: str) -> str:
    """What is said where no mandate is as it was asked for."""
    locale = Locale(language)
    said = locale.text("mandates.leave_out", list="wsis-search status")
    return locale.sentences((locale.text("mandates.nothing"), said))


def no_positions(topic: str, language: str) -> str:
    """What is said where nothing is surely on a topic."""
    if language == "en":
        return (
            f"Nothing in this index is surely on “{topic}”, which does not mean that nobody spoke "
            "on it. Ask in other words or at more length, leave out a filter, or see which "
            "documents there are: wsis-search status"
        )
    locale = Locale(language)
    return locale.sentences(locale.text(f"positions.not_found{end}") for end in ("", "_hint"))


def show_positions(console: Console, found: Positions, language: str) -> None:
    """Show who said what on a topic, submitter by submitter."""
    from search_app.citing.export import how_much, jointly, nearness, only_near, whose

    locale = Locale(language)
    show_notes(console, found.notes, locale)
    shown = ""
    for cell in (*found.naming, *found.near):
        if found.near and cell is found.near[0]:
            console.print(Text.assemble("\n", (only_near(language), "bold yellow")))
            shown = ""
        name = submitter_name(cell.submitter, language)
        if name != shown:
            console.print(Text.assemble("\n", (plain(name).plain, "bold")))
            shown = name
        meeting = locale.meeting(cell.meeting, cell.days) or locale.text("documents.no_meeting")
        _line(console, meeting, "magenta", 2)
        _line(console, quoted_text(said_of(cell.shown, cell.sentence)))
        _line(console, citation(cell.shown, language), "cyan")
        if said := whose(cell, language):
            _line(console, said, "yellow")
        if said := jointly(cell, language):
            _line(console, said)
        if said := nearness(cell, language):
            _line(console, said, "yellow")
        for one in cell.reuse:
            parts = (citation(one.shown, language), locale.date(one.shown.date))
            again = locale.listed(filter(None, (*parts, how_much(one, language))))
            _line(console, locale.labelled(locale.text("positions.again"), again), "dim")


def show_dossier(console: Console, found: Dossier, language: str) -> None:
    """Show what to read before a meeting, item by item."""
    from search_app.citing.export import item_heading

    locale = Locale(language)
    console.print(Text(locale.meeting(found.meeting, found.days), style="bold"))
    for item in found.items:
        console.print(Text.assemble("\n", (plain(item_heading(item, language)).plain, "bold")))
        _show_item(console, item, locale)


def _show_item(console: Console, item: Item, locale: Locale) -> None:
    from search_app.citing.export import mandates_scope

    _show_documents(console, item, locale)
    if item.documents:
        _line(console, locale.text("dossier.before"), "magenta", 2)
    if item.documents and not item.before:
        _line(console, locale.text("dossier.nothing_before"), "dim")
    for shown in item.before:
        _line(console, quoted_text(shown))
        _line(console, citation(shown, locale.code), "cyan")
    _show_references(console, item, locale)
    if item.mandates:
        _line(console, locale.text("dossier.due"), "magenta", 2)
        _line(console, mandates_scope(locale.code).text, "dim")
        show_mandates(console, item.mandates, locale.code, 4)
    if item.absent:
        _line(console, locale.text("dossier.absent"), "yellow", 2)
    for code, symbols in item.absent.items():
        _line(console, locale.labelled(locale.language(code), locale.listed(symbols)))


def _show_documents(console: Console, item: Item, locale: Locale) -> None:
    for one in item.documents:
        who = submitter_names(one.submitters, locale.code)
        parts = (one.entry.symbol or one.entry.name, who, locale.date(one.entry.date))
        _line(console, "  ".join(filter(None, parts)), indent=2)
        if not item.title and one.entry.title:
            _line(console, one.entry.title)
        if newer := one.entry.superseded_by:
            _line(console, locale.text("search.superseded", symbol=newer), "yellow")


def _show_references(console: Console, item: Item, locale: Locale) -> None:
    if item.references:
        _line(console, locale.text("dossier.resolutions"), "magenta", 2)
    for resolution in item.references:
        _line(console, resolution.name)
        _show_places(console, resolution.cited_in, locale)
    if item.cites:
        _line(console, locale.text("dossier.cites"), "magenta", 2)
    for cited in item.cites:
        _show_cited(console, cited, locale)


def _show_cited(console: Console, one: CitedDocument, locale: Locale) -> None:
    from search_app.citing.export import named_paragraphs

    who = submitter_names(one.submitters, locale.code)
    date = locale.date(one.entry.date) if one.entry else locale.text("references.not_here")
    numbers = named_paragraphs(one, locale.code)
    _line(console, "  ".join(filter(None, (one.symbol, numbers, who, date))))
    if one.title:
        _line(console, one.title, indent=6)
    if one.superseded_by:
        _line(console, locale.text("search.superseded", symbol=one.superseded_by), "yellow", 6)
    _show_places(console, one.cited_in, locale)


def _show_places(console: Console, places: Sequence[Excerpt], locale: Locale) -> None:
    from search_app.citing.export import cited_in

    for shown in places:
        told = locale.labelled(cited_in(locale.code), citation(shown, locale.code))
        _line(console, told, "cyan", 6)


def _line(console: Console, text: str, style: str = "", indent: int = 4) -> None:
    console.print(Padding(plain(text), (0, 0, 0, indent)), style=style)
