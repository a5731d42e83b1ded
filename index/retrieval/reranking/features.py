"""Features of the best candidates, and their order by learned weights.

The value of a candidate is the weighted sum of its features, such as nearness, words, section,
length and kind. ``weights.toml`` has the weights and the command that fits them, pairwise as
RankSVM (Joachims 2002).
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

DEPTH: Final = 60
"""Candidates to rerank, whatever page is requested."""

FEATURES: Final = (
    "place", "meaning", "translations", "meaning_place", "around", "words", "translated_words",
    "section", "document", "document_words", "document_hits", "length", "sign", "slight",
    "table", "opening", "account", "own_language",
)  # fmt: skip
"""Names of the features; :func:`features` measures them."""

OF_SHORT: Final = (
    "meaning", "around", "words", "translated_words", "document_words", "document_hits", "length",
    "table", "opening",
)  # fmt: skip
"""Features with other weights if a question is a topic in a few words."""

FOREIGN: Final = 0.6
"""Share of candidates missing in a short question's language from which on the order stays."""

SIGNS: Final = (
    "meaning", "around", "words", "translated_words", "known", "known_anywhere", "short",
    "unknown_reference", "base",
)  # fmt: skip
"""Names of the signs of whether anything answers; :func:`signs` measures them."""

_LOOKED_AT: Final = 3
"""First candidates whose words and surroundings tell whether anything answers."""

NO_DOUBT: Final = -math.inf
"""Doubt in hits to which a reference or a quoted phrase leads: there is nothing to measure."""

WEIGHTS: Final = "weights.toml"

Numbers = NDArray[np.float64]
Ids = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of candidates, a row for each, in the order of words and meaning.

    Attributes:
        meaning: ``(n,)`` cosine of the best version of each paragraph with the question.
        translations: mean of the cosines of its versions.
        around: bonus of its surroundings, in cosine (:mod:`index.retrieval.fields`).
        words: highest share of the question's words in a version, 0 to 1.
        translated_words: the same for equivalents of a short question, as a mean of versions.
        lengths: in words.
        signs, slight, tables, openings: as in ``index.store.PassageFacts``.
        accounts: whether it tells the changes of a revision that the question is about.
        own_language: whether the paragraph exists in the question's language.
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
    """Measure ``n`` candidates: ``(n, f)`` for ``FEATURES``, then ``OF_SHORT``.

    The latter are 0 unless ``is_short``. Places are reciprocal. Cosines are differences from the
    highest; those of a section and a document, from the candidate's own.
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
    """Return the positions of candidates, best first; ties keep their order.

    The order stays if a short question's language lacks most of them (``FOREIGN``).
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
    """Measure whether anything answers a question: ``(s,)`` for ``SIGNS``.

    ``evidence`` has a candidate at least; ``places`` come from :func:`order`. ``shares`` are those
    of ``EvidenceGatherer.query_coverage``. ``is_unknown`` says that the index lacks all references
    that the question names.
    """
    first = list(places[:_LOOKED_AT])
    most = [
        own[first].max() for own in (evidence.around, evidence.words, evidence.translated_words)
    ]
    return np.array([evidence.meaning.max(), *most, *shares, is_short, is_unknown, 1.0], np.float64)


def rate_doubt(measured: Numbers) -> float:
    """Rate by fitted weights the log-odds that nothing answers, from :func:`signs`."""
    return float(measured @ weights().signs)


class RerankingWeights(NamedTuple):
    """The fitted weights: ``(f,)`` for features and ``(s,)`` for signs (sum above 0: no answer)."""

    order: Numbers
    signs: Numbers


@cache
def weights() -> RerankingWeights:
    """Read the fitted weights; missing ones are 0."""
    table = tomllib.loads(files(__package__).joinpath(WEIGHTS).read_text("utf-8"))
    of_order = [
        *(table["all"].get(name, 0.0) for name in FEATURES),
        *(table["short"].get(name, 0.0) for name in OF_SHORT),
    ]
    of_signs = [table.get("unanswered", {}).get(name, 0.0) for name in SIGNS]
    return RerankingWeights(np.array(of_order), np.array(of_signs))


def number_keys(keys: Sequence[object]) -> Ids:
    """Number keys, equal ones alike."""
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
