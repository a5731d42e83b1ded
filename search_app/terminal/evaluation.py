"""Evaluations at a terminal: a line for each figure, and a table of language pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from search_app.terminal.tables import facts

if TYPE_CHECKING:  # a command loads what it needs, not what all of them print
    from index.evaluation import Evaluation, FigureRange, Fitting


def show_evaluation(console: Console, evaluation: Evaluation) -> None:
    """Show the measurements on an evaluation set."""
    within, ndcg, precision = evaluation.mean_within, evaluation.ndcg, evaluation.precision
    console.print(
        facts(
            {
                "set": evaluation.name,
                "model": evaluation.model,
                "mode": evaluation.mode,
                "queries": f"{evaluation.queries:,}",
                "within one language, nDCG@10": None if within is None else f"{within:.3f}",
                "across languages, nDCG@10": _format_spread(ndcg) if ndcg and precision else None,
                "across languages, P@1": _format_spread(precision) if ndcg and precision else None,
                "from all languages, R@5": _format_spread(evaluation.recall),
                "own language among the first 10": f"{evaluation.own_language_share:.3f}",
                "mean average precision": f"{evaluation.average_precision:.3f}",
                "from all languages, R@30": f"{evaluation.recall_30:.3f}",
                "first hit in the asker's language": (
                    f"{evaluation.first_as_ranked:.3f} as ranked, "
                    f"{evaluation.first_as_shown:.3f} as shown with --in"
                ),
            }
        )
    )
    if evaluation.pairs:
        console.print(_make_pair_table(evaluation))


def show_fitting(console: Console, fitting: Fitting, table: str, model: str) -> None:
    """Show the measurements before and after a treatment of vectors that ``calibrate`` fitted."""
    console.print(
        facts(
            {
                "set": table,
                "model": model,
                "languages": ", ".join(fitting.languages),
                "rows": f"{fitting.rows:,}, of which {fitting.held_out:,} were held out",
                "translations found, R@5, before": _format_spread(fitting.before),
                "after": _format_spread(fitting.after),
            }
        )
    )


def _format_spread(spread: FigureRange) -> str:
    return f"{spread.mean:.3f}, worst {spread.worst:.3f} ({spread.worst_of})"


def _make_pair_table(evaluation: Evaluation) -> Table:
    """Return a table with a row for each language of questions, a column for each of passages."""
    codes = list(dict.fromkeys(name.partition("-")[0] for name in evaluation.pairs))
    others = list(dict.fromkeys(name.partition("-")[2] for name in evaluation.pairs))
    codes += [code for code in others if code not in codes]
    table = Table(title=Text("nDCG@10: asked in the row's language, found in the column's"))
    table.add_column("")
    for code in codes:
        table.add_column(code, justify="right")
    table.add_column("from all, R@5", justify="right")
    for question_language in codes:
        cells = []
        for searched in codes:
            pair = evaluation.pairs.get(f"{question_language}-{searched}")
            own = (
                (evaluation.within or {}).get(question_language)
                if question_language == searched
                else None
            )
            value = pair.ndcg if pair else own
            cells.append("–" if value is None else f"{value:.3f}")
        recall = evaluation.recalls.get(question_language)
        table.add_row(question_language, *cells, "–" if recall is None else f"{recall:.3f}")
    return table
