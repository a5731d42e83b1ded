"""Fit the order of the best candidates on judged needs (``index/retrieval/reranking``).

    python -m benchmarks.reranking [--index DIR] [--write] [--ablate]

The needs are all three files of ``benchmarks/relevance``, without the held-out third of each. The
table compares, for each file, the order by words and meaning with the learned one. Needs for
fitting are measured by cross-validation in ten parts, by need. Held-out needs are measured with the
weights fitted on all others, which ``--write`` saves. DIR holds an index of the sample corpus; the
default is the one in the user's cache folder.

Below the table is how often a search says that nothing answers well. The queries are those with a
judged paragraph among the first ten, the others, and the questions of ``nonsense.jsonl``. The
latter have no answer, and a third of them is held out.

``--ablate`` fits the weights without each feature in turn. It prints the loss in nDCG@10 of the
queries for fitting (in the same ten parts) and of the held-out ones.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from benchmarks.relevance.__main__ import SHOWN, Place, grade_places, open_sample
from benchmarks.relevance.needs import (
    HARD,
    NEEDS,
    NONSENSE,
    SHORT,
    Need,
    read_needs,
    select_held_back,
)
from corpus.errors import WsisSearchError
from index.evaluation import score_rankings
from index.retrieval import Search, reranking
from index.retrieval.reranking import FEATURES, OF_SHORT, SIGNS
from index.store import Store

PARTS: Final = 10

PENALTY: Final = 1e-3
"""Factor of the weights' squares, for features of unit variance; 1e-4 is alike within 0.004."""

COMPARED: Final = 40
"""Candidates of a question that are compared with one another: those behind hardly reach a page."""

PAGE: Final = 10
"""Candidates among which one has to be judged for a query to be answered."""

WRONGLY: Final = 0.02
"""Part of the answered queries that may be said to have no answer, of those that are fitted on."""

IN_DOUBT: Final = 0.1
"""Part that may be so where a question names a reference that the index does not have."""

