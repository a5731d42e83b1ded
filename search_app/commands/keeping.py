"""What state is the index in? Commands that look after it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from search_app.commands.options import Index, Json, console, print_json

__all__ = ["app"]

app = typer.Typer()


@app.command()
def status(index: Index, *, as_json: Json = False) -> None:
    """Show what the index holds."""
    from index.lookup import show as lookup
    from index.store.documents import Store
    from search_app import contract, terminal

    with Store(index) as store:
        found = lookup.status(store)
    if as_json:
        print_json(contract.as_status(found, index))
    else:
        terminal.show_status(console(), found, index)


@app.command()
def verify(index: Index, *, as_json: Json = False) -> None:
    """Look whether the index is whole and up to date with its files."""
    from index.build.verify import verify as look_through
    from index.store.documents import Store
    from search_app import contract, terminal

    with Store(index) as store:
        findings = look_through(store)
    if as_json:
        print_json(contract.as_findings(findings, index))
    else:
        terminal.show_findings(console(), findings)
    if findings:
        raise typer.Exit(1)


@app.command()
def export(
    index: Index,
    *,
    graph: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write which document cites which, as .graphml or .csv.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write what the index knows in a form for other programs."""
    from index.references import graph as graphs
    from index.store.documents import Store

    if graph is None:
        raise typer.BadParameter("Name a file: --graph citations.graphml", param_hint="--graph")
    with Store(index) as store:
        found = graphs.graph(store)
    graphs.write(found, graph)
    print(
        f"Wrote {len(found.nodes):,} documents and {len(found.edges):,} citations to {graph}.",
        file=sys.stderr,
    )
