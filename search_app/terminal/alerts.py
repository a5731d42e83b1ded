"""Alerts at a terminal, and the news of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from corpus.filters import Filters
from corpus.parameters import describe_fields
from search_app.citing import citation
from search_app.operations.layouts import BLANK, line, own_language_name, quote
from search_app.terminal.layout import show_lines
from search_app.terminal.tables import format_count, plain

if TYPE_CHECKING:  # a command loads what it needs, not what all of them print
    from corpus.alerts import Alert
    from index.alerts import News


def show_news(console: Console, news: Sequence[News], language: str) -> None:
    """Show the new passages of each alert, cited in the reader's language."""
    if not news:
        console.print("No alerts are saved. Save one: wsis-search alerts add NAME QUESTION")
    for each in news:
        summary = format_count(len(each.new), "new passage") if each.new else "nothing new"
        console.print(Text.assemble((plain(each.alert.name).plain, "bold"), f"  {summary}"))
        for hit in each.new:
            citation_line = line(("cited", citation(hit.shown, language)), indent=2)
            show_lines(console, (citation_line, quote(hit.shown), BLANK))


def show_alerts(console: Console, alerts: Sequence[Alert]) -> None:
    """Show the saved alerts without their addresses, which may hold passwords."""
    table = Table("name", "what", "language", "sent by")
    for alert in alerts:
        what = [f"“{alert.query}”"] if alert.query else []
        what += [f"cites {reference}" for reference in alert.cites]
        what += [f"from {alert.source}"] if alert.source else []
        what += [f"item {alert.item}"] if alert.item else []
        what += [
            f"{row.parameter.name or row.field} {', '.join(value) if row.takes_many else value}"
            for row in describe_fields(Filters)
            if (value := getattr(alert.filters, row.field))
        ]
        schemes = ", ".join(address.partition(":")[0] for address in alert.notify)
        language = own_language_name(alert.shown_in)
        table.add_row(plain(alert.name), plain("; ".join(what)), language, plain(schemes or "–"))
    console.print(table)
