"""Fit of a neutraliser on a table of translations, and its worth.

It is for a model without a neutraliser (``index.model.neutral``), or with one fitted on other text.
A fifth of the table, in whole documents, measures the fit on the rest. The result is fitted on all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EvaluationSetError
from index.evaluation.evaluate import FigureRange, summarise_figures
from index.evaluation.sets import EvaluationSet, EvaluationText
from index.model import Encoder, Neutraliser, Vectors, calibration, neutral

LEAST: Final = 200
"""Least number of rows; from fewer, a map learns the sentences rather than the languages."""

_FIFTH: Final = 5

_Corpus = Mapping[str, Vectors]


@dataclass(frozen=True, slots=True)
class Fitting:
    """A neutraliser, with its worth on sentences that it was not fitted on.

    ``rows`` have a text in each language; ``held_out`` of them measured. ``before`` and ``after``
    are R@5 from one pool of all languages, with the model's earlier neutraliser and the new one.
    """

    neutraliser: Neutraliser
    languages: tuple[str, ...]
    rows: int
    held_out: int
    before: FigureRange
    after: FigureRange

    @property
    def is_better(self) -> bool:
        """Whether more translations are found than before."""
        return self.after.mean > self.before.mean


def calibrate(
    encoder: Encoder,
    table: EvaluationSet,
    before: Neutraliser,
    progress: Callable[[int, int], None] | None = None,
) -> Fitting:
    """Fit a model's neutraliser on the rows of a table that have a text in each language."""
    rows = _find_whole_rows(table)
    codes = table.languages
    if len(rows) < LEAST:
        raise EvaluationSetError(
            f"{table.name} has {len(rows):,} rows with a text in each of its languages "
            f"({', '.join(codes)}); {LEAST} are needed to fit on. Add sentences, or leave out the "
            "column of a language that is mostly empty."
        )
    passages, queries = _embed(encoder, rows, codes, progress)
    lengths = [len(row["en" if "en" in row else codes[0]].text) for row in rows]
    is_held_out = _hold_out(rows)

    def fit(chosen: NDArray[np.bool_]) -> Neutraliser:
        return calibration.fit(
            {code: vectors[chosen] for code, vectors in passages.items()},
            {code: vectors[chosen] for code, vectors in queries.items()},
            [*compress(lengths, chosen)],
        )

    others = {code: vectors[~is_held_out] for code, vectors in passages.items()}
    held_queries = {code: vectors[is_held_out] for code, vectors in queries.items()}
    pool = {code: vectors[is_held_out] for code, vectors in passages.items()}
    known = before if before.passages else _of_means(others)
    return Fitting(
        neutraliser=fit(np.ones(len(rows), np.bool_)),
        languages=codes,
        rows=len(rows),
        held_out=int(is_held_out.sum()),
        before=pool_recall(pool, held_queries, known),
        after=pool_recall(pool, held_queries, fit(~is_held_out)),
    )


def pool_recall(passages: _Corpus, queries: _Corpus, neutraliser: Neutraliser) -> FigureRange:
    """Return R@5 of each sentence's translations in one pool of all languages, without itself."""
    pool = np.concatenate(
        [neutral.neutral(own, neutraliser, code) for code, own in passages.items()]
    )
    count = len(next(iter(passages.values())))
    most = min(5, len(passages) - 1)
    rows = np.arange(count)
    recalls: dict[str, float] = {}
    for position, (code, own) in enumerate(queries.items()):
        scores = neutral.neutral(own, neutraliser, code, role="queries") @ pool.T
        scores[rows, position * count + rows] = -np.inf
        reach = min(5, scores.shape[1])
        first = np.argpartition(-scores, reach - 1, axis=1)[:, :reach]
        recalls[code] = float((first % count == rows[:, None]).sum() / (most * count))
    return summarise_figures(recalls)


def _find_whole_rows(table: EvaluationSet) -> list[dict[str, EvaluationText]]:
    rows: dict[str, dict[str, EvaluationText]] = {}
    for text in table.passages:
        rows.setdefault(text.id.rpartition("/")[0], {})[text.language] = text
    return [row for row in rows.values() if len(row) == len(table.languages)]


def _hold_out(rows: Sequence[Mapping[str, EvaluationText]]) -> NDArray[np.bool_]:
    texts = [next(iter(row.values())) for row in rows]
    is_held_out = np.array([_is_fifth(text.document) for text in texts])
    if not 0.1 <= is_held_out.mean() <= 0.4:  # too few documents to hold out a fifth of them
        is_held_out = np.array([_is_fifth(text.id.rpartition("/")[0]) for text in texts])
    return is_held_out


def _is_fifth(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % _FIFTH == 0


def _embed(
    encoder: Encoder,
    rows: Sequence[Mapping[str, EvaluationText]],
    codes: Sequence[str],
    progress: Callable[[int, int], None] | None,
) -> tuple[dict[str, Vectors], dict[str, Vectors]]:
    total = 2 * len(codes) * len(rows)
    tell = progress or (lambda *_: None)
    passages: dict[str, Vectors] = {}
    queries: dict[str, Vectors] = {}
    for code in codes:
        texts = [row[code].text for row in rows]
        passages[code] = encoder.passages(texts, lambda done: tell(done, total))
        queries[code] = encoder.queries(texts)
        tell(len(texts), total)
    return passages, queries


def _of_means(corpus: _Corpus) -> Neutraliser:
    languages = [code for code, vectors in corpus.items() for _ in vectors]
    return neutral.for_corpus(np.concatenate(list(corpus.values())), languages, Neutraliser({}, {}))
