"""What do files say? Commands that read them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from search_app.commands.options import Index, Json, Model, console, encoder_of, prepare, print_json

__all__ = ["app"]

app = typer.Typer()


@app.command()
def ingest(
    index: Index,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Files and folders.")
    ] = None,
    *,
    workers: Annotated[int, typer.Option(min=1, help="Files read at a time.")] = 2,
    force: Annotated[bool, typer.Option("--force", help="Read unchanged files again.")] = False,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Forget files at or below PATH that are gone."),
    ] = False,
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Read files and folders into the index; files that have not changed are left alone."""
    from index.build.build import build
    from index.store.documents import Store
    from search_app import contract, terminal
    from search_app.commands import progress

    if not paths and not prune:
        raise typer.BadParameter("Name a file or a folder to read.", param_hint="PATH")
    with Store(index, create=True) as store:
        encoder = encoder_of(model, store)
        with progress.bars() as tell:
            report = build(
                store,
                encoder,
                paths or [],
                workers=workers,
                force=force,
                prune=prune,
                progress=tell,
            )
        prepare(store, encoder)
    if as_json:
        print_json(contract.as_json(report))
    else:
        terminal.show_report(console(), report)
    if report.failed:
        if as_json:
            for _, code, message in report.failed:
                print(f"{code}: {message}", file=sys.stderr)
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


@app.command()
def refs(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A file, or - for text on stdin.")],
    *,
    as_json: Json = False,
) -> None:
    """List the references in a file or a text, without an index."""
    from search_app import contract, terminal
    from search_app.commands import references

    found = references.of_input() if file == "-" else references.of_file(Path(file))
    if as_json:
        print_json(contract.as_mentions(found))
    else:
        terminal.show_mentions(console(), found)
