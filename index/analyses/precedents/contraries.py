"""Contraries: drafts that say the opposite of an earlier text, in any languages.

A contrary has an opposite word (``data/contraries.toml``), denies the text, or exchanges its
figures or words. A negation counts only if the sentence is nearer to the other without it, and not
nearer still without its whole clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Final, Literal

from corpus.cards import Figures
from corpus.extract.references import find
from corpus.languages import find_language
from index.analyses.precedents.denials import find_denial, leave_out_clauses
from index.analyses.precedents.exchanges import compare_owners, find_exchange
from index.analyses.precedents.opposites import (
    ConceptSentence,
    find_opposites,
    read_concepts,
)
from index.analyses.precedents.reuse import (
    TAKEN_OVER,
    LanguageText,
    fold_span,
    matcher,
    spans,
)
from index.analyses.precedents.roles import find_moved_parties, find_turned_parties
from index.analyses.precedents.translation import (
    TextEmbedder,
    cut_sentences,
    may_be_contrary,
    measure_cosines,
)
from index.words import is_stop_word, stop_terms, words

Doubt = Literal["negation", "roles"]
"""Reason why texts may differ: one denies, or two things may have changed places."""

_DENIES: Final = 0.016
"""Gain of cosine without a negation that shows denial (`python -m benchmarks.precedents.pairs`)."""

_MAY_DENY: Final = 0.007
"""Gain from which a negation may deny the other sentence."""

_MAY_DENY_ACROSS: Final = -0.01
"""Such a gain across languages, where a sentence may be as near without its negation."""

_SHORT: Final = 3
"""Letters of words that are too short to be exchanged."""

_COMMON: Final = 0.8
"""Share of common content words from which the order of two sentences is compared."""

_DENYING: Final = frozenset(
    {"ability", "continuity", "exception", "outcome", "permission", "sufficiency", "verdict", "yet"}
)
"""Concepts whose second words deny where the other text has no word of them."""

_JUDGING: Final = frozenset(
    {
        *("ability", "amount", "bound", "continuity", "duty", "exclusive", "outcome", "permission"),
        *("term", "verdict", "yet"),
    }
)
"""Concepts of which a sentence and its source have one side (`benchmarks.answers.check`)."""

_AGAINST: Final = "against"
"""Concept of words between figures whose order says nothing: `11 instead of 18`."""

_RESPECTIVE: Final = "respective"
"""Concept of words that put listed references in the order of other things."""

_PART: Final = "part"
"""Concept of words between a part and its whole, which Chinese writes in reverse."""

_RANGE: Final = "range"
"""Concept of words between a first figure and a last: `from 31 to 67`."""

_GAP: Final = 30
"""Most characters between two such figures."""

_FIGURE: Final = re.compile(r"\d+(?:[\u00a0\u202f ]\d{3})*(?:[.,٫]\d+)?")
_SEPARATORS: Final = str.maketrans(",٫", "..", "\u00a0\u202f ")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_CLAUSE_END: Final = re.compile(r"[,;，；、،؛]")

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Contraries:
    """Words by which a draft says, or may say, the contrary of an earlier text.

    ``negations`` are denying words without a counterpart in the other text. ``exchanged`` are
    figures or words that changed places. ``doubts`` are differences that may mean nothing.
    """

    opposites: Figures = field(default_factory=Figures)
    negations: Figures = field(default_factory=Figures)
    exchanged: Figures = field(default_factory=Figures)
    doubts: tuple[Doubt, ...] = ()


def find_contraries(
    search: TextEmbedder, draft: LanguageText, earlier: LanguageText, *, is_taken_over: bool = False
) -> Contraries:
    """Compare each sentence of a draft with the nearest one of an earlier text.

    ``is_taken_over`` says that the draft reuses its words; else most sentences must be near.
    """
    mine, others = cut_sentences(draft), cut_sentences(earlier)
    if not mine or not others:
        return Contraries()
    cosines = measure_cosines(search, mine, others)
    alike = [
        (sentence, others[place], float(row[place]))
        for sentence, row in zip(mine, cosines, strict=True)
        if may_be_contrary(sentence, others[place := int(row.argmax())], float(row[place]))
    ]
    lengths = [sum(len(text.text) for text in texts) for texts in ([a for a, _, _ in alike], mine)]
    if lengths[0] < TAKEN_OVER * lengths[1] and not is_taken_over:
        return Contraries()
    pairs = [
        _compare(search, read_concepts(own), read_concepts(old), cosine)
        for own, old, cosine in alike
    ]
    doubts = [doubt for pair in pairs for doubt in pair.doubts]
    return Contraries(
        _join([pair.opposites for pair in pairs]),
        _join([pair.negations for pair in pairs]),
        _join([pair.exchanged for pair in pairs]),
        tuple(dict.fromkeys(doubts)),
    )


def find_opposite_words(sentence: LanguageText, text: LanguageText) -> tuple[str, ...]:
    """Return the words of a sentence that deny another text by their opposites.

    Concepts such as place and time are left out, since a text may name both of two opposites.
    """
    mine, other = read_concepts(sentence), read_concepts(text)
    poles = other.list_poles()
    concepts = {
        concept
        for concept, own in mine.list_poles().items()
        if concept in _JUDGING and concept in poles and not {*own} & {*poles[concept]}
    }
    return mine.quote((word.start, word.end) for word in mine.words if word.concept in concepts)


def _join(figures: Sequence[Figures]) -> Figures:
    return Figures(
        tuple(dict.fromkeys(word for each in figures for word in each.draft)),
        tuple(dict.fromkeys(word for each in figures for word in each.earlier)),
    )


def _compare(
    search: TextEmbedder, mine: ConceptSentence, other: ConceptSentence, cosine: float
) -> Contraries:
    exchanged, doubts = _find_exchanged(search, mine, other)
    denials = mine.negations, other.negations
    least = _MAY_DENY
    if bool(denials[0]) == bool(denials[1]):
        denials = _add_denying(mine, other), _add_denying(other, mine)
    elif mine.text.language != other.text.language:
        least = _MAY_DENY_ACROSS
    negations = Figures()
    if bool(denials[0]) != bool(denials[1]):
        gain = _measure_denial(search, (mine, other), denials) - cosine
        may_deny = gain >= least and not _is_clause_left_out(
            search, (mine, other), denials, cosine + gain
        )
        if may_deny and gain >= _DENIES:
            negations = Figures(mine.quote(denials[0]), other.quote(denials[1]))
        elif may_deny:
            doubts = ("negation", *doubts)
    elif denials[0]:
        denying = find_denial(search, mine.text, [other.text]).words
        negations = Figures(*(_choose_words(side, denying) for side in (mine, other)))
    return Contraries(find_opposites(mine, other), negations, exchanged, doubts)


def _choose_words(sentence: ConceptSentence, words: Sequence[str]) -> tuple[str, ...]:
    """Return those of some words that are negations of a sentence."""
    return tuple(word for word in sentence.quote(sentence.negations) if word in words)


def _find_exchanged(
    search: TextEmbedder, mine: ConceptSentence, other: ConceptSentence
) -> tuple[Figures, tuple[Doubt, ...]]:
    """Find what changed places: figures, parties or other words; or a doubt that some did."""
    is_one_language = mine.text.language == other.text.language
    exchanged = _find_exchanged_figures(search, mine, other)
    if not exchanged and is_one_language:
        exchanged = _find_exchanged_words(mine.text, other.text)
    if not exchanged and (turned := find_turned_parties(mine.text, [other.text])):
        exchanged = Figures(turned, find_turned_parties(other.text, [mine.text]))
    if exchanged or is_one_language:
        return exchanged, ()
    if moved := find_moved_parties(mine.text, other.text):
        own, theirs = (
            [(start := side.text.text.find(name), start + len(name)) for name in names]
            for side, names in zip((mine, other), moved, strict=True)
        )
        figures = [*zip(own, theirs, strict=True)]
        if compare_owners(search, (mine.text, other.text), figures, 0).are_exchanged:
            return Figures(moved[0], moved[1][::-1]), ()
        return Figures(), ("roles",)
    exchange = find_exchange(search, mine.text, other.text)
    return (Figures(), ("roles",)) if exchange.is_doubted else (exchange.words, ())


def _add_denying(sentence: ConceptSentence, other: ConceptSentence) -> tuple[_Span, ...]:
    """Return a sentence's negations, and verbs of denying that the other lacks."""
    concepts = _DENYING - {word.concept for word in other.words}
    verbs = [
        (word.start, word.end) for word in sentence.words if word.pole and word.concept in concepts
    ]
    return tuple(sorted({*sentence.negations, *verbs}))


