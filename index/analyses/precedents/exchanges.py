"""Exchanges: two things of a sentence that have each other's place in a text in another language.

Words are aligned by the meaning of each alone, so neither grammar nor the order of a language
counts. Two things are exchanged where each stands near the words that the other has near it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from corpus import tables
from corpus.cards import Figures
from corpus.languages import find_language
from index.analyses.precedents.reuse import LanguageText
from index.analyses.precedents.translation import TextEmbedder, length, measure_cosines
from index.words import Word, stop_terms, words

_EXCHANGED: Final = 0.12
"""Gain of agreement that shows an exchange (`python -m benchmarks.precedents.pairs`)."""

_CERTAIN: Final = 0.75
"""Least cosine of the surer of two exchanged words with its equivalent."""

_NEARER: Final = 0.03
"""Gain of cosine of clauses that exchange two words, which shows an exchange of unsure ones
(`python -m benchmarks.precedents.sentences`). With less than half, words have only moved.
"""

_CLEARLY_NEARER: Final = 0.06
"""Such a gain that shows an exchange wherever the words are. No command prints what other values
of it and of the three below bring.
"""

_WHOLE: Final = 12.0
"""Characters of English that a clause has at least."""

_AGREES: Final = 0.8
"""Agreement on which words are near each other, below which clauses are compared."""

_AGREES_IN_CLAUSE: Final = 0.6
"""Agreement below which an exchange within one clause is possible."""

_ALIKE: Final = 0.4
"""Least cosine of two words alone that stand for each other."""

_AHEAD: Final = 0.05
"""Least cosine by which such a word is nearer than any other word."""

_SURE: Final = 0.15
"""Such a cosine from which an alignment counts in full."""

_NEIGHBOUR: Final = 3.0
"""Words of English within which another is near, as the scale of an exponential."""

_BORDER: Final = 3.0
"""Words of English that the border of a clause counts as."""

_ADJACENT: Final = 1.7
"""Words of English within which two aligned words are parts of one thing in both texts."""

_WORD: Final = 6.0
"""Characters of English in a word with its space."""

_CLAUSE: Final = 6.0
"""Such words between figures and what they count, and how far this may be: a figure counts
something in its own clause.
"""

_OWNED: Final = 1.0
"""Weight of words that are near another figure in the other sentence, from which they show that
figures were exchanged. Half as many may be near the same one.
"""

_FLOOR: Final = 0.1
"""Agreement that is added to avoid a gain from next to nothing."""

_FEWEST: Final = 4
"""Aligned words that an exchange needs: two things, and a neighbour of each."""

_MOST: Final = 80
"""Content words of a sentence that are aligned; a longer one is a list."""

_SHORT: Final = 2
"""Letters of words that have no meaning alone."""

_Span = tuple[int, int]

_ARTICLES: Final = ("ال", "ال\u0640")
"""The Arabic article before a figure, also lengthened."""

_SIGNS: Final = r"[,;:،؛.](?=\s)|\s[–—]\s|[，；：、。]"


@dataclass(frozen=True, slots=True)
class _Alignment:
    """Words that stand for each other in two sentences, in the order of the first.

    ``places`` are those of the words in either sentence, in words of English ``(n,)``. ``cosines``
    are those of the words alone; ``weights`` tell how sure each pair is, 0 to 1.
    """

    pairs: tuple[tuple[Word, Word], ...]
    places: tuple[NDArray[np.float64], NDArray[np.float64]]
    cosines: NDArray[np.float64]
    weights: NDArray[np.float64]

    def list_things(self) -> list[frozenset[int]]:
        """List each word with those that are next to it in both sentences."""
        is_next = np.all([np.abs(row[:, None] - row) < _ADJACENT for row in self.places], axis=0)
        return [frozenset(np.flatnonzero(row).tolist()) for row in is_next]

    def measure_nearness(self) -> list[NDArray[np.float64]]:
        """Measure how near each word is to each other in either sentence: two of ``(n, n)``."""
        return [np.exp(-np.abs(row[:, None] - row) / _NEIGHBOUR) for row in self.places]

    def measure_agreement(self) -> float:
        """Measure how far the same words are near each other in both sentences, 0 to 1."""
        mine, other = (near - np.eye(len(self.pairs)) for near in self.measure_nearness())
        sure = np.sqrt(np.outer(self.weights, self.weights))
        most = np.sqrt((sure * mine**2).sum() * (sure * other**2).sum())
        return float((sure * mine * other).sum() / most)


@dataclass(frozen=True, slots=True)
class Exchange:
    """Two words that changed places, on either side; empty where none did.

    ``is_doubted`` says that this is uncertain. Neither word surely stands for its equivalent, or no
    words changed places and yet others are near each other in either sentence.
    """

    words: Figures
    is_doubted: bool


@dataclass(frozen=True, slots=True)
class FigureOwners:
    """Weights of the words that two figures have near them in two sentences.

    ``same`` is that of words near the same figure in both, ``other`` of those near the other one.
    """

    same: float
    other: float

    @property
    def are_same(self) -> bool:
        """Whether more words are near the same figure."""
        return self.same > self.other

    @property
    def are_exchanged(self) -> bool:
        """Whether enough words are near the other figure."""
        return self.other >= max(_OWNED, 2 * self.same)


def compare_owners(
    search: TextEmbedder,
    sentences: tuple[LanguageText, LanguageText],
    figures: Sequence[tuple[_Span, _Span]],
    first: int,
) -> FigureOwners:
    """Compare the words near a figure and its follower, which both sentences have.

    ``figures`` are all common ones with their spans in either sentence, in the order of the first
    sentence. ``first`` is the place of the figure among them.
    """
    pairing = _align(search, *sentences)
    words_near = [place for place, pair in enumerate(pairing.pairs) if not _are_figures(*pair)]
    nearest, near = [], []
    for side, text in enumerate(sentences):
        borders = [_find_counting_border(text.text, pair[side]) for pair in figures]
        places = _place_spans(text, borders, _CLAUSE)
        chosen = [pairing.pairs[place][side] for place in words_near]
        own = _place_spans(text, [(word.start, word.stop) for word in chosen], _CLAUSE)
        distances = np.abs(own[:, None] - places)
        nearest.append(distances.argmin(axis=1))
        near.append(np.exp(-distances.min(axis=1) / _CLAUSE))
    weights = pairing.weights[words_near] * np.sqrt(near[0] * near[1])
    pair = (first, first + 1)
    is_of_pair = np.isin(nearest[0], pair) & np.isin(nearest[1], pair)
    is_same = nearest[0] == nearest[1]
    return FigureOwners(
        float(weights[is_of_pair & is_same].sum()), float(weights[is_of_pair & ~is_same].sum())
    )


def _find_counting_border(text: str, figure: _Span) -> _Span:
    """Return the border of a figure at which its counted word stands: its end, ``38 islands``.

    An Arabic figure with the article follows its word: ``البلدان الـ23``.
    """
    start, stop = figure
    border = start if text.endswith(_ARTICLES, 0, start) else stop
    return border, border


def find_exchange(search: TextEmbedder, sentence: LanguageText, other: LanguageText) -> Exchange:
    """Find two words of a sentence whose things are exchanged in a near sentence."""
    pairing = _align(search, sentence, other)
    gain, first, second = _choose_exchange(pairing)
    agreement = pairing.measure_agreement() if len(pairing.pairs) >= _FEWEST else 1.0
    if gain < _EXCHANGED and agreement >= _AGREES:
        return Exchange(Figures(), is_doubted=False)
    nearer = _exchange_across_clauses(search, sentence, other, pairing)
    if gain < _EXCHANGED and (nearer is None or nearer[0] < _CLEARLY_NEARER):
        is_doubted = agreement < _AGREES_IN_CLAUSE if nearer is None else nearer[0] > _NEARER / 2
        return Exchange(Figures(), is_doubted)
    if nearer and gain < _EXCHANGED:
        _, first, second = nearer
    pairs = [pairing.pairs[first], pairing.pairs[second]]
    earlier = sorted((theirs for _, theirs in pairs), key=lambda word: word.start)
    words_of_both = Figures(
        tuple(sentence.text[word.start : word.stop] for word, _ in pairs),
        tuple(other.text[word.start : word.stop] for word in earlier),
    )
    is_certain = pairing.cosines[[first, second]].max() >= _CERTAIN
    is_nearer = nearer is not None and nearer[0] >= _NEARER
    return Exchange(words_of_both, is_doubted=not (is_certain or is_nearer))


def _exchange_across_clauses(
    search: TextEmbedder, sentence: LanguageText, other: LanguageText, pairing: _Alignment
) -> tuple[float, int, int] | None:
    """Choose two aligned words of different clauses whose exchange brings these nearer to others.

    Returns:
        The gain of cosine, and the places of both words; None where no two can be exchanged.
    """
    clauses, others = _cut_clauses(sentence), _cut_clauses(other)
    if not (clauses[1:] and others[1:]):
        return None
    texts = [[sentence.text[start:stop] for start, stop in clauses]]
    places: list[tuple[int, int]] = []
    for first, second in combinations(range(len(pairing.pairs)), 2):
        words_of_both = pairing.pairs[first][0], pairing.pairs[second][0]
        exchanged = [_exchange_words(sentence.text, clause, *words_of_both) for clause in clauses]
        if sum(text != old for text, old in zip(exchanged, texts[0], strict=True)) > 1:
            texts.append(exchanged)
            places.append((first, second))
    if not places:
        return None
    old = [LanguageText(other.text[start:stop], other.language) for start, stop in others]
    own = [LanguageText(text, sentence.language) for clauses_ in texts for text in clauses_]
    cosines = measure_cosines(search, own, old).reshape(len(texts), len(clauses), len(old))
    nearness = (cosines.max(axis=2).mean(axis=1) + cosines.max(axis=1).mean(axis=1)) / 2
    best = int(nearness[1:].argmax())
    return float(nearness[1 + best] - nearness[0]), *places[best]


def _cut_clauses(text: LanguageText) -> list[_Span]:
    """Return the spans of a sentence's clauses that are long enough to say something."""
    borders = _compile_borders(text.language or "", tables.folder()).finditer(text.text)
    places = [0, *(match.start() for match in borders), len(text.text)]
    return [
        (start, stop)
        for start, stop in pairwise(places)
        if length(LanguageText(text.text[start:stop], text.language)) >= _WHOLE
    ]


