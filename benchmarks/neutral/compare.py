"""Compare the ways of removing the language from vectors, in one table.

    python -m benchmarks.neutral.compare DATA CACHE [ROWS]

DATA and CACHE as for ``fit.py``. Everything is measured on held-out text. ROWS is the number of UN
sentences in the pool (all by default; more are harder). Columns:

* UN, SDG: translations of a sentence among the first five of one index of all languages, without
  the query's own copy; mean and worst language
* lopsided: each language holds other documents; the one translation among the first five
* within: nDCG@10 of questions within one language
* across: nDCG@10 of questions between two languages; mean and worst pair
* pool: as for UN and SDG, for the passages that answer a question

A line with a plus adds a way of scoring passages to the line before (``index.indexing.texts``,
``index.retrieval.debiasing``). UN sentences and SDG texts cannot be split, and within one language
there are no translations.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.neutral.sets import CODES, Parallel, Questions, parallel, questions
from index.model import Vectors, load
from index.model.calibration import Settings, fit
from index.model.neutral import AffineMap, Neutraliser, for_corpus, neutral
from index.retrieval.debiasing import consensus
from index.retrieval.weights import CONSENSUS_DEPTH

Corpus = Mapping[str, Vectors]
Design = Callable[[Corpus, list[int]], Neutraliser]


@dataclass(frozen=True, slots=True)
class Scoring:
    """A way to score passages, as the search does it.

    Attributes:
        has_sentences: whether their sentences count as well.
        has_translations: whether their translations have a say.
    """

    has_sentences: bool = False
    has_translations: bool = False

    def scores(self, scores: Vectors, codes: NDArray[np.int64], vectors: Vectors) -> Vectors:
        """``(queries, passages)`` scores, evened out; -inf is no score."""
        return (
            _average_with_translations(scores, codes, vectors) if self.has_translations else scores
        )


AS_IS = 1e6
"""A pull or floor so high that it has no effect."""


def main(data: Path, cache: Path, most: int | None) -> None:
    """Embed missing texts, measure every design, and print the table."""
    encoder = load()
    table = data / "un-parallel" / "aligned.tsv"
    fitting = parallel(encoder, table, cache, half=0)
    held = parallel(encoder, table, cache, half=1, most=most)
    goals = parallel(encoder, data / "sdg" / "aligned.tsv", cache)
    question_set = questions(encoder, data / "questions", cache)
    print(
        f"fitted on {len(fitting.lengths)}; UN pool {len(held.lengths)}, SDG {len(goals.lengths)}"
    )
    print(f"{'':34}  UN           SDG          lopsided     within across       pool")
    ways = designs(fitting, question_set.for_fitting())
    full = ways["… and the corpus's versions"]
    scorings = {name: (design, Scoring()) for name, design in ways.items()}
    scorings["+ sentences"] = (full, Scoring(has_sentences=True))
    scorings["+ sentences, translations"] = (full, Scoring(True, True))
    for name, (design, scoring) in scorings.items():
        figures = [
            *pool(held.passages, held.queries, design, scoring),
            *pool(goals.passages, goals.queries, design, scoring),
            *recall_of_unequal_archives(held, design, scoring),
            *answers(question_set, design, scoring),
        ]
        print(f"{name:34}", *(f"{figure:6.3f}" for figure in figures), flush=True)


def designs(fitting: Parallel, question_set: Mapping[str, Vectors]) -> dict[str, Design]:
    """Give every way that is compared, by name."""

    def fit_with(**changes: float) -> Neutraliser:
        settings = replace(Settings(), **changes)
        return fit(fitting.passages, fitting.queries, fitting.lengths, question_set, settings)

    full = fit_with()
    means = Neutraliser(_means(full.passages), _means(full.queries))
    sphere = {"noise_floor": AS_IS, "meaning_floor": AS_IS}
    table = {
        "means, of passages for both": Neutraliser(means.passages, means.passages),
        "means": means,
        "length": fit_with(pull=AS_IS, **sphere),
        "maps": fit_with(length=0, **sphere),
        "discriminant": fit_with(pull=AS_IS, length=0),
        "maps, length": fit_with(**sphere),
        "maps, discriminant": fit_with(length=0),
        "maps, length, discriminant": full,
        "… pulled less (1)": fit_with(pull=1),
        "… pulled more (10)": fit_with(pull=10),
        "… discriminant freer (1, 0.1)": fit_with(noise_floor=1, meaning_floor=0.1),
        "… discriminant tamer (3, 3)": fit_with(meaning_floor=3),
        "… means without questions": fit_with(questions=0),
        "… means of questions alone": fit_with(questions=1),
    }
    return {
        "raw": partial(_return_given, Neutraliser({}, {})),
        "means of the corpus": own_means,
        **{name: partial(_return_given, neutraliser) for name, neutraliser in table.items()},
        "… and the corpus's versions": partial(_with_versions, full),
    }


def own_means(corpus: Corpus, _: list[int]) -> Neutraliser:
    """Return the neutraliser that a model gets for which nothing was fitted."""
    languages = [code for code, vectors in corpus.items() for _ in vectors]
    return for_corpus(np.concatenate(list(corpus.values())), languages, Neutraliser({}, {}))


def pool(corpus: Corpus, queries: Corpus, design: Design, scoring: Scoring) -> tuple[float, float]:
    """R@5 of the translations, mean and worst language."""
    count = len(next(iter(corpus.values())))
    neutraliser = design(corpus, [*range(count)] * len(corpus))
    treated = _treat(corpus, neutraliser)
    recalls = []
    for position, (code, vectors) in enumerate(queries.items()):
        scores = neutral(vectors, neutraliser, code, role="queries") @ treated.T
        rows = np.arange(count)
        scores[rows, position * count + rows] = -np.inf
        scores = scoring.scores(scores, np.arange(len(treated)) // count, treated)
        recalls.append(np.mean(_first(scores, 5) % count == rows[:, None]))
    return float(np.mean(recalls)), float(np.min(recalls))


def recall_of_unequal_archives(
    held: Parallel, design: Design, scoring: Scoring
) -> tuple[float, float]:
    """R@5 where each language holds other documents, mean and worst language."""
    # By body and session: the year stands first in a document's name.
    order = np.argsort([name.partition("/")[2] for name in held.documents], kind="stable")
    shares = np.array_split(order, len(CODES))
    corpus = {code: held.passages[code][rows] for code, rows in zip(CODES, shares, strict=True)}
    neutraliser = design(corpus, np.concatenate(shares).tolist())
    treated, places = _treat(corpus, neutraliser), np.concatenate(shares)
    codes = np.repeat(np.arange(len(shares)), [len(share) for share in shares])
    recalls = []
    for code, own in zip(CODES, shares, strict=True):
        elsewhere = np.setdiff1d(order, own)
        vectors = neutral(held.queries[code][elsewhere], neutraliser, code, role="queries")
        best = places[_first(scoring.scores(vectors @ treated.T, codes, treated), 5)]
        recalls.append(np.mean((best == elsewhere[:, None]).any(axis=1)))
    return float(np.mean(recalls)), float(np.min(recalls))


def answers(
    question_set: Questions, design: Design, scoring: Scoring
) -> tuple[float, float, float, float, float]:
    """NDCG@10 within, across (mean, worst pair), and R@5 of the pool (mean, worst language)."""
    count = len(next(iter(question_set.passages.values())))
    neutraliser = design(question_set.passages, [*range(count)] * len(question_set.passages))
    treated = {c: neutral(v, neutraliser, c) for c, v in question_set.passages.items()}
    parts = {c: neutral(v, neutraliser, c) for c, v in question_set.sentences.items()}
    together = np.concatenate(list(treated.values()))
    codes = np.arange(len(together)) // count
    right = question_set.answers[question_set.held]
    within: list[float] = []
    across: list[float] = []
    recalls: list[float] = []
    for code, vectors in question_set.queries.items():
        queries = neutral(vectors[question_set.held], neutraliser, code, role="queries")
        every: list[Vectors] = []
        for other, passages in treated.items():
            scores = queries @ passages.T
            if scoring.has_sentences:
                scores = (scores + _best(queries @ parts[other].T, question_set.owners[other])) / 2
            every.append(scores)
            rank = (scores > scores[np.arange(len(right)), right][:, None]).sum(axis=1)
            gain = float(np.mean(np.where(rank < 10, 1 / np.log2(rank + 2), 0)))
            (within if other == code else across).append(gain)
        first = _first(scoring.scores(np.concatenate(every, axis=1), codes, together), 5)
        recalls.append(float(np.mean(first % count == right[:, None])))
    return (
        float(np.mean(within)),
        float(np.mean(across)),
        float(np.min(across)),
        float(np.mean(recalls)),
        float(np.min(recalls)),
    )


def _best(scores: Vectors, owners: NDArray[np.int64]) -> Vectors:
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    return np.asarray(np.maximum.reduceat(scores, starts, axis=1))


def _average_with_translations(
    scores: Vectors, codes: NDArray[np.int64], vectors: Vectors
) -> Vectors:
    result = scores.copy()
    languages = [np.flatnonzero(codes == code) for code in np.unique(codes)]
    for row in result:
        nearest = [own[np.argsort(-row[own])[:CONSENSUS_DEPTH]] for own in languages]
        chosen = np.concatenate(nearest)
        chosen = chosen[np.isfinite(row[chosen])]
        row[chosen] = consensus(row[chosen].tolist(), codes[chosen].tolist(), vectors[chosen])
    return result


def _return_given(neutraliser: Neutraliser, _: Corpus, __: list[int]) -> Neutraliser:
    return neutraliser


def _with_versions(fitted: Neutraliser, corpus: Corpus, documents: list[int]) -> Neutraliser:
    languages = [code for code, vectors in corpus.items() for _ in vectors]
    return for_corpus(np.concatenate(list(corpus.values())), languages, fitted, documents)


def _means(motions: Mapping[str, AffineMap]) -> dict[str, AffineMap]:
    return {code: AffineMap(motion.mean) for code, motion in motions.items()}


def _treat(corpus: Corpus, neutraliser: Neutraliser) -> Vectors:
    return np.concatenate([neutral(v, neutraliser, code) for code, v in corpus.items()])


def _first(scores: Vectors, count: int) -> NDArray[np.int64]:
    return np.argpartition(-scores, count, axis=1)[:, :count]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else None)
