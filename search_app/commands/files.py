"""Commands that read files: ``ingest`` into the index, ``parse`` to show one file's content."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import EngineError
from search_app.commands.options import FollowLinks, IndexFolder, Json, Model, console, print_json

app = typer.Typer()


@app.command()
def ingest(
    folder: IndexFolder,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Files and folders.")
    ] = None,
    *,
    workers: Annotated[int, typer.Option(min=1, help="Files read at a time.")] = 2,
    force: Annotated[bool, typer.Option("--force", help="Read unchanged files again.")] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Forget files at or below PATH that are gone.")
    ] = False,
    follow_links: FollowLinks = False,
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Read files and folders into the index; files that have not changed are left alone."""
    from index import Index
    from search_app import contract, terminal
    from search_app.commands import progress

    if not paths and not prune:
        raise typer.BadParameter("Name a file or a folder to read.", param_hint="PATH")
    with Index.open(folder, model, create=True) as index:
        with progress.bars() as tell:
            report = index.ingest(
                paths or [],
                workers=workers,
                force=force,
                prune=prune,
                follow_links=follow_links,
                progress=tell,
            )
        unwritten: EngineError | None = None
        try:
            with progress.waiting("Writing the vectors"):
                index.prepare()
        except EngineError as error:
            unwritten = error
    if as_json:
        print_json(contract.as_report(report))
    else:
        terminal.show_report(console(), report)
    if unwritten is not None:
        raise EngineError(
            f"{unwritten.message} The documents are in the index; run this again once the server "
            "can be used, and the vectors follow."
        )
    for _, code, message in report.failed if as_json else ():
        print(f"{code}: {message}", file=sys.stderr)
    if report.failed:
        raise typer.Exit(1)


@app.command()
def parse(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A document: Word, PDF, text …")],
    *,
    changes: Annotated[
        bool, typer.Option("--changes", help="List tracked changes and ADD, MOD, SUP, NOC too.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show what is read from one file, without an index."""
    from ingest.workers import read_one
    from search_app import contract, terminal
    from search_app.commands import progress

    with progress.waiting(f"Reading {file.name}"):
        document = read_one(file)
    if as_json:
        print_json(contract.as_document(document, changes=changes))
        return
    terminal.show_document(console(), document)
    if changes:
        terminal.show_changes(console(), document)
