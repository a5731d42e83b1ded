"""Weights of paragraphs and topics for whether documents speak on a topic, fitted on labels."""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from benchmarks.positions.phrases import NOMINAL, PHRASES, Source, read_topics
from corpus.languages import BY_CODE
from index import Index
from index.analyses import speakers
from index.analyses.paragraphs import submitters_of
from index.retrieval import Search, TopicEvidence

TABLE: Final = Path(speakers.__file__).with_name(speakers.TABLE)

PARTS: Final = 10

ROUNDS: Final = 4
"""Fits of the weights, each on the paragraphs that the one before chooses."""

PENALTY: Final = 0.003
"""Factor of the weights' squares, for features of unit variance."""

SILENT: Final = 0.95
"""Part of the topics without speakers that name nobody, by cross-validation."""

RIGHT: Final = 0.9
"""Part of the documents above the bound that speak, by cross-validation."""

NEAR: Final = 0.5
"""Part of the documents below it and above the bound of near ones that speak, likewise."""

Numbers = NDArray[np.float64]

_Labels = tuple[str, list[str], dict[int, bool], bool | None]
"""A topic in English, in all languages, documents that speak on it or not, and whether any does."""


@dataclass(frozen=True, slots=True)
class TopicSample:
    """A topic in a language with its evidence and labels.

    Attributes:
        topic: in English; all languages of a topic are in one part.
        speaks: whether documents speak on the topic; doubtful ones are left out.
        is_spoken: whether any document does; None in doubt.
    """

    topic: str
    evidence: TopicEvidence
    speaks: Mapping[int, bool]
    is_spoken: bool | None


@dataclass(frozen=True, slots=True)
class FittedWeights:
    """Weights of paragraphs and topics; the last of each is added to every sum."""

    documents: Numbers
    topics: Numbers

    def value_documents(self, sample: TopicSample) -> dict[int, float]:
        """Return the sum of each document."""
        weights = self.documents
        measured = speakers.measure_documents(sample.evidence, weights[:-1])
        return {
            document: float(features @ weights[:-1] + weights[-1])
            for document, features in measured.items()
        }

    def value_topic(self, sample: TopicSample) -> float:
        """Return the sum of the topic."""
        return float(_measure_topic(sample, self.documents) @ self.topics[:-1] + self.topics[-1])


def label_topics(index: Index, topics: Path) -> list[TopicSample]:
    """Measure and label the topics that are not held out, in six languages.

    Documents that only touch on a topic, or may be on it, are left out.

    Args:
        index: of the sample corpus.
        topics: the file ``topics.toml``; the phrases are read besides.
    """
    store, search = index.store, Search(index.store, index.encoder)
    submitters = submitters_of(store)
    superseded = store.documents.superseding().keys()
    sources = {
        row["id"]: {(submitter.key, row["meeting"]) for submitter in submitters[row["id"]]}
        for row in store.documents.all()
        if row["id"] not in superseded
    }
    return [
        TopicSample(name, search.measure_topic(text, speakers.DEPTH), labels, is_spoken)
        for name, texts, labels, is_spoken in (
            *_label_phrases(sources, PHRASES),
            *_label_phrases(sources, NOMINAL),
            *_label_topics(sources, topics),
        )
        for text in texts
    ]


def _label_phrases(sources: Mapping[int, set[Source]], path: Path) -> Iterator[_Labels]:
    """Yield the topics of a file, with the documents whose sources speak on each or do not."""
    for phrase in read_topics(path):
        if not phrase.is_held_out:
            speaks, may = phrase.speaks.keys(), phrase.passing.keys()
            labels = {
                document: bool(own & speaks)
                for document, own in sources.items()
                if own & speaks or not own & may
            }
            yield phrase.names["en"], [*phrase.names.values()], labels, bool(speaks)


def _label_topics(sources: Mapping[int, set[Source]], topics: Path) -> Iterator[_Labels]:
    """Yield the topics of a file, labelled likewise.

    A submitter of several documents speaks on a topic in one of them, which is not said.
    """
    keys = {document: {key for key, _ in own} for document, own in sources.items()}
    for topic in tomllib.loads(topics.read_text("utf-8"))["topic"]:
        if not topic.get("held_out", False):
            must, may = set(topic.get("must", ())), set(topic.get("may", ()))
            labels = {document: False for document, own in keys.items() if not own & (must | may)}
            for key in must:
                documents = [document for document, own in keys.items() if key in own]
                labels |= dict.fromkeys(documents, True) if len(documents) == 1 else {}
            is_spoken = bool(must) if must or not may else None
            yield topic["en"], [topic[code] for code in BY_CODE], labels, is_spoken


def fit(samples: Sequence[TopicSample]) -> FittedWeights:
    """Fit the weights by logistic regression: of paragraphs in rounds, then of topics."""
    documents = np.append(np.ones(len(speakers.FEATURES)), 0.0)
    for _ in range(ROUNDS):
        measured = [
            (features, sample.speaks[document])
            for sample in samples
            for document, features in speakers.measure_documents(
                sample.evidence, documents[:-1]
            ).items()
            if document in sample.speaks
        ]
        documents = _regress(
            [features for features, _ in measured], [is_so for _, is_so in measured]
        )
    known = [sample for sample in samples if sample.is_spoken is not None]
    topics = _regress(
        [_measure_topic(sample, documents) for sample in known],
        [bool(sample.is_spoken) for sample in known],
        is_balanced=True,
    )
    return FittedWeights(documents, topics)


