"""How good is the search? Commands that measure it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import platformdirs
import typer

from search_app.commands.options import Json, Mode, Model, console, print_json

__all__ = ["app", "default_cache"]

app = typer.Typer()


def default_cache() -> Path:
    """The folder that keeps the vectors of evaluated sets where ``--cache`` names none."""
    return Path(platformdirs.user_cache_dir("wsis-search")) / "evaluation"


@app.command("eval")
def evaluation(
    parallel: Annotated[
        Path | None,
        typer.Option(
            metavar="TSV",
            help="A table of translations, a column for each language: each sentence is asked for "
            "its translations.",
            show_default=False,
        ),
    ] = None,
    beir: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Questions and passages in BEIR's layout: corpus.jsonl, queries.jsonl, qrels.tsv.",
            show_default=False,
        ),
    ] = None,
    *,
    mode: Annotated[Mode, typer.Option(help="How to compare.")] = Mode.HYBRID,
    limit: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="At most so many rows of a table, or questions of each language; chosen by their "
            "ids.",
            show_default=False,
        ),
    ] = None,
    cache: Annotated[
        Path,
        typer.Option(
            metavar="DIR",
            default_factory=default_cache,
            show_default="the user's cache folder",
            help="Folder that keeps vectors, so that another mode takes seconds.",
        ),
    ],
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Measure how well questions are answered within and across languages."""
    from index.evaluation.evaluate import evaluate, indexed
    from index.evaluation.remembered import Remembered
    from index.evaluation.sets import read_beir, read_parallel
    from index.model import encoder
    from search_app import contract, terminal
    from search_app.commands import progress

    if parallel is not None and beir is None:
        asked = read_parallel(parallel, limit=limit)
    elif beir is not None and parallel is None:
        asked = read_beir(beir, limit=limit)
    else:
        raise typer.BadParameter(
            "Name one set: --parallel TSV or --beir DIR.", param_hint="--parallel / --beir"
        )
    with progress.waiting("Loading the model"):
        remembered = Remembered(encoder.load(model), cache)
    with progress.bars() as tell, indexed(remembered, asked, tell) as filled:
        result = evaluate(filled, mode=mode.value, progress=tell)
    if as_json:
        print_json(contract.as_json(result))
    else:
        terminal.show_evaluation(console(), result)
    for note in result.notes:
        print(note, file=sys.stderr)