def _measure_denial(
    search: TextEmbedder,
    sentences: tuple[ConceptSentence, ConceptSentence],
    denials: tuple[tuple[_Span, ...], tuple[_Span, ...]],
) -> float:
    """Measure the cosine of two sentences without the negations of the denying one."""
    mine, other = sentences if denials[0] else sentences[::-1]
    text = mine.text.text
    for start, end in reversed(denials[0] or denials[1]):
        text = f"{text[:start]} {text[end:]}"
    rest = LanguageText(text, mine.text.language)
    return float(measure_cosines(search, [rest], [other.text])[0, 0])


def _is_clause_left_out(
    search: TextEmbedder,
    sentences: tuple[ConceptSentence, ConceptSentence],
    denials: tuple[tuple[_Span, ...], tuple[_Span, ...]],
    cosine: float,
) -> bool:
    """Whether the other sentence lacks the clauses that deny, not their negations alone.

    ``cosine`` is that of the sentences without the negations.
    """
    denying, other = sentences if denials[0] else sentences[::-1]
    rest = leave_out_clauses(denying.text, denials[0] or denials[1])
    return rest is not None and float(measure_cosines(search, [rest], [other.text])[0, 0]) > cosine


def _find_exchanged_figures(
    search: TextEmbedder, mine: ConceptSentence, other: ConceptSentence
) -> Figures:
    """Find two neighbouring figures that the other sentence has in reverse order.

    Across languages, words of each figure decide, since languages differ in their order.
    """
    own, theirs = _find_figures(mine.text.text), _find_figures(other.text.text)
    common = [key for key in own if key in theirs]
    for place, (first, second) in enumerate(pairwise(common)):
        if len({bool(_YEAR.fullmatch(key)) for key in (first, second)}) > 1:
            continue  # a year is anywhere
        is_exchanged = (
            theirs[first] > theirs[second]
            and not _are_comparable_in_any_order(mine, other, own[first], own[second])
            and not _are_comparable_in_any_order(other, mine, theirs[second], theirs[first])
        )
        are_ranges = _is_range(mine, own[first], own[second]) and _is_range(
            other, *sorted((theirs[first], theirs[second]))
        )
        is_within = mine.text.language == other.text.language
        if not are_ranges and (is_exchanged or not is_within):
            figures = [(own[key], theirs[key]) for key in common]
            is_exchanged = _are_owners_exchanged(search, mine, other, figures, place, is_exchanged)
        if is_exchanged:
            places = sorted((theirs[first], theirs[second]))
            return Figures(mine.quote((own[first], own[second])), other.quote(places))
    return Figures()


