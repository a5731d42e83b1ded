"""Features of the best candidates, and the order that weights learned from judged needs give.

Words and meaning make the list (:mod:`index.retrieval.scorers`). What its first candidates say
together orders them once more. That is how near each is and how near its translations are, which
words it has, how well its section and its document answer, how long it is, and of which kind. The
value of a candidate is the weighted sum of such features. The weights are in ``weights.toml``,
which says by which command they were fitted (pairwise, as RankSVM is: Joachims 2002).
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

DEPTH: Final = 60
"""Candidates that are ordered once more: the same whatever page is asked for."""

FEATURES: Final = (
    "place", "meaning", "translations", "meaning_place", "around", "words", "translated_words",
    "section", "document", "document_words", "document_hits", "length", "sign", "slight",
    "table", "opening", "account", "own_language",
)  # fmt: skip
"""Features of a candidate; :func:`features` says how each is measured."""

OF_SHORT: Final = (
    "meaning", "around", "words", "translated_words", "document_words", "document_hits", "length",
    "table", "opening",
)  # fmt: skip
"""Features that count otherwise where a question is a topic in a few words."""

FOREIGN: Final = 0.6
"""Part of the candidates of a short question beyond which, if its language does not have them, the
order of words and meaning stays. The judged needs ask an archive that is mostly translated, where
words say less. The README of `benchmarks.short`, whose archive is not, has the figures."""

SIGNS: Final = (
    "meaning", "around", "words", "translated_words", "known", "known_anywhere", "short",
    "unknown_reference", "base",
)  # fmt: skip
"""Signs of whether anything answers; :func:`signs` says how each is measured."""

_LOOKED_AT: Final = 3
"""First candidates whose words and surroundings tell whether anything answers."""

WEIGHTS: Final = "weights.toml"

Numbers = NDArray[np.float64]
Ids = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of candidates, a row for each, in the order that words and meaning gave.

    Attributes:
        meaning: ``(n,)`` cosines with the question: of the best version of each paragraph.
        translations: the mean of the same over its versions.
        around: what is around it, in cosine (:mod:`index.retrieval.fields`).
        words: part of the question's words that a version has, 0 to 1.
        translated_words: the same of a short question's words in whatever language; the mean over
            the versions.
        sections: numbers of the sections that candidates are in.
        documents: ids of their documents.
        lengths: in words.
        signs, slight, tables, openings: as ``index.store.PassageFacts`` has them.
        accounts: whether it says what a revision changes, where the question speaks of one.
        own_language: whether the paragraph is there in the language of the question.
    """

    meaning: Numbers
    translations: Numbers
    around: Numbers
    words: Numbers
    translated_words: Numbers
    sections: Ids
    documents: Ids
    lengths: Ids
    signs: Flags
    slight: Flags
    tables: Flags
    openings: Flags
    accounts: Flags
    own_language: Flags


def features(evidence: Evidence, *, is_short: bool) -> Numbers:
    """Measure candidates.

    Args:
        evidence: of ``n`` candidates.
        is_short: whether the question names a topic in a few words.

    Returns:
        ``(n, f)``: the columns are those of ``FEATURES``, then those of ``OF_SHORT``, which are 0
        where the question is longer. Places are reciprocal; cosines are differences from the
        highest, those of a section and a document from the candidate's own.
    """
    count = len(evidence.meaning)
    if not count:
        return np.zeros((0, len(FEATURES) + len(OF_SHORT)))
    near = evidence.meaning + evidence.around
    shares = evidence.words + evidence.translated_words
    columns = {
        "place": 1 / (1 + np.arange(count)),
        "meaning": evidence.meaning - evidence.meaning.max(),
        "translations": evidence.translations - evidence.translations.max(),
        "meaning_place": 1 / (1 + _rank_places(near)),
        "around": evidence.around,
        "words": evidence.words,
        "translated_words": evidence.translated_words,
        "section": _average_group(evidence.sections, near, 1) - near,
        "document": _average_group(evidence.documents, near, 1) - near,
        "document_words": _average_group(evidence.documents, shares, 3),
        "document_hits": np.log1p(_count_group(evidence.documents)),
        "length": np.log(np.maximum(1, evidence.lengths)),
        "sign": evidence.signs,
        "slight": evidence.slight,
        "table": evidence.tables,
        "opening": evidence.openings,
        "account": evidence.accounts,
        "own_language": evidence.own_language,
    }
    every = [columns[name] for name in FEATURES]
    every += [is_short * columns[name] for name in OF_SHORT]
    return np.stack(every, axis=1).astype(np.float64)