def _exchange_words(text: str, clause: _Span, first: Word, second: Word) -> str:
    """Return a clause with the second word for the first, or the reverse, where it has one."""
    start, stop = clause
    for word, new in ((first, second), (second, first)):
        if start <= word.start and word.stop <= stop:
            return f"{text[start : word.start]}{text[new.start : new.stop]}{text[word.stop : stop]}"
    return text[start:stop]


def _choose_exchange(pairing: _Alignment) -> tuple[float, int, int]:
    """Choose the two words whose exchange makes two sentences agree more, with the gain."""
    if len(pairing.pairs) < _FEWEST:
        return 0.0, 0, 0
    near = pairing.measure_nearness()
    things = pairing.list_things()
    return max(
        (
            (max(_measure_gain(pairing, near, *sides) for sides in kinds), first, second)
            for first, second in combinations(range(len(things)), 2)
            if (kinds := _list_sides(pairing, things, first, second))
        ),
        default=(0.0, 0, 0),
    )


def _list_sides(
    pairing: _Alignment, things: Sequence[frozenset[int]], first: int, second: int
) -> list[tuple[frozenset[int], frozenset[int]]]:
    """List two words, and the things they belong to, where an exchange would be credible."""
    are_figures = {pairing.pairs[place][0].literal.isdigit() for place in (first, second)}
    if len(are_figures) > 1:
        return []
    sides = [(frozenset({first}), frozenset({second})), (things[first], things[second])]
    return [(own, others) for own, others in sides if not own & others]


