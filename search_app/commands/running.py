"""How does the app start? Commands that run it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from search_app.commands.options import Index, Model, encoder_of, exit_with, prepare, sample_index

__all__ = ["app"]

app = typer.Typer()


@app.command()
def serve(
    index: Index,
    *,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen at.")] = 8501,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the app in the browser.")
    ] = False,
    model: Model = None,
) -> None:
    """Start the search app."""
    from search_app.web import run

    exit_with(run(index, host=host, port=port, model=model, open_browser=browser))


@app.command()
def demo(
    index: Annotated[
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
    from index.build.build import build
    from index.build.sample_vectors import put_sample_vectors
    from index.store.documents import Store
    from search_app.commands import progress
    from search_app.web import free_port, run, sample_fingerprint, sample_folder

    folder = index or sample_index()
    with Store(folder, create=True) as store:
        sample = sample_folder()
        made_from = sample_fingerprint()
        if store.setting("sample") != made_from:
            encoder = encoder_of(None, store)
            put_sample_vectors(store, encoder.name)
            with progress.bars() as tell:
                report = build(store, encoder, [sample], workers=2, prune=True, progress=tell)
            prepare(store, encoder)
            store.put_setting("sample", made_from)
            print(f"Indexed {report.files} files, {report.passages} passages.", file=sys.stderr)
    exit_with(run(folder, host="127.0.0.1", port=free_port(port), model=None, open_browser=browser))
