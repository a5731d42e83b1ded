"""Weights of the evidence that the paragraph of a sentence answers or helps.

    python -m benchmarks.answers.evidence --index DIR [--write]

DIR holds an index of the sample corpus. A logistic regression is fitted on the judged questions
that are not held back. Each question counts the same. The log loss is by cross-validation in
ten parts; beside it is that of the shares of the scores alone. ``--write`` saves the weights.
"""

from __future__ import annotations

import argparse
import math
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from benchmarks.answers.questions import AnswerQuestion, list_questions
from index import Index, answers
from index.answers import (
    EVIDENCE_FEATURES,
    EVIDENCE_WEIGHTS,
    LIMITS,
    AnswerSentence,
    list_candidates,
)
from index.retrieval import PER_DOCUMENT, Search

TABLE: Final = Path(answers.__file__).with_name(EVIDENCE_WEIGHTS)

PARTS: Final = 10

PENALTY: Final = 0.001
"""Factor of the weights' squares, for features of unit variance."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EvidenceSample:
    """The candidates of a question: ``(n, f)`` features, and which of them answer or help."""

    question: AnswerQuestion
    features: Numbers
    helps: Numbers

    @property
    def part(self) -> int:
        """Part of the cross-validation; the languages of a need are in one."""
        name = f"{self.question.part} {self.question.id or self.question.text}"
        return zlib.crc32(name.encode("utf-8")) % PARTS


def read_samples(index: Index) -> Iterator[EvidenceSample]:
    """Measure the candidates of the judged questions that are not held back."""
    search = Search(index.store, index.encoder)
    limits = replace(LIMITS, doubtful=math.inf)
    for question in list_questions(index):
        if question.is_held_back or question.marked:
            continue
        code = question.shown_in
        result = search.search(question.text, shown_in=code, reader=code, per_document=PER_DOCUMENT)
        with index.store.snapshot():
            candidates = list_candidates(index.store, search, result, None, limits)
        if candidates:
            sentences = [AnswerSentence(each.shown, each.text) for each in candidates]
            helps = np.array(question.grade(index, sentences)) > 0
            features = np.stack([candidate.features for candidate in candidates])
            yield EvidenceSample(question, features, helps.astype(np.float64))


def fit(samples: Sequence[EvidenceSample]) -> Numbers:
    """Fit weights: ``(f,)`` for ``EVIDENCE_FEATURES``, the last of which is 1 everywhere."""
    features = np.concatenate([sample.features for sample in samples])
    helps = np.concatenate([sample.helps for sample in samples])
    worth = np.concatenate([np.full(len(own.helps), 1 / len(own.helps)) for own in samples])
    worth /= worth.sum()
    means = np.append(features[:, :-1].mean(axis=0), 0.0)
    deviations = np.append(features[:, :-1].std(axis=0), 1.0)
    scaled = (features - means) / deviations
    sides = 2 * helps - 1
    penalties = np.append(np.full(features.shape[1] - 1, PENALTY), 0.0)

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        margins = sides * (scaled @ weights)
        slopes = -sides / (1 + np.exp(np.clip(margins, -50, 50)))
        return (
            float(worth @ np.logaddexp(0, -margins) + penalties @ weights**2),
            scaled.T @ (worth * slopes) + 2 * penalties * weights,
        )

    weights = minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B").x
    weights = np.asarray(weights / deviations)
    weights[-1] -= float(weights @ means)
    return weights


def measure_loss(samples: Sequence[EvidenceSample]) -> float:
    """Return the mean log loss of the questions, each by weights fitted on other parts."""
    losses = []
    for part in range(PARTS):
        weights = fit([sample for sample in samples if sample.part != part])
        for sample in samples:
            if sample.part == part:
                margins = (2 * sample.helps - 1) * (sample.features @ weights)
                losses.append(float(np.logaddexp(0, -margins).mean()))
    return sum(losses) / len(losses)


def write_values(values: Mapping[str, float]) -> None:
    """Write values into the program's file of weights, which has a line for each."""
    text = TABLE.read_text("utf-8")
    for name, value in values.items():
        text = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value:.4f}", text)
    TABLE.write_text(text, "utf-8")


def main() -> None:
    """Print the weights and what they are worth."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers.evidence")
    parser.add_argument("--index", type=Path, required=True, help="of the sample corpus")
    parser.add_argument("--write", action="store_true", help="save the weights in the program")
    options = parser.parse_args()
    with Index.open(options.index) as index:
        samples = [*read_samples(index)]
    weights = fit(samples)
    lines = [
        f"{name} = {weight:.4f}" for name, weight in zip(EVIDENCE_FEATURES, weights, strict=True)
    ]
    shares = [replace(sample, features=sample.features[:, [0, -1]]) for sample in samples]
    print("\n".join(lines))
    print(f"log loss {measure_loss(samples):.3f}, by shares alone {measure_loss(shares):.3f}")
    if options.write:
        write_values(dict(zip(EVIDENCE_FEATURES, weights.tolist(), strict=True)))


if __name__ == "__main__":
    main()
