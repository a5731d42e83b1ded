"""How do comparisons, mandates, positions and dossiers look at a terminal?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rich.padding import Padding
from rich.text import Text

from search_app.citing import citation, passage_label
from search_app.terminal.tables import counted, plain

if TYPE_CHECKING:
    from rich.console import Console

    from index.reports import Comparison, Task

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
        due = f"  by: {mandate.deadline}" if mandate.deadline else ""
        console.print(Text.assemble((head, "bold"), (due, "magenta")))
        console.print(Padding(plain(mandate.action or task.text), (0, 0, 0, 4)))
        console.print(Padding(plain(citation(task.shown)), (0, 0, 0, 4)), style="cyan")
        for one in task.reported_in:
            console.print(Padding(Text(f"reported on in {citation(one)}", "dim"), (0, 0, 0, 4)))
        console.print()
    console.print(Text(counted(len(tasks), "mandate"), style="dim"))
