"""What does a person at a terminal see? Tables and passages, for the same values as the JSON."""

from __future__ import annotations

import unicodedata
from pathlib import Path, PurePath

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from corpus.documents import Document
from corpus.languages import BY_CODE
from index.build import Report
from index.lookup import Card, Status
from index.search import Hit, Result
from search_app.citations import citation

__all__ = [
    "show_card",
    "show_changes",
    "show_document",
    "show_report",
    "show_result",
    "show_status",
]


def _plain(text: object) -> Text:
    """Text of a document or file name: no markup, no escape sequences, no direction overrides."""
    return Text(
        "".join(
            character
            if character in "\n\t"
            or unicodedata.category(character) not in ("Cc", "Cs", "Cf")
            or character in "\u200c\u200d\u200e\u200f"
            else "\ufffd"
            for character in str(text)
        )
    )


def _language(code: str | None) -> str:
    return BY_CODE[code].name if code in BY_CODE else code or "–"


def show_report(console: Console, report: Report) -> None:
    """Show what an ingest did."""
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="bold")
    for number, meaning in (
        (report.files, "files looked at"),
        (report.ingested, "read and embedded"),
        (report.unchanged, "unchanged"),
        (report.removed, "forgotten, since they are gone"),
        (len(report.failed), "not readable"),
        (report.passages, "passages in the index"),
    ):
        table.add_row(f"{number:,}", meaning)
    console.print(table)
    console.print(f"{report.seconds:,.1f} s")
    _show_problems(console, "Not readable", report.failed, "red")
    _show_problems(console, "Please check", report.warnings, "yellow")


def _show_problems(
    console: Console, title: str, problems: list[tuple[str, str, str]], style: str
) -> None:
    if not problems:
        return
    console.print(Text(f"\n{title}", style=f"bold {style}"))
    for file, code, message in problems:
        console.print(Text.assemble((f"  {code}  ", style), _plain(message)), soft_wrap=True)
        if PurePath(file).name not in message:
            console.print(Padding(Text.assemble(_plain(file), style="dim"), (0, 0, 0, 4)))


def show_document(console: Console, document: Document) -> None:
    """Show what was read from a file."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim")
    rows: dict[str, object] = {
        "file": document.file,
        "format": document.format,
        "language": _language(document.language),
        "pages": document.pages,
        **document.metadata.as_dict(),
    }
    for name, value in rows.items():
        if value is not None:
            facts.add_row(name.replace("_", " "), _plain(value))
    console.print(facts)
    table = Table("kind", "label", "page", "lang", "text", show_lines=False)
    for passage in document.passages:
        table.add_row(
            passage.kind,
            _plain(passage.label or ""),
            str(passage.page or ""),
            passage.language or "",
            _plain(passage.text),
        )
    console.print(table)
    warnings = [(str(document.file), one.code, one.message) for one in document.warnings]
    _show_problems(console, "Please check", warnings, "yellow")


def show_result(console: Console, result: Result) -> None:
    """Show the answers to a question."""
    if not result.hits:
        console.print("Nothing was found. Leave out a filter, or ask in other words.")
        return
    for hit in result.hits:
        console.print(_hit(hit))
    console.print(Text(f"{len(result.hits)} passages, {result.milliseconds:,.0f} ms", style="dim"))


def _hit(hit: Hit) -> RenderableType:
    shown = hit.shown
    lines: list[RenderableType] = [
        Text.assemble(
            (f"{hit.rank:>2}  ", "bold"),
            (_plain(citation(shown)).plain, "bold cyan"),
            f"  {_language(shown.language)}",
            ("" if shown is hit.found else f" (found in {_language(hit.found.language)})", "dim"),
            (f"  {hit.score:.3f}", "dim"),
        )
    ]
    place = " › ".join(part for part in (shown.title, shown.passage.heading_line) if part)
    if place:
        lines.append(Padding(Text.assemble(_plain(place), style="dim"), (0, 0, 0, 4)))
    right_to_left = shown.language == "ar"
    text = _plain(shown.passage.text)
    text.justify = "right" if right_to_left else "left"
    lines.append(Padding(text, (0, 0, 1, 4)))
    return Group(*lines)


def show_card(console: Console, card: Card) -> None:
    """Show a document, or passages of it."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim")
    for name, value in card.metadata.as_dict().items():
        if value is not None:
            facts.add_row(name.replace("_", " "), _plain(value))
    languages = ", ".join(_language(version.language) for version in card.versions)
    facts.add_row("versions", languages)
    console.print(facts)
    for shown in card.passages:
        console.print()
        console.print(Text.assemble((_plain(citation(shown)).plain, "cyan")))
        console.print(Padding(_plain(shown.passage.text), (0, 0, 0, 4)))


def show_status(console: Console, status: Status, folder: Path) -> None:
    """Show what an index holds."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_row("index", _plain(folder))
    table.add_row("model", _plain(status.model or "–"))
    table.add_row("documents", f"{status.documents:,}")
    versions = ", ".join(f"{_language(code)} {n:,}" for code, n in status.versions.items())
    table.add_row("versions", _plain(versions or "–"))
    meetings = ", ".join(f"{meeting}: {n:,}" for meeting, n in status.meetings.items())
    table.add_row("meetings", _plain(meetings or "–"))
    table.add_row("passages", f"{status.passages:,}")
    table.add_row("size", f"{status.bytes / 1e6:,.1f} MB")
    table.add_row("generation", str(status.generation))
    console.print(table)
    _show_problems(console, "Not readable", list(status.failed), "red")


def show_changes(console: Console, document: Document) -> None:
    """Show the tracked changes of a Word file."""
    if not document.changes:
        console.print("No tracked changes.")
        return
    table = Table("change", "author", "date", "text")
    for change in document.changes:
        table.add_row(
            change.kind, _plain(change.author or ""), _plain(change.date or ""), _plain(change.text)
        )
    console.print(table)
