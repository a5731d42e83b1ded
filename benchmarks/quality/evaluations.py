"""Sets that are measured and ways to measure them, for the table and the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.evaluation import (
    Evaluation,
    EvaluationSet,
    evaluate,
    index_set,
    read_beir,
    read_parallel,
)
from index.model import Encoder
from index.retrieval import Mode, Neutrality
from search_app.commands.progress import bars

__all__ = ["SETS", "SETTINGS", "SetEvaluations", "evaluate_set"]

SETTINGS: Final[Mapping[str, tuple[Mode, Neutrality]]] = {
    "raw vectors": ("dense", "raw"),
    "minus the mean of their language": ("dense", "means"),
    "final, by meaning": ("dense", "full"),
    "final, by words and meaning": ("hybrid", "full"),
}

SETS: Final[Mapping[str, tuple[str, int | None]]] = {
    "un-parallel": ("Sentences of UN documents (UN Parallel Corpus v1.0, dev set)", 400),
    "sdg": ("Goals, targets and indicators of the SDGs", None),
    "news": ("Sentences of news", None),
    "questions": ("Questions and the paragraphs that answer them (XQuAD, first half)", None),
}
"""Title of each folder's set, and the rows that are used by default."""


@dataclass(frozen=True, slots=True)
class SetEvaluations:
    """A set, with its evaluations by setting."""

    evaluation_set: EvaluationSet
    results: Mapping[str, Evaluation]


def evaluate_set(
    encoder: Encoder, folder: Path, name: str, limit: int | None
) -> SetEvaluations | None:
    """Measure a set in every way, in one index; None where it is not there.

    Args:
        encoder: the model.
        folder: of the set: with ``aligned.tsv``, or in the layout of BEIR.
        name: one of :data:`SETS`.
        limit: rows or questions of each language to use, instead of the usual number.

    Raises:
        EvaluationSetError: a file is not as it should be.
    """
    most = limit or SETS[name][1]
    if (folder / "aligned.tsv").is_file():
        evaluation_set = read_parallel(folder / "aligned.tsv", limit=most)
    elif (folder / "corpus.jsonl").is_file():
        evaluation_set = read_beir(folder, limit=most)
    else:
        return None
    with bars() as tell, index_set(encoder, evaluation_set, tell) as filled:
        results = {
            setting: evaluate(filled, mode=mode, neutrality=neutrality, progress=tell)
            for setting, (mode, neutrality) in SETTINGS.items()
        }
    return SetEvaluations(evaluation_set, results)
