"""Fit the order of the best candidates on judged needs (``index/retrieval/reranking``).

    python -m benchmarks.reranking [--index DIR] [--write]

The needs are those of ``benchmarks/relevance``: all three files, without the third of each that is
held back. The table compares, for each file, the order that words and meaning give with the learned
one: of the needs that are fitted on by cross-validation (in ten parts, by need, whatever language
asks for it), of those held back by the weights that are fitted on all others. ``--write`` puts
these into the table of weights. DIR holds an index of the sample corpus; without it, the one in the
user's cache folder is used.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.relevance.__main__ import SHOWN, Place, judged, opened_sample
from benchmarks.relevance.needs import HARD, NEEDS, SHORT, Need, held_back, read_needs
from corpus.errors import WsisSearchError
from index.evaluation import scored
from index.retrieval import Search, reranking
from index.retrieval.reranking import FEATURES, OF_SHORT, features
from index.store import Store

PARTS: Final = 10

PENALTY: Final = 1e-3
"""Of the weights' squares, for features of unit variance: 1e-4 and 1e-3 did within 0.004 alike."""

COMPARED: Final = 40
"""Candidates of a question that are compared with one another: those behind hardly reach a page."""

TABLE: Final = Path(reranking.__file__).with_name(reranking.WEIGHTS)

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its candidates.

    Attributes:
        need: that it asks for.
        key: of the need and its language.
        file: that the need stands in.
        is_held_back: whether nothing may be fitted on it.
        names: ``(n,)`` of the candidates, as the judgements have them.
        features: ``(n, f)``.
        grades: ``(n,)``.
        judged: grade by name, of all that is judged.
    """

    need: Need
    key: str
    file: str
    is_held_back: bool
    names: list[str]
    features: Numbers
    grades: Numbers
    judged: dict[str, int]


def ask(store: Store, search: Search, path: Path) -> list[Asked]:
    """Ask every query of a file of needs."""
    needs = read_needs(path)
    held = {need.id for need in held_back(needs)}
    found = []
    for need in needs:
        places = judged(store, need)
        for code, query in need.queries.items():
            keys, evidence, is_short = search.candidates(query)
            places_of = [(key[0], "") if (key[0], "") in places else key for key in keys]
            grade_by_name = {_name(place): grade for place, grade in places.items()}
            found.append(
                Asked(
                    need,
                    f"{path.stem}/{need.id}/{code}",
                    path.stem,
                    need.id in held,
                    [_name(place) for place in places_of],
                    features(evidence, is_short=is_short),
                    np.array([places.get(place, 0) for place in places_of], np.float64),
                    grade_by_name,
                )
            )
    return found


def fit(asked: Sequence[Asked]) -> Numbers:
    """Fit weights so that, of two candidates of a question, the better one has the higher value.

    A pair counts by how much the two would change a discounted gain if they traded places
    (LambdaRank: Burges 2010), and each question as much as any other.

    Returns:
        ``(f,)`` weights.
    """
    stacked = np.concatenate([one.features for one in asked])
    spread = stacked.std(axis=0)
    spread[spread == 0] = 1.0
    apart: list[Numbers] = []
    counts: list[Numbers] = []
    for one in asked:
        grades = one.grades[:COMPARED]
        better, worse = np.nonzero(grades[:, None] > grades[None, :])
        if not len(better):
            continue
        discount = 1 / np.log2(2 + np.arange(len(grades)))
        count = (grades[better] - grades[worse]) * (
            np.abs(discount[better] - discount[worse]) + 0.05
        )
        apart.append((one.features[better] - one.features[worse]) / spread)
        counts.append(count / count.sum())
    differences, weights = np.concatenate(apart), np.concatenate(counts)
    weights /= weights.sum()

    def loss(values: Numbers) -> tuple[float, Numbers]:
        margins = differences @ values
        slopes = -1 / (1 + np.exp(np.clip(margins, -50, 50)))
        return (
            float((weights * np.logaddexp(0, -margins)).sum() + PENALTY * values @ values),
            differences.T @ (weights * slopes) + 2 * PENALTY * values,
        )

    found = minimize(loss, np.zeros(stacked.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x / spread)


def cross_validated(asked: Sequence[Asked]) -> dict[str, list[str]]:
    """Order the candidates of each query by weights that are fitted on other needs."""
    needs = sorted({(one.file, one.need.id) for one in asked})
    parts = np.random.default_rng(0).permutation(len(needs)) % PARTS
    part_of = dict(zip(needs, parts.tolist(), strict=True))
    rankings = {}
    for part in range(PARTS):
        weights = fit([one for one in asked if part_of[one.file, one.need.id] != part])
        for one in asked:
            if part_of[one.file, one.need.id] == part:
                rankings[one.key] = ranked(one, weights)
    return rankings


def ranked(one: Asked, weights: Numbers) -> list[str]:
    """The names of a query's candidates in the order of some weights."""
    return [one.names[at] for at in np.argsort(-(one.features @ weights), kind="stable")]


def report(name: str, asked: Sequence[Asked], rankings: dict[str, list[str]]) -> str:
    """A row of the table."""
    figures = scored(
        {one.key: one.judged for one in asked},
        {one.key: list(dict.fromkeys(rankings[one.key])) for one in asked},
    )
    cells = [f"{mean(figures[one.key][measure] for one in asked):.3f}" for measure in SHOWN]
    return f"| {name} | {' | '.join(cells)} |"


def written(weights: Numbers) -> str:
    """The table of weights as TOML."""
    lines = [
        "# What each feature of a candidate counts (index/retrieval/reranking), and what some",
        "# count besides where a question is a topic in a few words. Written by",
        "#     python -m benchmarks.reranking --write",
        "[all]",
        *(f"{name} = {value:.4f}" for name, value in zip(FEATURES, weights, strict=False)),
        "",
        "[short]",
        *(
            f"{name} = {value:.4f}"
            for name, value in zip(OF_SHORT, weights[len(FEATURES) :], strict=True)
        ),
    ]
    return "\n".join(lines) + "\n"


def _name(place: Place) -> str:
    document, variant = place
    return f"{document}/{variant}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; write the weights where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reranking")
    parser.add_argument("--index", type=Path)
    parser.add_argument("--write", action="store_true", help="put the weights into the table")
    chosen = parser.parse_args(arguments)
    try:
        with opened_sample(chosen.index) as (store, encoder):
            search = Search(store, encoder)
            search.prepare()
            asked = [one for path in (NEEDS, SHORT, HARD) for one in ask(store, search, path)]
    except (WsisSearchError, ValueError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    own = [one for one in asked if not one.is_held_back]
    weights = fit(own)
    learned = cross_validated(own) | {
        one.key: ranked(one, weights) for one in asked if one.is_held_back
    }
    before = {one.key: one.names for one in asked}
    print(f"| queries | {' | '.join(SHOWN.values())} |\n|{' --- |' * (len(SHOWN) + 1)}")
    for path in (NEEDS, SHORT, HARD):
        for is_held_back in (False, True):
            some = [
                one for one in asked if one.file == path.stem and one.is_held_back == is_held_back
            ]
            name = f"{len(some)} of {path.stem}{', held back' if is_held_back else ''}"
            print(report(f"{name}: words and meaning", some, before))
            print(report(f"{name}: learned", some, learned), flush=True)
    if chosen.write:
        TABLE.write_text(written(weights), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
