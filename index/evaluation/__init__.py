"""Measures of the search's quality.

    read_parallel, read_beir    a set of translations, or of questions and answers
    indexed, evaluate           puts a set into an index of its own and asks it
    calibrate                   fits a model's Neutraliser on translations, and measures it
    CachingEncoder              an encoder that keeps its vectors on the disk
    scored                      nDCG, precision and recall of rankings

    sets, caching -> evaluate -> calibrate

The measured code is the code that serves searches.
"""

from index.evaluation.caching import CachingEncoder
from index.evaluation.calibrate import Fitting, calibrate
from index.evaluation.evaluate import (
    Evaluation,
    FigureRange,
    Pair,
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
    "Pair",
    "calibrate",
    "evaluate",
    "index_set",
    "read_beir",
    "read_parallel",
    "score_rankings",
]