def _is_range(sentence: ConceptSentence, first: _Span, last: _Span) -> bool:
    """Whether two figures are the first and the last value: `from 31 to 67 per cent`."""
    text = sentence.text.text
    between = text[first[1] : last[0]]
    if len(between) > _GAP or _CLAUSE_END.search(between):
        return False
    return any(
        first[1] <= word.start and word.end <= last[0] and not text[word.end : last[0]].strip()
        for word in sentence.words
        if word.concept == _RANGE
    )


def _are_owners_exchanged(
    search: TextEmbedder,
    mine: ConceptSentence,
    other: ConceptSentence,
    figures: Sequence[tuple[_Span, _Span]],
    place: int,
    is_turned: bool,
) -> bool:
    """Whether a figure and the next have each other's words; in references, order decides."""
    for side, sentence in enumerate((mine, other)):
        spans_of_pair = [pair[side] for pair in figures[place : place + 2]]
        if _is_any_cited(sentence.text.text, spans_of_pair):
            return is_turned
    owners = compare_owners(search, (mine.text, other.text), figures, place)
    return not owners.are_same if is_turned else owners.are_exchanged


def _is_any_cited(text: str, places: Iterable[_Span]) -> bool:
    """Whether any of some spans is part of a reference."""
    mentions = find(text)
    return any(
        mention.start < end and start < mention.end for start, end in places for mention in mentions
    )


