"""Figures comparable with the literature, over public sets that a user downloads.

    python -m benchmarks.field bitext FOLDER [--limit N]
    python -m benchmarks.field answers FOLDER

``bitext`` prints F1 of bitext mining (the measure of MTEB) for all thirty pairs of languages.
FOLDER is ``NTREX-128`` of github.com/MicrosoftTranslator/NTREX, or has an ``aligned.tsv`` with a
column for each language. Vectors are compared with and without their language. The measures are
cosine and ratio margin (Artetxe and Schwenk 2019).

``answers`` prints the mean average precision of answer sentences in a pool of all languages
(LAReQA, Roy et al. 2020). FOLDER has XQuAD or XQuAD-R as ``xquad.CODE.json`` or ``CODE.json``. A
candidate's score is the mean cosine of its sentence and its paragraph, as in the search. Two
figures tell whether the asker's language comes first (after MLAIRE, 2026, whose gains may differ).
One is the share of questions whose best answer is in their language. The other is an nDCG in which
answers in other languages have half the gain.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from corpus.languages import BY_CODE
from corpus.text import sentences
from index.model import Encoder, Vectors, load
from index.model.neutral import Neutraliser, load_neutraliser, neutral

NTREX: Final = {
    "ar": "newstest2019-ref.arb.txt",
    "zh": "newstest2019-ref.zho-CN.txt",
    "en": "newstest2019-src.eng.txt",
    "fr": "newstest2019-ref.fra.txt",
    "ru": "newstest2019-ref.rus.txt",
    "es": "newstest2019-ref.spa.txt",
}
"""File of each language in the folder ``NTREX-128``."""

NEIGHBOURS: Final = 4
"""Nearest sentences whose mean similarity the ratio margin divides by, as in the paper."""

OTHER_GAIN: Final = 0.5

Corpus = Mapping[str, Vectors]


class FieldError(ValueError):
    """A folder does not hold the set."""


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """Questions and candidate sentences in several languages.

    Attributes:
        questions: texts by language, parallel.
        paragraphs: texts by language, parallel.
        candidates: by language, each sentence with the row of its paragraph.
        answers: by language, for each question the position of its sentence in ``candidates``.
    """

    questions: dict[str, list[str]]
    paragraphs: dict[str, list[str]]
    candidates: dict[str, list[tuple[str, int]]]
    answers: dict[str, list[int]]


def read_parallel_sentences(folder: Path) -> dict[str, list[str]]:
    """Read sentences that are translations of each other, line by line.

    Raises:
        FieldError: a language is missing, or their numbers of lines differ.
    """
    table = folder / "aligned.tsv"
    if table.is_file():
        with table.open(encoding="utf-8", newline="") as lines:
            rows = [*csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
        return {code: [row[code] for row in rows] for code in BY_CODE}
    missing = [name for name in NTREX.values() if not (folder / name).is_file()]
    if missing:
        raise FieldError(f"{folder} has neither aligned.tsv nor {', '.join(missing)}.")
    texts = {code: (folder / name).read_text("utf-8").splitlines() for code, name in NTREX.items()}
    if len({*map(len, texts.values())}) > 1:
        raise FieldError(f"The files in {folder} differ in their number of lines.")
    return texts


def read_answers(folder: Path) -> AnswerSet:
    """Read the files of XQuAD or XQuAD-R.

    Raises:
        FieldError: there are fewer than two languages, or a file has another layout.
    """
    places: dict[str, list[dict[str, Any]]] = {}
    for code in BY_CODE:
        for path in (folder / f"xquad.{code}.json", folder / f"{code}.json"):
            if path.is_file():
                data = json.loads(path.read_text("utf-8"))["data"]
                places[code] = [
                    paragraph for article in data for paragraph in article["paragraphs"]
                ]
    if len(places) < 2:
        raise FieldError(f"{folder} has no xquad.CODE.json or CODE.json in two languages.")
    read = AnswerSet({}, {}, {}, {})
    for code, paragraphs in places.items():
        questions = read.questions[code] = []
        texts = read.paragraphs[code] = []
        candidates = read.candidates[code] = []
        answers = read.answers[code] = []
        for row, paragraph in enumerate(paragraphs):
            context = paragraph["context"]
            spans = [
                (start, stop)
                for start, stop in paragraph.get("sentence_breaks") or sentences(context)
            ]
            first = len(candidates)
            texts.append(context)
            candidates.extend((context[start:stop], row) for start, stop in spans)
            for question in paragraph["qas"]:
                offset = question["answers"][0]["answer_start"]
                sentence = sum(start <= offset for start, _ in spans) - 1
                questions.append(question["question"])
                answers.append(first + max(sentence, 0))
    sizes = {(len(read.questions[code]), len(read.paragraphs[code])) for code in places}
    if len(sizes) > 1:
        raise FieldError(f"The files in {folder} differ in their questions or paragraphs.")
    return read


def mine_bitext(left: Vectors, right: Vectors, *, has_margin: bool) -> float:
    """Return the F1 of pairing each row of ``left`` with its nearest of ``right``.

    The rows of one number are translations of each other. F1 is the mean over the rows of
    ``right``, as MTEB weighs it.
    """
    scores = left @ right.T
    if has_margin:
        scores = 2 * scores / (_nearest_mean(scores)[:, None] + _nearest_mean(scores.T)[None, :])
    chosen = scores.argmax(axis=1)
    counts = np.bincount(chosen, minlength=len(right))
    is_right = chosen == np.arange(len(left))
    return float(np.mean(2 * is_right / (1 + counts)))


def _nearest_mean(scores: NDArray[np.floating]) -> NDArray[np.floating]:
    count = min(NEIGHBOURS, scores.shape[1])
    return np.asarray(np.partition(scores, -count, axis=1)[:, -count:].mean(axis=1))


def print_bitext(encoder: Encoder, texts: Mapping[str, Sequence[str]]) -> None:
    """Print F1 of all pairs: mean, worst pair, and those between English and the others."""
    raw = {code: encoder.queries([*own]) for code, own in texts.items()}
    freed = _neutralise(raw, load_neutraliser(encoder.name), is_asked=True)
    print(f"{len(next(iter(texts.values())))} sentences in {len(texts)} languages")
    print(
        "| vectors | mean F1 | worst pair | with margin: mean F1 | worst pair |\n"
        "|---|---|---|---|---|"
    )
    for name, corpus in (("as the model gives them", raw), ("freed of their language", freed)):
        cells = []
        for has_margin in (False, True):
            figures = {
                pair: mine_bitext(corpus[pair[0]], corpus[pair[1]], has_margin=has_margin)
                for pair in permutations(corpus, 2)
            }
            worst = min(figures, key=lambda pair: figures[pair])
            cells += [f"{np.mean([*figures.values()]):.3f}"]
            cells += [f"{figures[worst]:.3f} ({'-'.join(worst)})"]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def print_answers(encoder: Encoder, answer_set: AnswerSet) -> None:
    """Print the measures of answer sentences, in the pool of all languages."""
    queries = {code: encoder.queries(own) for code, own in answer_set.questions.items()}
    whole = {code: encoder.passages(own) for code, own in answer_set.paragraphs.items()}
    parts = {
        code: encoder.passages([text for text, _ in own])
        for code, own in answer_set.candidates.items()
    }
    rows = {code: [row for _, row in own] for code, own in answer_set.candidates.items()}
    count = sum(map(len, parts.values()))
    print(f"{len(next(iter(queries.values())))} questions in {len(queries)} languages, ", end="")
    print(f"{count} candidate sentences")
    print("| vectors | mAP | worst language | asker's language first | nDCG by language |")
    print("|---|---|---|---|---|")
    for name, neutraliser in (
        ("as the model gives them", Neutraliser({}, {})),
        ("freed of their language", load_neutraliser(encoder.name)),
    ):
        asking = _neutralise(queries, neutraliser, is_asked=True)
        paragraphs = _neutralise(whole, neutraliser, is_asked=False)
        pool = _neutralise(parts, neutraliser, is_asked=False)
        precision, preferred, gains = {}, [], []
        for code, vectors in asking.items():
            scores = np.concatenate(
                [
                    (vectors @ pool[other].T + (vectors @ paragraphs[other].T)[:, rows[other]]) / 2
                    for other in pool
                ],
                axis=1,
            )
            places = _places(scores, answer_set, [*pool])
            precision[code] = float(np.mean(_average_precision(places)))
            own = [*pool].index(code)
            preferred.append(np.mean(places.argmin(axis=1) == own))
            gains.append(np.mean(_gain(places, own)))
        worst = min(precision, key=lambda code: precision[code])
        print(
            f"| {name} | {np.mean([*precision.values()]):.3f} | {precision[worst]:.3f} ({worst}) "
            f"| {np.mean(preferred):.3f} | {np.mean(gains):.3f} |",
            flush=True,
        )


def _places(scores: Vectors, answer_set: AnswerSet, codes: Sequence[str]) -> NDArray[np.int64]:
    """``(questions, languages)`` places of the answers, the best candidate of all being 0."""
    starts = np.cumsum([0, *(len(answer_set.candidates[code]) for code in codes)])[:-1]
    columns = np.stack(
        [
            start + np.array(answer_set.answers[code])
            for start, code in zip(starts, codes, strict=True)
        ]
    )
    order = np.empty_like(scores, np.int64)
    np.put_along_axis(
        order, np.argsort(-scores, axis=1, kind="stable"), np.arange(scores.shape[1])[None, :], 1
    )
    return np.take_along_axis(order, columns.T, axis=1)


def _average_precision(places: NDArray[np.int64]) -> NDArray[np.float64]:
    ranked = np.sort(places, axis=1)
    return np.asarray(np.mean(np.arange(1, ranked.shape[1] + 1) / (ranked + 1), axis=1))


def _gain(places: NDArray[np.int64], own: int) -> NDArray[np.float64]:
    """NDCG@10 of each question, where an answer in another language has ``OTHER_GAIN``."""
    gains = np.full(places.shape[1], OTHER_GAIN)
    gains[own] = 1
    reached = np.where(places < 10, gains / np.log2(places + 2), 0).sum(axis=1)
    best = np.sort(gains)[::-1]
    return np.asarray(reached / (best / np.log2(np.arange(len(best)) + 2)).sum())


def _neutralise(corpus: Corpus, neutraliser: Neutraliser, *, is_asked: bool) -> dict[str, Vectors]:
    role: Any = "queries" if is_asked else "passages"
    return {code: neutral(own, neutraliser, code, role=role) for code, own in corpus.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.field")
    parser.add_argument("set", choices=["bitext", "answers"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="rows of a set of translations to use")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.set == "answers":
            answer_set = read_answers(chosen.folder)
            print_answers(load(), answer_set)
        else:
            texts = read_parallel_sentences(chosen.folder)
            print_bitext(load(), {code: own[: chosen.limit] for code, own in texts.items()})
    except FieldError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        print(f"Error: a file in {chosen.folder} has another layout: {error!r}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
