"""How do comparisons, mandates, positions and dossiers look at a terminal?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.padding import Padding
from rich.text import Text

from search_app.citing import passage_label
from search_app.terminal.tables import counted, plain

if TYPE_CHECKING:
    from rich.console import Console

    from index.reports import Comparison

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
