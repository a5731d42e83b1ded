"""What does a person see of an evaluation? The figures in a line each, and a table of the pairs."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from index.evaluation.calibrate import Fitting, Recall
from index.evaluation.evaluate import Evaluation, Spread
from search_app.terminal.tables import plain


def show_evaluation(console: Console, evaluation: Evaluation) -> None:
    """Show what was measured on a set."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim")
    facts.add_row("set", plain(evaluation.name))
    facts.add_row("model", plain(evaluation.model))
    facts.add_row("mode", evaluation.mode)
    facts.add_row("queries", f"{evaluation.queries:,}")
    within = evaluation.mean_within
    if within is not None:
        facts.add_row("within one language, nDCG@10", f"{within:.3f}")
    if evaluation.ndcg and evaluation.precision:
        facts.add_row("across languages, nDCG@10", _spread(evaluation.ndcg))
        facts.add_row("across languages, P@1", _spread(evaluation.precision))
    facts.add_row("from all languages, R@5", _spread(evaluation.recall))
    facts.add_row("own language among the first 10", f"{evaluation.own_language_share:.3f}")
    console.print(facts)
    if evaluation.pairs:
        console.print(_pairs(evaluation))


def show_fitting(console: Console, fitting: Fitting, table: str, model: str) -> None:
    """Show what a treatment that was fitted on a table of translations is worth."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim")
    facts.add_row("set", plain(table))
    facts.add_row("model", plain(model))
    facts.add_row("languages", ", ".join(fitting.languages))
    facts.add_row("rows", f"{fitting.rows:,}, of which {fitting.held_out:,} were held out")
    facts.add_row("translations found, R@5, before", _recall(fitting.before))
    facts.add_row("after", _recall(fitting.after))
    console.print(facts)


def _recall(recall: Recall) -> str:
    return f"{recall.mean:.3f}, worst {recall.worst:.3f} ({recall.worst_language})"


def _spread(spread: Spread) -> str:
    return f"{spread.mean:.3f}, worst {spread.worst:.3f} ({spread.worst_of})"


def _pairs(evaluation: Evaluation) -> Table:
    """A row for each language of the question, a column for each of the passages."""
    codes = list(dict.fromkeys(name.partition("-")[0] for name in evaluation.pairs))
    others = list(dict.fromkeys(name.partition("-")[2] for name in evaluation.pairs))
    codes += [code for code in others if code not in codes]
    table = Table(title=Text("nDCG@10: asked in the row's language, found in the column's"))
    table.add_column("")
    for code in codes:
        table.add_column(code, justify="right")
    table.add_column("from all, R@5", justify="right")
    for asked in codes:
        cells = []
        for searched in codes:
            pair = evaluation.pairs.get(f"{asked}-{searched}")
            own = (evaluation.within or {}).get(asked) if asked == searched else None
            value = pair.ndcg if pair else own
            cells.append("–" if value is None else f"{value:.3f}")
        recall = evaluation.recalls.get(asked)
        table.add_row(asked, *cells, "–" if recall is None else f"{recall:.3f}")
    return table