def _measure_gain(
    pairing: _Alignment, near: Sequence[Any], first: frozenset[int], second: frozenset[int]
) -> float:
    """Measure how much better two sentences agree on what is near two things if these change.

    Each thing has to gain on either side; otherwise one of the other words has moved.
    """
    rest = [place for place in range(len(pairing.pairs)) if place not in first | second]
    weights = pairing.weights[rest]
    (own, own_later), (old, old_later) = (
        (side[[*first]].max(axis=0)[rest], side[[*second]].max(axis=0)[rest]) for side in near
    )
    before = weights @ (own * old) + weights @ (own_later * old_later)
    gains = (
        weights @ (own * (old_later - old)),
        weights @ (own_later * (old - old_later)),
        weights @ (old * (own_later - own)),
        weights @ (old_later * (own - own_later)),
    )
    sure = min(pairing.weights[[*first]].max(), pairing.weights[[*second]].max())
    return float(min(gains) * sure / (before + _FLOOR))


def _align(search: TextEmbedder, sentence: LanguageText, other: LanguageText) -> _Alignment:
    """Align the words of two sentences that are nearest to each other, and to no other as near."""
    mine, theirs = _list_content_words(sentence), _list_content_words(other)
    empty = _Alignment((), (np.zeros(0), np.zeros(0)), np.zeros(0), np.zeros(0))
    if not (_FEWEST <= len(mine) <= _MOST and _FEWEST <= len(theirs) <= _MOST):
        return empty
    cosines = _measure_words(search, mine, theirs)
    chosen: list[tuple[float, int, int, float]] = []
    for row, word in enumerate(mine):
        place = int(cosines[row].argmax())
        cosine = float(cosines[row, place])
        if cosine < _ALIKE or int(cosines[:, place].argmax()) != row:
            continue
        rivals = [
            *(
                cosines[row, position]
                for position, rival in enumerate(theirs)
                if _is_apart(rival, theirs[place])
            ),
            *(
                cosines[position, place]
                for position, rival in enumerate(mine)
                if _is_apart(rival, word)
            ),
        ]
        ahead = cosine - max(rivals, default=0.0)
        if ahead >= _AHEAD:
            chosen.append((cosine, row, place, min(1.0, ahead / _SURE)))
    pairs: list[tuple[int, int, float]] = []
    for _, row, place, weight in sorted(chosen, reverse=True):
        if all(
            _is_apart(mine[row], mine[own]) and _is_apart(theirs[place], theirs[old])
            for own, old, _ in pairs
        ):
            pairs.append((row, place, weight))
    pairs.sort()
    if not pairs:
        return empty
    rows, places, weights = zip(*pairs, strict=True)
    own, old = [mine[row] for row in rows], [theirs[place] for place in places]
    spans = [[(word.start, word.stop) for word in side] for side in (own, old)]
    return _Alignment(
        tuple(zip(own, old, strict=True)),
        (_place_spans(sentence, spans[0], _BORDER), _place_spans(other, spans[1], _BORDER)),
        cosines[rows, places],
        np.array(weights),
    )


