"""How do words and meaning make one list, without words burying what is in other languages?

Words can only speak for passages in the question's own language. Merging two lists by their ranks
(Cormack, Clarke and Büttcher 2009) would let that language have every other place. So words only
move passages *within* their language: there, cosine and words are added (of the fusions that Bruch,
Gai and Ingber 2023 compare, the weighted sum is the best; it was here as well, see
``WEIGHT_OF_WORDS``), and the passages in their new order take the places, and the scores, which
meaning had given to that language. What is found in the other languages stays where it was.

A short question is another matter: its words are looked for in every language, by what they are
there (``index.retrieval.terms``), and so they may speak for all passages (:func:`added`).

One thing does go over the languages besides: a rare name that stands literally in a passage, and
that nothing near the top has, is brought up.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Scores = NDArray[np.float64]

WEIGHT_OF_WORDS: Final = 0.2
"""How much of a cosine all the words of a question are worth, beside what they are worth for every
version of a paragraph (``index.retrieval.fields.WORDS``): 0.3 of both together.

Chosen on questions and paragraphs in five languages, nDCG@10 within a language, which ``wsis-search
eval --mode`` prints by meaning, by words and by both. Merging by ranks gained less.
"""

WEIGHT_OF_TERMS: Final = 0.5
"""How much of a cosine the words of a short question are worth, in any language.

Two sets pull apart, nDCG@10 of their parts for tuning: `benchmarks.short` gives 0.496 with 0.2,
0.608 with 0.5 and 0.636 with 1.5; `benchmarks.relevance --short` 0.813, 0.791 and 0.746.
"""

WEIGHT_ALONE: Final = 1.0
"""The same, of passages that the question's language does not have, among themselves.

`benchmarks.short` gives its part for tuning 0.652 with 0.5, 0.669 with 1.0 and 1.5, 0.664 with 3.0;
`benchmarks.relevance` gave 0.757 without it and 0.761 with 1.0.
"""

WEIGHT_OF_FEEDBACK: Final = 0.05
"""How much of a cosine it is worth to lie a standard deviation towards the passages that hold the
words of a short question (:mod:`index.retrieval.feedback`), of passages that its language does not
have, among themselves: of others the words themselves say more, and it moved their first hits.

`benchmarks.short` gives its part for tuning 0.676 without it, 0.681 with 0.03 and with 0.05.
"""

_NEAR_THE_TOP: Final = 10
_BROUGHT: Final = 3
"""How far down a rare name is looked for, and how many passages are brought up.

`benchmarks.relevance` gave nDCG@10 0.740 with 5, 0.741 with 10 and with none at all: the sample has
few such names, and `tests/index/retrieval/test_hybrid.py` says what they are for.
"""

_AHEAD: Final = 3
"""Paragraphs of other documents that may stand between a summary and the paragraph of its own that
goes before it. With ten the short needs of `benchmarks.relevance` fare alike."""


def reordered(
    nearest: Ids, scores: Scores, words: Sequence[tuple[NDArray[np.bool_], Mapping[int, float]]]
) -> Ids:
    """Let words reorder the passages of some languages among themselves.

    Args:
        nearest: ``(n,)`` passage ids, nearest first.
        scores: ``(n,)`` their cosines.
        words: for each of these languages, which passages are of it, and the scores of those that
            have words of the question (:meth:`index.retrieval.lexical.Lexical.matches`).

    Returns:
        The same passages, best first.
    """
    order = nearest.copy()
    for members, matched in words:
        own = nearest[members]
        order[members] = own[best_first(scores[members] + WEIGHT_OF_WORDS * _said(own, matched))]
    return order


def added(
    nearest: Ids,
    scores: Scores,
    words: Mapping[int, float],
    strength: float,
    alone: Mapping[int, float],
) -> Ids:
    """Let the words of a short question reorder passages of all languages.

    Args:
        nearest: ``(n,)`` passage ids, nearest first.
        scores: ``(n,)`` their cosines.
        words: how surely passages have the words of the question, 0 to 1, in their language.
        strength: of the words, 0 to 1.
        alone: passages that the question's language does not have: what its words are in theirs
            says more of them, and they trade places among themselves. With each, how far it lies
            towards those that hold the question's words, in standard deviations.

    Returns:
        The same passages, best first.
    """
    said = _said(nearest, words)
    order = best_first(scores + strength * WEIGHT_OF_TERMS * said)
    places = np.flatnonzero([one in alone for one in nearest[order].tolist()])
    own = order[places]
    told = WEIGHT_ALONE * said[own] + WEIGHT_OF_FEEDBACK * _said(nearest[own], alone)
    order[places] = own[best_first(scores[own] + strength * told)]
    return nearest[order]


def summaries_behind(
    ranked: Ids,
    documents: NDArray[np.int64],
    paragraphs: NDArray[np.int64],
    openings: NDArray[np.bool_],
    telling: NDArray[np.bool_],
) -> Ids:
    """Let the best paragraph of a document go before the summary that announces it.

    Args:
        ranked: ``(n,)`` passage ids, best first.
        documents: ``(n,)`` of each.
        paragraphs: ``(n,)`` numbers that the versions of one share.
        openings: ``(n,)`` which are summaries, and what else stands before a document's first
            paragraph.
        telling: ``(n,)`` which say something of a topic by themselves.

    Returns:
        The same passages, best first. A document's places stay its own.
    """
    of, keys = documents.tolist(), paragraphs.tolist()
    summary = _first_of_each(of, openings)
    paragraph = _first_of_each(of, telling & ~openings)
    places = [(at, 0) for at in range(len(of))]
    for document, place in summary.items():
        behind = paragraph.get(document, -1)
        if behind < place:
            continue
        between: set[int] = set()
        for at in range(place, behind):
            if of[at] != document:
                between.add(keys[at])
                if len(between) > _AHEAD:
                    break
        if len(between) > _AHEAD:
            continue
        for at in range(place, behind):
            if openings[at] and of[at] == document:
                places[at] = (behind, 1)
        places[behind] = (place, -1)
    return ranked[sorted(range(len(of)), key=places.__getitem__)]


def brought_up(ranked: Ids, named: Collection[int], share: float) -> Ids:
    """Bring up passages that hold a rare name of the question, if none near the top does.

    Args:
        ranked: ``(n,)`` passage ids, best first.
        named: the passages that hold the name.
        share: of the name in what all the words of the question weigh, 0 to 1. With the whole of
            it the best of the passages goes to the very top, with less to a place in proportion.

    Returns:
        The same passages, best first.
    """
    if not named:
        return ranked
    at = round((1.0 - min(1.0, share)) * _NEAR_THE_TOP)
    holding = np.flatnonzero(np.isin(ranked, [*named]))[:_BROUGHT]
    if not len(holding) or holding[0] <= at or at >= len(ranked) - len(holding):
        return ranked
    rest = np.delete(ranked, holding)
    return np.concatenate([rest[:at], ranked[holding], rest[at:]])


def best_first(scores: Scores) -> NDArray[np.int64]:
    """The places of scores, the highest first; of two alike the one that stood first."""
    return np.argsort(-scores, kind="stable")


def _said(passages: Ids, words: Mapping[int, float]) -> Scores:
    return np.array([words.get(one, 0.0) for one in passages.tolist()], np.float64)


def _first_of_each(documents: Sequence[int], chosen: NDArray[np.bool_]) -> dict[int, int]:
    """Where the first of the chosen of each document stands."""
    first: dict[int, int] = {}
    for at in np.flatnonzero(chosen).tolist():
        first.setdefault(documents[at], at)
    return first
