"""Measure how often the marked sentence of a paragraph is the one that answers.

    python -m benchmarks.sentences [--index DIR] [--errors] [--write]

DIR holds an index of the sample corpus; by default one is kept in the user's cache folder. Each
question is put to its paragraph alone. The sentence from ``Index.best_sentences``, which a page of
hits marks, is compared with the label. ``chance`` is the share that a random choice gets right.
``--errors`` prints the wrong ones on stderr with the right ones, except held-out ones.

The weights of a sentence's features are fitted on the questions that are not held out. The last
line has the share that is right by cross-validation in ten parts. ``--write`` saves the weights in
the program's table.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from benchmarks.sentences.questions import KINDS, SentenceQuestion, read_questions
from corpus.documents import Passage
from corpus.errors import WsisSearchError
from corpus.languages import BY_CODE
from corpus.sample import FILES
from index import Index
from index.indexing import build, put_sample_vectors
from index.retrieval import Search, reranking
from index.retrieval.questions import read_question
from index.retrieval.reranking import SENTENCE_FEATURES, SENTENCE_WEIGHTS
from search_app.commands.evaluation import default_cache
from search_app.commands.progress import bars

PARTS: Final = 10

PENALTY: Final = 0.01
"""Factor of the weights' squares, for features of unit variance."""

TABLE: Final = Path(reranking.__file__).with_name(SENTENCE_WEIGHTS)

Numbers = NDArray[np.float64]

PASSAGES: Final = (
    "SELECT passage.id AS id, kind, part, label_path, text FROM passage "
    "JOIN version ON version.id = version_id JOIN document ON document.id = document_id "
    "WHERE symbol = ? AND version.language = ? AND same_as IS NULL"
)


@dataclass(frozen=True, slots=True)
class LabelledParagraph:
    """The sentences of the paragraph that a question is put to.

    Attributes:
        question: with its label.
        sentences: their texts.
        features: ``(n, f)`` for ``SENTENCE_FEATURES``.
        answers: ``(n,)``, whether each sentence answers.
        marked: position of the sentence that the program marks.
    """

    question: SentenceQuestion
    sentences: list[str]
    features: Numbers
    answers: NDArray[np.bool_]
    marked: int

    @property
    def is_right(self) -> bool:
        """Whether the marked sentence answers."""
        return bool(self.answers[self.marked])


def find_paragraph(index: Index, question: SentenceQuestion) -> tuple[int, str]:
    """Find the id and the text of the paragraph that a question is put to.

    Raises:
        ValueError: the index has no such paragraph, or several.
    """
    rows = index.store.query(PASSAGES, question.symbol, question.passage_language)
    passages = [
        (int(row["id"]), str(row["text"]))
        for row in rows
        if question.is_asked_of(
            Passage(
                row["kind"],
                row["text"],
                label_path=tuple(json.loads(row["label_path"])),
                piece=row["part"],
            )
        )
    ]
    if len(passages) != 1:
        raise ValueError(
            f"{question.id}: {question.symbol} ({question.passage_language}) has {len(passages)} "
            f"paragraphs {question.label or question.anchor}: is this an index of the sample?"
        )
    return passages[0]


def label_paragraph(index: Index, question: SentenceQuestion) -> LabelledParagraph:
    """Mark the sentence of the paragraph as a page of hits does, and compare all with the label.

    Raises:
        ValueError: the index has no such paragraph, or it is one sentence.
    """
    passage, text = find_paragraph(index, question)
    measured = Search(index.store, index.encoder).sentence_features(
        read_question(question.question), [passage]
    )
    if passage not in measured:
        raise ValueError(f"{question.id}: the paragraph is not cut into sentences.")
    spans, features = measured[passage]
    marked = index.best_sentences(question.question, [passage])[passage]
    sentences = [text[start:stop] for start, stop in spans]
    answers = np.array([question.is_answered_by(sentence) for sentence in sentences])
    return LabelledParagraph(question, sentences, features, answers, spans.index(marked))


