"""How do comparisons, mandates, positions and dossiers look at a terminal?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rich.padding import Padding
from rich.text import Text

from search_app.citing import citation, passage_label, submitter_name, submitter_names
from search_app.terminal.tables import counted, language_name, plain

if TYPE_CHECKING:
    from rich.console import Console

    from index.reports import Comparison, Dossier, Positions, Task

_STYLES: Final = {"same": "", "inserted": "green underline", "deleted": "red strike"}
_SIGNS: Final = {"same": ("", ""), "inserted": ("{+", "+}"), "deleted": ("[-", "-]")}
"""As ``wdiff`` has them, where colours do not reach."""


def show_comparison(console: Console, comparison: Comparison) -> None:
    """Show what a text changes in another; what both have is only counted."""
    console.print(plain(f"{comparison.old.name} → {comparison.new.name}"), style="bold")
    same = 0
    for one in comparison.paragraphs:
        if one.change == "same" and not one.is_moved:
            same += 1
            continue
        said = "moved" if one.change == "same" else one.change + one.is_moved * " and moved"
        passage = one.new or one.old
        label = (passage_label(passage) if passage else None) or "–"
        console.print(Text.assemble("\n", plain(label), (f"  {said}", "dim")))
        line = Text()
        for piece in one.words:
            before, behind = ("", "") if console.is_terminal else _SIGNS[piece.kind]
            line.append(f"{before}{plain(piece.text).plain}{behind}", _STYLES[piece.kind])
        line.justify = "right" if comparison.new.language == "ar" else "left"
        console.print(Padding(line, (0, 0, 0, 4)))
    if not comparison.has_changes:
        console.print("The two texts are the same, paragraph by paragraph.")
    console.print(Text(f"\n{counted(same, 'paragraph')} unchanged", style="dim"))


def show_mandates(console: Console, tasks: Sequence[Task]) -> None:
    """Show who is asked to do what, by when."""
    for task in tasks:
        mandate = task.mandate
        head = " ".join(filter(None, (mandate.verb, ", ".join(mandate.addressees))))
        by = mandate.deadline or mandate.deadline_text
        due = f"  by: {by}" if by else ""
        console.print(Text.assemble((head, "bold"), (due, "magenta")))
        console.print(Padding(plain(mandate.action or task.text), (0, 0, 0, 4)))
        console.print(Padding(plain(citation(task.shown)), (0, 0, 0, 4)), style="cyan")
        for one in task.reported_in:
            said = "later, near in meaning:" if one.is_near_only else "reported on in"
            console.print(Padding(Text(f"{said} {citation(one.shown)}", "dim"), (0, 0, 0, 4)))
        console.print()
    console.print(Text(counted(len(tasks), "mandate"), style="dim"))


def show_positions(console: Console, found: Positions, language: str) -> None:
    """Show who said what on a topic, submitter by submitter."""
    from search_app.citing.export import nearness

    for note in found.notes:
        console.print(Text.assemble(("Note: ", "yellow"), plain(note.message)), soft_wrap=True)
    shown = ""
    for cell in found.cells:
        name = submitter_name(cell.submitter, language)
        if name != shown:
            console.print(Text.assemble("\n", (plain(name).plain, "bold")))
            shown = name
        console.print(Padding(Text(f"meeting {cell.meeting or '–'}", "magenta"), (0, 0, 0, 2)))
        console.print(Padding(plain(cell.sentence), (0, 0, 0, 4)))
        console.print(Padding(plain(citation(cell.shown, language)), (0, 0, 0, 4)), style="cyan")
        if said := nearness(cell, language):
            console.print(Padding(plain(said), (0, 0, 0, 4)), style="yellow")
        for one in cell.reuse:
            share = "" if one.share is None else f", {one.share:.0%}"
            again = f"again in {citation(one.shown, language)}, {one.shown.date or '–'}{share}"
            console.print(Padding(Text(plain(again).plain, "dim"), (0, 0, 0, 4)))


def show_dossier(console: Console, found: Dossier, language: str) -> None:
    """Show what to read before a meeting, item by item."""
    for item in found.items:
        title = " ".join(filter(None, (item.item, item.title))) or "under no item"
        console.print(Text.assemble("\n", (plain(title).plain, "bold")))
        for one in item.documents:
            who = submitter_names(one.submitters, language)
            parts = (one.entry.symbol or one.entry.name, who, one.entry.date)
            console.print(Padding(plain("  ".join(filter(None, parts))), (0, 0, 0, 2)))
        for shown in item.before:
            console.print(Padding(Text("said before", "magenta"), (0, 0, 0, 2)))
            console.print(Padding(plain(shown.passage.text), (0, 0, 0, 4)))
            console.print(Padding(plain(citation(shown, language)), (0, 0, 0, 4)), style="cyan")
        if item.references:
            rests = ", ".join(one.name for one in item.references)
            console.print(Padding(plain(f"rests on {rests}"), (0, 0, 0, 2)), style="dim")
        if item.mandates:
            console.print(Padding(Text("falls due", "magenta"), (0, 0, 0, 2)))
            show_mandates(console, item.mandates)
        for code, symbols in item.absent.items():
            absent = f"not there in {language_name(code)}: {', '.join(symbols)}"
            console.print(Padding(plain(absent), (0, 0, 0, 2)), style="yellow")
