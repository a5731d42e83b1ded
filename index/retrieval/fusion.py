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
    nearest: Sequence[tuple[int, float]],
    words: Sequence[tuple[Collection[int], Mapping[int, float]]],
) -> list[tuple[int, float]]:
    """Let words reorder the passages of some languages among themselves.

    Args:
        nearest: passage ids and cosines, nearest first.
        words: for each of these languages, its passages, and the scores of those that have words of
            the question (:meth:`index.retrieval.lexical.Lexical.matches`).

    Returns:
        The same passages and the same scores, best first.
    """
    order = [passage for passage, _ in nearest]
    for members, matched in words:
        places = [at for at, (passage, _) in enumerate(nearest) if passage in members]
        own = sorted(
            (nearest[at] for at in places),
            key=lambda item: -(item[1] + WEIGHT_OF_WORDS * matched.get(item[0], 0.0)),
        )
        for at, (passage, _) in zip(places, own, strict=True):
            order[at] = passage
    return [(passage, score) for passage, (_, score) in zip(order, nearest, strict=True)]


def added(
    nearest: Sequence[tuple[int, float]],
    words: Mapping[int, float],
    strength: float,
    alone: Mapping[int, float],
) -> list[tuple[int, float]]:
    """Let the words of a short question reorder passages of all languages.

    Args:
        nearest: passage ids and cosines, nearest first.
        words: how surely passages have the words of the question, 0 to 1, in their language.
        strength: of the words, 0 to 1.
        alone: passages that the question's language does not have: what its words are in theirs
            says more of them, and they trade places among themselves. With each, how far it lies
            towards those that hold the question's words, in standard deviations.

    Returns:
        The same passages and the same scores, best first.
    """

    def spoken(item: tuple[int, float]) -> float:
        return -(item[1] + strength * WEIGHT_OF_TERMS * words.get(item[0], 0.0))

    def spoken_alone(item: tuple[int, float]) -> float:
        told = WEIGHT_ALONE * words.get(item[0], 0.0) + WEIGHT_OF_FEEDBACK * alone[item[0]]
        return -(item[1] + strength * told)

    order = sorted(nearest, key=spoken)
    places = [at for at, (passage, _) in enumerate(order) if passage in alone]
    own = sorted((order[at] for at in places), key=spoken_alone)
    for at, item in zip(places, own, strict=True):
        order[at] = item
    return [(passage, score) for (passage, _), (_, score) in zip(order, nearest, strict=True)]


def summaries_behind(
    ranked: Sequence[tuple[int, float]],
    paragraphs: Mapping[int, tuple[int, str]],
    openings: Collection[int],
    telling: Collection[int],
) -> list[tuple[int, float]]:
    """Let the best paragraph of a document go before the summary that announces it.

    Args:
        ranked: passage ids and scores, best first.
        paragraphs: document and variant key of each.
        openings: summaries, and what else stands before a document's first paragraph.
        telling: passages that say something of a topic by themselves.

    Returns:
        The same passages and the same scores, best first. A document's places stay its own.
    """
    summary: dict[int, int] = {}
    paragraph: dict[int, int] = {}
    for at, (passage, _) in enumerate(ranked):
        first = summary if passage in openings else paragraph if passage in telling else {}
        first.setdefault(paragraphs[passage][0], at)
    places = {passage: (at, 0) for at, (passage, _) in enumerate(ranked)}
    for document, place in summary.items():
        behind = paragraph.get(document, -1)
        passages: list[int] = []
        between: set[tuple[int, str]] = set()
        for passage, _ in ranked[place : behind + 1]:
            passages.append(passage)
            if paragraphs[passage][0] != document:
                between.add(paragraphs[passage])
                if len(between) > _AHEAD:
                    break
        if behind < place or len(between) > _AHEAD:
            continue
        for passage in passages:
            if passage in openings and paragraphs[passage][0] == document:
                places[passage] = (behind, 1)
        places[passages[-1]] = (place, -1)
    order = sorted(places, key=places.__getitem__)
    return [(passage, score) for passage, (_, score) in zip(order, ranked, strict=True)]


def brought_up(
    ranked: Sequence[tuple[int, float]], named: Collection[int], share: float
) -> list[tuple[int, float]]:
    """Bring up passages that hold a rare name of the question, if none near the top does.

    Args:
        ranked: passage ids and scores, best first.
        named: the passages that hold the name.
        share: of the name in what all the words of the question weigh, 0 to 1. With the whole of
            it the best of the passages goes to the very top, with less to a place in proportion.

    Returns:
        The same passages, best first; who is brought up takes the score of whom it goes before.
    """
    at = round((1.0 - min(1.0, share)) * _NEAR_THE_TOP)
    if not named or any(passage in named for passage, _ in ranked[: at + 1]):
        return list(ranked)
    brought = [item for item in ranked if item[0] in named][:_BROUGHT]
    moved = {passage for passage, _ in brought}
    rest = [item for item in ranked if item[0] not in moved]
    if not brought or at >= len(rest):
        return list(ranked)
    up = [(passage, max(score, rest[at][1])) for passage, score in brought]
    return [*rest[:at], *up, *rest[at:]]
