"""Measures of the search's quality.

``sets`` reads questions with answers, or translations. ``evaluate`` puts a set into an index of its
own and asks it. ``calibrate`` fits and measures a neutraliser. ``caching`` keeps vectors on disk.

The measured code is the code that serves searches.
"""

from index.evaluation.caching import CachingEncoder
from index.evaluation.calibrate import Fitting, calibrate
from index.evaluation.evaluate import (
    Evaluation,
    FigureRange,
    evaluate,
    index_set,
    score_rankings,
)
from index.evaluation.sets import EvaluationSet, read_beir, read_parallel

__all__ = [
    "CachingEncoder",
    "Evaluation",
    "EvaluationSet",
    "FigureRange",
    "Fitting",
    "calibrate",
    "evaluate",
    "index_set",
    "read_beir",
    "read_parallel",
    "score_rankings",
]
