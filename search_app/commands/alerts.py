"""Commands that save, list and remove alerts, and that show or send what is new since last time."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus import settings
from corpus.alerts import Alert
from corpus.parameters import describe_fields, value_of
from search_app.commands.options import In, IndexFolder, Json, Model, console, print_json, reader
from search_app.commands.questions import option_of, parameter_of, with_signature

if TYPE_CHECKING:
    from index.alerts import News

app = typer.Typer()
alerts = typer.Typer()
app.add_typer(alerts, name="alerts")

Saved = Annotated[
    Path | None,
    typer.Option(
        "--file",
        envvar=settings.ALERTS.name,
        show_default="alerts.json in the index's folder",
        help="Where alerts are kept.",
    ),
]


@alerts.callback(invoke_without_command=True)
def check(
    context: typer.Context,
    folder: IndexFolder,
    *,
    saved: Saved = None,
    atom: Annotated[
        Path | None, typer.Option("--atom", metavar="FILE", help="Add what is new to an Atom feed.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Only look: it stays new, and nothing is sent.")
    ] = False,
    shown_in: In = None,
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Tell what is new since the last time, once each; or add, list and remove alerts."""
    if context.invoked_subcommand is not None:
        return
    from corpus.languages import check_language
    from index import Index
    from search_app import contract, news, terminal
    from search_app.localise import FALLBACK, Locale

    if shown_in is not None:
        check_language(shown_in)
    with Index.open(folder, model) as index:
        alert_file = index.alerts(saved)
        all_news = alert_file.check(shown_in)
        deliveries = (
            [] if keep else [each for each in all_news if _is_sent(each, shown_in or FALLBACK)]
        )
        if atom is not None and not keep:
            news.write_feed(atom, deliveries, Locale(shown_in or FALLBACK))
        if as_json:
            print_json(contract.as_alerts(all_news, shown_in))
        else:
            terminal.show_news(console(), all_news, shown_in or reader())
        if deliveries:
            # Last: what was not printed, written or sent comes the next time.
            alert_file.mark_as_reported(deliveries)
    if not keep and len(deliveries) < len(all_news):
        raise typer.Exit(1)


def _is_sent(alert_news: News, language: str) -> bool:
    """Send an alert's news to its addresses; return False, and go on, where that fails."""
    from corpus.errors import AlertError
    from search_app import news
    from search_app.localise import Locale

    try:
        if alert_news.new:
            news.send(alert_news, Locale(alert_news.alert.shown_in or language))
    except AlertError as error:
        print(error.message, file=sys.stderr)
        return False
    return True


def _add(folder: Path, saved: Path | None, **values: Any) -> None:
    """Save an alert; what is in the index now is not new to it."""
    from corpus.languages import check_language
    from index import Index
    from search_app import news

    alert = value_of(Alert, values)
    if alert.shown_in is not None:
        check_language(alert.shown_in)
    if alert.notify:
        news.check_targets(alert.name, alert.notify)
    with Index.open(folder) as index:
        index.alerts(saved).add(alert)
    print(f"Saved. What is new is told by: wsis-search alerts ({alert.name})", file=sys.stderr)


@alerts.command("list")
def show_all(folder: IndexFolder, *, saved: Saved = None, as_json: Json = False) -> None:
    """List the alerts that are saved."""
    from index import Index
    from search_app import contract, terminal

    with Index.open(folder) as index:
        all_alerts = index.alerts(saved).list_saved()
    if as_json:
        print_json({"alerts": [contract.as_alert(alert) for alert in all_alerts]})
    else:
        terminal.show_alerts(console(), all_alerts)


@alerts.command()
def remove(
    folder: IndexFolder,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    *,
    saved: Saved = None,
) -> None:
    """Forget an alert."""
    from index import Index

    with Index.open(folder) as index:
        index.alerts(saved).remove(name)


_parameters = [parameter_of("folder", IndexFolder), *map(option_of, describe_fields(Alert))]
_parameters.append(parameter_of("saved", Saved, None))
alerts.command("add", help=_add.__doc__)(with_signature(_add, _parameters))