def _is_apart(word: Word, other: Word) -> bool:
    """Whether two words of a sentence do not overlap, as pairs of Chinese characters do."""
    return word.stop <= other.start or other.stop <= word.start


def _list_content_words(text: LanguageText) -> list[Word]:
    least = _SHORT + 1 if find_language(text.language).is_spaced else 1
    return [
        word
        for word in words(text.text, text.language)
        if word.literal.isdigit()
        or (len(word.literal) >= least and word.term not in stop_terms(text.language))
    ]


def _measure_words(search: TextEmbedder, mine: Sequence[Word], theirs: Sequence[Word]) -> Any:
    """Measure the cosines of words alone; figures have 1 with the same figure, else 0."""
    literals = [word.literal for word in (*mine, *theirs)]
    vectors: Any = np.stack([question.embedding for question in search.embed_texts(literals)])
    cosines = vectors[: len(mine)] @ vectors[len(mine) :].T
    for row, word in enumerate(mine):
        for place, other in enumerate(theirs):
            if word.literal.isdigit() or other.literal.isdigit():
                cosines[row, place] = float(word.literal == other.literal)
    return cosines


def _are_figures(word: Word, other: Word) -> bool:
    return word.literal.isdigit() and other.literal.isdigit()


def _place_spans(text: LanguageText, spans: Sequence[_Span], border: float) -> NDArray[np.float64]:
    """Return the places of spans in words of English; each border of a clause counts as some."""
    scale = _WORD * find_language(text.language).length
    starts = [
        match.start()
        for match in _compile_borders(text.language or "", tables.folder()).finditer(text.text)
    ]
    return np.array(
        [
            (start + stop) / 2 / scale + border * sum(other <= start for other in starts)
            for start, stop in spans
        ]
    )


@lru_cache(maxsize=8)
def _compile_borders(language: str, folder: str) -> re.Pattern[str]:
    """Compile what parts clauses: signs with a conjunction behind them, or a conjunction."""
    del folder  # the key of the cache: another folder of tables, other words
    links = tables.load("roles").get("link", {}).get(language, "(?!)")
    with tables.patterns("roles"):
        return re.compile(rf"(?:{_SIGNS})\s*(?:{links})?|(?:{links})", re.IGNORECASE)
