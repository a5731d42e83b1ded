"""What does a person see of a reference? Its card, its editions, and who mentions it where."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from search_app.citing import citation
from search_app.terminal.tables import counted, did_you_mean, facts, passage_text, plain, versions

if TYPE_CHECKING:  # a command loads what it needs, not what all of them print
    from index.lookup import DocumentCard, Line, Trace


def not_found(reference: str, trace: Trace) -> str:
    """What is said where the index neither has nor mentions a reference."""
    name = trace.canonical or reference
    lines = [f"{name} is not in the index, and nothing there mentions it."]
    if trace.canonical is None:
        lines = [f"“{name}” is no whole reference."]
    if trace.suggestions:
        lines.append(did_you_mean(trace.suggestions).plain)
    if trace.see_also:
        lines.append(f"See also: {', '.join(trace.see_also)}")
    return "\n".join(lines)


def show_trace(console: Console, trace: Trace, language: str) -> None:
    """Show what the index knows of a reference, cited in the reader's language."""
    console.print(Text.assemble((plain(trace.canonical or "").plain, "bold"), f"  {trace.kind}"))
    if trace.document:
        _show_document(console, trace.document)
    elif trace.kind == "document":
        console.print(Text("It is not in the index itself.", style="yellow"))
    if trace.see_also:
        console.print(Text(f"See also: {', '.join(trace.see_also)}"), soft_wrap=True)
    if trace.editions:
        table = Table("edition", "cited as", "paragraphs", "documents", title_justify="left")
        for edition in trace.editions:
            table.add_row(
                edition.edition or "not named",
                plain(edition.canonical),
                f"{edition.paragraphs:,}",
                plain(", ".join(edition.documents)),
            )
        console.print(table)
    console.print()
    console.print(Text(f"Mentioned in {counted(len(trace.mentions), 'paragraph')}", style="bold"))
    for _, lines in groupby(trace.mentions, key=lambda line: line.shown.symbol or line.shown.file):
        _show_lines(console, list(lines), language)


def _show_document(console: Console, card: DocumentCard) -> None:
    names = ("title", "source", "date", "meeting", "series")
    lists = {
        "related": [
            one.symbol + ("" if one.in_index else " (not in the index)") for one in card.related
        ],
        "cites": [one.canonical for one in card.cites],
        "cited by": [one.symbol or one.title or "?" for one in card.cited_by],
    }
    known = {name: getattr(card.metadata, name) for name in names} | {"versions": versions(card)}
    known |= {name: " · ".join(values) or None for name, values in lists.items()}
    console.print(facts(known))


def _show_lines(console: Console, lines: list[Line], language: str) -> None:
    first = lines[0].shown
    head = [plain(first.symbol or first.file_name).plain]
    head += [part for part in (first.date, first.title) if part]
    console.print()
    console.print(Text.assemble(("  ".join(plain(part).plain for part in head), "cyan")))
    for line in lines:
        cited = plain(citation(line.shown, language)).plain
        console.print(Padding(Text(cited, style="dim"), (0, 0, 0, 2)))
        console.print(Padding(passage_text(line.shown), (0, 0, 0, 4)))
