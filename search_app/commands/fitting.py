"""How does a model of one's own lose its languages? The command that fits a treatment for it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from search_app.commands.measuring import default_cache
from search_app.commands.options import Index, Json, Model, console, encoder_of, prepare, print_json

__all__ = ["app"]

app = typer.Typer()

_ROWS = 1200
"""Rows from which more sentences gain little: R@5 of held-out UN sentences 0.93 from 600, 0.94 from
2,000, with the bundled model."""


@app.command()
def calibrate(
    index: Index,
    *,
    parallel: Annotated[
        Path,
        typer.Option(
            metavar="TSV",
            help="A table of translations, a column for each language (ar, zh, en, fr, ru, es).",
            show_default=False,
        ),
    ],
    limit: Annotated[
        int, typer.Option(min=1, help="At most so many rows of it; chosen by their ids.")
    ] = _ROWS,
    cache: Annotated[
        Path,
        typer.Option(
            metavar="DIR",
            default_factory=default_cache,
            show_default="the user's cache folder",
            help="Folder that keeps vectors, so that a second run takes seconds.",
        ),
    ],
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Fit on translations how the model's vectors lose their language, and keep it in the index.

    A fifth of the table is held out and measures it. It is kept where more translations are found
    than before.
    """
    from index.evaluation.calibrate import fitted
    from index.evaluation.remembered import Remembered
    from index.evaluation.sets import read_parallel
    from index.store.documents import Store
    from index.versions.versions import align_documents
    from search_app import contract, terminal
    from search_app.commands import progress

    table = read_parallel(parallel, limit=limit)
    with Store(index, create=True) as store:
        with progress.waiting("Loading the model"):
            encoder = Remembered(encoder_of(model, store, now=True), cache)
        store.use_model(encoder.name, encoder.dimension)
        with progress.bars() as tell:
            result = fitted(
                encoder,
                table,
                store.treatment(),
                lambda done, total: tell("texts", done, total),
            )
        if result.is_better:
            store.put_treatment(result.treatment, f"{parallel.name}, {result.rows} rows")
            align_documents(store)
            prepare(store, encoder)
    if as_json:
        print_json(contract.as_fitting(result, table.name, encoder.name))
    else:
        terminal.show_fitting(console(), result, table.name, encoder.name)
    if not result.is_better:
        print(
            "It finds no more translations than before, so the index was left as it is.",
            file=sys.stderr,
        )
