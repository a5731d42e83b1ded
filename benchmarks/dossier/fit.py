"""Fit the weights of what an item of an agenda continues (``index/analyses/continuations.toml``).

    python -m benchmarks.dossier.fit [--folder FOLDER] [--write]

The method is logistic regression on pairs of paragraphs of items that are not held out. No weight
is negative. The lowest score to show has the best F1 of shown passages, by weights fitted on the
other items (leave one out).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from benchmarks.dossier.archive import (
    MEETINGS,
    JudgedItem,
    build_index,
    is_judged,
    read_items,
)
from index import Index
from index.analyses import continuations
from index.analyses.continuations import (
    FEATURES,
    WEIGHTS,
    Continuation,
    ContinuationWeights,
    choose_continuations,
    gather_continuations,
)
from index.analyses.dossier import read_agenda
from index.retrieval import Search
from index.store import Excerpt, Store

TABLE: Final = Path(continuations.__file__).with_name(WEIGHTS)

PENALTY: Final = 1.0
"""Factor of the weights' squares, for features of unit variance; 0.3 to 3 find the same items."""

STEPS: Final = tuple(step / 20 for step in range(2, 14))
"""Candidates for the lowest score to show."""

AGAINST: Final = ("density",)
"""Evidence that speaks against a pair."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The candidates of an item.

    Attributes:
        item: as it was judged.
        candidates: as they were gathered.
        excerpts: the passages of the candidates, by id.
    """

    item: JudgedItem
    candidates: Sequence[Continuation]
    excerpts: dict[int, Excerpt]

    def judge(self, candidate: Continuation) -> bool:
        """Whether a candidate was judged to be continued."""
        return is_judged(self.item, self.excerpts[candidate.passage])


def gather_samples(store: Store, search: Search) -> list[Sample]:
    """Collect the candidates of the items that are not held out."""
    samples = []
    agendas = {meeting: read_agenda(store, search, meeting) for meeting in MEETINGS[1:]}
    for item in read_items():
        if not item.is_held_out:
            agenda = agendas[item.meeting]
            documents = agenda.items[item.item]
            candidates = gather_continuations(store, search, documents, agenda.earlier)
            excerpts = store.passages.excerpts([each.passage for each in candidates])
            samples.append(Sample(item, candidates, excerpts))
    return samples


def fit(samples: Sequence[Sample], least: float = 0.0) -> ContinuationWeights:
    """Fit the weights on all candidates of some items."""
    pairs = [
        (each.features, sample.judge(each)) for sample in samples for each in sample.candidates
    ]
    features = np.array([own for own, _ in pairs])
    signs = np.where([is_continued for _, is_continued in pairs], 1.0, -1.0)
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    even = (features - mean) / spread

    def loss(weights: NDArray[np.float64]) -> float:
        margins = signs * (even @ weights[1:] + weights[0])
        return float(np.logaddexp(0, -margins).sum() + PENALTY * (weights[1:] ** 2).sum())

    bounds = [(None, None), *((None, 0) if name in AGAINST else (0, None) for name in FEATURES)]
    weights = minimize(loss, np.zeros(1 + len(FEATURES)), bounds=bounds, method="L-BFGS-B").x
    values = weights[1:] / spread
    return ContinuationWeights(values, float(weights[0] - values @ mean), least)


def choose_least(store: Store, samples: Sequence[Sample]) -> float:
    """Choose the least score by F1, each item by the weights of all others."""
    wanted = sum(len(sample.item.continues) for sample in samples)
    apart = [fit([other for other in samples if other is not sample]) for sample in samples]
    scores = {}
    for least in STEPS:
        shown = right = 0
        for sample, weights in zip(samples, apart, strict=True):
            chosen = choose_continuations(store, sample.candidates, replace(weights, least=least))
            shown += len(chosen)
            right += sum(map(sample.judge, chosen))
        scores[least] = 2 * right / max(1, shown + wanted)
        print(f"least {least:.2f}: {right} of {shown} right, F1 {scores[least]:.3f}")
    return max(scores, key=lambda least: (scores[least], least))  # in doubt, less is shown


def write_table(weights: ContinuationWeights) -> None:
    """Write the table of weights."""
    lines = [
        "# The worth of each kind of evidence that an item of an agenda continues an earlier",
        "# paragraph (index/analyses/continuations.py). Written by",
        "#     python -m benchmarks.dossier.fit --write",
        f"bias = {weights.bias:.4f}",
        f"least = {weights.least:.2f}",
        "",
        "[weights]",
        *(f"{name} = {worth:.4f}" for name, worth in zip(FEATURES, weights.values, strict=True)),
    ]
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> int:
    """Fit the weights; write them on request."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="folder of the index, which is kept")
    parser.add_argument("--write", action="store_true", help="write the table of weights")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = build_index(chosen.folder or Path(folder))
        with Index.open(place) as index:
            search = Search(index.store, index.encoder)
            samples = gather_samples(index.store, search)
            weights = fit(samples, choose_least(index.store, samples))
    for name, worth in zip(FEATURES, weights.values, strict=True):
        print(f"{name}: {worth:.4f}")
    if chosen.write:
        write_table(weights)
    return 0


if __name__ == "__main__":
    sys.exit(main())