def order(evidence: Evidence, *, is_short: bool) -> list[int]:
    """Order candidates by the fitted weights.

    Returns:
        Their places in ``evidence``, the best first; of two alike the one that was first. As
        they were where a short question's language does not have most of them (``FOREIGN``).
    """
    if is_short and len(evidence.meaning) and np.mean(~evidence.own_language) > FOREIGN:
        return [*range(len(evidence.meaning))]
    values = features(evidence, is_short=is_short) @ weights().order
    return [int(position) for position in np.argsort(-values, kind="stable")]


def signs(
    evidence: Evidence,
    places: Sequence[int],
    shares: tuple[float, float],
    *,
    is_short: bool,
    is_unknown: bool = False,
) -> Numbers:
    """Measure what tells whether anything answers a question.

    Args:
        evidence: of its candidates, of which there are some.
        places: their order, from :func:`order`.
        shares: of the question's words, by weight, that passages in one language have, and that
            the archive or the seed of equivalents has in the question's.
        is_short: whether the question names a topic in a few words.
        is_unknown: whether the index has none of the references that it names.

    Returns:
        ``(s,)`` for the columns of ``SIGNS``: the highest cosine, and the most of the first three.
    """
    first = list(places[:_LOOKED_AT])
    most = [
        own[first].max() for own in (evidence.around, evidence.words, evidence.translated_words)
    ]
    return np.array([evidence.meaning.max(), *most, *shares, is_short, is_unknown, 1.0], np.float64)


def is_unanswered(measured: Numbers) -> bool:
    """Tell by fitted weights whether nothing answers a question with these :func:`signs`."""
    return bool(measured @ weights().signs > 0)


class RerankingWeights(NamedTuple):
    """The fitted weights.

    Attributes:
        order: ``(f,)`` for the columns of :func:`features`.
        signs: ``(s,)`` for :func:`signs`; above 0 nothing answers.
    """

    order: Numbers
    signs: Numbers


@cache
def weights() -> RerankingWeights:
    """Read the fitted weights; what has none yet, before it is fitted, counts nothing."""
    table = tomllib.loads(files(__package__).joinpath(WEIGHTS).read_text("utf-8"))
    of_order = [
        *(table["all"].get(name, 0.0) for name in FEATURES),
        *(table["short"].get(name, 0.0) for name in OF_SHORT),
    ]
    of_signs = [table.get("unanswered", {}).get(name, 0.0) for name in SIGNS]
    return RerankingWeights(np.array(of_order), np.array(of_signs))


def number_keys(keys: Sequence[object]) -> Ids:
    """Give keys numbers, equal ones the same."""
    known: dict[object, int] = {}
    return np.array([known.setdefault(key, len(known)) for key in keys], np.int64)


def _rank_places(values: Numbers) -> Numbers:
    places = np.empty(len(values))
    places[np.argsort(-values, kind="stable")] = np.arange(len(values))
    return places


def _count_group(groups: Ids) -> Ids:
    _, inverse, counts = np.unique(groups, return_inverse=True, return_counts=True)
    return np.asarray(counts[inverse], np.int64)


def _average_group(groups: Ids, values: Numbers, most: int) -> Numbers:
    """Return the mean of the best ``most`` values in the group of each candidate."""
    means = np.empty(len(values))
    for group in sorted({*groups.tolist()}):  # not `np.unique`, which loads masked arrays
        own = groups == group
        means[own] = np.sort(values[own])[::-1][:most].mean()
    return means
