"""Commands that start the app and servers for programs and assistants, and the demo."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from search_app.commands.options import IndexFolder, Model, sample_index

app = typer.Typer()


@app.command()
def serve(
    folder: IndexFolder,
    *,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen at.")] = 8501,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the app in the browser.")
    ] = False,
    public_address: Annotated[
        list[str] | None,
        typer.Option(
            help="Address under which readers open the app, where a proxy stands before it: "
            "https://search.example.org. May be given more than once.",
            show_default=False,
        ),
    ] = None,
    with_api: Annotated[
        bool, typer.Option("--api", help="Answer programs by REST as well, beside the app.")
    ] = False,
    api_only: Annotated[
        bool, typer.Option("--api-only", help="Serve programs by REST, without the app.")
    ] = False,
    workers: Annotated[
        int,
        typer.Option(
            min=1,
            max=64,
            help="Processes that answer programs at the port, with --api-only: at most one for "
            "each core, each with its own memory. The app keeps what a reader does in one process.",
        ),
    ] = 1,
    model: Model = None,
) -> None:
    """Start the search app, or the interface for programs."""
    if api_only:
        from search_app import api

        api.serve(
            folder,
            host=host,
            port=port,
            model=model,
            addresses=public_address or (),
            workers=workers,
        )
        return
    if workers > 1:
        raise typer.BadParameter("Several processes serve programs alone: add --api-only.")
    from search_app.web import run

    raise typer.Exit(
        run(
            folder,
            host=host,
            port=port,
            model=model,
            open_browser=browser,
            addresses=public_address or (),
            with_api=with_api,
        )
    )


@app.command()
def mcp(
    folder: IndexFolder,
    *,
    app_address: Annotated[
        str, typer.Option("--app", help="Address of the app, which links lead into.")
    ] = "http://127.0.0.1:8501",
    http: Annotated[
        bool, typer.Option("--http", help="Listen at an address, for several assistants.")
    ] = False,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen at.")] = 8503,
    public_address: Annotated[
        list[str] | None,
        typer.Option(
            help="Address under which assistants ask, where a proxy stands before it. May be given "
            "more than once.",
            show_default=False,
        ),
    ] = None,
    model: Model = None,
) -> None:
    """Answer assistants by the Model Context Protocol, over stdio or HTTP."""
    from search_app.mcp import serve

    serve(
        folder,
        app=app_address,
        model=model,
        http=http,
        host=host,
        port=port,
        addresses=public_address or (),
    )


@app.command()
def demo(
    folder: Annotated[
        Path | None,
        typer.Option("--index", help="Folder of the sample's index.", show_default=False),
    ] = None,
    *,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen at.")] = 8501,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the app in the browser.")
    ] = True,
) -> None:
    """Index the sample corpus, if that has not been done, and open the app."""
    from index import Index
    from index.indexing import put_sample_vectors
    from search_app.commands import progress
    from search_app.web import free_port, run, sample_fingerprint, sample_folder

    folder = folder or sample_index()
    with Index.open(folder, create=True) as index:
        made_from = sample_fingerprint()
        if index.store.setting("sample") != made_from:
            put_sample_vectors(index.store, index.encoder.name)
            with progress.bars() as tell:
                report = index.ingest([sample_folder()], workers=2, prune=True, progress=tell)
            with progress.waiting("Writing the vectors"):
                index.prepare()
            index.store.put_setting("sample", made_from)
            print(f"Indexed {report.files} files, {report.passages} passages.", file=sys.stderr)
    free = free_port(port)
    if free != port:
        print(
            f"Another program listens at port {port}, maybe a demo started before: this one "
            f"takes {free}. Choose it: wsis-search demo --port {free}, or make demo PORT={free}",
            file=sys.stderr,
        )
    raise typer.Exit(run(folder, host="127.0.0.1", port=free, model=None, open_browser=browser))