def fit(paragraphs: Sequence[LabelledParagraph]) -> Numbers:
    """Fit weights so that a sentence that answers has a higher value than one that does not.

    Returns:
        ``(f,)`` for ``SENTENCE_FEATURES``, that of the first feature being 1.
    """
    features = np.concatenate([paragraph.features for paragraph in paragraphs])
    deviation = features.std(axis=0)
    differences, counts = [], []
    for paragraph in paragraphs:
        right, wrong = paragraph.features[paragraph.answers], paragraph.features[~paragraph.answers]
        pairs = (right[:, None] - wrong[None, :]).reshape(-1, features.shape[1]) / deviation
        differences.append(pairs)
        counts.append(np.full(len(pairs), 1 / max(len(pairs), 1)))
    pairs, shares = np.concatenate(differences), np.concatenate(counts)
    shares /= shares.sum()

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        margins = pairs @ weights
        slopes = -1 / (1 + np.exp(np.clip(margins, -50, 50)))
        return (
            float(shares @ np.logaddexp(0, -margins) + PENALTY * weights @ weights),
            pairs.T @ (shares * slopes) + 2 * PENALTY * weights,
        )

    weights = minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B").x / deviation
    return np.asarray(weights / weights[0])


def cross_validate(paragraphs: Sequence[LabelledParagraph]) -> list[LabelledParagraph]:
    """Mark the sentences of each tenth of the paragraphs by weights fitted on the others."""
    parts = np.random.default_rng(0).permutation(len(paragraphs)) % PARTS
    marked = list(paragraphs)
    for part in range(PARTS):
        weights = fit(
            [paragraph for paragraph, own in zip(paragraphs, parts, strict=True) if own != part]
        )
        for position in np.flatnonzero(parts == part).tolist():
            values = paragraphs[position].features @ weights
            marked[position] = replace(paragraphs[position], marked=int(np.argmax(values)))
    return marked


def format_table(results: Sequence[LabelledParagraph]) -> str:
    """Format the shares by language, by kind, and by the language of the paragraph."""
    groups: list[tuple[str, Callable[[SentenceQuestion], bool]]] = [
        *(
            (BY_CODE[code].english_name, lambda result, code=code: result.language == code)
            for code in BY_CODE
        ),
        *((kind, lambda result, kind=kind: result.kind == kind) for kind in KINDS),
        ("paragraph in the language of the question", lambda result: not result.is_translated),
        ("paragraph in another language", lambda result: result.is_translated),
        ("all", lambda _: True),
    ]
    lines = [
        "| | worked on | right | share | chance | held back | right | share | chance |",
        "|---|" + "---:|" * 8,
    ]
    for name, belongs in groups:
        chosen = [result for result in results if belongs(result.question)]
        worked_on = [result for result in chosen if not result.question.held_back]
        held_back = [result for result in chosen if result.question.held_back]
        cells = (*_cells(worked_on), *_cells(held_back))
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cells(results: Sequence[LabelledParagraph]) -> Iterable[str]:
    if not results:
        return ("0", "0", "", "")
    right = sum(result.is_right for result in results)
    chance = fmean((1 + len(result.question.also)) / len(result.sentences) for result in results)
    return (str(len(results)), str(right), f"{right / len(results):.3f}", f"{chance:.3f}")


def format_weights(weights: Numbers) -> str:
    """Format fitted weights as the table that the program reads."""
    lines = [
        "# Weights of the features by which the sentence that answers is chosen. Written by",
        "#     python -m benchmarks.sentences --write",
        *(
            f"{name} = {value:.4f}"
            for name, value in zip(SENTENCE_FEATURES, weights.tolist(), strict=True)
        ),
    ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sentences")
    parser.add_argument("--index", type=Path, help="folder of an index of the sample corpus")
    parser.add_argument("--errors", action="store_true", help="print the wrong ones on stderr")
    parser.add_argument("--write", action="store_true", help="put the weights into the table")
    options = parser.parse_args(arguments)
    folder = options.index or default_cache() / "sample"
    try:
        with Index.open(folder, create=options.index is None) as index:
            if options.index is None:
                put_sample_vectors(index.store, index.encoder.name)
                with bars() as progress:
                    build(
                        index.store,
                        index.encoder,
                        [FILES],
                        workers=1,
                        prune=True,
                        progress=progress,
                    )
            results = [label_paragraph(index, question) for question in read_questions()]
    except (WsisSearchError, ValueError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    print(format_table(results))
    fitted = [result for result in results if not result.question.held_back]
    right = sum(result.is_right for result in cross_validate(fitted))
    print(f"\nCross-validated: {right} of {len(fitted)} right.")
    if options.write:
        TABLE.write_text(format_weights(fit(fitted)), "utf-8")
    for result in results if options.errors else ():
        if not result.is_right and not result.question.held_back:
            question = result.question
            print(
                f"{question.id} {question.kind}: {question.question}\n"
                f"  {question.symbol} {question.label} ({question.passage_language})\n"
                f"  marked: {result.sentences[result.marked]}\n"
                f"  answer: {question.answer}",
                file=sys.stderr,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
