"""Commands that measure the search, and that calibrate the model on translations."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import platformdirs
import typer

from search_app.commands.options import IndexFolder, Json, Mode, Model, console, print_json

if TYPE_CHECKING:
    from index.evaluation import EvaluationSet

app = typer.Typer()

_ROWS = 1200
"""Default number of rows; with the bundled model, R@5 of held-out UN sentences is 0.93 from 600
rows and 0.94 from 2,000.
"""


def default_cache() -> Path:
    """Return the default folder for vectors of evaluation sets."""
    return Path(platformdirs.user_cache_dir("wsis-search")) / "evaluation"


Cache = Annotated[
    Path,
    typer.Option(
        metavar="DIR",
        default_factory=default_cache,
        show_default="the user's cache folder",
        help="Folder that keeps vectors, so that another run takes seconds.",
    ),
]


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
            help="Maximum number of rows of a table or questions of each language, chosen by their "
            "ids.",
            show_default=False,
        ),
    ] = None,
    cache: Cache,
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Measure how well questions are answered within and across languages."""
    from index.evaluation import CachingEncoder, evaluate, index_set
    from index.model import load
    from search_app import measurements, terminal
    from search_app.commands import progress

    questions = _read_evaluation_set(parallel, beir, limit)
    with progress.waiting("Loading the model"):
        remembered = CachingEncoder(load(model), cache)
    with progress.bars() as tell, index_set(remembered, questions, tell) as filled:
        result = evaluate(filled, mode=mode.value, progress=tell)
    if as_json:
        print_json(measurements.evaluation(result))
    else:
        terminal.show_evaluation(console(), result)
    for note in result.notes:
        print(note, file=sys.stderr)


def _read_evaluation_set(
    parallel: Path | None, beir: Path | None, limit: int | None
) -> EvaluationSet:
    from index.evaluation import read_beir, read_parallel

    if parallel is not None and beir is None:
        return read_parallel(parallel, limit=limit)
    if beir is not None and parallel is None:
        return read_beir(beir, limit=limit)
    raise typer.BadParameter(
        "Name one set: --parallel TSV or --beir DIR.", param_hint="--parallel / --beir"
    )


@app.command()
def calibrate(
    folder: IndexFolder,
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
        int, typer.Option(min=1, help="Maximum number of its rows, chosen by their ids.")
    ] = _ROWS,
    cache: Cache,
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Fit on translations how the model's vectors lose their language, and keep it in the index.

    A fifth of the table is held out and measures it. It is kept where more translations are found
    than before.
    """
    from index import Index
    from index.evaluation import CachingEncoder, read_parallel
    from search_app import contract, terminal
    from search_app.commands import progress

    table = read_parallel(parallel, limit=limit)
    with Index.open(folder, model, create=True) as index:
        encoder = CachingEncoder(index.encoder, cache)
        with progress.bars() as tell:
            result = index.calibrate(
                table, encoder, progress=lambda done, total: tell("texts", done, total)
            )
    if as_json:
        print_json(contract.as_fitting(result, table.name, encoder.name))
    else:
        terminal.show_fitting(console(), result, table.name, encoder.name)
    if not result.is_better:
        print(
            "It finds no more translations than before, so the index was left as it is.",
            file=sys.stderr,
        )