TABLE: Final = Path(reranking.__file__).with_name(reranking.WEIGHTS)

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class JudgedQuery:
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
        signs: ``(s,)`` of whether any candidate answers; None where it is not asked.
    """

    need: Need
    key: str
    file: str
    is_held_back: bool
    names: list[str]
    features: Numbers
    grades: Numbers
    judged: dict[str, int]
    signs: Numbers | None


def ask(store: Store, search: Search, path: Path) -> list[JudgedQuery]:
    """Ask every query of a file of needs."""
    needs = read_needs(path)
    held = {need.id for need in select_held_back(needs)}
    rankings = []
    for need in needs:
        places = grade_places(store, need)
        for code, query in need.queries.items():
            found_now = search.candidates(query)
            places_of = [(key[0], "") if (key[0], "") in places else key for key in found_now.keys]
            grade_by_name = {_name(place): grade for place, grade in places.items()}
            rankings.append(
                JudgedQuery(
                    need,
                    f"{path.stem}/{need.id}/{code}",
                    path.stem,
                    need.id in held,
                    [_name(place) for place in places_of],
                    found_now.features,
                    np.array([places.get(place, 0) for place in places_of], np.float64),
                    grade_by_name,
                    found_now.signs,
                )
            )
    return rankings


def fit(queries: Sequence[JudgedQuery]) -> Numbers:
    """Fit the weights, shape ``(f,)``, that give the better of two candidates the higher value.

    A pair counts by the change in discounted gain if the two trade places (LambdaRank: Burges
    2010). All questions have the same weight.
    """
    stacked = np.concatenate([query.features for query in queries])
    spread = stacked.std(axis=0)
    spread[spread == 0] = 1.0
    apart: list[Numbers] = []
    counts: list[Numbers] = []
    for query in queries:
        grades = query.grades[:COMPARED]
        better, worse = np.nonzero(grades[:, None] > grades[None, :])
        if not len(better):
            continue
        discount = 1 / np.log2(2 + np.arange(len(grades)))
        count = (grades[better] - grades[worse]) * (
            np.abs(discount[better] - discount[worse]) + 0.05
        )
        apart.append((query.features[better] - query.features[worse]) / spread)
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

    result = minimize(loss, np.zeros(stacked.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(result.x / spread)


def fit_signs(signs: Numbers, unanswered: NDArray[np.bool_]) -> Numbers:
    """Fit weights ``(s,)`` of signs by logistic regression; above 0 means probably no answer.

    ``WRONGLY`` of the answered queries come above 0, and ``IN_DOUBT`` of those that would name an
    unknown reference.

    Args:
        signs: ``(n, s)`` of queries; the last column is 1.
        unanswered: ``(n,)`` queries without an answer.
    """
    spread = signs.std(axis=0)
    spread[spread == 0] = 1.0
    scaled = signs / spread
    sides = np.where(unanswered, 1.0, -1.0)

    def loss(values: Numbers) -> tuple[float, Numbers]:
        margins = sides * (scaled @ values)
        slopes = -sides / (1 + np.exp(np.clip(margins, -50, 50))) / len(sides)
        return (
            float(np.logaddexp(0, -margins).mean() + PENALTY * values @ values),
            scaled.T @ slopes + 2 * PENALTY * values,
        )

    result = minimize(loss, np.zeros(signs.shape[1]), jac=True, method="L-BFGS-B")
    weights = np.asarray(result.x / spread)
    doubts = (signs @ weights)[~unanswered]
    weights[-1] -= np.quantile(doubts, 1 - WRONGLY)
    weights[SIGNS.index("unknown_reference")] = np.quantile(doubts, 1 - WRONGLY) - np.quantile(
        doubts, 1 - IN_DOUBT
    )
    return weights


def nonsense(search: Search) -> tuple[list[Numbers], list[Numbers]]:
    """Return the signs of questions without an answer: those for fitting, and those held out."""
    lines = NONSENSE.read_text("utf-8").splitlines()
    queries = [search.candidates(query) for line in lines for query in json.loads(line)["queries"]]
    signs = [query.signs for query in queries]
    return (
        [own for position, own in enumerate(signs) if own is not None and position % 3 != 2],
        [own for position, own in enumerate(signs) if own is not None and position % 3 == 2],
    )


def format_ablation(queries: Sequence[JudgedQuery]) -> str:
    """Return a line for each feature with the nDCG@10 lost without it."""
    names = [*FEATURES, *(f"{name}, short" for name in OF_SHORT)]

    def figures(some: Sequence[JudgedQuery]) -> tuple[float, float]:
        own = [query for query in some if not query.is_held_back]
        weights = fit(own)
        rankings = cross_validated(own) | {
            query.key: rank_names(query, weights) for query in some if query.is_held_back
        }
        figures = score_rankings(
            {query.key: query.judged for query in some},
            {query.key: list(dict.fromkeys(rankings[query.key])) for query in some},
        )
        means = (
            mean(figures[query.key]["nDCG@10"] for query in some if query.is_held_back is is_held)
            for is_held in (False, True)
        )
        return next(means), next(means)

    whole = figures(queries)
    lines = ["| without | fitted on | held back |\n| --- | --- | --- |"]
    for position, name in enumerate(names):
        fewer = [
            replace(query, features=np.delete(query.features, position, axis=1))
            for query in queries
        ]
        worked_on, left_out = figures(fewer)
        lines.append(f"| {name} | {whole[0] - worked_on:+.3f} | {whole[1] - left_out:+.3f} |")
    return "\n".join(lines)


def is_answered(query: JudgedQuery, ranking: Sequence[str]) -> bool:
    """Whether a judged paragraph is among the first candidates of a query."""
    return any(name in query.judged for name in ranking[:PAGE])


def cross_validated(queries: Sequence[JudgedQuery]) -> dict[str, list[str]]:
    """Order the candidates of each query by weights that are fitted on other needs."""
    needs = sorted({(query.file, query.need.id) for query in queries})
    parts = np.random.default_rng(0).permutation(len(needs)) % PARTS
    part_of = dict(zip(needs, parts.tolist(), strict=True))
    rankings = {}
    for part in range(PARTS):
        weights = fit([query for query in queries if part_of[query.file, query.need.id] != part])
        for query in queries:
            if part_of[query.file, query.need.id] == part:
                rankings[query.key] = rank_names(query, weights)
    return rankings


def rank_names(query: JudgedQuery, weights: Numbers) -> list[str]:
    """The names of a query's candidates in the order of some weights."""
    return [
        query.names[position] for position in np.argsort(-(query.features @ weights), kind="stable")
    ]


