"""Words of a sentence whose opposites another sentence has, in its language or in another one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from corpus.cards import Figures
from index.analyses.precedents.concepts import (
    DEGREE,
    ConceptWord,
    find_concept_words,
    find_degrees,
)
from index.analyses.precedents.reuse import RUN, LanguageText, fold_span, matcher, spans

_GRADED: Final = frozenset(
    {
        *("centrality", "ease", "length", "level", "quality", "safety", "speed", "strength"),
        *("trust", "wealth"),
    }
)
"""Concepts of adjectives: `more` in front of one says nothing of an amount."""

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ConceptSentence:
    """A sentence with its concept words and negations, in reading order."""

    text: LanguageText
    words: tuple[ConceptWord, ...]
    negations: tuple[_Span, ...]

    def quote(self, places: Iterable[_Span]) -> tuple[str, ...]:
        """Return the different words at some spans."""
        return tuple(dict.fromkeys(self.text.text[start:end] for start, end in places))

    def list_poles(self) -> dict[str, list[int]]:
        """Return the poles of each concept in the sentence, in reading order."""
        poles: dict[str, list[int]] = {}
        for word in self.words:
            poles.setdefault(word.concept, []).append(word.pole)
        return poles


def read_concepts(text: LanguageText) -> ConceptSentence:
    """Return a text with its concept words and negations."""
    words, negations = find_concept_words(text)
    return ConceptSentence(text, words, negations)


def find_opposites(mine: ConceptSentence, other: ConceptSentence) -> Figures:
    """Find words whose opposites the other sentence has, alone or in another order."""
    sides = _read_degrees(mine, other), _read_degrees(other, mine)
    # What is left out takes opposites away, and adds none.
    concepts = _list_opposites(mine, other) & _list_opposites(*sides)
    replaced = _find_replaced_opposites(*sides)
    return Figures(
        *(
            side.quote(
                (word.start, word.end)
                for word in side.words
                if word.concept in concepts or word in words
            )
            for side, words in zip(sides, replaced, strict=True)
        )
    )


def _find_replaced_opposites(
    mine: ConceptSentence, other: ConceptSentence
) -> tuple[list[ConceptWord], list[ConceptWord]]:
    """Find words that replace their opposites between common words of one language.

    What the rest of the sentences has of the same concept does not count.
    """
    own: list[ConceptWord] = []
    old: list[ConceptWord] = []
    if mine.text.language != other.text.language:
        return own, old
    words_of = [spans(side.text.text) for side in (mine, other)]
    starts = [[0, *accumulate(map(len, words))] for words in words_of]
    codes = matcher(*([fold_span(word) for word in words] for words in words_of)).get_opcodes()
    for place, (tag, *borders) in enumerate(codes):
        beside = sum(
            code[2] - code[1]
            for code in (*codes[max(0, place - 1) : place], *codes[place + 1 : place + 2])
        )
        if tag != "replace" or beside < RUN:
            continue
        a, b, c, d = borders
        here, there = (
            [word for word in side.words if start <= word.start and word.end <= end]
            for side, start, end in (
                (mine, starts[0][a], starts[0][b]),
                (other, starts[1][c], starts[1][d]),
            )
        )
        poles, others = (_group_poles(words) for words in (here, there))
        turned = {
            concept
            for concept in poles.keys() & others.keys()
            if not poles[concept] & others[concept]
        } - {DEGREE}
        own += [word for word in here if word.concept in turned]
        old += [word for word in there if word.concept in turned]
    return own, old


def _group_poles(words: Iterable[ConceptWord]) -> dict[str, set[int]]:
    poles: dict[str, set[int]] = {}
    for word in words:
        poles.setdefault(word.concept, set()).add(word.pole)
    return poles


def _list_opposites(mine: ConceptSentence, other: ConceptSentence) -> set[str]:
    """List the concepts of which two sentences have opposite words."""
    poles, others = mine.list_poles(), other.list_poles()
    return {
        concept
        for concept, own in poles.items()
        if concept != DEGREE
        and (theirs := others.get(concept))
        and (
            not {*own} & {*theirs}
            or (len(own) == len(theirs) and all(a != b for a, b in zip(own, theirs, strict=True)))
        )
    }


def _read_degrees(sentence: ConceptSentence, other: ConceptSentence) -> ConceptSentence:
    """Leave out words of degree that the other sentence, in its language, has before other words.

    `Less costly` may be `more economical`: a word behind `less` has the meaning of its opposite.
    In another language, those before an adjective of a known concept are left out.
    """
    own = find_degrees(sentence.text)
    if sentence.text.language != other.text.language:
        graded = {word.start for word in sentence.words if word.concept in _GRADED}
        left_out = {degree.word.start for degree in own if degree.place in graded}
        return replace(
            sentence, words=tuple(word for word in sentence.words if word.start not in left_out)
        )
    there = {degree.stem for degree in find_degrees(other.text)}
    dropped = {degree.word.start for degree in own if degree.stem not in there}
    reversed_ = {degree.place for degree in own if degree.word.pole}
    words = (
        replace(word, pole=1 - word.pole) if word.start in reversed_ else word
        for word in sentence.words
        if word.start not in dropped
    )
    return replace(sentence, words=tuple(words))
