"""JSON of ``eval`` and ``calibrate``; all figures are between 0 and 1, with four decimals."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.evaluation import Evaluation, FigureRange, Fitting


def evaluation(figures: Evaluation) -> dict[str, object]:
    """Return the JSON of ``eval``; figures that a set does not give are null."""
    within = figures.mean_within
    across: dict[str, object] | None = None
    if figures.ndcg and figures.precision:
        across = {
            "nDCG@10": _describe_spread(figures.ndcg, "worst_pair"),
            "P@1": _describe_spread(figures.precision, "worst_pair"),
        }
    return {
        "set": figures.name,
        "model": figures.model,
        "mode": figures.mode,
        "queries": figures.queries,
        "within": None if within is None else {"nDCG@10": _round_figure(within)},
        "pairs": {
            name: {"nDCG@10": _round_figure(pair.ndcg), "P@1": _round_figure(pair.precision)}
            for name, pair in figures.pairs.items()
        },
        "across": across,
        "pool": {
            "R@5": _describe_spread(figures.recall, "worst_language"),
            "own_language_share": _round_figure(figures.own_language_share),
            "MAP": _round_figure(figures.average_precision),
            "R@30": _round_figure(figures.recall_30),
            "first_in_own_language": {
                "as_ranked": _round_figure(figures.first_as_ranked),
                "as_shown": _round_figure(figures.first_as_shown),
            },
        },
    }


def fitting(fit: Fitting) -> dict[str, object]:
    """Return the JSON of ``calibrate``: the figures before and after the treatment."""
    return {
        "languages": fit.languages,
        "rows": fit.rows,
        "held_out": fit.held_out,
        "before": {"pool": {"R@5": _describe_spread(fit.before, "worst_language")}},
        "after": {"pool": {"R@5": _describe_spread(fit.after, "worst_language")}},
        "kept": fit.is_better,
    }


def _describe_spread(spread: FigureRange, worst_of: str) -> dict[str, object]:
    return {
        "mean": _round_figure(spread.mean),
        "worst": _round_figure(spread.worst),
        worst_of: spread.worst_of,
    }


def _round_figure(value: float) -> float:
    return round(value, 4)