def report(name: str, queries: Sequence[JudgedQuery], rankings: dict[str, list[str]]) -> str:
    """Return one row of the table."""
    figures = score_rankings(
        {query.key: query.judged for query in queries},
        {query.key: list(dict.fromkeys(rankings[query.key])) for query in queries},
    )
    cells = [f"{mean(figures[query.key][measure] for query in queries):.3f}" for measure in SHOWN]
    return f"| {name} | {' | '.join(cells)} |"


def format_weights(weights: Numbers, of_signs: Numbers) -> str:
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
        "",
        "# What tells that nothing answers: above 0 the reader is told so.",
        "[unanswered]",
        *(f"{name} = {value:.4f}" for name, value in zip(SIGNS, of_signs, strict=True)),
    ]
    return "\n".join(lines) + "\n"


def report_signs(
    name: str,
    queries: Sequence[JudgedQuery],
    ranking: dict[str, list[str]],
    none: Sequence[Numbers],
    of_signs: Numbers,
) -> str:
    """A line: which part of answered and other queries is said to have no answer."""
    counts = {True: [0, 0], False: [0, 0]}
    for query in queries:
        own = counts[is_answered(query, ranking[query.key])]
        own[0] += query.signs is not None and bool(query.signs @ of_signs > 0)
        own[1] += 1
    without = sum(bool(own @ of_signs > 0) for own in none)
    (wrongly, answered), (rightly, failed) = counts[True], counts[False]
    return (
        f"{name}: {wrongly} of {answered} answered queries, {rightly} of {failed} others, "
        f"{without} of {len(none)} without an answer"
    )


def _name(place: Place) -> str:
    document, variant = place
    return f"{document}/{variant}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; write the weights on request."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reranking")
    parser.add_argument("--index", type=Path)
    parser.add_argument("--write", action="store_true", help="put the weights into the table")
    parser.add_argument("--ablate", action="store_true", help="tell what each feature is worth")
    chosen = parser.parse_args(arguments)
    try:
        with open_sample(chosen.index) as (store, encoder):
            search = Search(store, encoder)
            search.prepare()
            queries = [query for path in (NEEDS, SHORT, HARD) for query in ask(store, search, path)]
            none, none_held = nonsense(search)
    except (WsisSearchError, ValueError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    own = [query for query in queries if not query.is_held_back]
    weights = fit(own)
    learned = cross_validated(own) | {
        query.key: rank_names(query, weights) for query in queries if query.is_held_back
    }
    before = {query.key: query.names for query in queries}
    print(f"| queries | {' | '.join(SHOWN.values())} |\n|{' --- |' * (len(SHOWN) + 1)}")
    for path in (NEEDS, SHORT, HARD):
        for is_held_back in (False, True):
            some = [
                query
                for query in queries
                if query.file == path.stem and query.is_held_back == is_held_back
            ]
            name = f"{len(some)} of {path.stem}{', held back' if is_held_back else ''}"
            print(report(f"{name}: words and meaning", some, before))
            print(report(f"{name}: learned", some, learned), flush=True)
    with_signs = [query for query in own if query.signs is not None]
    of_signs = fit_signs(
        np.array([query.signs for query in with_signs] + none),
        np.array(
            [not is_answered(query, learned[query.key]) for query in with_signs]
            + [True] * len(none)
        ),
    )
    left_out = [query for query in queries if query.is_held_back]
    print(report_signs("Said to have no answer, fitted on", own, learned, none, of_signs))
    print(report_signs("Said to have no answer, held back", left_out, learned, none_held, of_signs))
    if chosen.ablate:
        print(format_ablation(queries), flush=True)
    if chosen.write:
        TABLE.write_text(format_weights(weights, of_signs), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
