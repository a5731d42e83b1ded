"""How is a layout shown at a terminal? Its tables row by row, for a line has few letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from search_app.localise import Locale
from search_app.terminal.tables import plain

if TYPE_CHECKING:
    from rich.console import Console

    from search_app.citing import Layout, LayoutCell, LayoutTable


def show_layout(console: Console, layout: Layout, language: str) -> None:
    """Show what an operation found, as it is laid out for a page.

    Args:
        console: to show it at.
        layout: in the reader's language.
        language: of the reader, one of the six.
    """
    console.print(Text(plain(layout.title).plain, style="bold"))
    for section in layout.sections:
        if section.heading:
            style = "bold" if section.level == 1 else "magenta"
            console.print(Text.assemble("\n", (plain(section.heading).plain, style)))
        for cell in section.lines:
            _show_cell(console, cell, 2, "dim" if cell.is_quiet else "")
        if section.table:
            _show_table(console, section.table, Locale(language))


def _show_table(console: Console, table: LayoutTable, locale: Locale) -> None:
    for row in table.rows:
        first, *others = row
        if first is not None:
            console.print()
            _show_cell(console, first, 2, "bold")
        for name, cell in zip(table.columns[1:], others, strict=True):
            if cell is None or not cell.text:
                continue
            if cell.below or "\n" in name:  # a text with what is said of it, under its column
                _line(console, locale.listed(name.split("\n")), "magenta", 4)
                _show_cell(console, cell, 6)
            else:
                start, *more = cell.text.split("\n")
                _line(console, locale.labelled(name, start), "", 4)
                for line in more:
                    _line(console, line, "", 6)


def _show_cell(console: Console, cell: LayoutCell, indent: int, style: str = "") -> None:
    _line(console, cell.text, style, indent)
    if cell.below:
        _line(console, cell.below, "cyan", indent)


def _line(console: Console, text: str, style: str, indent: int) -> None:
    console.print(Padding(plain(text), (0, 0, 0, indent)), style=style)
