"""What state is the index in? Commands that look after it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from search_app.commands.options import IndexFolder, Json, console, print_json

app = typer.Typer()


@app.command()
def status(folder: IndexFolder, *, as_json: Json = False) -> None:
    """Show what the index holds."""
    from index import Index
    from search_app import contract, terminal

    with Index.open(folder) as index:
        found = index.status()
    if as_json:
        print_json(contract.as_status(found, folder))
    else:
        terminal.show_status(console(), found, folder)


@app.command()
def verify(
    folder: IndexFolder,
    *,
    content: Annotated[
        bool, typer.Option("--content", help="Compute every digest and word of every text anew.")
    ] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="Make anew what is derived, then look again.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Look whether the index is whole and up to date with its files."""
    from index import Index
    from search_app import contract, terminal

    with Index.open(folder) as index:
        findings = index.verify(content=content)
        before = findings
        if repair:
            index.repair()
            findings = index.verify(content=content)
    repaired = [one for one in before if one not in findings] if repair else None
    if as_json:
        print_json(contract.as_findings(findings, folder, repaired))
    else:
        terminal.show_findings(console(), findings, repaired or ())
    if findings:
        raise typer.Exit(1)


@app.command()
def export(
    folder: IndexFolder,
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
    from index import Index
    from index.references import write_graph

    if graph is None:
        raise typer.BadParameter("Name a file: --graph citations.graphml", param_hint="--graph")
    with Index.open(folder) as index:
        found = index.graph()
    write_graph(found, graph)
    print(
        f"Wrote {len(found.nodes):,} documents and {len(found.edges):,} citations to {graph}.",
        file=sys.stderr,
    )
