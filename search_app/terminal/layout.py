"""Layouts at a terminal, row by row, since a line has few characters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from corpus.languages import direction
from search_app.citing import Layout, LayoutCell, LayoutTable, Mark, hold_numbers
from search_app.localise import Locale
from search_app.operations import AnyOperation
from search_app.operations.layouts import note_lines
from search_app.terminal.tables import facts, has_arabic, plain, print_table
from search_app.terminal.terminal_text import TerminalText

_STYLES: Final[dict[Mark, str]] = {
    "plain": "",
    "inserted": "green underline",
    "deleted": "red strike",
    "strong": "bold",
    "cited": "cyan",
    "quiet": "dim",
    "notice": "yellow",
    "label": "magenta",
}
_SIGNS: Final[dict[Mark, tuple[str, str]]] = {"inserted": ("{+", "+}"), "deleted": ("[-", "-]")}
"""Signs around changes, as ``wdiff`` has them, where there are no colours."""


def show_found(operation: AnyOperation, console: Console, result: object, code: str) -> None:
    """Show the results of an operation."""
    if operation.is_written:
        show_lines(console, note_lines(getattr(result, "notes", ()), Locale(code)))
    if operation.layout is not None:
        show_layout(console, operation.layout(result, code), code)


def nothing_found(operation: AnyOperation, result: object, request: object, language: str) -> str:
    """Return the message for an operation that finds nothing; arguments as for `show_found`."""
    if operation.nothing is not None:
        return plain(operation.nothing(result, request, language)).plain
    locale = Locale(language)
    return locale.sentences(map(locale.text, ("search.nothing", "search.nothing_hint_filtered")))


def show_layout(console: Console, layout: Layout, language: str) -> None:
    """Show a layout, which is in the reader's language."""
    if layout.title:
        console.print(Text(plain(layout.title).plain, style="bold"))
    for section in layout.sections:
        if section.heading:
            style = "bold" if section.level == 1 else "magenta"
            console.print(Text.assemble("\n", (plain(section.heading).plain, style)))
        show_lines(console, section.lines)
        if section.table:
            _show_table(console, section.table, Locale(language))
        for pair in section.pairs:
            show_lines(console, pair.lines)


def show_lines(console: Console, lines: Iterable[LayoutCell]) -> None:
    """Show lines, each with the paragraph below it."""
    for cell in lines:
        _show_cell(console, cell, cell.indent, "dim" if cell.is_quiet else "")


def _show_table(console: Console, table: LayoutTable, locale: Locale) -> None:
    texts = ([plain(cell.text) if cell else "" for cell in row] for row in table.rows)
    if table.form == "facts":
        console.print(facts({str(name): value for name, value in texts}))
    elif table.form == "grid":
        grid = Table(*table.columns)
        for row in texts:
            grid.add_row(*row)
        print_table(console, grid)
    else:
        _show_rows(console, table, locale)


def _show_rows(console: Console, table: LayoutTable, locale: Locale) -> None:
    for row in table.rows:
        first, *others = row
        if first is not None:
            console.print()
            _show_cell(console, first, 2, "bold")
        for name, cell in zip(table.columns[1:], others, strict=True):
            if cell is None or not cell.text:
                continue
            if cell.below or "\n" in name:  # a text with what is said of it, under its column
                _print_line(console, plain(locale.join_names(name.split("\n"))), "magenta", 4)
                _show_cell(console, cell, 6)
            else:
                start, *more = cell.text.split("\n")
                _print_line(console, plain(locale.add_label(name, start)), "", 4)
                for line in more:
                    _print_line(console, plain(line), "", 6)


def _show_cell(console: Console, cell: LayoutCell, indent: int, style: str = "") -> None:
    text = _mark_pieces(console, cell) if cell.marked else plain(cell.text)
    if direction(cell.language) == "rtl":
        text.justify = "right"  # where the text begins
    # A notice may name a command, which is copied whole.
    is_whole = [mark for mark, _ in cell.marked] == ["notice"]
    _print_line(console, text, style, indent, is_whole=is_whole and not indent)
    if cell.below:
        below = plain(cell.below)
        if has_arabic(cell.below[:1]):  # a symbol is in Latin letters
            below.justify = "right"
        _print_line(console, below, "cyan", indent)


def _mark_pieces(console: Console, cell: LayoutCell) -> Text:
    """Return the pieces of a text, with signs around changes where there are no colours."""
    line = TerminalText()
    is_held = has_arabic("".join(text for _, text in cell.marked))
    for mark, text in cell.marked:
        before, behind = ("", "") if console.is_terminal else _SIGNS.get(mark, ("", ""))
        shown = hold_numbers(text) if is_held else text
        words = shown.rstrip() or shown
        line.append(f"{before}{plain(words).plain}{behind}", _STYLES[mark])
        line.append(plain(shown[len(words) :]))
    return line


def _print_line(
    console: Console, text: Text, style: str, indent: int, *, is_whole: bool = False
) -> None:
    shown = Padding(text, (0, 0, 0, indent)) if indent else text
    console.print(shown, style=style, soft_wrap=is_whole)