def _measure_topic(sample: TopicSample, weights: Numbers) -> Numbers:
    measured = speakers.measure_documents(sample.evidence, weights[:-1])
    surest = max(float(features @ weights[:-1]) for features in measured.values())
    return speakers.measure_topic(sample.evidence, surest)


def _regress(
    rows: Sequence[Numbers], is_so: Sequence[bool], *, is_balanced: bool = False
) -> Numbers:
    """Fit weights by logistic regression; where balanced, both classes count as much."""
    features, positive = np.stack(rows), np.array(is_so, np.bool_)
    sides = np.where(positive, 1.0, -1.0)
    worth = np.ones(len(sides))
    if is_balanced:
        worth = np.where(positive, 1 / positive.mean(), 1 / (1 - positive.mean()))
    worth /= worth.sum()
    middle, spread = features.mean(axis=0), features.std(axis=0)
    scaled = np.column_stack([(features - middle) / spread, np.ones(len(sides))])
    penalties = np.append(np.full(features.shape[1], PENALTY), 0.0)

    def loss(values: Numbers) -> tuple[float, Numbers]:
        margins = sides * (scaled @ values)
        slopes = -sides * worth / (1 + np.exp(np.clip(margins, -50, 50)))
        return (
            float(worth @ np.logaddexp(0, -margins) + penalties @ values**2),
            scaled.T @ slopes + 2 * penalties * values,
        )

    solution = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B").x
    weights = solution[:-1] / spread
    return np.append(weights, solution[-1] - weights @ middle)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Least sums of topics and documents, and counts of the documents above them."""

    spoken: float
    speaking: float
    near: float
    table: str


def choose_bounds(samples: Sequence[TopicSample]) -> Bounds:
    """Choose the bounds by sums under weights that are fitted on the topics of other parts."""
    names = sorted({sample.topic for sample in samples})
    random.Random(0).shuffle(names)  # noqa: S311 - no secret
    part = {name: number % PARTS for number, name in enumerate(names)}
    topics, documents = [], []
    for number in range(PARTS):
        weights = fit([sample for sample in samples if part[sample.topic] != number])
        for sample in samples:
            if part[sample.topic] == number:
                topics.append((weights.value_topic(sample), sample))
                documents.append(weights.value_documents(sample))
    absent = [value for value, sample in topics if sample.is_spoken is False]
    spoken = float(np.quantile(absent, SILENT))
    pairs = [
        (value, sample.speaks[document])
        for (topic, sample), values in zip(topics, documents, strict=True)
        if topic >= spoken
        for document, value in values.items()
        if document in sample.speaks
    ]
    speaking = _choose_bound(pairs, RIGHT)
    near = _choose_bound([pair for pair in pairs if pair[0] < speaking], NEAR)
    above = [speaks for value, speaks in pairs if value >= speaking]
    between = [speaks for value, speaks in pairs if near <= value < speaking]
    every = sum(speaks for sample in samples for speaks in sample.speaks.values())
    table = (
        "| documents that speak | named | of them speak | near | of them speak |\n"
        "| ---: | ---: | ---: | ---: | ---: |\n"
        f"| {every} | {len(above)} | {sum(above)} | {len(between)} | {sum(between)} |"
    )
    return Bounds(spoken, speaking, near, table)


def _choose_bound(pairs: Sequence[tuple[float, bool]], part: float) -> float:
    """Choose the lowest sum above which a part of the documents speak on their topic."""
    ordered = sorted(pairs, key=lambda pair: -pair[0])
    shares = np.cumsum([speaks for _, speaks in ordered]) / np.arange(1, len(ordered) + 1)
    return ordered[int(np.flatnonzero(shares >= part)[-1])][0]


def fit_speakers(index: Index, topics: Path, *, write: bool) -> str:
    """Fit the weights, count what they find on topics of other parts, and write the table."""
    samples = label_topics(index, topics)
    bounds, weights = choose_bounds(samples), fit(samples)
    if write:
        lines = [
            "# What evidence counts for whether a document, or anybody, speaks on a topic",
            "# (index/analyses/speakers.py). Written by",
            "#     python -m benchmarks.positions --index DIR --fit --write",
            f"speaking = {bounds.speaking - weights.documents[-1]:.4f}",
            f"near = {bounds.near - weights.documents[-1]:.4f}",
            f"spoken = {bounds.spoken - weights.topics[-1]:.4f}",
            f"passages = {index.status().passages}",
            f"paragraphs = {_count_paragraphs(samples)}",
            "",
            "[weights]",
            *_list_weights(speakers.FEATURES, weights.documents),
            "",
            "[topic]",
            *_list_weights(speakers.TOPIC_FEATURES, weights.topics),
        ]
        TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    return bounds.table


def _count_paragraphs(samples: Sequence[TopicSample]) -> int:
    """Return the median number of a document's measured paragraphs."""
    counts = [
        count
        for sample in samples
        for count in Counter(sample.evidence.documents.tolist()).values()
    ]
    return int(median(counts))


def _list_weights(names: Sequence[str], weights: Numbers) -> list[str]:
    return [f"{name} = {value:.4f}" for name, value in zip(names, weights[:-1], strict=True)]
