"""A comparison at a terminal, and what is said where a report is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from corpus.languages import direction
from search_app.citing import passage_label
from search_app.localise import Locale
from search_app.terminal.tables import changed, plain

if TYPE_CHECKING:
    from rich.console import Console

    from index.analyses import Comparison


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
        line.justify = "right" if direction(comparison.new.language) == "rtl" else "left"
        console.print(Padding(line, (0, 0, 0, 4)))
    if not comparison.has_changes:
        console.print(locale.text("compare.alike"))
    said = locale.labelled(locale.text("compare.same"), locale.number(same))
    console.print(Text(f"\n{said}", style="dim"))


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
