"""Weights of the features of a document for whether it speaks on a topic, fitted on labels."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from benchmarks.positions.phrases import Source, read_topics
from corpus.languages import BY_CODE
from index import Index
from index.analyses import speakers
from index.analyses.paragraphs import submitters_of
from index.retrieval import Search

TABLE: Final = Path(speakers.__file__).with_name(speakers.TABLE)

PARTS: Final = 10

PENALTY: Final = 0.003
"""Factor of the weights' squares, for features of unit variance."""

RIGHT: Final = 0.9
"""Part of the documents above the bound that speak, by cross-validation."""

Numbers = NDArray[np.float64]

_Labels = tuple[str, list[str], dict[int, bool]]
"""A topic in English, in all languages, and the documents that speak on it (True) or do not."""


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """A document, measured for a topic in a language.

    Attributes:
        topic: in English; all languages of a topic are in one part.
        features: ``(f,)`` for ``speakers.FEATURES``.
        speaks: whether it speaks on the topic.
    """

    topic: str
    features: Numbers
    speaks: bool


def label_documents(index: Index, topics: Path) -> list[LabelledDocument]:
    """Measure and label documents for the topics that are not held out.

    Those that only touch on a topic, or may be on it, are left out.

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
    labelled = []
    for name, texts, labels in [*_label_phrases(sources), *_label_topics(sources, topics)]:
        for text in texts:
            labelled += [
                LabelledDocument(name, features, labels[document])
                for document, features in speakers.measure_documents(
                    search.measure_topic(text, speakers.DEPTH)
                ).items()
                if document in labels
            ]
    return labelled


def _label_phrases(sources: Mapping[int, set[Source]]) -> Iterator[_Labels]:
    """Yield the phrases, with the documents whose sources speak on each or do not."""
    for phrase in read_topics():
        if not phrase.is_held_out:
            speaks, may = phrase.speaks.keys(), phrase.passing.keys()
            labels = {
                document: bool(own & speaks)
                for document, own in sources.items()
                if own & speaks or not own & may
            }
            yield phrase.names["en"], [*phrase.names.values()], labels


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
            yield topic["en"], [topic[code] for code in BY_CODE], labels


def fit(documents: Sequence[LabelledDocument]) -> Numbers:
    """Fit weights by logistic regression; the last one is added to every sum."""
    features = np.stack([document.features for document in documents])
    sides = np.where([document.speaks for document in documents], 1.0, -1.0)
    middle, spread = features.mean(axis=0), features.std(axis=0)
    scaled = np.column_stack([(features - middle) / spread, np.ones(len(sides))])
    penalties = np.append(np.full(features.shape[1], PENALTY), 0.0)

    def loss(values: Numbers) -> tuple[float, Numbers]:
        margins = sides * (scaled @ values)
        slopes = -sides / (1 + np.exp(np.clip(margins, -50, 50))) / len(sides)
        return (
            float(np.logaddexp(0, -margins).mean() + penalties @ values**2),
            scaled.T @ slopes + 2 * penalties * values,
        )

    solution = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B").x
    weights = solution[:-1] / spread
    return np.append(weights, solution[-1] - weights @ middle)


def cross_validate(documents: Sequence[LabelledDocument]) -> Numbers:
    """Return the sums of documents by weights that are fitted on the topics of other parts."""
    topics = sorted({document.topic for document in documents})
    random.Random(0).shuffle(topics)  # noqa: S311 - no secret
    part = {topic: number % PARTS for number, topic in enumerate(topics)}
    sums = np.zeros(len(documents))
    for number in range(PARTS):
        others = [document for document in documents if part[document.topic] != number]
        weights = fit(others)
        for position, document in enumerate(documents):
            if part[document.topic] == number:
                sums[position] = document.features @ weights[:-1] + weights[-1]
    return sums


def choose_bound(sums: Numbers, speaks: NDArray[np.bool_]) -> float:
    """Choose the lowest sum above which enough documents speak on their topic."""
    order = np.argsort(-sums, kind="stable")
    share = np.cumsum(speaks[order]) / np.arange(1, len(order) + 1)
    return float(sums[order[np.flatnonzero(share >= RIGHT)[-1]]])


def fit_speakers(index: Index, topics: Path, *, write: bool) -> str:
    """Fit the weights, say how well they do on topics of other parts, and write the table."""
    documents = label_documents(index, topics)
    speaks = np.array([document.speaks for document in documents])
    sums = cross_validate(documents)
    bound = choose_bound(sums, speaks)
    weights = fit(documents)
    if write:
        names = zip(speakers.FEATURES, weights, strict=False)
        lines = [
            "# What each feature of a document counts for whether it speaks on a topic",
            "# (index/analyses/speakers.py). Written by",
            "#     python -m benchmarks.positions --index DIR --fit --write",
            f"speaking = {bound - weights[-1]:.4f}",
            f"passages = {index.status().passages}",
            "",
            "[weights]",
            *(f"{name} = {value:.4f}" for name, value in names),
        ]
        TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    above = sums >= bound
    return (
        "| documents that speak | above the bound | of them speak |\n"
        "| ---: | ---: | ---: |\n"
        f"| {speaks.sum()} | {above.sum()} | {(above & speaks).sum()} |"
    )