def _are_comparable_in_any_order(
    sentence: ConceptSentence, other: ConceptSentence, first: _Span, second: _Span
) -> bool:
    """Whether two figures may have either order in texts that say the same."""
    concepts = {
        word.concept for word in sentence.words if first[1] <= word.start and word.end <= second[0]
    }
    are_spaced = {find_language(side.text.language).is_spaced for side in (sentence, other)}
    return (
        _AGAINST in concepts
        or (_PART in concepts and len(are_spaced) > 1)
        or _are_listed_references(sentence, first, second)
    )


def _are_listed_references(sentence: ConceptSentence, first: _Span, second: _Span) -> bool:
    """Whether two figures are references of one list, `Resolutions 1332 and 1334`."""
    text, language = sentence.text.text, sentence.text.language
    spans_of = [(mention.start, mention.end) for mention in find(text)]
    start = next((end for begin, end in spans_of if begin <= first[0] < end), None)
    stop = next((begin for begin, end in spans_of if begin <= second[0] < end), None)
    if start is None or stop is None:
        return False
    return (
        all(is_stop_word(word, language) for word in words(text[start:stop], language))
        and not any(start <= begin < stop for begin, _ in sentence.negations)
        and not any(word.concept == _RESPECTIVE for word in sentence.words)
    )


def _find_figures(text: str) -> dict[str, _Span]:
    figures: dict[str, list[_Span]] = {}
    for match in _FIGURE.finditer(text):
        figures.setdefault(match[0].translate(_SEPARATORS), []).append(match.span())
    return {key: places[0] for key, places in figures.items() if len(places) == 1}


def _find_exchanged_words(draft: LanguageText, earlier: LanguageText) -> Figures:
    """Find words of two replaced stretches that changed places."""
    left, right = ([fold_span(span) for span in spans(side.text)] for side in (draft, earlier))
    changes = [
        (left[a:b], right[c:d])
        for tag, a, b, c, d in matcher(left, right).get_opcodes()
        if tag != "equal"
    ]
    is_spaced = find_language(draft.language).is_spaced
    take = _take_words if is_spaced else _take_run
    space = find_language(draft.language).space
    if is_spaced and (turned := _find_turned_words(left, right, draft.language)):
        return Figures(turned, turned[::-1])
    for (own, old), (own_later, old_later) in combinations(changes, 2):
        first = take(own, old_later, old, draft.language)
        second = take(old, own_later, own, draft.language)
        if first and second:
            words = space.join(first), space.join(second)
            return Figures(words, words[::-1])
    return Figures()


def _find_turned_words(
    left: Sequence[str], right: Sequence[str], language: str | None
) -> tuple[str, ...]:
    """Find two words around a third that the other text has reversed, not moved clauses."""
    mine, theirs = (_list_content_words(words, language) for words in (left, right))
    places = {word: place for place, word in enumerate(theirs)}
    common = [word for word in mine if word in places]
    # A figure that still counts the same word has moved with it: `38 islands`.
    counts = {pair for pair in pairwise(left) if pair[0].isdigit()} & {*pairwise(right)}
    moved = {word for pair in counts for word in pair}
    if len(common) < _COMMON * max(len(mine), len(theirs)):
        return ()
    kept = [word for word in common if word not in moved]
    for middle, word in enumerate(kept):
        before = [other for other in kept[:middle] if places[other] > places[word]]
        behind = [other for other in kept[middle + 1 :] if places[other] < places[word]]
        if before and behind:
            return before[-1], behind[0]
    return ()


def _list_content_words(words: Sequence[str], language: str | None) -> list[str]:
    return [
        word
        for word in words
        if words.count(word) == 1
        and (len(word) > _SHORT or word.isdigit())
        and word not in stop_terms(language)
    ]


def _take_words(
    words: Sequence[str], others: Sequence[str], replaced: Sequence[str], language: str | None
) -> Sequence[str]:
    """Return the words that others have too, without those that were not replaced."""
    taken = {*others} - {*replaced} - stop_terms(language)
    return [word for word in words if word in taken and (len(word) > _SHORT or word.isdigit())]


def _take_run(
    words: Sequence[str], others: Sequence[str], replaced: Sequence[str], language: str | None
) -> Sequence[str]:
    """Return the longest run of two or more characters that others have too."""
    del replaced, language  # a run of characters is no chance
    match = matcher(words, others).find_longest_match()
    return words[match.a : match.a + match.size] if match.size > 1 else ()
