"""JSON of measurements: figures by the names that the field has for them.

All are between 0 and 1, with four decimals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.evaluation import Evaluation, Fitting, Pair, Spread


def evaluation(found: Evaluation) -> dict[str, object]:
    """Return the JSON of ``eval``; figures that a set does not give are null."""
    within = found.mean_within
    across: dict[str, object] | None = None
    if found.ndcg and found.precision:
        across = {
            "nDCG@10": _describe_spread(found.ndcg, "worst_pair"),
            "P@1": _describe_spread(found.precision, "worst_pair"),
        }
    return {
        "set": found.name,
        "model": found.model,
        "mode": found.mode,
        "queries": found.queries,
        "within": None if within is None else {"nDCG@10": _figure(within)},
        "pairs": {name: _pair(pair) for name, pair in found.pairs.items()},
        "across": across,
        "pool": {
            "R@5": _describe_spread(found.recall, "worst_language"),
            "own_language_share": _figure(found.own_language_share),
            "MAP": _figure(found.average_precision),
            "R@30": _figure(found.recall_30),
            "first_in_own_language": {
                "as_ranked": _figure(found.first_as_ranked),
                "as_shown": _figure(found.first_as_shown),
            },
        },
    }


def fitting(found: Fitting) -> dict[str, object]:
    """Return the JSON of ``calibrate``: a fit, before and after."""
    return {
        "languages": found.languages,
        "rows": found.rows,
        "held_out": found.held_out,
        "before": {"pool": {"R@5": _describe_spread(found.before, "worst_language")}},
        "after": {"pool": {"R@5": _describe_spread(found.after, "worst_language")}},
        "kept": found.is_better,
    }


def _pair(found: Pair) -> dict[str, object]:
    """Return the figures of questions in one language for passages in another."""
    return {"nDCG@10": _figure(found.ndcg), "P@1": _figure(found.precision)}


def _describe_spread(spread: Spread, worst_of: str) -> dict[str, object]:
    return {
        "mean": _figure(spread.mean),
        "worst": _figure(spread.worst),
        worst_of: spread.worst_of,
    }


def _figure(value: float) -> float:
    return round(value, 4)
