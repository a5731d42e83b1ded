"""Tables, facts, and a file's document and changes, printed at a terminal as plain text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePath
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from corpus.documents import Document
from search_app.citing import hold_numbers
from search_app.operations.layouts import own_language_name
from search_app.terminal.terminal_text import TerminalText

_ARABIC: Final = re.compile("[\u0600-\u06ff]")


def plain(text: object) -> Text:
    """Return text for a terminal, without markup, escape sequences or direction overrides."""
    shown = "".join(
        character
        if character in "\n\t"
        or unicodedata.category(character) not in ("Cc", "Cs", "Cf")
        or character in "\u200c\u200d\u200e\u200f"
        else "\ufffd"
        for character in str(text)
    )
    return TerminalText(hold_numbers(shown) if has_arabic(shown) else shown)


def has_arabic(text: str) -> bool:
    """Whether a text has an Arabic letter, so that a terminal may set it from right to left."""
    return _ARABIC.search(text) is not None


def facts(values: Mapping[str, object]) -> Table:
    """Return a table with a line for each name and value; None is left out."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    for name, value in values.items():
        if value is not None:
            table.add_row(name.replace("_", " "), plain(value))
    return table


def show_problems(
    console: Console, title: str, problems: list[tuple[str, str, str]], style: str
) -> None:
    """Show errors or warnings, each with its file."""
    if not problems:
        return
    console.print(Text(f"\n{title}", style=f"bold {style}"))
    for file, code, message in problems:
        console.print(Text.assemble((f"  {code}  ", style), plain(message)), soft_wrap=True)
        if PurePath(file).name not in message:
            console.print(Padding(Text.assemble(plain(file), style="dim"), (0, 0, 0, 4)))


def show_document(console: Console, document: Document) -> None:
    """Show the metadata and passages of a file."""
    document_facts = Table.grid(padding=(0, 2))
    document_facts.add_column(style="dim")
    document_facts.add_column(overflow="fold")
    document_facts.add_column(style="dim")
    rows: dict[str, object] = {
        "file": document.file,
        "format": document.format,
        "language": own_language_name(document.language),
        "pages": document.pages,
        **document.metadata.as_dict(),
        "countries": ", ".join(document.metadata.countries) or None,
    }
    for name, value in rows.items():
        if value is not None:
            where = document.provenance.get(name, "").replace("-", " ")
            document_facts.add_row(name.replace("_", " "), plain(value), where)
    console.print(document_facts)
    table = Table("kind", "label", "page", "lang", "text", show_lines=False)
    for passage in document.passages:
        table.add_row(
            passage.kind,
            plain(passage.label or ""),
            str(passage.page or ""),
            passage.language or "",
            plain(passage.text),
        )
    console.print(table)
    warnings = [
        (str(document.file), warning.code, warning.message) for warning in document.warnings
    ]
    show_problems(console, "Please check", warnings, "yellow")


def print_table(console: Console, table: Table) -> None:
    """Print a table without cutting cells: wrapped at a terminal, in a file one line a row."""
    for column in table.columns:
        column.overflow = "fold"
    if not console.is_terminal:
        console = Console(file=console.file, width=_WIDEST, highlight=False)
    console.print(table)


_WIDEST: Final = 100_000
"""Maximum width of a row in a file, in characters."""


def format_count(number: int, thing: str) -> str:
    """Return a number with its noun: ``1 paragraph``, ``2 paragraphs``."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def show_changes(console: Console, document: Document) -> None:
    """Show what a document proposes to change: tracked changes and marks such as MOD."""
    if not document.changes:
        console.print("No tracked changes, and no marks of proposals (ADD, MOD, SUP, NOC).")
        return
    table = Table("change", "proposal", "passage", "author", "date", "text")
    for change in document.changes:
        place = "" if change.passage is None else str(change.passage)
        table.add_row(
            change.kind,
            plain(change.proposal or ""),
            plain(change.label or place),
            plain(change.author or ""),
            plain(change.date or ""),
            plain(change.text),
        )
    console.print(table)
